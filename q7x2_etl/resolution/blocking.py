"""Which reports are compared at all: those that share a block. The rule is written in docs/METHODS.md.

Works on temporary tables of the connection: `resolution_base` has the keys of all reports; a round looks at the blocks
of the reports in `resolution_frontier` (n, fresh) only, whole, because how big a block is decides how it is cut.
"""

from collections.abc import Sequence

import duckdb

from q7x2_etl.resolution.scripts import script

MOST_PAIRS = 3_200  # of one block; some eighty reports
WINDOW = 24  # of a block that no cut makes small enough: each report with as many of those next to it
_DEPTHS = 2

_KEYS = """
    CREATE OR REPLACE TEMP TABLE resolution_keys AS
    WITH around AS (SELECT DISTINCT block FROM resolution_base SEMI JOIN resolution_frontier USING (n))
    SELECT base.*, '' AS last_cut, frontier.n IS NOT NULL AS touched, coalesce(frontier.fresh, false) AS fresh
    FROM resolution_base AS base
    SEMI JOIN around ON around.block = base.block
    LEFT JOIN resolution_frontier AS frontier ON frontier.n = base.n
"""
_SIZES = f"""
    CREATE OR REPLACE TEMP TABLE resolution_blocks AS
    SELECT block, form,
        if(form = 'month', count(*) FILTER (vague) * (count(*) - 1), count(*) * (count(*) - 1) // 2) AS pairs,
        pairs > {MOST_PAIRS} AS big
    FROM resolution_keys GROUP BY block, form HAVING pairs > 0 AND bool_or(touched)
"""
# In a month's block only vague dates are compared: sharp ones meet in the blocks of their days.
_PAIRS = """
    INSERT INTO resolution_met
    SELECT one.n, other.n FROM resolution_keys AS one
    INNER JOIN resolution_keys AS other ON other.block = one.block AND other.n > one.n
    INNER JOIN resolution_blocks AS block ON block.block = one.block AND NOT block.big
    WHERE one.form != 'month' AND (one.touched OR other.touched)
    UNION ALL
    SELECT least(one.n, other.n), greatest(one.n, other.n) FROM resolution_keys AS one
    INNER JOIN resolution_keys AS other ON other.block = one.block AND other.n != one.n
        AND (NOT other.vague OR other.n > one.n)
    INNER JOIN resolution_blocks AS block ON block.block = one.block AND NOT block.big
    WHERE one.form = 'month' AND one.vague AND (one.touched OR other.touched)
"""
_CUT = """
    CREATE OR REPLACE TEMP TABLE resolution_keys AS
    SELECT DISTINCT keys.n, keys.vague, keys.form, hash(keys.block, cuts.cut) AS block, cuts.kind AS last_cut,
        keys.touched, keys.fresh
    FROM resolution_keys AS keys
    INNER JOIN resolution_blocks AS blocks ON blocks.block = keys.block AND blocks.big
    INNER JOIN resolution_cuts AS cuts ON cuts.n = keys.n AND cuts.kind > keys.last_cut {depth}
"""
_WINDOWS = f"""
    INSERT INTO resolution_met
    WITH placed AS (
        SELECT keys.n, keys.block, keys.touched, row_number() OVER (
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
    WHERE one.touched OR other.touched
"""
# Where new reports make a block too big, or move the window of one that is, pairs of the others change as well.
_SHIFTED = f"""
    INSERT INTO resolution_shifted
    WITH grown AS (
        SELECT keys.block FROM resolution_keys AS keys
        INNER JOIN resolution_blocks AS blocks ON blocks.block = keys.block AND blocks.big
        GROUP BY keys.block, keys.form
        HAVING bool_or(keys.fresh) AND ({{last}} OR if(
            keys.form = 'month',
            count(*) FILTER (keys.vague AND NOT keys.fresh) * (count(*) FILTER (NOT keys.fresh) - 1),
            count(*) FILTER (NOT keys.fresh) * (count(*) FILTER (NOT keys.fresh) - 1) // 2
        ) <= {MOST_PAIRS})
    )
    SELECT DISTINCT n FROM resolution_keys SEMI JOIN grown USING (block)
"""
_NEW_PAIRS = """
    CREATE OR REPLACE TEMP TABLE resolution_new_pairs AS
    SELECT DISTINCT a, b FROM resolution_met ANTI JOIN resolution_pairs USING (a, b)
"""


def make_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `resolution_base` (n, vague, form, block), the keys of all of `resolution_told`; and no pairs yet."""
    keys = script("blocks").format(told="resolution_told")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE resolution_base AS {keys}")
    connection.execute("CREATE OR REPLACE TEMP TABLE resolution_pairs (a INTEGER, b INTEGER)")


def look_around(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `resolution_keys`: those of the blocks that reports of `resolution_frontier` are in."""
    connection.execute(_KEYS)


def find_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `resolution_new_pairs` (a before b) of `resolution_keys`, whose reports have their records.

    These are the pairs with a report of the frontier that `resolution_pairs` has not yet; it gets them. And
    `resolution_shifted` (n): reports of whose pairs some may be others because of those that are `fresh`.
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE resolution_met (a INTEGER, b INTEGER)")
    connection.execute("CREATE OR REPLACE TEMP TABLE resolution_shifted (n INTEGER)")
    for depth in range(_DEPTHS + 1):
        connection.execute(_SIZES)
        connection.execute(_PAIRS)
        connection.execute(_SHIFTED.format(last="true" if depth == _DEPTHS else "false"))
        if depth < _DEPTHS:
            # A type alone cuts too little to be the first cut.
            connection.execute(_CUT.format(depth="" if depth else "AND cuts.kind != 'type'"))
    connection.execute(_WINDOWS)
    connection.execute(_NEW_PAIRS)
    connection.execute("DROP TABLE resolution_met")
    connection.execute("INSERT INTO resolution_pairs FROM resolution_new_pairs")


def add_pairs(connection: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[int, int]]) -> None:
    """Have these pairs (a before b) compared too, whatever their blocks."""
    if pairs:
        connection.execute(
            "INSERT INTO resolution_pairs SELECT unnest(?::INTEGER[]), unnest(?::INTEGER[]) "
            "EXCEPT SELECT a, b FROM resolution_pairs",
            [[a for a, _ in pairs], [b for _, b in pairs]],
        )
