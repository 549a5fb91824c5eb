"""How to extract, and the tools that follow from it: built once in each process that extracts."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

from q7x2_etl.engines.batch import Tools
from q7x2_etl.garbage import collector_paused
from q7x2_etl.reference import Reference
from q7x2_etl.settings import Settings

if TYPE_CHECKING:
    from q7x2_etl.extraction import Extractor


@dataclass(frozen=True)
class EngineSettings:
    """With which extractor (None: the default one over `reference`), and in how many processes.

    `isolated` puts even one worker into a process of its own, so that a text that kills it does not kill the caller.
    A text at which a worker process is for longer than `document_seconds` counts as one that killed it (None: no
    limit); in the caller's own process nothing can be timed. After `fatal_in_a_row` texts that no worker survived,
    and none that one did, it is no longer the texts.
    """

    reference: Path | None = None
    extractor: "Extractor | None" = None
    workers: int = 1
    isolated: bool = False
    document_seconds: float | None = 600.0
    fatal_in_a_row: int = 10

    @classmethod
    def of(cls, settings: Settings, extractor: "Extractor | None" = None) -> Self:
        """What a user's settings say of extraction."""
        seconds = settings.document_seconds or None
        return cls(settings.reference, extractor, settings.workers, document_seconds=seconds)


def build_extractor(settings: EngineSettings, reference: Reference) -> "Extractor":
    """The extractor that the settings ask for."""
    if settings.extractor is not None:
        return settings.extractor
    with collector_paused():
        from q7x2_etl.extraction import default_extractor  # the language layer: slow to load, and not always needed

        return default_extractor(reference)


def build_tools(settings: EngineSettings) -> Tools:
    """The extractor, and the reference data as it is now on disk."""
    reference = Reference.load(settings.reference)
    return build_extractor(settings, reference), reference


def tools_of_process(settings: EngineSettings) -> Tools:
    """The same, but read once a process: a worker's whole life goes by one state of the dictionaries."""
    reference = _reference_of_process(settings.reference)
    return build_extractor(settings, reference), reference


@lru_cache(maxsize=2)
def _reference_of_process(path: Path | None) -> Reference:
    return Reference.load(path)
