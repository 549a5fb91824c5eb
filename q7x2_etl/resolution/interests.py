"""Which figures of a report come from those who fight, about their enemy. The rule is written in docs/METHODS.md."""

from q7x2_etl.model import ActorKind, Casualty, Claim, Report

_STATES: frozenset[ActorKind] = frozenset({"state", "foreign_state"})


def interested_figures(report: Report) -> frozenset[Casualty]:
    """The figures that a belligerent claims of others than its own people.

    An armed group's own are fighters of its own or of no named group; of a state that fights in the report only the
    figures of armed groups are its enemy's.
    """
    claims = {claim.ordinal: claim for claim in report.claims}
    found = (c for c in report.casualties if c.claim_ordinal is not None and c.claim_ordinal in claims)
    return frozenset(c for c in found if c.claim_ordinal is not None and _enemy(c, claims[c.claim_ordinal], report))


def _enemy(figure: Casualty, claim: Claim, report: Report) -> bool:
    """Whether the one who claims the figure fights those whom it counts."""
    actor_id, kinds = claim.claimant_actor_id, _kinds(claim, report)
    if "armed_group" in kinds:
        own = figure.of_kind == "armed_group" and figure.of_actor_id in (None, actor_id)
        return not own and (actor_id is None or figure.of_actor_id != actor_id)
    return bool(kinds & _STATES) and figure.of_kind == "armed_group" and _fights(claim, report)


def _kinds(claim: Claim, report: Report) -> set[ActorKind]:
    """What the claimant is; a group's spokesman speaks for the group."""
    who = [one for one in report.actors if _is(claim, one.actor_id, one.name)]
    kinds = {one.kind for one in who}
    spoken_for = {one.affiliation_id for one in who if one.kind == "person"} - {None}
    kinds |= {one.kind for one in report.actors if one.actor_id in spoken_for}
    return kinds | ({"armed_group"} if spoken_for and "person" in kinds and not kinds & _STATES else set())


def _fights(claim: Claim, report: Report) -> bool:
    """Whether the state that speaks takes part: itself, or another body of the same country."""
    countries = {one.country for one in report.actors if _is(claim, one.actor_id, one.name)} - {None}
    return any(
        one.kind in _STATES
        and one.role != "claimant"
        and (_is(claim, one.actor_id, one.name) or one.country in countries)
        for one in report.actors
    )


def _is(claim: Claim, actor_id: str | None, name: str) -> bool:
    if claim.claimant_actor_id is not None:
        return claim.claimant_actor_id == actor_id
    return claim.claimant.casefold() == name.casefold()
