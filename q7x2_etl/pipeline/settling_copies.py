"""The end of a run for copies: which stories are the same wording, which is the first, which a later version.

What is stored afterwards is a function of the stored stories: it does not matter in which order, loads and
transactions they came. Only stories that have no group yet are compared, and with those only that share a bucket.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

import pyarrow as pa

from q7x2_etl.copies import CopyGroups, Version, Wording, superseded
from q7x2_etl.pipeline.comparing_wordings import grown_groups
from q7x2_etl.pipeline.wordings import sign_missing
from q7x2_etl.reference import Reference
from q7x2_etl.warehouse import Store

_NAMES_AT_ONCE = 8_192  # of groups that were joined; the stories of so many are in memory at a time
_GROUPED = """
    SELECT root, article_id, n_shingles, signature, published_on, published_precision, title, agency,
        substr(text, story_start + 1, 160) AS opening,
        (SELECT list(DISTINCT publisher ORDER BY publisher) FROM document_sources AS origin
         WHERE origin.document_id = articles.document_id AND publisher IS NOT NULL) AS publishers
    FROM temp.joined
    JOIN article_wordings AS wording ON coalesce(wording.first_article_id, wording.article_id) = joined.name
    JOIN articles USING (article_id) JOIN documents USING (document_id)
    ORDER BY root, article_id
"""
_SEEN = """
    SELECT article_id, uri, min(started_at) AS seen FROM document_sources JOIN runs USING (run_id)
    JOIN articles USING (document_id) JOIN article_wordings AS wording USING (article_id)
    JOIN temp.joined ON coalesce(wording.first_article_id, wording.article_id) = joined.name GROUP BY ALL
"""


@dataclass(frozen=True, slots=True)
class SettledCopies:
    """What settling changed: the reports of stories that are copies or versions of others now, or no
    longer; how many stories were newly found to be copies, and how many to be superseded.
    """

    report_ids: frozenset[str] = frozenset()
    n_copies: int = 0
    n_superseded: int = 0


def settle_copies(store: Store, reference: Reference, run_id: str) -> SettledCopies:
    """Bring `duplicate_of` and `superseded_by` of all stories up to date. To be called inside a transaction."""
    sign_missing(store, reference)
    if not store.scalar("SELECT count(*) FROM article_wordings WHERE first_article_id IS NULL"):
        return SettledCopies()
    _list_settled(store, grown_groups(store))
    return _write(store, run_id)


def _listed(store: Store, name: str, rows: pa.Table) -> None:
    """Make temp.`name` a table of these rows."""
    store.connection.register("listed_rows", rows)
    try:
        store.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM listed_rows")
    finally:
        store.connection.unregister("listed_rows")


def _list_settled(store: Store, groups: CopyGroups) -> None:
    """Make temp.settled: what every story of a group that grew is to have, and every new one that has it not."""
    store.connection.execute(
        "CREATE OR REPLACE TEMP TABLE settled (article_id VARCHAR, first_article_id VARCHAR, superseded_by VARCHAR)"
    )
    for names in _parts(groups):
        _listed(store, "joined", pa.table({"name": names, "root": [groups.group_of(name) for name in names]}))
        with store.given(_settled(store)) as given:
            store.connection.execute(f"INSERT INTO temp.settled FROM {given}")
    store.connection.execute(
        "INSERT INTO temp.settled SELECT article_id, article_id, NULL FROM articles "
        "WHERE (duplicate_of IS NOT NULL OR superseded_by IS NOT NULL) "
        "AND article_id IN (SELECT article_id FROM article_wordings WHERE first_article_id IS NULL) "
        "AND article_id NOT IN (SELECT article_id FROM temp.settled)"
    )


def _parts(groups: CopyGroups) -> Iterator[Sequence[str]]:
    """The names of groups that grew, some thousand at a time, all those of one group together."""
    part: list[str] = []
    for _, joined in groupby(sorted(groups.joined(), key=lambda one: one[1]), key=lambda one: one[1]):
        part += [name for name, _ in joined]
        if len(part) >= _NAMES_AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def _settled(store: Store) -> pa.Table:
    """Of every story of the groups in temp.joined, what it is to have."""
    columns: dict[str, list[str | None]] = {name: [] for name in ("article_id", "first_article_id", "superseded_by")}
    for group in _groups(store):
        first = min(group, key=lambda one: (one[1] is None, one[1] or date.max, one[0].article_id))[0].article_id
        last = superseded(version for version, _ in group)
        for version, _ in group:
            columns["article_id"].append(version.article_id)
            columns["first_article_id"].append(first)
            columns["superseded_by"].append(last.get(version.article_id))
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def _groups(store: Store) -> Iterator[list[tuple[Version, date | None]]]:
    """Each group in temp.joined: its stories, with their days of publication of any precision."""
    seen: defaultdict[str, dict[str, datetime]] = defaultdict(dict)
    for row in store.arrow(_SEEN).to_pylist():
        seen[row["article_id"]][row["uri"]] = row["seen"]
    for _, rows in groupby(store.arrow(_GROUPED).to_pylist(), key=lambda row: row["root"]):
        yield [(_version(row, seen[row["article_id"]]), row["published_on"]) for row in rows]


def _version(row: dict[str, Any], seen: dict[str, datetime]) -> Version:
    return Version(
        article_id=row["article_id"],
        wording=Wording(row["n_shingles"], row["signature"]),
        published_on=row["published_on"] if row["published_precision"] == "day" else None,
        heads=(row["title"] or "", row["opening"]),
        publishers=frozenset(row["publishers"] or ()),
        agency=row["agency"],
        seen=seen,
    )


def _write(store: Store, run_id: str) -> SettledCopies:
    changes = (
        "FROM (SELECT article_id AS settled_id, nullif(first_article_id, article_id) AS copied, "
        "superseded_by AS last FROM temp.settled) AS settled "
        "WHERE articles.article_id = settled_id AND "
        "(duplicate_of IS DISTINCT FROM copied OR articles.superseded_by IS DISTINCT FROM last)"
    )
    both = changes.replace("FROM (", "FROM articles, (", 1)
    ((n_copies, n_superseded),) = store.connection.execute(
        "SELECT count(*) FILTER (duplicate_of IS NULL AND copied IS NOT NULL), "
        f"count(*) FILTER (articles.superseded_by IS NULL AND last IS NOT NULL) {both}"
    ).fetchall()
    reports = store.arrow(f"SELECT report_id FROM reports WHERE article_id IN (SELECT settled_id {both})")
    store.connection.execute(f"UPDATE articles SET duplicate_of = copied, superseded_by = last {changes}")
    store.connection.execute(
        "UPDATE article_wordings SET first_article_id = settled.first_article_id FROM temp.settled "
        "WHERE article_wordings.article_id = settled.article_id "
        "AND article_wordings.first_article_id IS DISTINCT FROM settled.first_article_id"
    )
    store.connection.execute("UPDATE article_wordings SET first_article_id = article_id WHERE first_article_id IS NULL")
    _say_in_ledger(store, run_id)
    return SettledCopies(frozenset(reports.column(0).to_pylist()), n_copies, n_superseded)


def _say_in_ledger(store: Store, run_id: str) -> None:
    """An input of this run whose story is a copy is stored and read like any other, and its row says what it is."""
    store.connection.execute(
        "UPDATE run_inputs SET reason = told FROM (SELECT document_id AS copied_id, "
        "'a copy of article ' || min(duplicate_of) AS told FROM articles WHERE duplicate_of IS NOT NULL "
        "GROUP BY document_id) WHERE run_id = ? AND reason IS NULL AND outcome IN ('loaded', 'no_incident') "
        "AND document_id = copied_id",
        [run_id],
    )
