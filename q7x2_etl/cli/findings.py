"""The findings of `doctor`, printed, and what a backup or a restore did, told on stderr."""

import logging
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from q7x2_etl.cli.options import TableFormat
from q7x2_etl.cli.printing import print_json, print_rows

if TYPE_CHECKING:
    from q7x2_etl.warehouse.backup import BackedUp
    from q7x2_etl.warehouse.checks import Finding
    from q7x2_etl.warehouse.mend import Restored

_LOG = logging.getLogger(__name__)


def print_findings(findings: "Sequence[Finding]", as_json: bool) -> None:
    """A table of all checks and the remedies, for people; one JSON object for programs."""
    counts = {severity: sum(f.severity == severity for f in findings) for severity in ("error", "warning", "ok")}
    if as_json:
        print_json({"counts": counts, "findings": [asdict(finding) for finding in findings]}, indent=2)
        return
    rows = [(finding.severity, finding.name, finding.subject, finding.seen) for finding in findings]
    print_rows(("", "check", "of", "seen"), rows, TableFormat.table)
    remedies = dict.fromkeys(f.remedy for f in findings if f.remedy is not None)
    if remedies:
        sys.stdout.write("\nTo type:\n" + "".join(f"  {remedy}\n" for remedy in remedies))
    sys.stdout.write(f"\n{counts['error']} errors, {counts['warning']} warnings, {counts['ok']} checks are well\n")


def log_backup(made: "BackedUp") -> None:
    size = f"{made.bytes / 1e6:.1f} MB"
    _LOG.info(
        "version %d saved: %s (%s, %d parts, every checksum read again)", made.version, made.path, size, made.parts
    )


def log_restore(done: "Restored") -> None:
    for action in done.actions:
        _LOG.info("%s", action)
    _LOG.info("readers see %s", "nothing yet" if done.version is None else f"version {done.version}")
    if done.moved_aside is not None:
        _LOG.info("put aside: %s; look at it, then delete it", done.moved_aside)
