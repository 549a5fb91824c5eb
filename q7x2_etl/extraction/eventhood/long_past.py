"""What happened decades ago, of which a story tells no more than the year: history, and no news."""

from datetime import date, timedelta

from q7x2_etl.extraction.framing.frames import Frame
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.word_lists import packaged_words
from q7x2_etl.model import Report

_YEARS = timedelta(days=10 * 365)
_A_LIFE = timedelta(days=25 * 365)  # within which a deed whose dead are counted is told as one of its kind
_FEW_YEARS = timedelta(days=2 * 365)  # "the port blast of 2020": a name of what is known
_A_YEAR = timedelta(days=200)  # the shortest time that tells no more than the year
_LIFETIME = timedelta(days=60 * 365)  # before which there is no news
_A_DAY = timedelta(days=6)
_OLDEST_NEWS = date(1980, 1, 1)  # the day of a story whose day is not known is taken to be no earlier
_DIGITS = 4  # of a year
_BEFORE_YEAR = frozenset({"in", "of", "since", "from", "until", "by", "between", "and", "the", "to", "around"})
_BEHIND_YEAR = frozenset({".", ",", "I", "C", "S", "V", "R", ")", "B"})  # tags: no noun that is counted


def is_history(incident: Incident, report: Report, published: date | None) -> bool:
    """ "The hotel's wing, blown up by the Irgun in 1946, was rebuilt": a year long past, and no crime on trial."""
    start, end = report.date_start, report.date_end
    if start is None or end is None:
        return False
    published = published or _OLDEST_NEWS
    if end < published - _LIFETIME and end - start > _A_DAY:
        return True
    if incident.main.headline or _is_the_story(incident):
        return False
    named_only = all(f.kind == "noun" and f.definite and not (f.harms or f.plural) for f in incident.frames)
    if end > published - (_FEW_YEARS if named_only else _YEARS) or end - start < _A_YEAR:
        return False
    if (start.month, start.day) != (1, 1) and end - start < 2 * _A_YEAR:
        return False
    if end > published - _A_LIFE and _counted_dead(incident) and report.place_name:
        return False  # "In 2002 al-Qaeda struck a synagogue on Djerba: 21 people died": told in full
    words = packaged_words().words
    tried = words["court_nouns"] | words["charge_words"]
    return all(tried.isdisjoint(frame.sentence.lows) for frame in incident.frames)


def _counted_dead(incident: Incident) -> bool:
    harms = (h for f in incident.frames for h in f.harms)
    return any(h.outcome == "killed" and h.group.quantity is not None for h in harms)


def _is_the_story(incident: Incident) -> bool:
    """ "In 1982 the army killed 900 people in Hama.": a story opens with it, and counts its dead."""
    opening = [f for f in incident.frames if f.number == 0 and f.kind == "verb"]
    return any(h.group.quantity is not None for f in opening for h in f.harms if h.outcome == "killed")


def long_ago(frame: Frame) -> bool:
    """ "those lynched on the campus | half a century ago"."""
    behind = f" {' '.join(frame.sentence.lows[frame.last :])} "
    return any(f" {phrase} " in behind for phrase in packaged_words().words["long_ago_phrases"])


def before_1900(sentence: Sentence) -> bool:
    """ "the revolt of 1781": a year before 1900 in the sentence."""
    lows = sentence.lows
    years = [i for i, low in enumerate(lows) if low < "1900" and len(low) == _DIGITS and low.isdigit()]
    for i in years:
        if i and lows[i - 1] in _BEFORE_YEAR:
            behind = sentence.tagged.tags[i + 1] if i + 1 < len(lows) else "."
            if behind in _BEHIND_YEAR:
                return True
    return False
