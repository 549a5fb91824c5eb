"""No word list of the grammar without a rule that reads it, and no rule without its word list."""

import re
from pathlib import Path

import q7x2_etl
from q7x2_etl.reference import Reference

READ_BY_PREFIX = "verbs_"  # language/mentions/lexicon takes every list of this prefix into the forms of verbs


def test_every_word_list_of_the_grammar_is_read_by_a_rule() -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in Path(q7x2_etl.__file__).parent.rglob("*.py"))
    named = set(re.findall(r"[\"']([a-z][a-z_]+)[\"']", code))
    ids = {str(entry["id"]) for entry in Reference.load().entries("grammar")}
    assert {name for name in ids - named if not name.startswith(READ_BY_PREFIX)} == set()


def test_every_word_list_that_a_rule_reads_is_there() -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in Path(q7x2_etl.__file__).parent.rglob("*.py"))
    asked = set(re.findall(r"\b(?:(?:words|pairs)\[|pairs_among\()[\"']([a-z][a-z_]+)[\"']", code))
    assert asked - {str(entry["id"]) for entry in Reference.load().entries("grammar")} == set()
