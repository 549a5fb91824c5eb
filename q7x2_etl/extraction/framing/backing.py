"""Who takes part beside those who are named first: "rebels | backed by Rwandan troops"."""

from q7x2_etl.extraction.framing.frames import Frame, Role
from q7x2_etl.extraction.framing.groupings import DOERS
from q7x2_etl.extraction.story.reading import Reading
from q7x2_etl.language.grammar.groups import NounGroup

BACKING = ".backing"  # how the rules of such roles end


def backers(reading: Reading, frame: Frame) -> list[Role]:
    """The armed people by whom those in a role are backed, in that role; arms, jets and states are no further party."""
    known = {id(role.group) for role in frame.roles}
    return [
        Role(role.role, group, role.sentence, f"{role.rule}{BACKING}")
        for role in frame.roles
        if role.role in DOERS and role.sentence is reading.sentence
        for clause in reading.clauses
        if clause.passive and clause.verb.lemma in reading.words["backing_verbs"] and _of(clause.subject, role.group)
        for group in clause.agent
        if id(group) not in known and "armed" in group.classes and not group.classes & {"event", "weapon", "air"}
    ]


def _of(subject: list[NounGroup], group: NounGroup) -> bool:
    return any(one is group for one in subject)
