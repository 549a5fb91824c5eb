"""The recorded versions of the contract, and the way from each to the next."""

from dataclasses import replace
from pathlib import Path

import pytest

from q7x2_etl.contract import load_contract
from q7x2_etl.contract.changes import changes
from q7x2_etl.contract.recording import record, unrecorded, version_text
from q7x2_etl.contract.versions import (
    ColumnShape,
    ContractVersion,
    TableShape,
    newest_version,
    read_version,
    shapes_of,
    version_path,
)
from q7x2_etl.errors import ContractError

_NUMBERS = range(1, newest_version() + 1)


def _table(*columns: str, rules: str = "00000000") -> TableShape:
    parts = [column.split(" ", 2) for column in columns]
    return TableShape(tuple(ColumnShape(name, kind, not rest) for name, kind, *rest in parts), rules)


def _version(number: int = 1, **tables: TableShape) -> ContractVersion:
    return ContractVersion(number, "a version", tables)


_LAKES = _version(lakes=_table("lake_id VARCHAR NOT NULL", "depth INTEGER", "note VARCHAR"))


def test_the_schemas_are_those_of_the_newest_recorded_version() -> None:
    assert unrecorded(load_contract()) is None


@pytest.mark.parametrize("number", _NUMBERS)
def test_every_version_is_whole_and_can_be_reached_from_the_one_before(number: int) -> None:
    version = read_version(number)
    assert version.number == number
    if number > 1:
        assert changes(read_version(number - 1), version)


def test_a_column_added_removed_or_changed_without_a_version_is_told_with_what_to_type(tmp_path: Path) -> None:
    contract = load_contract()
    record(ContractVersion(0, "first", shapes_of(contract)), _first(tmp_path))
    assert unrecorded(contract, tmp_path) is None
    runs = contract.tables["runs"]
    shorter = replace(contract, tables={**contract.tables, "runs": replace(runs, columns=runs.columns[:-1])})
    tighter = replace(contract, tables={**contract.tables, "runs": replace(runs, checks=())})
    words = replace(runs.columns[3], enum=("running", "done"))
    closed = replace(runs, columns=(*runs.columns[:3], words, *runs.columns[4:]))
    fewer_words = replace(contract, tables={**contract.tables, "runs": closed})
    for changed in (shorter, tighter, fewer_words):
        told = unrecorded(changed, tmp_path)
        assert told is not None
        assert "in runs, " in told
        assert "make contract-version SAYS=" in told


def _first(folder: Path) -> Path:
    """A folder of versions whose only one lacks the table runs."""
    shapes = {name: shape for name, shape in shapes_of(load_contract()).items() if name != "runs"}
    version_path(1, folder).write_text(version_text(ContractVersion(1, "the first", shapes)), encoding="utf-8")
    return folder


def test_what_is_recorded_is_read_back_with_all_that_was_told(tmp_path: Path) -> None:
    folder = _first(tmp_path)
    first = read_version(1, folder)
    told = ContractVersion(
        0,
        "lakes: it's deeper",
        {**first.tables, "lakes": _table("lake_id VARCHAR NOT NULL", "metres DOUBLE NOT NULL")},
        fills={"lakes.metres": "coalesce(depth, 0) * 1.0"},
    )
    record(told, folder)
    assert newest_version(folder) == 2
    assert read_version(2, folder) == replace(told, number=2)
    with pytest.raises(ContractError, match="nothing to record"):
        record(told, folder)


def test_a_version_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    path = version_path(1, _first(tmp_path))
    path.write_text(path.read_text().replace("n_chars INTEGER", "n_chars DOUBLE"))
    with pytest.raises(ContractError, match="restore the file"):
        read_version(1, tmp_path)
    version_path(3, tmp_path).write_text(path.read_text())
    with pytest.raises(ContractError, match="without a gap"):
        newest_version(tmp_path)


def test_an_added_column_that_may_be_null_needs_nothing_told() -> None:
    wider = _version(2, lakes=_table("lake_id VARCHAR NOT NULL", "area DOUBLE", "depth INTEGER", "note VARCHAR"))
    (change,) = changes(_LAKES, wider)
    assert [expression for _, expression in change.columns] == ['"lake_id"', "NULL", '"depth"', '"note"']
    assert change.told == ("lakes: + area DOUBLE (old rows: null)",)


def test_a_rename_a_new_type_a_fill_and_a_drop_are_told_and_derived() -> None:
    new = ContractVersion(
        2,
        "much",
        {"ponds": _table("lake_id VARCHAR NOT NULL", "metres DOUBLE", "n_boats INTEGER NOT NULL")},
        fills={"ponds.n_boats": "0"},
        renames={"lakes": "ponds", "lakes.depth": "metres"},
        drops=("lakes.note",),
    )
    (change,) = changes(_LAKES, new)
    assert (change.table, change.source) == ("ponds", "lakes")
    assert [expression for _, expression in change.columns] == ['"lake_id"', 'CAST("depth" AS DOUBLE)', "0"]


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"lakes": _table("lake_id VARCHAR NOT NULL", "depth INTEGER")}, "column lakes.note is gone: say DROP"),
        ({"ponds": _LAKES.tables["lakes"]}, "table lakes is gone: say DROP='lakes', or RENAME"),
        (
            {"lakes": _table("lake_id VARCHAR NOT NULL", "n INTEGER NOT NULL", "depth INTEGER", "note VARCHAR")},
            "lakes.n is new and may not be null: say what old rows get, FILL='lakes.n=SQL'",
        ),
    ],
)
def test_what_cannot_be_derived_must_be_told(tables: dict[str, TableShape], message: str) -> None:
    with pytest.raises(ContractError, match=message):
        changes(_LAKES, _version(2, **tables))


def test_a_change_of_rules_alone_rebuilds_nothing() -> None:
    stricter = _version(2, lakes=replace(_LAKES.tables["lakes"], rules="11111111"))
    (change,) = changes(_LAKES, stricter)
    assert not change.rebuilt
    assert "all rows are checked" in change.told[0]
    assert changes(_LAKES, _LAKES) == ()
