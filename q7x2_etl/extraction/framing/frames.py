"""Frames: one trigger with its roles, harms, times and places, before sentences are joined to incidents."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from q7x2_etl.language.annotated import Sentence
from q7x2_etl.language.grammar.groups import NounGroup, PlaceMention
from q7x2_etl.language.times.finding import TimeMention
from q7x2_etl.model import CasualtyOutcome, Stage
from q7x2_etl.model import Role as RoleName

FrameKind = Literal["verb", "noun"]


AMONG = "harm.among"  # "three were among the dead", and nobody has said how many died
PARTIAL = frozenset({"harm.part", "harm.listed", AMONG})  # rules that read a figure beside others of the same total


@dataclass(slots=True)
class Role:
    """A noun group in a role, and the rule that put it there."""

    role: RoleName
    group: NounGroup
    sentence: Sentence
    rule: str


@dataclass(slots=True)
class Harm:
    """What happened to the persons of a noun group; `weak`: unless something worse is told of them ("was stabbed")."""

    outcome: CasualtyOutcome
    group: NounGroup
    sentence: Sentence
    rule: str
    weak: bool = False


@dataclass(slots=True)
class PlaceRef:
    """A place name that a frame may have happened at; `weight` says how closely it hangs on the trigger."""

    mention: PlaceMention
    prep: str | None
    sentence: Sentence
    weight: float


@dataclass(slots=True)
class Frame:
    """One trigger in one sentence. `event_type` is None for a mere effect; `number` counts sentences in the article."""

    sentence: Sentence
    number: int
    paragraph: int
    first: int
    last: int
    chunk: int
    kind: FrameKind
    entry: Mapping[str, Any]
    event_type: str | None
    strength: int
    stage: Stage = "accomplished"
    effect: bool = False
    hedged: bool = False
    denied: bool = False
    definite: bool = False
    new: bool = False
    plural: bool = False
    present: bool = False
    roles: list[Role] = field(default_factory=list)
    backing: list[Role] = field(default_factory=list)  # who takes part beside them; joining does not ask
    harms: list[Harm] = field(default_factory=list)
    instruments: list[NounGroup] = field(default_factory=list)
    objects: list[NounGroup] = field(default_factory=list)
    ruined: list[NounGroup] = field(default_factory=list)  # things that it destroyed or damaged, known or not
    places: list[PlaceRef] = field(default_factory=list)
    times: list[TimeMention] = field(default_factory=list)
    headline: bool = False
    share: int | None = None  # which of the events that its sentence tells one by one (shares.py)
    reached: TimeMention | None = None  # the last time that its paragraph has told before it
    opened: frozenset[str] = frozenset()  # keys of the places that its paragraph opened with, sentences before it

    @property
    def trigger_span(self) -> tuple[int, int]:
        """Text offsets of the trigger's words."""
        return self.sentence.offsets(self.first, self.last)

    def groups(self, role: str) -> list[NounGroup]:
        """The noun groups in one role."""
        return [r.group for r in self.roles if r.role == role]
