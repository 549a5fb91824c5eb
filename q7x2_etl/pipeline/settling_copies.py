"""The end of a run for copies: which stories are the same wording, which is the first, which a later version.

What is stored afterwards is a function of the stored stories: it does not matter in which order, loads and
transactions they came. Only stories that have no group yet are compared, and with those only that share a bucket.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from q7x2_etl.copies import BANDS, ROWS, CopyGroups, Places, Stories, Version, Wording, rows_of, superseded
from q7x2_etl.pipeline.wordings import sign_missing
from q7x2_etl.reference import Reference
from q7x2_etl.warehouse import Store

_CHUNK = 16_384  # new stories that are compared at a time: what bounds memory
_DIGITS = 2 * ROWS  # of a band in the signature's hex
_BANDED = f"""
    SELECT wording.rowid AS position, band, substr(signature, 1 + {_DIGITS} * band, {_DIGITS}) AS bucket
    FROM article_wordings AS wording, range({BANDS}) AS bands(band) WHERE signature IS NOT NULL
"""
_BUCKETS = f"""
    WITH wanted AS (SELECT DISTINCT band, bucket FROM ({_BANDED}) SEMI JOIN temp.compared USING (position))
    SELECT list(position) AS positions FROM ({_BANDED}) SEMI JOIN wanted USING (band, bucket)
    GROUP BY band, bucket HAVING count(*) > 1
"""
_MEMBERS = """
    SELECT article_id, n_shingles, unhex(signature) AS bytes, first_article_id
    FROM article_wordings WHERE rowid IN (FROM temp.met) ORDER BY rowid
"""
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
    groups = CopyGroups()
    for chunk in _chunks(store):
        groups.add_buckets(*_buckets(store, chunk))
    _list_settled(store, groups)
    return _write(store, run_id)


def _chunks(store: Store) -> Iterator[Sequence[int]]:
    found = store.arrow(
        "SELECT rowid AS position FROM article_wordings "
        "WHERE first_article_id IS NULL AND signature IS NOT NULL ORDER BY article_id"
    )
    positions = found.column("position").to_pylist()
    for start in range(0, len(positions), _CHUNK):
        yield positions[start : start + _CHUNK]


def _buckets(store: Store, chunk: Sequence[int]) -> tuple[Stories, Places, Places]:
    """The buckets of these stories that hold others too: all stories of them, their places by bucket, where each begins
    and the last ends.
    """
    _listed(store, "compared", pa.table({"position": pa.array(chunk, pa.int64())}))
    found = store.arrow(_BUCKETS).column("positions").combine_chunks()
    flat = found.flatten().to_numpy()
    positions, places = np.unique(flat, return_inverse=True)
    _listed(store, "met", pa.table({"position": positions}))
    members = store.arrow(_MEMBERS)
    groups = members.column("first_article_id")
    stories = Stories(
        pc.coalesce(groups, members.column("article_id")).to_pylist(),
        members.column("n_shingles").to_numpy().astype(np.int64),
        rows_of(b"".join(members.column("bytes").to_pylist())),
        groups.is_null().to_numpy(),
    )
    offsets = found.offsets.to_numpy().astype(np.int64) if len(found) else np.zeros(1, np.int64)
    return stories, places.astype(np.int64), offsets - offsets[0]


def _listed(store: Store, name: str, rows: pa.Table) -> None:
    """Make temp.`name` a table of these rows."""
    store.connection.register("listed_rows", rows)
    try:
        store.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM listed_rows")
    finally:
        store.connection.unregister("listed_rows")


def _list_settled(store: Store, groups: CopyGroups) -> None:
    """Make temp.settled: what every story of a group that grew, and every new one, is to have."""
    names = groups.joined()
    _listed(store, "joined", pa.table({
        "name": pa.array([name for name, _ in names], pa.string()),
        "root": pa.array([root for _, root in names], pa.string()),
    }))  # fmt: skip
    columns: dict[str, list[str | None]] = {name: [] for name in ("article_id", "first_article_id", "superseded_by")}
    for group in _groups(store):
        first = min(group, key=lambda one: (one[1] is None, one[1] or date.max, one[0].article_id))[0].article_id
        last = superseded(version for version, _ in group)
        for version, _ in group:
            columns["article_id"].append(version.article_id)
            columns["first_article_id"].append(first)
            columns["superseded_by"].append(last.get(version.article_id))
    _listed(store, "grown", pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()}))
    store.connection.execute(
        "CREATE OR REPLACE TEMP TABLE settled AS FROM temp.grown UNION ALL "
        "SELECT article_id, article_id, NULL FROM article_wordings "
        "WHERE first_article_id IS NULL AND article_id NOT IN (SELECT article_id FROM temp.grown)"
    )


def _groups(store: Store) -> Iterator[list[tuple[Version, date | None]]]:
    """Each group that grew: its stories, with their days of publication of any precision."""
    seen: defaultdict[str, dict[str, datetime]] = defaultdict(dict)
    for row in store.arrow(_SEEN).to_pylist():
        seen[row["article_id"]][row["uri"]] = row["seen"]
    group: list[tuple[Version, date | None]] = []
    root = None
    for row in store.arrow(_GROUPED).to_pylist():
        if row["root"] != root and group:
            yield group
            group = []
        root = row["root"]
        group.append((_version(row, seen[row["article_id"]]), row["published_on"]))
    if group:
        yield group


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
        "SELECT count_if(duplicate_of IS NULL AND copied IS NOT NULL), "
        f"count_if(articles.superseded_by IS NULL AND last IS NOT NULL) {both}"
    ).fetchall()
    reports = store.arrow(f"SELECT report_id FROM reports WHERE article_id IN (SELECT settled_id {both})")
    store.connection.execute(f"UPDATE articles SET duplicate_of = copied, superseded_by = last {changes}")
    store.connection.execute(
        "UPDATE article_wordings SET first_article_id = settled.first_article_id FROM temp.settled "
        "WHERE article_wordings.article_id = settled.article_id "
        "AND article_wordings.first_article_id IS DISTINCT FROM settled.first_article_id"
    )
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
