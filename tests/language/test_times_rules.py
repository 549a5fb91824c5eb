"""Every rule of time_rules.yaml gives what its example says, and nothing on its counter-example."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from q7x2_etl.language.times.absolute import Atom
from q7x2_etl.language.times.finding import TimeContext, TimeMention, advance, combine, find_times
from q7x2_etl.language.times.grammar import grammar
from q7x2_etl.language.times.resolve import READINGS
from q7x2_etl.reference import Reference

RULES = Reference.load().entries("time_rules")


def read(text: str, rule: str, context: TimeContext) -> list[TimeMention]:
    mentions = find_times(text, 0, len(text), context)
    if rule == "duration-from":
        combined = combine(mentions, text)
        return [combined] if combined else []
    return [m for m in mentions if m.rule == rule]


def context_of(example: dict[str, Any]) -> TimeContext:
    running = None
    if "running" in example:
        first, last = example["running"]
        running = TimeMention(0, 0, first, last, "day", "point", "absolute-day", "absolute")
    return TimeContext(example["published"], "day", running)


@pytest.mark.parametrize("entry", RULES, ids=[str(e["id"]) for e in RULES])
def test_example_of_a_rule_matches_and_its_counter_example_does_not(entry: dict[str, Any]) -> None:
    example, rule = entry["match"], str(entry["id"])
    (mention,) = read(example["text"], rule, context_of(example))
    assert (mention.date_start, mention.date_end) == (example.get("start"), example.get("end"))
    assert mention.precision == example.get("precision", "unknown")
    assert read(entry["no_match"], rule, context_of(example)) == []


def test_every_reading_is_used_by_a_rule_and_every_atom_rule_is_described() -> None:
    assert {r.reading for r in grammar().rules if r.reading} == set(READINGS.values())
    ids = {str(e["id"]) for e in RULES}
    atoms = [Atom(0, 1, 2018, 5, 1), Atom(0, 1, None, 5, 1), Atom(0, 1, None, 5, None), Atom(0, 1, 2018, None, None)]
    atoms += [replace(a, part="early") for a in atoms] + [
        replace(atoms[3], season=6),
        replace(atoms[1], year_of="same"),
    ]
    assert {a.rule for a in atoms} <= ids


FRAGMENTS = """on in the of May MAY may 5 12 2018 90 July , . - – 's (2007) ( ) [ ] last next this that same week weeks
month year years day days two a few several ago later earlier early late mid-April end since until between and to from
Friday MONDAY yesterday today tonight night morning overnight summer winter 1990s Ramadan 2014-15 15th recently began
for before after weekend following previous half first second quarter 0001 9999 29 February 31 within then 2d"""
sentences = st.one_of(
    st.text(max_size=120), st.lists(st.sampled_from([*FRAGMENTS.split(), "\n", "“"]), max_size=18).map(" ".join)
)
days = st.one_of(st.none(), st.dates(), st.dates(date(1980, 1, 1), date(2030, 12, 31)))
precisions = st.sampled_from(["day", "week", "month", "season", "year", "unknown"])


@settings(max_examples=400, deadline=None)
@given(sentences, sentences, days, precisions, st.integers(-3, 40), st.integers(0, 140))
def test_any_text_gives_sorted_valid_mentions(
    one: str, two: str, published: date | None, precision: Any, start: int, length: int
) -> None:
    context = TimeContext(published, precision)
    for text in (one, two):
        end = start + length
        mentions = find_times(text, start, end, context)
        last = max(start, 0)
        for mention in mentions:
            assert last <= mention.start < mention.end <= min(end, len(text))
            last = mention.end
            check_days(mention)
        combined = combine(mentions, text)
        if combined is not None:
            assert combined.date_start is not None and combined.date_end is not None
            assert combined.date_start <= combined.date_end
        context = advance(context, mentions)


def check_days(mention: TimeMention) -> None:
    if mention.date_start is None:
        assert mention.date_end is None and mention.precision == "unknown"
        return
    if mention.date_end is None:
        assert mention.kind == "since"
        return
    assert mention.date_start <= mention.date_end
    assert mention.precision != "unknown"
    if mention.precision == "day" and mention.kind == "point":
        assert (mention.date_end - mention.date_start).days <= 1
