"""How fast each format is read: files of some size made from the corpus's stories, read to articles."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from statistics import median

from reading_expected import Spec
from reading_files import file_bytes
from reading_stories import stories
from report_table import Table, speed

from q7x2_etl.model import Document
from q7x2_etl.reference import Reference
from q7x2_etl.sources import articles_of, read

_COLUMNS = {"id": "id", "url": "url", "title": "headline", "text": "text", "published": "day", "author": "by"}
_PAGES = ("national.html", "wordpress.html", "infobox.html", "comments.html", "joomla.html", "tables90s.html")


def speed_table(folder: Path, runs: int, megabytes: float) -> Table:
    """MB of file and documents a second, by the clock, median of `runs` runs, one process."""
    reference = Reference.load(None)
    rows = []
    for name, make in _FORMATS.items():
        place = folder / f"speed_{name.replace(' ', '_')}"
        place.mkdir()
        size = make(place, int(megabytes * 1e6))
        timed = [_timed(place, reference) for _ in range(runs)]
        seconds = median(spent for spent, _, _ in timed)
        _, documents, articles = timed[0]
        figures = [f"{size / 1e6:.2f}", str(documents), str(articles)]
        rows.append([name, *figures, speed(size / 1e6 / seconds), speed(documents / seconds)])
    return Table("Reading, per format", ["", "MB", "documents", "articles", "MB/s", "documents/s"], rows)


def _timed(place: Path, reference: Reference) -> tuple[float, int, int]:
    start = time.perf_counter()
    documents = articles = 0
    for reading in read(place):
        if isinstance(reading, Document):
            documents += 1
            articles += len(articles_of(reading, reference))
    return time.perf_counter() - start, documents, articles


def _english() -> Iterator[str]:
    names = [s.id for s in stories().values() if s.lang == "en" and s.headline and not s.entries]
    for turn in count():
        yield names[turn % len(names)]


def _singles(make: Callable[[str, int], Spec]) -> Callable[[Path, int], int]:
    """Files of one document each, until there is enough."""

    def write(place: Path, size: int) -> int:
        written = 0
        for number, name in enumerate(_english()):
            spec = make(name, number)
            content = file_bytes(spec, f"speed{number}", [])
            (place / f"{number:05d}_{spec.file}").write_bytes(content)
            written += len(content)
            if written >= size or number >= 400:
                return written
        return written

    return write


def _one(spec: Spec) -> Callable[[Path, int], int]:
    """One file of many rows or items."""

    def write(place: Path, size: int) -> int:
        names = tuple(islice(_english(), max(50, size // 1600)))
        content = file_bytes(replace(spec, stories=names), "speed", [])
        (place / spec.file).write_bytes(content)
        return len(content)

    return write


def _warc(place: Path, size: int) -> int:
    pages = []
    for number, name in enumerate(islice(_english(), min(300, max(20, size // 9000)))):
        page = Spec(file="p", page=_PAGES[number % len(_PAGES)], stories=(name,), show=("jsonld", "plain", "time"))
        pages.append(replace(page, uri=f"https://www.example.org/{number}/{name}.html"))
    content = file_bytes(Spec(file="crawl.warc.gz", container="warc", members=tuple(pages)), "speed", [])
    (place / "crawl.warc.gz").write_bytes(content)
    return len(content)


def _page(name: str, number: int) -> Spec:
    return Spec(file="page.html", page=_PAGES[number % len(_PAGES)], stories=(name,), show=("jsonld", "plain", "time"))


_FORMATS: dict[str, Callable[[Path, int], int]] = {
    "txt": _singles(lambda name, _: Spec(file="wire.txt", page="wire.txt", stories=(name,), show=("year",))),
    "html": _singles(_page),
    "jsonl": _one(Spec(file="rows.jsonl", container="jsonl", columns=_COLUMNS)),
    "csv": _one(Spec(file="rows.csv", container="csv", columns=_COLUMNS)),
    "parquet": _one(Spec(file="rows.parquet", container="parquet", columns=_COLUMNS)),
    "rss": _one(Spec(file="feed.rss", page="rss.xml", container="feed")),
    "pdf": _singles(lambda name, _: Spec(file="a.pdf", container="pdf", stories=(name,), show=("plain",))),
    "warc.gz": _warc,
}
