"""What `explain` shows: for each report the words and the rule of each field, and the readings that lost to it."""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from q7x2_etl.cli.options import TableFormat
from q7x2_etl.cli.printing import one_line, print_rows
from q7x2_etl.errors import InputError
from q7x2_etl.model import Article, Evidence, Report
from q7x2_etl.settings import Settings

if TYPE_CHECKING:
    from q7x2_etl.extraction import RuleExtractor
    from q7x2_etl.extraction.explaining.alternatives import Alternative

_COLUMNS = ("field", "value", "words", "at", "rule")
_LOST_COLUMNS = ("not chosen for", "value", "words", "at", "why")
_LEFT_OUT_COLUMNS = ("left out", "words", "at", "why")
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


@dataclass(frozen=True, slots=True)
class Explained:
    """A report, the name and text of its article, and what lost to it; `alternatives` is None where nobody can tell."""

    name: str
    text: str
    report: Report
    alternatives: "Sequence[Alternative] | None"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An incident that was read in a text and gives no report."""

    text: str
    reading: "Alternative"


def explain(question: Question) -> tuple[list[Explained], list[LeftOut]]:
    """The reports asked for: a stored one, those of a file, or those of a text; and what gave no report.

    Raises `InputError` where a file, an article or a report that was asked for by name is not there.
    """
    if question.warehouse is not None:
        from q7x2_etl.cli.stored import stored_report

        name, article, report = stored_report(question.warehouse, question.what, question.reference)
        read = _read_again([article], question) if article is not None else {}
        text = article.text if article is not None else ""
        return [Explained(name, text, report, read.get(report.report_id))], []
    told = _of_file(question) if means_file(question.what) else _of_text(question)
    articles = [article for article, _ in told]
    read = _read_again(articles, question)
    found = [Explained(a.name, a.text, r, read.get(r.report_id)) for a, reports in told for r in reports]
    if question.report is not None:
        return [_chosen(found, question.report)], []
    return found, list(_left_out(articles, question))


def _extractor(question: Question) -> "RuleExtractor":
    from q7x2_etl.extraction import default_extractor
    from q7x2_etl.reference import Reference

    return default_extractor(None if question.reference is None else Reference.load(question.reference))


def _read_again(articles: Sequence[Article], question: Question) -> dict[str, "list[Alternative]"]:
    """By report id the readings that lost; extraction itself keeps none of them."""
    extractor = _extractor(question)
    found: dict[str, list[Alternative]] = {}
    for article in articles:
        found |= extractor.alternatives(extractor.trace(article))
    return found


def _left_out(articles: Sequence[Article], question: Question) -> Iterator[LeftOut]:
    from q7x2_etl.extraction.explaining.alternatives import left_out

    extractor = _extractor(question)
    for article in articles:
        yield from (LeftOut(article.text, reading) for reading in left_out(extractor.trace(article)))


def print_explanations(explained: Sequence[Explained], left: Sequence[LeftOut] = ()) -> None:
    """Print each report: what it is, its sentence, a row a reading, a row a reading that lost; then what gave none."""
    if not explained:
        sys.stdout.write("no incident found\n")
    for position, each in enumerate(explained, start=1):
        report = each.report
        number = f"{position}. " if len(explained) > 1 else ""
        kind = f"{number}{report.event_type} · {report.stage} · {report.veracity} · confidence {report.confidence:.2f}"
        typer.echo(("\n" if position > 1 else "") + typer.style(kind, bold=True))
        typer.echo(f"report {report.report_id} · {each.name} · {report.extractor} {report.extractor_version}")
        typer.echo(
            typer.style(f"“{one_line(report.quote)}”", fg=typer.colors.GREEN)
            + f" [{report.quote_start}:{report.quote_end}]"
        )
        print_rows(_COLUMNS, _readings(report), TableFormat.table, styles=_STYLES)
        if each.alternatives is None:
            typer.echo("the readings that lost are not known: today's rules give another report from this text")
        elif each.alternatives:
            typer.echo("")
            rows = [(a.field, a.value, *_at(each.text, a)) for a in each.alternatives]
            print_rows(_LOST_COLUMNS, rows, TableFormat.table, styles=_STYLES)
    if left:
        typer.echo("")
        print_rows(
            _LEFT_OUT_COLUMNS,
            [(e.reading.value, *_at(e.text, e.reading)) for e in left],
            TableFormat.table,
            styles=_STYLES,
        )


def _at(text: str, reading: "Alternative") -> tuple[str, str, str]:
    return f"“{text[reading.start : reading.end]}”", f"{reading.start}:{reading.end}", reading.why


def means_file(what: str) -> bool:
    """A name of something that is there, or a single word: a missing file is better refused than read as text."""
    try:
        there = Path(what).exists()
    except OSError:  # too long for a name
        there = False
    return what != "-" and bool(what.strip()) and (there or len(what.split()) == 1)


def _of_text(question: Question) -> list[tuple[Article, list[Report]]]:
    from q7x2_etl.api import extract_text

    if question.article is not None or question.metadata is not None:
        raise InputError("--article and --metadata are for files; for a text give --published 2018-08-10")
    text = stdin_text() if question.what == "-" else question.what
    return extract_text(text, published=question.published, reference=question.reference)


def stdin_text() -> str:
    """The text that was piped in."""
    from q7x2_etl.sources.encoding import UndecodableError, decode

    try:
        return decode(sys.stdin.buffer.read())
    except UndecodableError as error:
        raise InputError(f"stdin: {error}") from error


def _of_file(question: Question) -> list[tuple[Article, list[Report]]]:
    from q7x2_etl.api import extract_paths

    if question.published is not None:
        raise InputError("--published is for a text in quotes; for a file give --metadata FILE.csv")
    settings = Settings().but(metadata=question.metadata, reference=question.reference)
    told = list(extract_paths([question.what], settings=settings))
    if question.article is not None and question.article not in (article.name for article, _ in told):
        names = ", ".join(sorted({article.name for article, _ in told})) or "none"
        raise InputError(f"{question.what}: no article {question.article!r}; there: {names}")
    return [(article, reports) for article, reports in told if question.article in (None, article.name)]


def _chosen(found: list[Explained], wanted: str) -> Explained:
    if wanted.isdecimal() and 1 <= int(wanted) <= len(found):
        return found[int(wanted) - 1]
    matching = [each for each in found if each.report.report_id.startswith(wanted)]
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
