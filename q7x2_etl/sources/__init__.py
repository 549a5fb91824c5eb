"""Reading: paths to Documents, and Documents to Articles."""

from q7x2_etl.sources.articles import articles_of
from q7x2_etl.sources.language_id import identify_language
from q7x2_etl.sources.metadata import load_metadata
from q7x2_etl.sources.read import read
from q7x2_etl.sources.readings import Origin, Reading, ReadLimits, Unread, reading_of

__all__ = [
    "Origin", "ReadLimits", "Reading", "Unread", "articles_of", "identify_language", "load_metadata", "read",
    "reading_of",
]  # fmt: skip
