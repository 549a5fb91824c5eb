"""Towns that no gazetteer lists, by what is done to them and by the places that stand beside them."""

from q7x2_etl.extraction.framing.slots import satisfies
from q7x2_etl.extraction.framing.verb_slots import Slots, VerbUse
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.language.grammar.groups import NounGroup


def unknown_towns(reading: Reading, use: VerbUse, slots: Slots) -> list[NounGroup]:
    """ "rebels shelled Kasenga", "shelled Huliaipole and Dorozhnianka": what armed people hit, by one word with a
    capital that is no person's given name; of several objects the others are places.
    """
    if use.entry.get("unknown_object") != "place" or not reading.sentence.case_tells:
        return []
    if not any(satisfies(c, ["armed"]) or c & {"air", "projectile"} for c in slots.subject_classes):
        return []
    pairs = list(zip(slots.objects, slots.object_classes, strict=True))
    unknown = [group for group, classes in pairs if classes == {"name"}]
    if any("place" not in classes for group, classes in pairs if group not in unknown):
        return []
    if any("place" in what.classes for g in unknown for what in g.appositions):
        return unknown  # "struck Ndimo and Kobou, | two villages of Sourou province"
    return unknown if len(unknown) < max(2, len(pairs)) and all(_may_be_town(reading, g) for g in unknown) else []


def _may_be_town(reading: Reading, group: NounGroup) -> bool:
    if group.last > group.first + 2 or group.appositions or group.places:
        return False
    return reading.lexicon.names["given"].isdisjoint(reading.lows[group.first : group.last])
