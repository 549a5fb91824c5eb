"""What reading stored texts again changes: rows added, removed and changed, by table and field, with examples."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self, TypeAlias

from q7x2_etl.contract import load_contract

ChangeKind: TypeAlias = Literal["added", "removed", "changed"]
Rows: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]  # by table; each row with its document_id

# In the order in which changes are told.
TABLES = (
    "articles", "reports", "report_actors", "report_casualties", "report_targets", "report_claims", "evidence",
)  # fmt: skip
# Who wrote a row, and by which version, is no change of what it says.
_STAMPS = frozenset({"run_id", "extractor", "extractor_version", "reference_version", "duplicate_of", "superseded_by"})
_EXAMPLES_OF_A_KIND = 3  # for each table, kind and field


@dataclass(frozen=True, slots=True)
class TableChanges:
    """The rows of one table that are new, gone or different; `fields` counts the changed rows by field."""

    added: int = 0
    removed: int = 0
    changed: int = 0
    fields: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangeExample:
    """One change: the row's table and key, the document that it comes from, and for a changed field both values.

    `words` is what an added or removed row rests on: its quote, name or title.
    """

    table_name: str
    kind: ChangeKind
    document_id: str
    key: str
    field: str | None
    before: Any
    after: Any
    words: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """The sum over all documents that were read again."""

    n_documents_changed: int
    tables: Mapping[str, TableChanges]
    examples: tuple[ChangeExample, ...]

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values; dates stay dates."""
        return asdict(self)


class ChangeCount:
    """Adds up changes, batch by batch."""

    def __init__(self) -> None:
        self.documents: set[str] = set()
        self._rows: Counter[tuple[str, ChangeKind]] = Counter()
        self._fields: Counter[tuple[str, str]] = Counter()
        self._examples: defaultdict[tuple[str, ChangeKind, str | None], list[ChangeExample]] = defaultdict(list)

    @classmethod
    def between(cls, before: Rows, after: Rows) -> Self:
        """The differences between two sets of rows."""
        count = cls()
        for table in TABLES:
            count._compare(table, before[table], after[table])
        return count

    def add(self, other: "ChangeCount") -> None:
        """Take the other's changes in."""
        self.documents |= other.documents
        self._rows += other._rows
        self._fields += other._fields
        for kind, examples in other._examples.items():
            # The smallest keys, so that examples do not depend on batches.
            both = sorted(self._examples[kind] + examples, key=lambda example: example.key)
            self._examples[kind] = both[:_EXAMPLES_OF_A_KIND]

    def total(self) -> Changes:
        """The sum so far."""
        return Changes(
            n_documents_changed=len(self.documents),
            tables={
                table: TableChanges(
                    self._rows[table, "added"],
                    self._rows[table, "removed"],
                    self._rows[table, "changed"],
                    {field: n for (of, field), n in sorted(self._fields.items()) if of == table},
                )
                for table in TABLES
            },
            examples=tuple(
                example
                for table in TABLES
                for (of, _, _), examples in sorted(self._examples.items(), key=lambda item: str(item[0]))
                if of == table
                for example in examples
            ),
        )

    def _compare(self, table: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> None:
        (key,) = load_contract().tables[table].unique
        old = {tuple(row[name] for name in key): row for row in before}
        new = {tuple(row[name] for name in key): row for row in after}
        for found in sorted(new.keys() - old.keys(), key=repr):
            self._note(table, "added", found, new[found])
        for found in sorted(old.keys() - new.keys(), key=repr):
            self._note(table, "removed", found, old[found])
        fields = [name for name in load_contract().tables[table].column_names if name not in _STAMPS]
        for found in sorted(old.keys() & new.keys(), key=repr):
            was, now = old[found], new[found]
            different = [name for name in fields if was[name] != now[name]]
            if different:
                self._rows[table, "changed"] += 1
                self.documents.add(now["document_id"])
            for name in different:
                self._fields[table, name] += 1
                self._show(ChangeExample(
                    table, "changed", now["document_id"], _told(found), name, was[name], now[name], _words(now)
                ))  # fmt: skip

    def _note(self, table: str, kind: ChangeKind, key: tuple[Any, ...], row: Mapping[str, Any]) -> None:
        self._rows[table, kind] += 1
        self.documents.add(row["document_id"])
        self._show(ChangeExample(table, kind, row["document_id"], _told(key), None, None, None, _words(row)))

    def _show(self, example: ChangeExample) -> None:
        shown = self._examples[example.table_name, example.kind, example.field]
        if len(shown) < _EXAMPLES_OF_A_KIND:
            shown.append(example)


def _told(key: tuple[Any, ...]) -> str:
    return " ".join(str(value) for value in key)


def _words(row: Mapping[str, Any]) -> str | None:
    return next((str(row[name]) for name in ("quote", "as_written", "claimant", "title") if row.get(name)), None)
