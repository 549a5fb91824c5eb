"""People by words that no list has: "killed a sacristan", "abducted two majhis"."""

from q7x2_etl.extraction.framing.slots import satisfies
from q7x2_etl.extraction.framing.verb_slots import Slots, VerbUse
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.language.grammar.function_words import ONE_OF_MANY
from q7x2_etl.language.grammar.groups import NounGroup

_OF_PEOPLE = frozenset({"killed", "wounded", "abducted", "captured"})
_SHORTEST = 4  # letters; a shorter unknown word is an abbreviation
_BAND = frozenset({"group", "person"})
_PERSON = frozenset({"person"})
_THINGS = frozenset({"weapon", "vehicle", "place", "facility"})


def with_unknown_people(reading: Reading, use: VerbUse, slots: Slots) -> Slots:
    """The slots with objects read as people where people, and hardly anything else, can stand there.

    Who does it must be people, or a group that bears arms; the word must be none of the common ones.
    """
    entry = use.entry
    outcome = (entry.get("outcome_variants") or {}).get(use.variant) or entry.get("outcome")
    if outcome in _OF_PEOPLE and _read_bands(reading, slots):
        slots = Slots.of(reading.sentence, slots.subject, slots.objects)
    if outcome not in _OF_PEOPLE or all(slots.object_classes) or not satisfies({"person"}, entry.get("requires", ())):
        return slots
    if not any(satisfies(classes, ["armed", "person"]) for classes in slots.subject_classes):
        return slots
    if outcome == "captured" and _takes_things(reading, use):
        return slots
    unknown = [g for g, classes in zip(slots.objects, slots.object_classes, strict=True) if not classes]
    beside = any(satisfies(classes, _PERSON) for classes in slots.object_classes if classes)
    people = [g for g in unknown if _may_be_people(reading, g, beside)]
    for group in people:
        group.classes = _PERSON
    return Slots.of(reading.sentence, slots.subject, slots.objects) if people else slots


def _read_bands(reading: Reading, slots: Slots) -> bool:
    """ "the same cell | abducted two men": a word for those who act together, where only people can act."""
    bands = [
        g for g, classes in zip(slots.subject, slots.subject_classes, strict=True)
        if not classes and reading.lows[g.head] in reading.words["bands"]
    ]  # fmt: skip
    for group in bands:
        group.classes = _BAND
    return bool(bands)


def _takes_things(reading: Reading, use: VerbUse) -> bool:
    """ "seized 300,000 pills": a verb that arms, vehicles or towns are objects of as well."""
    alone = (entry for rest, _, entry in reading.lexicon.verb_triggers.get(use.clause.verb.lemma, ()) if not rest)
    return any(satisfies(_THINGS, entry.get("requires", ())) for entry in alone)


def _may_be_people(reading: Reading, group: NounGroup, beside: bool) -> bool:
    """`beside`: people are told of in the same list: "two reporters and a conservationist"."""
    if (
        group.pronoun
        or group.named
        or any(not p.demonym for p in group.places)
        or group.complement is not None
        or group.possessor_end is not None
    ):
        return False
    low, common = reading.lows[group.head], reading.lexicon.names["common"]
    if len(low) < _SHORTEST or not low.isalpha() or low in reading.words["animal_nouns"] | reading.words["money_units"]:
        return False
    counted = group.quantity is not None and low.endswith(("s", "men", "women", "people"))
    if not counted and reading.lows[group.first] not in ONE_OF_MANY:
        return False
    return beside or common.isdisjoint({low, low.removesuffix("s")})
