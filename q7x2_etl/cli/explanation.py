"""What `explain` shows: for each report the words that each field rests on, and the rule that read them."""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import typer

from q7x2_etl.cli.options import TableFormat
from q7x2_etl.cli.printing import one_line, print_rows
from q7x2_etl.errors import InputError
from q7x2_etl.model import Evidence, Report

_COLUMNS = ("field", "value", "words", "at", "rule")
_STYLES = ("cyan", "bold", "green", "dim", "magenta")
_FIELDS = tuple(f.name for f in fields(Report))
_CHILD = re.compile(r"(?P<table>\w+)\[(?P<ordinal>\d+)\](?:\.(?P<field>\w+))?")


@dataclass(frozen=True, slots=True)
class Question:
    """What the user wants explained: the arguments and options of the command, as given."""

    what: str
    article: str | None = None
    report: str | None = None
    published: str | None = None
    metadata: Path | None = None
    reference: Path | None = None
    warehouse: Path | None = None


def explained_reports(question: Question) -> list[tuple[str, Report]]:
    """The reports asked for, each with the name of its article; a stored one, those of a file, or those of a text.

    Raises `InputError` where a file, an article or a report that was asked for by name is not there.
    """
    if question.warehouse is not None:
        from q7x2_etl.cli.stored import stored_report

        return [stored_report(question.warehouse, question.what)]
    found = _of_file(question) if _means_file(question.what) else _of_text(question)
    return found if question.report is None else [_chosen(found, question.report)]


def print_explanations(reports: Sequence[tuple[str, Report]]) -> None:
    """Print each report: what it is, its sentence, and a row a reading."""
    if not reports:
        sys.stdout.write("no incident found\n")
    for position, (name, report) in enumerate(reports, start=1):
        number = f"{position}. " if len(reports) > 1 else ""
        kind = f"{number}{report.event_type} · {report.stage} · {report.veracity} · confidence {report.confidence:.2f}"
        typer.echo(("\n" if position > 1 else "") + typer.style(kind, bold=True))
        typer.echo(f"report {report.report_id} · {name} · {report.extractor} {report.extractor_version}")
        typer.echo(
            typer.style(f"“{one_line(report.quote)}”", fg=typer.colors.GREEN)
            + f" [{report.quote_start}:{report.quote_end}]"
        )
        print_rows(_COLUMNS, _readings(report), TableFormat.table, styles=_STYLES)


def _means_file(what: str) -> bool:
    """A name of something that is there, or a single word: a missing file is better refused than read as text."""
    try:
        there = Path(what).exists()
    except OSError:  # too long for a name
        there = False
    return what != "-" and bool(what.strip()) and (there or len(what.split()) == 1)


def _of_text(question: Question) -> list[tuple[str, Report]]:
    from q7x2_etl import extract

    if question.article is not None or question.metadata is not None:
        raise InputError("--article and --metadata are for files; for a text give --published 2018-08-10")
    text = _stdin_text() if question.what == "-" else question.what
    return [("text", r) for r in extract(text, published=question.published, reference=question.reference)]


def _stdin_text() -> str:
    from q7x2_etl.sources.encoding import UndecodableError, decode

    try:
        return decode(sys.stdin.buffer.read())
    except UndecodableError as error:
        raise InputError(f"stdin: {error}") from error


def _of_file(question: Question) -> list[tuple[str, Report]]:
    from q7x2_etl.api import extract_paths

    if question.published is not None:
        raise InputError("--published is for a text in quotes; for a file give --metadata FILE.csv")
    told = list(extract_paths([question.what], metadata=question.metadata, reference=question.reference))
    if question.article is not None and question.article not in (article.name for article, _ in told):
        names = ", ".join(sorted({article.name for article, _ in told})) or "none"
        raise InputError(f"{question.what}: no article {question.article!r}; there: {names}")
    return [(a.name, r) for a, reports in told for r in reports if question.article in (None, a.name)]


def _chosen(found: list[tuple[str, Report]], wanted: str) -> tuple[str, Report]:
    if wanted.isdecimal() and 1 <= int(wanted) <= len(found):
        return found[int(wanted) - 1]
    matching = [(name, report) for name, report in found if report.report_id.startswith(wanted)]
    if len(matching) != 1:
        raise InputError(f"no single report {wanted!r}; give a number from 1 to {len(found)} or the beginning of an id")
    return matching[0]


def _readings(report: Report) -> Iterator[tuple[Any, ...]]:
    """A row a reading, in the order of the report's fields; its sentence is in the heading already."""
    for evidence in sorted(report.evidence, key=_place_in_report):
        if evidence.field != "quote":
            at = f"{evidence.span_start}:{evidence.span_end}"
            yield evidence.field, _value(report, evidence.field), f"“{evidence.quote}”", at, evidence.rule


def _place_in_report(evidence: Evidence) -> tuple[int, int, str, int, int]:
    child = _CHILD.fullmatch(evidence.field)
    table, ordinal = (child["table"], int(child["ordinal"])) if child else (evidence.field, 0)
    place = _FIELDS.index(table) if table in _FIELDS else len(_FIELDS)
    return place, ordinal, evidence.field, evidence.span_start, evidence.span_end


def _value(report: Report, field: str) -> Any:
    """What the report holds at an evidence path: `date_start`, `casualties[1].low`."""
    child = _CHILD.fullmatch(field)
    if child is None:
        return getattr(report, field, None)
    for row in getattr(report, child["table"], ()):
        if row.ordinal == int(child["ordinal"]):
            return getattr(row, child["field"] or "name", None)
    return None
