"""Reports as rows: the six flat tables of the warehouse, the nested Arrow table, and the nested JSON record."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from q7x2_etl.contract.arrow import align_values, arrow_schema
from q7x2_etl.contract.table import Contract, load_contract
from q7x2_etl.errors import InputError
from q7x2_etl.model import Report


@dataclass(frozen=True, slots=True)
class FlatTable:
    """One of the six tables of a batch of reports, as columns of Python values.

    `owners[row]` is the position in the batch of the report that the row belongs to.
    """

    name: str
    columns: dict[str, list[Any]]
    owners: list[int]


def flatten(reports: Sequence[Report], run_id: str) -> list[FlatTable]:
    """`reports` first, then its child tables, each with the contract's columns in order."""
    contract = load_contract()
    flat = []
    for table_name, child_name in _report_tables(contract):
        rows = [(n, report, row) for n, report in enumerate(reports) for row in _rows(report, child_name)]
        columns = {name: _column(name, rows, run_id) for name in contract.tables[table_name].column_names}
        flat.append(FlatTable(table_name, columns, [n for n, _, _ in rows]))
    return flat


def reports_to_tables(reports: Sequence[Report], run_id: str) -> dict[str, pa.Table]:
    """The six flat tables by name, in the contract's Arrow schemas. Raises InputError for a value of the wrong type."""
    contract = load_contract()
    tables = {}
    for flat in flatten(reports, run_id):
        table = contract.tables[flat.name]
        batch = align_values(table, flat.columns)
        for row, reasons in batch.type_failures.items():
            report = reports[flat.owners[row]]
            raise InputError(f"report {report.report_id}: {flat.name}: {'; '.join(reasons)}; run check_reports first")
        tables[flat.name] = batch.rows.cast(arrow_schema(table))
    return tables


def reports_to_arrow(reports: Sequence[Report], article_names: Mapping[str, str] | None = None) -> pa.Table:
    """One nested row a report, in the contract's nested schema.

    `article_names` gives the input's name for each article_id; an article without one goes by its id.
    """
    names = article_names or {}
    records = [_record(report, names.get(report.article_id, report.article_id)) for report in reports]
    schema = load_contract().nested_report_schema()
    try:
        return pa.Table.from_pylist(records, schema=schema)
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        raise InputError(f"a report has a value of the wrong type ({error}); run check_reports first") from error


def report_to_json(report: Report, article_name: str) -> dict[str, Any]:
    """The nested record as JSON has it: dates as ISO strings, all else as it is."""
    return {name: _json_value(value) for name, value in _record(report, article_name).items()}


def _report_tables(contract: Contract) -> Iterator[tuple[str, str | None]]:
    yield "reports", None
    for child in contract.nested_report.children:
        yield child.table, child.name


def _rows(report: Report, child_name: str | None) -> Sequence[Any]:
    return (report,) if child_name is None else getattr(report, child_name)


def _column(name: str, rows: Sequence[tuple[int, Report, Any]], run_id: str) -> list[Any]:
    if name == "run_id":
        return [run_id] * len(rows)
    if name == "report_id":
        return [report.report_id for _, report, _ in rows]
    return [getattr(row, name) for _, _, row in rows]


def _record(report: Report, article_name: str) -> dict[str, Any]:
    contract = load_contract()
    form = contract.nested_report
    record = {
        column.nested_name or column.name: getattr(report, column.name)
        for column in contract.tables["reports"].columns
        if column.name not in form.omit
    }
    record["article"] = article_name
    for child in form.children:
        names = [
            (column.name, column.nested_name or column.name)
            for column in contract.tables[child.table].columns
            if column.name not in child.omit
        ]
        record[child.name] = [
            {nested: getattr(row, name) for name, nested in names} for row in getattr(report, child.name)
        ]
    return record


def _json_value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
