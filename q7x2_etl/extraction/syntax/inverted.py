"""Clauses whose subject stands behind the verb: "four fighters were killed, | as was | a water vendor"."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup, VerbGroup

_AUXILIARIES = frozenset({"be", "do", "have"})
_LIKEWISE = frozenset({"as", "so"})


class _Clause(Protocol):
    verb: VerbGroup
    subject: list[NounGroup]
    objects: list[NounGroup]


def share_inverted(sentence: Sentence, clauses: Sequence[_Clause]) -> None:
    """Gives the people behind "as was", "as did", "and so were" to the verb before, whose subjects they are too."""
    for before, clause in pairwise(clauses):
        verb = clause.verb
        if verb.lemma not in _AUXILIARIES or verb.governors or not clause.objects or not before.subject:
            continue
        if not verb.first or sentence.lows[verb.first - 1] not in _LIKEWISE or verb.last - verb.first > 1:
            continue
        before.subject, clause.subject, clause.objects = [*before.subject, *clause.objects], [], []
