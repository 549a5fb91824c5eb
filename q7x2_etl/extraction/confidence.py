"""How sure a report is, from declared features."""

from collections.abc import Sequence

from q7x2_etl.extraction.incidents import Incident
from q7x2_etl.extraction.setting import Setting
from q7x2_etl.model import Actor, Casualty

# Feature weights, set by hand on the samples and MUC-4 train: what makes a telling concrete.
WEIGHTS = {
    "base": 0.1, "strength": 0.08, "time": 0.15, "place": 0.15, "doer": 0.12, "sufferer": 0.1, "count": 0.15,
    "hedged": -0.1, "inherited_time": -0.05,
}  # fmt: skip


def confidence_of(
    incident: Incident, actors: Sequence[Actor], casualties: Sequence[Casualty], setting: Setting
) -> float:
    """0-1: a weighted sum over what the text gives (`WEIGHTS`)."""
    roles = {a.role for a in actors}
    score = WEIGHTS["base"] + WEIGHTS["strength"] * incident.main.strength
    score += WEIGHTS["time"] * bool(incident.time()) + WEIGHTS["place"] * (setting.where is not None)
    score += WEIGHTS["doer"] * bool(roles & {"perpetrator", "participant"}) + WEIGHTS["sufferer"] * ("target" in roles)
    score += WEIGHTS["count"] * any(c.best or c.low for c in casualties)
    score += WEIGHTS["hedged"] * incident.main.hedged
    score += WEIGHTS["inherited_time"] * (setting.time is not None and incident.time() is None)
    return round(min(1.0, max(0.0, score)), 2)
