"""The day of a page as pages of many makers write it."""

from datetime import date

import pytest

from q7x2_etl.model import Article, Document
from q7x2_etl.sources import Origin, articles_of
from q7x2_etl.sources.encoding import decode, decode_page
from q7x2_etl.sources.html.page import read_html
from q7x2_etl.sources.html.written_days import order_of, written_days
from tests.sources.html_pages import LEAD, SECOND, THIRD, page

pytest.importorskip("trafilatura")
HEADLINE = "Gunmen kill six in Harrow Pass ambush"
OTHER = "Bomb at Lowmere grain market kills four traders"
BODY = f"<p>{LEAD.partition(' - ')[2]}</p><p>{SECOND}</p><p>{THIRD}</p>"
OTHER_BODY = (
    "<p>A bomb killed four traders at the grain market of Lowmere and wounded eleven others, hospital workers said.</p>"
    "<p>The bomb had been hidden in a cart of melons, said the market guard, who lost two fingers.</p>"
    "<p>The mayor closed the market for a week and asked for more policemen, whom the ministry promised to send.</p>"
)
DAY = date(2019, 5, 9)


def stories(html: str, uri: str = "file:///somewhere/page.html") -> list[Article]:
    reading = read_html(html, Origin("page.html", uri, "text/html"))
    assert isinstance(reading, Document), reading
    return list(articles_of(reading, today=date(2024, 11, 18)))


def days(html: str, uri: str = "file:///somewhere/page.html") -> list[date | None]:
    return [story.published_on for story in stories(html, uri)]


def with_line(line: str, head: str = "") -> str:
    return page(f"<article><h1>{HEADLINE}</h1><div>{line}</div>{BODY}</article>", head)


@pytest.mark.parametrize(
    "line",
    [
        "Published 8:14 AM EDT, Thursday, 9 May 2019",
        "Last updated 10 May 2019, 07:00 | Published 9 May 2019, 21:10",
        "<span>Published</span><span>May 9, 2019</span><span>Updated</span><span>May 10, 2019</span>",
        "Posted by Jane Sample May 9, 2019 May 12, 2019",
        "13:40 09.05.2019",
        "Thursday 09/05/2019",
        "9 mai 2019",
        "9 мая 2019",
        "9 de mayo de 2019",
        "Updated: <time datetime='2019-05-12'>12 May</time> Out: <time datetime='2019-05-09'>9 May</time>",
        "12 May 2019</div><div>Originally published in the Valley Daily, 9 May 2019",
        "Valley Daily, 9 May 2019</div><div>Posted on 12 May 2019",
    ],
)
def test_the_day_of_publication_is_read_off_its_line(line: str) -> None:
    assert days(with_line(line)) == [DAY]


def test_a_month_without_a_day_is_a_month() -> None:
    (story,) = stories(with_line("Issue of May 2019"))
    assert (story.published_on, story.published_precision) == (date(2019, 5, 1), "month")


@pytest.mark.parametrize(
    ("languages", "addresses", "lines", "expected"),
    [
        (["en-GB"], [], [], "day_first"),
        (["en_US"], [], [], "month_first"),
        (["en"], ["https://news.example.co.uk/x"], [], "day_first"),
        (["en"], ["https://news.example.com/x"], ["04/28/2019 - Fair opens"], "month_first"),
        (["en"], ["https://news.example.com/x"], [], None),
    ],
)
def test_the_order_of_numeric_days_is_the_pages(
    languages: list[str], addresses: list[str], lines: list[str], expected: str | None
) -> None:
    order = order_of(lines, languages, addresses)
    assert order == expected
    found = [one.day for one in written_days("09/05/2019", order)]
    assert found == {"day_first": [DAY], "month_first": [date(2019, 9, 5)]}.get(expected or "", [])


@pytest.mark.parametrize(
    "name", ["dateposted", "og:pubdate", "published_at", "citation_date", "mediator_published_time"]
)
def test_tags_of_many_makers_are_known(name: str) -> None:
    assert days(with_line("By Jane", f'<meta name="{name}" content="2019-05-09T10:00:00+02:00">')) == [DAY]


@pytest.mark.parametrize(
    "script",
    [
        '[{"@type":"NewsArticle","headline":"Fair opens","datePublished":"2024-01-01"},'
        f'{{"@type":"NewsArticle","headline":"{HEADLINE}","datePublished":"2019-05-09"}}]',
        '{"@graph":[{"@type":"WebPage","datePublished":"2015-01-01"},{"@type":["Article"],"datePublished":"2019-05-09"}]}',
        '//<![CDATA[\n{"@type":"NewsArticle","datePublished":"2019-05-09",}\n//]]>',
        '{"@type":"NewsArticle","datePublished":1557400000}',
    ],
)
def test_json_ld_of_the_story_gives_the_day(script: str) -> None:
    assert days(with_line("By Jane", f'<script type="application/ld+json">{script}</script>')) == [DAY]


@pytest.mark.parametrize(
    "path", ["/2019/may/09/x", "/news/20190509123011.html", "/articles/2019/5/9/x", "/2019-05/09/x"]
)
def test_addresses_of_many_forms_give_the_day(path: str) -> None:
    assert days(with_line("By Jane"), f"https://ledger.example{path}") == [DAY]


@pytest.mark.parametrize("tag", ["h1", "h2"])
def test_each_story_of_an_endless_page_has_its_own_day(tag: str) -> None:
    told = [(HEADLINE, "Published 8:14 AM EDT, Thursday, 9 May 2019", BODY), (OTHER, "20.04.2024 10:00", OTHER_BODY)]
    body = "".join(f"<section><{tag}>{h}</{tag}><div>{t}</div><div>{b}</div></section>" for h, t, b in told)
    assert days(page(body)) == [DAY, date(2024, 4, 20)]


def test_the_items_of_a_review_have_the_day_of_its_heading() -> None:
    title = "Press review: what the papers say on 9 May 2019"
    body = f"<h1>{title}</h1><h3>{HEADLINE}</h3>{BODY}<h3>{OTHER}</h3>{OTHER_BODY}"
    assert days(page(body, title=title)) == [DAY, DAY]


def test_calendars_and_events_give_no_day() -> None:
    events = "<div class='events'><h3>Events</h3><time datetime='2024-10-30'>30 October</time>"
    calendar = "</div><table id='wp-calendar'><caption>November 2024</caption><tr><td>1</td></tr></table>"
    assert days(page(f"{events}{calendar}<article><h1>{HEADLINE}</h1>{BODY}</article>")) == [None]


def test_stray_bytes_do_not_hide_utf_8() -> None:
    content = "He said “no” in the café of Łódź.".encode().replace(b"said", b"sa\x91id")
    assert decode(content) == decode_page(content) == "He said “no” in the café of Łódź.".replace("said", "sa\ufffdid")
