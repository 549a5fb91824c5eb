"""Counts told by another one: "ten were killed and as many wounded", "twice as many were hurt"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from q7x2_etl.extraction.framing.frames import Frame, Harm
from q7x2_etl.extraction.framing.slots import same_number
from q7x2_etl.extraction.story.told import Told
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.language.grammar.quantities import Quantity
from q7x2_etl.language.grammar.word_lists import packaged_words


def give_likened_counts(frames: Sequence[Frame], before: Sequence[Told]) -> None:
    """Gives the people who are "as many" the count that stands last before them, here or in the sentence before."""
    for frame in frames:
        frame.harms = [_likened(harm, frames, before) for harm in frame.harms]


def _likened(harm: Harm, frames: Sequence[Frame], before: Sequence[Told]) -> Harm:
    times = times_of(harm.sentence, harm.group)
    if times is None:
        return harm
    counts = [q for q in _counts(frames, harm) if q.first < harm.group.first]
    counts = counts or [q for told in before[-1:] for q in _counts(told.frames, harm)]
    if not counts:
        return harm
    last = max(counts, key=lambda quantity: quantity.first)
    low, best, high = (n * times if n is not None else None for n in (last.low, last.best, last.high))
    count = replace(
        last, first=harm.group.first, last=harm.group.last, low=low, best=best, high=high, derivation="word"
    )
    return replace(harm, group=replace(harm.group, quantity=count))


def times_of(sentence: Sentence, group: NounGroup) -> int | None:
    """How many times the other count: 1 for "as many" and "the same number", 2 for "twice as many".

    None for "as many as 30", "many", and for whatever else the group is.
    """
    lows, first = sentence.lows, group.first
    if group.quantity is not None and group.quantity.best is not None:
        return None
    if same_number(sentence, group):
        return 1
    if "many" not in lows[first : group.head + 1]:
        return None
    if first == 0 or lows[first - 1] != "as" or lows[first + 1 : first + 2] == ("as",):
        return None
    factor = packaged_words().pairs["multiples"].get(lows[first - 2] if first > 1 else "")
    return int(factor) if factor is not None else 1


def _counts(frames: Sequence[Frame], but: Harm) -> Iterator[Quantity]:
    for frame in frames:
        for harm in frame.harms:
            if harm.group is not but.group and harm.group.quantity is not None and harm.rule != "harm.part":
                yield harm.group.quantity
