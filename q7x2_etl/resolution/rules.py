"""What resolution goes by."""

from dataclasses import dataclass

from q7x2_etl.event_families import EventFamilies
from q7x2_etl.reference import Reference
from q7x2_etl.resolution.weights import Weights


@dataclass(frozen=True)
class Rules:
    """The families of event types, and the weights of what two reports share."""

    families: EventFamilies
    weights: Weights

    @classmethod
    def load(cls, reference: Reference) -> "Rules":
        """From the reference data. Raises ReferenceDataError where they do not fit."""
        return cls(EventFamilies.load(reference), Weights.load(reference))
