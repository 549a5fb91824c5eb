"""The logical subject and objects of a verb trigger, and whether they let it tell what it is listed for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from q7x2_etl.extraction.clauses import Clause
from q7x2_etl.extraction.coordination import coordinated_right
from q7x2_etl.extraction.slots import classes_of, satisfies
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.groups import NounGroup

INSTRUMENTS = frozenset({"explosive", "projectile", "weapon", "vehicle", "event"})
_MANY = frozenset({"they", "we", "them", "us", "all", "others", "many", "some", "most", "those", "who"})
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
    clause = use.clause
    phrase = " " in use.variant and use.last > clause.verb.head + 1
    behind = _objects_behind(sentence, use) if phrase and not clause.verb.passive else []
    active = clause.reduced and behind and not clause.agent  # "hacked to death | 14 peasants"
    if _is_passive(sentence, clause, use.entry) and not active:
        return Slots.of(sentence, clause.agent, clause.subject)
    objects = behind if phrase else clause.objects
    return Slots.of(sentence, clause.subject, objects)


def _objects_behind(sentence: Sentence, use: VerbUse) -> list[NounGroup]:
    """The objects behind the last word of a phrase: "opened fire on | a convoy"."""
    governed = use.variant.rsplit(" ", 1)[-1] in _GOVERNING
    chunks = sentence.chunks
    for k, piece in enumerate(chunks):
        if piece.noun is None or piece.first < use.last or not (governed or piece.noun.prep is None):
            continue
        between = any(c.kind in {"VG", "S", "."} for c in chunks[use.clause.at + 1 : k])
        return coordinated_right(sentence, k) if not between and piece.first <= use.last + 1 else []
    return []


def fits(sentence: Sentence, use: VerbUse, slots: Slots) -> bool:
    """Whether subject and objects are such that the trigger tells what it is listed for."""
    entry, clause = use.entry, use.clause
    subject, objects = slots.subject, slots.objects
    if not objects and _is_passive(sentence, clause, entry):
        return False
    acting = entry.get("subject") == "perpetrator" and sentence.case_tells
    if subject and acting and not any(_can_act(sentence, s) for s in subject):
        return False
    if entry.get("requires") and not _object_fits(entry, slots):
        return False
    if entry.get("subject_plural") and not any(_several(sentence, s) for s in subject):
        return False
    if entry.get("subject_not") and any(satisfies(c, entry["subject_not"]) for c in slots.subject_classes):
        return False
    if entry.get("with_weapon") and any(_is_no_weapon(sentence, p) for p in clause.preps):
        return False
    if entry.get("only_to") and not _leads_to(sentence, use):
        return False
    if entry.get("subject_requires") and not _subject_fits(sentence, use, slots):
        return False
    if entry.get("subject") == "instrument" and not any(
        classes & INSTRUMENTS for classes in (*slots.subject_classes, *slots.object_classes)
    ):
        return False
    sufferers = (subject or objects) if entry.get("outcome_of") == "subject" else objects
    return bool(sufferers) or not entry.get("effect")


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


def _leads_to(sentence: Sentence, use: VerbUse) -> bool:
    """ "were taken to a nearby hospital": what stands behind the phrase is what the entry names."""
    wanted = use.entry["only_to"]
    for piece in sentence.chunks[use.clause.at + 1 :]:
        if piece.kind in {"VG", "S", "."}:
            return False
        if piece.noun is not None and piece.noun.prep == "to" and sentence.lows[piece.noun.head] in wanted:
            return True
    return False


def _object_fits(entry: Mapping[str, Any], slots: Slots) -> bool:
    """Its objects hold a class that the trigger requires; where it has none, who does it must be people."""
    required = entry["requires"]
    if slots.objects:
        remote = any(classes & {"air", "projectile"} for classes in slots.subject_classes)
        if not remote and not any(satisfies(classes, required) for classes in slots.object_classes):
            return False
        return required != ["any"] or any(slots.object_classes)
    if "place" not in required and not {"explosive", "projectile", "captive", "vehicle"}.isdisjoint(required):
        return False
    people = any(satisfies(classes, ["armed", "person", "actor"]) for classes in slots.subject_classes)
    return int(entry["strength"]) >= 3 and people


def _subject_fits(sentence: Sentence, use: VerbUse, slots: Slots) -> bool:
    entry = use.entry
    people = slots.subject if not entry.get("outcome_of") else (slots.subject or slots.objects)
    if any(satisfies(classes_of(sentence, s), entry["subject_requires"]) or _they(sentence, s) for s in people):
        return True
    return use.clause.passive and not people and int(entry["strength"]) >= 2


def _can_act(sentence: Sentence, group: NounGroup) -> bool:
    """False for a common noun that names no person, group, weapon or event: "locusts invaded", "the delay killed"."""
    if group.pronoun or group.mentions or group.places or classes_of(sentence, group) - {"name"}:
        return True
    plural_opener = group.first == 0 and group.last == 1 and sentence.lows[0].endswith("s")
    return group.named and not plural_opener


def _they(sentence: Sentence, group: NounGroup) -> bool:
    return group.pronoun and sentence.lows[group.head] in {"they", "who"}
