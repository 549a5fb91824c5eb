"""The last step of a load's rows: incidents of the reports that it touched, and of what is connected with them."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias

import pyarrow as pa

from q7x2_etl.errors import WarehouseError
from q7x2_etl.resolution import (
    Cluster,
    Judgements,
    Resolved,
    Rules,
    cluster_chunks,
    id_changes,
    incident_of,
    make_clusters,
)
from q7x2_etl.resolution import Scope as Linked
from q7x2_etl.warehouse import Scope, Store, checked
from q7x2_etl.warehouse.accounts import read_accounts
from q7x2_etl.warehouse.judgements import read_judgements

RESOLUTION_VERSION = "5"
_Link: TypeAlias = tuple[str, float, str]  # of a report: its incident, score, reason
_AT_ONCE = 4_000  # reports whose incidents are made at one time: some 10 KB of objects each
_TABLES = ("incidents", "incident_actors", "incident_links", "corrections")

# Reports that have no incident yet, or whose document got a new source in this run.
_NEW = (
    "SELECT report_id FROM reports WHERE report_id NOT IN "
    "(SELECT report_id FROM incident_links UNION ALL SELECT report_id FROM rejected_reports)"
)
_NEW_SOURCES = (
    "SELECT report_id FROM reports JOIN articles USING (article_id) JOIN document_sources AS origin "
    "USING (document_id) WHERE origin.run_id = ?"
)
_JUDGED = (
    "SELECT report_id FROM judgements_in_force WHERE report_id IS NOT NULL "
    "UNION SELECT other_report_id FROM judgements_in_force WHERE other_report_id IS NOT NULL "
    "UNION SELECT report_id FROM judgements "
    "UNION SELECT other_report_id FROM judgements WHERE other_report_id IS NOT NULL"
)
# What has the words of a judged report, or stands in a copy of its article, may be linked with it in any country.
_BESIDE_JUDGED = rf"""
    WITH judged AS (SELECT DISTINCT * FROM ({_JUDGED}) AS named (report_id)),
    told AS (
        SELECT reports.report_id, coalesce(articles.duplicate_of, articles.article_id) AS copy_group,
            lower(regexp_replace(quote, '\s+', ' ', 'g')) AS words
        FROM reports JOIN articles USING (article_id)
        WHERE EXISTS (FROM judged)
    ),
    wanted AS (FROM told SEMI JOIN judged USING (report_id))
    SELECT report_id FROM told SEMI JOIN wanted USING (copy_group)
    UNION
    SELECT report_id FROM told SEMI JOIN wanted USING (words)
"""
_SAID_TO_LIE = """
    SELECT DISTINCT reports.country, said.value_json
    FROM judgements AS said JOIN reports ON reports.article_id = said.article_id
    WHERE said.field = 'report.country' AND said.value_json IS NOT NULL
"""


@dataclass(frozen=True)
class ResolutionScope:
    """What is looked at beside new reports, new sources and judged reports: these countries (reports of theirs were
    replaced), these reports (their stories are copies of others now), or everything.
    """

    countries: Set[str | None] = frozenset()
    report_ids: Set[str] = frozenset()
    everything: bool = False


@dataclass
class _Rows:
    """The rows to write, by table."""

    tables: dict[str, list[pa.Table]] = field(default_factory=lambda: {name: [] for name in _TABLES})
    home: dict[str, str] = field(default_factory=dict)
    unchanged: set[str] = field(default_factory=set)

    def add(self, store: Store, resolved: Iterable[Resolved]) -> None:
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in _TABLES}
        for one in resolved:
            rows["incidents"].append(_row(one.incident))
            rows["incident_actors"] += map(_row, one.actors)
            rows["incident_links"] += map(_row, one.links)
            rows["corrections"] += map(_row, one.corrections)
            self.home.update((link.report_id, link.incident_id) for link in one.links)
        for name, found in rows.items():
            self.tables[name].append(checked(store, name, found))


class _Before:
    """The links that the reports in scope had; and which of these reports something touched."""

    def __init__(self, links: Mapping[str, _Link], touched: Set[str]) -> None:
        self._links = links
        self._touched = touched
        self._sizes = Counter(incident_id for incident_id, _, _ in links.values())

    def has(self, ties: Mapping[str, tuple[float, str]]) -> bool:
        """Whether there is an incident of just these reports, tied so, none of them touched: it is as it would be."""
        found = {one: self._links.get(one) for one in ties}
        homes = {link[0] for link in found.values() if link is not None}
        if len(homes) != 1 or self._sizes[homes.pop()] != len(ties) or not self._touched.isdisjoint(ties):
            return False
        return all(link is not None and link[1:] == ties[one] for one, link in found.items())


def resolve_reports(store: Store, rules: Rules, run_id: str, scope: ResolutionScope) -> dict[str, int]:
    """Make incidents, their links and actors what today's reports and judgements say; the number of new rows by table.

    Looked at are reports that have no incident yet, whose document got a new source in this run, that people judged, or
    of the countries of `scope` (whose reports were replaced), and whatever they are connected with (`Linked`); all
    reports with `everything` (after a killed load, or when the rules or the reference data changed). Incidents whose
    reports are all gone, or were judged to be none, are withdrawn. To be called inside a transaction.
    """
    judgements = read_judgements(store.connection)
    orphans = _orphaned_links(store)
    linked = Linked(store.connection, rules, judgements)
    touched = set[str]()
    if scope.everything:
        linked.everything()
    else:
        fresh = sorted({*_ids(store, _NEW), *scope.report_ids})
        touched = {*fresh, *_ids(store, _NEW_SOURCES, run_id), *_ids(store, _JUDGED), *_ids(store, _BESIDE_JUDGED)}
        touched |= _of_countries(store, _with_corrected(store, scope.countries))
        touched |= _left_behind(store, orphans)
        if not touched and not orphans:
            return dict.fromkeys((*_TABLES, "incident_id_history"), 0)
        linked.around(sorted(touched), fresh)
    links = _links(store)
    rows = _resolved(store, rules, judgements, _Before({} if scope.everything else links, touched))
    before = {one: link[0] for one, link in links.items() if one not in rows.unchanged} | orphans
    written = _write(store, rows, before) | {"incident_id_history": _record(store, before, rows.home, run_id)}
    _prove_all_have_one(store)
    return written


def _prove_all_have_one(store: Store) -> None:
    """Every report is of an incident, but for those that people rejected; else a load counts less than it read."""
    n_without = store.scalar(f"SELECT count(*) FROM ({_NEW})")
    if n_without:
        raise WarehouseError(
            f"resolving left {n_without:,} reports without an incident; nothing of it is kept, the reports are stored. "
            "This is an error of q7x2_etl or of the database: please report it"
        )


def _resolved(store: Store, rules: Rules, judgements: Judgements, before: "_Before") -> _Rows:
    """The rows of the incidents in scope that are not as before, made some thousand reports at a time."""
    make_clusters(store.connection, rules, judgements)
    rows = _Rows()
    for made in cluster_chunks(store.connection, rules, judgements, _AT_ONCE):
        chunk = {name: ties for name, ties in made.items() if not before.has(ties)}
        rows.unchanged.update(one for name, ties in made.items() if name not in chunk for one in ties)
        if not chunk:
            continue
        ids = [report_id for ties in chunk.values() for report_id in ties]
        accounts = {one.report_id: one for one in read_accounts(store.connection, ids, judgements)}
        rows.add(
            store,
            (incident_of(Cluster(tuple(accounts[one] for one in sorted(ties)), ties)) for ties in chunk.values()),
        )
    return rows


def _write(store: Store, rows: _Rows, before: Mapping[str, str]) -> dict[str, int]:
    was = sorted(set(before.values()))
    scopes = {"incident_links": Scope("report_id", [*before, *rows.home])}
    return {
        name: store.replace(
            name,
            pa.concat_tables(found) if found else checked(store, name, []),
            scopes.get(name, Scope("incident_id", was)),
        )
        for name, found in rows.tables.items()
    }


def _record(store: Store, before: Mapping[str, str], after: Mapping[str, str], run_id: str) -> int:
    now = datetime.now(UTC)
    changes = [_row(change) | {"run_id": run_id, "changed_at": now} for change in id_changes(before, after)]
    return store.insert_new("incident_id_history", checked(store, "incident_id_history", changes))


def _of_countries(store: Store, countries: Set[str | None]) -> set[str]:
    if not countries:
        return set()
    store.connection.register("resolved_countries", pa.table({"country": pa.array(list(countries), pa.string())}))
    try:
        return set(
            _ids(
                store,
                "SELECT report_id FROM reports JOIN resolved_countries AS wanted "
                "ON reports.country IS NOT DISTINCT FROM wanted.country",
            )
        )
    finally:
        store.connection.unregister("resolved_countries")


def _with_corrected(store: Store, countries: Set[str | None]) -> Set[str | None]:
    """These countries, and all where people ever said that a report of theirs lies: it may have neighbours there."""
    if not countries:
        return countries
    rows = store.arrow(_SAID_TO_LIE).to_pylist()
    return {*countries, *(json.loads(row["value_json"]) for row in rows if row["country"] in countries)}


def _left_behind(store: Store, orphans: Mapping[str, str]) -> set[str]:
    """The reports that shared an incident with those that are gone."""
    if not orphans:
        return set()
    with store.listed(set(orphans.values())) as listed:
        found = store.arrow(f"SELECT report_id FROM incident_links WHERE incident_id IN (SELECT value FROM {listed})")
    return set(found.column("report_id").to_pylist()) - set(orphans)


def _links(store: Store) -> dict[str, _Link]:
    """Of the reports in scope: the incident that each had before, with score and reason."""
    rows = store.connection.execute(
        "SELECT report_id, incident_id, score, reason FROM incident_links SEMI JOIN resolution_scope USING (report_id)"
    ).fetchall()
    return {report_id: (incident_id, score, reason) for report_id, incident_id, score, reason in rows}


def _orphaned_links(store: Store) -> dict[str, str]:
    """The links of reports that are no longer there, or were judged to be no incident."""
    rows = store.arrow(
        "SELECT report_id, incident_id FROM incident_links WHERE report_id NOT IN (SELECT report_id FROM reports) "
        "OR report_id IN (SELECT report_id FROM rejected_reports)"
    )
    return dict(zip(rows.column("report_id").to_pylist(), rows.column("incident_id").to_pylist(), strict=True))


def _row(noun: Any) -> dict[str, Any]:
    """The columns of a flat dataclass; asdict would copy each value deeply."""
    return {name: getattr(noun, name) for name in noun.__dataclass_fields__}


def _ids(store: Store, query: str, *parameters: object) -> list[str]:
    found: list[str] = store.arrow(query, parameters).column(0).to_pylist()
    return found
