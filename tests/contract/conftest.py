"""A sound report with one of everything, its article, and ways to break it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from q7x2_etl.model import Actor, Article, Casualty, Claim, Evidence, Report, Target, content_id

TEXT = (
    "PORT HOLLIN, 4 May 2021. A roadside bomb killed three miners and wrecked a fuel truck near Port Hollin on Monday. "
    "The Salt Front said that its men had planted the bomb, the Hollin Courier reported."
)


def _span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def _sound_report() -> Report:
    quote = TEXT[TEXT.index("A roadside") : TEXT.index(" The Salt")]
    miners, truck, front = _span("three miners"), _span("a fuel truck"), _span("The Salt Front")
    return Report(
        report_id=content_id("report"),
        article_id=content_id("article"),
        event_type="bombing",
        stage="accomplished",
        veracity="reported",
        date_start=date(2021, 5, 3),
        date_end=date(2021, 5, 3),
        date_precision="day",
        place_name="Port Hollin",
        place_id=None,
        admin2=None,
        admin1=None,
        country="NZL",
        latitude=-41.5,
        longitude=173.25,
        where_precision=2,
        weapon="roadside bomb",
        quote=quote,
        quote_start=TEXT.index(quote),
        quote_end=TEXT.index(quote) + len(quote),
        confidence=0.9,
        extractor="rules",
        extractor_version="1",
        reference_version="0123456789ab",
        actors=(
            Actor(0, "perpetrator", "a", None, "Salt Front", "The Salt Front", "armed_group", None, None, None, None,
                  *front),
            Actor(1, "target", "b", None, "miners", "miners", "civilians", None, None, None, "killed",
                  *_span("miners")),
        ),
        casualties=(
            Casualty(0, 0, "killed", 3, 3, 3, "exact", "word", "persons", "miners", None, "civilians", False,
                     "three miners", *miners, False),
        ),
        targets=(Target(0, "vehicle", None, "a fuel truck", "destroyed", *truck),),
        claims=(Claim(0, "Salt Front", None, "claims_responsibility", "casualties[0].low", "Hollin Courier", *front),),
        evidence=(
            Evidence("date_start", *_span("Monday"), "Monday", "weekday"),
            Evidence("casualties[0].low", *miners, "three miners", "number_word"),
        ),
    )  # fmt: skip


@pytest.fixture
def sound_report() -> Report:
    return _sound_report()


@pytest.fixture
def articles() -> Mapping[str, Article]:
    article_id = content_id("article")
    document_id = content_id("document")
    return {article_id: Article(article_id, document_id, "hollin.txt", TEXT, 0, len(TEXT), (), published_on=None)}


@pytest.fixture
def with_child() -> Callable[..., Report]:
    """`with_child(report, "casualties", low=5)`: the report with its first row of that list changed."""

    def changed(report: Report, name: str, **changes: Any) -> Report:
        first, *others = getattr(report, name)
        return replace(report, **{name: (replace(first, **changes), *others)})

    return changed
