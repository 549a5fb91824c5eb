"""Who says it, who denies it, who claims it: the acts of saying in one sentence."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from q7x2_etl.extraction.claiming.accusations import blamed
from q7x2_etl.extraction.claiming.speakers import can_speak, channel_of, speakers_of, stands_for
from q7x2_etl.extraction.claiming.stances import said
from q7x2_etl.extraction.framing.blame import of_what_was_told
from q7x2_etl.extraction.framing.slots import part_of
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.extraction.syntax.clauses import Clause
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.model import Stance

_TELLING_MARKS = frozenset({":", "-", "–", "—"})
_CITING_MARKS = _TELLING_MARKS | {"(", "["}


@dataclass(frozen=True, slots=True)
class Speech:
    """One act of saying in a sentence: who, with which stance, in which words (text offsets).

    `spoken_in` is the sentence that names the speaker. `implied`: the stance holds only where the speaker is no state
    (a ministry that says what its troops did claims no responsibility). `source` is the channel it came through.
    """

    speaker: NounGroup
    sentence: Sentence
    stance: Stance
    start: int
    end: int
    spoken_in: Sentence
    about: str | None = None
    source: str | None = None
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Blame:
    """A group that a sentence says to have done it, and who says so (None: nobody in particular)."""

    group: NounGroup
    sentence: Sentence
    speaker: NounGroup | None


@dataclass(frozen=True, slots=True)
class SaidOf:
    """What one sentence says of incidents."""

    speeches: tuple[Speech, ...] = field(default=())
    blames: tuple[Blame, ...] = field(default=())


def read_claims(reading: Reading) -> SaidOf:
    """What is said, claimed or denied in a sentence, and by whom; and who is blamed."""
    speeches: list[Speech] = []
    blames: list[Blame] = []
    for index, clause in enumerate(reading.clauses):
        speakers = speakers_of(reading, clause)
        if speakers is None or _named_so(reading, clause):
            continue
        denied = any(c.at < clause.at and c.verb.lemma in reading.words["verbs_denying"] for c in reading.clauses)
        accused = [] if denied or not of_what_was_told(reading, clause) else blamed(reading, clause)
        teller = speakers[0] if speakers else None
        if accused and teller in accused:
            teller = speeches[-1].speaker if speeches else None  # "sources suspected | that X was responsible"
        blames += [Blame(g, reading.sentence, teller) for g in accused]
        if speakers:
            speeches += _speeches(reading, clause, index, speakers)
    return SaidOf((*speeches, *_according_to(reading), *_marked(reading), *_by_noun(reading)), tuple(blames))


def _named_so(reading: Reading, clause: Clause) -> bool:
    """ "a militia | known | as the Red Spears": its name, and nobody's word."""
    verb = clause.verb
    styled = verb.bare_participle and verb.lemma in reading.words["alias_verbs"]
    return styled and reading.lows[verb.last : verb.last + 1] == ("as",)


def _speeches(reading: Reading, clause: Clause, index: int, speakers: list[NounGroup]) -> Iterator[Speech]:
    content = said(reading, clause, index)
    if content is None:
        return
    sentence, verb = reading.sentence, clause.verb
    source = channel_of(reading, clause)
    for speaker in speakers:
        who = speaker if content.stance == "asserts" else stands_for(reading, clause, speaker)
        start, end = sentence.offsets(min(who.first, verb.first), max(who.last, verb.last))
        yield Speech(
            who, sentence, content.stance, start, end, sentence, content.about, source, content.implied
        )  # fmt: skip


def _according_to(reading: Reading) -> Iterator[Speech]:
    """ "according to residents and an aid group"."""
    sentence, chunks = reading.sentence, reading.chunks
    lows = sentence.lows
    if "according" not in sentence.vocabulary:
        return
    for k, piece in enumerate(chunks):
        if piece.noun is None or piece.first < 2 or lows[piece.first - 2 : piece.first] != ("according", "to"):
            continue
        members = [piece.noun]
        while k + 2 < len(chunks) and chunks[k + 1].kind == "C" and chunks[k + 2].noun is not None:
            behind = chunks[k + 3] if k + 3 < len(chunks) else None
            if behind is not None and behind.verb is not None:
                break  # "according to police, and two men fled"
            members.append(chunks[k + 2].noun)  # type: ignore[arg-type]  # tested above
            k += 2
        for noun in members:
            start, end = sentence.offsets(piece.first - 2, noun.last)
            yield Speech(noun, sentence, "asserts", start, end, sentence)


def _marked(reading: Reading) -> Iterator[Speech]:
    """Who says it by punctuation alone: "(Daily Trust, June 9)" behind a sentence, "Six killed in Kano: police"."""
    sentence, chunks = reading.sentence, reading.chunks
    if _CITING_MARKS.isdisjoint(sentence.vocabulary):
        return
    for k, piece in enumerate(chunks[:-1]):
        noun = chunks[k + 1].noun
        opens = piece.kind == "(" and noun is not None
        if noun is None or not (opens or sentence.tokens[piece.first].text in _TELLING_MARKS):
            continue
        first, last = noun.first, noun.last
        if opens:
            cited = any(
                t.rule == "citation" and 0 < t.start - sentence.tokens[last - 1].end <= 2 for t in sentence.times
            )
            fits = cited and noun.named
        else:
            closes = all(c.kind == "." for c in chunks[k + 2 :])
            fits = closes and k > 0 and can_speak(reading, noun)
        if fits:
            start, end = sentence.offsets(first, last)
            yield Speech(noun, sentence, "asserts", start, end, sentence)


def _by_noun(reading: Reading) -> Iterator[Speech]:
    """ "X's claim of responsibility", "a claim of responsibility from X", "X claim responsibility" read as one noun."""
    sentence, chunks, words = reading.sentence, reading.chunks, reading.words
    if words["claim_nouns"].isdisjoint(sentence.vocabulary):
        return
    for k, piece in enumerate(chunks):
        noun = piece.noun
        if noun is None or "no" in sentence.lows[noun.first : noun.first + 1]:
            continue
        who: NounGroup | None = None
        responsible = sentence.lows[noun.last : noun.last + 2] == ("of", "responsibility")
        if sentence.lows[noun.head] in words["claim_nouns"] and responsible:
            who = _claimant_of_noun(reading, k, noun)
        else:
            who = _read_as_noun(reading, k, noun)
        if who is None or not can_speak(reading, who) or sentence.lows[who.head] in words["negative_words"]:
            continue
        start, end = sentence.offsets(min(who.first, noun.first), max(who.last, noun.last))
        yield Speech(who, sentence, "claims_responsibility", start, end, sentence, "actors")


def _claimant_of_noun(reading: Reading, k: int, noun: NounGroup) -> NounGroup | None:
    if noun.possessor_end is not None:
        return part_of(reading.sentence, noun, noun.first, noun.possessor_end)
    behind = [c.noun for c in reading.chunks[k + 1 : k + 8] if c.noun is not None and c.noun.prep in {"from", "by"}]
    return behind[0] if behind and "actor" in behind[0].classes else None


def _read_as_noun(reading: Reading, k: int, noun: NounGroup) -> NounGroup | None:
    """ "The Taliban claim responsibility", "X and Y both claim the attack": the plural's verb looks like a noun."""
    lows, chunks = reading.lows, reading.chunks
    at = next((i for i in range(noun.first + 1, noun.last) if lows[i] in reading.words["claim_nouns"]), None)
    if at is None:
        return None
    event = chunks[k + 1].noun if k + 1 < len(chunks) and at == noun.last - 1 else None
    credit = lows[at + 1 : at + 2] and lows[at + 1] in reading.words["responsibility_nouns"]
    if not credit and (event is None or event.prep is not None or "event" not in event.classes):
        return None
    who = part_of(reading.sentence, noun, noun.first, at)
    if lows[who.head] in {"both", "all"} and k > 0:
        return next((c.noun for c in reversed(chunks[:k]) if c.noun is not None), None)
    return who if "actor" in who.classes or who.named else None
