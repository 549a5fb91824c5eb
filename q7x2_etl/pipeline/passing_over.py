"""Files that are one text each and came before, thousands at once: those that are as they were need no object each."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from q7x2_etl.sources import FileStates, FileTimes, InputFiles, settled_before
from q7x2_etl.warehouse import Store
from q7x2_etl.warehouse.input_files import texts_before

_COMPARED = 2048  # files at once of which the bytes may be compared: after so many they can be written


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Files, one after the other, that are as they were: the input that each gave, as the ledger has it.

    Columns name, uri, document_id and bytes_id; the state now (n_bytes, modified_ns, changed_ns), and whether that is
    `to_remember`: the bytes were compared, and it had not changed so shortly before that a further change may not show.
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
    known: pa.Table


def passed_over(
    files: InputFiles, paths: Sequence[str], store: Store, *, trusted: bool, times: FileTimes
) -> Iterator[PassedOver | Sequence[str]]:
    """The files in their order: together those that are as they were, and the paths of those that need a look each.

    A file is as it was where its size and times are those that are remembered, if these are `trusted`, or its bytes are
    those of the ledger; and where the metadata table says of it what it said.
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
    now = pa.table(
        {
            "place": pa.array(range(len(paths)), pa.int32()),
            "file_uri": pa.array(uris, pa.string()),
            "metadata_id": pa.array(files.metadata_ids(paths), pa.string()),
            "n_bytes": pa.array(states.n_bytes, pa.int64()),
            "modified_ns": pa.array(states.modified_ns, pa.int64()),
            "changed_ns": pa.array(states.changed_ns, pa.int64()),
        }
    )
    known = texts_before(store, now)
    now = now.append_column("name", pa.array(names, pa.string())).rename_columns({"file_uri": "uri"})
    last_change = pc.max_element_wise(now.column("modified_ns"), now.column("changed_ns"))
    now = now.append_column("is_settled", pc.less_equal(last_change, settled))
    if known.num_rows < now.num_rows:
        now = now.take(known.column("place"))
    for name in ("name", "uri", "n_bytes", "modified_ns", "changed_ns", "is_settled"):
        known = known.append_column(name, now.column(name))
    return _Looked(paths, states, known)


def _as_they_were(looked: _Looked, trusted: bool, times: FileTimes) -> Iterator[pa.Table]:
    """The known files that are as they were, some at a time."""
    for start in range(0, looked.known.num_rows, _COMPARED):
        rows = looked.known.slice(start, _COMPARED)
        if times.since is not None:
            left_out = [_left_out(looked, place, times) for place in rows.column("place").to_pylist()]
            rows = rows.filter(pc.invert(pa.array(left_out, pa.bool_())))
        places: list[int] = rows.column("place").to_pylist()
        same: list[bool] = rows.column("same_state").to_pylist() if trusted else [False] * len(places)
        changed = _unlike(looked, rows, [at for at, is_same in enumerate(same) if not is_same], times)
        if changed:
            kept = [at for at in range(len(places)) if at not in changed]
            rows = rows.take(pa.array(kept, pa.int32()))
            same = [same[at] for at in kept]
        if not same:
            continue
        compared = pc.invert(pa.array(same, pa.bool_()))
        yield rows.append_column("to_remember", pc.and_(compared, rows.column("is_settled")))


def _unlike(looked: _Looked, rows: pa.Table, unsure: Sequence[int], times: FileTimes) -> set[int]:
    """Those of the `unsure` rows whose files have other bytes, or may still be being written."""
    if not unsure:
        return set()
    places, ids = rows.column("place").to_pylist(), rows.column("bytes_id").to_pylist()
    unlike: set[int] = set()
    if times.settle:
        unlike = {at for at in unsure if _unsettled(looked, places[at], times)}
        unsure = [at for at in unsure if at not in unlike]
    found = looked.states.bytes_ids([places[at] for at in unsure], looked.paths)
    return unlike | {at for at, bytes_id in zip(unsure, found, strict=True) if bytes_id != ids[at]}


def _left_out(looked: _Looked, place: int, times: FileTimes) -> bool:
    state = looked.states.state(place)
    return state is not None and times.left_out(state)


def _unsettled(looked: _Looked, place: int, times: FileTimes) -> bool:
    state = looked.states.state(place)
    return state is not None and times.unsettled(state) is not None
