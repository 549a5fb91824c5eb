"""Reports to incidents: which reports, of different articles, tell of the same event (docs/METHODS.md).

`Scope` links reports, `make_clusters` and `cluster_chunks` make clusters of them, `incident_of` makes a row of one.
"""

from q7x2_etl.event_families import EventFamilies
from q7x2_etl.resolution.account import Account
from q7x2_etl.resolution.corrections import FieldCorrection
from q7x2_etl.resolution.history import IdChange, id_changes
from q7x2_etl.resolution.incidents import Cluster, Incident, IncidentLink, Resolved, incident_of
from q7x2_etl.resolution.judgements import Judgements
from q7x2_etl.resolution.resolver import cluster_chunks, make_clusters
from q7x2_etl.resolution.rules import Rules
from q7x2_etl.resolution.scoping import Scope
from q7x2_etl.resolution.sides import IncidentActor
from q7x2_etl.resolution.weights import Weights

__all__ = [
    "Account",
    "Cluster",
    "EventFamilies",
    "FieldCorrection",
    "IdChange",
    "Incident",
    "IncidentActor",
    "IncidentLink",
    "Judgements",
    "Resolved",
    "Rules",
    "Scope",
    "Weights",
    "cluster_chunks",
    "id_changes",
    "incident_of",
    "make_clusters",
]
