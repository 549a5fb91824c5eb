"""How much of an input is read before it is refused."""

from dataclasses import dataclass, fields
from typing import Self

from q7x2_etl.settings import Settings


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What one input may cost. An archive and a file of many rows have no size of their own: each text in them has.

    `max_unpacked_bytes` and `max_members` count over everything in one outermost file; `max_ratio` is bytes that came
    out for each byte of that file; `max_nesting` counts archives inside archives; `max_held_bytes` is the most that is
    held in memory of a format that must be read back and forth where it comes as a stream; `read_seconds` is the
    longest that one reading may take (0: no limit).
    """

    max_document_bytes: int = 20_000_000
    max_unpacked_bytes: int = 50_000_000_000
    max_ratio: float = 200.0
    max_nesting: int = 4
    max_members: int = 200_000
    max_held_bytes: int = 256_000_000
    read_seconds: float = 120.0

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The limits that settings give."""
        return cls(**{one.name: getattr(settings, one.name) for one in fields(cls)})
