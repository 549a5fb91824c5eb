"""The dimensions as used: the entries of the reference data that the stored reports speak of, and no others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from q7x2_etl.contract.crosswalk import acled_region, ucdp_region
from q7x2_etl.language.places.gazetteer import Gazetteer
from q7x2_etl.reference import Reference
from q7x2_etl.warehouse import Store, checked

_ALIAS_TYPES = {"aliases": "name", "case_sensitive_aliases": "acronym", "shared_aliases": "name"}
_ACTORS_USED = """
    SELECT actor_id AS id FROM report_actors WHERE actor_id IS NOT NULL
    UNION SELECT affiliation_id FROM report_actors WHERE affiliation_id IS NOT NULL
    UNION SELECT of_actor_id FROM report_casualties WHERE of_actor_id IS NOT NULL
    UNION SELECT claimant_actor_id FROM report_claims WHERE claimant_actor_id IS NOT NULL
"""
_PLACES_USED = "SELECT DISTINCT place_id AS id FROM reports WHERE place_id IS NOT NULL"
_COUNTRIES_USED = """
    SELECT country AS id FROM reports WHERE country IS NOT NULL
    UNION SELECT country FROM report_actors WHERE country IS NOT NULL
    UNION SELECT country FROM incidents WHERE country IS NOT NULL
"""
_TYPES_USED = "SELECT DISTINCT event_type AS id FROM reports"


def refresh_dimensions(store: Store, reference: Reference) -> dict[str, int]:
    """Make the dimensions what the stored reports use; the number of new rows by table.

    An id that the reference data does not know (of another extractor, or of an older overlay) gets no row.
    """
    actors = _actors_used(store, reference)
    types = _used(store, _TYPES_USED)
    event_types = [entry for entry in reference.entries("event_types") if entry["id"] in types] if types else []
    rows: dict[str, list[dict[str, Any]]] = {
        "actors": [_actor(entry) for entry in actors],
        "actor_aliases": [alias for entry in actors for alias in _aliases(entry)],
        "event_types": [_event_type(store, entry) for entry in event_types],
        "countries": _countries(_used(store, _COUNTRIES_USED), reference),
        "places": list(_places(_used(store, _PLACES_USED), reference)),
    }
    return {table: store.replace(table, checked(store, table, given)) for table, given in rows.items()}


def _actors_used(store: Store, reference: Reference) -> list[dict[str, Any]]:
    """The entries that reports name, and what those are a part of."""
    wanted = _used(store, _ACTORS_USED)
    if not wanted:
        return []
    entries = {str(entry["id"]): entry for entry in reference.entries("actors")}
    pending = [actor_id for actor_id in wanted if actor_id in entries]
    found: dict[str, dict[str, Any]] = {}
    while pending:
        actor_id = pending.pop()
        if actor_id in entries and actor_id not in found:
            found[actor_id] = entries[actor_id]
            pending.append(str(entries[actor_id].get("parent")))
    return [found[actor_id] for actor_id in sorted(found)]


def _actor(entry: Mapping[str, Any]) -> dict[str, Any]:
    kinds: Sequence[Mapping[str, Any]] = entry.get("kinds") or ()
    now = [dated["kind"] for dated in kinds if dated.get("to") is None]
    return {
        "actor_id": entry["id"],
        "name": entry["name"],
        "kind": now[0] if now else entry["kind"],
        "country": entry.get("country"),
        "parent_id": entry.get("parent"),
        "source": entry["source"],
    }


def _aliases(entry: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for field, alias_type in _ALIAS_TYPES.items():
        for alias in entry.get(field) or ():
            if alias not in seen:
                seen.add(alias)
                yield {
                    "actor_id": entry["id"],
                    "alias": str(alias),
                    "alias_type": alias_type,
                    "valid_from": None,
                    "valid_until": None,
                    "source": entry["source"],
                }


def _event_type(store: Store, entry: Mapping[str, Any]) -> dict[str, Any]:
    columns = store.contract.tables["event_types"].column_names
    return {column: entry.get(column) for column in columns} | {"event_type": entry["id"]}


def _countries(wanted: set[str], reference: Reference) -> list[dict[str, Any]]:
    entries = [entry for entry in reference.entries("countries") if entry["id"] in wanted] if wanted else []
    return [
        {
            "country": entry["id"],
            "name": entry["name"],
            "iso_numeric": entry.get("iso_numeric"),
            "gwcode": entry.get("gwcode"),
            "region": entry["region"],
            "ucdp_region": ucdp_region(entry.get("gwcode")),
            "acled_region": acled_region(entry["id"], entry["region"]),
        }
        for entry in entries
    ]


def _places(wanted: set[str], reference: Reference) -> Iterator[dict[str, Any]]:
    if not wanted:
        return
    gazetteer = Gazetteer.from_reference(reference)
    for place_id in sorted(wanted):
        area, country = gazetteer.areas.get(place_id), gazetteer.countries.get(place_id)
        if area is not None:
            yield {**asdict(area), "population": area.population or None}
        elif country is not None:
            yield _place(place_id, country.name, "country", place_id) | {
                "latitude": country.latitude,
                "longitude": country.longitude,
                "source": "iso3166",
            }
    for path in reference.paths("places.parquet")[:1]:
        table = pq.read_table(path, filters=(pc.field("place_id").isin(sorted(wanted)) & (pc.field("kind") != "point")))
        for row in table.to_pylist():
            area = gazetteer.areas.get(row["area"] or "")
            yield _place(row["place_id"], row["name"], row["kind"], row["country"]) | {
                "admin1": area.name if area is not None else None,
                "latitude": round(row["latitude"], 4),  # the file's 32-bit floats hold no more: some ten metres
                "longitude": round(row["longitude"], 4),
                "population": row["population"] or None,
                "source": "geonames",
            }


def _place(place_id: str, name: str, kind: str, country: str | None) -> dict[str, Any]:
    return {
        "place_id": place_id, "name": name, "kind": kind, "country": country, "admin1": None, "admin2": None,
        "population": None,
    }  # fmt: skip


def _used(store: Store, query: str) -> set[str]:
    return set(store.arrow(query).column("id").to_pylist())
