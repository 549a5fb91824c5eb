"""The logical subject and objects of a verb trigger, and whether they let it tell what it is listed for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from q7x2_etl.extraction.clauses import Clause
from q7x2_etl.extraction.coordination import coordinated_right
from q7x2_etl.extraction.noun_roles import possessor_of
from q7x2_etl.extraction.slots import classes_of, satisfies
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.groups import NounGroup
from q7x2_etl.language.word_lists import packaged_words

INSTRUMENTS = frozenset({"explosive", "projectile", "weapon", "vehicle", "event"})
_MANY = frozenset({"they", "we", "them", "us", "all", "others", "many", "some", "most", "those", "who"})
NARROWING = (
    "beside",
    "adverb",
    "under",
    "heads",
    "subject_heads",
)  # fields of an entry that make it narrower than its words
_OF_PERSONS = frozenset({"killed", "abducted", "captured"})
_GOVERNING = frozenset({"of", "to", "on", "at", "from", "with", "into", "against", "for", "upon", "towards", "through"})


@dataclass(frozen=True, slots=True)
class VerbUse:
    """A trigger as a clause uses it: the variant of its words, the position behind them."""

    clause: Clause
    entry: Mapping[str, Any]
    variant: str
    last: int

    @property
    def rule(self) -> str:
        """The rule that roles and harms name."""
        return f"trigger.{self.entry['id']}"


@dataclass(frozen=True, slots=True)
class Slots:
    """Logical subject and object of a trigger: those of the active sentence; and all their classes."""

    subject: Sequence[NounGroup]
    objects: Sequence[NounGroup]
    subject_classes: Sequence[frozenset[str]]
    object_classes: Sequence[frozenset[str]]

    @classmethod
    def of(cls, sentence: Sentence, subject: Sequence[NounGroup], objects: Sequence[NounGroup]) -> "Slots":
        """The slots with the classes of their groups."""
        return cls(
            subject, objects, [classes_of(sentence, g) for g in subject], [classes_of(sentence, g) for g in objects]
        )


def _is_passive(sentence: Sentence, clause: Clause, entry: Mapping[str, Any]) -> bool:
    """Passive for this trigger: "bomb exploded" and "five died" never are, "gunmen attacked on Sunday" is not."""
    if clause.verb.passive:
        return True
    if (
        not clause.reduced
        or entry.get("outcome_of") == "subject"
        or entry.get("subject") in {"instrument", "participant", "target"}
        or "object" not in entry
    ):
        return False
    if clause.agent or entry.get("outcome"):
        return True
    return not any(satisfies(classes_of(sentence, s), ["armed"]) for s in clause.subject)


def slots_of(sentence: Sentence, use: VerbUse) -> Slots:
    """Subject and objects of the active sentence that a use of a trigger stands for."""
    subject, objects = _surface(sentence, use)
    if "heads" in use.entry and not ("through" not in use.entry and use.entry.get("object") == "target"):
        objects = [g for thing in things_of(sentence, use) for g in _through(sentence, use, thing)]
    outcome = (use.entry.get("outcome_variants") or {}).get(use.variant) or use.entry.get("outcome")
    if outcome in _OF_PERSONS and "place" not in use.entry.get("requires", ()):
        for group in objects:
            _read_as_person(sentence, group)
    return Slots.of(sentence, subject, objects)


def _read_as_person(sentence: Sentence, group: NounGroup) -> None:
    """ "Barillas was gunned down", "killed Mayor Benito Juarez": a town's name too, where only a person can stand."""
    titles = [m for m in group.mentions if m.sense.kind in {"title", "person"}]
    town = next((p for p in group.places if p.last == group.head + 1 and not (p.demonym or p.is_country)), None)
    if town is not None and any(m.last == town.first for m in titles) and group.quantity is None:
        group.classes = frozenset({"person"}).union(*(m.sense.classes for m in titles if m.last == town.first))
        group.places, group.named = tuple(p for p in group.places if p is not town), True
        return
    alone = group.first == group.head and not group.mentions and group.quantity is None
    if alone and group.classes == {"place"} and not any(p.demonym or p.is_country for p in group.places):
        group.classes, group.places, group.named = frozenset(), (), True


def things_of(sentence: Sentence, use: VerbUse) -> list[NounGroup]:
    """The objects that the entry lists by their heads: "slit | the throats | of three hostages"."""
    heads = use.entry.get("heads", ())
    return [o for o in _surface(sentence, use)[1] if _headed(sentence, o, heads)]


def _surface(sentence: Sentence, use: VerbUse) -> tuple[Sequence[NounGroup], Sequence[NounGroup]]:
    clause = use.clause
    phrase = " " in use.variant and use.last > clause.verb.head + 1
    behind = _objects_behind(sentence, use) if phrase and not clause.verb.passive else []
    active = (
        clause.reduced and behind and not clause.agent and clause.verb.form != "pp"
    )  # "hacked to death | 14 peasants"
    if _is_passive(sentence, clause, use.entry) and not active:
        return clause.agent, clause.subject
    objects = behind if phrase else clause.objects
    if clause.relation == "main" and sentence.lows[clause.verb.first] == "to":
        return (), objects  # "an attempt to hijack a plane": the noun before it hijacks nothing
    return clause.subject, objects


def _headed(sentence: Sentence, group: NounGroup, heads: Collection[str]) -> bool:
    """Its head is one of the words, or its last two words are: "air force"."""
    if group.complement is not None and group.prep is None and _headed(sentence, group.complement, heads):
        return True  # "11 kilos of gold"
    low, before = sentence.lows[group.head], sentence.lows[group.head - 1] if group.head > group.first else ""
    return low in heads or f"{before} {low}" in heads


def _through(sentence: Sentence, use: VerbUse, thing: NounGroup) -> list[NounGroup]:
    """Who undergoes it where the object is a thing: "slit the throats of | three hostages", "a judge's throat"."""
    wanted = use.entry.get("through", ())
    if thing.possessor_end is not None and "of" in wanted:
        return possessor_of(sentence, thing)
    if thing.complement is not None and "of" in wanted:
        return [thing.complement]
    return [p for p in use.clause.preps if p.prep in wanted and p.first > thing.first]


def _objects_behind(sentence: Sentence, use: VerbUse) -> list[NounGroup]:
    """The objects behind the last word of a phrase: "opened fire on | a convoy"."""
    last = use.variant.rsplit(" ", 1)[-1]
    governed = last in _GOVERNING
    chunks = sentence.chunks
    for k, piece in enumerate(chunks):
        if piece.noun is None or piece.first < use.last or not (governed or piece.noun.prep in {None, last}):
            continue
        between = any(c.kind in {"VG", "S", "."} for c in chunks[use.clause.at + 1 : k])
        return coordinated_right(sentence, k) if not between and piece.first <= use.last + 1 else []
    return []


def fits(sentence: Sentence, use: VerbUse, slots: Slots) -> bool:
    """Whether subject and objects are such that the trigger tells what it is listed for."""
    entry, clause = use.entry, use.clause
    subject, objects = slots.subject, slots.objects
    if not objects and _is_passive(sentence, clause, entry) and not _undergone_by_things(sentence, use):
        return False
    acting = entry.get("subject") == "perpetrator" and sentence.case_tells
    if subject and acting and not any(_can_act(sentence, s) for s in subject):
        return False
    if entry.get("requires") and not _object_fits(sentence, entry, slots):
        return False
    if entry.get("intransitive") and (clause.verb.passive or clause.objects or _objects_behind(sentence, use)):
        return False
    if entry.get("subject_two"):
        sides = [c for c in slots.subject_classes if satisfies(c, entry["subject_two"])]
        if len(sides) < 2 or objects:
            return False
    if entry.get("subject_plural") and not any(_several(sentence, s) for s in subject):
        return False
    if entry.get("subject_not") and any(satisfies(c, entry["subject_not"]) for c in slots.subject_classes):
        return False
    if entry.get("with_weapon") and any(_is_no_weapon(sentence, p) for p in clause.preps):
        return False
    if _of_mishap(sentence, subject):
        return False
    if entry.get("subject_requires") and not _subject_fits(sentence, use, slots):
        return False
    if entry.get("subject") == "instrument" and any(_other_event(g, entry) for g in objects):
        return False
    if entry.get("subject") == "instrument" and not any(
        classes & INSTRUMENTS for classes in (*slots.subject_classes, *slots.object_classes)
    ):
        return False
    sufferers = (subject or objects) if entry.get("outcome_of") == "subject" else objects
    return bool(sufferers) or not entry.get("effect")


def _undergone_by_things(sentence: Sentence, use: VerbUse) -> bool:
    """ "Two pylons were knocked out"; but "an airstrike was conducted" is told by its noun."""
    light = use.clause.verb.lemma in packaged_words().words["verbs_launching"]
    return "heads" in use.entry and not light and bool(things_of(sentence, use))


def _other_event(group: NounGroup, entry: Mapping[str, Any]) -> bool:
    """ "set off a gun battle": an event of another kind than the explosion that the trigger tells."""
    kinds = {m.sense.entry.get("type") for m in group.mentions if m.sense.kind == "event" and m.last == group.head + 1}
    return bool(kinds) and entry["type"] not in kinds


def _of_mishap(sentence: Sentence, subject: Sequence[NounGroup]) -> bool:
    """ "A gas canister explosion tore through a flat": what did it was an accident's explosion."""
    events = [g for g in subject if "event" in g.classes]
    mishaps = packaged_words().words["metaphor_modifiers"]
    hit = {m.last - 1 for g in events for m in g.mentions if m.sense.kind == "target"}  # "a market blast"
    return bool(events) and all(
        any(sentence.lows[i] in mishaps and i not in hit for i in range(g.first, g.head)) for g in events
    )


def _several(sentence: Sentence, group: NounGroup) -> bool:
    """More than one person, by number, word or pronoun."""
    if group.quantity is not None:
        return (group.quantity.high or group.quantity.low or 2) > 1
    if group.pronoun:
        return sentence.lows[group.head] in _MANY
    return (
        "group" in group.classes
        or sentence.lows[group.head].endswith("s")
        or any(m.sense.is_plural and m.last == group.head + 1 for m in group.mentions)
    )


def _is_no_weapon(sentence: Sentence, group: NounGroup) -> bool:
    """ "bombarding customers with free data": a thing that nobody shoots with."""
    named = group.named or group.places or "person" in group.classes
    return group.prep == "with" and not named and classes_of(sentence, group).isdisjoint(INSTRUMENTS | {"air", "count"})


def is_narrow_enough(sentence: Sentence, use: VerbUse) -> bool:
    """Whether the words hold that the entry asks for beside its verb: its `NARROWING` fields, `only_…` and `not_…`."""
    entry, clause = use.entry, use.clause
    if "adverb" in entry and not set(entry["adverb"]).intersection(sentence.lows[clause.verb.first : use.last + 1]):
        return False
    if "beside" in entry and set(entry["beside"]).isdisjoint(sentence.lows):
        return False
    if "under" in entry and (clause.relation != "infinitive" or clause.governor not in entry["under"]):
        return False
    heads = entry.get("subject_heads")
    if heads and not any(_headed(sentence, s, heads) for s in _surface(sentence, use)[0]):
        return False
    if "heads" in entry and not things_of(sentence, use):
        return False
    conditions = [name for name in entry if name.startswith(("only_", "not_"))]
    if not conditions:
        return True
    behind = [(g.prep, sentence.lows[g.head], g.classes) for g in _behind(sentence, use)]
    for name in conditions:
        kind, _, prep = name.partition("_")
        wanted = entry[name]
        found = any(p == prep and (w in wanted or _is_one_of(cs, wanted)) for p, w, cs in behind)
        if found != (kind == "only"):
            return False
    return True


def _is_one_of(classes: Collection[str], wanted: Collection[str]) -> bool:
    """Whether a group's classes are among those wanted; "any" and "no_place" stand for many."""
    if "any" in wanted or ("no_place" in wanted and "place" not in classes):
        return True
    return not set(wanted).isdisjoint(classes)


def _behind(sentence: Sentence, use: VerbUse) -> list[NounGroup]:
    """The prepositional groups behind the verb, up to the next one: "were taken | to a nearby hospital"."""
    found: list[NounGroup] = []
    for piece in sentence.chunks[use.clause.at + 1 :]:
        if piece.kind in {"VG", "S", "."}:
            break
        if piece.noun is not None and piece.noun.prep:
            found.append(piece.noun)
    return found


def _rebels_hit_a_thing(sentence: Sentence, slots: Slots) -> bool:
    """ "Militants attacked a displacement site": what armed people attack is real, though no lexicon lists it."""
    if not any("armed_group" in classes for classes in slots.subject_classes):
        return False
    intangible = packaged_words().words["intangible_nouns"]
    return not any(g.pronoun or "event" in g.classes or sentence.lows[g.head] in intangible for g in slots.objects)


def _object_fits(sentence: Sentence, entry: Mapping[str, Any], slots: Slots) -> bool:
    """Its objects hold a class that the trigger requires; where it has none, who does it must be people."""
    required = entry["requires"]
    if slots.objects:
        remote = "corpse" not in required and any(c & {"air", "projectile"} for c in slots.subject_classes)
        remote = remote and entry.get("object") != "instrument"  # "cannons firing silver paper"
        town = entry.get("unknown_object") == "place" and slots.object_classes[0] == {"name"}
        told = (_of_antecedent(sentence, o) or _of_thing(sentence, o, required) for o in slots.objects if o.pronoun)
        classes = (*slots.object_classes, *told)
        if not (remote or town) and not any(satisfies(one, required) for one in classes):
            return bool(entry.get("loose")) and _rebels_hit_a_thing(sentence, slots)
        armed = any(satisfies(classes, ["armed"]) for classes in slots.subject_classes)
        return required != ["any"] or any(slots.object_classes) or remote or armed
    if "place" not in required and not {"explosive", "projectile", "captive", "vehicle"}.isdisjoint(required):
        return False
    people = any(satisfies(classes, ["armed", "person", "actor"]) for classes in slots.subject_classes)
    return int(entry["strength"]) >= 3 and people


def _of_antecedent(sentence: Sentence, pronoun: NounGroup) -> frozenset[str]:
    """The classes of the people whom "they" or "them" stands for in its own sentence: "the rebels fled to the hills,
    where they were crushed".
    """
    if sentence.lows[pronoun.head] not in _MANY:
        return frozenset()
    before = (piece.noun for piece in sentence.chunks if piece.noun is not None and piece.first < pronoun.first)
    people = (classes_of(sentence, noun) for noun in before if noun.prep is None and not noun.pronoun)
    return next((classes for classes in people if satisfies(classes, ["armed", "person"])), frozenset())


def _of_thing(sentence: Sentence, pronoun: NounGroup, required: Collection[str]) -> frozenset[str]:
    """The classes of the building, car or bomb that "it" stands for: "stormed a synagogue and burned it"."""
    if sentence.lows[pronoun.head] != "it":
        return frozenset()
    before = [p.noun.classes for p in sentence.chunks if p.noun is not None and p.noun.first < pronoun.first]
    things = (classes for classes in reversed(before) if classes & {"facility", "vehicle", "explosive"})
    return next((classes for classes in things if satisfies(classes, required)), frozenset())


def _subject_fits(sentence: Sentence, use: VerbUse, slots: Slots) -> bool:
    entry = use.entry
    people = slots.subject if not entry.get("outcome_of") else (slots.subject or slots.objects)
    if any(satisfies(classes_of(sentence, s), entry["subject_requires"]) or _they(sentence, s) for s in people):
        return True
    threatens = use.clause.governor in packaged_words().words["verbs_threatening"]
    if threatens and any("person" in classes for classes in slots.subject_classes):
        return True  # "a caller threatened to destroy the statue"
    return use.clause.passive and not people and int(entry["strength"]) >= 2


def _can_act(sentence: Sentence, group: NounGroup) -> bool:
    """False for a common noun that names no person, group, weapon or event: "locusts invaded", "the delay killed"."""
    if group.pronoun or group.mentions or group.places or classes_of(sentence, group) - {"name"}:
        return True
    if sentence.lows[group.head] in packaged_words().words["bands"] and not group.named:
        return True  # "the same cell had carried off two fishermen"
    plural_opener = group.first == 0 and group.last == 1 and sentence.lows[0].endswith("s")
    return group.named and not plural_opener


def _they(sentence: Sentence, group: NounGroup) -> bool:
    """ "they", "who"; "it" right behind a verb of saying is who speaks: "The navy said it had sunk a boat"."""
    low = sentence.lows[group.head]
    if not group.pronoun or low != "it":
        return group.pronoun and low in {"they", "who"}
    before = [c.verb for c in sentence.chunks if c.last <= group.first and c.kind != "S"][-1:]
    return any(v is not None and v.lemma in packaged_words().words["verbs_saying"] for v in before)
