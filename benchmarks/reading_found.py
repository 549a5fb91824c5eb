"""What the library makes of a file: its stories with their kept regions, and the outcome of each document in it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from q7x2_etl.extraction import Extractor
from q7x2_etl.model import Article, Document
from q7x2_etl.reference import Reference
from q7x2_etl.settings.columns import columns_named
from q7x2_etl.sources import articles_of, read


@dataclass(frozen=True)
class FoundStory:
    """A story as read: `regions` are (kind, text) of what is kept, in order."""

    title: str
    byline: str
    published_on: date | None
    precision: str
    method: str
    regions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FoundDocument:
    """A file as read: outcomes and reasons of its documents, languages, and the stories of those in English."""

    stories: tuple[FoundStory, ...]
    outcomes: tuple[str, ...]
    reasons: tuple[str, ...]


def found_document(path: Path, column_map: str, reference: Reference, extractor: Extractor) -> FoundDocument:
    """Reads one file by the public path; what the library raises for it is an outcome `raised`."""
    stories: list[FoundStory] = []
    outcomes: list[str] = []
    reasons: list[str] = []
    try:
        for reading in read(path, columns=columns_named(column_map)):
            if not isinstance(reading, Document):
                outcomes.append(reading.outcome)
                reasons.append(reading.reason)
            elif (reading.language or "en").split("-")[0] != "en":
                outcomes.append("not_english")
            else:
                articles = articles_of(reading, reference)
                stories += [_found(article) for article in articles]
                told = any(extractor.extract(article) for article in articles)
                outcomes.append("loaded" if told else "no_incident")
    except Exception as error:  # a benchmark goes on, and shows what was raised among the misses
        outcomes.append("raised")
        reasons.append(f"{type(error).__name__}: {error}")
    return FoundDocument(tuple(stories), tuple(outcomes), tuple(reasons))


def _found(article: Article) -> FoundStory:
    regions = tuple((region.kind, article.text[region.start : region.end]) for region in article.regions)
    return FoundStory(
        title=article.title or "",
        byline=article.byline or "",
        published_on=article.published_on,
        precision=article.published_precision,
        method=article.published_method,
        regions=regions,
    )
