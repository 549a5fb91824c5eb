"""The checks that need the text: every span holds the words that it says, and every figure is what its words give."""

from collections.abc import Iterator
from dataclasses import dataclass

from q7x2_etl.contract.arrow import shortened
from q7x2_etl.contract.derivation import unsupported
from q7x2_etl.model import Report


@dataclass(frozen=True, slots=True)
class ReportFailure:
    """One check that a report breaks, in the table where it does."""

    table_name: str
    check_name: str
    reason: str


def text_failures(report: Report, text: str) -> Iterator[ReportFailure]:
    """Whatever of a report is not in the text: checks `span_quote` and `derivation`."""
    for table_name, place, start, end, words in _spans(report):
        if not 0 <= start < end <= len(text):
            reason = f"{place}: the span {start} to {end} is not inside the text of {len(text)} characters"
            yield ReportFailure(table_name, "span_quote", reason)
        elif words is not None and text[start:end] != words:
            found = f"the text has {shortened(text[start:end])} at {start} to {end}, the report {shortened(words)}"
            yield ReportFailure(table_name, "span_quote", f"{place}: {found}")
    for casualty in report.casualties:
        contradiction = unsupported(casualty)
        if contradiction is not None:
            place = f"casualties[{casualty.ordinal}]"
            yield ReportFailure("report_casualties", "derivation", f"{place}: {contradiction}")


def _spans(report: Report) -> Iterator[tuple[str, str, int, int, str | None]]:
    """Table, place, start, end and words (null: any) of every span that the report holds."""
    yield "reports", "quote", report.quote_start, report.quote_end, report.quote
    for actor in report.actors:
        yield "report_actors", f"actors[{actor.ordinal}]", actor.span_start, actor.span_end, actor.as_written
    for casualty in report.casualties:
        place = f"casualties[{casualty.ordinal}]"
        yield "report_casualties", place, casualty.span_start, casualty.span_end, casualty.as_written
    for target in report.targets:
        yield "report_targets", f"targets[{target.ordinal}]", target.span_start, target.span_end, target.as_written
    for claim in report.claims:
        yield "report_claims", f"claims[{claim.ordinal}]", claim.span_start, claim.span_end, None
    for evidence in report.evidence:
        yield "evidence", f"evidence of {evidence.field}", evidence.span_start, evidence.span_end, evidence.quote
