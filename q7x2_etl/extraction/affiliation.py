"""Whose people the doers are: "rebels belonging to the ELN", "gunmen from the Taliban"."""

from q7x2_etl.extraction.frames import Frame, Role
from q7x2_etl.extraction.reading import Reading
from q7x2_etl.language.groups import NounGroup

_DOERS = frozenset({"perpetrator", "participant"})
_REACH = 5  # chunks behind a group in which its organisation may stand


def affiliations(reading: Reading, frame: Frame) -> list[Role]:
    """A further role for the organisation that the people in a role are said to belong to."""
    found: list[Role] = []
    for role in frame.roles:
        if role.role in _DOERS and role.sentence is reading.sentence:
            organisation = _organisation(reading, role.group)
            if organisation is not None and not any(r.group is organisation for r in frame.roles):
                found.append(Role(role.role, organisation, role.sentence, f"{role.rule}.affiliation"))
    return found


def _organisation(reading: Reading, group: NounGroup) -> NounGroup | None:
    """The armed organisation behind "belonging to" or "from"; people that an actor's name tells need none."""
    if any(m.sense.kind == "actor" for m in group.mentions):
        return None
    chunks = reading.chunks
    at = next((k for k, piece in enumerate(chunks) if piece.noun is group), None)
    if at is None:
        return None
    belonging = False
    for piece in chunks[at + 1 : at + 1 + _REACH]:
        if piece.verb is not None:
            if piece.verb.lemma not in reading.words["belonging_verbs"]:
                return None
            belonging = True
        elif piece.noun is not None:
            named = any(m.sense.kind == "actor" and "armed" in m.sense.classes for m in piece.noun.mentions)
            if named and (piece.noun.prep == "from" or (belonging and piece.noun.prep in {"to", "with"})):
                return piece.noun
            if piece.noun.prep != "of":
                return None
        elif piece.kind not in {"I", "B"}:
            return None
    return None
