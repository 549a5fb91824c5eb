"""What lies between two versions of the contract, table by table: columns added, moved, renamed, retyped, dropped.

Most of it follows from the two lists of columns. What does not (a value for old rows in a new column that may not be
null, a rename, a drop) the newer version says itself; where it does not say it, that is an error here and not a guess.
"""

from dataclasses import dataclass, replace

from q7x2_etl.contract.versions import ColumnShape, ContractVersion, TableShape
from q7x2_etl.errors import ContractError


@dataclass(frozen=True, slots=True)
class TableChange:
    """One table on the way to the next version.

    `columns` are the new columns in order, each with the SQL expression over the old row that fills it; one that may no
    longer be null stays nullable until the rows are checked. `source` is the old table, null for a new one. `columns`
    is empty for a table that goes; `rebuilt` is false where only rules change.
    """

    table: str
    source: str | None
    columns: tuple[tuple[ColumnShape, str], ...]
    rebuilt: bool
    told: tuple[str, ...]


def changes(old: ContractVersion, new: ContractVersion) -> tuple[TableChange, ...]:
    """The changes from one version to the next, in the order of the new tables' names, then the dropped tables.

    Raises ContractError, saying what the newer version must tell, for a change that cannot be derived.
    """
    source_of = {new.renames.get(name, name): name for name in old.tables if name not in new.drops}
    gone = sorted(set(source_of) - set(new.tables))
    if gone:
        raise ContractError(f"table {gone[0]} is gone: say DROP='{gone[0]}', or RENAME='{gone[0]}=NEW_NAME'")
    found = [_table_change(name, source_of.get(name), old, new) for name in sorted(new.tables)]
    dropped = [
        TableChange(name, name, (), rebuilt=False, told=(f"table {name} is dropped",))
        for name in sorted(new.drops)
        if name in old.tables
    ]
    return (*(change for change in found if change is not None), *dropped)


def _table_change(name: str, source: str | None, old: ContractVersion, new: ContractVersion) -> TableChange | None:
    shape = new.tables[name]
    if source is None:
        empty = tuple((column, "NULL") for column in shape.columns)
        return TableChange(name, None, empty, rebuilt=True, told=(f"new table {name}",))
    was = old.tables[source]
    told = [] if source == name else [f"table {source} is now {name}"]
    columns_before, told_columns = _columns_before(name, source, was, shape, new)
    told += told_columns
    columns: list[tuple[ColumnShape, str]] = []
    for column in shape.columns:
        before = columns_before.get(column.name)
        path = f"{name}.{column.name}"
        expression, change = _filled(path, column, before, new)
        unproved = before is not None and before.nullable and path not in new.fills
        columns.append((replace(column, nullable=column.nullable or unproved), expression))
        told += [] if change is None else [change]
    moved = [c.name for c in was.columns] != [c.name for c in shape.columns]
    rebuilt = bool(told) or moved
    if was.rules != shape.rules:
        told.append(f"{name}: other rules (words, ranges, keys or checks); all rows are checked")
    if moved and not told:
        told.append(f"{name}: another order of columns")
    return TableChange(name, source, tuple(columns), rebuilt, tuple(told)) if told else None


def _columns_before(
    name: str, source: str, was: TableShape, shape: TableShape, new: ContractVersion
) -> tuple[dict[str, ColumnShape], list[str]]:
    """The old columns by their new names, and what is told of those renamed and dropped."""
    there = {column.name for column in shape.columns}
    before: dict[str, ColumnShape] = {}
    told = []
    for column in was.columns:
        path = f"{source}.{column.name}"
        now = new.renames.get(path, column.name)
        if path in new.drops:
            told.append(f"{name}: - {column.name} (dropped)")
            continue
        if now not in there:
            raise ContractError(f"column {path} is gone: say DROP='{path}', or RENAME='{path}=NEW_NAME'")
        if now != column.name:
            told.append(f"{name}: {column.name} is now {now}")
        before[now] = column
    return before, told


def _filled(path: str, column: ColumnShape, before: ColumnShape | None, new: ContractVersion) -> tuple[str, str | None]:
    """The expression that fills a column of old rows, and what is told of it; no words where nothing changes."""
    table = path.partition(".")[0]
    fill = new.fills.get(path)
    if before is None:
        if fill is None and not column.nullable:
            raise ContractError(
                f"column {path} is new and may not be null: say what old rows get, FILL='{path}=SQL' (such as "
                f"FILL='{path}=0', an expression over the old row), or make it nullable"
            )
        return fill or "NULL", f"{table}: + {column} (old rows: {fill or 'null'})"
    old_value = f'"{before.name}"'
    if before.type != column.type:
        told = f"{table}: {column.name} is {column.type}, was {before.type}"
        return fill or f"CAST({old_value} AS {column.type})", told
    if fill is not None:
        return f"coalesce({old_value}, {fill})", f"{table}: {column.name} where it is null: {fill}"
    if before.nullable != column.nullable:
        told = f"{table}: {column.name} may {'now be null' if column.nullable else 'no longer be null'}"
        return old_value, told
    return old_value, None
