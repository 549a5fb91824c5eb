"""What a noun group is: the semantic classes that triggers ask of their slots."""

from collections.abc import Iterable, Set

from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.function_words import INDEFINITE
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

_OF_APPOSITIONS = frozenset({"person", "title", "armed", "state", "civilian", "armed_group"})
_ONE_OF_THEM = frozenset({"a", "another", "one"})
_EACH_OTHER = frozenset({("each", "other"), ("one", "another")})
_OWNED_OR_MUTUAL = frozenset({"its", "their", *(first for first, _ in _EACH_OTHER)})
_THINGS = frozenset({"it", "this", "that", "which"})
_SATISFIES = {
    "person": frozenset({"person", "title", "pronoun", "name", "count", "captive", "victim"}),
    "group": frozenset({"group", "actor", "armed", "armed_group", "force", "person", "pronoun"}),
    "actor": frozenset({"actor", "armed", "state", "force"}),
    "weapon": frozenset({"weapon", "explosive", "projectile", "air"}),
    "armed": frozenset({"armed", "armed_group", "state", "force"}),
    "state": frozenset({"state", "force"}),
    "civilian": frozenset({"civilian", "person", "captive", "count"}),
    "folk": frozenset({"civilian"}),  # ordinary people, by a noun that says so: no officials
}


def classes_of(sentence: Sentence, group: NounGroup) -> frozenset[str]:
    """The semantic classes of a group; a collective head takes those of its complement, a name or pronoun is any."""
    if group.classes and _told_by_head(sentence, group):
        return group.classes
    classes = set(group.classes)
    if any(p.demonym and p.last == group.head + 1 for p in group.places):
        classes |= {"person", "civilian"}
    gathering = not classes and sentence.lows[group.first] in {
        "a",
        "an",
    }  # "a truckload of pilgrims", not "the wages of"
    if group.complement is not None and _army_of(sentence, group):
        return classes_of(sentence, group.complement)
    if group.complement is not None and (group.collective or gathering):
        classes |= classes_of(sentence, group.complement)
    if (
        not classes
        and group.complement is not None
        and sentence.lows[group.head] in packaged_words().words["place_parts"]
    ):
        classes |= classes_of(sentence, group.complement) & {"place", "facility"}  # "shelled the outskirts of Taal"
    if (
        not classes
        and group.complement is not None
        and sentence.lows[group.head] in packaged_words().words["debris_nouns"]
    ):
        classes |= classes_of(sentence, group.complement) & {"air", "projectile", "weapon"}
    if group.pronoun:
        classes.add("pronoun")
        if sentence.tokens[group.head].low not in _THINGS:
            classes.add("person")
    if sentence.lows[group.first : group.last] in _EACH_OTHER:
        classes.add("person")
    counted = group.quantity is not None or (group.elliptic and sentence.lows[group.first] in _ONE_OF_THEM)
    if not classes and counted and (group.collective or group.elliptic) and not _of_stuff(sentence, group):
        classes |= {"person", "count"}
    if not classes and group.complement is None and same_number(sentence, group):
        classes |= {"person", "count"}  # "killed eight and wounded the same number"
    if not classes and a_people(sentence, group):
        classes |= {"person", "civilian", "group"}
    if not classes and group.named:
        classes.add("name")
    if sentence.lows[group.first] in {"its", "their"} and "armed" not in classes and _own_men(sentence, group):
        classes |= {"armed", "armed_group"}
    for other in group.appositions:
        classes |= classes_of(sentence, other) & _OF_APPOSITIONS
    return frozenset(classes)


def _told_by_head(sentence: Sentence, group: NounGroup) -> bool:
    """Nothing but the classes of its head tells what a group is, as with most: no place, complement or apposition."""
    if group.places or group.pronoun or group.appositions or group.complement is not None:
        return False
    return sentence.lows[group.first] not in _OWNED_OR_MUTUAL


def a_people(sentence: Sentence, group: NounGroup) -> bool:
    """ "the Hema and | the Lendu", "between Hema and Lendu": a people by its name alone; not "Karen", "Aldo Moro"."""
    head = group.head
    if sentence.lows[head] not in packaged_words().words["peoples"] or group.places or not sentence.case_tells:
        return False
    told = sentence.lows[group.first] == "the" or group.quantity is not None
    return sentence.texts[head][0].isupper() and (told if group.first < head else group.prep == "between")


def same_number(sentence: Sentence, group: NounGroup) -> bool:
    """ "the same number", "an equal number of attackers": as many as were counted before."""
    inside = sentence.lows[group.first : group.head]
    return sentence.lows[group.head] == "number" and not packaged_words().words["words_of_sameness"].isdisjoint(inside)


def _own_men(sentence: Sentence, group: NounGroup) -> bool:
    """ "Wagner said that | its men had taken the village"."""
    if sentence.lows[group.head] not in packaged_words().words["own_people"]:
        return False
    before = (c.noun for c in sentence.chunks if c.noun is not None and c.last <= group.first)
    return any("armed_group" in n.classes and any(m.sense.kind == "actor" for m in n.mentions) for n in before)


def _army_of(sentence: Sentence, group: NounGroup) -> bool:
    """ "an army of drummers": many of them, and no soldiers."""
    inner = group.complement
    crowd = sentence.lows[group.head] == "army" and sentence.lows[group.first] in INDEFINITE
    return crowd and inner is not None and not inner.named and not inner.places and "armed" not in inner.classes


def _of_stuff(sentence: Sentence, group: NounGroup) -> bool:
    """ "11 kilos of gold": a bare noun that is no plural counts no people."""
    inner = group.complement
    if sentence.lows[group.head] in packaged_words().words["measure_nouns"]:
        return True  # "300 kilos of cannabis"
    if inner is None or inner.last != inner.first + 1 or inner.pronoun or inner.elliptic or inner.named:
        return False
    return not (inner.classes or inner.quantity or sentence.lows[inner.head].endswith("s"))


def satisfies(classes: Set[str], required: Iterable[str]) -> bool:
    """True when the classes hold one of the required ones ("any": anything); a class no table names asks for itself."""
    for name in required:
        wanted = _SATISFIES.get(name)
        if name == "any" or (name in classes if wanted is None else not wanted.isdisjoint(classes)):
            return True
    return False


def one_person(group: NounGroup) -> bool:
    """One person by a singular noun without a number: "the priest", "a clerk"; no "crowd"."""
    at_head = [m for m in group.mentions if m.last == group.head + 1 and m.sense.kind in {"person", "title"}]
    several = any(m.sense.is_plural or m.sense.entry.get("number") == "collective" for m in at_head)
    return bool(at_head) and not several and group.quantity is None


def part_of(sentence: Sentence, group: NounGroup, first: int, last: int) -> NounGroup:
    """The tokens [first, last) of a noun group as a group of their own: the possessor, a modifier."""
    mentions = tuple(m for m in group.mentions if m.first >= first and m.last <= last)
    places = tuple(p for p in group.places if p.first >= first and p.last <= last)
    classes: set[str] = set()
    for mention in mentions:
        if mention.last == last:
            classes |= mention.sense.classes
    if any(p.last == last and not p.demonym for p in places) and not classes:
        classes |= {"place"}
    capital = sentence.case_tells and sentence.tokens[last - 1].text[0].isupper()
    named = capital or any(m.last == last and m.sense.kind == "name" for m in mentions)
    if any(p.last == last and p.is_country for p in places):
        classes |= {"place", "country"}
    return NounGroup(
        first=first,
        last=last,
        head=last - 1,
        prep=None,
        pronoun=False,
        quantity=None,
        mentions=mentions,
        places=places,
        classes=frozenset(classes),
        named=named,
    )


def listed_with_place(sentence: Sentence, group: NounGroup) -> bool:
    """ "on | Maarat | and | Kafr Nabl": in a list of places a name that nobody knows is a place."""
    if classes_of(sentence, group) != {"name"}:
        return False
    chunks = sentence.chunks
    at = next(
        (k for k, piece in enumerate(chunks) if piece.noun is not None and piece.first == group.first), len(chunks)
    )
    around = (chunks[k].noun for k in (at - 2, at + 2) if 0 < k < len(chunks))
    linked = any(chunks[k].kind in {"C", ","} for k in (at - 1, at + 1) if 0 < k < len(chunks))
    return linked and any(n is not None and n.prep == group.prep and "place" in n.classes for n in around)
