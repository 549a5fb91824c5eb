"""The summary of a load: on stderr what became of the inputs and what is new; on stdout the same as JSON, if asked."""

import logging
from typing import TYPE_CHECKING

from q7x2_etl.cli.logs import complain
from q7x2_etl.cli.printing import data_on_stdout, print_json
from q7x2_etl.errors import ExitCode

if TYPE_CHECKING:
    from q7x2_etl.pipeline import LoadResult

_LOG = logging.getLogger(__name__)


def tell_result(result: "LoadResult", as_json: bool) -> None:
    """Log a warning an input that had trouble, then the counts; with `as_json` all of it on stdout too."""
    _log_troubles(result)
    _log_counts(result)
    if as_json:
        with data_on_stdout():
            print_json(result.to_dict(), indent=2)
    if result.exit_code is ExitCode.rejects:
        failures = ", ".join(f"{count} {what}" for what, count in result.failures.items())
        complain(
            f"{result.rejected_share:.1%} of the inputs failed ({failures}), --max-rejects allows "
            f"{result.max_rejects:.1%}; the rest is loaded and published; see: q7x2-etl rejects list",
            result.exit_code,
        )


def _log_troubles(result: "LoadResult") -> None:
    for trouble in result.troubles:
        _LOG.warning("%(name)s: %(outcome)s: %(reason)s", trouble)
    if result.n_troubles > len(result.troubles):
        _LOG.warning("and %d inputs more; see the table run_inputs", result.n_troubles - len(result.troubles))


def _log_counts(result: "LoadResult") -> None:
    """Outcomes that did not occur are left out."""
    outcomes = ", ".join(f"{count} {outcome}" for outcome, count in result.outcomes.items() if count) or "none"
    _LOG.info("%d inputs: %s", result.n_inputs, outcomes)
    _LOG.info(
        "%d articles and %d reports added, %d rows rejected; %d incidents in all",
        result.n_articles, result.n_reports, result.n_rejects, result.n_incidents,
    )  # fmt: skip
    if result.n_copies or result.n_superseded:
        _LOG.info("%d stories are copies of others, of %d a later version came", result.n_copies, result.n_superseded)
    if result.status == "done":
        seconds = result.timings.get("total", 0.0)
        _LOG.info("version %s published in %.1f s: %s", result.version, seconds, result.database)
