"""Reports on stdout: nested JSON for programs, a table and CSV for people."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from q7x2_etl.cli.options import TableFormat
from q7x2_etl.cli.printing import print_json, print_rows
from q7x2_etl.model import Actor, Article, Casualty, Report

Told = Iterable[tuple[Article, list[Report]]]

_NESTED = ("actors", "casualties", "targets", "claims", "evidence")
_COLUMNS = tuple(f.name for f in fields(Report) if f.name not in _NESTED)
_CSV_COLUMNS = ("article", *_COLUMNS, "actors", "casualties")
_TABLE_COLUMNS = ("article", "type", "from", "to", "place", "country", "actors", "casualties", "stage", "veracity")

_FIGURE = {
    "exact": "{}", "about": "about {}", "at_least": "at least {}", "at_most": "at most {}",
    "nearly": "nearly {}", "more_than": "more than {}", "vague": "{}",
}  # fmt: skip


def print_reports(told: Told, layout: TableFormat) -> None:
    """Print every report: jsonl one nested report a line, csv all columns, table what fits on a screen."""
    if layout is TableFormat.jsonl:
        _print_nested(told)
    elif layout is TableFormat.csv:
        print_rows(_CSV_COLUMNS, _csv_rows(told), layout)
    else:
        print_rows(_TABLE_COLUMNS, _table_rows(told), layout)


def actors_in_words(report: Report) -> str:
    """`Taliban (perpetrator); civilians (target, killed)`"""
    return "; ".join(f"{a.name} ({a.role}{', ' + a.fate if a.fate else ''})" for a in _unrepeated(report.actors))


def casualties_in_words(report: Report) -> str:
    """`at least 15 killed (militants); 3-5 wounded`; a vague word stays the word it is."""
    return "; ".join(_casualty_in_words(casualty) for casualty in report.casualties)


def _print_nested(told: Told) -> None:
    from q7x2_etl.contract import report_to_json

    for article, reports in told:
        for report in reports:
            print_json(report_to_json(report, article.name))


def _csv_rows(told: Told) -> Iterator[tuple[Any, ...]]:
    for article, reports in told:
        for report in reports:
            columns = (getattr(report, name) for name in _COLUMNS)
            yield (article.name, *columns, actors_in_words(report), casualties_in_words(report))


def _table_rows(told: Told) -> Iterator[tuple[Any, ...]]:
    for article, reports in told:
        for report in reports:
            yield (
                article.name, report.event_type, report.date_start, report.date_end, report.place_name, report.country,
                actors_in_words(report), casualties_in_words(report), report.stage, report.veracity,
            )  # fmt: skip


def _unrepeated(actors: Iterable[Actor]) -> Iterable[Actor]:
    return {(actor.name, actor.role, actor.fate): actor for actor in actors}.values()


def _casualty_in_words(casualty: Casualty) -> str:
    low, best, high = casualty.low, casualty.best, casualty.high
    of = f" ({casualty.of_name})" if casualty.of_name else ""
    unit = " families" if casualty.unit == "families" else ""
    if best is None and low is not None and high is not None and low != high:
        number = f"{low}-{high}"
    else:
        known = next((n for n in (best, low, high) if n is not None), None)
        number = f'"{casualty.as_written}"' if known is None else _FIGURE[casualty.qualifier].format(known)
    return f"{number}{unit} {casualty.outcome}{of}"
