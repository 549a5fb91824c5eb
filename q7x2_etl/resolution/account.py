"""A report as resolution sees it: its columns and children, and when and by whom its story was published."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from q7x2_etl.model import Actor, Casualty, CasualtyOutcome, Report
from q7x2_etl.resolution.corrections import Applied
from q7x2_etl.resolution.interests import interested_figures
from q7x2_etl.resolution.judgements import Correction
from q7x2_etl.resolution.tolls import Toll, toll_of


@dataclass(frozen=True)
class Account:
    """One report with what its article and document add. Hashable by its report.

    `report` is as people corrected it (`corrected` says what the rules gave); `corrections` are those to its incident.
    `copy_of` is the first story of the same wording, None where this is the first or the only one; `superseded` where a
    corrected or updated version of the story is known.
    """

    report: Report
    document_id: str
    published_on: date | None
    publishers: frozenset[str]
    corrected: tuple[Applied, ...] = ()
    corrections: tuple[Correction, ...] = ()
    copy_of: str | None = None
    superseded: bool = False

    @property
    def source_group(self) -> str:
        """One for all copies of a story: their reports repeat one source, and are no independent witnesses."""
        return self.copy_of or self.report.article_id

    @property
    def report_id(self) -> str:
        return self.report.report_id

    @property
    def article_id(self) -> str:
        return self.report.article_id

    @property
    def recency(self) -> tuple[date, str]:
        """Sorts accounts from the earliest published (unknown first) to the latest; ties by id."""
        return (self.published_on or date.min, self.report_id)

    @cached_property
    def interested(self) -> frozenset[Casualty]:
        """The figures that a belligerent claims of its enemy."""
        return interested_figures(self.report)

    def toll(self, outcome: CasualtyOutcome) -> Toll | None:
        """The toll of this report; None where no figure and no word is given."""
        return toll_of(self.report.casualties, outcome, self.interested)

    def __hash__(self) -> int:
        return hash(self.report.report_id)


def belonging(actor: Actor) -> str | None:
    """The id under which an actor counts: for a person the affiliation, else the actor's own."""
    return (actor.affiliation_id or actor.actor_id) if actor.kind == "person" else actor.actor_id
