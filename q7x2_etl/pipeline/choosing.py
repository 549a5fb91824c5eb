"""Which stored documents are to be read again: the table temp.reread of a connection, in the order of their ids."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from q7x2_etl.errors import InputError
from q7x2_etl.warehouse import Store
from q7x2_etl.warehouse.quarantine import WORKER_CHECK

# What --where may speak of: each document with its articles and their reports, where it has any.
_READ_BY = "documents LEFT JOIN articles USING (document_id) LEFT JOIN reports USING (article_id)"


@dataclass(frozen=True, slots=True)
class Rules:
    """By which rules documents are read."""

    extractor: str
    extractor_version: str
    reference_version: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """How many documents are to be read again, and how many were left out because today's rules read them last;
    `deadly` where there is one among them that no worker process survived.
    """

    n_documents: int
    n_current: int = 0
    deadly: bool = False


def choose_stored(store: Store, where: str | None, today: Rules | None) -> Chosen:
    """Choose the English documents that `where` holds for; with `today` those only that other rules read last.

    `where` is a condition of SQL over documents, articles and reports: one that holds for any report of a document
    chooses the whole document. A document that no worker process survived waits for a retry.
    Raises InputError for a condition that cannot run.
    """
    wanted = _condition(store, where, f"SELECT DISTINCT document_id FROM {_READ_BY}")
    english = "(language IS NULL OR language = 'en' OR starts_with(language, 'en-'))"
    current = "false"
    if today is not None:
        current = (
            "document_id IN (SELECT document_id FROM extractions "
            "WHERE extractor = ? AND extractor_version = ? AND reference_version = ?)"
        )
    rules = [] if today is None else [today.extractor, today.extractor_version, today.reference_version]
    store.connection.execute(
        "CREATE OR REPLACE TEMP TABLE reread AS SELECT document_id, NULL::VARCHAR AS row_json, "
        f"{current} AS is_current FROM documents WHERE {english} AND document_id IN ({wanted}) "
        "AND document_id NOT IN (SELECT document_id FROM rejects "
        "WHERE check_name = ? AND resolution IS NULL AND document_id IS NOT NULL)",
        [*rules, WORKER_CHECK],
    )
    n_current = store.scalar("SELECT count(*) FROM temp.reread WHERE is_current")
    return Chosen(_numbered(store), n_current)


def choose_rejected(store: Store, reject_ids: Sequence[str], where: str | None) -> Chosen:
    """Choose the documents of open rows of `rejects`: those whose ids begin as given, and that `where` holds for.

    Raises InputError for a condition that cannot run, and for an id that no open row has.
    """
    wanted = _condition(store, where, "SELECT reject_id FROM rejects")
    for reject_id in reject_ids:
        found = "SELECT count(*) FROM rejects WHERE resolution IS NULL AND starts_with(reject_id, ?)"
        if not store.scalar(found, [reject_id]):
            raise InputError(
                f"no open row of rejects has an id that begins with {reject_id!r}; see q7x2-etl rejects list"
            )
    store.connection.register("wanted_ids", pa.table({"value": pa.array(list(reject_ids), pa.string())}))
    try:
        beginning = "true" if not reject_ids else "EXISTS (FROM wanted_ids WHERE starts_with(reject_id, value))"
        store.connection.execute(
            "CREATE OR REPLACE TEMP TABLE reread AS SELECT document_id, "
            "max(row_json) FILTER (table_name = 'documents') AS row_json, false AS is_current, "
            "bool_or(check_name = ?) AS is_deadly FROM rejects "
            f"WHERE resolution IS NULL AND document_id IS NOT NULL AND {beginning} AND reject_id IN ({wanted}) "
            "GROUP BY document_id",
            [WORKER_CHECK],
        )
        deadly = store.scalar("SELECT count(*) FROM temp.reread WHERE is_deadly")
    finally:
        store.connection.unregister("wanted_ids")
    return Chosen(_numbered(store), deadly=deadly > 0)


def _condition(store: Store, where: str | None, select: str) -> str:
    """The query of the rows that a condition holds for, proved to be one query that runs and only reads."""
    query = f"{select} WHERE ({where or 'true'}\n)"  # the line end closes a comment at the condition's end
    try:
        statements = store.connection.extract_statements(query)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise InputError(f"--where {where!r}: give one condition of SQL, without WHERE")
        store.arrow(f"SELECT * FROM ({query}) LIMIT 0")
    except duckdb.Error as error:
        problem = str(error).partition("\n")[0]
        raise InputError(f"--where {where!r}: it cannot run: {problem}; nothing was changed") from error
    return query


def _numbered(store: Store) -> int:
    store.connection.execute(
        "CREATE OR REPLACE TEMP TABLE reread AS SELECT row_number() OVER (ORDER BY document_id) - 1 AS position, "
        "document_id, row_json FROM temp.reread WHERE NOT is_current"
    )
    return store.scalar("SELECT count(*) FROM temp.reread")
