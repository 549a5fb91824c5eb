"""Which reports are compared at all: those that share a block. The rule is written in docs/METHODS.md.

Works on `resolution_records` in the connection and leaves `resolution_pairs` (a, b: numbers of records, a before b).
"""

from collections.abc import Sequence

import duckdb

from q7x2_etl.resolution.scripts import script

MOST_PAIRS = 3_200  # of one block; some eighty reports
WINDOW = 24  # of a block that no cut makes small enough: each report with as many of those next to it
_DEPTHS = 2

_SIZES = f"""
    CREATE OR REPLACE TEMP TABLE resolution_blocks AS
    SELECT block, form,
        if(form = 'month', count(*) FILTER (vague) * (count(*) - 1), count(*) * (count(*) - 1) // 2) AS pairs,
        pairs > {MOST_PAIRS} AS big
    FROM resolution_keys GROUP BY block, form HAVING pairs > 0
"""
# In a month's block only vague dates are compared: sharp ones meet in the blocks of their days.
_PAIRS = """
    INSERT INTO resolution_pairs
    SELECT one.n, other.n FROM resolution_keys AS one
    INNER JOIN resolution_keys AS other ON other.block = one.block AND other.n > one.n
    INNER JOIN resolution_blocks AS block ON block.block = one.block AND NOT block.big
    WHERE one.form != 'month' {touching}
    UNION ALL
    SELECT least(one.n, other.n), greatest(one.n, other.n) FROM resolution_keys AS one
    INNER JOIN resolution_keys AS other ON other.block = one.block AND other.n != one.n
        AND (NOT other.vague OR other.n > one.n)
    INNER JOIN resolution_blocks AS block ON block.block = one.block AND NOT block.big
    WHERE one.form = 'month' AND one.vague {touching}
"""
_CUT = """
    CREATE OR REPLACE TEMP TABLE resolution_keys AS
    SELECT DISTINCT keys.n, keys.vague, keys.form, hash(keys.block, cuts.cut) AS block, cuts.kind AS last_cut
    FROM resolution_keys AS keys
    INNER JOIN resolution_blocks AS blocks ON blocks.block = keys.block AND blocks.big
    INNER JOIN resolution_cuts AS cuts ON cuts.n = keys.n AND cuts.kind > keys.last_cut {depth}
"""
_WINDOWS = f"""
    INSERT INTO resolution_pairs
    WITH placed AS (
        SELECT keys.n, keys.block, row_number() OVER (
            PARTITION BY keys.block
            ORDER BY r.place_id, r.event_type, r.dead, r.first_day, r.published_on, r.n
        ) AS place
        FROM resolution_keys AS keys
        INNER JOIN resolution_blocks AS blocks ON blocks.block = keys.block AND blocks.big
        INNER JOIN resolution_records AS r ON r.n = keys.n
    )
    SELECT least(one.n, other.n), greatest(one.n, other.n) FROM placed AS one
    INNER JOIN (SELECT *, unnest(range(1, {WINDOW + 1})) AS step FROM placed) AS other
        ON other.block = one.block AND other.place + other.step = one.place
"""


_TOUCHING = "AND (one.n IN (FROM resolution_touched) OR other.n IN (FROM resolution_touched))"
# Where new reports make a block too big, or move the window of one that is, pairs of the others change as well.
_SHIFTED = f"""
    INSERT INTO resolution_shifted
    WITH grown AS (
        SELECT block FROM (
            SELECT keys.block, keys.form, keys.vague, keys.n IN (FROM resolution_fresh) AS fresh
            FROM resolution_keys AS keys
            INNER JOIN resolution_blocks AS blocks ON blocks.block = keys.block AND blocks.big
        )
        GROUP BY block, form
        HAVING bool_or(fresh) AND {{last}} OR if(
            form = 'month',
            count(*) FILTER (vague AND NOT fresh) * (count(*) FILTER (NOT fresh) - 1),
            count(*) FILTER (NOT fresh) * (count(*) FILTER (NOT fresh) - 1) // 2
        ) <= {MOST_PAIRS}
    )
    SELECT DISTINCT n FROM resolution_keys WHERE block IN (FROM grown)
"""


def find_pairs(connection: duckdb.DuckDBPyConnection, *, partly: bool = False) -> None:
    """Make `resolution_pairs` from `resolution_records`: each pair once.

    `partly`: only pairs with a report of `resolution_touched` (n); and make `resolution_shifted` (n): reports of whose
    pairs some may be others because of those in `resolution_fresh` (n).
    """
    connection.execute(script("blocks"))
    connection.execute("CREATE OR REPLACE TEMP TABLE resolution_pairs (a INTEGER, b INTEGER)")
    connection.execute("CREATE OR REPLACE TEMP TABLE resolution_shifted (n INTEGER)")
    for depth in range(_DEPTHS + 1):
        connection.execute(_SIZES)
        connection.execute(_PAIRS.format(touching=_TOUCHING if partly else ""))
        if partly:
            connection.execute(_SHIFTED.format(last="true" if depth == _DEPTHS else "false"))
        if depth < _DEPTHS:
            # A type alone cuts too little to be the first cut.
            connection.execute(_CUT.format(depth="" if depth else "AND cuts.kind != 'type'"))
    connection.execute(_WINDOWS)
    connection.execute("CREATE OR REPLACE TEMP TABLE resolution_pairs AS SELECT DISTINCT a, b FROM resolution_pairs")


def add_pairs(connection: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[int, int]]) -> None:
    """Have these pairs (a before b) compared too, whatever their blocks."""
    if pairs:
        connection.execute(
            "INSERT INTO resolution_pairs SELECT unnest(?::INTEGER[]), unnest(?::INTEGER[]) "
            "EXCEPT SELECT a, b FROM resolution_pairs",
            [[a for a, _ in pairs], [b for _, b in pairs]],
        )
