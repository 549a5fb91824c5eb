"""The gazetteer over the packaged reference data."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from q7x2_etl.errors import ReferenceDataError
from q7x2_etl.language.places.gazetteer import Gazetteer
from q7x2_etl.language.places.index import PlaceIndex
from q7x2_etl.language.places.names import SOUND_MARK, name_key, sound_key
from q7x2_etl.reference import Reference

REFERENCE = Reference.load()
GAZETTEER = Gazetteer.from_reference(REFERENCE)


def first(name: str) -> tuple[str, str, str | None]:
    place = GAZETTEER.candidates(name)[0]
    return place.name, place.kind, place.country


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jawzjan", ("Jowzjan", "admin1", "AFG")),
        ("QUNDUZ", ("Kunduz", "admin1", "AFG")),
        ("Qush-Teppa", ("Qush Tepa", "admin2", "AFG")),
        ("Sari-Pul", ("Sar-e Pol", "admin1", "AFG")),
        ("Nangahar", ("Nangarhar", "admin1", "AFG")),
        ("Haska Mina", ("Dih Bala", "admin2", "AFG")),
        ("Khyber-Pakhtunkhwa", ("Khyber Pakhtunkhwa", "admin1", "PAK")),
        ("Bajaur Agency", ("Bajaur", "admin2", "PAK")),
        ("Deir Ezzor", ("Deir ez-Zor", "admin1", "SYR")),
        ("CHALATENANGO", ("Chalatenango", "admin1", "SLV")),
        ("Norte de Santander", ("Norte de Santander", "admin1", "COL")),
        ("Gharm", ("Rasht", "admin2", "TJK")),
        ("Burma", ("Myanmar", "country", "MMR")),
        ("Sinai Peninsula", ("Sinai", "region", "EGY")),
    ],
)
def test_spellings_lead_to_the_place(name: str, expected: tuple[str, str, str]) -> None:
    assert first(name) == expected


def test_homonyms_come_in_the_order_of_importance() -> None:
    kinds = [place.kind for place in GAZETTEER.exact("Kunduz")]
    assert kinds[0] == "admin1" and kinds[1] == "city"
    tripoli = [place.country for place in GAZETTEER.exact("Tripoli") if place.kind == "city"]
    assert tripoli[:2] == ["LBY", "LBN"]
    assert len({place.country for place in GAZETTEER.exact("San Miguel")}) > 5


def test_sounds_rank_below_the_exact_name() -> None:
    candidates = GAZETTEER.candidates("Feyzabad")
    assert candidates[: len(GAZETTEER.exact("Feyzabad"))] == GAZETTEER.exact("Feyzabad")
    assert len({place.place_id for place in candidates}) == len(candidates)


@pytest.mark.parametrize(
    ("word", "country"),
    [("Afghan", "AFG"), ("Tajiks", "TJK"), ("Salvadoran", "SLV"), ("Britons", "GBR"), ("SAUDI", "SAU")],
)
def test_demonyms_name_their_country(word: str, country: str) -> None:
    assert GAZETTEER.demonym(word) == country
    assert GAZETTEER.country(word) is None


@pytest.mark.parametrize(
    ("name", "country"),
    [("DR Congo", "COD"), ("Cote d'Ivoire", "CIV"), ("Türkiye", "TUR"), ("the Netherlands", "NLD"), ("U.K.", "GBR")],
)
def test_countries_are_found_by_every_name(name: str, country: str) -> None:
    assert GAZETTEER.country(name) == country


@pytest.mark.parametrize("acronym", ["US", "CAR", "FRG"])
def test_an_acronym_counts_only_in_capitals(acronym: str) -> None:
    assert GAZETTEER.country(acronym)
    assert GAZETTEER.is_name(acronym)
    assert GAZETTEER.country(acronym.lower()) is None
    assert not any(place.kind == "country" for place in GAZETTEER.exact(acronym.lower()))


def test_every_country_has_code_neighbours_and_point_that_make_sense() -> None:
    for country in GAZETTEER.countries.values():
        assert len(country.id) == 3 and country.id.isupper()
        assert all(other in GAZETTEER.countries for other in country.neighbours), country.id
        if country.gwcode:
            assert country.latitude is not None and -90 <= country.latitude <= 90
        assert country.successor is None or country.successor in GAZETTEER.countries
    codes = [country.gwcode for country in GAZETTEER.countries.values() if country.gwcode and not country.successor]
    assert len(codes) == len(set(codes)) > 180


def test_every_area_lies_in_a_known_province_and_country() -> None:
    provinces = {(area.country, area.name) for area in GAZETTEER.areas.values() if area.kind == "admin1"}
    for area in GAZETTEER.areas.values():
        assert area.country is None or area.country in GAZETTEER.countries, area
        assert area.admin1 is None or (area.country, area.admin1) in provinces, area


def test_afghanistan_and_its_neighbours_have_their_districts() -> None:
    def districts(country: str) -> int:
        return sum(area.kind == "admin2" and area.country == country for area in GAZETTEER.areas.values())

    assert districts("AFG") >= 400
    assert all(districts(country) >= n for country, n in
               {"PAK": 150, "KAZ": 170, "UZB": 150, "TJK": 58, "KGZ": 44, "TKM": 50}.items())  # fmt: skip


def test_every_state_of_the_world_has_first_level_areas() -> None:
    with_areas = {area.country for area in GAZETTEER.areas.values() if area.kind == "admin1"}
    states = {c.id for c in GAZETTEER.countries.values() if c.gwcode and not c.successor}
    assert states - with_areas <= {"ESH"}  # ISO 3166-2 has its areas under Morocco


@pytest.mark.parametrize(
    ("words", "start", "length"),
    [
        (["in", "Mazar-i-Sharif", ",", "Balkh"], 1, 1),
        (["Mazar", "-", "e", "-", "Sharif", "city"], 0, 5),
        (["SAN", "SALVADOR", "MARCH"], 0, 2),
        (["Qush", "Tepa", "district"], 0, 2),
        (["South", "Waziristan", "tribesmen"], 0, 2),
        (["Kabul", ",", "Afghanistan"], 0, 1),
        (["the", "soldiers"], 1, 0),
        (["ST", "PETERSBURG", "POLICE"], 0, 2),
        (["Ft.", "Worth"], 0, 2),
        ([",", "Kabul"], 0, 0),
    ],
)
def test_longest_name_is_found_in_the_words(words: list[str], start: int, length: int) -> None:
    assert GAZETTEER.longest_match(words, start) == length


@pytest.mark.parametrize(
    ("word", "opens"), [("KABUL", True), ("san", True), ("Somali", True), ("quickly", False), (",", False)]
)
def test_words_that_can_open_a_name_are_told_from_others(word: str, opens: bool) -> None:
    assert GAZETTEER.may_open_name(word) is opens


@settings(max_examples=60)
@given(st.sampled_from(sorted(GAZETTEER.areas)), st.lists(st.sampled_from(["near", ",", "the", "xq"]), max_size=3))
def test_every_area_is_found_among_words(area_id: str, after: list[str]) -> None:
    name = GAZETTEER.areas[area_id].name
    words = name.split()
    if len(name_key(name).split()) <= 6:
        assert GAZETTEER.longest_match([*words, *after], 0) >= len(words)
        assert area_id in {place.place_id for place in GAZETTEER.exact(name)}


@pytest.mark.parametrize("entry", REFERENCE.entries("ambiguous_names"), ids=lambda entry: entry["id"])
def test_ambiguous_names_do_what_their_examples_say(entry: dict[str, list[str]]) -> None:
    assert all(isinstance(word, str) for word in entry["words"])
    assert [name for name in entry["match"] if not GAZETTEER.ambiguous(name)] == []
    assert [name for name in entry["no_match"] if GAZETTEER.ambiguous(name)] == []


def test_a_hamlet_alone_is_no_evidence_but_a_district_is() -> None:
    assert GAZETTEER.ambiguous("Bergara Xyz") is False  # two words are no surname
    assert GAZETTEER.ambiguous("Soldeu")
    assert not GAZETTEER.ambiguous("Darzab")


def test_an_overlay_adds_places_and_replaces_areas(tmp_path: Path) -> None:
    (tmp_path / "areas.yaml").write_text(
        "entries:\n"
        "  - {id: my.hill, name: Zyrtanabad, kind: city, country: AFG, admin1: Kunduz, latitude: 36, longitude: 68}\n"
        "  - {id: AFG.31, name: Jowzjan, names: [Zhowzzan], kind: admin1, country: AFG}\n",
        encoding="utf-8",
    )
    gazetteer = Gazetteer.from_reference(Reference.load(tmp_path))
    assert gazetteer.exact("Zyrtanabad")[0].admin1 == "Kunduz"
    assert gazetteer.exact("Zhowzzan")[0].place_id == "AFG.31"
    assert not GAZETTEER.exact("Zyrtanabad")


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [("{id: x, name: X, kind: planet, country: AFG}", "planet"), ("{id: x, kind: city, country: AFG}", "name")],
)
def test_a_wrong_area_is_refused_with_its_reason(tmp_path: Path, entry: str, complaint: str) -> None:
    (tmp_path / "areas.yaml").write_text(f"entries:\n  - {entry}\n", encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=complaint):
        Gazetteer.from_reference(Reference.load(tmp_path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match="places"):
        PlaceIndex(tmp_path / "places.parquet", tmp_path / "place_keys.parquet")


def test_the_index_was_built_with_the_keys_of_this_code() -> None:
    index = PlaceIndex(REFERENCE.root / "places.parquet", REFERENCE.root / "place_keys.parquet")
    table = pq.read_table(REFERENCE.root / "places.parquet", columns=["place_id", "name", "kind", "other_names"])
    for row in table.take(list(range(0, table.num_rows, 331))).to_pylist():
        if row["kind"] != "city":
            continue
        for name in (row["name"], *row["other_names"]):
            key = name_key(name)
            assert row["place_id"] in {found.place_id for found in index.rows(key)}, "run seeds/build_gazetteer.py"
            if sound := sound_key(key):
                alike = {found.place_id for form in (sound, SOUND_MARK + sound) for found in index.rows(form)}
                assert row["place_id"] in alike, "run seeds/build_gazetteer.py"


def test_points_belong_to_areas_that_are_there() -> None:
    index = PlaceIndex(REFERENCE.root / "places.parquet", REFERENCE.root / "place_keys.parquet")
    points = {row.place_id for row in index.points()}
    assert points <= set(GAZETTEER.areas)
    assert {"AFG.31", "SLV.10", "AFG.24.imam-sahib"} <= points


def test_the_files_stay_within_their_size() -> None:
    sizes = [(REFERENCE.root / name).stat().st_size for name in ("places.parquet", "place_keys.parquet")]
    assert max(sizes) <= 10_000_000
