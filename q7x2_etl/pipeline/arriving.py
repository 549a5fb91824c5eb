"""The stream of inputs as it comes to the store: files that are as they were are passed over without being opened."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from q7x2_etl.engines import Task
from q7x2_etl.pipeline.incoming import FileInputs, Incoming
from q7x2_etl.pipeline.passing_over import PassedOver, passed_over
from q7x2_etl.sources import FileState, FileTimes, InputFiles, Unread, Watched, bytes_id
from q7x2_etl.warehouse import Store
from q7x2_etl.warehouse.input_files import EarlierInput, FileRow, KnownFile, files_before, rows_of_file

_log = logging.getLogger(__name__)

_ANY_TIME = FileTimes()


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that was read whole, by the last of its inputs. One that is `as_it_was` only had its bytes compared.

    `state` is None where it changed so shortly before that a further change may not show; `n_rows` is None for a file
    that is one text.
    """

    uri: str
    state: FileState | None
    bytes_id: str
    metadata_id: str
    n_rows: int | None
    as_it_was: bool = False

    def row(self, document_id: str | None, run_id: str, first_ordinal: int) -> FileRow:
        """The file as the ledger keeps it."""
        return FileRow(self.uri, self.bytes_id, self.metadata_id, document_id, self.n_rows, run_id, first_ordinal)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One input: to be extracted from, unreadable, or known from an earlier load. `file` with the last of a file."""

    what: Task | Unread | EarlierInput
    file: FileRead | None = None


@dataclass(frozen=True, slots=True)
class _File:
    """A file with what the ledger has of it, where the metadata table still says of it what it said."""

    path: str
    files: InputFiles
    uri: str
    metadata_id: str
    holds_rows: bool
    state: FileState | None
    before: KnownFile | None


def arrivals(
    stream: Iterable[Incoming], store: Store, *, rehash: bool = False, times: FileTimes = _ANY_TIME
) -> Iterator[Arrival | PassedOver]:
    """Every input, in order; those of `times` only, and files that may still be being written as held back.

    A file whose size and times are those that are remembered, and of which the metadata table says what it said, gives
    its inputs as they were; so does one with other times and the same bytes. With `rehash` the times are not trusted.
    """
    metadata, n_left_out = None, 0
    for one in stream:
        if not isinstance(one, FileInputs):
            yield Arrival(one)
            continue
        metadata = one.files.metadata
        for piece in passed_over(one.files, one.paths, store, trusted=not rehash, times=times):
            if isinstance(piece, PassedOver):
                yield piece
                continue
            for file in _looked_up(one.files, piece, store):
                if file.state is not None and times.left_out(file.state):
                    n_left_out += 1
                else:
                    yield from _of_file(file, store, not rehash, times)
    if n_left_out:
        _log.info("%d files were not modified since then, and are left out", n_left_out)
    elif metadata is not None:
        metadata.warn_unused()


def _looked_up(files: InputFiles, paths: Sequence[str], store: Store) -> Iterator[_File]:
    uris = [files.uri(path) for path in paths]
    known = files_before(store, uris)
    for path, uri in zip(paths, uris, strict=True):
        holds_rows, metadata_id = files.holds_rows(path), files.metadata_id(path)
        before = known.get(uri)
        if before is not None and (before.row.n_rows is not None, before.row.metadata_id) != (holds_rows, metadata_id):
            before = None
        yield _File(path, files, uri, metadata_id, holds_rows, FileState.of(path), before)


def _of_file(file: _File, store: Store, trusted: bool, times: FileTimes) -> Iterator[Arrival]:
    before, state = file.before, file.state
    if before is not None and state is not None and trusted and before.state == state:
        rows = _inputs_of(file, before.row, store)
        yield from _read(file) if rows is None else map(Arrival, rows)
    elif state is not None and (age := times.unsettled(state)) is not None:
        file.files.metadata.all_used()
        yield _held(file, f"it changed {age:.1f} seconds ago and may still be being written; the next load takes it")
    elif before is None or state is None:
        yield from _read(file)
    elif before.state is None or before.state[0] == state.n_bytes:
        yield from _compared(file, before.row, store)
    else:
        yield from _read(file)


def _compared(file: _File, row: FileRow, store: Store) -> Iterator[Arrival]:
    """The inputs as they were where the bytes are; else as they are read now."""
    watched = Watched(file.path)
    rows = _inputs_of(file, row, store) if bytes_id(file.path) == row.bytes_id else None
    if rows is None or not watched.unchanged():
        yield from _read(file)
        return
    state = watched.settled_state()
    read = FileRead(file.uri, state, row.bytes_id, file.metadata_id, row.n_rows, as_it_was=True)
    yield from _with_last(map(Arrival, rows), lambda last, _: Arrival(last.what, read))


def _read(file: _File) -> Iterator[Arrival]:
    """The inputs of a file; the last says what was read. Where the file changed meanwhile the last may be cut off: it
    waits for the next load, as does a file that is one text.
    """
    watched, path = Watched(file.path), file.path

    def last(arrival: Arrival, n: int) -> Arrival:
        found = bytes_id(path)
        if found is None or file.state is None:
            return arrival
        if not watched.unchanged():
            what = "the rest of it waits" if n > 1 else "it waits"
            return _held(file, f"the file changed while it was read; {what} for the next load")
        rows = n if file.holds_rows else None
        return Arrival(arrival.what, FileRead(file.uri, watched.settled_state(), found, file.metadata_id, rows))

    readings = file.files.readings(path)
    yield from _with_last((Arrival(one if isinstance(one, Unread) else Task(one)) for one in readings), last)


def _held(file: _File, reason: str) -> Arrival:
    return Arrival(Unread(file.files.origin(file.path).name, file.uri, "held", reason))


def _with_last(arrivals: Iterable[Arrival], last: Callable[[Arrival, int], Arrival]) -> Iterator[Arrival]:
    """The same, but for the last one: that is `last(it, how many there are)`, called when all was read."""
    waiting, n = None, 0
    for arrival in arrivals:
        if waiting is not None:
            yield waiting
        waiting, n = arrival, n + 1
    if waiting is not None:
        yield last(waiting, n)


def _inputs_of(file: _File, row: FileRow, store: Store) -> Iterable[EarlierInput] | None:
    """What the file gave when it was read; None where that needs another look."""
    if row.document_id is not None:
        return (EarlierInput(file.files.origin(file.path).name, file.uri, row.document_id),)
    rows = rows_of_file(store, row)
    if rows is not None:
        file.files.metadata.all_used()
    return rows
