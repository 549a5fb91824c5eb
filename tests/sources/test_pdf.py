"""PDF: the text of the pages as one would read it, what the file says of itself, and why a file is not read."""

import io
from pathlib import Path

import pytest

from q7x2_etl.model import Document
from q7x2_etl.sources import Reading, Unread, read
from tests.sources.pdfs import lines, pdf_of

REPORT = [
    "Gunmen attacked a convoy near Northtown on Monday and killed four sol-",
    "diers before they fled into the hills, the regional governor told report-",
    "ers. He said that the Anglo-",
    "American mine at Easthaven stayed closed.",
    "",
    "Nobody has claimed the attack. A spokesman of the army said that two",
    "vehicles were burnt and that a search was under way.",
]
LEFT = [
    "Rebels shelled the port of East-",
    "haven on Sunday and wounded five",
    "dock workers, officials said.",
    "A warehouse burnt down. It took",
    "all night to put out the fire, and",
    "two ships left without cargo.",
]
RIGHT = [
    "In Westport a bomb exploded at a",
    "market on Saturday. Twelve people",
    "died, the mayor said. He blamed",
    "the same group, which has denied",
    "that it was there. The market had",
    "been attacked before, in 2016.",
]


def _read(path: Path, content: bytes) -> Reading:
    path.write_bytes(content)
    (reading,) = read(path)
    return reading


def _document(path: Path, content: bytes) -> Document:
    reading = _read(path, content)
    assert isinstance(reading, Document), reading
    return reading


def _unread(path: Path, content: bytes) -> Unread:
    reading = _read(path, content)
    assert isinstance(reading, Unread)
    return reading


def _page(number: int) -> list[tuple[int, int, str]]:
    edges = [(72, 810, "Northtown Monitor · Weekly review"), (280, 30, f"Page {number} of 3")]
    return [*edges, *lines([f"Incident {number}", "", *REPORT])]


def test_pages_become_paragraphs_without_headers_footers_and_broken_words(tmp_path: Path) -> None:
    document = _document(tmp_path / "review.pdf", pdf_of([_page(1), _page(2), _page(3)]))
    assert document.media_type == "application/pdf"
    assert "Monitor" not in document.text and "Page" not in document.text
    paragraphs = document.text.split("\n\n")
    assert paragraphs[:3] == [
        "Incident 1",
        "Gunmen attacked a convoy near Northtown on Monday and killed four soldiers before they fled into the hills, "
        "the regional governor told reporters. He said that the Anglo-American mine at Easthaven stayed closed.",
        "Nobody has claimed the attack. A spokesman of the army said that two vehicles were burnt and that a search "
        "was under way.",
    ]
    assert len(paragraphs) == 9


def test_columns_are_read_one_after_the_other_even_where_they_are_drawn_line_by_line(tmp_path: Path) -> None:
    rows = zip(lines(LEFT, 72), lines(RIGHT, 320), strict=True)
    headline = (72, 790, "Two attacks in a day shake the coast, and a third is feared by all its towns and villages")
    document = _document(tmp_path / "columns.pdf", pdf_of([[headline, *(one for row in rows for one in row)]]))
    joined = " ".join(document.text.split())
    assert "port of Easthaven on Sunday and wounded five dock workers" in joined
    assert joined.index("two ships left") < joined.index("In Westport a bomb")
    assert joined.startswith("Two attacks in a day")


def test_a_file_says_its_title_writer_and_language_but_not_what_a_program_wrote_there(tmp_path: Path) -> None:
    said = {"Title": "Weekly review", "Author": "A. Writer", "CreationDate": "D:20200102030405Z"}
    document = _document(tmp_path / "a.pdf", pdf_of([lines(REPORT)], said))
    assert (document.metadata.title, document.metadata.byline) == ("Weekly review", "A. Writer")
    said = {"Title": "Microsoft Word - draft7.docx", "Author": "user1"}
    document = _document(tmp_path / "b.pdf", pdf_of([lines(REPORT)], said))
    assert (document.metadata.title, document.metadata.byline) == (None, None)


def test_a_pdf_without_text_layer_says_what_to_do(tmp_path: Path) -> None:
    picture = b"q 100 0 0 100 72 600 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q"
    unread = _unread(tmp_path / "scan.pdf", pdf_of([], contents=[picture, picture]))
    assert unread.outcome == "unreadable"
    assert "no text layer" in unread.reason and "2 pages" in unread.reason and "ocrmypdf" in unread.reason


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_password_is_asked_for_only_where_one_is_needed(tmp_path: Path, algorithm: str) -> None:
    pypdf = pytest.importorskip("pypdf")
    pytest.importorskip("cryptography")
    for password in ("", "secret"):
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of([lines(REPORT)])))
        writer.encrypt(password, "owner", algorithm=algorithm)
        out = io.BytesIO()
        writer.write(out)
        reading = _read(tmp_path / f"locked{password}.pdf", out.getvalue())
        if password:
            assert isinstance(reading, Unread) and reading.outcome == "unreadable" and "password" in reading.reason
        else:
            assert isinstance(reading, Document) and "Gunmen attacked a convoy" in reading.text


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.97])
def test_a_pdf_that_breaks_off_is_unreadable_or_read_as_far_as_it_goes(tmp_path: Path, share: float) -> None:
    whole = pdf_of([_page(1), _page(2), _page(3)])
    reading = _read(tmp_path / "torn.pdf", whole[: int(share * len(whole))])
    if isinstance(reading, Unread):
        assert reading.outcome == "unreadable"
        assert "\n" not in reading.reason
    else:
        assert "Gunmen" in reading.text


def test_a_page_drawn_in_far_too_many_steps_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("q7x2_etl.sources.formats.pdf._MAX_PARTS", 1_000)
    loop = b"BT /F1 10 Tf\n" + b"(x) Tj\n" * 1_000 + b"ET"
    good = pdf_of([lines(REPORT)]).partition(b"stream\n")[2].partition(b"\nendstream")[0]
    document = _document(tmp_path / "map.pdf", pdf_of([], contents=[good, loop]))
    assert document.text.count("Gunmen") == 1 and "xxxx" not in document.text


def test_a_pdf_is_recognised_without_its_suffix(tmp_path: Path) -> None:
    assert _document(tmp_path / "report", pdf_of([lines(REPORT)])).media_type == "application/pdf"
