"""The table of readers, and which of them takes an input: by suffix, else by media type, else by the first bytes."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from q7x2_etl.sources.protocol import Opened, Reader
from q7x2_etl.sources.readings import Reading
from q7x2_etl.sources.recognising import (
    looks_like_csv,
    looks_like_feed,
    looks_like_html,
    looks_like_json_lines,
    looks_like_json_list,
)

_log = logging.getLogger(__name__)

ENTRY_POINTS = "q7x2_etl.readers"


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A reader whose module is imported when the first input of its format is read.

    `where` is "module:function" of a function from Opened to readings; an input is recognised that begins with one of
    `magic`, or that `looks_like` says yes to. `read_at_once`: its first reading takes as long as all of them.
    """

    name: str
    where: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...] = ()
    magic: tuple[bytes, ...] = ()
    looks_like: Callable[[bytes], bool] | None = None
    gives_many: bool = False
    read_at_once: bool = False

    def recognises(self, head: bytes) -> bool:
        return head.startswith(self.magic) or (self.looks_like is not None and self.looks_like(head))

    def read(self, opened: Opened) -> Iterator[Reading]:
        module, _, function = self.where.partition(":")
        readings: Iterator[Reading] = getattr(import_module(module), function)(opened)
        return readings


# Asked in this order where the name says nothing: plain text, which anything may be, is the last.
BUILT_IN: tuple[BuiltIn, ...] = (
    BuiltIn(
        "JSON Lines",
        "q7x2_etl.sources.formats.json_lines:read_json_lines",
        (".jsonl", ".ndjson"),
        ("application/x-ndjson", "application/jsonl", "application/x-jsonlines"),
        looks_like=looks_like_json_lines,
        gives_many=True,
    ),
    BuiltIn(
        "JSON",
        "q7x2_etl.sources.formats.json_list:read_json",
        (".json",),
        ("application/json",),
        looks_like=looks_like_json_list,
        gives_many=True,
    ),
    BuiltIn(
        "CSV",
        "q7x2_etl.sources.formats.csv_rows:read_csv",
        (".csv", ".tsv"),
        ("text/csv", "text/tab-separated-values"),
        looks_like=looks_like_csv,
        gives_many=True,
    ),
    BuiltIn(
        "HTML",
        "q7x2_etl.sources.html.page:read_page",
        (".html", ".htm", ".xhtml", ".shtml"),
        ("text/html", "application/xhtml+xml"),
        looks_like=looks_like_html,
    ),
    BuiltIn(
        "WARC",
        "q7x2_etl.sources.formats.warc:read_warc",
        (".warc", ".wet"),
        ("application/warc",),
        magic=(b"WARC/1.", b"WARC/0."),
        gives_many=True,
    ),
    BuiltIn(
        "feed",
        "q7x2_etl.sources.formats.feeds:read_feed",
        (".rss", ".atom", ".rdf", ".xml"),
        ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"),
        looks_like=looks_like_feed,
        gives_many=True,
    ),
    BuiltIn("PDF", "q7x2_etl.sources.formats.pdf:read_pdf", (".pdf",), ("application/pdf",), magic=(b"%PDF-",)),
    BuiltIn(
        "Parquet",
        "q7x2_etl.sources.formats.parquet_rows:read_parquet",
        (".parquet", ".pq"),
        ("application/vnd.apache.parquet", "application/x-parquet"),
        magic=(b"PAR1",),
        gives_many=True,
    ),
)
# Archives: what comes out of them is read by the reader of its own kind.
ARCHIVES: tuple[BuiltIn, ...] = (
    BuiltIn(
        "gzip",
        "q7x2_etl.sources.archives.compressed:read_gzip",
        (".gz", ".tgz"),
        ("application/gzip", "application/x-gzip"),
        magic=(b"\x1f\x8b\x08",),
        gives_many=True,
    ),
    BuiltIn(
        "Zstandard",
        "q7x2_etl.sources.archives.compressed:read_zstandard",
        (".zst", ".zstd"),
        ("application/zstd",),
        magic=(b"\x28\xb5\x2f\xfd",),
        gives_many=True,
    ),
    BuiltIn(
        "bzip2",
        "q7x2_etl.sources.archives.compressed:read_bzip2",
        (".bz2",),
        ("application/x-bzip2",),
        magic=(b"BZh",),
        gives_many=True,
    ),
    BuiltIn(
        "zip",
        "q7x2_etl.sources.archives.zip_members:read_zip",
        (".zip",),
        ("application/zip", "application/x-zip-compressed"),
        magic=(b"PK\x03\x04", b"PK\x05\x06"),
        gives_many=True,
    ),
    BuiltIn(
        "tar",
        "q7x2_etl.sources.archives.tar_members:read_tar",
        (".tar",),
        ("application/x-tar",),
        looks_like=lambda head: head[257:262] == b"ustar",
        gives_many=True,
    ),
)
PLAIN_TEXT = BuiltIn(
    "plain text",
    "q7x2_etl.sources.formats.plain_text:read_text",
    (".txt", ".text"),
    ("text/plain",),
    looks_like=lambda _: True,
)
# Kinds that are text to a machine but markup to a reader: read as plain text they would give nonsense.
NOT_READ = {
    ".rtf": "RTF",
    ".ps": "PostScript", ".tex": "TeX", ".eml": "mail", ".svg": "SVG",
    ".docx": "Word", ".doc": "Word", ".xlsx": "Excel", ".xls": "Excel", ".odt": "OpenDocument", ".epub": "EPUB",
}  # fmt: skip


@cache
def readers() -> tuple[Reader, ...]:
    """Every reader, in the order in which they are asked: those of other packages first, plain text last."""
    return (*_installed(), *BUILT_IN, *ARCHIVES, PLAIN_TEXT)


def reader_by_suffix(suffix: str) -> Reader | None:
    """The reader of the inputs whose names end so; None where the suffix says nothing."""
    return _by_suffix().get(suffix)


@cache
def known_suffixes() -> frozenset[str]:
    """The suffixes of the files that are taken from a folder."""
    return frozenset(_by_suffix())


def reader_of(opened: Opened) -> Reader:
    """The reader that takes an input."""
    found = reader_by_suffix(opened.suffix)
    if found is None and opened.media_type not in (None, "text/plain"):  # what servers say of anything
        found = next((reader for reader in readers() if opened.media_type in reader.media_types), None)
    if found is None:
        head = opened.head()
        found = next((reader for reader in readers() if reader.recognises(head)), PLAIN_TEXT)
    return found


@cache
def _by_suffix() -> dict[str, Reader]:
    return {suffix: reader for reader in reversed(readers()) for suffix in reader.suffixes}


def _installed() -> Sequence[Reader]:
    """The readers that other installed packages offer; one that cannot be imported is said, and left out."""
    found: list[Reader] = []
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name):
        try:
            reader = entry.load()
        except Exception as error:  # another package's code: whatever it raises must not stop the load
            _log.warning("reader %s (%s) cannot be imported and is left out: %s", entry.name, entry.value, error)
            continue
        if isinstance(reader, Reader):
            found.append(reader)
        else:
            _log.warning("reader %s (%s) is left out: it lacks what a Reader has", entry.name, entry.value)
    return found
