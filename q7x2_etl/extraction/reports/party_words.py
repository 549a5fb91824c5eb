"""What the words of a noun group tell of who it is: its nearest sense, its owner's arms, what is no name in it."""

from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import ARTICLES
from q7x2_etl.language.grammar.groups import Mention, NounGroup

_ORDINALS = ("st", "nd", "rd", "th")


def apposed_group(group: NounGroup) -> NounGroup | None:
    """ "a Colombian rebel group, | the ELN,": the group that the description is of."""
    if "armed" not in group.classes or group.quantity is not None:
        return None
    return next((a for a in group.appositions if "actor" in a.classes and "armed" in a.classes), None)


def nearest(group: NounGroup, kinds: set[str]) -> Mention | None:
    """The mention of these kinds that ends nearest to the head, the longest one."""
    found = [m for m in group.mentions if m.sense.kind in kinds]
    return max(found, key=lambda m: (m.last, m.last - m.first), default=None)


def part_of_longer(group: NounGroup, force: Mention) -> bool:
    """ "suicide | bombers" are no bombers of an air force."""
    at_head = (m for m in group.mentions if m.sense.kind == "person" and m.last == force.last)
    return any(m.first < force.first and "armed_group" in m.sense.classes for m in at_head)


def is_means(group: NounGroup) -> bool:
    """ "tanks", "drones": what its owner fights with."""
    return not {"air", "projectile", "weapon"}.isdisjoint(group.classes)


def of_a_band(mention: Mention) -> bool:
    """ "cartel members", "an armed group": what stands before the general word says who they are."""
    return mention.last - mention.first > 1 and bool(mention.sense.classes & {"armed", "civilian"})


def shared_people(sentence: Sentence, group: NounGroup) -> Mention | None:
    """ "Azerbaijani and | Armenian forces", "… servicemen": the people that both nations have."""
    if sentence.lows[group.last : group.last + 1] not in {("and",), ("or",)}:
        return None
    behind = next((c.noun for c in sentence.chunks if c.first == group.last + 1), None)
    if behind is None or not any(p.demonym and p.first == behind.first for p in behind.places):
        return None
    people = nearest(behind, {"force"}) or nearest(behind, {"person"})
    return people if people is not None and people.last == behind.head + 1 else None


def is_core_of(group: NounGroup, actor: Mention) -> bool:
    """The actor is the head, or modifies a head that only means its people: "Taliban fighters", "the IS-K cell".

    So it is before a head that means its posts ("Taliban positions"), and not before civilians ("Fulani herders").
    """
    if actor.last == group.head + 1:
        return True
    at_head = [m.sense.entry for m in group.mentions if m.last == group.head + 1]
    serving = "state" in actor.sense.classes and any("personnel" in str(m.sense.lemma) for m in group.mentions)
    if any(entry.get("kind") == "civilians" for entry in at_head) and not serving:
        return False
    if any(entry.get("target_type") == "military_post" for entry in at_head):
        return True
    return group.classes.isdisjoint({"facility", "vehicle", "event", "place", "weapon"})


def of_short_name(sentence: Sentence, group: NounGroup) -> bool:
    """ "a PYD member": of an organisation that its initials name, though no list has it."""
    initials = sentence.tokens[group.head - 1].text if group.head > group.first else ""
    return sentence.case_tells and len(initials) > 1 and initials.isalpha() and initials.isupper()


def is_no_name(sentence: Sentence, at: int, fillers: frozenset[str]) -> bool:
    """A count, an article or an age before what somebody is called: "two", "the other", "71-year-old"."""
    low, tokens = sentence.lows[at], sentence.tokens
    if low[0].isdigit() and low.endswith(_ORDINALS) and at + 1 < len(tokens) and tokens[at + 1].text[0].isupper():
        return False  # "the 52nd Brigade"
    if low in fillers or sentence.tagged.tags[at] in "DNq":
        return True
    return sentence.tokens[at].glued and sentence.lows[at] in {"year", "years", "old", "month", "day"}


def without_article(text: str) -> str:
    """The words without an article before them."""
    first, _, rest = text.partition(" ")
    return rest if first.lower() in ARTICLES and rest else text
