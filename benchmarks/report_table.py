"""Tables of figures, for a terminal or for docs/BENCHMARKS.md, and where the evaluation data is looked for."""

import os
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
# Evaluation data that is not ours to publish stands beside the checkout; Q7X2_SHARED names another folder.
DATA = Path(os.environ.get("Q7X2_SHARED", REPOSITORY.parent / "shared"))


@dataclass(frozen=True)
class Table:
    """Rows of text under a title and column names; the first column is the row's name."""

    title: str
    columns: list[str]
    rows: list[list[str]]


def emit(tables: list[Table], *, markdown: bool = False) -> None:
    """Prints the tables: aligned columns, or Markdown to paste."""
    for table in tables:
        print(_markdown(table) if markdown else _aligned(table))
        print()


def _markdown(table: Table) -> str:
    ruler = "|---|" + "---:|" * (len(table.columns) - 1)
    lines = ["| " + " | ".join(cells) + " |" for cells in (table.columns, *table.rows)]
    return "\n".join([f"**{table.title}**", "", lines[0], ruler, *lines[1:]])


def _aligned(table: Table) -> str:
    cells = [table.columns, *table.rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(table.columns))]
    lines = [
        "  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))])
        for row in cells
    ]
    return "\n".join([table.title, *("  " + line.rstrip() for line in lines)])


def speed(value: float) -> str:
    """A figure with three digits that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
