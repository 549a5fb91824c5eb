"""Towns that no gazetteer lists, by what is done to them and by the places that stand beside them."""

from collections.abc import Sequence

from q7x2_etl.extraction.framing.frames import Frame, PlaceRef
from q7x2_etl.extraction.framing.groupings import FLYING
from q7x2_etl.extraction.framing.slots import classes_of, satisfies
from q7x2_etl.extraction.framing.verb_slots import Slots, VerbUse
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup, PlaceMention

_ON_TOWNS = frozenset({"on", "upon", "against"})
_FROM_AFAR = frozenset({"shelling", "airstrike"})
_PEOPLE = frozenset({"person", "civilian", "armed"})


def unknown_towns(reading: Reading, use: VerbUse, slots: Slots) -> list[NounGroup]:
    """ "rebels shelled Kasenga", "shelled Huliaipole and Dorozhnianka": what armed people hit, by one word with a
    capital that is no person's given name; of several objects the others are places, or all may be towns where the
    verb is of nobody ("raided Kasenga and Lweba").
    """
    kind = use.entry.get("unknown_object")
    if kind not in {"place", "places"} or not reading.sentence.case_tells:
        return []
    if not any(satisfies(c, ["armed"]) or c & FLYING for c in slots.subject_classes):
        return []
    pairs = list(zip(slots.objects, slots.object_classes, strict=True))
    unknown = [group for group, classes in pairs if classes == {"name"}]
    if any("place" not in classes for group, classes in pairs if group not in unknown):
        return []
    if any("place" in what.classes for g in unknown for what in g.appositions):
        return unknown  # "struck Ndimo and Kobou, | two villages of Sourou province"
    may_be_all = kind == "places" or len(unknown) < max(2, len(pairs))
    return unknown if may_be_all and all(_may_be_town(reading, g) for g in unknown) else []


def towns_of_noun(reading: Reading, frame: Frame, complements: Sequence[NounGroup]) -> list[NounGroup]:
    """ "a raid by militiamen on | Lweba", "an incursion into Lweba": a name of one word or two that no list has.

    "An attack on Bello" names a man, where neither armed people nor several victims are told of.
    """
    if not reading.sentence.case_tells or frame.event_type in {"assassination", "kidnapping", "arrest"}:
        return []
    return [
        group
        for group in complements
        if classes_of(reading.sentence, group) == {"name"}
        and _may_be_town(reading, group)
        and (
            group.prep == "into"
            or (group.prep == "of" and frame.event_type in _FROM_AFAR)  # "the shelling of Lweba"
            or (group.prep in _ON_TOWNS and _of_many(reading, frame))
        )
    ]


def _of_many(reading: Reading, frame: Frame) -> bool:
    """Armed people did it, or it befell several."""
    doers = (classes_of(r.sentence, r.group) for r in frame.roles if r.role == "perpetrator")
    if any("armed" in classes for classes in doers):
        return True
    counted = (c.noun for c in reading.chunks if c.noun is not None and c.noun.quantity is not None)
    return any((g.quantity.best or 0) > 1 and g.classes & _PEOPLE for g in counted if g.quantity is not None)


def place_of(sentence: Sentence, group: NounGroup) -> PlaceRef:
    """A place that no gazetteer lists: "rebels captured Kasenga"."""
    name = sentence.words(group.first, group.head + 1)
    mention = PlaceMention(group.first, group.head + 1, name, False, supported=True)
    return PlaceRef(mention, "object", sentence, 6.0)


def _may_be_town(reading: Reading, group: NounGroup) -> bool:
    if group.last > group.first + 2 or group.appositions or group.places:
        return False
    return reading.lexicon.names["given"].isdisjoint(reading.lows[group.first : group.last])
