"""Whole names that other words give: "a teacher, identified as Juan Perez", "Perez" where Juan Perez was told of."""

from collections.abc import Sequence
from dataclasses import replace

from q7x2_etl.extraction.framing.slots import one_person
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup
from q7x2_etl.model import Actor, Casualty


def alias_of(group: NounGroup) -> NounGroup | None:
    """ "a teacher, identified as | Juan Perez": the name that stands behind a description of one person."""
    if not one_person(group) or group.complement is not None:
        return None
    return next((a for a in group.appositions if a.named and a.first > group.last and not a.classes - {"name"}), None)


def whole_name(
    sentences: Sequence[Sentence], sentence: Sentence, group: NounGroup
) -> tuple[Sentence, NounGroup] | None:
    """The group that told the whole name before: for "Zaman" "Haji Sher Zaman"."""
    if group.first != group.head or not group.named or group.places:
        return None
    word = sentence.texts[group.head]
    found: tuple[Sentence, NounGroup] | None = None
    for other in sentences:
        for piece in other.chunks:
            noun = piece.noun
            if noun is None or noun.head == noun.first or not noun.named or other.start > sentence.start:
                continue
            before = other is not sentence or noun.last <= group.first
            if before and word in other.texts[noun.first + 1 : noun.last] and other.texts[noun.head][0].isupper():
                found = other, noun
    return found


def of_whole_names(casualties: Sequence[Casualty], actors: Sequence[Actor]) -> tuple[Casualty, ...]:
    """The figures, with whom they tell of named as the actors are."""
    persons = [a.name for a in actors if a.kind == "person" and " " in a.name]

    def whole(name: str | None) -> str | None:
        return next((p for p in persons if name is not None and name in p.split()[1:]), name)

    return tuple(replace(row, of_name=whole(row.of_name)) for row in casualties)
