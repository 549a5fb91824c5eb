"""What extraction considered on the way to its reports: for `explain`, for counting errors, for fitting confidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from q7x2_etl.extraction.merging.incidents import Incident
from q7x2_etl.extraction.story.narrative import Story
from q7x2_etl.extraction.time_and_place.setting import Setting
from q7x2_etl.model import Article, Report


@dataclass(frozen=True, slots=True)
class Considered:
    """An incident read in a story, and its report: None where its type stays unknown; `kept` where it is one at all."""

    article: Article
    incident: Incident
    setting: Setting
    report: Report | None
    kept: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """One reading of an article: its sentences, and every incident considered, kept or not."""

    article: Article
    story: Story
    considered: Sequence[Considered]

    def of_report(self, report_id: str) -> Considered | None:
        """What a report was made of; None where this reading gives no such report."""
        return next((c for c in self.considered if c.kept and c.report and c.report.report_id == report_id), None)
