"""What becomes of those who are taken, and what their kidnapping is then called."""

from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.reports.greater_harm import more_killed
from q7x2_etl.extraction.reports.office_holders import of_office


def refined_kidnapping(incident: Incident) -> str:
    """A kidnapping, or what was worse: those taken were killed or raped, or more were killed than taken."""
    if _captives_killed(incident):
        return of_office(incident, "abducted") or "execution"
    if _taken_and_killed(incident):
        return of_office(incident) or "execution"
    if any(f.event_type == "sexual_violence" for f in incident.frames):
        return "sexual_violence"
    return "armed_attack" if more_killed(incident) else "kidnapping"


def _captives_killed(incident: Incident) -> bool:
    """ "18 bodies were found … the victims had been abducted": what became of those taken names the incident."""
    return any(f.event_type == "execution" and any(h.outcome == "killed" for h in f.harms) for f in incident.frames)


def _taken_and_killed(incident: Incident) -> bool:
    """ "was abducted and killed": the very people who were taken."""
    harms = [h for f in incident.frames for h in f.harms]
    taken = {id(h.group) for h in harms if h.outcome == "abducted"}
    return any(h.outcome == "killed" and id(h.group) in taken for h in harms)
