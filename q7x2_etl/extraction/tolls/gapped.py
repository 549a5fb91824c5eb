"""Further people whose verb is not said again: "three died at the scene and two in hospital"."""

from collections.abc import Iterator, Sequence

from q7x2_etl.extraction.framing.frames import Frame, Harm
from q7x2_etl.extraction.tolls.town_shares import town_shares
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.word_lists import packaged_words

_AT = frozenset({"at", "in", "on", "inside", "outside", "by"})


def told_fatal(sentence: Sentence, frames: Sequence[Frame]) -> Iterator[Harm]:
    """ "Two officers were shot, | one | fatally": whom it killed."""
    fatal, chunks = packaged_words().words["fatal_adverbs"], sentence.chunks
    if fatal.isdisjoint(sentence.vocabulary) or not any(f.harms for f in frames):
        return
    for k in range(2, len(chunks)):
        noun = chunks[k - 1].noun
        if noun is None or noun.classes or sentence.lows[chunks[k].first] not in fatal:
            continue
        counted = noun.elliptic or sentence.tagged.tags[noun.head] == "N"
        if counted and chunks[k - 2].kind in {",", "C"}:
            yield Harm("killed", noun, sentence, "harm.gapped")


def gapped(sentence: Sentence, frames: Sequence[Frame]) -> Iterator[Harm]:
    """ "three died at the scene | and two | in hospital": a number of more people whose verb is not said again."""
    chunks = sentence.chunks
    shares = town_shares(sentence)
    for frame in frames:
        counted = sum(number.quantity.best or 0 for number, _ in shares if number.quantity is not None)
        for harm in frame.harms[:1] if shares else ():
            if harm.group.quantity is not None and harm.group.quantity.best == counted:
                yield from (Harm(harm.outcome, number, sentence, "harm.part") for number, _ in shares)
        if frame.kind != "verb" or not frame.harms:
            continue
        for j in range(frame.chunk + 1, len(chunks) - 2):
            noun, where = chunks[j].noun, chunks[j + 2].noun
            if chunks[j].verb is not None or chunks[j].kind in {"S", "R", "."}:
                break
            if noun is None or where is None or chunks[j - 1].kind != "C" or chunks[j + 1].kind != "I":
                continue
            bare = not noun.classes and (noun.elliptic or sentence.tagged.tags[noun.head] == "N")
            told = noun.quantity is not None or (noun.elliptic and noun.first < noun.head)  # "a sixth", no "another"
            ends = j + 3 >= len(chunks) or chunks[j + 3].verb is None
            if bare and told and ends and where.prep in _AT and "place" not in where.classes:
                yield Harm(frame.harms[0].outcome, noun, sentence, "harm.gapped")
