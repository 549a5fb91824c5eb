"""A PDF of positioned lines, written by hand: small enough to read, whole enough for any PDF program."""

from collections.abc import Mapping, Sequence

Line = tuple[int, int, str]  # points from the left, points from the bottom, words


def pdf_of(
    pages: Sequence[Sequence[Line]], said: Mapping[str, str] | None = None, contents: Sequence[bytes] | None = None
) -> bytes:
    """A4 pages with these lines in Helvetica; `said` are entries of its Info. `contents` replaces what is drawn."""
    drawn = contents if contents is not None else [_drawn(page) for page in pages]
    n = len(drawn)
    tree = 2 + 2 * n
    objects = [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    objects += [b"<< /Length %d >>\nstream\n%s\nendstream" % (len(one), one) for one in drawn]
    objects += [
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
        b" /Resources << /Font << /F1 1 0 R >> >> >>" % (tree, 2 + at)
        for at in range(n)
    ]
    kids = b" ".join(b"%d 0 R" % (2 + n + at) for at in range(n))
    objects.append(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, n))
    objects.append(b"<< /Type /Catalog /Pages %d 0 R /Lang (en-GB) >>" % tree)
    objects.append(b"<< %s >>" % b" ".join(b"/%s (%s)" % (k.encode(), _escaped(v)) for k, v in (said or {}).items()))
    return _file(objects, root=tree + 1, info=tree + 2)


def lines(words: Sequence[str], x: int = 72, y: int = 760, leading: int = 12) -> list[Line]:
    """Lines one under the other; an empty one leaves its space."""
    return [(x, y - leading * at, line) for at, line in enumerate(words) if line]


def _drawn(page: Sequence[Line]) -> bytes:
    shown = b"".join(b"1 0 0 1 %d %d Tm (%s) Tj\n" % (x, y, _escaped(words)) for x, y, words in page)
    return b"BT /F1 10 Tf\n%sET" % shown


def _escaped(words: str) -> bytes:
    return words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(objects: Sequence[bytes], root: int, info: int) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    tail = b"trailer << /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + head + tail % (len(objects) + 1, root, info, len(out))
