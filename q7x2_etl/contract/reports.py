"""Checks whole reports against the contract and their text: a report and its children pass or fail together."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from q7x2_etl.contract.arrow import align_values, row_json
from q7x2_etl.contract.flatten import flatten, report_to_json
from q7x2_etl.contract.table import load_contract
from q7x2_etl.contract.text_checks import ReportFailure, text_failures
from q7x2_etl.model import Article, Report

_PATH = re.compile(r"(?P<list>[a-z0-9_]+)\[(?P<ordinal>[0-9]+)\](?:\.(?P<field>[a-z0-9_]+))?|(?P<column>[a-z0-9_]+)")


@dataclass(frozen=True, slots=True)
class RejectedReport:
    """A report that goes to quarantine, whole.

    `table_name` and `check_name` are those of the first failure, `reason` tells of all of them, and `row_json` is the
    nested report. `document_id` is null where the report's article is not known.
    """

    report: Report
    table_name: str
    check_name: str
    reason: str
    row_json: str
    document_id: str | None

    @property
    def report_id(self) -> str:
        return self.report.report_id

    @property
    def article_id(self) -> str:
        return self.report.article_id


@dataclass(frozen=True, slots=True)
class ReportCheck:
    """A batch of reports split in two, each half in the given order."""

    valid: list[Report]
    rejected: list[RejectedReport]


def check_reports(reports: Sequence[Report], articles: Mapping[str, Article]) -> ReportCheck:
    """Splits reports into those that keep the contract with all their children, and those that go to quarantine.

    `articles` maps article_id to the article that a report names. Checks, in this order: the contract of the six
    report tables; then, for reports that keep it, `article_known`, `claim_known` (a casualty's claim is there),
    `field_known` (evidence and claims are about fields that exist), `span_quote` and `derivation`.
    A call costs some 70 ms however few the reports are, and 0.04 ms a report: give it batches.
    """
    found: dict[int, list[ReportFailure]] = dict(sorted(_contract_failures(reports).items()))
    for position, report in enumerate(reports):
        if position not in found:
            beyond = list(_failures_beyond_rows(report, articles.get(report.article_id)))
            if beyond:
                found[position] = beyond
    return ReportCheck(
        valid=[report for position, report in enumerate(reports) if position not in found],
        rejected=[_rejected(reports[position], found[position], articles) for position in sorted(found)],
    )


def _contract_failures(reports: Sequence[Report]) -> dict[int, list[ReportFailure]]:
    found: dict[int, list[ReportFailure]] = {}
    contract = load_contract()
    for flat in flatten(reports, run_id="unwritten"):
        table = contract.tables[flat.name]
        if not flat.owners:
            continue
        for row, failures in table.checker.failures(align_values(table, flat.columns)).items():
            ordinal = flat.columns["ordinal"][row] if "ordinal" in flat.columns else None
            place = flat.name if ordinal is None else f"{flat.name}[{ordinal}]"
            told = (ReportFailure(flat.name, f.check_name, f"{place}: {f.reason}") for f in failures)
            found.setdefault(flat.owners[row], []).extend(told)
    return found


def _failures_beyond_rows(report: Report, article: Article | None) -> Iterator[ReportFailure]:
    if article is None:
        yield ReportFailure("reports", "article_known", f"the article {report.article_id} is not part of the batch")
        return
    claims = {claim.ordinal for claim in report.claims}
    for casualty in report.casualties:
        if casualty.claim_ordinal is not None and casualty.claim_ordinal not in claims:
            reason = f"casualties[{casualty.ordinal}]: the report has no claims[{casualty.claim_ordinal}]"
            yield ReportFailure("report_casualties", "claim_known", reason)
    known = _Fields(report)
    for claim in report.claims:
        if claim.about_field is not None and claim.about_field not in known:
            reason = f"claims[{claim.ordinal}]: the report has no field {claim.about_field}"
            yield ReportFailure("report_claims", "field_known", reason)
    for evidence in report.evidence:
        if evidence.field not in known:
            yield ReportFailure("evidence", "field_known", f"evidence: the report has no field {evidence.field}")
    yield from text_failures(report, article.text)


class _Fields:
    """The paths that lead somewhere in one report: `date_start`, `casualties[1]`, `casualties[1].low`."""

    def __init__(self, report: Report) -> None:
        contract = load_contract()
        self._columns = contract.tables["reports"].column_names
        self._lists = {
            child.name: (
                {row.ordinal for row in getattr(report, child.name)},
                contract.tables[child.table].column_names,
            )
            for child in contract.nested_report.children
            if "ordinal" in contract.tables[child.table].column_names
        }

    def __contains__(self, path: str) -> bool:
        match = _PATH.fullmatch(path)
        if match is None:
            return False
        if match["column"] is not None:
            return match["column"] in self._columns
        ordinals, columns = self._lists.get(match["list"], (set(), ()))
        return int(match["ordinal"]) in ordinals and (match["field"] is None or match["field"] in columns)


def _rejected(report: Report, failures: Sequence[ReportFailure], articles: Mapping[str, Article]) -> RejectedReport:
    article = articles.get(report.article_id)
    return RejectedReport(
        report=report,
        table_name=failures[0].table_name,
        check_name=failures[0].check_name,
        reason="; ".join(failure.reason for failure in failures),
        row_json=row_json(report_to_json(report, report.article_id if article is None else article.name)),
        document_id=None if article is None else article.document_id,
    )
