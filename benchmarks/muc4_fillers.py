"""The fillers of a MUC-4 template out of a report: who did it, to whom, what was hit; for the benchmark only."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from q7x2_etl.language.mentions.actors import alias_key
from q7x2_etl.model import Actor, Report
from q7x2_etl.reference import Reference

# Areas are places to the task, not things hit.
_AREAS = frozenset({
    "neighborhood", "neighbourhood", "neighborhoods", "neighbourhoods", "street", "streets", "municipality", "village",
    "villages", "suburb", "suburbs", "settlement", "intersection", "avenue",
})  # fmt: skip
# What a building or room has; the task counts the building as hit, not its broken windows.
_PARTS = frozenset({
    "window", "windows", "windowpanes", "wall", "walls", "door", "doors", "roof", "roofs", "facade", "entrance",
    "front", "glass", "ceiling", "fence", "gate", "furniture", "blinds", "equipment", "windshield", "floor", "part",
    "side",
})  # fmt: skip
# Words before a filler that are no part of it: the task has a slot of its own for numbers and for how sure it is.
_NOT_FILLED = frozenset({
    "the", "a", "an", "his", "her", "their", "its", "this", "that", "these", "those", "some", "several", "many",
    "various", "numerous", "another", "other", "alleged", "suspected", "presumed", "supposed", "purported",
    "approximately", "about", "around", "nearly", "almost", "over", "more", "than", "at", "least", "up", "to",
    "hundreds", "dozens", "scores", "both", "all", "most", "any", "each", "no", "only", "or", "second", "third",
    "fourth", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "fifteen", "twenty", "thirty", "dozen", "hundred", "thousand", "of",
})  # fmt: skip
# People that only their organisation tells of.
_MEMBERS = frozenset({"member", "members", "units", "forces", "elements", "militants", "soldiers", "troops"})
# Words that count victims who are told by other words too.
# Words that stand for victims told elsewhere in the text.
_VICTIMS = frozenset({"victim", "victims", "casualties", "dead", "body", "bodies"})


class Fillers:
    """Reads the fillers of reports, with the reference data that tells names from common nouns."""

    def __init__(self, reference: Reference) -> None:
        people = reference.entries("people")
        self.common = {word for entries in (people, reference.entries("titles")) for word in words_of(entries)}
        self._single = {str(e["lemma"]).lower() for e in people if e.get("group") == "armed" and "number" not in e}
        countable = set(words_of(e for e in people if "number" not in e)) | {"troops"}
        self._forces = {
            word
            for word in words_of(form for entry in reference.entries("forces") for form in entry["lemmas"])
            if word.split()[-1] not in countable
        }
        self._aliases = {e["id"]: self._names_alone(e) for e in reference.entries("actors")}
        self._written = {e["id"]: (e["name"], *e.get("aliases", ())) for e in reference.entries("actors")}
        self._groups = {
            e["id"]: e.get("country") for e in reference.entries("actors") if e.get("kind") == "armed_group"
        }

    def _names_alone(self, entry: dict[str, Any]) -> set[tuple[str, ...]]:
        """An actor's names without those that end in people (`ELN guerrillas`), as they are looked up."""
        names = (entry["name"], *entry.get("aliases", ()), *entry.get("case_sensitive_aliases", ()))
        return {alias_key(name) for name in names if not any(t in self.common for t in tails(name))}

    def perpetrators(self, report: Report) -> tuple[list[str], list[str]]:
        """Individuals and organisations; `ELN guerrillas` gives both, an army or a police force the second."""
        acting = _acting(report)
        individuals, organisations = [], []
        for actor in acting:
            words = plain(actor.name if self.is_named(actor) else actor.as_written)
            if words.lower() in self._single:
                continue  # "the rebel attack": an adjective, of whom nobody knows more
            organisation, people = self._parts(actor, words)
            organisations += [organisation] if organisation else []
            individuals += [people] if people else []
        return distinct(map(bare, individuals)), distinct(map(bare, organisations))

    def only_group(self, text: str, reports: Iterable[Report]) -> str | None:
        """The one armed group that a text's doers belong to, by its longest name there; None where it names more.

        Where no doer is told by a group, the one group that the text names at all, of the countries of its reports.
        """
        told = list(reports)
        doers = (a for r in told for a in r.actors if a.role != "target" and a.kind == "armed_group")
        groups = {a.actor_id for a in doers if a.actor_id is not None}
        if groups:
            return self._longest_name(text, groups.pop()) if len(groups) == 1 else None
        countries = {r.country for r in told}
        near = (group for group, country in self._groups.items() if country in countries)
        named = [name for name in (self._longest_name(text, group) for group in near) if name is not None]
        return named[0] if len(named) == 1 else None

    def _longest_name(self, text: str, group: str) -> str | None:
        """The longest of a group's names that stands in the text."""
        names = (name for name in self._written[group] if not any(tail in self.common for tail in tails(name)))
        patterns = (r"\s+".join(re.escape(word) for word in name.split()) for name in names)
        found = (re.search(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE) for pattern in patterns)
        return max((plain(match.group()) for match in found if match), key=len, default=None)

    def _parts(self, actor: Actor, words: str) -> tuple[str | None, str | None]:
        """The organisation's name and the people's, out of words like `suspected ELN guerrillas`."""
        before = words.replace(" OF ", " of ").split(" of ")[0]
        of_people = any(tail in self.common for tail in tails(before)) and not self._is_force(before)
        if actor.actor_id is None:
            return (words, None) if self._is_force(words) else (None, words)
        name = self._name_in(actor.actor_id, words) or self._force_in(words)
        if name is None:
            return (None, words) if of_people else (words, None)
        return name, (_alone(before, name) if of_people else None)

    def _name_in(self, actor_id: str, words: str) -> str | None:
        """The longest run of words that is a name of the actor."""
        tokens, names = words.split(), self._aliases.get(actor_id, set())
        runs = [(n, i) for n in range(len(tokens), 0, -1) for i in range(len(tokens) - n + 1)]
        found = (" ".join(tokens[i : i + n]) for n, i in runs if _key(tokens[i : i + n]) in names)
        return next(found, None)

    def _force_in(self, words: str) -> str | None:
        """ "Salvadoran Air Force helicopters": the words up to the name of the force."""
        tokens = words.split()
        ends = (n for n in range(len(tokens), 0, -1) if self._is_force(" ".join(tokens[:n])))
        end = next(ends, None)
        return None if end is None else " ".join(tokens[:end])

    def _is_force(self, words: str) -> bool:
        return any(tail in self._forces for tail in tails(words))

    def victims(self, report: Report) -> tuple[list[str], list[str]]:
        """All human targets, and those of them that are names."""
        hit = [a for a in report.actors if a.role == "target"]
        fighters = any(a.role == "participant" for a in report.actors)
        if fighters:
            hit += [a for a in report.actors if a.role == "participant" and a.kind in {"civilians", "person"}]
        people = [plain(a.name if self.is_named(a) else a.as_written) for a in hit if a.actor_id is None]
        harmed = [c.of_name for c in report.casualties if c.of_name and c.of_actor_id is None and not fighters]
        everyone = distinct(people)
        for words in map(plain, harmed):
            if not any(words.lower() in tails(other) or other.lower() in tails(words) for other in everyone):
                everyone.append(words)
        names = {plain(a.name) for a in hit if self.is_named(a)}
        telling = distinct(bare(words) for words in everyone if words.lower() not in _VICTIMS)
        special = telling
        return special, [name for name in special if name in names]

    def is_named(self, actor: Actor) -> bool:
        """A proper name: capitals tell nothing in these texts, so no word of it may be a common noun for people."""
        words = actor.name.lower().split()
        return actor.kind == "person" and words[-1] not in self.common and not any(w.isdigit() for w in words)

    def things(self, report: Report) -> list[str]:
        """What was hit, areas left out."""
        written = (bare(plain(target.as_written)) for target in report.targets)
        heads = ((words, words.lower().split(" of ")[0].split()[-1]) for words in written)
        return distinct(words for words, head in heads if head not in _AREAS | _PARTS)


def of_some_group(report: Report) -> bool:
    """Whether "guerrillas" did it, of whom the report does not say which."""
    return any(actor.kind == "armed_group" for actor in _acting(report))


def _acting(report: Report) -> list[Actor]:
    acting = [a for a in report.actors if a.role == "perpetrator"]
    return acting or [a for a in report.actors if a.role == "participant" and a.kind == "armed_group"]


def words_of(forms: Iterable[str | dict[str, Any]]) -> Iterator[str]:
    """Every written form of lexicon entries: lemma, plural, synonyms, abbreviations; in lower case."""
    for form in forms:
        if isinstance(form, str):
            yield from (form.lower(), f"{form.lower()}s")
            continue
        yield from (form["lemma"].lower(), (form.get("plural") or f"{form['lemma']}s").lower())
        yield from words_of([*form.get("synonyms", ()), *form.get("abbreviations", ())])


def tails(phrase: str) -> list[str]:
    """A phrase without its first words, one by one: `dynamite charges`, `charges`."""
    words = phrase.lower().split()
    return [" ".join(words[i:]) for i in range(len(words))]


def plain(words: str) -> str:
    """Without line breaks."""
    return " ".join(words.split())


def _alone(people: str, name: str) -> str:
    """Fighters without the name of their organisation, which has a slot of its own; `ELN members` are not told so."""
    own = people[people.find(name) + len(name) :].split() if name in people else []
    own = [word for word in own if word[0] not in "[(" and word[-1] not in "])"]
    return " ".join(own) if own and own[-1].lower() not in _MEMBERS else people


def bare(words: str) -> str:
    """A filler without its article, number and "alleged": "FOUR ALLEGED GUERRILLAS" is `GUERRILLAS`."""
    tokens = words.split()
    first = next((i for i, t in enumerate(tokens) if t.lower() not in _NOT_FILLED and not t.isdigit()), 0)
    return " ".join(tokens[first:])


def distinct(words: Iterable[str]) -> list[str]:
    """Each once, whatever its case, in order."""
    return list({word.casefold(): word for word in reversed([w for w in words if w])}.values())[::-1]


def _key(tokens: list[str]) -> tuple[str, ...]:
    return alias_key(" ".join(tokens).strip("\"'[]() "))
