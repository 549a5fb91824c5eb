"""Annotated sentences for the tests of taggers, groups and the lexicon."""

from collections.abc import Callable
from datetime import date

import pytest

from q7x2_etl.language.annotate import Annotator, Sentence
from q7x2_etl.language.mentions.lexicon import Lexicon
from q7x2_etl.language.places.gazetteer import Gazetteer
from q7x2_etl.language.places.levels import PlaceLevels
from q7x2_etl.language.times.finding import TimeContext, find_times
from q7x2_etl.reference import Reference

Annotate = Callable[[str], Sentence]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon(Reference.load())


@pytest.fixture(scope="session")
def annotate(lexicon: Lexicon) -> Annotate:
    """Annotate one sentence of a story of Wednesday, 10 June 2020; its case is taken to tell something."""
    reference = Reference.load()
    annotator = Annotator(lexicon, Gazetteer.from_reference(reference), PlaceLevels(reference))

    def run(text: str) -> Sentence:
        times = find_times(text, 0, len(text), TimeContext(date(2020, 6, 10), "day"))
        return annotator.annotate(text, 0, len(text), times, True)

    return run
