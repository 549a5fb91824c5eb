"""Datelines are found at the beginning of a paragraph, and ordinary sentences are not taken for them."""

import pytest

from q7x2_etl.sources.pages.datelines import date_line, dateline_at
from q7x2_etl.sources.pages.furniture import load_furniture

AGENCIES = load_furniture().agencies


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("HILLTOWN (TCA) — A bridge fell.", "A bridge fell."),
        ("PORT SAMPLE, Exampleland — A bridge fell.", "A bridge fell."),
        ("PORT SAMPLE, Exampleland (Nov. 21) – A bridge fell.", "A bridge fell."),
        ("LAKEVIEW, Nov. 13 (Xinhua) -- A bridge fell.", "A bridge fell."),
        ("SAN EJEMPLO, 3 JAN 90 (RADIO UNO) -- [REPORT] [TEXT] A BRIDGE FELL.", "A BRIDGE FELL."),
        ("Lakeview, May 5 (Reuters) - A bridge fell.", "A bridge fell."),
        ("QUAYSIDE/LAKEVIEW (Reuters) - A bridge fell.", "A bridge fell."),
        ("Lakeview, 17 nov (EFE).- A bridge fell.", "A bridge fell."),
        (
            "lakeview, june 5: a bridge fell into the river here today and took a bus with it, the police said.",
            "a bridge",
        ),
        (
            "Lakeview, May 5: A bridge fell into the river on Sunday and took a bus with it, the district police said.",
            "A bridge",
        ),
        (
            "LAKEVIEW: A bridge fell into the river on Sunday and took a bus with it, the district police said.",
            "A bridge",
        ),
    ],
)
def test_the_story_begins_after_the_dateline(text: str, rest: str) -> None:
    found = dateline_at(text, 0, len(text), AGENCIES)
    assert found is not None and not found.whole
    assert text[found.end :].startswith(rest)


@pytest.mark.parametrize(
    "text", ["LAKEVIEW, Nov. 13 , 2006 (Xinhua)", "PARIS, Dec 14 , 2005", "RIVERSIDE, Exampleland, April 7, 1997 (AFP)"]
)
def test_a_dateline_may_stand_alone(text: str) -> None:
    found = dateline_at(text, 0, len(text), AGENCIES)
    assert found is not None and found.whole
    assert len(found.dates) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The army — which had lost forty men — withdrew.",
        "Four dead - police",
        "General Sample (AFP) said the town had fallen.",
        "UPDATE: Army confirms capture of rebel leader",
        "Two men, a father and his son — both farmers — were shot.",
        "IS-K fighters took the town in May - their third in a year.",
        "THE ARMY -- WHICH LOST FORTY MEN -- WITHDREW TO THE RIVER AND SAID THAT IT WOULD RETURN.",
    ],
)
def test_a_sentence_is_no_dateline(text: str) -> None:
    longer = "Earlier text.\n\n" + text
    assert dateline_at(longer, 15, len(longer), AGENCIES) is None


@pytest.mark.parametrize(
    "line",
    ["12 December 2025", "Friday, June 5, 2020", "Published: 5 May 2021 10:45 GMT", "2013-01-16", "Updated 3 June 2019",
     "Staff Writer, Lakeview | 17 October 2021", "Thursday 4 May 2023 — The Example Post", "Lakeview, 5 November 2020"],
)  # fmt: skip
def test_a_line_that_is_a_date(line: str) -> None:
    assert len(date_line(line, 0, len(line))) == 1


@pytest.mark.parametrize(
    "line",
    ["Eleven dead since 5 May 2021", "On 12 December 2025 the army withdrew.", "2016", "The siege: May 5, 2021",
     "Army retakes Oldtown, officers say, 5 May 2021"],
)  # fmt: skip
def test_a_line_that_is_more_than_a_date(line: str) -> None:
    assert date_line(line, 0, len(line)) == ()
