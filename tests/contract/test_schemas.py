"""The packaged contract against the design, the model, and the engines that read it."""

import dataclasses
import json
import re
import subprocess
import sys
import typing
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from q7x2_etl import model
from q7x2_etl.contract import load_contract
from q7x2_etl.reference import data_root

CONTRACT = load_contract()
TABLES = list(CONTRACT.tables.values())
CHILDREN = {
    "report_actors": model.Actor,
    "report_casualties": model.Casualty,
    "report_targets": model.Target,
    "report_claims": model.Claim,
    "evidence": model.Evidence,
}
DESIGNED = {
    "documents": "document_id, media_type, language, text, n_chars, repaired",
    "document_sources": "document_id, uri, publisher, retrieved_at, run_id, stated_title, stated_byline, "
    "stated_published_on, stated_precision, stated_language, stated_reason, canonical_uri",
    "article_wordings": "article_id, method, n_shingles, signature, first_article_id",
    "articles": "article_id, document_id, story_start, story_end, title, byline, published_on, published_precision, "
    "published_method, published_reason, duplicate_of, superseded_by, agency",
    "incidents": "incident_id, event_type, stage, veracity, date_start, date_end, date_precision, place_name, "
    "place_id, admin2, admin1, country, latitude, longitude, where_precision, side_a, side_b, type_of_violence, "
    "civilian_targeting, deaths_low, deaths_best, deaths_high, deaths_a, deaths_b, deaths_civilians, deaths_unknown, "
    "wounded_low, wounded_best, wounded_high, captured_best, abducted_best, displaced_best, toll_contested, n_reports, "
    "n_articles, n_publishers, first_published_on, last_published_on, confidence",
    "incident_links": "report_id, incident_id, score, reason",
    "incident_actors": "incident_id, ordinal, role, side, actor_id, name, kind, country, n_reports",
}
OTHERS = {
    "contract_versions",
    "incident_id_history",
    "judgements",
    "corrections",
    "countries",
    "actors",
    "actor_aliases",
    "places",
    "event_types",
    "runs",
    "run_inputs",
    "publications",
    "input_files",
    "rejects",
    "extractions",
}
LITERALS = {
    "stage": model.Stage,
    "veracity": model.Veracity,
    "date_precision": model.DatePrecision,
    "published_method": model.PublishedMethod,
    "role": model.Role,
    "side": model.Side,
    "actor_kind": model.ActorKind,
    "fate": model.Fate,
    "casualty_outcome": model.CasualtyOutcome,
    "qualifier": model.Qualifier,
    "derivation": model.Derivation,
    "casualty_unit": model.CasualtyUnit,
    "damage": model.Damage,
    "stance": model.Stance,
    "outcome": model.Outcome,
}


def field_names(noun: type) -> list[str]:
    return [field.name for field in dataclasses.fields(noun)]


def literal_words(annotation: object) -> tuple[str, ...] | None:
    """The words of `Literal[...]` or `Literal[...] | None`; None for any other annotation."""
    for part in (annotation, *typing.get_args(annotation)):
        if typing.get_origin(part) is typing.Literal:
            return typing.get_args(part)
    return None


def test_every_table_of_the_design_has_a_file_and_no_other_has():
    assert set(CONTRACT.tables) == {"reports", *CHILDREN, *DESIGNED, *OTHERS}


@pytest.mark.parametrize("name", DESIGNED)
def test_columns_and_their_order_are_those_of_the_design(name):
    assert list(CONTRACT.tables[name].column_names) == DESIGNED[name].split(", ")


@pytest.mark.parametrize("name", CHILDREN)
def test_a_child_table_is_its_dataclass_with_report_id_in_front(name):
    table = CONTRACT.tables[name]
    own = field_names(CHILDREN[name])
    assert list(table.column_names) == ["report_id", *own]


def test_the_reports_table_is_the_dataclass_with_run_id_at_the_end():
    children = {child.name for child in CONTRACT.nested_report.children}
    own = [name for name in field_names(model.Report) if name not in children]
    assert list(CONTRACT.tables["reports"].column_names) == [*own, "run_id"]
    assert children == {"actors", "casualties", "targets", "claims", "evidence"}


@pytest.mark.parametrize("name", LITERALS)
def test_a_vocabulary_is_the_literal_of_the_model(name):
    assert tuple(CONTRACT.vocabularies[name].words) == typing.get_args(LITERALS[name])


@pytest.mark.parametrize(("table", "noun"), [("reports", model.Report), ("articles", model.Article), *CHILDREN.items()])
def test_every_column_takes_exactly_the_words_and_nulls_of_its_field(table, noun):
    hints = typing.get_type_hints(noun)
    for column in CONTRACT.tables[table].columns:
        if column.name in hints:
            words = literal_words(hints[column.name])
            assert words is None or column.enum == words, column.name
            assert column.nullable == (type(None) in typing.get_args(hints[column.name])), column.name


def test_no_name_is_a_word_that_duckdb_reserves():
    reserved = {
        word
        for (word,) in duckdb.sql(
            "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category IN ('reserved', 'type_function')"
        ).fetchall()
    }
    assert "select" in reserved
    names = {table.name for table in TABLES} | {column.name for table in TABLES for column in table.columns}
    assert not names & reserved


@pytest.mark.parametrize("schema_name", [None, "staging"])
def test_ddl_makes_every_table_with_its_comments_and_not_nulls(schema_name):
    con = duckdb.connect()
    con.execute("CREATE SCHEMA staging")
    for table in TABLES:
        for statement in table.ddl(schema_name):
            con.execute(statement)
    made = con.execute("SELECT table_name, schema_name, comment FROM duckdb_tables()").fetchall()
    assert set(made) == {(t.name, schema_name or "main", t.description) for t in TABLES}
    columns = con.execute(
        "SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE NOT internal"
    ).fetchall()
    types = {"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}
    assert set(columns) == {
        (t.name, c.name, types.get(c.type, c.type), c.nullable, c.comment()) for t in TABLES for c in t.columns
    }
    assert all(comment for *_, comment in columns)


def test_an_empty_arrow_batch_goes_into_the_duckdb_table_and_comes_back_the_same():
    con = duckdb.connect()
    for table in TABLES:
        con.execute(table.ddl()[0])
        batch = table.arrow_schema().empty_table()
        con.execute(f"INSERT INTO {table.name} SELECT * FROM batch")
        back = table.check(con.sql(f"SELECT * FROM {table.name}").to_arrow_table())
        assert back.valid.schema == table.arrow_schema()
        assert batch.num_rows == back.valid.num_rows == 0


def test_every_key_is_made_of_columns_that_may_not_be_null():
    assert all(not table.column(name).nullable for table in TABLES for key in table.unique for name in key)


def test_every_span_and_every_interval_has_its_order_checked():
    for table in TABLES:
        compared = {check.require.columns for check in table.checks}
        for name in table.column_names:
            if name.endswith("_start") and name.replace("_start", "_end") in table.column_names:
                assert (name, name.replace("_start", "_end")) in compared, f"{table.name}.{name}"
            if name.endswith("low"):
                best, high = name.replace("low", "best"), name.replace("low", "high")
                assert {(name, best), (best, high), (name, high)} <= compared, f"{table.name}.{name}"


def test_the_data_dictionary_is_not_stale():
    page = data_root() / "docs" / "data-dictionary.md"
    if not page.is_file():
        pytest.skip("docs/ is not part of an installed wheel")
    told = "run: python -m q7x2_etl.contract > docs/data-dictionary.md"
    assert page.read_text(encoding="utf-8") == CONTRACT.data_dictionary(), told


def test_the_module_prints_the_data_dictionary():
    printed = subprocess.run([sys.executable, "-m", "q7x2_etl.contract"], capture_output=True, check=True)
    assert printed.stdout.decode("utf-8") == CONTRACT.data_dictionary()
    for table in TABLES:
        assert f"\n### {table.name}\n" in CONTRACT.data_dictionary()
        assert all(f"| `{column.name}` | {column.type} |" in CONTRACT.data_dictionary() for column in table.columns)


def test_json_schema_names_every_field_and_survives_json():
    schema = json.loads(json.dumps(CONTRACT.json_schema()))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    fields = list(schema["properties"])
    assert fields == [
        *field_names(model.Report)[:-5],
        "article",
        "actors",
        "casualties",
        "targets",
        "claims",
        "evidence",
    ]
    assert schema["required"] == fields
    evidence = schema["properties"]["evidence"]["items"]
    assert list(evidence["properties"]) == ["field", "start", "end", "quote", "rule"]
    assert schema["properties"]["stage"]["enum"] == list(typing.get_args(model.Stage))
    assert schema["properties"]["country"]["type"] == ["string", "null"]


def test_nested_arrow_schema_has_the_fields_of_the_json_schema():
    nested = CONTRACT.nested_report_schema()
    properties = CONTRACT.json_schema()["properties"]
    assert nested.names == list(properties)
    for name in ("actors", "casualties", "targets", "claims", "evidence"):
        struct = nested.field(name).type.value_type
        assert [struct.field(n).name for n in range(struct.num_fields)] == list(properties[name]["items"]["properties"])
    assert nested.field("date_start").type == pa.date32()


def test_patterns_hold_in_python_and_in_duckdb_alike():
    for table in TABLES:
        for column in table.columns:
            if column.pattern is None:
                continue
            for text in (
                "",
                " ",
                "a",
                "AFG",
                "0" * 32,
                "casualties[1].low",
                "en-GB",
                "text/plain",
                "{}",
                "two words",
                "é",
            ):
                found = duckdb.execute("SELECT regexp_matches(?, ?)", [text, column.pattern]).fetchone()
                assert found == (re.search(column.pattern, text) is not None,), f"{table.name}.{column.name}: {text!r}"


def test_event_types_of_the_reference_data_are_those_of_the_contract():
    path = data_root() / "seeds" / "reference" / "event_types.yaml"
    if not path.is_file():
        pytest.skip("seeds/reference/event_types.yaml is not there")
    from q7x2_etl.reference import Reference

    assert {str(entry["id"]) for entry in Reference.load().entries("event_types")} == set(
        CONTRACT.vocabularies["event_type"].words
    )


def test_importing_the_contract_does_not_import_the_slow_parts():
    script = "import sys; from q7x2_etl.contract import load_contract; load_contract(); print('polars' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True, cwd=Path("/"))
    assert printed.stdout.strip() == "False"
