"""Parquet: one reading a row, row group by row group, of the columns that are used."""

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from q7x2_etl.sources.formats.rows import Rows
from q7x2_etl.sources.limits import ReadLimits
from q7x2_etl.sources.protocol import Opened
from q7x2_etl.sources.readings import Reading
from q7x2_etl.sources.refusals import DamagedError, NoSuchColumnError, TooLargeError

_ROWS = 16  # decoded at once: each may be as long as a document may be
_BUFFER_BYTES = 1 << 20
_SMALL_BYTES = 20_000_000  # a column of a row group that packs better than any text, but is small, is no bomb


def read_parquet(opened: Opened) -> Iterator[Reading]:
    """One reading a row. What comes as a stream is held in memory, as the format is read from its end.

    Raises NoSuchColumnError at once, with the columns found, where none holds texts or the named one something else.
    """
    rows = Rows(opened, "application/vnd.apache.parquet")
    try:
        file = pq.ParquetFile(opened.seekable(), buffer_size=_BUFFER_BYTES, pre_buffer=False)
    except (pa.ArrowException, OSError) as error:
        raise DamagedError(f"no Parquet file, or it is damaged: {_said(error)}") from error
    plan = rows.columns.settle(file.schema_arrow.names)
    _check_type(opened.name, file.schema_arrow, plan["text"])
    _check_sizes(file.metadata, opened.limits)
    written = _fields(file, sorted(set(plan.values())), opened.limits)
    return (rows.reading(row, fields) for row, fields in enumerate(written, start=1))


def _fields(file: pq.ParquetFile, columns: list[str], limits: ReadLimits) -> Iterator[Mapping[str, Any]]:
    unpacked = 0
    batches = file.iter_batches(batch_size=_ROWS, columns=columns, use_threads=False)
    while True:
        try:
            batch = next(batches, None)
        except (pa.ArrowException, OSError) as error:
            raise DamagedError(f"it is damaged: {_said(error)}") from error
        if batch is None:
            return
        unpacked += batch.nbytes
        if unpacked > limits.max_unpacked_bytes:
            raise TooLargeError(f"it unpacks to more than {limits.max_unpacked_bytes:,} bytes")
        values = [batch.column(position) for position in range(batch.num_columns)]
        for position in range(batch.num_rows):
            yield {name: column[position].as_py() for name, column in zip(batch.schema.names, values, strict=True)}


def _check_type(name: str, schema: pa.Schema, column: str) -> None:
    kind = schema.field(column).type
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
        found = ", ".join(f"{field.name!r} ({field.type})" for field in list(schema)[:15])
        raise NoSuchColumnError(f"{name}: column {column!r} (for text) is {kind}, not string; the columns are {found}")


def _check_sizes(metadata: Any, limits: ReadLimits) -> None:
    """Raises TooLargeError for what packs as no text does, and for rows of which a few would fill the memory."""
    for group in range(metadata.num_row_groups):
        for position in range(metadata.num_columns):
            chunk = metadata.row_group(group).column(position)
            size = chunk.total_uncompressed_size
            if size > _SMALL_BYTES and size > limits.max_ratio * max(chunk.total_compressed_size, 1):
                raise TooLargeError(f"it unpacks to more than {limits.max_ratio:g} times its size, as a zip bomb does")
            if size / max(chunk.num_values, 1) * _ROWS > limits.max_held_bytes:
                raise TooLargeError(f"its values in {chunk.path_in_schema!r} are larger than memory allows")


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
