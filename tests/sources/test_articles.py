"""Pages to articles: each story once, whole, and nothing else."""

import json
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from q7x2_etl.extraction import default_extractor
from q7x2_etl.model import Article, Document, Metadata, content_id
from q7x2_etl.sources import articles_of, read
from tests.sources.pages import LISTING, PRESS_PAGE, WIRE, articles, dated, document, kept


def test_a_page_with_three_stories_gives_three_articles() -> None:
    main, fair, cheese = articles(LISTING)
    assert [a.title for a in (main, fair, cheese)] == [
        "Rebels besiege Millbrook: two armies fight over the northern valley",
        "Harvest fair opens in Easthaven",
        "How the valley makes its cheese",
    ]
    assert main.text[main.story_start : main.story_end].startswith("Rebels besiege")
    assert main.text[main.story_start : main.story_end].endswith("when a ceasefire broke.")
    assert cheese.text[: cheese.story_end].endswith("a lower tax on milk.")


@pytest.mark.parametrize(
    "note", ["Suicide bomber kills 12 in Millbrook", "Rebels ambush patrol near Millbrook: 2 killed, 7 injured"]
)
def test_a_note_of_one_line_without_a_stop_is_a_story(note: str) -> None:
    (article,) = articles(note)
    assert kept(article, "body") == [note]


def test_a_heading_inside_a_story_starts_no_other() -> None:
    main, _, cheese = articles(LISTING)
    assert "The town and its mill" in kept(main, "headline")
    assert "Selling abroad" in kept(cheese, "headline")


def test_tickers_menus_links_and_boxes_are_in_no_region() -> None:
    told = " ".join(words for page in (LISTING, PRESS_PAGE) for article in articles(page) for words in kept(article))
    for left_out in ("GBP", "Silver", "14 July 2031", "Continue reading", "Ten walks", "writes about", "Skip to",
                     "Breaking", "Facebook", "newsletter", "Five things", "in pictures", "Photo by", "©"):  # fmt: skip
        assert left_out not in told


def test_prose_after_links_and_boxes_goes_on() -> None:
    (article,) = articles(PRESS_PAGE)
    assert kept(article, "body")[-1] == "Residents fear a third raid."
    assert len(kept(article, "body")) == 4


def test_a_caption_that_stands_twice_is_kept_once_as_caption() -> None:
    (article,) = articles(PRESS_PAGE)
    assert kept(article, "caption") == ["Police officers guard the burned market of Lakeview after an attack in May.",
                                        "FILE: A patrol on the lake road."][:1]  # fmt: skip


def test_the_byline_is_read_and_left_out() -> None:
    (article,) = articles(PRESS_PAGE)
    assert article.byline == "Jane Sample and Omar Example"
    assert "By Jane" not in " ".join(kept(article))


def test_hard_wrapped_lines_in_capitals_are_paragraphs() -> None:
    (article,) = articles(WIRE)
    assert len(kept(article, "body")) == 3
    assert kept(article, "body")[0].startswith("A GROUP OF ABOUT THIRTY")
    assert kept(article, "body")[0].endswith("FOURTH BRIGADE.")
    assert kept(article, "dateline")[0].endswith("[TEXT]")


def test_the_metadata_title_goes_to_the_story_that_bears_it() -> None:
    title = "Harvest Fair Opens In Easthaven"
    main, fair, _ = articles(LISTING, Metadata(title=title, publisher="Valley Daily", byline="O. Example"))
    assert (fair.title, fair.byline) == (title, "O. Example")
    assert main.title != title and main.byline is None
    assert {main.publisher, fair.publisher} == {"Valley Daily"}


def test_a_title_like_no_headline_goes_to_the_longest_story() -> None:
    titles = [a.title for a in articles(LISTING, Metadata(title="Untold"))]
    assert titles[0] == "Untold" and "Untold" not in titles[1:]


def test_the_agency_of_the_dateline_is_the_publisher_where_no_other_is_known() -> None:
    assert {a.publisher for a in articles(LISTING)} == {"Reuters"}


def test_a_headline_is_told_from_the_name_of_the_section_over_it() -> None:
    page = (
        "Events, Views and Numbers\n\nArmy raids on the bombers of Lakeview\n\nThe army raided two houses in Lakeview "
    )
    (article,) = articles(page + "on Monday and shot four bombers, a spokesman said.\n")
    assert article.title == "Army raids on the bombers of Lakeview"
    assert article.story_start == page.index("Army raids")


def test_a_second_line_of_the_headline_stays_in_the_story() -> None:
    page = (
        "Rebels, Helped by Deserters, Close In on Hilltown\n\n"
        "As rebels near the town, the governor says deserters train them\n\n"
        "Rebels stood three miles from Hilltown on Friday, the governor said, and deserters from the army led them.\n"
    )
    (article,) = articles(page)
    assert article.title == "Rebels, Helped by Deserters, Close In on Hilltown"
    assert len(kept(article, "headline")) == 2


def test_a_rule_and_a_new_dateline_part_two_releases() -> None:
    page = (
        "Force strikes bomb maker in Example province\nJoint Command\nFor Immediate Release\n\n"
        "LAKEVIEW, Exampleland (Nov. 21, 2010) – The force struck a house and killed one bomb maker on Saturday.\n\n"
        "----\n\n"
        "UPDATE: Force confirms capture of bomb maker\nJoint Command\nFor Immediate Release\n\n"
        "LAKEVIEW, Exampleland (Nov. 22, 2010) — The force confirmed that it had captured a second bomb maker.\n"
    )
    first, second = articles(page)
    assert second.title == "UPDATE: Force confirms capture of bomb maker"
    assert first.published_on is not None and second.published_on is not None
    assert (first.published_on.day, second.published_on.day) == (21, 22)


def test_a_list_of_cut_off_stories_is_parted_at_each() -> None:
    page = "".join(
        f"{title}\n\n{text}\n\nContinue reading\n\n"
        for title, text in (
            ("Police fire on crowd in Millbrook", "Police fired on a crowd in Millbrook on Sunday and killed two."),
            ("Blast hits bus station in Hilltown", "A blast hit the bus station in Hilltown and wounded nine."),
            ("Talks on water open in capital", "Talks on the water of the river opened in the capital on Monday."),
        )
    )
    assert [a.title for a in articles(page)] == [
        "Police fire on crowd in Millbrook", "Blast hits bus station in Hilltown", "Talks on water open in capital"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["Home\nNews\nSport\n", "EUR/USD = 1.08 0.1%\n" * 9, "Lakeview", "* * *", "12 May 2020"]
)
def test_a_page_without_a_story_gives_none(text: str) -> None:
    assert articles(text) == []


def test_one_line_without_a_full_stop_is_a_flash() -> None:
    (article,) = articles("BLAST AT BUS PARK IN ADEN, AT LEAST NINE DEAD - POLICE")
    assert [region.kind for region in article.regions] == ["body"]


def test_one_sentence_is_a_story() -> None:
    (article,) = articles("Gunmen killed three bakers in Lakeview on Monday.")
    assert kept(article) == ["Gunmen killed three bakers in Lakeview on Monday."]


def test_a_story_that_stands_twice_is_not_lost() -> None:
    assert len(articles("Gunmen killed three bakers in Lakeview on Monday.\n\n" * 2)) == 1


def test_last_words_without_full_stop_are_kept() -> None:
    page = "Two bakers died in Lakeview, the police said.\n\nThe mayor told the council that the killers had fled"
    (article,) = articles(page)
    assert article.story_end == len(page)


def test_a_note_in_brackets_does_not_make_a_sentence_a_heading() -> None:
    (article,) = articles("The army named two of the dead, both bakers, as A and B. [Names withheld]\n")
    assert len(kept(article, "body")) == 1


def test_numbered_points_and_bullets_are_kept() -> None:
    page = (
        "The army issued a statement on the raid.\n\n1. At dawn a group of rebels attacked the mill and fled.\n\n"
        "2. Two soldiers fell in the fight for the mill.\n\n• 14 rifles\n• two trucks\n\nThe statement gave no names.\n"
    )
    (article,) = articles(page)
    assert kept(article, "list") == ["• 14 rifles", "• two trucks"]
    assert len(kept(article, "body")) == 4


def test_a_round_up_of_points_begins_with_its_first_one() -> None:
    page = (
        "Round-up: 2-8 December\n\nNorth\n- 2 Dec: Rebels raided the village of Hilltown on the mill road, killing "
        "nine farmers and looting shops.\n\nSouth\n- 3 Dec: Armed men stopped an aid group's car at Lakeview and took "
        "two nurses with them.\n\nOutlook\nFighting in the north is expected to go on. The road should be avoided.\n"
    )
    (article,) = articles(page)
    assert len(kept(article, "list")) == 2


def test_an_inline_link_on_its_own_line_does_not_cut_a_sentence() -> None:
    page = "Officials in the valley said on Friday that\nthe rebels\n, who hold the mill, had freed nine men.\n"
    (article,) = articles(page)
    assert len(kept(article, "body")) == 1


def test_ids_follow_from_text_and_place() -> None:
    page = document(LISTING)
    for article in articles_of(page):
        assert article.document_id == page.document_id == content_id(LISTING)
        assert article.article_id == content_id(page.document_id, article.story_start, article.story_end)
    assert articles_of(page) == articles_of(document(LISTING))


# --- what holds for every text ----------------------------------------------------------------------------------------

SNIPPETS = st.sampled_from([
    "Army retakes Oldtown", "HILLTOWN (AFP) - A bomb killed two men.", "Continue reading", "Related articles", "----",
    "5 May 2021", "By Jane Sample", "• one", "1. At dawn a group of rebels attacked the mill.", "FILE: A patrol.",
    "LAKEVIEW, Nov. 13 , 2006 (Xinhua)", "The army said that two men had died in the town on May 5.", "Sources",
    "About the author", "EUR/USD = 1.08 0.1%", "A LINE OF CAPITALS THAT GOES ON FOR A WHILE AND IS WRAPPED AT SEVENTY",
    "[TEXT] WE", "(Daily, August 2)", "In March 2018 it rained.", "29 February", "…”", "\t", "\u2028", "٣ قتلى",
])  # fmt: skip
PAGES = st.lists(st.one_of(SNIPPETS, st.text(max_size=40)), max_size=14).map("\n\n".join)


def _check(text: str, found: list[Article]) -> None:
    end_before = 0
    for article in found:
        assert end_before <= article.story_start < article.story_end <= len(text)
        end_before = article.story_end
        place = article.story_start
        for region in article.regions:
            assert place <= region.start < region.end <= article.story_end
            assert text[region.start : region.end].strip() == text[region.start : region.end]
            place = region.end
        assert (article.published_on is None) == (article.published_precision == "unknown")
        assert (article.published_on is None) == (article.published_method == "unknown")


@settings(max_examples=300, deadline=None)
@given(st.one_of(PAGES, st.text(), st.lists(SNIPPETS, max_size=14).map("\n".join)), st.booleans())
def test_stories_and_regions_are_sorted_apart_and_inside_any_text(text: str, with_metadata: bool) -> None:
    metadata = dated("2018-08-10", title="Army retakes Oldtown") if with_metadata else Metadata()
    page = Document("d", "page.txt", "https://n.example/2019/02/30/x", "text/plain", text, metadata)
    _check(text, articles_of(page))


UNITS = [
    "The army said on 5 May 2019 that three men died.\n\n", "Short heading here now\n", "A", "A - ", "( ", "[TEXT ",
    "Bomb hits the market\n\nHILLTOWN (AFP) - A bomb hit it.\n\n", "Related articles\nA title here\n", "Aa. ",
    "About the author\n", "Two men died in the fire.\n\nHILLTOWN (AFP) - A bomb hit the market.\n\n",
    "By A B C D E F\n",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_length_and_no_faster(unit: str) -> None:
    def seconds(size: int) -> float:
        page = Document("d", "n", "u", "text/plain", unit * (size // len(unit)))
        start = time.process_time()  # of this process alone: others on the machine change nothing
        articles_of(page)
        return time.process_time() - start

    seconds(1000)  # loads the patterns
    assert seconds(400_000) < 6 * seconds(100_000) + 0.5


# --- real pages beside the repository ---------------------------------------------------------------------------------


@pytest.mark.parametrize("with_metadata", [True, False], ids=["metadata", "bare"])
def test_the_seed_pages_are_cut_into_their_stories(shared: Path, with_metadata: bool) -> None:
    lines = (shared / "eval" / "seeds_stories.jsonl").read_text(encoding="utf-8").splitlines()
    metadata = shared / "eval" / "seeds_metadata.csv" if with_metadata else None
    found = {r.name: articles_of(r) for r in read(shared / "seeds", metadata=metadata) if isinstance(r, Document)}
    stories = [json.loads(line) for line in lines]
    assert len(stories) == 7
    for story in stories:
        right = [a for a in found[story["article"]] if _is_cut_right(a, story["start"], story["end"])]
        assert len(right) == 1, story["title"]
        if with_metadata:
            assert right[0].published_on is not None
    assert sum(len(articles) for articles in found.values()) == 7


def test_most_seed_pages_say_when_their_stories_appeared(shared: Path) -> None:
    lines = (shared / "eval" / "seeds_stories.jsonl").read_text(encoding="utf-8").splitlines()
    found = {r.name: articles_of(r) for r in read(shared / "seeds") if isinstance(r, Document)}
    stories = [json.loads(line) for line in lines]
    known = [(article, story) for story in stories for article in found[story["article"]]
             if _is_cut_right(article, story["start"], story["end"]) and article.published_on is not None]  # fmt: skip
    assert sum(any(_agrees(article, one) for one in story["published"]) for article, story in known) >= 5


def _agrees(article: Article, expected: dict[str, str]) -> bool:
    day, own = date.fromisoformat(expected["date"]), article.published_on
    assert own is not None
    shorter = {"day": "%Y-%m-%d", "week": "%G-%V", "month": "%Y-%m", "year": "%Y"}[expected["precision"]]
    return own.strftime(shorter) == day.strftime(shorter)


def test_tickers_captions_credits_and_menus_of_the_seed_pages_give_no_report(shared: Path) -> None:
    extractor = default_extractor()
    n_reports = 0
    for page in read(shared / "seeds", metadata=shared / "eval" / "seeds_metadata.csv"):
        assert isinstance(page, Document)
        for article in articles_of(page):
            told = [region for region in article.regions if region.kind in ("headline", "body")]
            for report in extractor.extract(article):
                n_reports += 1
                (deed,) = [one for one in report.evidence if one.field == "event_type"][:1]
                assert any(one.start <= deed.span_start and deed.span_end <= one.end for one in told), deed.quote
    assert n_reports > 40


def _is_cut_right(article: Article, start: int, end: int) -> bool:
    shared_length = min(article.story_end, end) - max(article.story_start, start)
    return shared_length >= 0.8 * (end - start) and article.story_end - article.story_start <= 1.25 * (end - start)


def test_wire_texts_are_one_story_each_and_nearly_whole(shared: Path) -> None:
    covered = []
    for reading in read(shared / "eval" / "muc4" / "train.jsonl"):
        assert isinstance(reading, Document)
        (article,) = articles_of(reading)
        kept_length = sum(region.end - region.start for region in article.regions)
        covered.append(kept_length / len(reading.text.strip()))
    assert sum(covered) / len(covered) > 0.98
    assert sum(share < 0.9 for share in covered) <= 0.005 * len(covered)


def test_modern_articles_lose_next_to_nothing(shared: Path) -> None:
    for reading in read(shared / "eval" / "modern" / "texts"):
        assert isinstance(reading, Document)
        found = articles_of(reading)
        assert 1 <= len(found) <= 2, reading.name
        prose = [
            line for line in reading.text.splitlines() if len(line) > 120 and line.rstrip().endswith((".", "”", '"'))
        ]
        told = "\n".join(words for article in found for words in kept(article))
        lost = [line for line in prose if line[len(line) // 2 :].rstrip() not in told]  # datelines are cut off in front
        assert sum(map(len, lost)) <= 0.1 * sum(map(len, prose)), (reading.name, lost)
