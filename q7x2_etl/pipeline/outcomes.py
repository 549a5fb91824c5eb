"""The one outcome of each input of a batch, with its reason and counts; and the proof that the counts add up."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from q7x2_etl.engines import Extraction
from q7x2_etl.errors import WarehouseError
from q7x2_etl.model import Outcome
from q7x2_etl.pipeline.checking import Checked, Pair
from q7x2_etl.pipeline.staging import Staged
from q7x2_etl.warehouse.ledger import InputRow
from q7x2_etl.warehouse.quarantine import EXTRACTION_CHECK, WORKER_CHECK, Reject


def paired(batch: Sequence[Staged], extractions: Sequence[Extraction]) -> list[Pair]:
    """Each input with its extraction, None where it needs none. Raises WarehouseError where they do not fit."""
    tasks = [one.task.document.document_id for one in batch if one.task is not None]
    if tasks != [extraction.document_id for extraction in extractions]:
        raise _bug(f"{len(tasks)} documents were to be extracted, and {len(extractions)} others came back")
    results = iter(extractions)
    return [(one, next(results) if one.task is not None else None) for one in batch]


def input_rows(pairs: Sequence[Pair], done: Checked) -> list[InputRow]:
    """The ledger row of each input. Raises WarehouseError unless every report and reject belongs to exactly one."""
    reports = Counter(report.article_id for report in done.reports)
    rejects: defaultdict[str, list[Reject]] = defaultdict(list)
    for reject in done.rejects:
        rejects[reject.document_id].append(reject)
    rows = [_input_row(one, extraction, done, reports, rejects) for one, extraction in pairs]
    for what, given, counted in (
        ("reports", len(done.reports), sum(row.n_reports for row in rows)),
        ("rejected rows", len(done.rejects), sum(row.n_rejects for row in rows)),
        ("inputs", len(pairs), len({row.ordinal for row in rows})),
    ):
        if given != counted:
            raise _bug(f"{given} {what} in the batch, but {counted} in its outcomes")
    return rows


def _input_row(
    one: Staged,
    extraction: Extraction | None,
    done: Checked,
    reports: Counter[str],
    rejects: defaultdict[str, list[Reject]],
) -> InputRow:
    document_id = one.document_id
    if extraction is None:
        if one.outcome is None:
            raise _bug(f"{one.name} has no outcome and nothing was extracted from it")
        if one.outcome != "not_english" or document_id is None or not rejects[document_id]:
            return InputRow(one.ordinal, one.name, one.uri, document_id, one.outcome, one.reason)
    own = rejects[document_id or ""]
    articles = done.articles_of.get(document_id or "", ())
    n_reports = sum(reports[article_id] for article_id in {article.article_id for article in articles})
    outcome, reason = _outcome(len(articles), n_reports, own)
    return InputRow(one.ordinal, one.name, one.uri, document_id, outcome, reason, len(articles), n_reports, len(own))


def _outcome(n_articles: int, n_reports: int, rejects: Sequence[Reject]) -> tuple[Outcome, str | None]:
    if rejects:
        first = rejects[0]
        if first.check_name == EXTRACTION_CHECK:
            return "error", first.reason
        if first.check_name == WORKER_CHECK:
            return "quarantined", first.reason
        reason = f"{len(rejects)} rows break the contract, the first in {first.table_name}: {first.check_name}"
        return ("loaded", reason) if n_reports else ("quarantined", reason)
    if n_reports:
        return "loaded", None
    return "no_incident", None if n_articles else "no story found in it"


def _bug(problem: str) -> WarehouseError:
    return WarehouseError(f"{problem}; the batch was not stored, nothing was published; please report this as a bug")
