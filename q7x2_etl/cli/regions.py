"""What `explain --regions` shows: a document's stories, what they keep and as what, and what is left out and why."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from q7x2_etl.cli.options import TableFormat
from q7x2_etl.cli.printing import one_line, print_rows
from q7x2_etl.errors import InputError

if TYPE_CHECKING:
    from q7x2_etl.model import Article
    from q7x2_etl.sources import Cut

_COLUMNS = ("kept as", "words", "at")
_LEFT_COLUMNS = ("left out", "at", "why")
_STYLES = ("cyan", "green", "dim")
_LEFT_STYLES = ("green", "dim", "magenta")
_SHOWN = 90  # characters of a region


def cuts_of(
    what: str, metadata: Path | None, reference: Path | None, published: str | None, warehouse: Path | None
) -> "list[Cut]":
    """The cut of a file (each document in it) or of a text. Raises InputError for a stored report."""
    from q7x2_etl import api
    from q7x2_etl.cli.explanation import means_file, stdin_text

    if warehouse is not None:
        raise InputError("--regions shows a file or a text; a stored report has its article's text in the warehouse")
    if means_file(what):
        return list(api.regions(what, metadata=metadata, reference=reference))
    return [api.regions_of_text(stdin_text() if what == "-" else what, published=published, reference=reference)]


def print_cuts(cuts: "Sequence[Cut]") -> None:
    """Print each document: its stories with their regions, then what is left out."""
    for cut in cuts:
        text = cut.document.text
        typer.echo(typer.style(cut.document.name, bold=True) + (" · repaired" if cut.document.repaired else ""))
        if not cut.articles:
            typer.echo("no story found")
        for number, article in enumerate(cut.articles, start=1):
            typer.echo(f"\n{number}. {typer.style(article.title or '(no headline)', bold=True)}")
            typer.echo(f"published {_day(article)} · {article.published_method} ({article.published_reason or '-'})")
            rows = [(r.kind, _short(text[r.start : r.end]), f"{r.start}:{r.end}") for r in article.regions]
            print_rows(_COLUMNS, rows, TableFormat.table, styles=_STYLES)
        if cut.left_out:
            typer.echo("")
            left = [
                (_short(one.words), "-" if one.start is None else f"{one.start}:{one.end}", one.reason)
                for one in cut.left_out
            ]
            print_rows(_LEFT_COLUMNS, left, TableFormat.table, styles=_LEFT_STYLES)


def _day(article: "Article") -> str:
    day: date | None = article.published_on
    return "unknown" if day is None else f"{day} ({article.published_precision})"


def _short(words: str) -> str:
    line = one_line(words)
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
