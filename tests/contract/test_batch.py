"""Any batch splits into valid and rejected rows that sum to it, and the rejected ones are those that break a rule."""

import json
from datetime import UTC, date, datetime

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from q7x2_etl.contract import Table, load_contract
from q7x2_etl.errors import ContractError

CASUALTIES = load_contract().tables["report_casualties"]
INCIDENTS = load_contract().tables["incidents"]
PLACES = load_contract().tables["places"]
SOUND = {
    "report_id": "0" * 32, "ordinal": 0, "claim_ordinal": None, "outcome": "killed", "low": 3, "best": 3, "high": 3,
    "qualifier": "exact", "derivation": "word", "unit": "persons", "of_name": None, "of_actor_id": None,
    "of_kind": None, "is_part": False, "as_written": "three", "span_start": 4, "span_end": 9, "shared": False,
}  # fmt: skip
PLACE = {
    "place_id": "p1", "name": "Port Hollin", "kind": "city", "country": "NZL", "admin1": None, "admin2": None,
    "latitude": -41.5, "longitude": 173.25, "population": 900, "source": "made up",
}  # fmt: skip


def batch(table: Table, rows: list[dict[str, object]]) -> pa.Table:
    columns = {name: [row[name] for row in rows] for name in table.column_names}
    schema = table.arrow_schema()
    return pa.table([pa.array(columns[field.name], field.type) for field in schema], names=schema.names)


def with_column(rows: pa.Table, name: str, values: pa.Array) -> pa.Table:
    return rows.set_column(rows.column_names.index(name), name, values)


PLANTED = {
    "null": ({"as_written": None}, "as_written.null", "as_written is null; this column may not be null"),
    "enum": ({"outcome": "vanished"}, "outcome.enum", "outcome is 'vanished'; allowed: killed, wounded"),
    "below the range": ({"low": -1, "best": None, "high": None}, "low.range", "low is -1; expected at least 0"),
    "pattern": ({"report_id": "r1"}, "report_id.pattern", "report_id is 'r1'; expected the pattern"),
    "low above best": ({"low": 4, "high": None}, "low_not_above_best", "low = 4, best = 3"),
    "best above high": ({"low": None, "high": 2}, "best_not_above_high", "best = 3, high = 2"),
    "low above high": ({"low": 4, "best": None}, "low_not_above_high", "low = 4, high = 3"),
    "range with a best": ({"low": 2}, "range_has_no_best", "low = 2, high = 3, best = 3"),
    "vague with a figure": ({"qualifier": "vague"}, "vague_has_no_figure", "vague"),
    "no figure": ({"low": None, "best": None, "high": None}, "a_figure_unless_vague", "best = null"),
    "empty span": ({"span_end": 4}, "span_is_not_empty", "span_start = 4, span_end = 4"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_rejected_by_its_own_check_at_its_own_row(fault):
    change, check_name, words = PLANTED[fault]
    rows = [SOUND | {"ordinal": n} for n in range(4)]
    rows[2] |= change
    result = CASUALTIES.check(batch(CASUALTIES, rows))
    (rejected,) = result.rejected
    assert (rejected.row_index, rejected.check_name) == (2, check_name)
    assert words in rejected.reason
    assert json.loads(rejected.row_json) == rows[2]
    assert result.valid.column("ordinal").to_pylist() == [0, 1, 3]


ALLOWED = (
    {"low": None},
    {"high": None},
    {"best": None, "low": 2},
    {"low": None, "best": None, "qualifier": "at_most"},
    {"low": None, "best": None, "high": None, "qualifier": "vague"},
    {"low": 0, "best": 0, "high": 0},
)


@pytest.mark.parametrize(
    ("change", "broken"),
    [*((change, False) for change in ALLOWED), *((change, True) for change, *_ in PLANTED.values())],
)
def test_rows_are_looked_at_one_check_at_a_time_just_where_one_of_them_fails(monkeypatch, change, broken):
    asked = []

    def failures(_, rows):
        asked.append(len(rows))
        return [(1, "outcome.enum")]

    monkeypatch.setattr("q7x2_etl.contract.pandera_schema.failures", failures)
    CASUALTIES.check(batch(CASUALTIES, [SOUND, SOUND | {"ordinal": 1} | change]))
    assert asked == [2] * broken


@pytest.mark.parametrize("allowed", ALLOWED)
def test_null_in_a_figure_is_no_fault_where_the_rule_passes_it(allowed):
    assert not CASUALTIES.check(batch(CASUALTIES, [SOUND | allowed])).rejected


def test_all_rows_of_a_doubled_key_are_rejected_and_no_other():
    rows = [SOUND | {"ordinal": n} for n in (0, 1, 2, 1)]
    result = CASUALTIES.check(batch(CASUALTIES, rows))
    assert [(r.row_index, r.check_name) for r in result.rejected] == [
        (1, "unique(report_id,ordinal)"),
        (3, "unique(report_id,ordinal)"),
    ]
    assert result.valid.num_rows == 2


def test_a_row_with_several_faults_tells_all_of_them_once():
    (rejected,) = CASUALTIES.check(batch(CASUALTIES, [SOUND | {"outcome": "lost", "low": 9}])).rejected
    assert rejected.check_name == "outcome.enum"
    assert "low = 9, best = 3" in rejected.reason
    assert "low = 9, high = 3" in rejected.reason


@pytest.mark.parametrize(
    ("change", "check_name"),
    [
        ({"latitude": None}, "position_has_both_coordinates"),
        ({"latitude": 91.0}, "latitude.range"),
        ({"longitude": float("nan")}, "longitude.range"),
        ({"longitude": float("-inf")}, "longitude.range"),
        ({"country": "NZ"}, "country.pattern"),
        ({"country": "NZL\n"}, "country.pattern"),
    ],
)
def test_positions_and_countries(change, check_name):
    result = PLACES.check(
        batch(PLACES, [PLACE | change, PLACE | {"place_id": "p2", "latitude": None, "longitude": None}])
    )
    assert [(r.row_index, r.check_name) for r in result.rejected] == [(0, check_name)]
    json.loads(result.rejected[0].row_json)


def test_other_widths_and_encodings_are_the_same_values():
    rows = batch(PLACES, [PLACE, PLACE | {"place_id": "p2", "population": None}])
    other = with_column(rows, "population", pa.array([900, None], pa.int64()))
    other = with_column(other, "latitude", pa.array([-41.5, -41.5], pa.float32()))
    other = with_column(other, "name", pa.array(["Port Hollin"] * 2, pa.large_string()))
    other = with_column(other, "kind", pa.array(["city"] * 2).dictionary_encode())
    other = with_column(other, "admin1", pa.nulls(2))
    result = PLACES.check(other.select(list(reversed(other.column_names))))
    assert not result.rejected
    assert result.valid.equals(rows.cast(PLACES.arrow_schema()))


def test_whole_numbers_in_a_float_column_are_integers_as_data_frames_leave_them():
    rows = batch(PLACES, [PLACE, PLACE | {"place_id": "p2", "population": None}])
    assert not PLACES.check(with_column(rows, "population", pa.array([900.0, None]))).rejected


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("population", pa.array(["12", None])),
        ("population", pa.array([1.5, None])),
        ("population", pa.array([2**40, None])),
        ("population", pa.array([True, None])),
        ("latitude", pa.array(["-41.5", None])),
        ("name", pa.array([7, None])),
    ],
)
def test_a_value_of_another_kind_rejects_its_row_and_is_never_changed(column, values):
    rows = batch(PLACES, [PLACE, PLACE | {"place_id": "p2", column: PLACE[column]}])
    result = PLACES.check(with_column(rows, column, values))
    first = result.rejected[0]
    assert (first.row_index, first.check_name) == (0, f"{column}.type")
    assert column in first.reason
    assert json.loads(first.row_json)[column] == values[0].as_py()


def test_a_time_without_a_zone_is_of_the_wrong_type():
    runs = load_contract().tables["incident_id_history"]
    row = {
        "old_incident_id": "0" * 32, "new_incident_id": "1" * 32, "change": "merged", "n_reports": 1, "run_id": "r",
        "changed_at": datetime(2021, 5, 3, tzinfo=UTC),
    }  # fmt: skip
    rows = batch(runs, [row])
    assert not runs.check(rows).rejected
    naive = with_column(rows, "changed_at", pa.array([datetime(2021, 5, 3)], pa.timestamp("us")))
    assert [r.check_name for r in runs.check(naive).rejected] == ["changed_at.type"]
    elsewhere = rows.column("changed_at").cast(pa.timestamp("us", "Etc/UTC"))
    assert not runs.check(with_column(rows, "changed_at", elsewhere)).rejected


def test_other_columns_are_an_error_that_names_them():
    rows = batch(PLACES, [PLACE])
    with pytest.raises(ContractError, match=r"table places .*missing: population"):
        PLACES.check(rows.drop_columns(["population"]))
    with pytest.raises(ContractError, match=r"table places .*unknown: mayor"):
        PLACES.check(rows.append_column("mayor", pa.array(["x"])))
    with pytest.raises(ContractError, match=r"there twice: name"):
        PLACES.check(rows.append_column("name", pa.array(["x"])))


def test_rows_of_python_values_are_checked_without_a_silent_change():
    rows = [PLACE | {"place_id": f"p{n}"} for n in range(7)]
    rows[1]["population"] = 12.5
    rows[2]["population"] = True
    rows[3]["name"] = "half a character \ud800"
    rows[4]["latitude"] = "41"
    rows[5]["population"] = 2**70
    result = PLACES.check_rows(rows)
    assert [(r.row_index, r.check_name) for r in result.rejected] == [
        (1, "population.type"),
        (2, "population.type"),
        (3, "name.type"),
        (4, "latitude.type"),
        (5, "population.type"),
    ]
    assert result.valid.column("place_id").to_pylist() == ["p0", "p6"]
    assert json.loads(result.rejected[0].row_json)["population"] == 12.5
    assert json.loads(result.rejected[2].row_json)["name"] == "half a character \\ud800"
    assert "null" not in result.rejected[2].reason, "what did not fit is told once, not as a missing value too"
    assert PLACES.check_rows([]).valid.schema == PLACES.arrow_schema()


def test_a_row_with_other_columns_is_an_error_that_names_them():
    with pytest.raises(ContractError, match=r"table places .*missing: name; unknown: title"):
        PLACES.check_rows([PLACE, {"title" if k == "name" else k: v for k, v in PLACE.items()}])


STRICT = """\
table: voyages
description: One of every kind of rule, on columns that may be null.
unique: []
columns:
  - {name: left_on, type: DATE, nullable: true, description: "Day of leaving."}
  - {name: back_on, type: DATE, nullable: true, description: "Day of coming back."}
  - {name: n_crew, type: INTEGER, nullable: true, min: 0, max: 9, description: "Crew."}
  - {name: n_guests, type: INTEGER, nullable: true, description: "Guests."}
  - {name: n_aboard, type: INTEGER, nullable: true, description: "All aboard."}
  - {name: depth, type: DOUBLE, nullable: true, description: "Depth, without a range."}
  - {name: port, type: VARCHAR, nullable: true, description: "Port."}
checks:
  - {name: order, require: {compare: [left_on, "<=", back_on]}, nulls: fail, description: "Both days are known."}
  - {name: adds_up, require: {sum: [n_crew, n_guests], equals: n_aboard}, nulls: fail, description: "All are known."}
  - {name: home, when: {present: [depth]}, require: {column: port, in: [Hollin]}, nulls: fail, description: "At home."}
"""
VOYAGE = {
    "left_on": date(2021, 5, 1), "back_on": date(2021, 5, 1), "n_crew": 9, "n_guests": 0, "n_aboard": 9,
    "depth": 1.5, "port": "Hollin",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "check_name"),
    [
        ({}, None),
        ({"n_crew": 0, "n_aboard": 0}, None),
        ({"depth": None, "port": None}, None),
        ({"back_on": None}, "order"),
        ({"left_on": date(2021, 5, 2)}, "order"),
        ({"n_guests": None}, "adds_up"),
        ({"n_aboard": 10}, "adds_up"),
        ({"port": None}, "home"),
        ({"port": "Elsewhere"}, "home"),
        ({"n_crew": 10, "n_aboard": 10}, "n_crew.range"),
        ({"depth": float("nan")}, "depth.range"),
        ({"depth": float("inf")}, "depth.range"),
    ],
)
def test_null_fails_a_rule_that_says_so_and_a_range_holds_its_ends(tmp_path, change, check_name):
    (tmp_path / "voyages.yaml").write_text(STRICT, encoding="utf-8")
    voyages = load_contract(tmp_path).tables["voyages"]
    result = voyages.check_rows([VOYAGE | change])
    assert [r.check_name for r in result.rejected] == ([] if check_name is None else [check_name])


def test_an_empty_batch_is_valid():
    result = CASUALTIES.check(CASUALTIES.arrow_schema().empty_table())
    assert result.valid.num_rows == 0
    assert result.rejected == ()


figure = st.none() | st.integers(-2, 6)
casualty_rows = st.lists(
    st.fixed_dictionaries(
        {
            "ordinal": st.integers(0, 12),
            "low": figure,
            "best": figure,
            "high": figure,
            "outcome": st.sampled_from(["killed", "wounded", "dead", None]),
            "qualifier": st.sampled_from(["exact", "at_least", "vague", None]),
            "report_id": st.sampled_from(["0" * 32, "1" * 32, "x"]),
            "span_end": st.integers(2, 6),
        }
    ).map(lambda change: SOUND | change),
    max_size=12,
)


def broken_by_hand(rows: list[dict]) -> list[int]:
    """The rules of report_casualties, written again in plain Python."""
    keys = [(row["report_id"], row["ordinal"]) for row in rows]

    def breaks(row: dict) -> bool:
        low, best, high = row["low"], row["best"], row["high"]
        given = [n for n in (low, best, high) if n is not None]
        return (
            row["outcome"] not in ("killed", "wounded")
            or row["qualifier"] is None
            or row["report_id"] == "x"
            or keys.count((row["report_id"], row["ordinal"])) > 1
            or any(n < 0 for n in given)
            or given != sorted(given)
            or (low is not None and high is not None and low < high and best is not None)
            or (row["qualifier"] == "vague") == bool(given)
            or row["span_end"] <= row["span_start"]
        )

    return [n for n, row in enumerate(rows) if breaks(row)]


@settings(max_examples=40, deadline=None)
@given(casualty_rows)
def test_any_batch_splits_into_valid_and_rejected_rows_that_sum_to_it(rows):
    result = CASUALTIES.check(batch(CASUALTIES, rows))
    rejected = [r.row_index for r in result.rejected]
    assert rejected == broken_by_hand(rows)
    kept = [row for n, row in enumerate(rows) if n not in rejected]
    assert result.valid.to_pylist() == kept
    assert [json.loads(r.row_json) for r in result.rejected] == [rows[n] for n in rejected]


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "old_incident_id": st.sampled_from(["0" * 32, "1" * 32]),
                "new_incident_id": st.sampled_from(["0" * 32, None]),
                "change": st.sampled_from(["merged", "withdrawn"]),
                "low": figure, "best": figure, "high": figure,
                "status": st.sampled_from(["done", "running", "failed"]),
                "finished": st.none() | st.dates(date(2021, 1, 1), date(2021, 1, 3)),
                "n_inputs": st.integers(0, 2), "n_loaded": st.integers(0, 2),
            }
        ),
        min_size=8,
        max_size=40,
    )
)  # fmt: skip
def test_every_cross_column_rule_means_the_same_in_pandera_and_in_duckdb(rows):
    """Each rule is asked alone in SQL, on a table of nulls and small values; pandera must reject exactly those rows."""
    con = duckdb.connect()
    for table in load_contract().tables.values():
        if not table.checks:
            continue
        values = [{c.name: _value(c, row, n) for c in table.columns} for n, row in enumerate(rows)]
        relation = batch(table, values).append_column("row_number", pa.array(range(len(rows))))
        con.register("relation", relation)
        broken = {r.row_index: r for r in table.check(relation.drop_columns(["row_number"])).rejected}
        for check in table.checks:
            wrong = con.sql(f"SELECT row_number FROM relation WHERE NOT {check.sql()} ORDER BY 1").fetchall()
            told = [n for n, r in broken.items() if f"; {check.name}: " in f"; {r.reason}"]
            assert told == [n for (n,) in wrong], f"{table.name}: {check.sql()}"


def _value(column, row, number):
    """A value for a column: of the drawn row where one fits, else one that differs by row, null where it may be."""
    short = column.name.rsplit("_", 1)[-1]
    if column.name in row or short in row:
        drawn = row.get(column.name, row.get(short))
        return drawn if drawn is not None or column.nullable else 0
    if column.name == "finished_at":
        return None if row["finished"] is None else datetime.combine(row["finished"], datetime.min.time(), UTC)
    if column.enum is not None:
        return column.enum[number % len(column.enum)]
    if column.nullable and (number + len(column.name)) % 2:
        return None
    kinds = {"INTEGER": number % 3, "DOUBLE": 0.5, "BOOLEAN": True, "DATE": date(2021, 1, 1 + number % 3)}
    kinds |= {"TIMESTAMPTZ": datetime(2021, 1, 2, tzinfo=UTC), "VARCHAR": f"{number:032x}"}
    return kinds[column.type]
