"""Reports to incidents: which reports, of different articles, tell of the same event (docs/METHODS.md)."""

from collections.abc import Iterable

from q7x2_etl.event_families import EventFamilies
from q7x2_etl.resolution.account import Account
from q7x2_etl.resolution.clustering import cluster
from q7x2_etl.resolution.corrections import FieldCorrection
from q7x2_etl.resolution.history import IdChange, id_changes
from q7x2_etl.resolution.incidents import Incident, IncidentLink, Resolved, incident_of
from q7x2_etl.resolution.judgements import Judgements
from q7x2_etl.resolution.sides import IncidentActor

__all__ = [
    "Account",
    "EventFamilies",
    "FieldCorrection",
    "IdChange",
    "Incident",
    "IncidentActor",
    "IncidentLink",
    "Judgements",
    "Resolved",
    "id_changes",
    "resolve",
]


def resolve(
    accounts: Iterable[Account], families: EventFamilies, judgements: Judgements | None = None
) -> list[Resolved]:
    """The incidents of a set of reports, by incident_id; a pure function of the set and of what people judged.

    Reports of different countries merge only where people say so; else countries can be resolved one at a time.
    Reports that people rejected are to be left out by the caller.
    """
    return [incident_of(found) for found in cluster(accounts, families, judgements)]
