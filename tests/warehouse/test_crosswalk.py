"""Incidents in the columns of UCDP GED and ACLED: which ones, in which columns, and as which files."""

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from q7x2_etl.contract import load_contract
from q7x2_etl.contract.crosswalk import acled_region, load_crosswalk, ucdp_region
from q7x2_etl.errors import InputError
from q7x2_etl.model import content_id
from q7x2_etl.warehouse import Layout, Store, checked
from q7x2_etl.warehouse.export import FORMS, export

DAY = date(2021, 3, 4)
ARMED = [("perpetrator", "a", "armed_group", "Reds", "reds"), ("target", "b", "civilians", "villagers", None)]
CLASH = [("participant", "b", "armed_group", "Reds", "reds"), ("participant", "a", "state", "army", None),
         ("participant", "a", "foreign_state", "allies", "allies")]  # fmt: skip


def incident(name: str, actors: Any = ARMED, **columns: Any) -> tuple[dict[str, Any], Any]:
    empty = {column.name: None for column in load_contract().tables["incidents"].columns}
    known = {
        "incident_id": content_id(name), "event_type": "armed_attack", "stage": "accomplished", "veracity": "reported",
        "date_start": DAY, "date_end": DAY, "date_precision": "day", "place_name": name, "admin1": "Hills",
        "country": "AFG", "latitude": 10.51, "longitude": 2.29, "where_precision": 1, "type_of_violence": 3,
        "civilian_targeting": True, "deaths_low": 2, "deaths_best": 3, "deaths_high": 4, "toll_contested": False,
        "n_reports": 1, "n_articles": 1, "n_publishers": 0, "confidence": 0.5,
    }  # fmt: skip
    return {**empty, **known, **columns}, actors


INCIDENTS = [
    incident("plain"),
    incident("formula", place_name="=1+1", latitude=None, longitude=None, where_precision=6),
    incident("open", deaths_high=None),
    incident("clash", CLASH, type_of_violence=1, civilian_targeting=False, date_end=date(2021, 3, 8)),
    incident("month", date_end=date(2021, 3, 31), deaths_best=None),
    incident("season", date_end=date(2021, 5, 31)),
    incident("bloodless", deaths_low=None, deaths_best=None, deaths_high=None),
    incident("nobody died", deaths_low=0, deaths_best=0, deaths_high=0),
    incident("denied", veracity="denied"),
    incident("threatened", stage="threatened"),
    incident("attempted", stage="attempted"),
    incident("sides unknown", [], type_of_violence=None, civilian_targeting=None),
    incident("arrest", event_type="arrest"),
    incident("dateless", date_start=None, date_end=None, date_precision="unknown"),
]
IN_GED = {"plain", "formula", "open", "clash", "month", "season"}
IN_ACLED = {told["incident_id"]: name for (told, _), name in zip(INCIDENTS, (
    "plain", "formula", "open", "clash", "month", "season", "bloodless", "nobody died", "denied", "threatened",
    "attempted", "sides unknown", "arrest", "dateless"), strict=True)}  # fmt: skip


class _Published:
    """A store asked as a published version is."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def sql(self, query: str, parameters: Any = None, *, at: int | None = None) -> duckdb.DuckDBPyRelation:
        return self._store.connection.sql(query)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store.open(Layout(tmp_path_factory.mktemp("crosswalk")), load_contract())
    rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for (told, actors), name in zip(INCIDENTS, IN_ACLED.values(), strict=True):
        report_id = told["incident_id"]
        rows["incidents"].append(told)
        rows["incident_links"].append(
            {"report_id": report_id, "incident_id": report_id, "score": 1.0, "reason": "the only report of it"}
        )
        rows["documents"].append(
            dict.fromkeys(load_contract().tables["documents"].column_names)
            | {"document_id": content_id("d", name), "media_type": "text/plain", "language": "en", "text": name,
               "n_chars": len(name)}
        )  # fmt: skip
        rows["document_sources"].append(
            dict.fromkeys(load_contract().tables["document_sources"].column_names)
            | {"document_id": content_id("d", name), "uri": name, "publisher": f"{name} news", "run_id": "r",
               "retrieved_at": datetime(2022, 1, 1, tzinfo=UTC)}
        )  # fmt: skip
        rows["articles"].append(
            {"article_id": content_id("a", name), "document_id": content_id("d", name), "story_start": 0,
             "story_end": len(name), "title": name, "byline": None, "published_on": DAY, "published_precision": "day",
             "published_method": "metadata", "duplicate_of": None}
        )  # fmt: skip
        rows["reports"].append(
            {column: told.get(column) for column in load_contract().tables["reports"].column_names}
            | {"report_id": report_id, "article_id": content_id("a", name), "quote": name, "quote_start": 0,
               "quote_end": len(name), "extractor": "t", "extractor_version": "1", "reference_version": "1",
               "run_id": "r"}
        )  # fmt: skip
        rows["incident_actors"] += [
            {"incident_id": report_id, "ordinal": n, "role": role, "side": side, "actor_id": actor_id, "name": actor,
             "kind": kind, "country": "USA" if kind == "foreign_state" else None, "n_reports": 1}
            for n, (role, side, kind, actor, actor_id) in enumerate(actors)
        ]  # fmt: skip
    rows["countries"] = [
        {"country": "AFG", "name": "Afghanistan", "iso_numeric": 4, "gwcode": 700, "region": "South Asia",
         "ucdp_region": ucdp_region(700), "acled_region": acled_region("AFG", "South Asia")},
    ]  # fmt: skip
    empty = dict.fromkeys(load_contract().tables["event_types"].column_names)
    rows["event_types"] = [
        empty | {"event_type": "armed_attack", "label": "x", "description": "x", "ucdp_eligible": True,
                 "acled_event_type": "Violence against civilians", "acled_sub_event_type": "Attack"},
        empty | {"event_type": "arrest", "label": "x", "description": "x", "ucdp_eligible": False,
                 "acled_event_type": "Strategic developments", "acled_sub_event_type": "Arrests"},
    ]  # fmt: skip
    for table, given in rows.items():
        empty = dict.fromkeys(load_contract().tables[table].column_names)
        opened.insert_new(table, checked(opened, table, [empty | row for row in given]))
    yield opened
    opened.close()


def rows_of(store: Store, view: str) -> dict[str, dict[str, Any]]:
    """The rows of a view by the incident's name."""
    key = "relid" if view == "ucdp_ged" else "notes"
    found = store.arrow(f"FROM {view}").to_pylist()
    return {IN_ACLED.get(row[key], row[key]): row for row in found}


@pytest.mark.parametrize("view", ["ucdp_ged", "acled"])
def test_columns_order_and_types_are_those_of_the_contract(store: Store, view: str) -> None:
    found = store.connection.sql(f"FROM {view}")
    expected = [(column.name, column.type) for column in load_crosswalk(view).columns]
    assert list(zip(found.columns, map(str, found.types), strict=True)) == expected


@pytest.mark.parametrize(("view", "head"), [("ucdp_ged", "**UCDP GED"), ("acled", "**ACLED")])
def test_columns_are_those_that_the_neighbour_publishes(shared: Path, view: str, head: str) -> None:
    (line,) = [one for one in (shared / "CODEBOOKS.md").read_text("utf-8").splitlines() if one.startswith(head)]
    listed = re.sub(r"\. (Optional|inter).*", "", line.partition("**: ")[2] or line.partition("** : ")[2]).rstrip(".")
    assert tuple(listed.split(", ")) == load_crosswalk(view).column_names


def test_ged_takes_accomplished_deadly_incidents_with_a_type_of_violence(store: Store) -> None:
    assert set(rows_of(store, "ucdp_ged")) == IN_GED


def test_acled_takes_what_was_not_only_threatened_and_is_known_to_a_month(store: Store) -> None:
    assert set(rows_of(store, "acled")) == set(IN_ACLED.values()) - {"threatened", "season", "dateless"}


def test_ged_says_what_is_known_and_null_for_the_rest(store: Store) -> None:
    row = rows_of(store, "ucdp_ged")["plain"]
    known = {
        "id": int(content_id("plain")[:15], 16), "relid": content_id("plain"), "year": 2021, "type_of_violence": 3,
        "dyad_name": "Reds - Civilians", "side_a": "Reds", "side_b": "Civilians", "number_of_sources": 1,
        "source_article": "plain news, 2021-03-04, plain", "source_office": "plain news", "source_date": "2021-03-04",
        "source_headline": "plain", "where_prec": 1, "where_coordinates": "plain", "adm_1": "Hills",
        "latitude": 10.51, "longitude": 2.29, "geom_wkt": "POINT (2.29 10.51)", "priogrid_gid": 145085,
        "country": "Afghanistan", "country_id": 700, "region": "Asia", "event_clarity": 1, "date_prec": 1,
        "date_start": DAY, "date_end": DAY, "best": 3, "high": 4, "low": 2,
    }  # fmt: skip
    assert {name: value for name, value in row.items() if value is not None} == known
    assert rows_of(store, "ucdp_ged")["open"]["high"] is None
    assert [rows_of(store, "ucdp_ged")[name]["date_prec"] for name in ("clash", "month", "season")] == [2, 4, 5]


def test_of_three_sides_the_own_state_and_the_named_group_are_the_dyad(store: Store) -> None:
    row = rows_of(store, "ucdp_ged")["clash"]
    assert (row["side_a"], row["side_b"], row["gwnoa"]) == ("Government of Afghanistan", "Reds", 700)
    (dyad,) = store.arrow(
        f"SELECT side_a, side_a_allies, side_b FROM incident_dyads WHERE incident_id = '{content_id('clash')}'"
    ).to_pylist()
    assert dyad == {"side_a": "army", "side_a_allies": "allies", "side_b": "Reds"}


def test_acled_words_are_those_of_its_codebook(store: Store) -> None:
    rows, words = rows_of(store, "acled"), load_crosswalk("acled").words
    assert {row["disorder_type"] for row in rows.values()} <= set(words["disorder_type"])
    assert {row["event_type"] for row in rows.values()} <= set(words["event_type"])
    assert {row["inter1"] for row in rows.values()} <= {*words["inter"].values(), None}
    assert (rows["clash"]["event_type"], rows["clash"]["sub_event_type"]) == ("Battles", "Armed clash")
    assert (rows["clash"]["actor1"], rows["clash"]["inter1"], rows["clash"]["inter2"]) == ("army", "State forces", None)
    assert rows["plain"]["civilian_targeting"] == "Civilian targeting"
    assert rows["plain"]["region"] == "Caucasus and Central Asia"
    assert [rows[name]["time_precision"] for name in ("plain", "clash", "month")] == [1, 2, 3]
    assert rows["month"]["fatalities"] == 2
    assert rows["bloodless"]["fatalities"] is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "gid"),
    [(10.51, 2.29, 145085), (-90.0, -180.0, 1), (90.0, 180.0, 259200), (-14.8, 26.1, 108413)],
)
def test_cells_are_prio_grids(store: Store, latitude: float, longitude: float, gid: int) -> None:
    text = (files("q7x2_etl.warehouse") / "sql" / "ucdp_ged.sql").read_text(encoding="utf-8")
    (formula,) = re.findall(r"720 \* least\(.*?\+ 1\n", text, re.DOTALL)
    told = formula.replace("incidents.latitude", str(latitude)).replace("incidents.longitude", str(longitude))
    assert store.scalar(f"SELECT {told}") == gid


def test_regions_follow_the_codebooks() -> None:
    assert [ucdp_region(number) for number in (2, 220, 651, 700, 626, None)] == [
        "Americas", "Europe", "Middle East", "Asia", "Africa", None,
    ]  # fmt: skip
    assert acled_region("TUR", "Western Asia") == "Middle East"
    assert acled_region("CYP", "Western Asia") == "Europe"


def test_a_script_for_ged_and_one_for_acled_read_ours(store: Store, tmp_path: Path) -> None:
    snapshot: Any = _Published(store)
    assert export(snapshot, "ucdp-ged", tmp_path / "GEDEvent.csv").n_rows == len(IN_GED)
    ged = pl.read_csv(tmp_path / "GEDEvent.csv", try_parse_dates=True)
    by_year = ged.group_by("country", "year", "type_of_violence").agg(pl.col("best").sum(), pl.len()).sort("best")
    assert by_year.rows() == [("Afghanistan", 2021, 1, 3, 1), ("Afghanistan", 2021, 3, 12, 5)]
    assert ged.schema["date_start"] == pl.Date
    assert ged.schema["priogrid_gid"] == pl.Int64
    export(snapshot, "acled", tmp_path / "acled.csv")
    acled = pl.read_csv(tmp_path / "acled.csv", try_parse_dates=True)
    civilians = acled.filter(pl.col("civilian_targeting") == "Civilian targeting")
    assert civilians.group_by("admin1").agg(pl.col("fatalities").sum()).rows() == [("Hills", 20)]
    with (tmp_path / "acled.csv").open(encoding="utf-8", newline="") as stream:
        assert Counter(row["event_type"] for row in csv.DictReader(stream))["Battles"] == 1


def test_no_cell_of_a_csv_is_a_formula(store: Store, tmp_path: Path) -> None:
    snapshot: Any = _Published(store)
    for form in ("ucdp-ged", "acled", "csv"):
        export(snapshot, form, tmp_path / form)  # type: ignore[arg-type]
        with (tmp_path / form).open(encoding="utf-8", newline="") as stream:
            cells = {cell for row in csv.reader(stream) for cell in row}
        assert "'=1+1" in cells
        assert "=1+1" not in cells


def test_every_form_holds_the_same_incidents(store: Store, tmp_path: Path) -> None:
    snapshot: Any = _Published(store)
    written = {form: export(snapshot, form, tmp_path / form, where="deaths_best = 3 -- all") for form in FORMS[2:]}
    ids = {row["incident_id"] for row in store.arrow("FROM incidents WHERE deaths_best = 3").to_pylist()}
    placed = ids - {content_id("formula")}
    assert set(pl.read_csv(tmp_path / "csv")["incident_id"]) == ids
    assert set(pq.read_table(tmp_path / "parquet")["incident_id"].to_pylist()) == ids
    assert {json.loads(line)["incident_id"] for line in (tmp_path / "jsonl").read_text().splitlines()} == ids
    collection = json.loads((tmp_path / "geojson").read_text())
    assert {feature["id"] for feature in collection["features"]} == placed
    assert collection["features"][0]["geometry"] == {"type": "Point", "coordinates": [2.29, 10.51]}
    assert written["geojson"].n_without_position == written["geoparquet"].n_without_position == 1
    table = pq.read_table(tmp_path / "geoparquet")
    assert set(table["incident_id"].to_pylist()) == placed
    geo = json.loads(table.schema.metadata[b"geo"])
    assert (geo["version"], geo["columns"]["geometry"]["encoding"]) == ("1.1.0", "WKB")
    assert table["geometry"][0].as_py()[:5] == b"\x01\x01\x00\x00\x00"


def test_what_cannot_be_exported_leaves_the_file_as_it_was(store: Store, tmp_path: Path) -> None:
    snapshot: Any = _Published(store)
    (tmp_path / "out.csv").write_text("mine")
    with pytest.raises(InputError, match=r"the rows cannot be chosen: .*no_such_column"):
        export(snapshot, "csv", tmp_path / "out.csv", where="no_such_column = 1")
    assert (tmp_path / "out.csv").read_text() == "mine"
    with pytest.raises(InputError, match="is no folder"):
        export(snapshot, "csv", tmp_path / "none" / "out.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
