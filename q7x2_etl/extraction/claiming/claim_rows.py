"""The claims of a report: their rows, what in the report each is about, and how sure they leave the report."""

from collections.abc import Sequence
from dataclasses import replace

from q7x2_etl.extraction.claiming.claims import Speech
from q7x2_etl.extraction.framing.groupings import DOERS
from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.reports.who import Parties
from q7x2_etl.extraction.time_and_place.setting import Setting
from q7x2_etl.model import Actor, Casualty, Claim, Veracity

_CODE = 3  # letters of a country's code
_FOUGHT = frozenset({"armed_clash"})  # both sides tell what they did


class ClaimWriter:
    """Turns the speeches of incidents into claims."""

    def __init__(self, parties: Parties) -> None:
        self._parties = parties

    def settled(self, setting: Setting, event_type: str) -> tuple[Speech, ...]:
        """The speeches with their stance decided: who tells a state's deeds, or his own in a fight, just says so."""
        found: list[Speech] = []
        for speech in setting.speeches:
            if speech.implied:
                party = self._parties.party(speech.spoken_in, speech.speaker, setting.day, setting.country)
                group = party is not None and (party.kind == "armed_group" or party.affiliation_id is not None)
                named = party is not None and party.kind == "other"
                if event_type in _FOUGHT or not (group or named):
                    speech = replace(speech, stance="asserts")
            found.append(speech)
        return tuple(found)

    def rows(self, setting: Setting) -> tuple[tuple[Claim, ...], list[tuple[Speech, int]]]:
        """What is said of the incident, each stance of each speaker once; and of every speech the claim it makes."""
        rows: list[Claim] = []
        said: list[tuple[Speech, int]] = []
        seen: dict[tuple[str, str], int] = {}
        for speech in setting.speeches:
            speaker = speech.speaker
            party = self._parties.party(speech.spoken_in, speaker, setting.day, setting.country)
            name = party.name if party is not None else speech.spoken_in.words(speaker.first, speaker.last)
            known = seen.setdefault((name.casefold(), speech.stance), len(rows))
            said.append((speech, known))
            if known < len(rows):
                continue
            actor_id = party.actor_id if party is not None else None
            rows.append(
                Claim(len(rows), name, actor_id, speech.stance, speech.about, speech.source, speech.start, speech.end)
            )
        return tuple(rows), said


def claim_of(row: Casualty, said: Sequence[tuple[Speech, int]]) -> int | None:
    """The claim that a figure is part of: an assertion of its sentence, the last one before it, else the first; None
    for the article's own figures.
    """
    inside = [
        (speech, ordinal)
        for speech, ordinal in said
        if speech.stance == "asserts" and speech.sentence.start <= row.span_start < speech.sentence.end
    ]
    if not inside:
        return None
    before = [ordinal for speech, ordinal in inside if _leads_to(speech, row)]
    return before[-1] if before else inside[0][1]


def _leads_to(speech: Speech, row: Casualty) -> bool:
    """ "the police spoke of 31 dead; residents | put it at 70", not "nine died, police said; 20 were hurt"."""
    start, text = speech.sentence.start, speech.sentence.text
    return speech.start <= row.span_start and ";" not in text[speech.end - start : row.span_start - start]


def veracity_of(
    incident: Incident, claims: Sequence[Claim], actors: Sequence[Actor], said: Sequence[tuple[Speech, int]]
) -> Veracity:
    """How sure the report is: denied or disputed, told with a hedge, told only by who fought, or plainly told."""
    stances = {c.stance for c in claims}
    if any(f.denied and not f.effect for f in incident.frames) or any(_contradicts(c, actors) for c in claims):
        told = stances & {"asserts", "claims_responsibility", "disputes"} or not incident.main.denied
        return "disputed" if told else "denied"
    if incident.main.hedged:
        return "alleged"
    parties = _parties_to(incident)
    boasts = {ordinal for speech, ordinal in said if speech.stance == "asserts" or speech.implied}
    if claims and all(c.ordinal in boasts and c.claimant_actor_id in parties for c in claims):
        first = min(speech.start for speech, ordinal in said if ordinal in boasts)
        if not _told_before(incident, first, said):
            return "alleged"  # only those who fought tell it
    return "reported"


def _told_before(incident: Incident, first: int, said: Sequence[tuple[Speech, int]]) -> bool:
    """Whether the article tells it in its own words before the first of those who fought speaks of it."""
    spoken = {speech.sentence.start for speech, _ in said}
    return any(
        frame.kind == "verb"
        and (
            (frame.sentence.end <= first and frame.sentence.start not in spoken)
            or ";" in frame.sentence.text[frame.trigger_span[1] : first]
        )
        for frame in incident.frames
    )


def _contradicts(claim: Claim, actors: Sequence[Actor]) -> bool:
    """The incident itself is denied or disputed: not only a figure, nor a hand in it by who is not said to have one."""
    if claim.stance not in {"denies", "disputes"} or claim.about_field == "casualties":
        return False
    doers = {a.actor_id for a in actors if a.role in DOERS}
    who = claim.claimant_actor_id
    if who is not None and len(who) == _CODE and who.isupper() and who not in doers | _nations(actors):
        return False  # "Islamabad rejected the accusation": it had no part in it
    return claim.about_field != "actors" or claim.claimant_actor_id in doers


def _nations(actors: Sequence[Actor]) -> set[str | None]:
    """The countries whose states take part."""
    return {a.country for a in actors if a.kind in {"state", "foreign_state"}}


def _parties_to(incident: Incident) -> set[str]:
    return {m.sense.id for f in incident.frames for r in f.roles for m in r.group.mentions if m.sense.kind == "actor"}


def with_paths(claims: Sequence[Claim], actors: Sequence[Actor], casualties: Sequence[Casualty]) -> tuple[Claim, ...]:
    """The claims with what they are about as a path in the report: the claimant's own part, the figure before."""
    return tuple(replace(claim, about_field=_path(claim, actors, casualties)) for claim in claims)


def _path(claim: Claim, actors: Sequence[Actor], casualties: Sequence[Casualty]) -> str | None:
    if claim.about_field == "actors":
        same = (a for a in actors if (a.actor_id or a.name) == (claim.claimant_actor_id or claim.claimant))
        own = next(same, None)
        return f"actors[{own.ordinal}].role" if own is not None else None
    if claim.about_field == "casualties":
        before = [row for row in casualties if row.span_start < claim.span_end or row.claim_ordinal == claim.ordinal]
        row = max(before, key=lambda r: r.span_start, default=None)
        return f"casualties[{row.ordinal}].{stated(row)}" if row is not None else None
    return claim.about_field


def stated(row: Casualty) -> str:
    """The field of a figure that its words state."""
    return "best" if row.best is not None else "low" if row.low is not None else "qualifier"
