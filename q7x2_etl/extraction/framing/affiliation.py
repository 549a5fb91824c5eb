"""Whose people the doers are: "rebels belonging to the ELN", "gunmen from the Taliban"."""

from itertools import pairwise

from q7x2_etl.extraction.framing.frames import Frame, Role
from q7x2_etl.extraction.framing.groupings import DOERS
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.language.grammar.groups import Chunk, NounGroup

_REACH = 5  # chunks behind a group in which its organisation may stand


def affiliations(reading: Reading, frame: Frame) -> list[Role]:
    """A further role for the organisation that the people in a role are said to belong to."""
    found: list[Role] = []
    for role in frame.roles:
        if role.role in DOERS and role.sentence is reading.sentence:
            organisation = _organisation(reading, role.group)
            if organisation is not None and not any(r.group is organisation for r in frame.roles):
                found.append(Role(role.role, organisation, role.sentence, f"{role.rule}.affiliation"))
    return found


def _organisation(reading: Reading, group: NounGroup) -> NounGroup | None:
    """The armed organisation behind "belonging to", "who pledged allegiance to" or "from"; people that an actor's name
    tells need none.
    """
    if any(m.sense.kind == "actor" for m in group.mentions):
        return None
    chunks = reading.chunks
    at = next((k for k, piece in enumerate(chunks) if piece.noun is group), None)
    if at is None:
        return None
    bracketed = chunks[at - 2].noun if at > 2 and chunks[at - 1].kind == ")" and chunks[at - 3].kind == "(" else None
    if bracketed is not None and any(
        m.sense.kind == "actor" and "armed" in m.sense.classes for m in bracketed.mentions
    ):
        return bracketed  # "militia (ISWAP) fighters"
    belonging = styled = False
    for piece, behind in pairwise(chunks[at + 1 : at + 2 + _REACH]):
        if piece.verb is not None:
            said_to_be = reading.words["supposing_participles"]  # "believed to be | from the ELN"
            supposed = not said_to_be.isdisjoint(reading.lows[piece.first : piece.last])
            styled = piece.verb.bare_participle and piece.verb.lemma in reading.words["alias_verbs"]
            belongs = supposed or styled or piece.verb.lemma in reading.words["belonging_verbs"]
            if not belongs and not _allegiance(reading, behind):
                return None
            belonging = True
        elif piece.noun is not None and not _allegiance(reading, piece):
            named = any(m.sense.kind == "actor" and "armed" in m.sense.classes for m in piece.noun.mentions)
            if named and styled and piece.noun.prep in {None, "as"}:
                return piece.noun
            if named and (piece.noun.prep == "from" or (belonging and piece.noun.prep in {"to", "with"})):
                return piece.noun
            if piece.noun.prep != "of":
                return None
        elif piece.kind not in {"I", "B", "R", "NP"}:
            return None
        belonging = belonging or reading.lows[piece.first] in reading.words["loyal_words"]
    return None


def _allegiance(reading: Reading, piece: Chunk) -> bool:
    """ "had pledged | allegiance | to Islamic State"."""
    return piece.noun is not None and reading.lows[piece.noun.head] in reading.words["allegiance_nouns"]
