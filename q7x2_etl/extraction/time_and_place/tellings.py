"""Times that are of the telling, and not of what is told: "said on Monday", "on Sunday doctors said that …"."""

from dataclasses import replace

from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.language.grammar.groups import VerbGroup
from q7x2_etl.language.grammar.tokens import POSSESSIVE_ENDINGS
from q7x2_etl.language.times.finding import TimeMention

_DAYS = frozenset({"absolute-day", "yearless-day", "weekday", "weekday-of-last-week", "yesterday", "holiday"})


def of_saying(reading: Reading, at: int) -> bool:
    """ "said on Monday", "told reporters on Monday", "said in a statement on Monday": the time is the statement's."""
    words, chunks = reading.words, reading.chunks
    k = next((i for i, c in enumerate(chunks) if c.first <= at < c.last), None)
    if k is None or _possessive(reading, k):
        return False
    j = k - 1
    while j >= 0 and chunks[j].kind in {"I", "B", "T"}:
        j -= 1
    if _of_claiming(reading, k) or _of_new_figure(reading, k) or _published_then(reading, k):
        return True
    verb = chunks[j].verb if j >= 0 else None
    if verb is None and j > 0 and chunks[j].noun is not None:
        back = j - 1
        while back > 0 and chunks[back].kind in {"I", "NP"} and back > j - 3:
            back -= 1
        candidate = chunks[back].verb
        verb = candidate if candidate is not None and candidate.lemma in words["telling_verbs"] else None
        if (
            candidate is not None
            and candidate.lemma in words["toll_verbs"]
            and words["toll_nouns"] & set(reading.sentence.lows[: candidate.first])
        ):
            return True  # "the number of people killed rose to 34 on Wednesday"
        if candidate is not None and _raises_a_figure(reading, candidate, at):
            return True  # "revised that figure to 61 on Monday"
        if chunks[j - 1].verb is candidate is not None and _publishes(reading, candidate.lemma, j):
            return True  # "released a statement on Wednesday saying"
    if verb is None or verb.lemma not in words["verbs_saying"]:
        return False
    itself = verb.first > 0 and reading.lows[verb.first - 1] == "it"  # "It was reported on Saturday that …"
    return itself or not (verb.passive and verb.lemma in words["reporting_verbs"])


def _raises_a_figure(reading: Reading, verb: VerbGroup, at: int) -> bool:
    words = reading.words
    counted = words["figure_nouns"] | words["toll_nouns"]
    return verb.lemma in words["raising_verbs"] and not counted.isdisjoint(reading.lows[verb.last : at])


def _publishes(reading: Reading, lemma: str, k: int) -> bool:
    noun = reading.chunks[k].noun
    said = noun is not None and reading.lows[noun.head] in reading.words["published_nouns"]
    return said and lemma in reading.words["publishing_verbs"]


def _published_then(reading: Reading, at: int) -> bool:
    """ "in a statement | posted | on its page | on Sunday": when the statement appeared."""
    words, chunks = reading.words, reading.chunks
    k = at - 1
    while k > 0 and (chunks[k].kind in {"I", "B", "T"} or (chunks[k].noun is not None and chunks[k - 1].kind == "I")):
        k -= 1
    verb, before = chunks[k].verb, chunks[k - 1].noun if k > 0 else None
    if verb is None or before is None or reading.lows[before.head] not in words["published_nouns"]:
        return False
    return verb.lemma in words["issuing_verbs"] | words["publishing_verbs"]


def _possessive(reading: Reading, k: int) -> bool:
    """ "reported on Monday's attack": the day is the event's, whatever stands before it."""
    first = reading.chunks[k].first
    behind = next((c.first for c in reading.chunks[k:] if c.kind != "T"), len(reading.lows) - 1)
    return not POSSESSIVE_ENDINGS.isdisjoint(reading.lows[first : behind + 1])


def _of_new_figure(reading: Reading, at: int) -> bool:
    """ "revised that figure to 52 on Tuesday": when the new figure was told."""
    words, chunks = reading.words, reading.chunks
    k = next((i for i in range(at - 1, -1, -1) if chunks[i].verb is not None or chunks[i].kind in {"S", "."}), None)
    verb = chunks[k].verb if k is not None else None
    if verb is None or verb.lemma not in words["raising_verbs"] | words["toll_verbs"]:
        return False
    between = reading.lows[verb.last : chunks[at].first]
    return "to" in between and not words["toll_nouns"].isdisjoint(between)


def _of_claiming(reading: Reading, at: int) -> bool:
    """ "claimed responsibility for the attack on Tuesday": an event that is known already is claimed on that day."""
    words, lows, chunks = reading.words, reading.lows, reading.chunks
    behind = chunks[at + 1] if at + 1 < len(chunks) else None
    if any(low[0].isdigit() for low in lows[chunks[at].first : chunks[at].last]) or (behind and behind.kind == "R"):
        return False  # "denied involvement in the bombing of a mosque on 30 January", "… on Monday that killed six"
    known = False
    for k in range(at - 1, -1, -1):
        noun, verb = chunks[k].noun, chunks[k].verb
        if noun is not None and "event" in noun.classes:
            known = lows[noun.first] in words["specific_determiners"]
            if not known:
                return False
        if verb is not None:
            claims = verb.lemma in words["avowing_verbs"] or verb.lemma in words["verbs_denying"]
            return known and not verb.passive and (claims or verb.lemma in words["responsibility_verbs"])
        if chunks[k].kind in {"S", "R", "C"}:
            return False
    return False


def told_on(reading: Reading, at: int) -> bool:
    """ "On Sunday doctors said that 71 bodies had been received": when the dead were counted."""
    k = next((i for i, c in enumerate(reading.chunks) if c.verb is not None), None)
    first = reading.chunks[k].verb if k is not None else None
    if k is None or first is None or at >= first.first or first.passive or first.form == "pp":
        return False
    between = [c for c in reading.chunks[:k] if c.first > at and c.kind not in {"T", ","}]
    if not between or between[0].noun is None or any(c.kind in {"R", "S", "("} for c in between):
        return False
    counting = reading.words["verbs_saying"] | reading.words["tallying_verbs"] | reading.words["toll_verbs"]
    return first.lemma in counting


def of_telling(time: TimeMention) -> TimeMention:
    """A time that dates an event only where nothing else does."""
    return replace(time, kind="vague")


def day_named(time: TimeMention) -> TimeMention:
    """ "on alert since the April 22 massacre": the day in the event's own name is the day it happened on."""
    if time.kind != "since" or time.rule not in _DAYS:
        return time
    return replace(time, kind="point", date_end=time.date_start, precision="day")
