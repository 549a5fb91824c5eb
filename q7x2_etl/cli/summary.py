"""The summary of a load, on stderr: what became of the inputs, what is new, which inputs had trouble and why."""

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from q7x2_etl import Warehouse
    from q7x2_etl.pipeline import LoadResult

_LOG = logging.getLogger(__name__)
_TROUBLES_SHOWN = 20
_TROUBLES = """
    SELECT name, outcome, reason FROM run_inputs
    WHERE run_id = ? AND outcome IN ('not_english', 'unreadable', 'too_large', 'held', 'quarantined', 'error')
    ORDER BY ordinal
"""


def log_result(warehouse: "Warehouse", result: "LoadResult") -> None:
    """Log a warning an input that had trouble, then the counts; outcomes that did not occur are left out."""
    troubles = warehouse.sql(_TROUBLES, [result.run_id]).to_arrow_table().to_pylist()
    for trouble in troubles[:_TROUBLES_SHOWN]:
        _LOG.warning("%(name)s: %(outcome)s: %(reason)s", trouble)
    if len(troubles) > _TROUBLES_SHOWN:
        _LOG.warning("and %d inputs more; see the table run_inputs", len(troubles) - _TROUBLES_SHOWN)
    outcomes = ", ".join(f"{count} {outcome}" for outcome, count in result.outcomes.items() if count) or "none"
    _LOG.info("%d inputs: %s", result.n_inputs, outcomes)
    _LOG.info(
        "%d articles and %d reports added, %d rows rejected; %d incidents in all",
        result.n_articles, result.n_reports, result.n_rejects, result.n_incidents,
    )  # fmt: skip
    _LOG.info("version %d published in %.1f s: %s", result.version, result.timings.get("total", 0.0), result.database)
