"""How strongly two reports speak of one event: the declared features of `levels.sql`, weighed by `matching.yaml`."""

import duckdb

from q7x2_etl.event_families import EventFamilies
from q7x2_etl.resolution.scripts import script
from q7x2_etl.resolution.weights import FEATURES, Weights

LARGEST = 150  # reports of a component of which every two are compared; of a larger one those that share a block

_COMPONENT_PAIRS = f"""
    CREATE OR REPLACE TEMP TABLE resolution_component_pairs AS
    WITH sizes AS (SELECT component, count(*) AS size FROM resolution_components GROUP BY component)
    SELECT one.n AS a, other.n AS b, one.component
    FROM resolution_components AS one
    INNER JOIN sizes ON sizes.component = one.component AND sizes.size <= {LARGEST}
    INNER JOIN resolution_components AS other ON other.component = one.component AND one.n < other.n
    UNION ALL
    SELECT pairs.a, pairs.b, one.component
    FROM resolution_pairs AS pairs
    INNER JOIN resolution_components AS one ON one.n = pairs.a
    INNER JOIN resolution_components AS other ON other.n = pairs.b AND other.component = one.component
    INNER JOIN sizes ON sizes.component = one.component AND sizes.size > {LARGEST}
"""


def make_records(connection: duckdb.DuckDBPyConnection, families: EventFamilies) -> None:
    """Make `resolution_records` from `resolution_reports` and what hangs on them."""
    connection.execute("CREATE OR REPLACE TEMP TABLE resolution_families (event_type VARCHAR, families BIGINT)")
    types = [row[0] for row in connection.execute("SELECT DISTINCT event_type FROM resolution_reports").fetchall()]
    bits = {name: 1 << n for n, name in enumerate(sorted({f for ids in families.of_type.values() for f in ids}))}
    for event_type in types:
        mask = sum(bits[name] for name in families.of_type.get(event_type, ()))
        connection.execute("INSERT INTO resolution_families VALUES (?, ?)", [event_type, mask])
    connection.execute(script("records"))


def compared(pairs: str, weights: Weights) -> str:
    """A query: the pairs of a table (a, b) with why they cannot be one event, their levels and their weight."""
    columns = ", ".join(FEATURES)
    levels = script("levels").replace("{pairs}", pairs)
    return f"SELECT a, b, apart, {columns}, {weights.sql} AS weight FROM ({levels})"


def find_links(connection: duckdb.DuckDBPyConnection, weights: Weights) -> None:
    """Make `resolution_links` (a, b): the pairs that speak of one event, taken alone."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE resolution_links AS "
        f"SELECT a, b FROM ({compared('resolution_pairs', weights)}) WHERE apart IS NULL AND weight > 0"
    )


def compare_components(connection: duckdb.DuckDBPyConnection, weights: Weights) -> None:
    """Make `resolution_compared`: the pairs of each component, from `resolution_components` (n, component)."""
    connection.execute(_COMPONENT_PAIRS)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE resolution_compared AS "
        f"SELECT found.*, pairs.component FROM ({compared('resolution_component_pairs', weights)}) AS found "
        "INNER JOIN resolution_component_pairs AS pairs ON pairs.a = found.a AND pairs.b = found.b"
    )
