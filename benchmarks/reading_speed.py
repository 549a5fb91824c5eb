"""How fast each format is read: files of some size made from the corpus's stories, read to articles.

By CPU time, as other work may share the machine. Beside it, what reading costs for each second of extraction from the
same articles.
"""

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

from q7x2_etl.extraction import Extractor, default_extractor
from q7x2_etl.model import Article, Document
from q7x2_etl.reference import Reference
from q7x2_etl.sources import articles_of, read

_COLUMNS = {"id": "id", "url": "url", "title": "headline", "text": "text", "published": "day", "author": "by"}
_PAGES = ("national.html", "wordpress.html", "infobox.html", "comments.html", "joomla.html", "tables90s.html")


def speed_table(folder: Path, runs: int, megabytes: float) -> Table:
    """MB of file and documents a second of CPU time, median of `runs` runs, one process."""
    reference, extractor = Reference.load(None), default_extractor()
    rows = []
    for name, make in _FORMATS.items():
        place = folder / f"speed_{name.replace(' ', '_')}"
        place.mkdir()
        size = make(place, int(megabytes * 1e6))
        timed = [_timed(place, reference) for _ in range(runs)]
        seconds = median(spent for spent, _, _ in timed)
        _, documents, articles = timed[0]
        figures = [f"{size / 1e6:.2f}", str(documents), str(len(articles)), speed(size / 1e6 / seconds)]
        share = seconds / max(1e-9, _extraction(articles, extractor))
        rows.append([name, *figures, speed(documents / seconds), f"{share:.2f}" if articles else "-"])
    columns = ["", "MB", "documents", "articles", "MB/s", "documents/s", "of extraction"]
    return Table("Reading, per format", columns, rows)


def _timed(place: Path, reference: Reference) -> tuple[float, int, list[Article]]:
    start = time.process_time()
    documents = 0
    articles: list[Article] = []
    for reading in read(place):
        if isinstance(reading, Document):
            documents += 1
            articles += articles_of(reading, reference)
    return time.process_time() - start, documents, articles


def _extraction(articles: list[Article], extractor: Extractor) -> float:
    """CPU seconds to extract from the articles; each text once, as the extractor remembers what it has seen."""
    start = time.process_time()
    own = {article.text[article.story_start : article.story_end]: article for article in articles}
    for article in own.values():
        extractor.extract(article)
    return (time.process_time() - start) * len(articles) / max(1, len(own))


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
