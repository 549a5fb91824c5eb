"""Settings with their values and origins, for people and for programs."""

import sys
from typing import Any

from q7x2_etl.cli.options import TableFormat
from q7x2_etl.cli.printing import print_json, print_rows
from q7x2_etl.settings import Origin, Resolved


def print_config(resolved: Resolved, as_json: bool) -> None:
    """Print every setting, then every gate, with where it came from."""
    values = resolved.settings.to_dict()
    gates = {gate["name"]: gate for gate in values.pop("gates")}
    origin = resolved.origins
    if as_json:
        told = {name: _as_json(value, origin[name]) for name, value in values.items()}
        gated = {name: _as_json(gate, origin[f"gates.{name}"]) for name, gate in gates.items()}
        print_json(
            {
                "file": None if resolved.file is None else str(resolved.file.absolute()),
                "fingerprint": resolved.settings.fingerprint,
                "settings": told,
                "gates": gated,
            },
            indent=2,
        )
        return
    rows = [(name, _in_words(value), str(origin[name])) for name, value in values.items()]
    rows += [(f"gates.{gate.name}", str(gate), str(origin[f"gates.{gate.name}"])) for gate in resolved.settings.gates]
    print_rows(("setting", "value", "from"), rows, TableFormat.table)
    sys.stdout.write(f"\nfingerprint {resolved.settings.fingerprint}\n")


def _as_json(value: Any, origin: Origin) -> dict[str, Any]:
    return {"value": value, "from": origin.source, "name": origin.name}


def _in_words(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
