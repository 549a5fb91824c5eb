"""From the stream of inputs to batches: what is new goes to extraction, the rest has its outcome already."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from q7x2_etl.engines import Task
from q7x2_etl.model import Document, Outcome
from q7x2_etl.pipeline.incoming import Incoming
from q7x2_etl.sources import Unread
from q7x2_etl.warehouse import Store
from q7x2_etl.warehouse.quarantine import not_survived

BATCH_DOCUMENTS = 16  # what one worker gets at a time: small, so that few documents too are shared out among workers
BATCH_CHARACTERS = 1_000_000
_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Staged:
    """One input with its place in the load. Without an outcome it goes to extraction as `task`."""

    ordinal: int
    name: str
    uri: str
    document: Document | None
    outcome: Outcome | None = None
    reason: str | None = None
    task: Task | None = None


Batch = tuple[Staged, ...]


def batches(stream: Iterable[Incoming], store: Store, *, retry: bool = False) -> Iterator[tuple[Batch, Sequence[Task]]]:
    """The stream in batches, each with the tasks in it that need extraction.

    A text whose document is stored already is unchanged; one that came before in this load is a duplicate.
    One that no worker process survived in an earlier run stays in quarantine, unless this is a `retry`.
    """
    seen: set[str] = set()
    for chunk in _chunks(stream):
        staged = tuple(_staged(chunk, store, seen, retry))
        yield staged, [one.task for one in staged if one.task is not None]


def _chunks(stream: Iterable[Incoming]) -> Iterator[list[tuple[int, Incoming]]]:
    chunk: list[tuple[int, Incoming]] = []
    characters = 0
    for ordinal, one in enumerate(stream):
        chunk.append((ordinal, one))
        characters += len(one.document.text) if isinstance(one, Task) else 0
        if len(chunk) >= BATCH_DOCUMENTS or characters >= BATCH_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _staged(chunk: Sequence[tuple[int, Incoming]], store: Store, seen: set[str], retry: bool) -> Iterator[Staged]:
    tasks = [one for _, one in chunk if isinstance(one, Task)]
    documents = store.known("documents", "document_id", [task.document.document_id for task in tasks])
    articles = store.known("articles", "article_id", [a.article_id for task in tasks for a in task.articles or ()])
    fatal = {} if retry else not_survived(store, [task.document.document_id for task in tasks])
    for ordinal, one in chunk:
        if isinstance(one, Unread):
            yield Staged(ordinal, one.name, one.uri, None, one.outcome, one.reason)
            continue
        document = one.document
        staged = Staged(ordinal, document.name, document.uri, document)
        task = _what_is_new(one, articles) if document.document_id in documents else one
        if document.document_id in seen:
            yield replace(staged, outcome="duplicate", reason="the same text came earlier in this load")
        elif task is None:
            yield replace(staged, outcome="unchanged")
        elif document.document_id in fatal:
            reason = f"not tried again (an earlier run: {fatal[document.document_id]})"
            yield replace(staged, outcome="quarantined", reason=reason)
        elif document.language is not None and document.language.split("-")[0] != _ENGLISH:
            reason = f"its language is {document.language!r}; only English is read"
            yield replace(staged, outcome="not_english", reason=reason)
        else:
            yield replace(staged, task=task)
        seen.add(document.document_id)


def _what_is_new(task: Task, known_articles: set[str]) -> Task | None:
    """Of a stored document: the articles given by the caller that are not stored yet; None where there are none."""
    new = tuple(article for article in task.articles or () if article.article_id not in known_articles)
    return replace(task, articles=new) if new else None
