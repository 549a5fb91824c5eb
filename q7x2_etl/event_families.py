"""Which event types two reports may use for one and the same event: `seeds/reference/event_families.yaml`."""

from dataclasses import dataclass

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.reference import Reference


@dataclass(frozen=True, slots=True)
class EventFamilies:
    """Families by event type; a type that no family names is a family of its own."""

    of_type: dict[str, frozenset[str]]

    @classmethod
    def load(cls, reference: Reference) -> "EventFamilies":
        """From the reference data; refused when an entry has no list of event types."""
        families: dict[str, set[str]] = {}
        for entry in reference.entries("event_families"):
            members = entry.get("event_types")
            if not isinstance(members, list) or not members:
                raise ReferenceDataError(
                    f"event_families.yaml: entry {entry.get('id')!r} needs event_types: [one, or, more]"
                )
            for event_type in members:
                families.setdefault(str(event_type), set()).add(str(entry["id"]))
        return cls({event_type: frozenset(ids) for event_type, ids in families.items()})

    def related(self, first: str, second: str) -> bool:
        """Whether two reports of these types may be of one event."""
        if first == second:
            return True
        return not self.of_type.get(first, frozenset()).isdisjoint(self.of_type.get(second, frozenset()))
