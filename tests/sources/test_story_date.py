"""When a story was published: from the surest source that speaks, and unknown rather than wrong."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from q7x2_etl.model import Article, Document
from q7x2_etl.sources import articles_of, read
from tests.sources.pages import LISTING, WIRE, articles, dated

HEADLINE = "Army retakes Oldtown\n\n"
STORY = "The army retook Oldtown on Thursday, officers said. At least forty fighters died in the last hours.\n"
OLD_STORY = (
    "The army retook Oldtown in June 2016 after a siege that had begun in March 2016. Some 40 fighters died on "
    "12 June 2016, officers said, and the town hall burned on 13 June 2016.\n"
)


def _date(article: Article) -> tuple[str | None, str, str]:
    day = article.published_on
    return (day.isoformat() if day else None, article.published_precision, article.published_method)


def test_metadata_is_the_main_storys_and_the_latest_possible_for_the_others() -> None:
    main, fair, cheese = articles(LISTING, dated("2018-06-12", title="Rebels besiege Millbrook"))
    assert _date(main) == ("2018-06-12", "day", "metadata")
    assert _date(fair) == _date(cheese) == ("2018-06-12", "week", "metadata")


def test_a_coarse_metadata_date_does_not_become_finer() -> None:
    assert _date(articles(LISTING, dated("2018-06-12", "month"))[1]) == ("2018-06-12", "month", "metadata")


def test_another_storys_own_dateline_beats_the_pages_metadata() -> None:
    page = (
        HEADLINE + STORY + "\nBridge falls in Lakeview\n\nLAKEVIEW, May 3, 2018 (AFP) - A bridge fell into the lake.\n"
    )
    _, second = articles(page, dated("2018-06-12", title="Army retakes Oldtown"))
    assert _date(second) == ("2018-05-03", "day", "dateline")


@pytest.mark.parametrize(
    "page",
    [
        HEADLINE + "Thursday, June 16, 2016\n\n" + STORY,
        HEADLINE + "By Jane Sample\nPublished: 16 June 2016 10:00 GMT\n\n" + STORY,
        HEADLINE + "Staff Writer, Oldtown | 16 June 2016\n\n" + STORY,
        "2016-06-16\n\n" + HEADLINE + STORY,
        HEADLINE + "OLDTOWN, June 16, 2016 (AFP) - " + STORY,
        "OLDTOWN, June 16 , 2016 (AFP)\n\n" + HEADLINE + STORY,
        HEADLINE + "OLDTOWN, 16 JUN 16 (RADIO UNO) -- " + STORY,
    ],
)
def test_a_dateline_or_date_line_dates_the_story(page: str) -> None:
    (article,) = articles(page)
    assert _date(article) == ("2016-06-16", "day", "dateline")


def test_a_wire_in_capitals_is_dated_by_its_dateline() -> None:
    assert _date(articles(WIRE)[0]) == ("1988-02-14", "day", "dateline")


@pytest.mark.parametrize("line", ["12 December 2024\n\n{}", "{}12 December 2024\n\n"])
def test_a_printed_date_that_the_story_contradicts_is_the_pages_not_the_storys(line: str) -> None:
    page = line.format(HEADLINE) + OLD_STORY
    (article,) = articles(page)
    assert _date(article) == ("2016-06-13", "month", "inferred")


def test_a_page_date_far_from_the_headline_dates_nothing() -> None:
    (article,) = articles("Home\n12 December 2024\nNews\nSport\n\n" + HEADLINE + STORY)
    assert _date(article) == (None, "unknown", "unknown")


def test_a_date_to_come_is_never_a_date_of_publication() -> None:
    ahead = date.today() + timedelta(days=400)
    (article,) = articles(HEADLINE + f"{ahead.day} {ahead:%B} {ahead.year}\n\n" + STORY)
    assert article.published_on is None


def test_an_address_dates_the_story() -> None:
    (day,) = articles(HEADLINE + STORY, uri="https://news.example/2016/06/17/army-retakes-oldtown")
    (month,) = articles(HEADLINE + STORY, uri="https://news.example/2016/06/army-retakes-oldtown")
    assert _date(day) == ("2016-06-17", "day", "url")
    assert _date(month) == ("2016-06-01", "month", "url")


def test_a_dateline_without_year_takes_it_from_the_address() -> None:
    page = HEADLINE + "OLDTOWN, Dec. 30 (AFP) - " + STORY
    (article,) = articles(page, uri="https://news.example/2017/01/02/army")
    assert _date(article) == ("2016-12-30", "day", "dateline")
    (alone,) = articles(page)
    assert _date(alone) == (None, "unknown", "unknown")


def test_a_dateline_without_year_takes_none_from_an_old_story_recalled() -> None:
    page = HEADLINE + "OLDTOWN, Dec. 30 (AFP) - " + STORY + "\nOne.\n\nTwo.\n\nThe mill burned in May 1987.\n"
    assert _date(articles(page)[0]) == (None, "unknown", "unknown")


def test_a_metadata_date_of_unknown_precision_counts_for_nothing() -> None:
    (article,) = articles(HEADLINE + STORY, dated("2016-06-16", "unknown"))
    assert _date(article) == (None, "unknown", "unknown")


def test_the_folder_of_a_download_is_no_address() -> None:
    (article,) = articles(HEADLINE + STORY, uri="file:///downloads/2016/06/17/page.txt")
    assert article.published_on is None


def test_dates_without_year_lie_near_to_publication() -> None:
    main, fair, cheese = articles(LISTING)
    assert main.published_on is not None
    assert (main.published_on.year, main.published_on.month) == (2018, 6)
    assert (main.published_precision, main.published_method) == ("month", "inferred")
    assert _date(fair) == ("2018-06-10", "month", "inferred")  # from its own "June 10", beside a story of June 2018
    assert _date(cheese) == (None, "unknown", "unknown")


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("The siege began in November 2020 and cost 90 lives by 3 December 2020. On January 9 it ended.", "2021-01"),
        ("Rebels took the mill in May 2019 and the bridge on 2 June 2019. In July they took the dam.", "2019-08"),
        ("A truce of 4 April 2017 was broken on April 20. The army plans to leave by March 2030.", "2017-04"),
        ("Rebels took the mill in May 2019 and the bridge in June 2019 and will vote on 5 July 2039.", "2019-06"),
    ],
)  # fmt: skip
def test_the_dates_told_imply_the_month(text: str, month: str) -> None:
    (article,) = articles(HEADLINE + text)
    assert article.published_on is not None
    assert f"{article.published_on:%Y-%m}" == month
    assert (article.published_precision, article.published_method) == ("month", "inferred")


def test_a_date_of_the_year_that_the_paragraph_speaks_of_is_not_taken_for_a_recent_one() -> None:
    text = "Rebels held the valley in 2015. In October that year they lost the mill.\n\n"
    (article,) = articles(HEADLINE + text + OLD_STORY)
    assert article.published_on is not None and article.published_on.year == 2016


@pytest.mark.parametrize(
    "text",
    [
        "Residents said in July that they feared a third raid on the market.",
        "The town fell in 2007, and again last summer.",
        STORY + "\n" + STORY.replace("Thursday", "Friday") + "\nThe mill was built on a plan of 1911.\n\n"
        "Nobody asked.\n\nThe dam dates from March 1987, when the valley was flooded.",
    ],
)
def test_weak_evidence_gives_no_date(text: str) -> None:
    (article,) = articles(HEADLINE + text)
    assert _date(article) == (None, "unknown", "unknown")


def test_most_seed_stories_are_dated_right_without_metadata(shared: Path) -> None:
    found = [a for r in read(shared / "seeds") if isinstance(r, Document) for a in articles_of(r)]
    known = [a for a in found if a.published_on is not None]
    assert len(known) >= 5
    assert all(a.published_on is not None and a.published_on.year < 2024 for a in known)  # not the printed 2025


def test_wires_are_dated_by_their_datelines(shared: Path) -> None:
    lines = (shared / "eval" / "muc4" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [(json.loads(line)["dateline"] or {}).get("date") for line in lines]
    found = [articles_of(r)[0] for r in read(shared / "eval" / "muc4" / "train.jsonl") if isinstance(r, Document)]
    right = sum(str(a.published_on) == day for a, day in zip(found, gold, strict=True) if day)
    assert right >= 0.99 * sum(day is not None for day in gold)
