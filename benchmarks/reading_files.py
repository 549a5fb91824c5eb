"""The reading corpus as files: pages encoded (or broken) as the index says, and the containers around them."""

import csv
import gzip
import io
import json
import tarfile
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from reading_expected import ExpectedDocument, Spec, expected_document, specs
from reading_pages import Furniture, PageSpec, day_in_form, rendered
from reading_pdf import Layout, pdf_bytes, set_paragraphs
from reading_stories import Story, stories

CRAWLED = "2024-11-18T03:45:12Z"


def build(folder: Path) -> list[ExpectedDocument]:
    """Writes every document of the corpus into `folder`, and returns what is expected of each, in their order."""
    folder.mkdir(parents=True, exist_ok=True)
    expected = []
    for number, spec in specs().items():
        furniture: list[Furniture] = []
        content = file_bytes(spec, f"{number}", furniture)
        document = expected_document(number, spec, furniture)
        (folder / document.file).write_bytes(content)
        expected.append(document)
    return expected


def file_bytes(spec: Spec, seed: str, furniture: list[Furniture]) -> bytes:
    """The bytes of one document; furniture of its pages is appended to `furniture`."""
    if spec.container in _CONTAINERS:
        members = [(m, file_bytes(m, f"{seed}.{i}", furniture)) for i, m in enumerate(spec.members)]
        return _CONTAINERS[spec.container](members)
    if spec.container == "pdf":
        return _pdf(spec)
    if spec.container in ("jsonl", "csv", "parquet"):
        return _rows(spec)
    if spec.raw:
        return spec.raw.encode(spec.encoding)
    page = PageSpec(
        skeleton=spec.page,
        stories=spec.stories,
        show=spec.show,
        charset=spec.label or spec.encoding,
        updated=spec.updated,
        crawl=spec.crawl,
        comments=spec.comments,
        notice=spec.notice,
        more=dict(spec.site),
    )
    text, drawn = rendered(page, seed)
    furniture.append(drawn)
    return _encoded(text, spec)


def _encoded(text: str, spec: Spec) -> bytes:
    if spec.curly:
        text = _curly(text, is_page=not spec.page.endswith(".txt"))
    if spec.damage == "mojibake":
        # As programs of the web read windows-1252: bytes that mean nothing in it become control characters.
        text = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode("utf-8"))
    errors = "replace" if spec.page.endswith(".txt") else "xmlcharrefreplace"
    content = text.encode(spec.encoding, errors)
    if spec.damage == "bytes":
        step = len(content) // 9
        for at in range(step, len(content), step):
            space = content.find(b" ", at)
            content = content[:space] + b" \xff\xfe\x81 " + content[space + 1 :]
    if spec.damage == "nul":
        content = content.replace(b"\n\n", b"\n\x00\n")
    if spec.damage == "crlf":
        content = content.replace(b"\n", b"\r\n")
    return content


def _curly(text: str, *, is_page: bool) -> str:
    """Typographic apostrophes in text; quotation marks and dashes too where no markup needs the straight ones."""
    text = text.replace("n't", "n’t").replace("'s ", "’s ").replace("s' ", "s’ ").replace("s—", "s — ")
    if is_page:
        return text
    for mark in (' "', '\n"', '("'):
        text = text.replace(mark, mark[0] + "“")
    return text.replace('"', "”").replace(" - ", " – ")


def row_of(story: Story, spec: Spec) -> dict[str, str]:
    """The story as a row: each of the spec's columns holds one of the story's fields."""
    text = "\n\n".join(story.body)
    if spec.text_as == "html":
        text = "<div>" + "".join(f"<p>{paragraph}</p>" for paragraph in story.body) + "</div>"
    values = {
        "text": text,
        "headline": story.headline,
        "day": _day(story.day, spec.day_as),
        "by": story.by,
        "outlet": story.outlet,
        "id": story.id,
        "url": f"https://news.example/{story.day.replace('-', '/')}/{story.id}.html",
        "lang": story.lang,
    }
    return {column: values[source] for column, source in spec.columns.items()} | dict(spec.constant)


def _day(iso: str, form: str) -> str:
    if form == "datetime":
        return f"{iso}T11:20:00Z"
    if form == "epoch":
        return str(int(datetime.fromisoformat(iso).replace(tzinfo=UTC).timestamp()) + 36_000)
    return iso if form == "iso" else day_in_form(iso, form)


def _rows(spec: Spec) -> bytes:
    rows = [row_of(stories()[name], spec) for name in spec.stories]
    if spec.container == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode(spec.encoding)
    if spec.container == "parquet":
        out = io.BytesIO()
        pq.write_table(pa.Table.from_pylist(rows), out)
        return out.getvalue()
    lines = io.StringIO()
    writer = csv.DictWriter(lines, list(rows[0]), delimiter=spec.delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue().encode(spec.encoding, "replace")


def _pdf(spec: Spec) -> bytes:
    if not spec.stories:
        return pdf_bytes([[]])
    own = [stories()[name] for name in spec.stories]
    paragraphs = []
    for story in own:
        stamp = day_in_form(story.day, "uk") if "plain" in spec.show else ""
        opening = (
            f"{story.place}, {day_in_form(story.day, 'dateline')} ({story.outlet}) - "
            if "dateline" in spec.show
            else ""
        )
        head = [story.headline, *filter(None, (story.by and f"By {story.by}", stamp))]
        paragraphs += [*head, opening + story.blocks[0].text, *(block.text for block in story.blocks[1:])]
    created = spec.crawl if "created" in spec.show else ""
    return pdf_bytes(set_paragraphs(paragraphs, Layout(**spec.layout)), created, own[0].headline)


Members = list[tuple[Spec, bytes]]


def _gzip(members: Members) -> bytes:
    return gzip.compress(members[0][1], mtime=0)


def _zstd(members: Members) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as out:
        out.write(members[0][1])
    return bytes(sink.getvalue().to_pybytes())


def _zip(members: Members) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for spec, content in members:
            archive.writestr(zipfile.ZipInfo(spec.file, (2024, 11, 18, 3, 45, 12)), content)
    return out.getvalue()


def _tar(members: Members) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for spec, content in members:
            member = tarfile.TarInfo(spec.file)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return gzip.compress(out.getvalue(), mtime=0)


def _warc(members: Members) -> bytes:
    """A crawl: warcinfo, then request and response for each page, then what is no page; each record a gzip member."""
    records = [
        _record(
            "warcinfo", "", b"software: a crawler/2.1\r\nformat: WARC File Format 1.0\r\n", "application/warc-fields"
        )
    ]
    for spec, content in members:
        host = spec.uri.split("/")[2]
        request = f"GET / HTTP/1.1\r\nHost: {host}\r\nUser-Agent: crawler/2.1\r\n\r\n".encode()
        kind = f"text/html; charset={spec.label or spec.encoding}"
        records.append(_record("request", spec.uri, request, "application/http; msgtype=request"))
        answer = _http(200, kind, content, spec.coding)
        records.append(_record("response", spec.uri, answer, "application/http; msgtype=response"))
    robots = _http(200, "text/plain", b"User-agent: *\r\nDisallow: /search\r\n")
    gone = _http(404, "text/html", b"<html><title>Not found</title><body>The page has gone.</body></html>")
    pixel = _http(200, "image/gif", b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00;")
    for uri, content in (("robots.txt", robots), ("old.html", gone), ("pixel.gif", pixel)):
        full = f"https://other.example/{uri}"
        records.append(_record("response", full, content, "application/http; msgtype=response"))
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def _http(status: int, kind: str, content: bytes, coding: str = "") -> bytes:
    if coding == "gzip":
        content, kind = gzip.compress(content, mtime=0), f"{kind}\r\nContent-Encoding: gzip"
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nDate: Mon, 18 Nov 2024 03:45:12 GMT\r\n"
    return (head + f"Content-Length: {len(content)}\r\n\r\n").encode() + content


def _record(kind: str, uri: str, content: bytes, media_type: str) -> bytes:
    serial = f"{zlib.crc32((kind + uri).encode()):012d}"
    head: list[Any] = ["WARC/1.0", f"WARC-Type: {kind}", f"WARC-Date: {CRAWLED}"]
    head += [f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{serial}>"]
    head += [f"WARC-Target-URI: {uri}"] if uri else []
    head += [f"Content-Type: {media_type}", f"Content-Length: {len(content)}"]
    return ("\r\n".join(head) + "\r\n\r\n").encode() + content + b"\r\n\r\n"


_CONTAINERS = {"gz": _gzip, "zst": _zstd, "zip": _zip, "warc": _warc, "tar": _tar}
