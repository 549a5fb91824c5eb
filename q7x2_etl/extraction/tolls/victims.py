"""Which figures of an incident count the same people: a victim told by name, by office and by "he" is one victim."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from q7x2_etl.extraction.framing.frames import Harm
from q7x2_etl.extraction.syntax.company import COMPANY
from q7x2_etl.language.grammar.function_words import INDEFINITE, ONE_OF_MANY
from q7x2_etl.model import Casualty, CasualtyOutcome

_LINK = 14  # characters between two figures of one list: ", ", " and ", " and her ", " and their "
_BESIDE = frozenset({"along with", "together with", "alongside"})
_LONG_LINK = 60
_OPPOSED = {"state", "armed_group"}
_WHY = frozenset({"after", "when", "as", "with", "following"})
_NEXT = frozenset({"then", "before", "later", "afterwards"})
_MORE_REACH = 6  # tokens around a count in which "also" makes it one of further victims
_TOO = frozenset({"also", "too", "likewise"})

_WITH_HIM = frozenset(
    [("as", "well"), *((prep, who) for prep in ("with", "alongside", "beside") for who in ("him", "her", "them"))]
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and the words it was read from."""

    row: Casualty
    harm: Harm
    hit_back: bool = False  # of the attackers, by those who answered the attack

    @property
    def alone(self) -> bool:
        """One person by grammar, not by a number."""
        return self.row.derivation == "singular"

    @property
    def named(self) -> bool:
        """A person's proper name."""
        return self.harm.group.named and "actor" not in self.harm.group.classes

    @property
    def side(self) -> str | None:
        """Whose the harmed are; of a named person, as his rank or office tells."""
        titles = (m.sense.entry.get("side") for m in self.harm.group.mentions if m.sense.kind == "title")
        return self.row.of_kind if self.row.of_kind in _OPPOSED else next(titles, None)

    @property
    def attacker(self) -> bool:
        """Who attacked, or is of an armed group."""
        return self.hit_back or "armed_group" in self.harm.group.classes or self.row.of_kind == "armed_group"

    @property
    def opener(self) -> str:
        """The first word of its group, in lower case."""
        return self.harm.sentence.lows[self.harm.group.first]


def distinct(figures: Sequence[Figure], words: Mapping[str, frozenset[str]]) -> list[Figure]:
    """The figures, in their order, without single victims whom another figure of the same outcome counts already."""
    totals = [f for f in figures if _is_total(f) and not _further(f, words) and not _but_one_attackers(f, figures)]
    named = {f.row.outcome for f in figures if f.alone and f.named}
    kept: list[Figure] = []
    for figure in figures:
        if _raised_a_toll(figure, figures, words) or _sums_up(figure, kept, words):
            continue
        if not figure.alone:
            kept.append(figure)
        elif figure.row.is_part:
            continue  # "including a priest": the total counts him
        elif not _further(figure, words) and any(_may_count(total, figure) for total in totals):
            if _listed_with(figure, figures, kept):
                kept.append(figure)
        elif _is_another(figure, named, kept, words) or _listed_with(figure, figures, kept):
            kept.append(figure)
    return kept


def _raised_a_toll(figure: Figure, figures: Sequence[Figure], words: Mapping[str, frozenset[str]]) -> bool:
    """ "the toll rose to 71 | after three more bodies were found", "… after six of the wounded died"."""
    if figure.harm.rule == "harm.toll":
        return False
    tolls = [f for f in figures if f.harm.rule == "harm.toll" and f.harm.sentence is figure.harm.sentence]
    tolls = [f for f in tolls if f.row.outcome == figure.row.outcome and (f.row.best or 0) > (figure.row.best or 0)]
    return any(_further(figure, words) or _told_why(f, figure) for f in tolls)


def _told_why(toll: Figure, figure: Figure) -> bool:
    """What raised the toll stands behind it: "to 58 | after | 14 of the wounded died"."""
    between = figure.harm.sentence.text[toll.row.span_end : figure.row.span_start].lower().split()
    return bool(between) and not _WHY.isdisjoint(between[:2])


def _sums_up(figure: Figure, kept: Sequence[Figure], words: Mapping[str, frozenset[str]]) -> bool:
    """ "A man was beaten to death. | 1 fatality", "one death was reported": those told before, counted once more."""
    lows, group = figure.harm.sentence.lows, figure.harm.group
    if lows[group.head] not in words["counting_nouns"] or _further(figure, words):
        return False
    before = [f for f in kept if f.row.outcome == figure.row.outcome and not f.row.is_part]
    earlier = bool(before) and all(f.harm.sentence.start < figure.harm.sentence.start for f in before)
    return earlier and sum(f.row.best or 0 for f in before) == figure.row.best


def _is_total(figure: Figure) -> bool:
    return not figure.alone and not figure.row.is_part and (figure.row.best or figure.row.high or 0) > 1


def _but_one_attackers(total: Figure, figures: Sequence[Figure]) -> bool:
    """ "five dead, including four raiders": the one victim is told apart, and is a figure of his own."""
    fallen = [f for f in figures if f.row.is_part and f.attacker and f.harm.sentence is total.harm.sentence]
    return any(f.row.outcome == total.row.outcome and (total.row.best or 0) - (f.row.best or 0) == 1 for f in fallen)


def _may_count(total: Figure, figure: Figure) -> bool:
    """A total of one side's dead does not count a victim of the other: six terrorists, and the sergeant."""
    if total.row.outcome != figure.row.outcome:
        return False
    if total.harm.rule == "harm.placed" and figure.row.span_start < total.row.span_start:
        return False  # "a woman was killed; the rebels put the number of dead at seven": what others say
    if _killed_next(total, figure) or _of_other_kind(total, figure):
        return False
    if figure.attacker and not total.attacker:
        return False  # "killed four shoppers; the gunman was shot dead"
    if _hit_before(figure) and total.attacker and figure.row.span_end < total.row.span_start:
        return False  # "fired on a post, killing a sergeant. Two of the attackers were killed"
    return {total.side, figure.side} != _OPPOSED


def _hit_before(figure: Figure) -> bool:
    """ "killing a sergeant", "shot dead a guard": whom somebody else's hand killed."""
    told = figure.opener in ONE_OF_MANY and not figure.attacker
    return told and bool({"person", "armed"} & figure.harm.group.classes)


def _of_other_kind(total: Figure, figure: Figure) -> bool:
    """ "Two soldiers were killed. A shepherd died in the crossfire": armed people, and no armed one."""
    if figure.named or figure.opener not in ONE_OF_MANY:
        return False
    sides = [{"armed", "civilian"} & f.harm.group.classes for f in (total, figure)]
    return all(sides) and sides[0].isdisjoint(sides[1])


def _killed_next(total: Figure, figure: Figure) -> bool:
    """ "shot nine people before killing his mother": one more, whom the same hand killed then."""
    same = figure.harm.sentence is total.harm.sentence and total.row.span_end < figure.row.span_start
    if not same or not figure.harm.rule.endswith(".active.harmed") or not total.harm.rule.endswith(".active.harmed"):
        return False
    between = figure.harm.sentence.text[total.row.span_end : figure.row.span_start].lower().split()
    return not _NEXT.isdisjoint(between)


def _further(figure: Figure, words: Mapping[str, frozenset[str]]) -> bool:
    """ "two members of his escort were also killed", "three others": they come on top of those told before."""
    group, lows = figure.harm.group, figure.harm.sentence.lows
    ordinal = {lows[group.head], *lows[group.first + 1 : group.first + 2]} & words["one_more_words"]
    if figure.alone and ordinal and (group.elliptic or lows[group.first] in ONE_OF_MANY):
        return True  # "four died there; a fifth, a fifth soldier, died in hospital"
    if not words["further_words"].isdisjoint(lows[group.first : group.last]):
        return True
    behind = lows[group.last : group.last + _MORE_REACH]
    return not _TOO.isdisjoint(behind) or any(pair in _WITH_HIM for pair in pairwise(behind))


def _is_another(
    figure: Figure, named: Set[CasualtyOutcome], kept: Sequence[Figure], words: Mapping[str, frozenset[str]]
) -> bool:
    """A name, or a description of somebody not told yet: "a guard", "his driver", the first "the judge"."""
    outcome = figure.row.outcome
    before = [f for f in kept if f.row.outcome == outcome]
    if figure.named:
        return not _names_the_one(figure, before, words)
    if figure.harm.group.pronoun:
        return not before
    if _called_betrayer(figure, before, words):
        return False
    if figure.opener in words["possessive_determiners"] or figure.opener in ONE_OF_MANY:
        return True
    if figure.opener == "the" and figure.attacker and not any(f.attacker for f in before):
        return True  # "an interpreter was killed. The gunman was shot dead"
    return outcome not in named and not any(f.alone for f in before)


def _called_betrayer(figure: Figure, before: Sequence[Figure], words: Mapping[str, frozenset[str]]) -> bool:
    """ "shot Juan Perez dead. | The group said it had killed | an informer": what those who did it call him."""
    lows, group = figure.harm.sentence.lows, figure.harm.group
    called = lows[group.head] in words["betrayer_nouns"] and figure.opener in INDEFINITE
    return called and any(f.alone and f.harm.sentence is not figure.harm.sentence for f in before)


def _names_the_one(figure: Figure, before: Sequence[Figure], words: Mapping[str, frozenset[str]]) -> bool:
    """ "An officer was killed in Kano. Hanan Saleh, 40, was shot dead": the name of who was told of."""
    if len(before) != 1 or not before[0].alone or before[0].named or before[0].opener not in INDEFINITE:
        return False
    if _further(figure, words) or before[0].harm.sentence is figure.harm.sentence:
        return False
    return before[0].harm.group.classes.isdisjoint({"armed_group"})


def _listed_with(figure: Figure, figures: Sequence[Figure], kept: Sequence[Figure]) -> bool:
    """ "two policemen and a child", "a woman, her father and her three sons": one more beside a count of others."""
    here = [f for f in figures if f.row.outcome == figure.row.outcome and f.harm.sentence is figure.harm.sentence]
    for n, other in enumerate(here):
        if figure.named and not other.alone and _names_before(figure, other, here):
            continue  # "two brothers, | Rodel | and Ernesto Lucban"
        if other is figure or not _linked(figure, *sorted((figure, other), key=lambda f: f.row.span_start)):
            continue
        behind = other.row.span_start > figure.row.span_start
        if not other.alone or (not behind and other in kept):
            return True
        if behind and not other.row.is_part and _listed_with(other, here[n + 1 :], kept):
            return True
    return False


def _names_before(figure: Figure, count: Figure, here: Sequence[Figure]) -> bool:
    """Another name stands between a count and a name: both are of those counted."""
    start, end = count.row.span_end, figure.row.span_start
    return any(f.alone and f is not figure and start <= f.row.span_start < end for f in here)


def _linked(figure: Figure, first: Figure, last: Figure) -> bool:
    """Nothing but a comma or "and" stands between two of a list; a name behind a comma is an apposition."""
    if last.harm.group.prep in COMPANY and last.harm.rule == first.harm.rule:
        return True  # "was killed in Uruapan | along with two guards"
    between = first.harm.sentence.text[first.row.span_end : last.row.span_start].lower().split()
    if " ".join(between[:2]) in _BESIDE and len(between) <= 2:
        return True
    described = [a.first for a in last.harm.group.appositions if a.first < last.harm.group.first]
    behind = last.harm.sentence.offsets(min(described), min(described) + 1)[0] if described else last.row.span_start
    # "three officers and a leader, Le Dinh Kinh"; "the mayor of Tacloban and two of his guards"
    reach = _LONG_LINK if between[-1:] == ["and"] and between[0] == "of" else _LINK
    near = 0 < behind - first.row.span_end <= reach
    return near and bool(between) and ("and" in between or (between == [","] and not figure.named))
