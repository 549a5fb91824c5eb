"""Reading: paths to Documents, and Documents to Articles."""

from q7x2_etl.sources.articles import articles_of
from q7x2_etl.sources.file_state import FileState, Watched, bytes_id
from q7x2_etl.sources.language_id import identify_language
from q7x2_etl.sources.metadata import load_metadata
from q7x2_etl.sources.read import InputFiles, open_files, read
from q7x2_etl.sources.readings import Origin, Reading, ReadLimits, Unread, reading_of

__all__ = [
    "FileState", "InputFiles", "Origin", "ReadLimits", "Reading", "Unread", "Watched", "articles_of", "bytes_id",
    "identify_language", "load_metadata", "open_files", "read", "reading_of",
]  # fmt: skip
