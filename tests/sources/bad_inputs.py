"""Inputs that are broken, or made to break what reads them, each a function that writes one into a folder."""

import gzip
import io
import json
import os
import zipfile
import zlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.sources.pdfs import lines, pdf_of
from tests.sources.warcs import http, page, record, response, zipped

WORDS = "On 2021-03-04 the Red Column attacked Alder (AAA) and killed 3 soldiers. The council met in the town hall."
GIGABYTE = 1 << 30


def story(number: int) -> str:
    """A text that loads with one report."""
    return f"Page {number} of the Courier\n\n{WORDS} This was page {number} of them, and it was sold out by noon.\n"


def rows(*texts: str) -> bytes:
    return "".join(json.dumps({"text": text}) + "\n" for text in texts).encode()


def zip_of(members: dict[str, bytes], level: int = 6) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def zip_bomb(folder: Path) -> None:
    """150 MB of one letter beside a story."""
    zeros = b"a" * 150_000_000
    content = zip_of({"bomb.txt": zeros, "bomb.jsonl": b'{"text": "' + zeros + b'"}', "good.txt": story(1).encode()}, 1)
    (folder / "bomb.zip").write_bytes(content)


def gzip_bomb(folder: Path) -> None:
    """A line of 20 GB in 20 MB: the same packed piece again and again, which is a whole stream but for its end."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = packer.compress(rows(story(2)))
    head += packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(b"a" * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    (folder / "bomb.jsonl.gz").write_bytes(head + piece * 20_000)


def long_line(folder: Path) -> None:
    """A row of 2 GB between two whole ones, of which the disk holds nothing."""
    with (folder / "long.jsonl").open("wb") as stream:
        stream.write(rows(story(3)) + b'{"text": "')
        stream.seek(2 * GIGABYTE, os.SEEK_CUR)
        stream.write(b'"}\n' + rows(story(4)))


def long_text(folder: Path) -> None:
    """A text of 200 MB, of which the disk holds nothing."""
    with (folder / "long.txt").open("wb") as stream:
        stream.write(story(5).encode())
        stream.truncate(200_000_000)


def open_quote(folder: Path) -> None:
    """A table with a cell of 30 MB: a quote that is opened in its second row and never closed."""
    with (folder / "quote.csv").open("wb") as stream:
        stream.write(f'text,title\n"{story(6)}",a\n"never closed,b\n'.encode())
        stream.writelines([b"words and more words of a cell that has no end\n" * 10_000] * 65)


def nested_archives(folder: Path) -> None:
    """Ten archives in each of ten archives and so on, nine deep: a thousand million stories in a few kilobytes."""
    content = zip_of({f"{n}.txt": story(n).encode() for n in range(10)})
    for _ in range(9):
        content = zip_of({f"{n}.zip": content for n in range(10)})
    (folder / "nested.zip").write_bytes(content)


def torn_gzip(folder: Path) -> None:
    content = gzip.compress(rows(*(f"{story(n)}\n{'1234567 ' * 20_000}" for n in range(10, 20))), 1)
    (folder / "torn.jsonl.gz").write_bytes(content[: len(content) * 3 // 4])


def torn_warc(folder: Path) -> None:
    content = zipped(response(f"Page {n}", n) for n in range(4))
    (folder / "torn.warc.gz").write_bytes(content[:-200])
    records = response("A torn crawl", 9, "Westport") + response("Its end", 10, "Westport")
    (folder / "torn.warc").write_bytes(records[:-300])


def unpacking_page(folder: Path) -> None:
    """A page in a crawl that is 300 MB when its encoding is taken off, between two that are pages."""
    bomb = http(gzip.compress(b"<p>a</p>" * 40_000_000, 1), content_encoding="gzip")
    between = record("response", bomb, "https://times.example/bomb")
    (folder / "bomb.warc").write_bytes(response("Before", 20, "Elm") + between + response("After", 21, "Elm"))


def deep_page(folder: Path) -> None:
    """Tags in one another, 100,000 deep."""
    (folder / "deep.html").write_text("<html><body>" + "<div>" * 100_000 + WORDS + "</div>" * 100_000, encoding="utf-8")
    (folder / "wide.html").write_text("<html><body>" + "<p>a<b>b" * 200_000, encoding="utf-8")
    (folder / "good.html").write_text(page("A good page", "Cedar"), encoding="utf-8")


def nul_bytes(folder: Path) -> None:
    (folder / "nul.txt").write_bytes(story(30).encode() + b"\0\0\0" + story(31).encode())
    (folder / "nul.jsonl").write_bytes(rows(story(32), "a\0b", story(33)) + b'{"text": "raw \0"}\n')
    (folder / "nul.csv").write_bytes(f'text,title\n"{story(34)}",a\n"x\0y",b\n"{story(35)}",c\n'.encode())


def invalid_utf8(folder: Path) -> None:
    (folder / "binary.txt").write_bytes(bytes(range(128, 256)) * 40 + bytes(range(1, 32)) * 10)
    (folder / "invalid.jsonl").write_bytes(
        rows(story(36)) + b'{"text": "\xff\xfe\x81\x8d torn"}\n{"text": "\xc3\x28' + b"\n" + rows(story(37))
    )


def ragged_table(folder: Path) -> None:
    (folder / "ragged.csv").write_text(
        f'text,title\n"{story(40)}",a\nonly one cell\n"three",cells,here\n"{story(41)}",b\n', encoding="utf-8"
    )


def wrong_parquet(folder: Path) -> None:
    pq.write_table(pa.table({"height": [1, 2], "width": [3, 4]}), folder / "wrong.parquet")
    pq.write_table(pa.table({"text": pa.array([[1], [2]])}), folder / "lists.parquet")
    good = io.BytesIO()
    pq.write_table(pa.table({"text": [story(42)]}), good)
    (folder / "good.parquet").write_bytes(good.getvalue())
    (folder / "torn.parquet").write_bytes(good.getvalue()[:-20])


def bad_pdfs(folder: Path) -> None:
    """Pictures only; a page that unpacks to 300 MB; one without end. And a good one."""
    picture = b"q 100 0 0 100 72 600 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q"
    (folder / "scan.pdf").write_bytes(pdf_of([], contents=[picture]))
    packed = zlib.compress(b"(a) Tj\n" * 40_000_000, 1)
    bomb = pdf_of([], contents=[packed]).replace(b"<< /Length", b"<< /Filter /FlateDecode /Length", 1)
    (folder / "bomb.pdf").write_bytes(bomb)
    good = pdf_of([lines([WORDS[:72], WORDS[73:]])])
    (folder / "good.pdf").write_bytes(good)
    (folder / "torn.pdf").write_bytes(good[:200])


def laughing_feed(folder: Path) -> None:
    """Entities of entities: 10 to the 9th laughs, and 300 MB by one long one."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for name, entities in (("laughs", f'<!ENTITY l0 "ha">{laughs}'), ("long", f'<!ENTITY l9 "{"x" * 100_000}">')):
        told = (
            f"<rss version='2.0'><channel><title>a</title><item><title>{'&l9;' * 3_000}</title></item></channel></rss>"
        )
        (folder / f"{name}.rss").write_text(f"<?xml version='1.0'?><!DOCTYPE rss [{entities}]>{told}", encoding="utf-8")


def links(folder: Path) -> None:
    """A folder in itself, a file that is a link to itself, two that lead to each other, one that leads out."""
    (folder / "again").symlink_to(folder, target_is_directory=True)
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "one.txt").symlink_to("other.txt")
    (folder / "other.txt").symlink_to("one.txt")
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(story(50), encoding="utf-8")
    (folder / "out.txt").symlink_to(outside / "secret.txt")
    (folder / "out").symlink_to(outside, target_is_directory=True)


def leading_out(folder: Path) -> None:
    """An archive with names that lead out of it."""
    names = ("../../evil.txt", "/tmp/evil.txt", "C:\\evil.txt", "..\\evil.txt", "fine/good.txt")
    (folder / "leading-out.zip").write_bytes(zip_of({name: story(51 + n).encode() for n, name in enumerate(names)}))


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")


ALL = (
    zip_bomb, gzip_bomb, long_line, long_text, open_quote, nested_archives, torn_gzip, torn_warc, unpacking_page,
    deep_page, nul_bytes, invalid_utf8, ragged_table, wrong_parquet, bad_pdfs, laughing_feed, links, leading_out, pipe,
)  # fmt: skip
