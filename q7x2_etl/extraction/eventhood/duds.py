"""Bombs that are thrown or planted, and of which it is then told that they did not go off."""

from collections.abc import Mapping, Sequence

from q7x2_etl.extraction.framing.groupings import BOMBINGS
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

_REACH = 2  # sentences on in which it may be told
_KNOWN = frozenset({"the", "both", "neither"})
_THINGS = frozenset({"it", "they", "which", "both"})


def failed_to_go_off(incident: Incident, told: Sequence[Told]) -> bool:
    """ "threw a grenade at a bar. | The grenade failed to detonate", "planted a bomb …; it was found and defused".

    Nothing of it has gone off and nobody was hurt.
    """
    unhurt = packaged_words().words["nobody_words"]  # "No one was hurt"
    hurt = [h for f in incident.frames for h in f.harms if h.sentence.lows[h.group.first] not in unhurt]
    frames = [f for f in incident.frames if f.event_type not in {None, "arrest"} and not f.effect]
    if incident.event_type not in BOMBINGS or any(h.outcome != "captured" for h in hurt):
        return False
    if any(f.stage == "accomplished" and not f.entry.get("may_fail") for f in frames):
        return False
    first, last = min(f.number for f in frames), max(f.number for f in frames)
    paragraph = told[first].paragraph
    return any(
        sentence.reading is not None and sentence.paragraph == paragraph and _tells_of_a_dud(sentence.reading)
        for sentence in told[first : last + 1 + _REACH]
    )


def _tells_of_a_dud(reading: Reading) -> bool:
    return any(_failed(reading, clause) for clause in reading.clauses)


def _failed(reading: Reading, clause: Clause) -> bool:
    verb, words = clause.verb, reading.words
    if not any(_is_the_bomb(reading, group) for group in clause.subject) or verb.modal:
        return False
    if clause.passive and _means(verb.lemma, reading, clause, words, "defusing_verbs"):
        return not verb.negated
    failed = verb.negated or "fail" in (*verb.governors, clause.governor)
    return failed and _means(verb.lemma, reading, clause, words, "exploding_verbs")


def _means(lemma: str, reading: Reading, clause: Clause, words: Mapping[str, frozenset[str]], which: str) -> bool:
    particle = reading.lows[clause.verb.head + 1 : clause.verb.head + 2]
    return not words[which].isdisjoint({lemma, " ".join((lemma, *particle))})


def _is_the_bomb(reading: Reading, group: NounGroup) -> bool:
    """ "the device", "it"; not "a second bomb", "the other grenade"."""
    lows = reading.lows
    if group.pronoun:
        return lows[group.head] in _THINGS
    others = reading.words["ordinals"] | reading.words["further_words"]
    known = lows[group.first] in _KNOWN and others.isdisjoint(lows[group.first : group.last])
    return known and bool(group.classes & {"explosive", "projectile"})
