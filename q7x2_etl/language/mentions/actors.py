"""The dictionary of actors: names and aliases, what kind of actor each was on a given day, and what it was a part of.

The knowledge is `seeds/reference/actors/*.yaml`. An entry has
    id, name, kind, country (ISO 3166-1 alpha-3 or null), source, match, no_match
    active_in               other countries (alpha-3) that it fights in, where it crosses borders
    aliases                 every form seen in news; letter case, dots, apostrophes, accents and hyphens do not matter
    case_sensitive_aliases  forms that count only in exactly this case ("IS", "AU"); the name too, where it stands here
    shared_aliases          forms that mean another actor by default (or none), and this one where the country says so
    kinds                   [{kind, from, to}]: what it was in these times; `kind` holds outside them
    parent, or parents      an actor's id, or [{parent, from, to}]
Dates are days, `from` inclusive, `to` exclusive, null where open.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Any, TypeVar, get_args

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.model import ActorKind
from q7x2_etl.reference import Reference

AliasKey = tuple[str, ...]
_Value = TypeVar("_Value")

_KINDS: tuple[str, ...] = get_args(ActorKind)
_REQUIRED = ("id", "name", "kind", "source", "match", "no_match")
_NAME_LISTS = ("aliases", "case_sensitive_aliases", "shared_aliases")
_FIELDS = frozenset({*_REQUIRED, *_NAME_LISTS, "country", "active_in", "kinds", "parent", "parents"})
_POSSESSIVE = re.compile(r"['’‘`´]s?$", re.IGNORECASE)
_DROPPED = re.compile(r"[.'’‘`´ʻʼ]")
_BORDERS = re.compile(r"[\s\-‐‑‒–—/()]+")
_COUNTRY = re.compile(r"[A-Z]{3}")


def alias_key(text: str) -> AliasKey:
    """The words that a name is looked up by: lower case, without accents, dots, apostrophes and possessive endings.

    Whitespace, hyphens, slashes and brackets are borders, so "IS-K" and "IS K", "A.Q.I.M." and "AQIM" agree.
    """
    if text.isascii():
        folded = text.lower()
        if folded.isalpha():
            return (folded,)
    else:
        folded = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    words: Iterable[str] = _BORDERS.split(folded)
    if _DROPPED.search(folded):
        words = (_DROPPED.sub("", _POSSESSIVE.sub("", word)) for word in words)
    return tuple(word for word in words if word)


@dataclass(frozen=True, slots=True)
class DatedKind:
    """What an actor was from `start` (inclusive) to `end` (exclusive); None where open."""

    kind: ActorKind
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class DatedParent:
    """What an actor was a part of from `start` (inclusive) to `end` (exclusive); None where open."""

    parent: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """One actor of the dictionary. `kind` and `parent` hold where no dated one does."""

    id: str
    name: str
    kind: ActorKind
    country: str | None
    aliases: tuple[str, ...]
    case_sensitive_aliases: tuple[str, ...]
    shared_aliases: tuple[str, ...]
    kinds: tuple[DatedKind, ...]
    parent: str | None
    parents: tuple[DatedParent, ...]
    source: str
    active_in: tuple[str, ...] = ()


class ActorIndex:
    """All actors by id, and their names by `alias_key`. Built once from the reference data, never changed.

    `aliases`         key -> actor, for names whose case does not matter
    `case_sensitive`  exact text -> actor
    `shared`          key -> every actor that the name can mean, the default one first
    """

    def __init__(
        self,
        entries: Mapping[str, ActorEntry],
        aliases: Mapping[AliasKey, str],
        case_sensitive: Mapping[str, str],
        shared: Mapping[AliasKey, tuple[str, ...]],
    ) -> None:
        self.entries = MappingProxyType(dict(entries))
        self.aliases = MappingProxyType(dict(aliases))
        self.case_sensitive = MappingProxyType(dict(case_sensitive))
        self.shared = MappingProxyType(dict(shared))

    @classmethod
    def from_reference(cls, reference: Reference) -> "ActorIndex":
        """The index of the reference data, overlay included; a ReferenceDataError names the file and the entry."""
        raw = reference.entries("actors")
        try:
            return _build(raw)
        except _WrongEntry as wrong:
            raise ReferenceDataError(
                f"{_file_of(reference, wrong.entry_id)}: actor {wrong.entry_id!r}: {wrong}"
            ) from wrong

    def kind_on(self, actor_id: str, day: date | None) -> ActorKind:
        """What the actor was on that day; for an unknown day, what it is now."""
        entry = self.entries[actor_id]
        found = _on([(d.start, d.end, d.kind) for d in entry.kinds], day)
        return found or entry.kind

    def parent_on(self, actor_id: str, day: date | None) -> str | None:
        """The id of the actor it was a part of on that day, or None."""
        entry = self.entries[actor_id]
        found = _on([(d.start, d.end, d.parent) for d in entry.parents], day)
        return found or entry.parent

    def resolve(self, name: str, countries: Iterable[str] = ()) -> str | None:
        """The actor that a name means in a text about these countries (ISO alpha-3); None where it means none.

        A shared name goes to the only one of its actors that belongs to one of the countries, else to its default.
        """
        return self.local(name, *countries) or self.case_sensitive.get(name) or self.aliases.get(alias_key(name))

    def local(self, name: str, *countries: str) -> str | None:
        """The only actor of one of the countries that a shared name can mean; None for any other name."""
        found = [c for c in self.shared.get(alias_key(name), ()) if self.entries[c].country in countries]
        return found[0] if len(found) == 1 else None


class _WrongEntry(Exception):
    """An entry breaks a rule; `from_reference` adds the file."""

    def __init__(self, entry_id: str, message: str) -> None:
        super().__init__(message)
        self.entry_id = entry_id


def _on(periods: Sequence[tuple[date | None, date | None, _Value]], day: date | None) -> _Value | None:
    for start, end, value in periods:
        if day is None:
            if end is None:
                return value
        elif (start is None or start <= day) and (end is None or day < end):
            return value
    return None


def _build(raw: Sequence[Mapping[str, Any]]) -> ActorIndex:
    entries: dict[str, ActorEntry] = {}
    for fields in raw:
        entry = _entry(fields)
        entries[entry.id] = entry
    for entry in entries.values():
        for parent in [entry.parent, *(dated.parent for dated in entry.parents)]:
            if parent is not None and (parent not in entries or parent == entry.id):
                raise _WrongEntry(entry.id, f"parent {parent!r} is no other actor's id")
    aliases: dict[AliasKey, str] = {}
    exact: dict[str, str] = {}
    for entry in entries.values():
        _own(entry, aliases, exact)
    for name, actor_id in exact.items():
        owner = aliases.get(alias_key(name), actor_id)
        if owner != actor_id:
            raise _WrongEntry(actor_id, _taken(name, owner, actor_id))
    return ActorIndex(entries, aliases, exact, _shared(entries, aliases, exact))


def _own(entry: ActorEntry, aliases: dict[AliasKey, str], exact: dict[str, str]) -> None:
    """Adds the entry's own names; a name that another actor owns already is refused."""
    for name in _names_of_any_case(entry):
        key = _without_article(name)
        if not key:
            raise _WrongEntry(entry.id, f"alias {name!r} has no letters")
        owner = aliases.setdefault(key, entry.id)
        if owner != entry.id:
            raise _WrongEntry(entry.id, _taken(name, owner, entry.id))
    for name in entry.case_sensitive_aliases:
        owner = exact.setdefault(name, entry.id)
        if owner != entry.id:
            raise _WrongEntry(entry.id, _taken(name, owner, entry.id))


def _names_of_any_case(entry: ActorEntry) -> tuple[str, ...]:
    """Its canonical name is an alias too, unless it counts only in exact case ("ETA")."""
    return entry.aliases if entry.name in entry.case_sensitive_aliases else (entry.name, *entry.aliases)


def _taken(name: str, owner: str, other: str) -> str:
    return (
        f"alias {name!r} belongs to both {owner!r} and {other!r}; "
        "keep it in one of them and list it under shared_aliases in the other"
    )


def _shared(
    entries: Mapping[str, ActorEntry], aliases: Mapping[AliasKey, str], exact: Mapping[str, str]
) -> dict[AliasKey, tuple[str, ...]]:
    found: dict[AliasKey, list[str]] = {}
    for entry in entries.values():
        for name in entry.shared_aliases:
            key = _without_article(name)
            owner = exact.get(name) or aliases.get(key)
            if owner == entry.id:
                raise _WrongEntry(entry.id, f"alias {name!r} is both its own and shared; keep one")
            found.setdefault(key, [owner] if owner else []).append(entry.id)
    return {key: tuple(ids) for key, ids in found.items()}


def _without_article(name: str) -> AliasKey:
    key = alias_key(name)
    return key[1:] if len(key) > 1 and key[0] == "the" else key


def _entry(fields: Mapping[str, Any]) -> ActorEntry:
    actor_id = str(fields.get("id", "?"))
    unknown = sorted(set(fields) - _FIELDS)
    if unknown:
        raise _WrongEntry(actor_id, f"unknown field {unknown[0]!r}; the fields are {', '.join(sorted(_FIELDS))}")
    missing = [name for name in _REQUIRED if not fields.get(name)]
    if missing:
        raise _WrongEntry(actor_id, f"field {missing[0]!r} is missing")
    country = fields.get("country")
    if country is not None and not _COUNTRY.fullmatch(str(country)):
        raise _WrongEntry(actor_id, f"country {country!r} is no ISO 3166-1 alpha-3 code; write null for none")
    active_in = _names(actor_id, fields, "active_in")
    if wrong := next((code for code in active_in if not _COUNTRY.fullmatch(code)), None):
        raise _WrongEntry(actor_id, f"active_in {wrong!r} is no ISO 3166-1 alpha-3 code")
    dated_kinds = _periods(actor_id, fields.get("kinds"))
    dated_parents = _periods(actor_id, fields.get("parents"))
    parent = fields.get("parent")
    return ActorEntry(
        id=actor_id,
        name=str(fields["name"]),
        kind=_kind(actor_id, fields["kind"]),
        country=country,
        aliases=_names(actor_id, fields, "aliases"),
        case_sensitive_aliases=_names(actor_id, fields, "case_sensitive_aliases"),
        shared_aliases=_names(actor_id, fields, "shared_aliases"),
        kinds=tuple(DatedKind(_kind(actor_id, p.get("kind")), *days) for p, days in dated_kinds),
        parent=None if parent is None else str(parent),
        parents=tuple(DatedParent(str(p.get("parent")), *days) for p, days in dated_parents),
        source=str(fields["source"]),
        active_in=active_in,
    )


def _kind(actor_id: str, value: object) -> ActorKind:
    for kind in get_args(ActorKind):
        if value == kind:
            return kind  # type: ignore[no-any-return]  # get_args gives the literals untyped
    raise _WrongEntry(actor_id, f"unknown kind {value!r}; the kinds are {', '.join(_KINDS)}")


def _names(actor_id: str, fields: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = fields.get(name) or []
    if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
        raise _WrongEntry(
            actor_id, f"{name} must be a list of texts; quote what YAML takes for a number or a truth value"
        )
    return tuple(values)


def _periods(actor_id: str, values: object) -> list[tuple[Mapping[str, Any], tuple[date | None, date | None]]]:
    """Dated values in order of time, checked: real days, none empty, none overlapping."""
    if values is None:
        return []
    if not isinstance(values, list) or not all(isinstance(v, dict) for v in values):
        raise _WrongEntry(actor_id, "dated values must be a list of mappings with from and to")
    found = [(v, (_day(actor_id, v.get("from")), _day(actor_id, v.get("to")))) for v in values]
    found.sort(key=lambda p: p[1][0] or date.min)
    for _, (start, end) in found:
        if start is not None and end is not None and start >= end:
            raise _WrongEntry(actor_id, f"the period from {start} to {end} is empty; `to` is exclusive")
    for (_, (_, end)), (_, (start, _)) in pairwise(found):
        if end is None or start is None or end > start:
            raise _WrongEntry(
                actor_id, f"periods overlap: one ends {end or 'never'}, the next starts {start or 'open'}"
            )
    return found


def _day(actor_id: str, value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _WrongEntry(actor_id, f"{value!r} is no date; write YYYY-MM-DD or null") from None


def _file_of(reference: Reference, entry_id: str) -> str:
    """The file that holds an entry, the overlay's first, for messages."""
    marker = re.compile(rf"\bid:\s*[\"']?{re.escape(entry_id)}[\"']?\s*[,}}]?\s*$", re.MULTILINE)
    for folder in [f for f in (reference.overlay, reference.root) if f is not None]:
        for path in [folder / "actors.yaml", *sorted((folder / "actors").glob("*.yaml"))]:
            if path.is_file() and marker.search(path.read_text(encoding="utf-8")):
                return str(path)
    return str(reference.root / "actors")
