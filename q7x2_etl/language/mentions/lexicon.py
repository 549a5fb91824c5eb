"""All that the reference data knows of single words and phrases, in one index keyed by the first word."""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from q7x2_etl.language.grammar.inflect import plural, verb_forms
from q7x2_etl.language.grammar.word_lists import WordLists
from q7x2_etl.language.mentions.actors import ActorIndex, alias_key
from q7x2_etl.reference import Reference
from q7x2_etl.remembered import remembered

_WEAPON_CLASSES = {
    "explosive": {"explosive"}, "mine": {"explosive"}, "suicide_vest": {"explosive"}, "incendiary": {"explosive"},
    "artillery": {"projectile"}, "missile": {"projectile"}, "aircraft": {"air"}, "drone": {"air"},
    "vehicle": {"vehicle"},
}  # fmt: skip
_KIND_CLASSES = {
    "armed_group": {"armed", "armed_group"}, "state": {"armed", "state"}, "foreign_state": {"armed", "state"},
    "civilians": {"civilian"}, "other": set(), "person": set(),
}  # fmt: skip

_OWNED = re.compile(r"(?<=[^\W\d_])(['’]s(?![^\W_])|(?<=s)['’](?=\s))")
_BY_CASE = "PM"  # of the abbreviations of titles
_Phrases = Mapping[tuple[str, ...], Sequence["Sense"]]


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word or phrase can mean. `kind`: actor, person, force, title, weapon, target or event."""

    kind: str
    id: str
    lemma: str
    classes: frozenset[str]
    entry: Mapping[str, Any] = field(hash=False, compare=False)
    is_plural: bool = False
    exact_case: str | None = None


def phrase_key(text: str) -> tuple[str, ...]:
    """Lower-case words without stops and apostrophes, hyphens as borders; the key that phrases are looked up by."""
    return alias_key(text)


class Lexicon:
    """Phrases and verb forms of the reference data. Build once, share; look-ups change no answer of it."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self._phrases: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}
        self._actor_senses: dict[tuple[str, str | None], Sense] = {}
        self._classes: dict[frozenset[str], frozenset[str]] = {}
        self.actors = ActorIndex.from_reference(reference)
        self._add_actors()
        self._add_people()
        self._add_nouns("weapons", "weapon")
        self._add_nouns("targets", "target")
        self._add_titles()
        self._add_events()
        self._opening = remembered(65536)(self._opening_of)

    def senses(self, keys: Sequence[str], texts: Sequence[str]) -> list[Sequence[tuple[int, Sense]]]:
        """For each token all senses of the phrases that start there: (number of tokens, sense), longest first."""
        openings = map(self._opening, keys)
        return [() if known is None else known.senses(keys, texts, i) for i, known in enumerate(openings)]

    def senses_at(self, keys: Sequence[str], texts: Sequence[str], i: int) -> Sequence[tuple[int, Sense]]:
        """All senses of phrases that start at token `i`."""
        opening = self._opening(keys[i])
        return () if opening is None else opening.senses(keys, texts, i)

    def _opening_of(self, word: str) -> "_Opening | None":
        phrases = self._phrases.get(word)
        return None if phrases is None else _Opening.of(phrases)

    @cached_property
    def lists(self) -> WordLists:
        """The closed word classes of grammar.yaml."""
        return WordLists.from_reference(self.reference)

    @cached_property
    def words(self) -> Mapping[str, frozenset[str]]:
        """The word lists of grammar.yaml by id."""
        return self.lists.words

    @property
    def pairs(self) -> Mapping[str, Mapping[str, str]]:
        """The word pairs of grammar.yaml by id."""
        return self.lists.pairs

    @cached_property
    def names(self) -> Mapping[str, frozenset[str]]:
        """What tells names of persons from other words: `given`, `particles`, `place_openers`, `common` words."""
        entries = [*self.reference.entries("names"), *self.reference.entries("common_words")]
        fields = ("given", "particles", "place_openers", "common")
        found = {f: frozenset(word for entry in entries for word in str(entry.get(f, "")).split()) for f in fields}
        nouns = {w for options in self._phrases.values() for key, s in options if s.kind != "actor" for w in key}
        lists = {w for words in self.words.values() for phrase in words for w in phrase.split()}
        return {**found, "common": found["common"] | nouns | lists}

    @cached_property
    def metonyms(self) -> frozenset[str]:
        """Names of capitals that stand for their governments, in lower case."""
        countries = self.reference.entries("countries")
        return frozenset(str(name).lower() for entry in countries for name in entry.get("metonyms", ()))

    @cached_property
    def claim_cues(self) -> frozenset[str]:
        """Words of which a sentence that claims, denies or disputes holds one."""
        words = self.words
        lemmas = words["claim_cue_verbs"] | words["verbs_denying"] | words["rejecting_verbs"]
        nouns = words["claim_cue_words"] | words["account_nouns"] | words["falsity_words"]
        return nouns | self._forms_of(lemmas)

    @cached_property
    def speech_cues(self) -> frozenset[str]:
        """Forms of the verbs of saying."""
        return self._forms_of(self.words["verbs_saying"])

    @cached_property
    def blame_cues(self) -> frozenset[str]:
        """Words of which a sentence holds one that blames somebody for what was told before it."""
        words = self.words
        nouns = words["guilt_words"] | words["suspicion_nouns"] | words["deed_nouns"]
        nouns |= words["attacker_nouns"] | words["author_nouns"] | words["group_descriptions"]
        return nouns | self._forms_of(words["verbs_accusing"] | words["verbs_attributing"])

    def _forms_of(self, lemmas: frozenset[str]) -> frozenset[str]:
        return lemmas | {f for f, options in self.verb_forms.items() if any(lemma in lemmas for lemma, _ in options)}

    @cached_property
    def irregular(self) -> Mapping[str, tuple[str, str]]:
        """Past and participle of irregular verbs."""
        for entry in self.reference.entries("verbs"):
            if entry["id"] == "irregular":
                return {str(k): (str(v[0]), str(v[1])) for k, v in entry["forms"].items()}
        return {}

    @cached_property
    def verb_forms(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Every form of every known single verb word: form -> ((lemma, form name), …)."""
        lemmas: set[str] = set(self.irregular)
        for entry in self.reference.entries("verbs"):
            lemmas.update(str(w) for w in entry.get("words", ()))
        for name, words in self.words.items():
            if name.startswith("verbs_"):
                lemmas.update(w.split()[0] for w in words)
        for entry in self.trigger_entries:
            if entry["pos"] == "verb":
                lemmas.update(v.split()[0] for v in _lemmas(entry))
        table: dict[str, list[tuple[str, str]]] = {}
        for lemma in sorted(lemmas - {"be", "have", "do"}):
            for form in verb_forms(lemma, self.irregular.get(lemma)):
                table.setdefault(form.text, []).append((lemma, form.form))
        return {form: tuple(options) for form, options in table.items()}

    @cached_property
    def trigger_entries(self) -> list[dict[str, Any]]:
        """The raw entries of triggers.yaml."""
        return self.reference.entries("triggers")

    @cached_property
    def verb_triggers(self) -> Mapping[str, tuple[tuple[tuple[str, ...], str, dict[str, Any]], ...]]:
        """First lemma of a verb trigger -> (further words, the variant's text, entry), the longest first."""
        table: dict[str, list[tuple[tuple[str, ...], str, dict[str, Any]]]] = {}
        for entry in self.trigger_entries:
            if entry["pos"] != "verb":
                continue
            for lemma in _lemmas(entry):
                first, *rest = phrase_key(lemma)
                table.setdefault(first, []).append((tuple(rest), lemma, entry))
        return {k: tuple(sorted(v, key=lambda option: -len(option[0]))) for k, v in table.items()}

    def _add(self, words: Iterable[str], sense: Sense) -> None:
        key = tuple(words)
        if key:
            self._phrases.setdefault(key[0], []).append((key, sense))

    def _add_noun(self, lemma: str, plural_form: str | None, sense: Sense, number: str = "singular") -> None:
        if number == "plural":
            self._add(phrase_key(lemma), replace(sense, is_plural=True))
            return
        if number == "collective":
            sense = replace(sense, classes=self._shared(sense.classes | {"group"}))
        self._add(phrase_key(lemma), sense)
        self._add_owned(lemma, sense)
        many = plural_form or plural(lemma)
        if many != lemma:
            of_many = replace(sense, is_plural=True)
            self._add(phrase_key(many), of_many)
            self._add_owned(many, of_many)

    def _add_owned(self, text: str, sense: Sense) -> None:
        """ "the Lord's Resistance Army", "the Workers' Party": in a text the ending is a token of its own."""
        if _OWNED.search(text) is None:
            return
        for mark in "'’":
            ending = {"'": (mark,), "’": (mark,), "'s": ("s",), "’s": ("s",)}
            pieces = [ending.get(p) or phrase_key(p) for p in _OWNED.split(text)]
            self._add((key for piece in pieces for key in piece), sense)

    def _add_actors(self) -> None:
        for words, actor_id in self.actors.aliases.items():
            self._add(words, self.actor_sense(actor_id))
        for actor_id, entry in self.actors.entries.items():
            for name in (entry.name, *entry.aliases):
                self._add_owned(name, self.actor_sense(actor_id))
        for text, actor_id in self.actors.case_sensitive.items():
            exact = " ".join(text.replace(".", "").replace("-", " ").split())
            self._add(phrase_key(text), self.actor_sense(actor_id, exact))

    def actor_sense(self, actor_id: str, exact: str | None = None) -> Sense:
        """The sense of an actor, one for all its names; `exact`: its words count only in this case."""
        sense = self._actor_senses.get((actor_id, exact))
        if sense is None:
            entry = self.actors.entries[actor_id]
            classes = self._shared({"actor", "group"} | _KIND_CLASSES.get(entry.kind, set()))
            known = {"kind": entry.kind, "country": entry.country, "active_in": entry.active_in}
            sense = Sense("actor", actor_id, entry.name, classes, known, exact_case=exact)
            self._actor_senses[actor_id, exact] = sense
        return sense

    def _shared(self, classes: Set[str]) -> frozenset[str]:
        """One set for all senses of these classes: what is asked so often stays near, and there is less to collect."""
        known = frozenset(classes)
        return self._classes.setdefault(known, known)

    def _add_people(self) -> None:
        for name in ("people", "forces"):
            for entry in self.reference.entries(name):
                classes = {"person"} | _KIND_CLASSES.get(str(entry.get("kind")), set())
                group = str(entry.get("group", ""))
                if group in {"victim", "captive", "hostage"} or "hostage" in str(entry["id"]):
                    classes.add("captive" if "hostage" in str(entry["id"]) or group != "victim" else "victim")
                if group in {"official", "politician"}:
                    classes = {"person", "official"}
                if {"body", "corpse"} & {str(entry.get("lemma")), str(entry["id"])}:
                    classes.add("corpse")
                if group in {"crowd", "student", "worker"}:
                    classes |= {"group", "crowd"} if group == "crowd" else {"crowd"}
                if name == "forces":
                    classes |= {"force", "actor"} | _WEAPON_CLASSES.get(str(entry.get("category")), set())
                kind = "force" if name == "forces" else "person"
                for lemma, many, number in _noun_lemmas(entry):
                    self._add_noun(
                        lemma, many, Sense(kind, str(entry["id"]), lemma, self._shared(classes), entry), number
                    )

    def _add_nouns(self, name: str, kind: str) -> None:
        for entry in self.reference.entries(name):
            if kind == "weapon":
                classes = {"weapon"} | _WEAPON_CLASSES.get(str(entry.get("category")), set())
            else:
                classes = {"vehicle" if entry.get("target_type") == "vehicle" else "facility"}
            for lemma, many, number in _noun_lemmas(entry):
                sense = Sense(kind, str(entry["id"]), lemma, self._shared(classes), entry)
                self._add_noun(lemma, many, sense, number)

    def _add_titles(self) -> None:
        for entry in self.reference.entries("titles"):
            side = str(entry.get("side"))
            civil = side in {"state", "foreign_state"} and entry.get("kind") != "rank"
            classes = {"person", "title"} | ({"official"} if civil else _KIND_CLASSES.get(side, set()))
            sense = Sense("title", str(entry["id"]), str(entry["lemma"]), self._shared(classes), entry)
            for lemma, many, number in _noun_lemmas(entry):
                self._add_noun(lemma, many, sense, number)
            for short in entry.get("abbreviations", ()):
                exact = str(short) if str(short) == _BY_CASE else None  # "at 8 p.m." is no prime minister
                self._add(phrase_key(str(short)), replace(sense, exact_case=exact))

    @property
    def classes(self) -> frozenset[str]:
        """Every class that a phrase can give a noun group, and those that its form gives it."""
        known = frozenset[str]().union(*(s.classes for options in self._phrases.values() for _, s in options))
        return known | {"name", "count", "pronoun", "place", "country"}

    @property
    def event_phrases(self) -> list[tuple[str, ...]]:
        """The words of every event noun, in singular and plural."""
        return [words for options in self._phrases.values() for words, sense in options if sense.kind == "event"]

    def _add_events(self) -> None:
        for entry in self.trigger_entries:
            if entry["pos"] == "noun":
                for lemma in _lemmas(entry):
                    self._add_noun(lemma, None, Sense("event", str(entry["id"]), lemma, frozenset({"event"}), entry))


class _Opening(NamedTuple):
    """The phrases that begin with one word: by their length, their second words, and the senses of the word alone.

    `alone` is None where its letter case decides on one of these.
    """

    by_length: tuple[tuple[int, _Phrases], ...]
    seconds: frozenset[str]
    alone: tuple[tuple[int, Sense], ...] | None

    @classmethod
    def of(cls, options: Sequence[tuple[tuple[str, ...], Sense]]) -> "_Opening":
        """Those of these phrases and their senses."""
        alone = tuple((1, sense) for words, sense in options if len(words) == 1)
        cased = any(sense.exact_case is not None for _, sense in alone)
        seconds = frozenset(words[1] for words, _ in options if len(words) > 1)
        return cls(_by_length(options), seconds, None if cased else alone)

    def senses(self, keys: Sequence[str], texts: Sequence[str], i: int) -> Sequence[tuple[int, Sense]]:
        """The senses of its phrases that stand at token `i`."""
        if self.alone is not None and (i + 1 == len(keys) or keys[i + 1] not in self.seconds):
            return self.alone
        found = []
        for n, phrases in self.by_length:
            for sense in phrases.get(tuple(keys[i : i + n]), ()):
                if sense.exact_case is None or " ".join(texts[i : i + n]).replace(".", "") == sense.exact_case:
                    found.append((n, sense))
        return found


def _by_length(options: Iterable[tuple[tuple[str, ...], Sense]]) -> tuple[tuple[int, _Phrases], ...]:
    """Phrases by their number of words, the longest first, and their senses in the order given."""
    lengths: dict[int, dict[tuple[str, ...], list[Sense]]] = {}
    for words, sense in options:
        lengths.setdefault(len(words), {}).setdefault(words, []).append(sense)
    return tuple(sorted(lengths.items(), reverse=True))


def _lemmas(entry: Mapping[str, Any]) -> list[str]:
    return [str(name) for name in (entry["lemma"], *entry.get("variants", ()), *entry.get("split", ()))]


def _noun_lemmas(entry: Mapping[str, Any]) -> list[tuple[str, str | None, str]]:
    """(lemma, irregular plural or None, number) of an entry: its lemma or lemmas, and its synonyms.

    `number` is "plural" where the lemma is a plural itself, "collective" where one noun stands for several people.
    """
    named: list[tuple[str, str | None, str]] = []
    first = [entry] if "lemma" in entry else []
    for other in [*first, *entry.get("lemmas", ()), *entry.get("synonyms", ())]:
        if isinstance(other, Mapping):
            many = other.get("plural")
            named.append((str(other["lemma"]), str(many) if many else None, str(other.get("number", "singular"))))
        else:
            named.append((str(other), None, "singular"))
    return named
