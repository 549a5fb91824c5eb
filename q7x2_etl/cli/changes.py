"""What reading stored texts again changed: counts on stderr, the changes by table and field on stdout."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from q7x2_etl.cli import options
from q7x2_etl.cli.options import TableFormat
from q7x2_etl.cli.printing import data_on_stdout, one_line, print_json, print_rows
from q7x2_etl.settings import Resolved

if TYPE_CHECKING:
    from q7x2_etl import Warehouse
    from q7x2_etl.pipeline import Progress, RereadResult
    from q7x2_etl.pipeline.changes import ChangeExample

_LOG = logging.getLogger(__name__)
_SHOWN = 60  # characters of a value


@contextmanager
def rereading(resolved: Resolved) -> "Iterator[tuple[Warehouse, Progress]]":
    """The warehouse of the settings, which must be there, and what shows how far the reading is."""
    from q7x2_etl import Warehouse
    from q7x2_etl.cli.progress import counter

    settings = resolved.settings
    options.existing(settings.warehouse)
    shown = not settings.quiet and settings.log_format == "human"
    with Warehouse(settings=settings) as opened, counter("Reading again", shown=shown) as count:
        yield opened, count


def tell_reread(result: "RereadResult", as_json: bool) -> None:
    """Log the counts; print the changes, as a table with examples or as one JSON object."""
    _log(result)
    with data_on_stdout():
        if as_json:
            print_json(result.to_dict(), indent=2)
            return
        _print_changes(result)


def _log(result: "RereadResult") -> None:
    would = "would change" if result.dry_run else "changed"
    _LOG.info(
        "%d documents read again (%d left out: today's rules read them last), %d %s; %d errors, %d rows rejected",
        result.n_documents, result.n_current, result.changes.n_documents_changed, would, result.n_errors,
        result.n_rejects,
    )  # fmt: skip
    if result.resolutions:
        settled = ", ".join(f"{count} {word}" for word, count in result.resolutions.items())
        _LOG.info("rows of rejects %s: %s", "that would be settled" if result.dry_run else "settled", settled)
    if result.run is None:
        _LOG.info("nothing was changed; the same command without --dry-run does it")
    else:
        _LOG.info("version %d published: %s", result.run.version, result.run.database)


def _print_changes(result: "RereadResult") -> None:
    tables = result.changes.tables
    rows = [
        (name, found.added, found.removed, found.changed, ", ".join(f"{f} {n}" for f, n in found.fields.items()))
        for name, found in tables.items()
        if found.added or found.removed or found.changed
    ]
    if not rows:
        sys.stdout.write("no row is different\n")
        return
    print_rows(("table", "added", "removed", "changed", "changed by field"), rows, TableFormat.table)
    sys.stdout.write("\nexamples\n")
    for example in result.changes.examples:
        sys.stdout.write(f"  {_in_words(example)}\n")


def _in_words(example: "ChangeExample") -> str:
    words = "" if example.words is None else f' "{_cut(example.words)}"'
    where = f"{example.table_name} {example.key}"
    if example.kind != "changed":
        return f"{example.kind}: {where}{words}"
    return f"changed: {where}: {example.field}: {_cut(example.before)} -> {_cut(example.after)}{words}"


def _cut(value: object) -> str:
    told = "null" if value is None else one_line(str(value))
    return told if len(told) <= _SHOWN else f"{told[: _SHOWN - 1]}…"
