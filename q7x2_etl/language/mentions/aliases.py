"""Who somebody is by name, told behind a description: "a teacher, identified as Juan Perez,", "a man named Diaz"."""

from collections.abc import Sequence

from q7x2_etl.language.grammar.groups import Chunk, NounGroup
from q7x2_etl.language.grammar.tokens import Token
from q7x2_etl.language.grammar.word_lists import packaged_words

_LONGEST_BRACKET = 4  # chunks
_ONE = frozenset({"a", "an", "the", "one", "another"})


def give_names(chunks: Sequence[Chunk], tokens: Sequence[Token]) -> None:
    """Adds to each description of one person the name that a participle behind it gives."""
    aliases = packaged_words().words["alias_verbs"]
    for k, piece in enumerate(chunks):
        verb = piece.verb
        if verb is None or verb.lemma not in aliases or not verb.bare_participle:
            continue
        who, name = _described(chunks, tokens, k), _name_behind(chunks, k)
        if who is not None and name is not None:
            who.appositions.append(name)


def _described(chunks: Sequence[Chunk], tokens: Sequence[Token], k: int) -> NounGroup | None:
    """The description before the participle at chunk `k`: one person, without a name."""
    at = k - 1
    if at > 0 and chunks[at].kind == ",":
        at -= 1
    if at > 0 and chunks[at].kind == ")":
        at = next((i - 1 for i in range(at - 1, max(0, at - _LONGEST_BRACKET), -1) if chunks[i].kind == "("), at)
    noun = chunks[at].noun if at >= 0 else None
    if noun is None or noun.pronoun or (noun.named and not _titled(noun)):
        return None
    one = tokens[noun.first].low in _ONE or (noun.quantity is not None and noun.quantity.best == 1)
    singular = any(
        m.last == noun.head + 1 and m.sense.kind in {"person", "title"} and not m.sense.is_plural for m in noun.mentions
    )
    return noun if one and (singular or "person" in noun.classes) else None


def _titled(noun: NounGroup) -> bool:
    """ "a Special Police Officer": capitals of an office, and no name."""
    return any(m.last == noun.head + 1 and m.sense.kind in {"person", "title", "force"} for m in noun.mentions)


def _name_behind(chunks: Sequence[Chunk], k: int) -> NounGroup | None:
    at = k + 1 + (k + 1 < len(chunks) and chunks[k + 1].kind in {"I", "B"})
    noun = chunks[at].noun if at < len(chunks) else None
    proper = noun is not None and noun.named and noun.prep in {"as", None} and noun.quantity is None
    return noun if proper and noun is not None and noun.classes.isdisjoint({"group", "armed", "facility"}) else None
