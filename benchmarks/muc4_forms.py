"""The wordings within the noun groups of a sentence that could fill a slot of a MUC-4 template: for `muc4.py` only.

One thing is told in several ways ("TWO MEMBERS OF THE NATIONAL POLICE"): the group, the group with what stands behind
its preposition, a name inside, each bare and in full. Which of them the task's answers have is learnt.
"""

import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from muc4_fillers import bare, plain

from q7x2_etl.extraction.story.told import Told
from q7x2_etl.language.grammar.groups import Chunk, NounGroup

_PARTS = frozenset({"name", "actor", "force", "person", "weapon"})
_GROUPS = frozenset({"group", "of", "of_further"})  # kinds of forms that can be told in full
_BEHIND = frozenset({"in", "for", "at", "with", "from"})
_BEHIND_OF = frozenset({"of", "in", "for"})
_MARKS = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True)
class Form:
    """One wording within a noun group, that of the chunk at `chunk`: [first, last) in tokens.

    `kind`: the group, the group with "of …" or another preposition, or what it is that is named inside; `full`: with
    its article, number and "alleged".
    """

    kind: str
    first: int
    last: int
    head: int
    classes: frozenset[str]
    group: NounGroup
    chunk: int
    words: str = ""
    full: bool = False

    @property
    def key(self) -> str:
        """As fillers are compared."""
        return key_of(self.words)

    @property
    def who(self) -> str | None:
        """The actor that it names, by whichever name."""
        inside = (m for m in self.group.mentions if m.sense.kind == "actor" and self.first <= m.first < self.last)
        return next((m.sense.id for m in inside), None)


def key_of(words: str) -> str:
    """As fillers are compared: lower case, no marks, no articles."""
    told = words.lower().translate(_MARKS).split()
    return " ".join(word for word in told if word not in {"a", "an", "the"})


def forms(told: Told) -> Iterator[Form]:
    """The forms of a sentence; of one noun group each wording once."""
    for position, piece in enumerate(told.sentence.chunks):
        if piece.noun is None or piece.noun.pronoun:
            continue
        seen: set[str] = set()
        for form in _spans(told.sentence.chunks, position, piece.noun):
            for worded in _worded(told, form):
                if worded.key not in seen:
                    yield worded
                seen.add(worded.key)


def _spans(chunks: Sequence[Chunk], position: int, group: NounGroup) -> Iterator[Form]:
    def form(kind: str, last: int) -> Form:
        return Form(kind, group.first, last, group.head, group.classes, group, position)

    yield form("group", group.last)
    behind, further = (_behind(chunks, position + steps) for steps in (0, 2))
    if behind is not None and behind.prep == "of":
        yield form("of", behind.last)
        if further is not None and further.prep in _BEHIND_OF:
            yield form("of_further", further.last)
    elif behind is not None and behind.prep in _BEHIND:
        yield form("behind", behind.last)
    for m in group.mentions:
        if m.sense.kind in _PARTS and (m.first, m.last) != (group.first, group.last):
            classes = frozenset(m.sense.classes)
            yield Form(m.sense.kind, m.first, m.last, m.last - 1, classes, group, position)


def _behind(chunks: Sequence[Chunk], position: int) -> NounGroup | None:
    """The noun group behind the preposition that follows a chunk."""
    follows = position + 2 < len(chunks) and chunks[position + 1].kind == "I"
    return chunks[position + 2].noun if follows else None


def _worded(told: Told, form: Form) -> Iterator[Form]:
    whole = plain(told.sentence.words(form.first, form.last)).strip(" \"'")
    ways = [(bare(whole).strip(" \"'"), False)] + ([(whole, True)] if form.kind in _GROUPS else [])
    for words, full in ways:
        if key_of(words):
            place = (form.kind, form.first, form.last, form.head, form.classes, form.group, form.chunk)
            yield Form(*place, words, full)
