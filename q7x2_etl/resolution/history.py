"""What became of incident ids: a citation of an old one must still lead somewhere."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

IdChangeKind = Literal["merged", "split", "renamed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class IdChange:
    """One id change, without the run that made it."""

    old_incident_id: str
    new_incident_id: str | None
    change: IdChangeKind
    n_reports: int


def id_changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[IdChange]:
    """The changes between two links of reports to incidents (report_id -> incident_id), by old and new id.

    A split gives a row for each new home; an id that stays in use has rows only for the reports that left it.
    """
    reports_before: defaultdict[str, list[str]] = defaultdict(list)
    for report_id, incident_id in before.items():
        reports_before[incident_id].append(report_id)
    origins: defaultdict[str, set[str]] = defaultdict(set)
    for report_id, incident_id in after.items():
        if report_id in before:
            origins[incident_id].add(before[report_id])
    in_use = set(after.values())
    changes: list[IdChange] = []
    for old, report_ids in sorted(reports_before.items()):
        homes = Counter(after[report_id] for report_id in report_ids if report_id in after)
        if not homes and old not in in_use:
            changes.append(IdChange(old, None, "withdrawn", 0))
        for new, n_reports in sorted(homes.items()):
            if new != old:
                changes.append(IdChange(old, new, _kind(len(homes), len(origins[new])), n_reports))
    return changes


def _kind(n_homes: int, n_origins: int) -> IdChangeKind:
    if n_homes > 1:
        return "split"
    return "merged" if n_origins > 1 else "renamed"
