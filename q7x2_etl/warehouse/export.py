"""Published incidents as a file: the neighbours' tables, CSV, Parquet, JSON Lines, GeoJSON, GeoParquet."""

import csv
import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from q7x2_etl.csv_cells import neutral
from q7x2_etl.errors import InputError
from q7x2_etl.warehouse.snapshot import Snapshot
from q7x2_etl.warehouse.written_file import written_file

ExportForm: TypeAlias = Literal["ucdp-ged", "acled", "csv", "parquet", "jsonl", "geojson", "geoparquet"]
FORMS: tuple[ExportForm, ...] = get_args(ExportForm)
_ROWS_AT_ONCE = 10_000
_GEO_VERSION = "1.1.0"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written; `n_without_position` rows have no coordinates (maps only)."""

    path: Path
    form: ExportForm
    n_rows: int
    n_without_position: int | None = None


def export(
    snapshot: Snapshot, form: ExportForm, path: Path, *, where: str | None = None, at: int | None = None
) -> Exported:
    """Write the incidents of the published version, or of version `at`; `path` is replaced whole, or not at all.

    `where` is a condition of SQL over the columns of what is written: of `incidents`, or for ucdp-ged and acled of the
    view of that name. CSV is UTF-8 with a header, null is an empty cell, and no cell can be run by a spreadsheet.
    A map has the incidents with coordinates as points, in longitude and latitude (WGS 84).
    Raises InputError for a wrong form, condition or path, WarehouseError before the first load.
    """
    if form not in FORMS:
        raise InputError(f"{form}: no such form; there are: {', '.join(FORMS)}")
    view = {"ucdp-ged": "ucdp_ged", "acled": "acled"}.get(form, "incidents")
    order = "" if view != "incidents" else " ORDER BY date_start NULLS LAST, incident_id"
    chosen = "" if where is None else f" WHERE (\n{where}\n)"  # a line of its own: it may end in a comment
    query = f"SELECT * FROM {view}{chosen}{order}"
    with written_file(path) as draft:
        try:
            reader = snapshot.sql(query, at=at).to_arrow_reader(_ROWS_AT_ONCE)
            n_rows, n_without = _write(form, reader, draft)
        except duckdb.Error as problem:
            cause = " ".join(str(problem).split())
            raise InputError(f"the rows cannot be chosen: {cause}; nothing was written to {path}") from problem
    return Exported(path, form, n_rows, n_without)


def _write(form: ExportForm, reader: pa.RecordBatchReader, draft: Path) -> tuple[int, int | None]:
    if form == "parquet":
        return _write_parquet(reader, draft), None
    if form == "geoparquet":
        return _write_geoparquet(reader, draft)
    if form == "geojson":
        return _write_geojson(_rows(reader), draft)
    if form == "jsonl":
        return _write_jsonl(_rows(reader), draft), None
    return _write_csv(reader.schema.names, _rows(reader), draft), None


def _rows(reader: pa.RecordBatchReader) -> Iterator[dict[str, Any]]:
    for batch in reader:
        yield from batch.to_pylist()


def _write_csv(columns: Sequence[str], rows: Iterator[Mapping[str, Any]], draft: Path) -> int:
    n_rows = 0
    with draft.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_cell(row[name]) for name in columns])
            n_rows += 1
    return n_rows


def _write_jsonl(rows: Iterator[Mapping[str, Any]], draft: Path) -> int:
    n_rows = 0
    with draft.open("w", encoding="utf-8", newline="\n") as stream:
        for row in rows:
            stream.write(_json(row) + "\n")
            n_rows += 1
    return n_rows


def _write_geojson(rows: Iterator[Mapping[str, Any]], draft: Path) -> tuple[int, int]:
    """RFC 7946: a FeatureCollection, a line a feature."""
    n_rows = n_without = 0
    with draft.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('{"type": "FeatureCollection", "features": [')
        for row in rows:
            if row["latitude"] is None or row["longitude"] is None:
                n_without += 1
                continue
            told = {name: value for name, value in row.items() if name not in ("latitude", "longitude")}
            point = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
            feature = {"type": "Feature", "id": row["incident_id"], "geometry": point, "properties": told}
            stream.write(("," if n_rows else "") + "\n" + _json(feature))
            n_rows += 1
        stream.write("\n]}\n")
    return n_rows, n_without


def _write_parquet(reader: pa.RecordBatchReader, draft: Path) -> int:
    n_rows = 0
    with pq.ParquetWriter(draft, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
            n_rows += batch.num_rows
    return n_rows


def _write_geoparquet(reader: pa.RecordBatchReader, draft: Path) -> tuple[int, int]:
    """GeoParquet: the columns, and the points as WKB in `geometry`; without a crs it is longitude and latitude."""
    column = {"encoding": "WKB", "geometry_types": ["Point"]}
    geo = {"version": _GEO_VERSION, "primary_column": "geometry", "columns": {"geometry": column}}
    schema = reader.schema.append(pa.field("geometry", pa.binary())).with_metadata({"geo": json.dumps(geo)})
    n_rows = n_without = 0
    with pq.ParquetWriter(draft, schema, compression="zstd") as writer:
        for batch in reader:
            table = pa.Table.from_batches([batch])
            placed = table.filter(pc.is_valid(table["latitude"]))
            n_rows, n_without = n_rows + placed.num_rows, n_without + table.num_rows - placed.num_rows
            places = zip(placed["longitude"].to_pylist(), placed["latitude"].to_pylist(), strict=True)
            points = pa.array([struct.pack("<BIdd", 1, 1, x, y) for x, y in places], pa.binary())
            writer.write_table(placed.append_column("geometry", points).cast(schema))
    return n_rows, n_without


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return neutral(value)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain_value)


def _plain_value(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
