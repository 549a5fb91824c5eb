"""Proves that validation is on: planted failures of every kind must come back rejected, each by its own check.

pandera can be switched off or made shallow from outside, with nothing to see for it. Ask the canary at the start of
every process that checks rows.
"""

import os
from datetime import date
from typing import Any

from q7x2_etl.contract.arrow import align_values
from q7x2_etl.contract.table import load_contract
from q7x2_etl.contract.text_checks import text_failures
from q7x2_etl.errors import Q7Error, ValidationDisabledError
from q7x2_etl.model import Casualty, Report

_SWITCHES = ("PANDERA_VALIDATION_ENABLED", "PANDERA_VALIDATION_DEPTH", "PANDERA_USE_NARWHALS_BACKEND")
_SOUND: dict[str, Any] = {
    "report_id": "0" * 32, "ordinal": 0, "claim_ordinal": None, "outcome": "killed", "low": 3, "best": 3, "high": 3,
    "qualifier": "exact", "derivation": "word", "unit": "persons", "of_name": None, "of_actor_id": None,
    "of_kind": None, "is_part": False, "as_written": "three miners", "span_start": 0, "span_end": 12, "shared": False,
}  # fmt: skip
# What is changed in one sound row of report_casualties, and the check that must catch it.
_PLANTED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"low": "three"}, "low.type"),
    ({"as_written": None}, "as_written.null"),
    ({"outcome": "vanished"}, "outcome.enum"),
    ({"span_start": -1}, "span_start.range"),
    ({"report_id": "canary"}, "report_id.pattern"),
    ({"low": 4, "high": None}, "low_not_above_best"),
    ({"ordinal": 7}, "unique(report_id,ordinal)"),
    ({"ordinal": 7}, "unique(report_id,ordinal)"),
    ({}, "none: this row is sound"),
)


def canary() -> None:
    """Returns where every planted failure is caught and the sound row is not; else raises ValidationDisabledError."""
    expected = [name for _, name in _PLANTED]
    caught = _caught_in_rows()
    missed = [f"{want} (got {got})" for want, got in zip(expected, caught, strict=True) if want != got]
    missed += [name for name in ("span_quote", "derivation") if name not in _caught_in_text()]
    if missed:
        raise _disabled(
            f"{len(missed)} of {len(expected) + 2} planted rows were not judged rightly: {'; '.join(missed)}"
        )


def _caught_in_rows() -> list[str]:
    """For each planted row the one check that rejected it, or what came instead."""
    table = load_contract().tables["report_casualties"]
    rows = [_SOUND | {"ordinal": n} | change for n, (change, _) in enumerate(_PLANTED)]
    batch = align_values(table, {name: [row[name] for row in rows] for name in table.column_names})
    try:
        broken = table.checker.failures(batch)
    except (Q7Error, ImportError) as error:  # a back end that is not there, or that cannot run the checks
        raise _disabled(f"the check itself failed: {error}") from error
    found = [" and ".join(failure.check_name for failure in broken.get(n, [])) for n in range(len(rows))]
    return [names or "none: this row is sound" for names in found]


def _caught_in_text() -> set[str]:
    casualty = Casualty(
        **{name: value for name, value in _SOUND.items() if name != "report_id"} | {"best": 4, "low": 4, "high": 4}
    )
    report = Report(
        report_id="0" * 32, article_id="0" * 32, event_type="bombing", stage="accomplished", veracity="reported",
        date_start=date(2000, 1, 1), date_end=date(2000, 1, 1), date_precision="day", place_name=None, place_id=None,
        admin2=None, admin1=None, country=None, latitude=None, longitude=None, where_precision=None, weapon=None,
        quote="four", quote_start=0, quote_end=5, confidence=1.0, extractor="canary", extractor_version="1",
        reference_version="1", casualties=(casualty,),
    )  # fmt: skip
    return {failure.check_name for failure in text_failures(report, "three miners")}


def _disabled(what: str) -> ValidationDisabledError:
    set_now = [f"{name}={os.environ[name]}" for name in _SWITCHES if name in os.environ]
    told = f"these are set: {', '.join(set_now)}; unset them" if set_now else f"unset {', '.join(_SWITCHES)}"
    return ValidationDisabledError(
        f"validation is switched off or shallow, so nothing was checked or loaded: {what}. "
        f"In the environment {told}, and start again."
    )
