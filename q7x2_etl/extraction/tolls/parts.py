"""Parts of a total of victims: "15 people, including three children", "17 soldiers, two of them officers"."""

from collections.abc import Callable, Sequence

from q7x2_etl.extraction.framing.frames import Harm
from q7x2_etl.extraction.syntax.coordination import coordinated_right
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import Chunk, NounGroup
from q7x2_etl.language.grammar.word_lists import packaged_words

_PART_REACH = 7  # chunks behind the total


def _next_total(chunks: Sequence[Chunk], k: int, j: int) -> bool:
    """ "six | were killed | and | 18 people, including four women, | were hurt": the parts are the second one's."""
    noun = chunks[j].noun
    counted = noun is not None and noun.quantity is not None and noun.prep is None and chunks[j - 1].kind == "C"
    between = any(piece.verb is not None for piece in chunks[k + 1 : j])
    return counted and between and any(piece.verb is not None for piece in chunks[j + 1 :])


def parts_of(sentence: Sentence, harm: Harm, counts: Callable[[Sentence, NounGroup], bool]) -> list[Harm]:
    """ "15 people, including three children" and "among them three children": parts of the total."""
    chunks = sentence.chunks
    k = next((i for i, c in enumerate(chunks) if c.noun is harm.group), None)
    if k is None or harm.group.quantity is None:
        return []
    including = packaged_words().words["including_words"]
    for j in range(k + 1, min(len(chunks), k + _PART_REACH)):
        low, noun = sentence.lows[chunks[j].first], chunks[j].noun
        if noun is not None and noun.quantity is not None and noun.complement is not None and noun.complement.pronoun:
            if "but" in sentence.lows[chunks[j - 1].first : noun.last]:
                return []  # "all but three of them civilians"
            one = noun.quantity.best == 1  # "two men, one of them a teenager": who he was, and no further figure
            return [] if one else [Harm(harm.outcome, noun, sentence, "harm.part")]
        if _next_total(chunks, k, j):
            return []
        if chunks[j].kind in {"VG", "S"} and low not in including and j > k + 1:
            return []  # but "15 people | died, | including three children"
        if low in including or low == "among":
            at = j + (2 if low == "among" else 1)
            if at < len(chunks) and chunks[at].noun is not None:
                members = coordinated_right(sentence, at)
                return [Harm(harm.outcome, g, sentence, "harm.part") for g in members if counts(sentence, g)]
    return []
