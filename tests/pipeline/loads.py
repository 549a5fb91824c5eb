"""Loads of the tiny real extractor, and what stands in a warehouse after them; used by the tests of this folder."""

from pathlib import Path
from typing import Any

import duckdb
from pattern_extractor import PatternExtractor

import q7x2_etl as q7
from q7x2_etl.contract import load_contract
from q7x2_etl.settings import Settings

SUPPORT = Path(__file__).parents[1] / "warehouse"  # where a process of its own finds the extractor

# What tells of loads and not of texts: it differs between two warehouses of the same inputs, and nothing else does
# (docs/RELIABILITY.md lists it).
LOAD_TIME = frozenset(
    {"run_id", "retrieved_at", "loaded_at", "changed_at", "rejected_at", "applied_at", "resolved_at", "resolved_run_id"}
)
LEDGER = frozenset({"runs", "run_inputs", "input_files", "publications", "contract_versions", "incident_id_history"})


def load(root: Path, inputs: Any, reference: Path, settings: Settings | None = None, **options: Any) -> q7.LoadResult:
    """One load into the warehouse at `root`."""
    with q7.Warehouse(root, settings) as warehouse:
        return warehouse.load(inputs, reference=reference, extractor=PatternExtractor(), **options)


def tables(root: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every data table as sorted rows, without the columns of load time."""
    with duckdb.connect(str(root / "q7x2.duckdb"), read_only=True) as connection:
        found: dict[str, list[tuple[Any, ...]]] = {}
        for name, table in load_contract().tables.items():
            if name not in LEDGER:
                columns = ", ".join(column for column in table.column_names if column not in LOAD_TIME)
                found[name] = sorted(connection.execute(f"SELECT {columns} FROM {name}").fetchall(), key=repr)
    return found


def rows(root: Path, query: str) -> list[dict[str, Any]]:
    """The rows of a query as mappings."""
    with q7.Warehouse(root) as warehouse:
        found: list[dict[str, Any]] = warehouse.sql(query).to_arrow_table().to_pylist()
    return found
