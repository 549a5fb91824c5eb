"""What resolution goes by."""

from dataclasses import dataclass

from q7x2_etl.event_families import EventFamilies
from q7x2_etl.reference import Reference
from q7x2_etl.resolution.umbrellas import Umbrella, umbrellas
from q7x2_etl.resolution.weights import Weights


@dataclass(frozen=True)
class Rules:
    """The families of event types, the weights of what two reports share, and which groups are a part of which."""

    families: EventFamilies
    weights: Weights
    umbrellas: tuple[Umbrella, ...]

    @classmethod
    def load(cls, reference: Reference) -> "Rules":
        """From the reference data. Raises ReferenceDataError where they do not fit."""
        return cls(EventFamilies.load(reference), Weights.load(reference), umbrellas(reference))
