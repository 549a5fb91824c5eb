"""Who stood on which side of an incident, taken together from its reports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from q7x2_etl.model import Actor, ActorKind, Casualty, Role, Side
from q7x2_etl.resolution.account import Account, belonging

_SIDE_OF_ROLE: dict[Role, Side] = {"perpetrator": "a", "target": "b"}
_ROLE_ORDER: tuple[Role, ...] = ("perpetrator", "participant", "target", "claimant")
_RANK: dict[ActorKind, int] = {"state": 0, "foreign_state": 1}
_STATES: frozenset[ActorKind] = frozenset({"state", "foreign_state"})
_ARMED: frozenset[ActorKind] = _STATES | {"armed_group"}


@dataclass(frozen=True, slots=True)
class IncidentActor:
    """One row of `incident_actors`."""

    incident_id: str
    ordinal: int
    role: Role
    side: Side | None
    actor_id: str | None
    name: str
    kind: ActorKind
    country: str | None
    n_reports: int


@dataclass(frozen=True)
class Sides:
    """The two sides of an incident: side a is the state's (its own before a foreign one), else the one that acts."""

    members: dict[str, Side]
    actors: tuple[Actor, ...]

    def side_of(self, actor: Actor) -> Side | None:
        return None if actor.role == "claimant" else self.members.get(actor_key(actor))

    def name(self, side: Side) -> str | None:
        """The names of a side's armed members; else of its people; `Civilians` where they are only that."""
        members = [actor for actor in self.actors if self.side_of(actor) == side]
        armed = [actor for actor in members if actor.kind in _ARMED]
        if not armed and members and all(actor.kind == "civilians" for actor in members):
            return "Civilians"
        names = {actor_key(actor): actor.name for actor in sorted(armed or members, key=_by_name, reverse=True)}
        return ", ".join(sorted(names.values())) or None

    @cached_property
    def kinds(self) -> dict[Side, frozenset[ActorKind]]:
        return {side: frozenset(a.kind for a in self.actors if self.side_of(a) == side) for side in ("a", "b")}

    @property
    def type_of_violence(self) -> int | None:
        """UCDP's types (GED codebook): 1 a state and another armed side, 2 armed groups, 3 an armed side against
        civilians who are its target.
        """
        a, b = self.kinds["a"], self.kinds["b"]
        if a & _ARMED and b & _ARMED:
            return 1 if (a | b) & _STATES else 2
        for one, other, suffering in ((a, b, "b"), (b, a, "a")):
            if one & _ARMED and other and other <= {"civilians"} and self._suffers(suffering):
                return 3
        return None

    def _suffers(self, side: str) -> bool:
        """Whether it is done to that side: civilians who riot or fight are no victims of one-sided violence."""
        return any(actor.role == "target" for actor in self.actors if self.side_of(actor) == side)

    @property
    def civilian_targeting(self) -> bool | None:
        """True where civilians are a target, false where others are; None where no report says who is."""
        targets = [actor for actor in self.actors if actor.role == "target"]
        if any(actor.kind == "civilians" for actor in targets):
            return True
        return False if targets or all(kinds & _ARMED for kinds in self.kinds.values()) else None

    def side_of_victims(self, figure: Casualty) -> Side | None:
        """The side whose dead a figure counts: by the actor named, else by a kind that only one side has."""
        if figure.of_actor_id is not None and figure.of_actor_id in self.members:
            return self.members[figure.of_actor_id]
        sides: list[Side] = [side for side, kinds in self.kinds.items() if figure.of_kind in kinds]
        return sides[0] if figure.of_kind in _ARMED and len(sides) == 1 else None


def sides_of(accounts: Sequence[Account]) -> Sides:
    """The sides as the reports have them; a report that names the sides the other way round is turned round."""
    members: dict[str, Side] = {}
    for account in sorted(accounts, key=_most_telling_first):
        told = _told_sides(account)
        turned = sum(1 for key, side in told.items() if members.get(key, side) != side)
        kept = sum(1 for key, side in told.items() if members.get(key) == side)
        for key, side in told.items():
            members.setdefault(key, _other(side) if turned > kept else side)
    actors = tuple(actor for account in sorted(accounts, key=_by_id) for actor in account.report.actors)
    sides = Sides(members, actors)
    # Where nobody is known to have done it, side a stays empty; a victim does not become it.
    if sides.kinds["a"] and _rank(sides.kinds["b"]) < _rank(sides.kinds["a"]):
        return Sides({key: _other(side) for key, side in members.items()}, actors)
    return sides


def incident_actors(incident_id: str, accounts: Sequence[Account], sides: Sides) -> list[IncidentActor]:
    """One row for each actor and role, in a fixed order."""
    found: dict[tuple[int, str, str], list[tuple[str, Actor]]] = {}
    for account in sorted(accounts, key=_by_id):
        for actor in account.report.actors:
            own = actor.actor_id or f"{actor.name.casefold()}\x1f{actor.kind}"
            found.setdefault((_ROLE_ORDER.index(actor.role), sides.side_of(actor) or "", own), []).append(
                (account.report_id, actor)
            )
    rows: list[IncidentActor] = []
    for ordinal, key in enumerate(sorted(found)):
        told = found[key]
        first = min((actor for _, actor in told), key=_by_name)
        rows.append(
            IncidentActor(
                incident_id=incident_id,
                ordinal=ordinal,
                role=first.role,
                side=sides.side_of(first),
                actor_id=first.actor_id,
                name=first.name,
                kind=first.kind,
                country=min((actor.country for _, actor in told if actor.country), default=None),
                n_reports=len({report_id for report_id, _ in told}),
            )
        )
    return rows


def actor_key(actor: Actor) -> str:
    """What makes two mentions one member of a side: the dictionary's id (a person's affiliation), else the name."""
    return belonging(actor) or actor.name.casefold()


def _told_sides(account: Account) -> dict[str, Side]:
    told: dict[str, Side] = {}
    for actor in account.report.actors:
        side = actor.side or _SIDE_OF_ROLE.get(actor.role)
        if side is not None and actor.role != "claimant":
            told.setdefault(actor_key(actor), side)
    return told


def _rank(kinds: Iterable[ActorKind]) -> int:
    return min((_RANK.get(kind, 2) for kind in kinds), default=3)


def _other(side: Side) -> Side:
    return "b" if side == "a" else "a"


def _most_telling_first(account: Account) -> tuple[int, float, str]:
    return (-len(_told_sides(account)), -account.report.confidence, account.report_id)


def _by_id(account: Account) -> str:
    return account.report_id


def _by_name(actor: Actor) -> tuple[bool, str, str, str]:
    return (actor.kind == "person", actor.name, actor.kind, actor.actor_id or "")
