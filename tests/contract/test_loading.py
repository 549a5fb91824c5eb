"""A wrong schema file is refused with the file, the place in it and the words that are right."""

from pathlib import Path

import pytest

from q7x2_etl.contract import load_contract
from q7x2_etl.errors import ContractError

VOCABULARIES = """\
vocabularies:
  stage:
    description: How far it got.
    words:
      accomplished: It happened.
      attempted: It was tried.
"""
SOUND = """\
table: visits
description: Who came when.
unique: [[visit_id]]
columns:
  - {name: visit_id, type: VARCHAR, description: "Id."}
  - {name: stage, type: VARCHAR, vocabulary: stage, description: "How far."}
  - {name: first_day, type: DATE, nullable: true, description: "First day."}
  - {name: last_day, type: DATE, nullable: true, description: "Last day."}
  - {name: n_guests, type: INTEGER, min: 0, max: 9, description: "Guests."}
checks:
  - name: order
    require: {compare: [first_day, "<=", last_day]}
    nulls: pass
    description: The first day is not after the last.
"""


def write(folder: Path, text: str, name: str = "visits.yaml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "vocabularies.yaml").write_text(VOCABULARIES, encoding="utf-8")
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_sound_file_is_read(tmp_path):
    table = load_contract(write(tmp_path, SOUND)).tables["visits"]
    assert table.column_names == ("visit_id", "stage", "first_day", "last_day", "n_guests")
    assert table.column("stage").enum == ("accomplished", "attempted")
    assert table.unique == (("visit_id",),)
    assert table.checks[0].sql() == "coalesce(first_day <= last_day, true)"


WRONG = {
    "unknown key of a table": (
        "description: Who came",
        "colour: red\ndescription: Who came",
        ["visits.yaml", "colour", "columns"],
    ),
    "missing table description": ("description: Who came when.\n", "", ["visits.yaml", "missing 'description'"]),
    "missing column description": (', description: "Guests."', "", ["column n_guests", "missing 'description'"]),
    "blank column description": ('"Guests."', '"  "', ["column n_guests", "'description'", "not blank"]),
    "unknown key of a column": ("min: 0", "minimum: 0", ["column n_guests", "unknown key minimum", "min", "nullable"]),
    "unknown type": ("type: INTEGER", "type: BIGINT", ["column n_guests", "'BIGINT'", "VARCHAR, INTEGER, DOUBLE"]),
    "missing type": ("type: INTEGER, ", "", ["column n_guests", "missing 'type'", "VARCHAR"]),
    "enum that is no list": ("vocabulary: stage", "enum: accomplished", ["column stage", "'enum'", "list"]),
    "enum that is empty": ("vocabulary: stage", "enum: []", ["column stage", "'enum'", "empty"]),
    "enum with a word twice": ("vocabulary: stage", "enum: [a, b, a]", ["column stage", "'enum'", "a twice"]),
    "enum and vocabulary": ("vocabulary: stage", "vocabulary: stage, enum: [a]", ["column stage", "both", "keep one"]),
    "enum of a number": ("min: 0, max: 9", "enum: ['1']", ["column n_guests", "needs the type VARCHAR"]),
    "unknown vocabulary": ("vocabulary: stage", "vocabulary: stages", ["column stage", "'stages'", "allowed: stage"]),
    "column twice": ("name: last_day", "name: first_day", ["visits.yaml", "column first_day is declared twice"]),
    "range on text": ("vocabulary: stage", "min: 1", ["column stage", "'min' and 'max' need", "DOUBLE, INTEGER"]),
    "range that is no number": ("min: 0", "min: none", ["column n_guests", "'min' must be a number", "'none'"]),
    "range that is empty": ("min: 0", "min: 10", ["column n_guests", "'min' 10 is above 'max' 9"]),
    "nullable that is no flag": ("nullable: true", "nullable: maybe", ["column first_day", "true or false", "'maybe'"]),
    "wrong pattern": ("vocabulary: stage", "pattern: '['", ["column stage", "'pattern'", "not a regular expression"]),
    "pattern with lookahead": ("vocabulary: stage", "pattern: '(?=a)'", ["column stage", "plain groups"]),
    "bad column name": ("name: n_guests", "name: nGuests", ["nGuests", "lower-case"]),
    "key of an unknown column": (
        "[[visit_id]]",
        "[[visit]]",
        ["'unique'", "unknown column 'visit'", "visit_id, stage"],
    ),
    "key that may be null": ("[[visit_id]]", "[[first_day]]", ["'unique'", "first_day may be null"]),
    "key that is no list": ("[[visit_id]]", "visit_id", ["'unique'", "list of keys"]),
    "missing unique": ("unique: [[visit_id]]\n", "", ["'unique'", "[] for none"]),
    "check of an unknown column": (
        '"<=", last_day',
        '"<=", end_day',
        ["check order", "unknown column 'end_day'", "last_day"],
    ),
    "check with an unknown operator": ('"<="', '"=<"', ["check order", "'=<'", "< <= = != >= >"]),
    "check that compares a date with a number": (
        "last_day]",
        "n_guests]",
        ["check order", "first_day (DATE)", "INTEGER"],
    ),
    "check without null behaviour": ("    nulls: pass\n", "", ["check order", "missing 'nulls'", "pass, fail"]),
    "check with another null behaviour": ("nulls: pass", "nulls: skip", ["check order", "'skip'", "pass, fail"]),
    "check of an unknown kind": (
        "compare:",
        "contrast:",
        ["check order", "contrast", "compare; column and in; absent"],
    ),
    "check without a description": (
        "    description: The first day is not after the last.\n",
        "",
        ["check order", "'description'"],
    ),
    "check of a word that never comes": (
        '{compare: [first_day, "<=", last_day]}',
        "{column: stage, in: [done]}",
        ["check order", "stage is never done", "accomplished, attempted"],
    ),
    "together with one column": (
        '{compare: [first_day, "<=", last_day]}',
        "{together: [stage]}",
        ["check order", "two columns"],
    ),
    "sum of texts": (
        '{compare: [first_day, "<=", last_day]}',
        "{sum: [stage], equals: n_guests}",
        ["check order", "adds up", "DOUBLE, INTEGER"],
    ),
    "name unlike the file's": ("table: visits", "table: visit", ["visits.yaml", "'visit'", "'visits'"]),
    "columns that are no list": (
        "columns:\n  - {name: visit_id",
        "columns: none\nrest:\n  - {name: visit_id",
        ["'columns' must be a list"],
    ),
    "a list at the top": (SOUND, "- a\n- b\n", ["visits.yaml", "expected a mapping"]),
    "no YAML at all": (SOUND, "table: [", ["visits.yaml", "not valid YAML"]),
    "nested form without its table": (
        "checks:",
        "nested:\n  children:\n    - {name: guests, table: guests}\nchecks:",
        ["child guests", "unknown table 'guests'", "visits"],
    ),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_file_is_refused_with_the_place_and_the_right_words(tmp_path, fault):
    old, new, expected = WRONG[fault]
    assert old in SOUND, "the snippet must change the file"
    folder = write(tmp_path, SOUND.replace(old, new, 1))
    with pytest.raises(ContractError) as refusal:
        load_contract(folder)
    message = str(refusal.value)
    assert str(folder / "visits.yaml") in message
    assert not [words for words in expected if words not in message], message


def test_a_wrong_vocabulary_is_refused(tmp_path):
    folder = write(tmp_path, SOUND)
    (folder / "vocabularies.yaml").write_text(VOCABULARIES.replace("It was tried.", "[]"), encoding="utf-8")
    with pytest.raises(ContractError, match=r"vocabularies.yaml: vocabulary 'stage'.*'attempted' must be a text"):
        load_contract(folder)


def test_a_folder_without_schemas_is_refused(tmp_path):
    with pytest.raises(ContractError, match="no schema files there"):
        load_contract(tmp_path)


def test_the_packaged_contract_is_read_once():
    assert load_contract() is load_contract()
