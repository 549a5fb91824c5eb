"""The MUC-4 task's own place lists as an overlay of reference data (`areas/muc4.yaml`), for the benchmark only."""

import re
from pathlib import Path

import yaml

from q7x2_etl.language.places.gazetteer import Gazetteer
from q7x2_etl.reference import Reference

_LINE = re.compile(r"^([A-Z][A-Z .]+): (.+)$")
_PART = re.compile(r"([^:()]+?) *\(([^()]*)\)")
_FIRST_LEVEL = ("DEPARTMENT", "PROVINCE", "STATE", "OFFICIAL REGION", "INTENDANCY", "COMMISSARIAT")
# Lists the task gave: the second tells places in several levels, the first one level each.
_FILES = ("containing-areas-part2", "containing-areas-part1.v5")


def write_overlay(places: Path, overlay: Path) -> int:
    """Writes the places of the lists that the gazetteer does not know in that country; returns how many."""
    gazetteer = Gazetteer.from_reference(Reference.load())
    countries = {c.name.upper(): c.id for c in gazetteer.countries.values()}
    entries: dict[str, dict[str, str]] = {}
    for file in _FILES:
        for line in (places / file).read_text(encoding="latin-1").splitlines():
            match = _LINE.match(line.strip())
            country = countries.get(match[1]) if match else None
            if match is None or country is None:
                continue
            parts = _PART.findall(match[2])
            if not parts or parts[-1][1].startswith(_FIRST_LEVEL):
                continue
            name, kind = parts[-1][0].strip(), parts[-1][1]
            known = any(place.country == country for place in gazetteer.exact(name))
            identity = f"muc4.{country}.{name}"
            if known or identity in entries:
                continue
            entries[identity] = {"id": identity, "name": name.title(), "kind": _kind(kind), "country": country}
            if len(parts) > 1 and parts[0][1].startswith(_FIRST_LEVEL):
                entries[identity]["admin1"] = parts[0][0].strip().title()
    target = overlay / "areas"
    target.mkdir(parents=True, exist_ok=True)
    (target / "muc4.yaml").write_text(yaml.safe_dump({"entries": list(entries.values())}), encoding="utf-8")
    return len(entries)


def _kind(word: str) -> str:
    settled = ("CITY", "TOWN", "VILLAGE", "HAMLET", "MUNICIPALITY", "CANTON", "JURISDICTION", "CORREGIMIENTO")
    return "city" if word.startswith(settled) else "feature"
