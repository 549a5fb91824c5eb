"""Files that are one text each and came before, thousands at once: those that are as they were need no object each."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pyarrow as pa

from q7x2_etl.sources import FileStates, FileTimes, InputFiles, settled_before
from q7x2_etl.warehouse import Store
from q7x2_etl.warehouse.input_files import texts_before

_COMPARED = 2048  # files at once of which the bytes may be compared: after so many they can be written


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Files, one after the other, that are as they were: the input that each gave, as the ledger has it.

    Columns name, uri, document_id; bytes_id and metadata_id; whether the bytes were `compared`, and of those files the
    `file_state` now (null where it had changed so shortly before that a further change may not show).
    """

    rows: pa.Table

    @property
    def n_inputs(self) -> int:
        return int(self.rows.num_rows)


@dataclass(frozen=True, slots=True)
class _Looked:
    """Files that are one text each, in their states; `known` is what the ledger has of those that may be as they were,
    by place in `paths`.
    """

    paths: Sequence[str]
    states: FileStates
    settled_before: int
    known: pa.Table


def passed_over(
    files: InputFiles, paths: Sequence[str], store: Store, *, trusted: bool, times: FileTimes
) -> Iterator[PassedOver | Sequence[str]]:
    """The files in their order: together those that are as they were, and the paths of those that need a look each.

    A file is as it was where its size and times are those of the ledger, if these are `trusted`, or its bytes are; and
    where the metadata table says of it what it said.
    """
    texts = files.texts_among(paths)
    looked = _looked(files, [paths[place] for place in texts], store)
    begun = 0
    for rows in _as_they_were(looked, trusted, times):
        places = [texts[place] for place in rows.column("place").to_pylist()]
        starts = [at for at, (one, other) in enumerate(pairwise(places), 1) if other != one + 1]
        for start, end in pairwise((0, *starts, len(places))):
            if places[start] > begun:
                yield paths[begun : places[start]]
            yield PassedOver(rows.slice(start, end - start))
            begun = places[end - 1] + 1
    if begun < len(paths):
        yield paths[begun:]


def _looked(files: InputFiles, paths: Sequence[str], store: Store) -> _Looked:
    settled = settled_before(time.time_ns())
    states = FileStates.of(paths)
    names, uris = files.origins(paths)
    columns = {
        "place": pa.array(range(len(paths)), pa.int32()),
        "name": pa.array(names, pa.string()),
        "file_uri": pa.array(uris, pa.string()),
        "metadata_id": pa.array(files.metadata_ids(paths), pa.string()),
        "n_bytes": pa.array(states.n_bytes, pa.int64()),
        "modified_ns": pa.array(states.modified_ns, pa.int64()),
        "changed_ns": pa.array(states.changed_ns, pa.int64()),
    }
    return _Looked(paths, states, settled, texts_before(store, pa.table(columns)))


def _as_they_were(looked: _Looked, trusted: bool, times: FileTimes) -> Iterator[pa.Table]:
    """The known files that are as they were, some at a time."""
    known = looked.known
    for start in range(0, known.num_rows, _COMPARED):
        rows = known.slice(start, _COMPARED)
        places = rows.column("place").to_pylist()
        same, ids = rows.column("same_state").to_pylist(), rows.column("bytes_id").to_pylist()
        kept: list[int] = []
        states: list[str | None] = []
        compared: list[bool] = []
        for at, place in enumerate(places):
            if times.since is not None and _left_out(looked, place, times):
                continue
            if trusted and same[at]:
                kept.append(at)
                states.append(None)
                compared.append(False)
            elif not _unsettled(looked, place, times) and looked.states.bytes_id(place, looked.paths[place]) == ids[at]:
                kept.append(at)
                states.append(looked.states.written(place, looked.settled_before))
                compared.append(True)
        if len(kept) < len(places):
            rows = rows.take(pa.array(kept, pa.int32()))
        if kept:
            rows = rows.append_column("file_state", pa.array(states, pa.string()))
            yield rows.append_column("compared", pa.array(compared, pa.bool_()))


def _left_out(looked: _Looked, place: int, times: FileTimes) -> bool:
    state = looked.states.state(place)
    return state is not None and times.left_out(state)


def _unsettled(looked: _Looked, place: int, times: FileTimes) -> bool:
    state = looked.states.state(place) if times.settle else None
    return state is not None and times.unsettled(state) is not None
