"""Groups that only say whose people they are: "fighters of the Allied Democratic Forces"."""

from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

_OF_ONE = frozenset({"title", "name"})


def stands_for_complement(sentence: Sentence, group: NounGroup) -> bool:
    """ "fighters of the Allied Democratic Forces", "personnel of the Rangers": the organisation is the actor."""
    inner = group.complement
    if inner is not None and "armed_group" in inner.classes and _is_unit(sentence, group):
        return True  # "the 36th Front of the FARC dissidents"
    if inner is None or not group.classes & {"armed", "force", "person"}:
        return False
    if group.named or "title" in group.classes or any(m.sense.kind == "actor" for m in group.mentions):
        return False
    at_head = any(m.sense.kind == "actor" and m.last == inner.head + 1 for m in inner.mentions)
    of_a_land = at_head and inner.possessor_end is not None and "armed_group" in inner.classes
    if (inner.classes & {"place", "country", "person"} and not of_a_land) or _names_one(sentence, inner):
        return False  # but "fighters of | Russia's Africa Corps"
    return "actor" in inner.classes or (inner.named and not inner.classes and inner.last - inner.first >= 3)


def _is_unit(sentence: Sentence, group: NounGroup) -> bool:
    """ "the Jaime Martinez front", "its eastern wing": a part of an organisation, under a name or none."""
    known = any(m.sense.kind == "actor" for m in group.mentions)
    return sentence.lows[group.head] in packaged_words().words["unit_nouns"] and not known


def of_former_members(sentence: Sentence, group: NounGroup) -> bool:
    """ "ex-combatants of the FARC", "former rebels": its people no more."""
    return not packaged_words().words["words_of_leaving"].isdisjoint(sentence.lows[group.first : group.head + 1])


def _names_one(sentence: Sentence, group: NounGroup) -> bool:
    """ "supporters of | President Juan Perez", "the parents of | footballer Luis Diaz"."""
    described = (m for m in group.mentions if m.sense.kind == "person" and m.last <= group.head)
    titled = any(m.sense.kind in _OF_ONE for m in group.mentions)
    return titled or any(sentence.tokens[m.first].text.islower() for m in described)
