"""Feeds: an entry is a text with what the feed says of it; XML that would grow or reach out is refused."""

from datetime import date
from pathlib import Path

import pytest

from q7x2_etl.model import Document
from q7x2_etl.sources import Reading, Unread, articles_of, read

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Example Wire</title><link>https://wire.example/</link><language>en-GB</language>{items}</channel></rss>
"""
ITEM = """<item><title>Two killed &amp;amp; three hurt at Northtown</title><link>https://wire.example/{n}</link>
<guid isPermaLink="false">n{n}</guid><pubDate>Mon, 05 Mar 2018 23:30:00 -0500</pubDate>
<author>desk@wire.example (A. Writer)</author><description>A short &lt;b&gt;summary&lt;/b&gt;.</description>
<content:encoded><![CDATA[<p>Gunmen attacked a checkpoint outside <b>Northtown</b> at dawn.</p>
<ul><li>Two policemen died.</li></ul>
<figure><img src="https://pictures.example/x.jpg"><figcaption>A checkpoint in 2016.</figcaption></figure>
<script>alert("never")</script><p>Number {n}.</p>
<p>The post <a href="https://wire.example/{n}">Two killed</a>
appeared first on <a href="/">Example Wire</a>.</p>]]></content:encoded></item>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Field notes</title>
<entry><title type="html">Port &lt;i>shelled&lt;/i></title><link href="https://notes.example/p/1"/><id>tag:1</id>
<updated>2019-05-06T07:08:09Z</updated><published>2019-05-05T23:00:00-05:00</published>
<author><name>Ann Ex</name></author><author><name>Bo Why</name></author><summary>Short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Rebels shelled the port.</p><p>Five <b>dock</b>
workers were hurt.</p></div></content></entry>
<entry><title>Second</title><id>https://notes.example/p/2</id><updated>2019-05-06T07:08:09Z</updated>
<content type="text">Losses of &lt;10 were told.</content></entry></feed>"""


def _read(tmp_path: Path, content: str | bytes, name: str = "feed.xml") -> list[Reading]:
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read(tmp_path / name))


def _rss(*items: str, encoding: str = "utf-8") -> str:
    return RSS.format(encoding=encoding, items="".join(items))


def _only_unread(tmp_path: Path, content: str | bytes) -> Unread:
    (reading,) = _read(tmp_path, content)
    assert isinstance(reading, Unread)
    assert "\n" not in reading.reason
    return reading


def test_an_entry_is_its_title_and_content_as_paragraphs_with_what_the_feed_says(tmp_path: Path) -> None:
    first, second = _read(tmp_path, _rss(ITEM.format(n=1), ITEM.format(n=2)), "wire.rss")
    assert isinstance(first, Document) and isinstance(second, Document)
    assert (first.name, first.uri) == ("https://wire.example/1", "https://wire.example/1")
    assert first.media_type == "application/rss+xml"
    assert first.text == (
        "# Two killed & three hurt at Northtown\n\nGunmen attacked a checkpoint outside Northtown at dawn.\n\n"
        "• Two policemen died.\n\n▣ A checkpoint in 2016.\n\nNumber 1.\n"
    )
    said = first.metadata
    assert (said.title, said.byline) == ("Two killed & three hurt at Northtown", "A. Writer")
    assert (said.publisher, said.language) == ("Example Wire", "en")
    assert (said.published, said.published_precision) == (date(2018, 3, 5), "day")  # as written, not in UTC
    (article,) = articles_of(first)
    assert not any("2016" in first.text[region.start : region.end] for region in article.regions)  # a caption's words
    assert article.published_on == date(2018, 3, 5)


def test_an_atom_entry_may_be_xhtml_or_plain_and_a_last_change_is_a_weaker_sign(tmp_path: Path) -> None:
    first, second = _read(tmp_path, ATOM, "notes.atom")
    assert isinstance(first, Document) and isinstance(second, Document)
    assert first.text == "# Port shelled\n\nRebels shelled the port.\n\nFive dock workers were hurt.\n"
    assert (first.metadata.byline, first.metadata.published) == ("Ann Ex, Bo Why", date(2019, 5, 5))
    assert first.metadata.published_reason is None
    assert second.text == "# Second\n\nLosses of <10 were told.\n"
    assert second.uri == "https://notes.example/p/2"
    assert (second.metadata.published_precision, second.metadata.published) == ("month", date(2019, 5, 6))
    assert "last change" in (second.metadata.published_reason or "")


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "utf-16"])
def test_a_feed_is_read_in_the_encoding_that_it_declares(tmp_path: Path, encoding: str) -> None:
    item = "<item><title>Взрыв</title><link>https://w.example/1</link><description>Двое погибших.</description></item>"
    (document,) = _read(tmp_path, _rss(item, encoding=encoding).encode(encoding))
    assert isinstance(document, Document) and document.text == "# Взрыв\n\nДвое погибших.\n"


def test_a_feed_is_recognised_without_its_suffix(tmp_path: Path) -> None:
    assert len(_read(tmp_path, _rss(ITEM.format(n=1)), "saved")) == 1
    assert isinstance(_read(tmp_path, ATOM, "latest")[0], Document)


def test_the_whole_entries_of_a_torn_feed_are_read(tmp_path: Path) -> None:
    whole = _rss(*(ITEM.format(n=n) for n in range(3)))
    *entries, last = _read(tmp_path, whole[: whole.rindex("Number 2") - 30])
    assert [entry.name for entry in entries] == ["https://wire.example/0", "https://wire.example/1"]
    assert isinstance(last, Unread) and last.outcome == "unreadable"
    assert "breaks off" in last.reason and "first 2 of it are read" in last.reason


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "entities",
    [
        f'<!ENTITY l0 "ha">{LAUGHS}',
        '<!ENTITY l9 SYSTEM "file:///etc/passwd">',
        '<!ENTITY l9 SYSTEM "http://127.0.0.1:9/x">',
        '<!ENTITY % l9 SYSTEM "http://127.0.0.1:9/x.dtd"> %l9;',
        f'<!ENTITY l9 "{"x" * 100_000}">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-7"])
def test_a_feed_that_declares_entities_is_refused(tmp_path: Path, entities: str, encoding: str) -> None:
    item = f"<item><title>a</title><description>{'&l9;' * 3}</description></item>"
    declared = f"<!DOCTYPE rss [{entities}]>\n<rss version"
    reading = _read(tmp_path, _rss(item, encoding=encoding).replace("<rss version", declared).encode(encoding))[0]
    if encoding == "utf-7":  # no encoding of the web: read as the ASCII that it is, it holds no entity, and no feed
        assert "root:" not in str(reading)
    else:
        assert isinstance(reading, Unread) and reading.outcome == "unreadable"
        assert "entities" in reading.reason


def test_entities_for_single_characters_are_read(tmp_path: Path) -> None:
    declared = '<!DOCTYPE rss [<!ENTITY nbsp "&#160;"><!ENTITY eacute "&#233;">]>\n<rss version'
    item = "<item><title>Caf&eacute; attacked</title><description>Two&nbsp;died.</description></item>"
    (document,) = _read(tmp_path, _rss(item).replace("<rss version", declared))
    assert isinstance(document, Document) and document.text == "# Café attacked\n\nTwo\u00a0died.\n"


def test_xml_that_is_no_feed_and_a_feed_without_entries_say_so(tmp_path: Path) -> None:
    assert "no feed" in _only_unread(tmp_path, "<catalogue><book/></catalogue>").reason
    assert _only_unread(tmp_path, _rss()).outcome == "empty"


def test_an_entry_of_which_the_markup_nests_too_deep_costs_itself(tmp_path: Path) -> None:
    deep = ITEM.replace("<p>Number {n}.</p>", "<div>" * 5_000)
    *others, last = _read(tmp_path, _rss(ITEM.format(n=1), deep.format(n=2), ITEM.format(n=3)))
    assert isinstance(others[0], Document) and isinstance(last, Document)
    assert isinstance(others[1], Unread) and others[1].outcome == "too_large"
