"""Reading: paths to Documents, and Documents to Articles."""

from q7x2_etl.sources.file_state import FileState, FileTimes, Watched, bytes_id, settled_before
from q7x2_etl.sources.formats.columns import Columns
from q7x2_etl.sources.language_id import identify_language
from q7x2_etl.sources.limits import ReadLimits
from q7x2_etl.sources.local_files import FileStates
from q7x2_etl.sources.metadata import load_metadata
from q7x2_etl.sources.pages.articles import articles_of
from q7x2_etl.sources.pages.regions import Cut, LeftOut, cut_of, page_of
from q7x2_etl.sources.protocol import Opened, Reader, ReadWith
from q7x2_etl.sources.read import InputFiles, open_files, read
from q7x2_etl.sources.readings import Origin, Reading, Unread, reading_of
from q7x2_etl.sources.refusals import DamagedError, MissingExtraError, RefusedError, TooLargeError, needed

__all__ = [
    "Columns", "Cut", "DamagedError", "FileState", "FileStates", "FileTimes", "InputFiles", "LeftOut",
    "MissingExtraError", "Opened", "Origin",
    "ReadLimits", "ReadWith", "Reader", "Reading", "RefusedError", "TooLargeError", "Unread", "Watched", "articles_of",
    "bytes_id",
    "cut_of", "identify_language", "load_metadata", "needed", "open_files", "page_of", "read", "reading_of",
    "settled_before",
]  # fmt: skip
