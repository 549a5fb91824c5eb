"""The arguments and options of the commands, those that several share said once."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from q7x2_etl.errors import InputError


class TableFormat(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"


DEFAULT_WAREHOUSE = Path("warehouse")


def _warehouse(context: typer.Context, parameter: typer.CallbackParam, folder: Path) -> Path:
    """The folder given, else the one of the settings."""
    source = context.get_parameter_source(str(parameter.name))
    if source is not None and source.name != "DEFAULT":
        return folder
    from q7x2_etl.settings import read_settings

    return read_settings().settings.warehouse


def _existing(context: typer.Context, parameter: typer.CallbackParam, folder: Path) -> Path:
    return existing(_warehouse(context, parameter, folder))


def _stored_in(folder: Path | None) -> Path | None:
    return None if folder is None else existing(folder)


def existing(folder: Path) -> Path:
    """The same folder; InputError where a warehouse is named that is not there."""
    if not folder.is_dir():
        raise InputError(f"{folder}: no warehouse there; make one with: q7x2-etl load PATH --warehouse {folder}")
    return folder


Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Files, folders, globs, addresses, - for stdin.", show_default=False),
]
Metadata = Annotated[
    Path | None,
    typer.Option(
        metavar="CSV",
        help="A table with a row a file: file, publisher, title, published, published_precision, language.",
    ),
]
ExistingWarehouse = Annotated[
    Path, typer.Option("--warehouse", metavar="DIR", help="The warehouse's folder.", callback=_existing)
]
RowFormat = Annotated[TableFormat, typer.Option("--format", help="How to print the rows.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]
Force = Annotated[bool, typer.Option("--force", help="Publish although a gate refuses; the ledger keeps it.")]

At = Annotated[
    int | None, typer.Option("--at", metavar="VERSION", help="Query this older version that is still there.")
]
OlderVersion = Annotated[
    int | None, typer.Option("--version", metavar="N", help="Go back to this version, instead of publishing a new one.")
]
Rewrite = Annotated[
    bool, typer.Option("--rewrite", help="Write every Parquet file anew, instead of linking those that did not change.")
]

Query = Annotated[str, typer.Argument(metavar="QUERY", help="One SQL statement that reads; - reads it from stdin.")]

Explained = Annotated[
    str,
    typer.Argument(
        metavar="WHAT", help="A text in quotes, - for stdin, or a file; with --warehouse, the id of a stored report."
    ),
]
OneArticle = Annotated[str | None, typer.Option(metavar="NAME", help="Only the reports of this article.")]
OneReport = Annotated[
    str | None, typer.Option(metavar="N|ID", help="Only the Nth report, or the one whose id begins like this.")
]
Regions = Annotated[
    bool,
    typer.Option(
        "--regions",
        help="Show how the text was cut instead: each story with its day and why, what it keeps and as what, what is "
        "left out.",
    ),
]
Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="The day the text was published, as 2018-08-10; for a file: --metadata."),
]
StoredIn = Annotated[
    Path | None,
    typer.Option("--warehouse", metavar="DIR", help="Explain a stored report of this warehouse.", callback=_stored_in),
]

Quick = Annotated[
    bool, typer.Option("--quick", help="Leave out what takes as long as there is data: checksums, reading of rows.")
]
BackupTarget = Annotated[
    Path, typer.Argument(metavar="TARGET", help="A new file, or a folder in which the backup gets a name of its own.")
]
BackupSource = Annotated[
    Path | None,
    typer.Argument(metavar="[FILE]", help="A backup; without it the warehouse is mended in place.", show_default=False),
]
OneVersion = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="Take store and readers back to this published version.")
]
Replace = Annotated[bool, typer.Option("--force", help="Also where a warehouse is there; the old one is put aside.")]
RejectedTable = Annotated[str | None, typer.Option("--table", metavar="NAME", help="Only rows of this table.")]
RejectedCheck = Annotated[
    str | None, typer.Option("--check", metavar="NAME", help="Only rows that broke this check; extraction for errors.")
]
RejectedRun = Annotated[
    str | None, typer.Option("--run", metavar="ID", help="Only rows of the run whose id begins like this.")
]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="The newest N rows only.")]
SettledToo = Annotated[bool, typer.Option("--all", help="Also the rows that a later run settled.")]
RejectId = Annotated[str, typer.Argument(metavar="ID", help="The row's id, or how it begins.", show_default=False)]
RejectIds = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ID...]", help="Only these rows (ids, or how they begin).", show_default=False),
]
WhereRejects = Annotated[
    str | None,
    typer.Option("--where", metavar="SQL", help="Only rows that this condition over the table rejects holds for."),
]
WhereDocuments = Annotated[
    str | None,
    typer.Option(
        "--where",
        metavar="SQL",
        help="Only documents that this condition over documents, articles and reports holds for.",
    ),
]
CurrentToo = Annotated[
    bool, typer.Option("--all", help="Also documents that today's extractor and reference data read last.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")]

Judged = Annotated[
    str, typer.Argument(metavar="ID", help="The id of an incident or report, or how it begins.", show_default=False)
]
OtherJudged = Annotated[
    str, typer.Argument(metavar="OTHER", help="The id of the second incident or report.", show_default=False)
]
JudgementId = Annotated[
    str, typer.Argument(metavar="JUDGEMENT", help="The judgement's id, or how it begins.", show_default=False)
]
RightValues = Annotated[
    list[str],
    typer.Argument(
        metavar="COLUMN=VALUE...",
        help="What is right, such as deaths_best=7 or date_start=2018-04-05; null where it is not known.",
        show_default=False,
    ),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it is so.", show_default=False)]
SheetReason = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help="Why, for rows of the sheet that give no reason.")
]
JudgedBy = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides.  [default: the login name]")]
OnlyReport = Annotated[
    bool, typer.Option("--only-report", help="The one report of that id, also where an incident has the id.")
]
UndoneToo = Annotated[bool, typer.Option("--all", help="Also decisions that were undone, and what undid them.")]
SheetOut = Annotated[Path, typer.Argument(metavar="OUT.csv", help="The file to write.", show_default=False)]
FilledSheet = Annotated[Path, typer.Argument(metavar="SHEET.csv", help="The sheet, filled in.", show_default=False)]
SheetLimit = Annotated[int, typer.Option("--limit", metavar="N", min=1, help="The N most uncertain only.")]


class ExportFormat(StrEnum):
    """What a file of incidents is written as."""

    ucdp_ged = "ucdp-ged"
    acled = "acled"
    csv = "csv"
    parquet = "parquet"
    jsonl = "jsonl"
    geojson = "geojson"
    geoparquet = "geoparquet"


Form = Annotated[ExportFormat, typer.Option("--as", help="What to write; ucdp-ged and acled are CSV.")]
Out = Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The file; replaced whole, or not at all.")]
WhereExported = Annotated[
    str | None,
    typer.Option("--where", metavar="SQL", help="Only rows that this condition over the columns written holds for."),
]
