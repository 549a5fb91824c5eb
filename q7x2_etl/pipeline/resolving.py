"""The last step of a load's rows: the incidents of the countries that the load touched."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from q7x2_etl.resolution import Account, EventFamilies, Judgements, Resolved, id_changes, resolve
from q7x2_etl.warehouse import Scope, Store, checked
from q7x2_etl.warehouse.accounts import read_accounts
from q7x2_etl.warehouse.judgements import read_judgements

RESOLUTION_VERSION = "1"


@dataclass(frozen=True)
class ResolutionScope:
    """What is looked at beside new reports and new sources: these countries, or all of them."""

    countries: Set[str | None] = frozenset()
    everything: bool = False


def resolve_countries(store: Store, families: EventFamilies, run_id: str, scope: ResolutionScope) -> dict[str, int]:
    """Make incidents, their links and actors what today's reports say; the number of new rows by table.

    Reports of different countries never merge, but where people judged so; so only countries with a report that has no
    incident yet, or whose document got a new source in this run, are looked at, and those of `scope` (whose reports
    were replaced or judged); all of them with `everything` (after a killed load, or when the rule or the reference data
    changed). Incidents whose reports are all gone, or were judged to be none, are withdrawn. To be called
    inside a transaction.
    """
    judgements = read_judgements(store.connection)
    orphans = _orphaned_links(store)
    countries = _countries(store, None if scope.everything else run_id, scope.countries)
    if countries:
        countries = _with_judged_together(store, judgements, countries)
    if not countries and not orphans:
        return {"incidents": 0, "incident_links": 0, "incident_actors": 0, "incident_id_history": 0, "corrections": 0}
    accounts = _accounts(store, countries, judgements)
    resolved = resolve(accounts, families, judgements)
    report_ids = [account.report_id for account in accounts]
    before = _links(store, report_ids) | orphans
    after = {link.report_id: link.incident_id for one in resolved for link in one.links}
    return _write(store, resolved, before, after) | {"incident_id_history": _record(store, before, after, run_id)}


def _write(
    store: Store, resolved: Sequence[Resolved], before: Mapping[str, str], after: Mapping[str, str]
) -> dict[str, int]:
    was = sorted(set(before.values()))
    incidents = [asdict(one.incident) for one in resolved]
    actors = [asdict(actor) for one in resolved for actor in one.actors]
    links = [asdict(link) for one in resolved for link in one.links]
    corrections = [asdict(row) for one in resolved for row in one.corrections]
    return {
        "incidents": store.replace("incidents", checked(store, "incidents", incidents), Scope("incident_id", was)),
        "incident_actors": store.replace(
            "incident_actors", checked(store, "incident_actors", actors), Scope("incident_id", was)
        ),
        "incident_links": store.replace(
            "incident_links", checked(store, "incident_links", links), Scope("report_id", [*before, *after])
        ),
        "corrections": store.replace(
            "corrections", checked(store, "corrections", corrections), Scope("incident_id", was)
        ),
    }


def _record(store: Store, before: Mapping[str, str], after: Mapping[str, str], run_id: str) -> int:
    now = datetime.now(UTC)
    changes = [asdict(change) | {"run_id": run_id, "changed_at": now} for change in id_changes(before, after)]
    return store.insert_new("incident_id_history", checked(store, "incident_id_history", changes))


def _countries(store: Store, run_id: str | None, more: Set[str | None]) -> list[str | None]:
    if run_id is None:
        found = store.arrow("SELECT DISTINCT country FROM reports ORDER BY country")
    else:
        found = store.arrow(
            "SELECT country FROM reports WHERE report_id NOT IN "
            "(SELECT report_id FROM incident_links UNION ALL SELECT report_id FROM rejected_reports) "
            "UNION SELECT country FROM reports JOIN articles USING (article_id) JOIN document_sources AS origin "
            "USING (document_id) WHERE origin.run_id = ? ORDER BY country",
            [run_id],
        )
    return sorted({*found.column("country").to_pylist(), *more}, key=lambda country: (country is None, country))


def _with_judged_together(store: Store, judgements: Judgements, countries: Sequence[str | None]) -> list[str | None]:
    """These countries, and those that people tied to them: by judging reports of two countries one incident, or by
    correcting a report's country.
    """
    moved = [(one.report_id, one.value) for one in judgements.corrections if one.field == "report.country"]
    judged = {report_id for pair in judgements.same for report_id in pair} | {report_id for report_id, _ in moved}
    if not judged:
        return list(countries)
    with store.listed(judged) as listed:
        rows = _rows(store, f"SELECT report_id, country FROM reports WHERE report_id IN (SELECT value FROM {listed})")
    country_of = {row["report_id"]: row["country"] for row in rows}
    ties = [{country_of[report_id], value} for report_id, value in moved]
    told = country_of | dict(moved)
    ties += [{told[a], told[b]} for a, b in judgements.same]
    found = set(countries)
    while grown := [tie for tie in ties if tie & found and not tie <= found]:
        found.update(*grown)
    return sorted(found, key=lambda country: (country is None, country))


def _accounts(store: Store, countries: Sequence[str | None], judgements: Judgements) -> list[Account]:
    store.connection.register("resolved_countries", pa.table({"country": pa.array(countries, pa.string())}))
    try:
        found = store.arrow(
            "SELECT report_id FROM reports JOIN resolved_countries AS wanted "
            "ON reports.country IS NOT DISTINCT FROM wanted.country"
        )
    finally:
        store.connection.unregister("resolved_countries")
    wanted = [one for one in found.column("report_id").to_pylist() if one not in judgements.rejected]
    return read_accounts(store.connection, wanted, judgements)


def _links(store: Store, report_ids: Sequence[str]) -> dict[str, str]:
    wanted = set(report_ids)
    rows = _rows(store, "SELECT report_id, incident_id FROM incident_links ORDER BY report_id")
    return {row["report_id"]: row["incident_id"] for row in rows if row["report_id"] in wanted}


def _orphaned_links(store: Store) -> dict[str, str]:
    """The links of reports that are no longer there, or were judged to be no incident."""
    rows = _rows(
        store,
        "SELECT report_id, incident_id FROM incident_links WHERE report_id NOT IN (SELECT report_id FROM reports) "
        "OR report_id IN (SELECT report_id FROM rejected_reports)",
    )
    return {row["report_id"]: row["incident_id"] for row in rows}


def _rows(store: Store, query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = store.arrow(query).to_pylist()
    return rows
