"""From linked reports to clusters, and what ties each report to the rest of its cluster.

All that grows with the number of reports lies in temporary tables of the connection, where DuckDB bounds the memory;
Python holds a few bytes a record, and the pairs of some components at a time.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb
import pyarrow as pa

from q7x2_etl.resolution.clustering import Compared, clusters_of
from q7x2_etl.resolution.comparing import compare_components
from q7x2_etl.resolution.components import Components
from q7x2_etl.resolution.judgements import Judgements, pair_of
from q7x2_etl.resolution.rules import Rules
from q7x2_etl.resolution.scoping import numbered
from q7x2_etl.resolution.weights import FEATURES, chance

_PAIRS_AT_ONCE = 300_000
_LINKS_AT_ONCE = 100_000
_ALONE = (1.0, "the only report of it")
_JUDGED = "a person judged that they are one incident"

Row = tuple[int, int, int | None]  # a record, its cluster, the record that fits it best


def make_clusters(connection: duckdb.DuckDBPyConnection, rules: Rules, judgements: Judgements) -> None:
    """Make `resolution_clusters` (n, cluster, partner) from the links of a `Scope`: the cluster of every report in
    scope, named after its first record.
    """
    same = numbered(connection, sorted(judgements.same))
    different = numbered(connection, sorted(judgements.different))
    _make_components(connection, same)
    compare_components(connection, rules.weights)
    connection.execute("CREATE OR REPLACE TEMP TABLE resolution_clusters (n INTEGER, cluster INTEGER, partner INTEGER)")
    connection.execute(
        "INSERT INTO resolution_clusters SELECT n, n, NULL FROM resolution_touched "
        "WHERE n NOT IN (SELECT n FROM resolution_components)"
    )
    for first, last in _component_ranges(connection):
        rows: list[Row] = []
        for found, pairs in _components(connection, (first, last), set(same), set(different)):
            for members in found:
                rows += _best_partners(members, pairs)
        _insert(connection, rows)


def cluster_chunks(
    connection: duckdb.DuckDBPyConnection, rules: Rules, judgements: Judgements, size: int
) -> Iterator[dict[str, dict[str, tuple[float, str]]]]:
    """The clusters, some `size` reports at a time: by any name, its report ids with score and reason."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE resolution_ties AS "
        "SELECT found.cluster, found.n, one.report_id, other.report_id AS partner_id, "
        "compared.* EXCLUDE (a, b, component) "
        "FROM resolution_clusters AS found INNER JOIN resolution_records AS one ON one.n = found.n "
        "LEFT JOIN resolution_records AS other ON other.n = found.partner "
        "LEFT JOIN resolution_compared AS compared ON compared.a = least(found.n, found.partner) "
        "AND compared.b = greatest(found.n, found.partner) ORDER BY found.cluster, found.n"
    )
    sizes = connection.execute("SELECT cluster, count(*) FROM resolution_ties GROUP BY cluster ORDER BY cluster")
    for first, last in _ranges(sizes.fetchall(), size):
        rows = connection.execute(
            f"SELECT cluster, report_id, partner_id, weight, {', '.join(FEATURES)} FROM resolution_ties "
            "WHERE cluster BETWEEN ? AND ? ORDER BY cluster, n",
            [first, last],
        ).fetchall()
        found: dict[str, dict[str, tuple[float, str]]] = {}
        for cluster, of_cluster in groupby(rows, key=itemgetter(0)):
            members = list(of_cluster)
            found[str(cluster)] = {row[1]: _tie(row, rules, judgements, len(members)) for row in members}
        yield found


def _tie(row: Sequence[Any], rules: Rules, judgements: Judgements, n_members: int) -> tuple[float, str]:
    _, report_id, partner, weight, *levels = row
    if n_members == 1:
        return _ALONE
    if partner is None:
        return 1.0, _JUDGED
    if pair_of(report_id, partner) in judgements.same:
        return 1.0, f"{_JUDGED}: with report {partner}"
    told = rules.weights.reason(tuple(levels))
    return chance(weight), f"{told}: with report {partner}"


def _make_components(connection: duckdb.DuckDBPyConnection, same: Sequence[tuple[int, int]]) -> None:
    ((last,),) = connection.execute("SELECT coalesce(max(n), 0) FROM resolution_records").fetchall()
    components = Components(last)
    found = connection.execute("SELECT a, b FROM resolution_links")
    while rows := found.fetchmany(_LINKS_AT_ONCE):
        components.join(rows)
    components.join(same)
    members, names = components.names()
    table = pa.table({"n": pa.array(members, pa.int32()), "component": pa.array(names, pa.int32())})
    connection.register("resolution_found", table)
    connection.execute("CREATE OR REPLACE TEMP TABLE resolution_components AS SELECT * FROM resolution_found")
    connection.unregister("resolution_found")


def _component_ranges(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, int]]:
    sizes = connection.execute(
        "SELECT component, count(*) FROM resolution_compared GROUP BY component ORDER BY component"
    ).fetchall()
    yield from _ranges(sizes, _PAIRS_AT_ONCE)


def _ranges(sizes: Sequence[tuple[int, int]], most: int) -> Iterator[tuple[int, int]]:
    """First and last of runs of names whose sizes add up to `most` at least, or to what is left."""
    first, total = None, 0
    for name, size in sizes:
        first, total = name if first is None else first, total + size
        if total >= most:
            yield first, name
            first, total = None, 0
    if first is not None:
        yield first, sizes[-1][0]


def _components(
    connection: duckdb.DuckDBPyConnection,
    between: tuple[int, int],
    same: set[tuple[int, int]],
    different: set[tuple[int, int]],
) -> Iterator[tuple[list[list[int]], Compared]]:
    """The clusters of each component, with its pairs."""
    rows = connection.execute(
        "SELECT component, a, b, weight, apart IS NOT NULL FROM resolution_compared "
        "WHERE component BETWEEN ? AND ? ORDER BY component, a, b",
        list(between),
    ).fetchall()
    for _, of_component in groupby(rows, key=itemgetter(0)):
        compared, members = Compared(), set[int]()
        for _, a, b, weight, apart in of_component:
            members.update((a, b))
            if (a, b) in same:
                compared.same.append((a, b))
            compared.add(a, b, weight, (apart or (a, b) in different) and (a, b) not in same)
        yield clusters_of(sorted(members), compared), compared


def _best_partners(members: Sequence[int], pairs: Compared) -> Iterator[Row]:
    """For each report the one that fits it best; of several the first."""
    best: dict[int, tuple[int, int]] = {}
    for place, a in enumerate(members):
        for b in members[place + 1 :]:
            weight = pairs.weights.get((a, b))
            if weight is not None:
                best[a] = max(best.get(a, (weight, -b)), (weight, -b))
                best[b] = max(best.get(b, (weight, -a)), (weight, -a))
    for n in members:
        yield n, members[0], -best[n][1] if n in best else None


def _insert(connection: duckdb.DuckDBPyConnection, rows: Sequence[Row]) -> None:
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    names = ("n", "cluster", "partner")
    table = pa.table({name: pa.array(values, pa.int32()) for name, values in zip(names, columns, strict=True)})
    connection.register("resolution_found", table)
    connection.execute("INSERT INTO resolution_clusters SELECT * FROM resolution_found")
    connection.unregister("resolution_found")
