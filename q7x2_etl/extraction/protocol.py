"""What every extraction back end offers."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from q7x2_etl.model import Article, Report


class Extractor(Protocol):
    """Reads articles. Pure: the same article gives the same reports, whatever came before."""

    @property
    def name(self) -> str:
        """A short name that goes into every report (`rules`)."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same article may give other reports."""
        ...

    def extract(self, article: Article) -> list[Report]:
        """The article's reports, in the order of their triggers; an empty list where it tells of no incident."""
        ...


@runtime_checkable
class Screening(Protocol):
    """What a back end may offer besides: a look at a whole text that costs next to nothing."""

    def may_tell(self, text: str) -> bool:
        """False where no article of this text can give a report."""
        ...


@runtime_checkable
class Gathering(Protocol):
    """What a back end may offer besides: several articles in less time than one after the other."""

    def extract_together(self, articles: Sequence[Article]) -> list[list[Report]]:
        """The reports of each article, the same that `extract` gives.

        However many there are, it holds what it reads of a few at a time.
        """
        ...
