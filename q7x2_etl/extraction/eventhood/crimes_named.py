"""Crimes that are only named: what somebody is charged with, punished for, protests against, has a record of."""

from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.language.grammar.groups import NounGroup

_RECORD_REACH = 8  # tokens before a noun
_GRIEVING = frozenset({"over", "against", "at", "about"})
_OF_TRIALS = frozenset({"of", "over", "for", "into", "in"})
_OF_CHARGES = frozenset({"of", "with", "for"})


def heard_in_court(reading: Reading, group: NounGroup) -> bool:
    """ "charged six men in the 2013 twin blasts case": a case that bears the year of its crime."""
    if reading.lows[group.head] not in reading.words["court_matters"]:
        return False
    return any(i in reading.sentence.in_times for i in range(group.first, group.head))


def of_a_trial(reading: Reading, group: NounGroup) -> bool:
    """ "the trial of 19 people accused over the concert hall massacre": named, and told of no day or victims."""
    words, lows, victim = reading.words, reading.lows, group.complement
    trial = next((k for k in range(group.first - 1, -1, -1) if lows[k] in words["court_nouns"]), None)
    if trial is None or lows[trial + 1] not in _OF_TRIALS:
        return False
    between = (c.verb for c in reading.chunks if trial < c.first < group.first and c.verb is not None)
    if not all(v.bare_participle or lows[v.first] in words["accusing_participles"] for v in between):
        return False
    told = victim is not None and (victim.named or victim.quantity is not None)
    end = reading.sentence.tokens[group.head].end
    return not told and not any(time.start >= end for time in reading.sentence.times)


def of_a_record(reading: Reading, group: NounGroup) -> bool:
    """ "a commander wanted for a string of bombings": what somebody is known for, untold and undated."""
    words, lows = reading.words, reading.lows
    if not lows[group.head].endswith("s") or lows[group.first] in words["specific_determiners"]:
        return False
    before = lows[max(0, group.first - _RECORD_REACH) : group.head]
    known = next((i for i, low in enumerate(before) if low in words["record_words"]), None)
    return known is not None and not words["record_counts"].isdisjoint(before[known:])


def mere_charge(reading: Reading, group: NounGroup) -> bool:
    """ "officers charged with murder, kidnapping and rape", "crimes of abduction": kinds of crime, and none of them."""
    lows, tags = reading.lows, reading.sentence.tagged.tags
    if group.first != group.head or group.complement is not None:
        return False
    at = group.first - 1
    while at > 0 and tags[at] in "O,C":
        at -= 1
    if at < 1 or lows[at] not in _OF_CHARGES or lows[at - 1] not in reading.words["charge_words"]:
        return False
    behind = lows[group.last : group.last + 1]
    return behind not in {("of",), ("on",), ("against",), ("in",), ("at",)} and not any(
        time.start >= reading.sentence.tokens[group.head].end for time in reading.sentence.times
    )


def protested(reading: Reading, group: NounGroup) -> bool:
    """ "youths protesting the killing of a trader": why, and of a nameless one on an untold day."""
    words, lows, victim = reading.words, reading.lows, group.complement
    end = reading.sentence.tokens[group.head].end
    if any(time.start >= end for time in reading.sentence.times) or not group.first:
        return False
    if victim is not None and (
        victim.named or victim.quantity is not None or lows[victim.last : victim.last + 1] == ("by",)
    ):
        return False
    before = group.first - 1
    if group.prep is not None:
        return group.prep in _GRIEVING and before > 0 and lows[before - 1] in words["protest_words"]
    verb = next((c.verb.lemma for c in reading.clauses if any(o is group for o in c.objects)), None)
    return verb == "protest"


def punished(reading: Reading, group: NounGroup) -> bool:
    """ "imposed sanctions on nine officers for the killing of protesters": why, and told of no day of its own."""
    words, lows = reading.words, reading.lows
    at = next((i for i in range(group.first) if lows[i] in words["sanctioning_words"]), None)
    if at is None or {"for", "over"}.isdisjoint(lows[at : group.first]):
        return False
    between = (c for c in reading.chunks if at < c.first < group.first)
    end = reading.sentence.tokens[group.head].end
    return all(c.verb is None for c in between) and not any(time.start >= end for time in reading.sentence.times)
