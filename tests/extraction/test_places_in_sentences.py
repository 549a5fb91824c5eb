"""Where it happened, in the styles of world news: the first report's place, first-level area and country."""

from pathlib import Path

import pytest
import yaml

from q7x2_etl.extraction import RuleExtractor
from q7x2_etl.model import Document, Metadata, content_id
from q7x2_etl.sources import articles_of
from tests.extraction.conftest import PUBLISHED

CASES = yaml.safe_load(Path(__file__).with_name("places_in_sentences.yaml").read_text(encoding="utf-8"))


def _plain(name: str | None) -> str:
    return (name or "").casefold().removesuffix(" province").removesuffix(" region").removesuffix(" state")


@pytest.mark.parametrize(("text", "place", "admin1", "country"), CASES)
def test_place_is_the_incidents_own(
    extractor: RuleExtractor, text: str, place: str | None, admin1: str | None, country: str | None
) -> None:
    metadata = Metadata(published=PUBLISHED, published_precision="day")
    document = Document(content_id("document", text), "own.txt", "own.txt", "text/plain", text, metadata)
    report = extractor.extract(articles_of(document)[0])[0]
    if place is not None:
        assert place.casefold() in (report.place_name or "").casefold()
    assert country is None or report.country == country
    assert admin1 is None or _plain(report.admin1).startswith(_plain(admin1))
