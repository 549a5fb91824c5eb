"""Participles that open a sentence: "Kidnapped by gunmen in May, | the trader | was freed"."""

from collections.abc import Sequence
from typing import Protocol

from q7x2_etl.extraction.syntax.verb_neighbours import doers_behind_by
from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup, VerbGroup


class _Clause(Protocol):
    at: int
    verb: VerbGroup
    subject: list[NounGroup]
    objects: list[NounGroup]
    preps: list[NounGroup]
    agent: list[NounGroup]
    reduced: bool


def share_fronted(sentence: Sentence, clauses: Sequence[_Clause]) -> None:
    """Makes a past form that opens the sentence, without anybody before it or as its object, a passive of whom the
    clause behind its comma tells.
    """
    if len(clauses) < 2 or clauses[0].at != 0:
        return
    opening, main = clauses[0], clauses[1]
    if not opening.verb.bare_participle or opening.subject or opening.objects or not main.subject:
        return
    commas = [k for k in range(1, main.at) if sentence.chunks[k].kind == ","]
    if not commas or sentence.chunks[commas[-1] + 1].noun is not main.subject[0]:
        return
    opening.reduced, opening.subject = True, list(main.subject)
    opening.agent = doers_behind_by(sentence, opening.verb, opening.subject, opening.preps)
