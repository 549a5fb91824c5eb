"""A writer of plain PDF files, enough to set text in lines: Helvetica, WinAnsi, one or two columns."""

import textwrap
from dataclasses import dataclass
from typing import NamedTuple


class Line(NamedTuple):
    """Text at a place of the page, in points from its lower left corner."""

    x: int
    y: int
    size: int
    text: str


@dataclass(frozen=True)
class Layout:
    """How paragraphs are set: `columns` of `width` characters, under a running `header` and over a page number."""

    columns: int = 1
    width: int = 88
    header: str = ""
    footer: str = "{page}"


def set_paragraphs(paragraphs: list[str], layout: Layout) -> list[list[Line]]:
    """Pages of lines; the first paragraph is the headline, set larger. An empty line parts paragraphs."""
    lines = [(15, text) for text in textwrap.wrap(paragraphs[0], 52)] + [(10, "")]
    for paragraph in paragraphs[1:]:
        lines += [(10, text) for text in textwrap.wrap(paragraph, layout.width)] + [(10, "")]
    per_column = 48
    chunks = [lines[i : i + per_column] for i in range(0, len(lines), per_column)]
    pages: list[list[Line]] = []
    for at, chunk in enumerate(chunks):
        column = at % layout.columns
        if column == 0:
            number = len(pages) + 1
            pages.append([Line(60, 810, 8, layout.header)] if layout.header else [])
            pages[-1].append(Line(290, 30, 8, layout.footer.format(page=number)))
        x = 60 + column * (480 // layout.columns)
        pages[-1] += [Line(x, 780 - 15 * i, size, text) for i, (size, text) in enumerate(chunk) if text]
    return pages


def pdf_bytes(pages: list[list[Line]], created: str = "", title: str = "") -> bytes:
    """The file; `created` is a day in ISO form for the information dictionary. No lines: a page with a drawing only."""
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(pages)))
    when = f"/CreationDate (D:{created.replace('-', '')}080000Z)" if created else ""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Producer (press) /Title ({_escaped(title)}) {when} >>".encode("cp1252", "replace"),
    ]
    for i, page in enumerate(pages):
        resources = "<< /Font << /F1 3 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources {resources} "
            f"/Contents {6 + 2 * i} 0 R >>".encode()
        )
        content = b"\n".join(_shown(line) for line in page) or b"0.5 g 60 60 400 600 re f"
        objects.append(b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream")
    return _assembled(objects)


def _shown(line: Line) -> bytes:
    return f"BT /F1 {line.size} Tf {line.x} {line.y} Td ({_escaped(line.text)}) Tj ET".encode("cp1252", "replace")


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _assembled(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
