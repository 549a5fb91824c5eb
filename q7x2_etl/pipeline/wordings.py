"""The wordings of stories in the store: written with them, taken out with them, made anew where the method changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from q7x2_etl.copies import METHOD, wording_of
from q7x2_etl.model import Article
from q7x2_etl.pipeline.stored_documents import chosen_batches
from q7x2_etl.reference import Reference
from q7x2_etl.sources import articles_of
from q7x2_etl.warehouse import Store, checked

_OF_DOCUMENTS = "SELECT article_id FROM articles WHERE document_id IN (SELECT unnest(?))"
_NOT_SIGNED = "SELECT document_id FROM articles ANTI JOIN article_wordings USING (article_id)"


def write_wordings(store: Store, articles: Iterable[Article]) -> None:
    """Keep the wording of new stories; which group of copies they are in is found at the end of the run."""
    rows = {article.article_id: _row(article) for article in articles}
    store.insert_new("article_wordings", checked(store, "article_wordings", list(rows.values())))


def remove_wordings(store: Store, document_ids: Sequence[str]) -> None:
    """Take out those of the stories of these documents; what was left of their groups is found anew."""
    unsettle(store, document_ids)
    store.connection.execute(
        f"DELETE FROM article_wordings WHERE article_id IN ({_OF_DOCUMENTS})", [list(document_ids)]
    )


def unsettle(store: Store, document_ids: Sequence[str]) -> None:
    """Let the groups of copies that these documents' stories are in be found anew at the end of the run."""
    store.connection.execute(
        "UPDATE article_wordings SET first_article_id = NULL WHERE first_article_id IN "
        f"(SELECT first_article_id FROM article_wordings WHERE article_id IN ({_OF_DOCUMENTS}))",
        [list(document_ids)],
    )


def sign_missing(store: Store, reference: Reference) -> None:
    """Give a wording to every story that has none, or one of another method (an older library wrote it)."""
    others = "SELECT document_id FROM article_wordings JOIN articles USING (article_id) WHERE method != ?"
    stale = store.arrow(f"SELECT DISTINCT document_id FROM ({others})", [METHOD]).column(0).to_pylist()
    if stale:
        remove_wordings(store, stale)
    if not store.scalar(f"SELECT count(*) FROM ({_NOT_SIGNED})"):
        return
    store.connection.execute(
        "CREATE OR REPLACE TEMP TABLE reread AS SELECT row_number() OVER (ORDER BY document_id) - 1 AS position, "
        f"document_id, NULL::VARCHAR AS row_json FROM (SELECT DISTINCT document_id FROM ({_NOT_SIGNED}))"
    )
    for batch, tasks in chosen_batches(store, reference):
        wanted = store.known("articles", "document_id", [one.document_id for one in batch.inputs if one.document_id])
        cut = [
            article
            for task in tasks
            if task.document.document_id in wanted
            for article in task.articles or articles_of(task.document, reference)
        ]
        there = store.known("articles", "article_id", [article.article_id for article in cut])
        write_wordings(store, [article for article in cut if article.article_id in there])
    _sign_lost(store)


def _sign_lost(store: Store) -> None:
    """Stories that today's cut does not find: they are alike to none until their documents are read again."""
    store.connection.execute(
        "INSERT INTO article_wordings SELECT article_id, ?, 0, NULL, NULL FROM articles "
        "ANTI JOIN article_wordings USING (article_id)",
        [METHOD],
    )


def _row(article: Article) -> Mapping[str, Any]:
    wording = wording_of(article)
    return {
        "article_id": article.article_id,
        "method": METHOD,
        "n_shingles": wording.n_shingles,
        "signature": wording.signature,
        "first_article_id": None,
    }
