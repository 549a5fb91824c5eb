"""Who shares what befell somebody: "was killed | along with two guards", "gave up | with eleven of his men"."""

from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.extraction.syntax.coordination import ACCOMPANYING, coordinated_right
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

COMPANY = ACCOMPANYING | {"with"}
_PEOPLE = frozenset({"person", "armed", "civilian"})
_TAKEN = frozenset({"captured", "abducted", "surrendered"})  # in which "with" can only tell of company
_WALLS = frozenset({"VG", "S", "R", "C", "."})


def company_of(sentence: Sentence, clause: Clause, outcome: str | None) -> list[NounGroup]:
    """The people behind a verb who share its outcome with those that it befalls, and are told by a preposition.

    Bare "with" tells of company where the people are his own ("with two of his guards"), or others counted; in "was
    hurt in clashes with police" it hangs on a noun.
    """
    chunks = sentence.chunks
    event = False
    for k in range(clause.at + 1, len(chunks)):
        noun = chunks[k].noun
        if chunks[k].kind in _WALLS:
            break
        if noun is None:
            continue
        if noun.prep in ACCOMPANYING or (noun.prep == "with" and not event):
            if _is_company(sentence, noun, outcome):
                return coordinated_right(sentence, k)
            if noun.prep == "with":
                break
        event = event or "event" in noun.classes
    return []


def _is_company(sentence: Sentence, group: NounGroup, outcome: str | None) -> bool:
    people = group if group.classes & _PEOPLE or group.complement is None else group.complement
    if people.pronoun or not (people.classes & _PEOPLE or _further(sentence, people)):
        return False
    if group.prep != "with":
        return True
    own = sentence.lows[people.first] in packaged_words().words["possessive_determiners"]
    return own or _further(sentence, people) or (outcome in _TAKEN and people.quantity is not None)


def _further(sentence: Sentence, group: NounGroup) -> bool:
    """ "three others", "two more"."""
    return not packaged_words().words["further_words"].isdisjoint(sentence.lows[group.first : group.last])
