"""Which column of a table of articles is which: as the caller named them, else by the usual names."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from q7x2_etl.settings.columns import COLUMNS
from q7x2_etl.sources.refusals import NoSuchColumnError

_log = logging.getLogger(__name__)

# The names that exports and crawlers give these columns, the surest first; compared without case, "_", "-" and spaces.
USUAL: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "maintext", "articlebody", "articletext", "bodytext", "fulltext", "plaintext", "content",
             "article", "story"),
    "title": ("title", "headline", "heading"),
    "published": ("published", "publishedat", "publishedon", "publisheddate", "datepublished", "publicationdate",
                  "publishdate", "datepublish", "pubdate", "date"),
    "published_precision": ("publishedprecision",),
    "uri": ("uri", "url", "link", "permalink", "articleurl", "sourceurl"),
    "id": ("id", "articleid", "documentid", "docid", "guid", "uuid"),
    "publisher": ("publisher", "source", "outlet", "newspaper", "publication", "sourcename", "sourcedomain", "site"),
    "byline": ("byline", "author", "authors", "writer"),
    "language": ("language", "lang", "languagecode"),
}  # fmt: skip
_SHOWN = 15
_PLANS = 1000  # shapes of rows that are remembered


class Columns:
    """The columns of one table. `named` are the caller's, by ours; guesses are logged, no line of `told` again."""

    def __init__(self, named: Mapping[str, str], table: str, told: set[str]) -> None:
        self._named = named
        self._table = table
        self._told = told
        self._guessed: set[tuple[str, str]] = set()
        self._plans: dict[tuple[str, ...], Mapping[str, str]] = {}

    def has_text(self, columns: Sequence[str]) -> bool:
        """Whether a table with these columns has one of texts."""
        return "text" in self._planned(columns)

    def settle(self, columns: Sequence[str]) -> Mapping[str, str]:
        """Their column by ours, of a table whose columns are the same in each row.

        Raises NoSuchColumnError, with the columns found, for a named column that is not there, and without texts.
        """
        plan = self._planned(columns)
        missing = [f"{theirs!r} (for {ours})" for ours, theirs in self._named.items() if ours not in plan]
        if missing:
            raise NoSuchColumnError(
                f"{self._table}: there is no column {', '.join(missing)}; the columns found are {_shown(columns)}"
            )
        if "text" not in plan:
            raise NoSuchColumnError(
                f"{self._table}: a table of articles needs a column 'text', or one named so: --map text=NAME; "
                f"the columns found are {_shown(columns)}"
            )
        self._tell(plan)
        return plan

    def of(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of one row by our names."""
        names = tuple(fields)
        plan = self._plans.get(names)
        if plan is None:
            plan = self._planned(names)
            if len(self._plans) < _PLANS:
                self._plans[names] = plan
            self._tell(plan)
        found = {ours: fields[theirs] for ours, theirs in plan.items() if theirs in fields}
        for ours, theirs in self._named.items():
            if ours not in found and (value := _inner(fields, theirs)) is not None:
                found[ours] = value
        return found

    def no_text(self, fields: Iterable[str]) -> str:
        """Why a row has no text."""
        return f"no {self._named.get('text', 'text')!r}; the fields found are {_shown(fields)}"

    def _planned(self, columns: Sequence[str]) -> dict[str, str]:
        by_name = {column: column for column in reversed(columns)}
        by_plain = {_plain(column): column for column in reversed(columns)}
        plan: dict[str, str] = {}
        for ours, theirs in self._named.items():
            column = by_name.get(theirs) or next((c for c in columns if c.lower() == theirs.lower()), None)
            if column is not None:
                plan[ours] = column
        taken = set(plan.values())
        for ours in COLUMNS:
            if ours in self._named:
                continue
            guesses = (by_plain[name] for name in USUAL[ours] if name in by_plain)
            guess = next((column for column in guesses if column not in taken), None)
            if guess is not None:
                plan[ours] = guess
        return plan

    def _tell(self, plan: Mapping[str, str]) -> None:
        guessed = {
            (ours, theirs)
            for ours, theirs in plan.items()
            if ours not in self._named and _plain(ours) != _plain(theirs)
        } - self._guessed
        if not guessed:
            return
        self._guessed |= guessed
        words = ",".join(f"{ours}={theirs}" for ours, theirs in sorted(guessed))
        line = f"{self._table}: columns taken by their usual names: --map {words}"
        if line not in self._told:
            self._told.add(line)
            _log.info("%s", line)


def has_usual_columns(columns: Sequence[str]) -> bool:
    """Whether one of them is by its name a column of texts, and another one of ours too."""
    plain = {_plain(column) for column in columns}
    return not plain.isdisjoint(USUAL["text"]) and sum(not plain.isdisjoint(names) for names in USUAL.values()) > 1


def _plain(column: str) -> str:
    return column.strip().lower().translate(_SEPARATORS)


_SEPARATORS = str.maketrans("", "", "_- ")


def _inner(fields: Mapping[str, Any], path: str) -> Any:
    """A field inside others: `source.name`."""
    value: Any = fields
    for part in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def _shown(columns: Iterable[str]) -> str:
    names = [repr(column[:40]) for column in columns]
    rest = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return (", ".join(names[:_SHOWN]) or "none") + rest
