"""Which of several places a name means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from q7x2_etl.language.places.document_geography import Geography, document_geography
from q7x2_etl.language.places.gazetteer import Gazetteer
from q7x2_etl.language.places.resolution import Hint, Resolved, resolve
from q7x2_etl.reference import Reference

NAMES = ["Iraq", "Mosul", "Syrian", "Victoria", "San Miguel", "Of", "Qunduz"]
GAZETTEER = Gazetteer.from_reference(Reference.load())


def about(*names: str) -> Geography:
    return document_geography(GAZETTEER, dict.fromkeys(names, 1))


def found(name: str, hint: Hint | None = None, geography: Geography | None = None) -> Resolved:
    resolved = resolve(GAZETTEER, name, hint, geography)
    assert resolved is not None, name
    return resolved


@pytest.mark.parametrize(
    ("name", "document", "country", "admin1"),
    [
        ("Tripoli", ("Lebanon", "Beirut"), "LBN", "North Lebanon"),
        ("Tripoli", ("Libya", "Benghazi"), "LBY", "Tripoli"),
        ("Georgetown", ("Guyana",), "GUY", "Demerara-Mahaica"),
        ("Georgetown", ("Malaysia", "Penang"), "MYS", "Penang"),
        ("SAN MIGUEL", ("EL SALVADOR", "SAN SALVADOR"), "SLV", "San Miguel"),
        ("San Miguel", ("Philippines", "Manila"), "PHL", "Central Luzon"),
        ("Victoria", ("Seychelles",), "SYC", None),
        ("Kandahar", ("Afghanistan", "Kabul"), "AFG", "Kandahar"),
        ("Kandhar", ("India", "Maharashtra"), "IND", "Maharashtra"),
        ("La Paz", ("Bolivia", "Cochabamba"), "BOL", "La Paz"),
        ("La Paz", ("Honduras", "Tegucigalpa"), "HND", "La Paz"),
        ("Cordoba", ("Colombia", "Monteria"), "COL", "Cordoba"),
        ("Hyderabad", ("Pakistan", "Karachi"), "PAK", "Sindh"),
        ("Hyderabad", ("India", "Telangana"), "IND", "Telangana"),
    ],
)
def test_the_document_decides_between_homonyms(name: str, document: tuple[str, ...], country: str, admin1: str) -> None:
    place = found(name, geography=about(*document)).place
    assert place.country == country
    assert admin1 is None or place.admin1 == admin1


def test_a_containing_area_outranks_the_document() -> None:
    geography = about("Afghanistan", "Kabul", "Afghan")
    assert found("Faizabad", Hint("admin2", ("Jawzjan",)), geography).place.admin1 == "Jowzjan"
    assert found("Faizabad", Hint(within=("Badakhshan",)), geography).place.admin1 == "Badakhshan"
    assert found("Tripoli", Hint(within=("Lebanon",)), about("Libya", "Libyan")).place.country == "LBN"


def test_the_word_beside_the_name_decides_between_city_and_province() -> None:
    geography = about("Afghanistan")
    assert found("Kunduz", Hint("admin1"), geography).place.kind == "admin1"
    assert found("Kunduz", Hint("admin2"), geography).place.kind == "admin2"
    assert found("Kunduz", Hint("city"), geography).place.kind == "city"
    bare = found("Kunduz", geography=geography)
    assert bare.place.kind == "city"
    assert "admin1" in {place.kind for place in bare.alternatives}


@pytest.mark.parametrize(
    ("name", "hint", "precision"),
    [
        ("Kunduz", Hint("city"), 1),
        ("Kunduz", Hint("city", near=True), 2),
        ("Darzab", Hint("admin2"), 3),
        ("Helmand", Hint(), 4),
        ("Mindanao", Hint(), 5),
        ("Yemen", Hint(), 6),
        ("Gulf of Aden", Hint(), 7),
    ],
)
def test_precision_follows_ucdp(name: str, hint: Hint, precision: int) -> None:
    assert found(name, hint, about("Afghanistan")).where_precision == precision


def test_a_district_without_a_point_carries_its_provinces() -> None:
    district = found("Qush Tepa", Hint("admin2", ("Jowzjan",)))
    province = GAZETTEER.admin1("AFG", "Jowzjan")
    assert province is not None and district.place.admin2 == "Qush Tepa"
    assert (district.place.latitude, district.place.longitude) == (province.latitude, province.longitude)
    assert district.where_precision == 4


def test_an_unknown_village_is_answered_with_its_narrowest_known_area() -> None:
    resolved = found("Xyqalandarkhel", Hint("city", ("Sayyad", "Sar-e Pol")))
    assert (resolved.place.admin2, resolved.place.admin1, resolved.rule) == ("Sayyad", "Sar-e Pol", "containing-area")
    assert resolved.where_precision >= 3


def test_a_neighbour_in_a_list_is_not_an_area_around_the_place() -> None:
    resolved = found("Kunduz", Hint(within=("Takhar",)), about("Afghanistan"))
    assert resolved.place.admin1 == "Kunduz"
    assert resolved.rule == "beside-not-within"


@pytest.mark.parametrize("name", ["Victoria", "Springdale", "Bar", "Xyzzyville", "Ali", "Of", ""])
def test_small_places_far_away_stay_unresolved(name: str) -> None:
    assert resolve(GAZETTEER, name, geography=about("Afghanistan", "Kunduz", "Afghan")) is None


def test_great_cities_and_countries_are_believed_anywhere() -> None:
    geography = about("Afghanistan", "Kunduz")
    assert found("Moscow", geography=geography).place.country == "RUS"
    assert found("Yemen", geography=geography).place.kind == "country"


@pytest.mark.parametrize("name", ["Lebanon", "Jordan", "Cuba", "Panama", "Peru"])
def test_a_country_is_not_taken_for_a_village_of_its_name(name: str) -> None:
    assert found(name, geography=about("United States", "Texas", "Colombia", "Bogota")).place.kind == "country"


def test_a_world_city_is_not_taken_for_a_town_of_its_name() -> None:
    assert found("Warsaw", geography=about("United States", "American", "Polish")).place.country == "POL"
    assert found("Berlin", geography=about("El Salvador", "Usulutan")).place.country == "SLV"
    assert found("Mombasa", geography=about("Democratic Republic of the Congo")).place.country == "KEN"
    assert found("Mambasa", geography=about("Democratic Republic of the Congo")).place.country == "COD"


def test_a_spelling_no_list_has_is_found_by_its_sound() -> None:
    resolved = found("Shahjouy", geography=about("Afghanistan", "Zabul"))
    assert (resolved.place.name, resolved.place.admin1) == ("Shah Joy", "Zabul")
    assert resolved.rule.endswith("+sound")


def test_geography_counts_countries_peoples_and_clear_places() -> None:
    geography = document_geography(GAZETTEER, {"Salvadoran": 3, "Chalatenango": 2, "Cuba": 1, "Garcia": 4})
    assert set(geography.countries) == {"SLV", "CUB"}
    assert geography.countries["SLV"] > geography.countries["CUB"]
    assert geography.admin1 == {("SLV", "Chalatenango"): 1.0}


def test_geography_of_a_dissolved_state_is_its_successors() -> None:
    assert set(document_geography(GAZETTEER, {"Soviet Union": 1}).countries) == {"RUS"}


def test_the_dateline_counts() -> None:
    assert "GTM" in document_geography(GAZETTEER, {}, dateline="Guatemala City").countries


@given(st.dictionaries(st.sampled_from(NAMES), st.integers(1, 9)))
def test_shares_of_a_geography_add_up(names: dict[str, int]) -> None:
    geography = document_geography(GAZETTEER, names)
    assert not geography.countries or abs(sum(geography.countries.values()) - 1) < 1e-9
    assert all(0 < share <= 1 for share in geography.countries.values())


@given(st.text(max_size=30), st.lists(st.text(max_size=12), max_size=3))
def test_any_text_is_resolved_or_refused(name: str, within: list[str]) -> None:
    resolved = resolve(GAZETTEER, name, Hint(within=tuple(within)))
    assert resolved is None or (1 <= resolved.where_precision <= 7 and 0 < resolved.confidence < 1)


def test_a_name_of_many_countries_needs_more_than_one_mentioned_in_passing() -> None:
    geography = document_geography(GAZETTEER, {"El Salvador": 6, "American": 1})
    assert resolve(GAZETTEER, "San Ramon", Hint(), geography) is None
    assert resolve(GAZETTEER, "Chicago", Hint(), geography) is not None


def test_a_part_of_a_town_is_no_far_district_that_bears_the_word() -> None:
    far = resolve(GAZETTEER, "Mascota", Hint(within=("Western",)), about("El Salvador", "San Salvador"))
    assert far is None or far.place.country != "FJI"


def test_a_name_of_many_countries_is_no_far_province_that_the_name_alone_speaks_for() -> None:
    geography = document_geography(GAZETTEER, {"Colombia": 3, "Boqueron": 1})
    resolved = resolve(GAZETTEER, "Boqueron", Hint(), geography)
    assert resolved is None or resolved.place.country != "PRY"
