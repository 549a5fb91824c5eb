"""What one clause of saying says, and the words that its rules look at."""

from collections.abc import Sequence
from dataclasses import dataclass

from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.model import Stance

POINTERS = frozenset({"it", "this", "that", "them", "both", "these", "those"})
_TOLD_BEFORE = frozenset({"the", "this", "these", "both"})
_REACH = 9  # tokens behind the verb in which its object stands


@dataclass(frozen=True, slots=True)
class Said:
    """What a clause says. `implied`: only the deed is told ("said it had killed four"), who says it decides."""

    stance: Stance
    about: str | None = None
    implied: bool = False


def leading_verb(reading: Reading, clause: Clause) -> str:
    """The lemma that says it: of "denied hitting", "admitted planting it" the first verb, else the verb itself."""
    words = reading.words
    first = clause.verb.governors[0] if clause.verb.governors else clause.verb.lemma
    leads = first in words["verbs_denying"] or first in words["avowing_verbs"] or first in words["countering_verbs"]
    return first if leads else clause.verb.lemma


def is_deed(reading: Reading, group: NounGroup) -> bool:
    """ "the action", "this crime": an incident told before, by a word for any."""
    return reading.lows[group.head] in reading.words["deed_nouns"] and reading.lows[group.first] in _TOLD_BEFORE


def window_of(reading: Reading, clause: Clause) -> Sequence[str]:
    """The words behind the verb, up to a stop or the next verb of saying; many rules look at them."""
    if clause.at not in reading.windows:
        reading.windows[clause.at] = _window(reading, clause)
    return reading.windows[clause.at]


def _window(reading: Reading, clause: Clause) -> Sequence[str]:
    lows = reading.lows
    end = min(len(lows), clause.verb.last + _REACH)
    stop = next((i for i in range(clause.verb.last, end) if lows[i] in {";", ":"}), end)
    return lows[clause.verb.last : stop]
