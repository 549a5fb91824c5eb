"""Plain texts whose form tells where stories begin: exports of archives, digests, letters, mail, newspapers."""

import textwrap

from q7x2_etl.model import Article, Metadata
from q7x2_etl.sources import Origin, articles_of, reading_of

FLOOD = "The river rose by two metres in the night, and ferries to the islands were stopped, the harbour office said."
VOTE = "Councillors voted on Tuesday to move the cattle market out of the town, after a debate that lasted five hours."
RAID = "Gunmen attacked a police post near the town of Orsa and killed two officers before they fled to the hills."


def articles(text: str, media_type: str = "text/plain") -> list[Article]:
    document = reading_of(text, Origin("a.txt", "file:///a.txt", media_type), Metadata())
    return articles_of(document)  # type: ignore[arg-type]


def told(article: Article) -> list[str]:
    return [article.text[r.start : r.end] for r in article.regions if r.kind == "body"]


def export(headline: str, day: str, first: str, second: str) -> str:
    return (
        f"HD\n{headline}\nBY Ada Nowak\nWC 80 words\nPD {day}\nSN Coast Courier\nSC CCOUR\nLA English\n"
        f"CY (c) 2021 Coast Courier\n\nLP\n{first}\n\nTD\n{second}\n\nNS gcat : Politics\nAN Document CCOUR0001\n\n\n"
    )


def test_each_record_of_an_archive_export_is_a_story_with_its_own_day() -> None:
    text = export("Ferries stopped as river rises", "4 March 2021", FLOOD, VOTE)
    text += export("Two officers killed in hill raid", "9 May 2021", RAID, FLOOD)
    one, two = articles(text)
    assert [one.title, two.title] == ["Ferries stopped as river rises", "Two officers killed in hill raid"]
    assert [str(one.published_on), str(two.published_on)] == ["2021-03-04", "2021-05-09"]
    assert told(one) == [FLOOD, VOTE]
    assert one.byline == "Ada Nowak"


def test_numbered_headlines_of_a_digest_are_stories_of_its_day() -> None:
    text = (
        "DAILY MONITOR\nSummary of the press, 13 July 2016\n\n"
        f"1. River stops ferries\n{FLOOD}\n\n2. Cattle market moves\n{VOTE}\n\n3. Raid on police post\n{RAID}\n"
    )
    found = articles(text)
    assert [article.title for article in found] == ["River stops ferries", "Cattle market moves", "Raid on police post"]
    assert [told(article) for article in found] == [[FLOOD], [VOTE], [RAID]]
    assert {str(article.published_on) for article in found} == {"2016-07-13"}


def test_numbered_points_of_a_statement_stay_one_story() -> None:
    text = f"Statement of the council\n\n1. {FLOOD}\n\n2. {VOTE}\n\n3. {RAID}\n"
    assert len(articles(text)) == 1


def test_headlines_between_rules_part_a_letter() -> None:
    rule = "-" * 60
    text = (
        "From: Letter <letter@letter.example>\nTo: readers\nDate: Fri, 16 Nov 2018 07:00:00 +0000\nSubject: No. 3\n\n"
        f"{rule}\nRIVER STOPS FERRIES\n{rule}\n\n{FLOOD}\n\n{rule}\nRAID ON POLICE POST\n{rule}\n\n{RAID}\n\n"
        f"{'=' * 60}\nLetter, 12 Quay Street\n"
    )
    one, two = articles(text)
    assert [one.title, two.title] == ["RIVER STOPS FERRIES", "RAID ON POLICE POST"]
    assert told(two) == [RAID]
    assert str(two.published_on) == "2018-11-16"


def test_a_forwarded_text_is_the_story_and_its_day_is_its_own() -> None:
    quoted = "> Two officers killed in hill raid\n> Coast Courier, 9 May 2021\n>\n"
    quoted += "".join(f"> {line}\n" for line in textwrap.wrap(RAID, 64))
    text = (
        "From: Ann <ann@example.org>\nTo: list@example.org\nDate: Wed, 12 May 2021 07:00:00 +0000\n\n"
        f"Please look at this and tell me whether it is true.\n\n---------- Forwarded message ----------\n\n{quoted}"
        "-- \nlist@example.org mailing list. To leave it, write to the office of the list.\n"
    )
    (article,) = articles(text)
    assert str(article.published_on) == "2021-05-09"
    assert article.title == "Two officers killed in hill raid"
    assert [" ".join(part.split("\n> ")) for part in told(article)] == [RAID]


def test_comments_under_a_saved_page_are_of_no_story() -> None:
    text = f"Raid on police post\n\n{RAID}\n\n{VOTE}\n\nComments (2)\n\nada\nThis is what the papers never tell us.\n"
    (article,) = articles(text)
    assert told(article) == [RAID, VOTE]


def test_a_paper_s_day_is_that_of_its_stories_unless_they_tell_of_others() -> None:
    paper = "THE COURIER\nVol. 31 — Tuesday, 14 September 2021 — 24 pages\n\n"
    text = f"{paper}RIVER STOPS FERRIES\n\nBy Ada Nowak\n\nORSA — {FLOOD}\n\nRAID ON POST\n\nBy Ben Oduya\n\n{RAID}\n"
    assert {str(article.published_on) for article in articles(text)} == {"2021-09-14"}
    old = f"{paper}RIVER STOPS FERRIES\n\n{FLOOD} It was on 3 May 2015. Rain fell again on 5 May 2015.\n"
    assert all(article.published_on is None or article.published_on.year == 2015 for article in articles(old))


def test_a_wire_s_stamp_completes_its_dateline() -> None:
    (article,) = articles(f"18:22 26Dec2007\nRaid on police post\n\nORSA, Dec 25 (Coast Press) - {RAID}\n")
    assert str(article.published_on) == "2007-12-25"
