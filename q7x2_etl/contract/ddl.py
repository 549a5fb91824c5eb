"""DuckDB's side of the contract: CREATE TABLE, and a comment on the table and on each of its columns."""

from q7x2_etl.contract.conditions import sql_text
from q7x2_etl.contract.spec import TableSpec


def ddl(table: TableSpec, schema_name: str | None = None) -> list[str]:
    """The statements that make an empty table, in order.

    There is no PRIMARY KEY: it makes loads three times slower, and uniqueness is asserted by the contract check.
    """
    qualified = table.name if schema_name is None else f"{schema_name}.{table.name}"
    columns = ",\n".join(f"    {c.name} {c.type}{'' if c.nullable else ' NOT NULL'}" for c in table.columns)
    return [
        f"CREATE TABLE {qualified} (\n{columns}\n)",
        f"COMMENT ON TABLE {qualified} IS {sql_text(table.description)}",
        *(f"COMMENT ON COLUMN {qualified}.{c.name} IS {sql_text(c.comment())}" for c in table.columns),
    ]
