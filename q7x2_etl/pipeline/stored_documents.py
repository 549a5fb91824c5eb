"""The documents chosen to be read again, as a load has its inputs: each with what its source said of it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from q7x2_etl.engines import Task
from q7x2_etl.model import Article, Document, Metadata, Region
from q7x2_etl.pipeline.staging import BATCH_CHARACTERS, BATCH_DOCUMENTS, Batch, Staged
from q7x2_etl.reference import Reference
from q7x2_etl.sources import articles_of
from q7x2_etl.warehouse import Store

_PAGE = 256  # documents that are fetched at a time
# The source whose date the stored articles carry, else the first by its address: the order of loads decides nothing.
_PAGE_QUERY = """
    WITH page AS (SELECT * FROM temp.reread WHERE position >= ? AND position < ?),
    dated AS (
        SELECT document_id, published_on, published_precision, title, byline
        FROM articles JOIN page USING (document_id) WHERE published_method = 'metadata'
        QUALIFY row_number() OVER (PARTITION BY document_id ORDER BY
            list_position(['day', 'week', 'month', 'season', 'year'], published_precision), article_id) = 1
    ),
    origin AS (
        SELECT source.* FROM document_sources AS source JOIN page USING (document_id)
        LEFT JOIN dated USING (document_id)
        QUALIFY row_number() OVER (PARTITION BY source.document_id
            ORDER BY (source.stated_published_on = dated.published_on) IS TRUE DESC, source.uri) = 1
    ),
    named AS (
        SELECT document_id, uri, min(name) AS name FROM run_inputs JOIN page USING (document_id) GROUP BY ALL
    )
    SELECT page.position, document_id, documents.media_type, documents.language, documents.text,
        documents.repaired, origin.uri, named.name, origin.publisher,
        coalesce(origin.stated_title, dated.title) AS title,
        coalesce(origin.stated_byline, dated.byline) AS byline,
        coalesce(origin.stated_published_on, dated.published_on) AS published,
        coalesce(origin.stated_precision, dated.published_precision) AS published_precision,
        origin.stated_language, origin.stated_reason, origin.canonical_uri,
        CAST(origin.retrieved_at AT TIME ZONE 'UTC' AS DATE) AS retrieved_on,
        coalesce(extractions.stories_given, false) AS stories_given, page.row_json
    FROM page
    LEFT JOIN documents USING (document_id)
    LEFT JOIN origin USING (document_id)
    LEFT JOIN named ON named.document_id = page.document_id AND named.uri = origin.uri
    LEFT JOIN dated USING (document_id)
    LEFT JOIN extractions USING (document_id)
    ORDER BY page.position
"""


def chosen_batches(store: Store, reference: Reference) -> Iterator[tuple[Batch, Sequence[Task]]]:
    """The chosen documents in batches, as a load has its inputs."""
    batch: list[Staged] = []
    for ordinal, (document, given) in enumerate(_documents(store)):
        task = Task(document, _given_stories(store, document, reference) if given else None)
        batch.append(Staged(ordinal, document.name, document.uri, document, task=task))
        characters = sum(len(one.document.text) for one in batch if one.document is not None)
        if len(batch) >= BATCH_DOCUMENTS or characters >= BATCH_CHARACTERS:
            yield _with_tasks(batch)
            batch = []
    if batch:
        yield _with_tasks(batch)


def _with_tasks(batch: Sequence[Staged]) -> tuple[Batch, list[Task]]:
    return Batch(tuple(batch)), [one.task for one in batch if one.task is not None]


def _documents(store: Store) -> Iterator[tuple[Document, bool]]:
    """Each chosen document, and whether its stories were given."""
    for start in range(0, store.scalar("SELECT count(*) FROM temp.reread"), _PAGE):
        for row in store.arrow(_PAGE_QUERY, [start, start + _PAGE]).to_pylist():
            if row["text"] is not None:
                yield _stored(row), row["stories_given"]
            elif row["row_json"] is not None:
                yield kept_document(row["row_json"]), False


def _stored(row: Mapping[str, Any]) -> Document:
    uri = row["uri"] or f"document:{row['document_id']}"
    return Document(
        document_id=row["document_id"],
        name=row["name"] or PurePosixPath(unquote(urlsplit(uri).path)).name or uri,
        uri=uri,
        media_type=row["media_type"],
        text=row["text"],
        metadata=Metadata(
            row["title"], row["byline"], row["publisher"], row["published"], row["published_precision"],
            row["stated_language"], row["stated_reason"], row["canonical_uri"], row["retrieved_on"],
        ),
        language=row["language"],
        repaired=row["repaired"],
    )  # fmt: skip


def kept_document(row_json: str) -> Document:
    """The document that a row of `rejects` keeps whole."""
    row = json.loads(row_json)
    metadata = dict(row.get("metadata") or {})
    for name in ("published", "retrieved_on"):
        if metadata.get(name) is not None:
            metadata[name] = date.fromisoformat(metadata[name])
    return Document(
        row["document_id"], row["name"], row["uri"], row["media_type"], row["text"], Metadata(**metadata),
        row["language"], row.get("repaired"),
    )  # fmt: skip


def _given_stories(store: Store, document: Document, reference: Reference) -> tuple[Article, ...]:
    """The stories that the caller gave, as they are stored. Their regions are not: a story that today's cut finds too
    has the regions of that, any other is one body.
    """
    cut = {article.article_id: article for article in articles_of(document, reference)}
    rows = store.arrow(
        "SELECT article_id, story_start, story_end, title, byline, published_on, published_precision, "
        "published_method, published_reason, agency FROM articles WHERE document_id = ? ORDER BY story_start",
        [document.document_id],
    )
    return tuple(
        replace(
            cut.get(row["article_id"]) or _whole(document, row["story_start"], row["story_end"]),
            **row,
            publisher=document.metadata.publisher,
        )
        for row in rows.to_pylist()
    )


def _whole(document: Document, start: int, end: int) -> Article:
    regions = (Region("body", start, end),)
    return Article("", document.document_id, document.name, document.text, start, end, regions)
