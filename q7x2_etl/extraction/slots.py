"""What a noun group is: the semantic classes that triggers ask of their slots."""

from collections.abc import Iterable, Set

from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.groups import NounGroup

_OF_APPOSITIONS = frozenset({"person", "title", "armed", "state", "civilian", "armed_group"})
_ONE_OF_THEM = frozenset({"a", "another", "one"})
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
    classes = set(group.classes)
    if any(p.demonym and p.last == group.head + 1 for p in group.places):
        classes |= {"person", "civilian"}
    gathering = not classes and sentence.lows[group.first] in {
        "a",
        "an",
    }  # "a truckload of pilgrims", not "the wages of"
    if group.complement is not None and (group.collective or gathering):
        classes |= classes_of(sentence, group.complement)
    if group.pronoun:
        classes.add("pronoun")
        if sentence.tokens[group.head].low not in _THINGS:
            classes.add("person")
    counted = group.quantity is not None or (group.elliptic and sentence.lows[group.first] in _ONE_OF_THEM)
    if not classes and counted and (group.collective or group.elliptic):
        classes |= {"person", "count"}
    if not classes and group.named:
        classes.add("name")
    for other in group.appositions:
        classes |= classes_of(sentence, other) & _OF_APPOSITIONS
    return frozenset(classes)


def satisfies(classes: Set[str], required: Iterable[str]) -> bool:
    """True when the classes hold one of the required ones ("any": anything); a class no table names asks for itself."""
    for name in required:
        wanted = _SATISFIES.get(name)
        if name == "any" or (name in classes if wanted is None else not wanted.isdisjoint(classes)):
            return True
    return False
