"""What a check of the contract asks for, in words, by the name that `rejects` gives it."""

from q7x2_etl.contract.spec import Column, TableSpec
from q7x2_etl.contract.table import load_contract

# The checks that are no part of a table's file: those of whole reports against their text, and extraction itself.
_BEYOND = {
    "article_known": "The report's article is part of the batch.",
    "claim_known": "The claim that a figure rests on is one of the report's.",
    "field_known": "Evidence and claims are about fields that the report has.",
    "span_quote": "Every span lies in the text and holds the words that the report gives for it.",
    "derivation": "Every figure is what a reading of its words gives.",
    "extraction": "The library reads the document without an error.",
    "worker_survives": "A worker process survives the reading of the document, in the time that it has for it.",
}


def check_in_words(table_name: str, check_name: str) -> str:
    """One sentence; of a check that today's contract does not have, that it has none."""
    if check_name in _BEYOND:
        return _BEYOND[check_name]
    table = load_contract().tables.get(table_name)
    told = None if table is None else _of_table(table, check_name)
    return told or f"Today's contract has no check {check_name} for {table_name}."


def _of_table(table: TableSpec, check_name: str) -> str | None:
    if check_name.startswith("unique("):
        return f"No two rows have the same {check_name.removeprefix('unique(').removesuffix(')').replace(',', ', ')}."
    for check in table.checks:
        if check.name == check_name:
            return check.description
    column_name, _, kind = check_name.rpartition(".")
    for column in table.columns:
        if column.name == column_name:
            return _of_column(column, kind)
    return None


def _of_column(column: Column, kind: str) -> str | None:
    wanted = {
        "type": f"is of type {column.type}",
        "null": "is not null",
        "enum": f"is one of {', '.join(column.enum or ())}",
        "range": f"is {column.range_text() or 'a finite number'}",
        "pattern": f"matches {column.pattern}",
    }
    return f"{column.name} {wanted[kind]}. {column.description}" if kind in wanted else None
