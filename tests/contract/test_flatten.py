"""The three forms of a report, flat tables, nested Arrow and nested JSON, say the same."""

import json
import re
from dataclasses import replace

import duckdb
import pytest

from q7x2_etl.contract import load_contract, report_to_json, reports_to_arrow, reports_to_tables
from q7x2_etl.errors import InputError
from q7x2_etl.model import content_id


@pytest.fixture
def reports(sound_report):
    bare = replace(
        sound_report, report_id=content_id("bare"), actors=(), casualties=(), targets=(), claims=(), evidence=()
    )
    return [sound_report, bare]


def test_flat_tables_have_the_contracts_schemas_and_keep_it(reports):
    tables = reports_to_tables(reports, "run-1")
    assert list(tables) == [
        "reports",
        "report_actors",
        "report_casualties",
        "report_targets",
        "report_claims",
        "evidence",
    ]
    assert [table.num_rows for table in tables.values()] == [2, 2, 1, 1, 1, 2]
    for name, table in tables.items():
        assert table.schema == load_contract().tables[name].arrow_schema()
        assert load_contract().tables[name].check(table).rejected == ()
    assert tables["reports"].column("run_id").to_pylist() == ["run-1", "run-1"]


def test_flat_tables_go_into_duckdb_as_they_are(reports):
    con = duckdb.connect()
    for name, rows in reports_to_tables(reports, "run-1").items():
        con.register("batch", rows)
        con.execute(load_contract().tables[name].ddl()[0])
        con.execute(f"INSERT INTO {name} SELECT * FROM batch")
    row = con.execute("SELECT outcome, low, best, high, as_written FROM report_casualties").fetchone()
    assert row == ("killed", 3, 3, 3, "three miners")


def test_no_reports_give_empty_tables_with_their_columns():
    assert all(table.num_rows == 0 and table.num_columns > 5 for table in reports_to_tables([], "run-1").values())
    assert reports_to_arrow([]).schema == load_contract().nested_report_schema()


def test_nested_arrow_and_nested_json_say_the_same(reports):
    names = {reports[0].article_id: "hollin.txt"}
    nested = reports_to_arrow(reports, names)
    assert nested.schema == load_contract().nested_report_schema()
    as_json = [json.loads(json.dumps(report_to_json(report, "hollin.txt"))) for report in reports]
    rows = [row | {name: row[name].isoformat() for name in ("date_start", "date_end")} for row in nested.to_pylist()]
    assert rows == as_json
    assert list(as_json[0]) == nested.schema.names
    monday = {"field": "date_start", "start": 106, "end": 112, "quote": "Monday", "rule": "weekday"}
    assert as_json[0]["evidence"][0] == monday
    assert "run_id" not in as_json[0]
    assert "report_id" not in as_json[0]["actors"][0]


def test_an_article_without_a_name_goes_by_its_id(reports):
    assert reports_to_arrow(reports).column("article").to_pylist() == [report.article_id for report in reports]


def test_a_nested_record_keeps_its_json_schema(reports):
    schema = load_contract().json_schema()
    for report in reports:
        assert list(faults(schema, report_to_json(report, "hollin.txt"), "report")) == []


def test_the_json_schema_catches_what_the_contract_catches(reports, with_child):
    schema = load_contract().json_schema()
    record = report_to_json(with_child(reports[0], "casualties", outcome="lost", low=-1), "hollin.txt") | {
        "country": "xx"
    }
    del record["quote"]
    assert list(faults(schema, record, "report")) == [
        "report: quote is missing",
        "report.country: pattern",
        "report.casualties[0].outcome: enum",
        "report.casualties[0].low: minimum",
    ]


def test_a_value_of_the_wrong_type_is_an_input_error_that_names_the_report(reports):
    broken = replace(reports[0], confidence="high")
    with pytest.raises(InputError, match=f"{broken.report_id}.*confidence.*check_reports"):
        reports_to_tables([broken], "run-1")
    with pytest.raises(InputError, match="check_reports"):
        reports_to_arrow([broken])


def faults(schema, value, place):
    """The part of JSON Schema that ours uses, in a few lines: type, enum, bounds, pattern, required, items."""
    types = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "null": type(None),
        "array": list,
        "object": dict,
    }
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, types[kind]) and (kind == "boolean" or not isinstance(value, bool)) for kind in kinds):
        yield f"{place}: type"
    elif isinstance(value, dict):
        yield from (f"{place}: {name} is missing" for name in schema["required"] if name not in value)
        yield from (f"{place}: {name} is unknown" for name in value if name not in schema["properties"])
        for name, inner in schema["properties"].items():
            if name in value:
                yield from faults(inner, value[name], f"{place}.{name}")
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from faults(schema["items"], inner, f"{place}[{n}]")
    else:
        if "enum" in schema and value not in schema["enum"]:
            yield f"{place}: enum"
        if value is not None:
            if value < schema.get("minimum", value):
                yield f"{place}: minimum"
            if value > schema.get("maximum", value):
                yield f"{place}: maximum"
            if "pattern" in schema and not re.search(schema["pattern"], value):
                yield f"{place}: pattern"
