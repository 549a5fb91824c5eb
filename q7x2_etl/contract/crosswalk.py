"""The neighbours' tables as our views make them: columns in their order, types, and the words of their codebooks."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from q7x2_etl.errors import InputError
from q7x2_etl.plain_yaml import parse_yaml
from q7x2_etl.reference import data_root

NAMES = ("ucdp_ged", "acled")


@dataclass(frozen=True, slots=True)
class CrosswalkColumn:
    """One column of a neighbour's table; `description` says what ours puts there."""

    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Crosswalk:
    """One neighbour's table: which data set, by which codebook, and what goes in."""

    view: str
    dataset: str
    version: str
    source: str
    rows: str
    columns: tuple[CrosswalkColumn, ...]
    words: Mapping[str, Mapping[str, str]]
    regions: Mapping[str, str]
    exceptions: Mapping[str, str]

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@lru_cache(maxsize=4)
def load_crosswalk(name: str) -> Crosswalk:
    """The crosswalk of that view, from `schemas/crosswalk/`."""
    if name not in NAMES:
        raise InputError(f"{name}: no such crosswalk; there are: {', '.join(NAMES)}")
    told: dict[str, Any] = parse_yaml((data_root() / "schemas" / "crosswalk" / f"{name}.yaml").read_text("utf-8"))
    return Crosswalk(
        view=told["view"],
        dataset=told["dataset"],
        version=told["version"],
        source=told["source"],
        rows=told["rows"],
        columns=tuple(CrosswalkColumn(**column) for column in told["columns"]),
        words=told["words"],
        regions=told.get("regions", {}),
        exceptions=told.get("exceptions", {}),
    )


def ucdp_region(gwcode: int | None) -> str | None:
    """UCDP's region of a state, by its Gleditsch and Ward number."""
    if gwcode is None:
        return None
    code_words = load_crosswalk("ucdp_ged").words
    for region, numbers in code_words["region"].items():
        first, _, last = numbers.partition("-")
        if int(first) <= gwcode <= int(last):
            return region
    return None


def acled_region(country: str, region: str) -> str | None:
    """ACLED's region of a country, from ours and its exceptions."""
    acled = load_crosswalk("acled")
    return acled.exceptions.get(country) or acled.regions.get(region)
