"""Plain text: one input, one document."""

from collections.abc import Iterator

from q7x2_etl.sources.encoding import UndecodableError, decode
from q7x2_etl.sources.protocol import Opened
from q7x2_etl.sources.readings import Reading, reading_of


def read_text(opened: Opened) -> Iterator[Reading]:
    """The input as it is; unreadable where its bytes are no text, too large past the limit of a document."""
    try:
        text = decode(opened.content())
    except UndecodableError as error:
        yield opened.unread("unreadable", str(error))
        return
    yield reading_of(text, opened.origin("text/plain"), opened.known())
