"""The day that a story's "today" means."""

from datetime import date

import pytest

from q7x2_etl.extraction import RuleExtractor
from q7x2_etl.model import Document, Metadata, content_id
from q7x2_etl.sources import articles_of


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("SAN SALVADOR, 14 MAR 89 (AGENCY) --", date(1989, 3, 14)),  # printed the day after it was filed
        ("SAN SALVADOR, 1 MAR 89 (AGENCY) --", date(1989, 3, 15)),  # too far back to be this story's
    ],
)
def test_today_is_the_day_of_the_dateline_where_that_is_near_publication(
    extractor: RuleExtractor, dateline: str, day: date
) -> None:
    text = f"{dateline} GUERRILLAS TODAY KILLED TWO SOLDIERS IN THE CITY OF CHALATENANGO, POLICE SAID."
    metadata = Metadata(published=date(1989, 3, 15), published_precision="day")
    document = Document(content_id("document", text), "own.txt", "own.txt", "text/plain", text, metadata)
    assert extractor.extract(articles_of(document)[0])[0].date_start == day
