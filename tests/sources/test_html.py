import socket
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from q7x2_etl.model import Article, Document, Metadata
from q7x2_etl.sources import Origin, Unread, articles_of, cut_of
from q7x2_etl.sources.html.page import read_html
from tests.sources.html_pages import ARTICLE, JSON_LD, LEAD, SECOND, THIRD, page

pytest.importorskip("trafilatura")
ORIGIN = Origin("page.html", "file:///somewhere/page.html", "text/html")


def document(html: str | bytes, uri: str = ORIGIN.uri, metadata: Metadata | None = None) -> Document:
    reading = read_html(html, replace(ORIGIN, uri=uri), metadata)
    assert isinstance(reading, Document), reading
    return reading


def story(html: str | bytes, uri: str = ORIGIN.uri) -> Article:
    (article,) = articles_of(document(html, uri), today=date(2024, 11, 18))
    return article


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(region.kind, article.text[region.start : region.end]) for region in article.regions]


def test_tags_give_the_kinds_of_regions() -> None:
    found = {words: kind for kind, words in kinds(story(page(ARTICLE)))}
    assert found["Gunmen kill six in Harrow Pass ambush"] == "headline"
    assert found["Second attack in a week"] == "headline"
    assert found["Police recovered four rifles at the pass on Monday morning."] == "caption"
    assert found["We will not let this stand, the minister said on the radio."] == "body"
    assert found["• two policemen were killed by a bomb"] == "list"
    assert found[LEAD.partition(" - ")[2]] == "body"
    assert found["KANDAK (Example Wire) -"] == "dateline"


def test_menus_boxes_and_footers_are_not_in_the_text() -> None:
    text = document(page(ARTICLE)).text
    for words in ("Home", "Related", "Bomb kills nine", "inbox", "Copyright"):
        assert words not in text


def test_the_stored_text_alone_gives_the_same_stories() -> None:
    """What `reextract` reads is the text and what was stated of it: no tag is left."""
    read = document(page(ARTICLE, JSON_LD % "2019-03-04"))
    stored = replace(read, name="again", media_type="text/plain")
    again = [replace(article, name=read.name) for article in articles_of(stored)]
    assert again == articles_of(read)


def test_metadata_comes_from_the_page() -> None:
    head = (
        '<meta property="og:site_name" content="Northern Ledger"><meta name="author" content="Jane Sample">'
        '<link rel="canonical" href="https://ledger.example/a/harrow">'
    )
    said = document(page(ARTICLE, head)).metadata
    assert said.title == "Gunmen kill six in Harrow Pass ambush"
    assert (said.publisher, said.byline) == ("Northern Ledger", "Jane Sample")
    assert (said.language, said.canonical_uri) == ("en", "https://ledger.example/a/harrow")


def test_what_is_stated_beside_the_page_goes_first() -> None:
    stated = Metadata(title="Stated", published=date(2019, 3, 1))
    said = document(page(ARTICLE, JSON_LD % "2019-03-04"), metadata=stated).metadata
    assert (said.title, said.published, said.published_reason) == ("Stated", date(2019, 3, 1), None)


@pytest.mark.parametrize(
    ("head", "line", "expected"),
    [
        (JSON_LD % "2019-03-04T23:30:00-05:00", "", (date(2019, 3, 4), "markup", "JSON-LD datePublished")),
        ('<meta property="article:published_time" content="2019-03-04">', "",
         (date(2019, 3, 4), "markup", "meta article:published_time")),
        ('<meta name="sailthru.date" content="Mon, 04 Mar 2019 08:00:00 +0000">', "",
         (date(2019, 3, 4), "markup", "meta sailthru.date")),
        ("", '<time datetime="2019-03-04T08:00Z">4 March</time>', (date(2019, 3, 4), "markup", "time")),
        ("", "<p>Published: 4 March 2019</p>", (date(2019, 3, 4), "markup", "line “Published: 4 March 2019”")),
        ('<meta property="article:modified_time" content="2019-03-09">', "<p>Published: 4 March 2019</p>",
         (date(2019, 3, 4), "markup", "line")),
        (JSON_LD % "2031-03-04", "<p>4 March 2019</p>", (date(2019, 3, 4), "dateline", "after the day on which")),
    ],
)  # fmt: skip
def test_the_most_trusted_tag_gives_the_day(head: str, line: str, expected: tuple[date | None, str, str]) -> None:
    found = story(page(ARTICLE.replace("</h1>", f"</h1>{line}"), head))
    assert (found.published_on, found.published_method) == expected[:2]
    assert expected[2] in (found.published_reason or "")


def test_the_address_gives_the_day_where_no_tag_does() -> None:
    found = story(page(ARTICLE), "https://ledger.example/2019/03/04/harrow")
    assert (found.published_on, found.published_method) == (date(2019, 3, 4), "url")


def test_an_older_address_speaks_against_a_tag_and_is_told() -> None:
    found = story(page(ARTICLE, JSON_LD % "2023-01-01"), "https://ledger.example/2019/03/04/harrow")
    assert found.published_on == date(2019, 3, 4)
    assert "not markup: JSON-LD datePublished (2023-01-01): the page prints an earlier one" in str(
        found.published_reason
    )


def test_an_agencys_dateline_goes_before_the_day_of_the_copy() -> None:
    copied = ARTICLE.replace("KANDAK (Example Wire)", "KANDAK, March 3 (Reuters)")
    found = story(page(copied, JSON_LD % "2019-03-05" + '<meta property="og:site_name" content="Portal">'))
    assert (found.published_on, found.published_method) == (date(2019, 3, 3), "dateline")


def test_a_day_of_printing_gives_only_the_year_of_the_dateline() -> None:
    printed = ARTICLE.replace("KANDAK (", "KANDAK, March 3 (").replace(
        "<footer>", "<p>Printed on 7 March 2019</p><footer>"
    )
    assert story(page(printed)).published_on == date(2019, 3, 3)
    assert story(page(ARTICLE.replace("<footer>", "<p>Printed on 7 March 2019</p><footer>"))).published_on is None


def test_no_story_is_younger_than_the_day_of_fetching() -> None:
    html = page(ARTICLE, JSON_LD % "2019-03-04")
    read = document(html, metadata=Metadata(retrieved_on=date(2019, 3, 3)))
    assert [article.published_on for article in articles_of(read)] == [None]


def _item(number: int, tag: str = "h2") -> str:
    return (
        f'<div class="story" id="s{number}"><{tag}>Bomb number {number} kills two at the mill</{tag}><p>LOWTON, March '
        f"{number} (Example Wire) - A bomb killed two men at mill number {number} on Sunday, the police said. "
        "The men had come to repair the wheel, their foreman said.</p><p>Nobody has said who laid it.</p></div>"
    )


def test_several_full_stories_on_a_page_are_told_apart() -> None:
    found = articles_of(document(page(f"<h1>The Ledger</h1>{_item(1)}{_item(2)}{_item(3)}", JSON_LD % "2019-03-04")))
    assert [article.title for article in found] == [f"Bomb number {n} kills two at the mill" for n in (1, 2, 3)]
    assert [article.published_on for article in found] == [date(2019, 3, n) for n in (1, 2, 3)]


def test_teasers_beside_a_story_are_none() -> None:
    long = ARTICLE.replace("</article>", f"<p>{SECOND} {THIRD}</p></article>")
    read = document(page(long + f'<section class="stream">{_item(1, "h3")}{_item(2, "h3")}</section>'))
    assert len(articles_of(read)) == 1
    assert "mill" not in read.text


def test_a_live_page_is_one_story() -> None:
    entries = "".join(
        f'<div class="entry"><time>{hour}:10</time><h3>Smoke over the port at {hour}</h3><p>Smoke rises over the port '
        f"again after a blast at {hour}, and ambulances are on their way there, witnesses tell us.</p></div>"
        for hour in (12, 13, 14)
    )
    body = f'<h1>Blasts at the port: live</h1><div class="live-blog">{entries}</div>'
    assert len(articles_of(document(page(body, title="Blasts at the port: live")))) == 1


def test_a_page_of_menus_and_headlines_is_empty() -> None:
    links = "".join(f'<li><a href="{n}">Bomb kills {n} in the valley</a></li>' for n in range(20))
    reading = read_html(page(f"<nav>{links}</nav><h1>World</h1><ul>{links}</ul>"), ORIGIN)
    assert isinstance(reading, Unread)
    assert reading.outcome == "empty"


def test_nothing_is_fetched_and_no_entity_is_followed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("confidential")

    def refuse(*_: object) -> None:
        raise AssertionError("a page must not open a connection")

    monkeypatch.setattr(socket, "socket", refuse)
    doctype = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "no">]>'
    html = page(ARTICLE.replace("</h1>", "</h1><p>Entity &x; and &y; stand here in a paragraph of the story.</p>"))
    html = html.replace("<!DOCTYPE html>", doctype.replace("file:///etc/hostname", secret.as_uri()))
    read = document(html.replace("</title>", '</title><link rel="stylesheet" href="http://192.0.2.1/a.css">'))
    assert "confidential" not in read.text


@pytest.mark.parametrize(
    "html",
    ["<div>" * 100_000, "<b>" * 100_000 + "word", "<p>word</p>" * 200_000, "<table><tr><td>" * 100_000],
    ids=["div", "b", "many", "table"],
)
def test_a_page_beyond_the_limits_is_too_large(html: str) -> None:
    reading = read_html(html, ORIGIN)
    assert isinstance(reading, Unread)
    assert reading.outcome == "too_large"


@pytest.mark.parametrize("html", ["<p>" * 9_000, "<script>" * 300_000, "<!--" * 300_000, "<a " * 300, "", "<", "\0"])
def test_broken_markup_has_an_outcome(html: str) -> None:
    assert isinstance(read_html(html, ORIGIN), Unread)


def test_declared_encodings_are_followed_where_the_bytes_allow() -> None:
    html = page(ARTICLE.replace("the minister said", "minister Zoë Čapek said"))
    for charset in ("utf-8", "utf-16", "cp1250"):
        head = f'<meta charset="{charset}">'
        if charset == "cp1250":
            read = document(html.replace("<title>", head + "<title>").replace("ë", "é").encode(charset))
            assert "Zoé Čapek" in read.text
        else:
            assert "Zoë Čapek" in document(html.encode(charset)).text


def test_what_is_left_out_is_listed_with_its_reason() -> None:
    html = page(ARTICLE.replace("Police recovered four rifles at the pass on Monday morning.", "Soldiers at the pass"))
    cut = cut_of(document(html), page=html.encode())
    reasons = {one.words.removeprefix("▣ "): one.reason for one in cut.left_out}
    assert "scene" in reasons["Soldiers at the pass"]
    assert "beside the story" in reasons["Bomb kills nine at a market far away"]
    assert all(cut.document.text[one.start : one.end] == one.words for one in cut.left_out if one.start is not None)


_MEASURED = """
from pathlib import Path
from q7x2_etl.sources import Origin
from q7x2_etl.sources.html.page import read_html
line = "<p>Gunmen killed two men in the town on Monday, police said.</p>"
read_html("<html><body>" + line * 19_500, Origin("a", "a:b", "x/y"))
# ru_maxrss would be the peak of the process that started this one, where that is higher
(peak,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(peak.split()[1])
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="/proc is of Linux")
def test_a_huge_page_stays_under_a_gibibyte() -> None:
    begun = time.monotonic()
    told = subprocess.run([sys.executable, "-c", _MEASURED], capture_output=True, text=True, check=True, timeout=300)
    assert int(told.stdout) < 1024 * 1024, f"{told.stdout} KiB after {time.monotonic() - begun:.0f} s"
