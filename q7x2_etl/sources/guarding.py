"""Around every reader: whatever it raises costs its own input, and the rest loads."""

import logging
from collections.abc import Iterator

from q7x2_etl.errors import InputError
from q7x2_etl.model import Outcome
from q7x2_etl.sources.deadline import OutOfTimeError, timed
from q7x2_etl.sources.protocol import Opened
from q7x2_etl.sources.readings import Reading, Unread
from q7x2_etl.sources.refusals import RefusedError, TooLargeError
from q7x2_etl.sources.registry import NOT_READ, reader_of

_log = logging.getLogger(__name__)


def readings_of(opened: Opened) -> Iterator[Reading]:
    """The readings of an opened input by the reader that takes it: one at least, and never an error."""
    given = 0
    try:
        for reading in timed(_begun_late(opened), opened.limits.read_seconds):
            yield reading
            given += 1
    except (Exception, OutOfTimeError) as error:  # whatever there is in the world: one input must not end the load
        yield unread_because(error, opened, given)
        return
    if not given:
        yield opened.unread("empty", "there is nothing in it to read")


def bare_readings_of(opened: Opened) -> Iterator[Reading]:
    """The same, with the errors of the reader as they are; what a reader finds wrong with a table's columns it raises
    at once, before the first reading is asked for.
    """
    if opened.suffix in NOT_READ:
        raise RefusedError(f"{NOT_READ[opened.suffix]} is not read; save it as plain text")
    if not opened.head(1):
        return iter([opened.unread("empty", "the file is empty")])
    return reader_of(opened).read(opened)


def _begun_late(opened: Opened) -> Iterator[Reading]:
    yield from bare_readings_of(opened)


def unread_because(error: BaseException, opened: Opened, given: int = 0) -> Unread:
    """The reading of an input, or of a part of it, on which its reader failed; `given` readings came before."""
    outcome, reason = _outcome_of(error, opened)
    if given:
        reason = f"{reason} (the first {given:,} of it {'is' if given == 1 else 'are'} read)"
    return opened.unread(outcome, reason)


def _outcome_of(error: BaseException, opened: Opened) -> tuple[Outcome, str]:
    if isinstance(error, TooLargeError | OutOfTimeError):
        return "too_large", str(error)
    if isinstance(error, InputError):
        return "unreadable", str(error)
    if isinstance(error, OSError):
        return "unreadable", f"cannot be read: {error.strerror or error}"
    if isinstance(error, MemoryError):
        return "too_large", "more memory was needed than there is"
    _log.debug("%s: the reader failed", opened.uri, exc_info=error)
    said = " ".join(str(error).split())[:300]
    return "error", f"the reader failed on it: {type(error).__name__}{': ' if said else ''}{said}"
