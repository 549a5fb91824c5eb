"""How strongly two reports speak of one event: the declared features of `levels.sql`, weighed by `matching.yaml`."""

import duckdb
import pyarrow as pa

from q7x2_etl.resolution.rules import Rules
from q7x2_etl.resolution.scripts import make_empty, script
from q7x2_etl.resolution.weights import FEATURES, Weights

LARGEST = 150  # reports of a component of which every two are compared; of a larger one those that share a block

# Made first, so that no join ever squares a large component.
_SMALL = f"""
    CREATE OR REPLACE TEMP TABLE resolution_small AS
    SELECT n, component FROM resolution_components QUALIFY count(*) OVER (PARTITION BY component) <= {LARGEST}
"""
_COMPONENT_PAIRS = """
    CREATE OR REPLACE TEMP TABLE resolution_component_pairs AS
    SELECT one.n AS a, other.n AS b, one.component
    FROM resolution_small AS one
    INNER JOIN resolution_small AS other ON other.component = one.component AND one.n < other.n
    UNION ALL
    SELECT pairs.a, pairs.b, one.component
    FROM resolution_pairs AS pairs
    INNER JOIN (FROM resolution_components ANTI JOIN resolution_small USING (n)) AS one ON one.n = pairs.a
    INNER JOIN resolution_components AS other ON other.n = pairs.b AND other.component = one.component
"""


def start_records(connection: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Make `resolution_records`, `resolution_cuts` and `resolution_links` without rows, for `resolution_reports`."""
    connection.execute("CREATE OR REPLACE TEMP TABLE resolution_families (event_type VARCHAR, families BIGINT)")
    types = [row[0] for row in connection.execute("SELECT DISTINCT event_type FROM resolution_reports").fetchall()]
    bits = {name: 1 << n for n, name in enumerate(sorted({f for ids in rules.families.of_type.values() for f in ids}))}
    for event_type in types:
        mask = sum(bits[name] for name in rules.families.of_type.get(event_type, ()))
        connection.execute("INSERT INTO resolution_families VALUES (?, ?)", [event_type, mask])
    _insert_umbrellas(connection, rules)
    connection.execute("CREATE OR REPLACE TEMP TABLE resolution_wanted (n INTEGER)")
    for name in ("records", "cuts"):
        make_empty(connection, f"resolution_{name}", script(name))
    connection.execute("CREATE OR REPLACE TEMP TABLE resolution_links (a INTEGER, b INTEGER)")


def _insert_umbrellas(connection: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    columns = {
        name: [getattr(one, name) for one in rules.umbrellas] for name in ("actor_id", "umbrella_id", "start", "end")
    }
    table = pa.table(
        {
            name: pa.array(values, pa.string() if name.endswith("_id") else pa.date32())
            for name, values in columns.items()
        }
    )
    connection.register("resolution_given", table)
    connection.execute("CREATE OR REPLACE TEMP TABLE resolution_umbrellas AS FROM resolution_given")
    connection.unregister("resolution_given")


def make_records(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the records of the reports in `resolution_keys` that have none yet, and what their blocks are cut by."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE resolution_wanted AS "
        "SELECT DISTINCT n FROM resolution_keys ANTI JOIN resolution_records USING (n)"
    )
    for name in ("records", "cuts"):
        connection.execute(f"INSERT INTO resolution_{name} {script(name)}")


def compared(pairs: str, weights: Weights) -> str:
    """A query: the pairs of a table (a, b) with why they cannot be one event, their levels and their weight."""
    columns = ", ".join(FEATURES)
    levels = script("levels").replace("{pairs}", pairs)
    return f"SELECT a, b, apart, {columns}, {weights.sql} AS weight FROM ({levels})"


def find_links(connection: duckdb.DuckDBPyConnection, weights: Weights) -> None:
    """Make `resolution_new_links` (a, b): of the new pairs those that speak of one event, taken alone.

    `resolution_links` gets them.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE resolution_new_links AS "
        f"SELECT a, b FROM ({compared('resolution_new_pairs', weights)}) WHERE apart IS NULL AND weight > 0"
    )
    connection.execute("INSERT INTO resolution_links FROM resolution_new_links")


def compare_components(connection: duckdb.DuckDBPyConnection, weights: Weights) -> None:
    """Make `resolution_compared`: the pairs of each component, from `resolution_components` (n, component)."""
    connection.execute(_SMALL)
    connection.execute(_COMPONENT_PAIRS)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE resolution_compared AS "
        f"SELECT found.*, pairs.component FROM ({compared('resolution_component_pairs', weights)}) AS found "
        "INNER JOIN resolution_component_pairs AS pairs ON pairs.a = found.a AND pairs.b = found.b"
    )
