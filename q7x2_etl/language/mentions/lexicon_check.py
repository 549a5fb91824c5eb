"""Checks the lexicons of nouns and the event types against their closed vocabularies."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.language.grammar.inflect import plural
from q7x2_etl.model import ActorKind
from q7x2_etl.reference import Reference, read_yaml


def _words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


KINDS = frozenset(get_args(ActorKind))
NUMBERS = frozenset({"plural", "collective"})
PERSON_GROUPS = _words_of(
    """
    armed security official politician civilian media aid worshipper child woman student worker
    foreigner suspect victim crowd relative
    """
)
TITLE_KINDS = frozenset({"office", "rank", "religious", "courtesy", "profession"})
WEAPON_CATEGORIES = _words_of(
    """
    explosive firearm artillery missile aircraft vehicle incendiary chemical melee drone mine
    suicide_vest unspecified
    """
)
TARGET_TYPES = _words_of(
    """
    military_post police_station government_building diplomatic religious education medical market
    transport vehicle energy telecom residence business media bridge_road aid party monument other
    """
)
EVENT_FAMILIES = _words_of(
    """
    clash territory attack explosive remote abduction security flight unrest property coercion sexual
    """
)
_WORDS = frozenset({"lemma", "plural", "number", "synonyms"})
_EXAMPLES = frozenset({"match", "no_match"})


@dataclass(frozen=True)
class _Rules:
    """What an entry of one lexicon may and must hold, and the closed vocabularies of its fields."""

    required: frozenset[str]
    optional: frozenset[str]
    vocabularies: Mapping[str, frozenset[str]]
    nullable: frozenset[str] = frozenset()


def _rules(event_types: frozenset[str]) -> dict[str, _Rules]:
    nouns = frozenset({"lemma"}) | _EXAMPLES
    return {
        "people": _Rules(nouns | {"kind", "group"}, _WORDS, {"kind": KINDS, "group": PERSON_GROUPS}),
        "titles": _Rules(
            nouns | {"kind", "side", "speaks"}, _WORDS | {"abbreviations", "needs_capital"},
            {"kind": TITLE_KINDS, "side": KINDS}, frozenset({"side"}),
        ),
        "weapons": _Rules(
            nouns | {"category", "suggests"}, _WORDS,
            {"category": WEAPON_CATEGORIES, "suggests": event_types}, frozenset({"suggests"}),
        ),
        "targets": _Rules(nouns | {"target_type"}, _WORDS | {"flagged"}, {"target_type": TARGET_TYPES}),
        "forces": _Rules(
            _EXAMPLES | {"label", "kind", "lemmas"}, frozenset({"category"}),
            {"kind": KINDS},
        ),
        "event_types": _Rules(
            frozenset({"label", "description", "family", "two_sided", "acled_event_type", "acled_sub_event_type",
                       "ucdp_eligible", "gtd_attacktype", "plover", "cameo", "muc4"}),
            frozenset({"acled_sub_event_type_alternative", "ucdp_type_hint", "gtd_attacktype_code", "plover_mode"}),
            {"family": EVENT_FAMILIES}, frozenset({"gtd_attacktype", "muc4"}),
        ),
    }  # fmt: skip


LEXICONS = tuple(sorted(_rules(frozenset())))


def check_lexicons(reference: Reference) -> None:
    """Checks every noun lexicon and the event types, the overlay's files too.

    The first broken rule raises a ReferenceDataError that names the file, the entry and the words that are right.
    """
    event_types = frozenset(str(entry.get("id")) for entry in reference.entries("event_types"))
    rules = _rules(event_types)
    for folder in [reference.root] + ([reference.overlay] if reference.overlay else []):
        for name, rule in rules.items():
            path = folder / f"{name}.yaml"
            if path.is_file():
                _check_file(path, rule)


def forms_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Every form of a noun entry: its lemma or lemmas and synonyms, singular and plural, and its abbreviations."""
    own = [{field: entry.get(field) for field in ("lemma", "plural", "number")}] if "lemma" in entry else []
    forms: list[str] = []
    for word in [*own, *entry.get("lemmas", ()), *entry.get("synonyms", ())]:
        fields = word if isinstance(word, Mapping) else {"lemma": word}
        lemma = str(fields["lemma"])
        forms.append(lemma)
        if fields.get("number") != "plural":
            forms.append(str(fields.get("plural") or plural(lemma)))
    forms += [str(short) for short in entry.get("abbreviations", ())]
    return tuple(dict.fromkeys(forms))


def _check_file(path: Path, rule: _Rules) -> None:
    content = read_yaml(path)
    entries = content.get("entries") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise ReferenceDataError(f"{path}: expected one top-level key 'entries' with a list of mappings")
    seen: set[str] = set()
    for position, entry in enumerate(entries):
        if not isinstance(entry, dict) or not entry.get("id"):
            raise ReferenceDataError(f"{path}: entry {position}: needs an id")
        entry_id = str(entry["id"])
        if entry_id in seen:
            raise ReferenceDataError(f"{path}: {entry_id}: this id stands twice in the file; rename or merge one")
        seen.add(entry_id)
        for problem in _problems(entry, rule):
            raise ReferenceDataError(f"{path}: {entry_id}: {problem}")


def _problems(entry: Mapping[str, Any], rule: _Rules) -> Iterator[str]:
    allowed = rule.required | rule.optional | {"id"}
    for field in sorted(set(map(str, entry)) - allowed):
        yield f"unknown field {field!r}; the fields are {', '.join(sorted(allowed))}"
    for field in sorted(rule.required):
        if field not in entry or (entry[field] in (None, "", []) and field not in rule.nullable):
            yield f"field {field!r} is missing"
    for field, words in sorted(rule.vocabularies.items()):
        value = entry.get(field)
        if value not in words and not (value is None and field in rule.nullable):
            yield f"{field} {value!r} is unknown; the words are {', '.join(sorted(words))}"
    for field, check in _SHAPES.items():
        if entry.get(field) is not None:
            yield from check(field, entry[field])


def _one_of_numbers(field: str, value: object) -> Iterator[str]:
    if value not in NUMBERS:
        yield f"{field} {value!r} is unknown; the words are {', '.join(sorted(NUMBERS))}"


def _word_list(field: str, value: object) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{field} must be a list"
        return
    for word in value:
        if isinstance(word, dict):
            if not isinstance(word.get("lemma"), str) or set(word) - {"lemma", "plural", "number"}:
                yield f"{field}: {word} must have a lemma and may have plural and number"
            elif "number" in word:
                yield from _one_of_numbers(f"{field}: number", word["number"])
        elif not isinstance(word, str) or not word.strip():
            yield f"{field}: {word!r} is no text; quote what YAML reads as something else"


def _truth(field: str, value: object) -> Iterator[str]:
    if not isinstance(value, bool):
        yield f"{field} must be true or false"


_SHAPES: Mapping[str, Callable[[str, object], Iterator[str]]] = {
    "number": _one_of_numbers,
    "synonyms": _word_list,
    "lemmas": _word_list,
    "abbreviations": _word_list,
    "speaks": _truth,
    "two_sided": _truth,
    "ucdp_eligible": _truth,
}
