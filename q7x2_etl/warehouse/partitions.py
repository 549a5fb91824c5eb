"""How the published Parquet of each table is cut into partitions, and what a partition holds, in one short digest.

A partition column is made for the folders only: it is no column of the contract and stands in no file. Rows lie by the
time that they speak of, so that a nightly load changes the newest partitions and leaves the others as they were.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import duckdb

from q7x2_etl.contract import Table

PARQUET_FORM = 1  # raise it when files are written in another way: all of them are then written anew
NO_VALUE = "__HIVE_DEFAULT_PARTITION__"  # Hive's own name for null, as DuckDB, polars and pyarrow read it


@dataclass(frozen=True, slots=True)
class Partitioning:
    """A table's partition column, and the SQL that gives its value (VARCHAR, or null) for a row `t`.

    Rows whose time is that of another table's row join it as `p`: `parent` is that relation, `key` the joined column.
    """

    column: str
    value: str
    parent: str | None = None
    key: str = ""

    def source(self, catalog: str, table: str) -> str:
        """What to write after FROM to have the table's rows as `t`, with what `value` needs."""
        rows = f'{catalog}."{table}" AS t'
        if self.parent is None:
            return rows
        return f'{rows} LEFT JOIN {self.parent.format(catalog=catalog)} AS p ON p."{self.key}" = t."{self.key}"'


def _year(column: str) -> str:
    return f"CAST(year({column}) AS VARCHAR)"


def _month(column: str) -> str:
    return f"strftime({column}, '%Y-%m')"


def _day(column: str) -> str:
    return f"strftime({column}, '%Y-%m-%d')"


_UNDIVIDED = Partitioning("", "CAST(NULL AS VARCHAR)")
_OF_REPORT = Partitioning("event_year", _year("p.date_start"), "{catalog}.reports", "report_id")
_FIRST_ARTICLES = "(SELECT document_id, min(published_on) AS first_on FROM {catalog}.articles GROUP BY document_id)"

_PARTITIONINGS: Mapping[str, Partitioning] = {
    "reports": Partitioning("event_year", _year("t.date_start")),
    "report_actors": _OF_REPORT,
    "report_casualties": _OF_REPORT,
    "report_claims": _OF_REPORT,
    "report_targets": _OF_REPORT,
    "evidence": _OF_REPORT,
    "incident_links": _OF_REPORT,
    "incidents": Partitioning("event_year", _year("t.date_start")),
    "incident_actors": Partitioning("event_year", _year("p.date_start"), "{catalog}.incidents", "incident_id"),
    "articles": Partitioning("published_year", _year("t.published_on")),
    "article_wordings": Partitioning("published_year", _year("p.published_on"), "{catalog}.articles", "article_id"),
    "documents": Partitioning("published_year", _year("p.first_on"), _FIRST_ARTICLES, "document_id"),
    "document_sources": Partitioning("retrieved_month", _month("t.retrieved_at")),
    "run_inputs": Partitioning("loaded_day", _day("t.loaded_at")),  # the one that every load grows, by all its inputs
    "rejects": Partitioning("rejected_month", _month("t.rejected_at")),
}


@dataclass(frozen=True, slots=True)
class Partition:
    """One partition: its value (None is null; so is that of a whole table without partitions), the number of its rows,
    and a digest of their content that does not depend on their order.
    """

    value: str | None
    rows: int
    digest: str


def partitioning(table: str) -> Partitioning:
    """How the table is cut; one with the empty column name is not."""
    return _PARTITIONINGS.get(table, _UNDIVIDED)


def file_name(table: str, value: str | None) -> str:
    """Where a partition lies in the folder of a version's Parquet."""
    column = partitioning(table).column
    folder = f"{column}={NO_VALUE if value is None else value}/" if column else ""
    return f"{table}/{folder}{table}.parquet"


def value_of(name: str) -> str | None:
    """The partition's value in a name made by `file_name`."""
    folder = name.split("/")[-2]
    value = folder.partition("=")[2]
    return None if value in ("", NO_VALUE) else value


def partitions(
    connection: duckdb.DuckDBPyConnection,
    catalog: str,
    tables: Sequence[Table],
    only: Mapping[str, Collection[str | None]] | None = None,
) -> dict[str, list[Partition]]:
    """Each table's partitions as its rows are now, null first; a table without rows has one of 0 rows.

    `only` names, by table, the partitions that are looked at.
    """
    form = f"{PARQUET_FORM} duckdb {duckdb.__version__}"  # a hash is that of one version of DuckDB
    forms = {table.name: f"{form} {table.arrow_schema()}" for table in tables}
    # One query for all: most tables are small, and twenty queries cost more than their rows.
    query = " UNION ALL ".join(_counted(catalog, table, None if only is None else only[table.name]) for table in tables)
    found: dict[str, list[Partition]] = {name: [] for name in forms}
    for name, value, n, total in connection.execute(f"{query} ORDER BY name, value NULLS FIRST").fetchall():
        found[name].append(Partition(value, n, _digest(forms[name], n, total)))
    return {name: parts or [Partition(None, 0, _digest(forms[name], 0, 0))] for name, parts in found.items()}


def row_hash(table: Table) -> str:
    """SQL for a number that stands for a row `t`; the sum of all does not depend on the rows' order."""
    # Hashed once more: DuckDB folds the last column in by XOR, so that a sum or an XOR of plain hashes would not see
    # two rows that exchanged its values.
    columns = ", ".join(f't."{name}"' for name in table.column_names)
    return f"hash(hash({columns}))"


def within(table: str, values: Iterable[str | None]) -> str:
    """SQL that is true for the rows of these partitions."""
    wanted = ", ".join(f"'{NO_VALUE if value is None else value}'" for value in values)
    return f"coalesce({partitioning(table).value}, '{NO_VALUE}') IN ({wanted})"


def _counted(catalog: str, table: Table, only: Collection[str | None] | None) -> str:
    by = partitioning(table.name)
    chosen = "" if only is None else f"WHERE {within(table.name, only)} "
    return (
        f"SELECT '{table.name}' AS name, {by.value} AS value, count(*) AS n, sum({row_hash(table)}) AS total "
        f"FROM {by.source(catalog, table.name)} {chosen}GROUP BY ALL"
    )


def _digest(form: str, rows: int, total: int) -> str:
    return sha256(f"{form} {rows} {total}".encode()).hexdigest()[:32]
