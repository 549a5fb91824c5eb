"""The populated places of the world, read from Parquet and found by binary search, without an object for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from q7x2_etl.errors import ReferenceDataError

_SHOWN = ["place_id", "name", "kind", "country", "area", "latitude", "longitude", "population"]


@dataclass(frozen=True, slots=True, eq=False)
class PlaceRow:
    """One row of `places.parquet`, as `seeds/build_gazetteer.py` writes it; a row is itself, it is not compared."""

    place_id: str
    name: str
    kind: str
    country: str
    area: str | None
    latitude: float
    longitude: float
    population: int


class PlaceIndex:
    """`places.parquet` and `place_keys.parquet` of one folder; some 20 MB of Arrow buffers and no Python dictionary."""

    def __init__(self, places: Path, keys: Path) -> None:
        for path in (places, keys):
            if not path.is_file():
                raise ReferenceDataError(f"{path}: missing; run seeds/build_gazetteer.py, or reinstall q7x2-etl")
        self._columns = _columns(pq.read_table(places, columns=_SHOWN))
        table = pq.read_table(keys).combine_chunks()
        key_column, place_column = table.column("key").chunk(0), table.column("place").chunk(0)
        _, offsets, text = key_column.buffers()
        self._n = len(key_column)
        self._offsets = memoryview(offsets).cast("i")
        self._text = memoryview(text)
        self._places = memoryview(place_column.buffers()[1]).cast("i")
        self._stretch = lru_cache(maxsize=4096)(self._stretch_of)
        self._row = lru_cache(maxsize=32768)(self._row_at)  # several names and sounds lead to one place

    def rows(self, key: str) -> tuple[PlaceRow, ...]:
        """The places that bear this key, in the file's order."""
        wanted = key.encode()
        found: list[int] = []
        at = self._first(wanted)
        while at < self._n and self._key(at) == wanted:
            found.append(self._places[at])
            at += 1
        return tuple(self._row(place) for place in sorted(found))

    def points(self) -> Iterator[PlaceRow]:
        """The rows that are no places of their own, but the points of areas."""
        are_points = pc.indices_nonzero(pc.equal(self._columns["kind"], "point"))
        columns = [column.take(are_points).to_pylist() for column in self._columns.values()]
        return (_place_row(dict(zip(self._columns, values, strict=True))) for values in zip(*columns, strict=True))

    def _row_at(self, at: int) -> PlaceRow:
        return _place_row({name: column[at].as_py() for name, column in self._columns.items()})

    def _key(self, at: int) -> bytes:
        return bytes(self._text[self._offsets[at] : self._offsets[at + 1]])

    def _first(self, wanted: bytes) -> int:
        """The position of the first key that does not come before this one."""
        low, high = self._stretch(wanted[:2])
        return self._between(wanted, low, high)

    def _stretch_of(self, beginning: bytes) -> tuple[int, int]:
        """Where the keys with these first two letters stand; half of every search is to find that."""
        return self._between(beginning, 0, self._n), self._between(beginning + b"\xff", 0, self._n)

    def _between(self, wanted: bytes, low: int, high: int) -> int:
        while low < high:
            middle = (low + high) // 2
            if self._text[self._offsets[middle] : self._offsets[middle + 1]].tobytes() < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def begins_key(self, first_word: str) -> bool:
        """Whether it is the first word of any key, or a key by itself."""
        start = first_word.encode()
        at = self._first(start)
        return at < self._n and _begins(self._key(at), start)

    def keys_from(self, first_word: str) -> frozenset[str]:
        """All keys of which this is the first word, or the only one."""
        start = first_word.encode()
        found: list[str] = []
        for at in range(self._first(start), self._n):
            key = self._key(at)
            if not _begins(key, start):
                break
            found.append(key.decode())
        return frozenset(found)


def _begins(key: bytes, first_word: bytes) -> bool:
    return key.startswith(first_word) and key[len(first_word) : len(first_word) + 1] in {b"", b" "}


def _place_row(values: dict[str, Any]) -> PlaceRow:
    for degrees in ("latitude", "longitude"):
        values[degrees] = round(values[degrees], 4)  # stored as 32-bit floats: some ten metres
    return PlaceRow(**values)


def _columns(table: pa.Table) -> dict[str, Any]:
    return {name: table.column(name).combine_chunks() for name in _SHOWN}
