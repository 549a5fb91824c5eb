"""The steps of a migration on an attached store: tables made, rebuilt and dropped, each step one transaction."""

from datetime import UTC, datetime

from q7x2_etl.contract.changes import TableChange
from q7x2_etl.contract.versions import read_version
from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.contract_history import TABLE, note_version
from q7x2_etl.warehouse.migration.plan import Plan, Step, columns_of
from q7x2_etl.warehouse.store import STORE_CATALOG, Store
from q7x2_etl.warehouse.views import create_views

_NEW = "table_of_the_next_version"


def apply_steps(store: Store, plan: Plan) -> None:
    """Every step in order. No row is lost: each rebuilt table is proved to hold as many, with the same old values."""
    for step in plan.steps:
        with store.transaction():
            for change in step.changes:
                _apply(store, step, change)


def complete(store: Store, plan: Plan, run_id: str) -> None:
    """What the steps leave for the end, when all rows keep the contract; to be called inside a transaction.

    Columns that may not be null are declared so, tables and columns get today's comments, views and macros are made
    anew, and the history of versions is written.
    """
    connection = store.connection
    there = columns_of(connection)
    for table in store.contract.tables.values():
        nullable = {name for name, _, may_be_null in there[table.name] if may_be_null}
        for column in table.columns:
            if not column.nullable and column.name in nullable:
                connection.execute(f'ALTER TABLE "{table.name}" ALTER COLUMN "{column.name}" SET NOT NULL')
        for statement in table.ddl()[1:]:  # the comments
            connection.execute(statement)
    _drop_views(store)
    create_views(connection)
    if plan.stored.version == 1:
        _note_first(store)
    for step in plan.steps:
        note_version(connection, step.version.number, run_id)


def _apply(store: Store, step: Step, change: TableChange) -> None:
    connection = store.connection
    if not change.columns:
        connection.execute(f'DROP TABLE "{change.table}"')
        return
    if not change.rebuilt:
        return
    columns = ", ".join(f'"{c.name}" {c.type}{"" if c.nullable else " NOT NULL"}' for c, _ in change.columns)
    connection.execute(f"CREATE TABLE {_NEW} ({columns})")
    if change.source is not None:
        values = ", ".join(f'{expression} AS "{column.name}"' for column, expression in change.columns)
        connection.execute(f'INSERT INTO {_NEW} SELECT {values} FROM "{change.source}"')
        _require_same_rows(store, step, change)
        connection.execute(f'DROP TABLE "{change.source}"')
    connection.execute(f'ALTER TABLE {_NEW} RENAME TO "{change.table}"')


def _require_same_rows(store: Store, step: Step, change: TableChange) -> None:
    """As many rows as before, and in the columns that are only copied the same values, row by row."""
    copied = [(column.name, text) for column, text in change.columns if text.startswith('"')]
    before = _sums(store, str(change.source), [text for _, text in copied])
    after = _sums(store, _NEW, [f'"{name}"' for name, _ in copied])
    if before != after:
        raise WarehouseError(
            f"{change.table}: the step to contract version {step.version.number} changed {before[0]} rows to "
            f"{after[0]}, or their values; nothing was changed; please report this as a bug"
        )


def _sums(store: Store, table: str, columns: list[str]) -> tuple[int, int]:
    total = f"sum(hash(hash({', '.join(columns)})))" if columns else "0"
    ((rows, hashes),) = store.connection.execute(f'SELECT count(*), {total} FROM "{table}"').fetchall()
    return int(rows), int(hashes or 0)


def _drop_views(store: Store) -> None:
    """Those of an older library may read what is no longer there."""
    connection = store.connection
    queries = {
        "VIEW": "SELECT schema_name, view_name FROM duckdb_views() WHERE database_name = ? AND NOT internal",
        "MACRO TABLE": "SELECT DISTINCT schema_name, function_name FROM duckdb_functions() "
        "WHERE database_name = ? AND NOT internal AND function_type = 'table_macro'",
        "MACRO": "SELECT DISTINCT schema_name, function_name FROM duckdb_functions() "
        "WHERE database_name = ? AND NOT internal AND function_type = 'macro'",
    }
    for kind, query in queries.items():
        for schema, name in connection.execute(query, [STORE_CATALOG]).fetchall():
            connection.execute(f'DROP {kind} "{schema}"."{name}"')


def _note_first(store: Store) -> None:
    """Version 1 wrote itself down nowhere; the first run says when it was, and by which library."""
    store.connection.execute(
        f"INSERT INTO {TABLE} (contract_version, fingerprint, library_version, applied_at) "
        "SELECT 1, ?, library_version, least(started_at, ?) FROM runs ORDER BY started_at, run_id LIMIT 1",
        [read_version(1).fingerprint, datetime.now(UTC)],
    )
