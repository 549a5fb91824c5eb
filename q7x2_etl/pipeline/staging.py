"""From the stream of inputs to batches: what is new goes to extraction, the rest has its outcome already."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import merge

import pyarrow as pa
import pyarrow.compute as pc

from q7x2_etl.engines import Task
from q7x2_etl.model import Document, Metadata, Outcome
from q7x2_etl.pipeline.arriving import Arrival, FileRead
from q7x2_etl.pipeline.passing_over import PassedOver
from q7x2_etl.sources import Unread
from q7x2_etl.warehouse import Store
from q7x2_etl.warehouse.quarantine import not_survived

BATCH_DOCUMENTS = 16  # what one worker gets at a time: small, so that few documents too are shared out among workers
BATCH_CHARACTERS = 1_000_000
# What is looked up in the store by one query: no more is read ahead of the extraction.
_LOOKED_UP_INPUTS = 512
_LOOKED_UP_CHARACTERS = 4_000_000
_ENGLISH = "en"
_DUPLICATE = "the same text came earlier in this load"


@dataclass(frozen=True, slots=True)
class Staged:
    """One input with its place in the load. Without an outcome it goes to extraction as `task`.

    `document` is there where its text may have to be stored; of one that came before `known_id` and what was stated of
    it are enough. An input of a file that is `passed_over` has its rows from an earlier load, those of origin too.
    """

    ordinal: int
    name: str
    uri: str
    document: Document | None
    outcome: Outcome | None = None
    reason: str | None = None
    task: Task | None = None
    known_id: str | None = None
    stated: Metadata | None = None
    file: FileRead | None = None
    passed_over: bool = False

    @property
    def document_id(self) -> str | None:
        """The document that the input is; None where it could not be read."""
        return self.known_id if self.document is None else self.document.document_id


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs that are written together: those by themselves, and tables of those that are passed over (the columns of
    PassedOver, with ordinal, outcome and reason).
    """

    inputs: tuple[Staged, ...]
    passed_over: tuple[pa.Table, ...] = ()

    @property
    def n_passed_over(self) -> int:
        return sum(rows.num_rows for rows in self.passed_over)

    def names(self) -> Iterator[str]:
        """How the inputs are called, in order."""
        own = ((one.ordinal, one.name) for one in self.inputs)
        return (name for _, name in merge(own, *map(_named, self.passed_over)))


def _named(rows: pa.Table) -> Iterator[tuple[int, str]]:
    return zip(rows.column("ordinal").to_pylist(), rows.column("name").to_pylist(), strict=True)


def batches(
    stream: Iterable[Arrival | PassedOver], store: Store, *, retry: bool = False
) -> Iterator[tuple[Batch, Sequence[Task]]]:
    """The stream in batches, each with the tasks in it that need extraction.

    A text whose document is stored already is unchanged; one that came before in this load is a duplicate.
    One that no worker process survived in an earlier run stays in quarantine, unless this is a `retry`.
    """
    seen: set[str] = set()
    for group in _groups(stream):
        yield from _cut(_staged(group, store, seen, retry))


def _groups(stream: Iterable[Arrival | PassedOver]) -> Iterator[list[tuple[int, Arrival | PassedOver]]]:
    group: list[tuple[int, Arrival | PassedOver]] = []
    ordinal = n_inputs = characters = 0
    for one in stream:
        group.append((ordinal, one))
        n = one.n_inputs if isinstance(one, PassedOver) else 1
        ordinal, n_inputs = ordinal + n, n_inputs + n
        characters += len(one.what.document.text) if isinstance(one, Arrival) and isinstance(one.what, Task) else 0
        if n_inputs >= _LOOKED_UP_INPUTS or characters >= _LOOKED_UP_CHARACTERS:
            yield group
            group, n_inputs, characters = [], 0, 0
    if group:
        yield group


def _cut(staged: Iterable[Staged | pa.Table]) -> Iterator[tuple[Batch, Sequence[Task]]]:
    """Batches of so much work; inputs that need none go along with the next that does."""
    inputs: list[Staged] = []
    passed: list[pa.Table] = []
    tasks: list[Task] = []
    characters = 0
    for one in staged:
        if not isinstance(one, Staged):
            passed.append(one)
            continue
        inputs.append(one)
        if one.task is not None:
            tasks.append(one.task)
            characters += len(one.task.document.text)
        if len(tasks) >= BATCH_DOCUMENTS or characters >= BATCH_CHARACTERS:
            yield Batch(tuple(inputs), tuple(passed)), tasks
            inputs, passed, tasks, characters = [], [], [], 0
    if inputs or passed:
        yield Batch(tuple(inputs), tuple(passed)), tasks


def _staged(
    group: Sequence[tuple[int, Arrival | PassedOver]], store: Store, seen: set[str], retry: bool
) -> Iterator[Staged | pa.Table]:
    tasks = [one.what for _, one in group if isinstance(one, Arrival) and isinstance(one.what, Task)]
    documents = store.known("documents", "document_id", [task.document.document_id for task in tasks])
    articles = store.known("articles", "article_id", [a.article_id for task in tasks for a in task.articles or ()])
    fatal = {} if retry else not_survived(store, [task.document.document_id for task in tasks])
    for ordinal, one in group:
        if isinstance(one, PassedOver):
            yield _unchanged(ordinal, one.rows, seen)
            continue
        what = one.what
        if isinstance(what, Unread):
            yield Staged(ordinal, what.name, what.uri, None, what.outcome, what.reason, file=one.file)
            continue
        if isinstance(what, Task):
            document = what.document
            staged = Staged(ordinal, document.name, document.uri, document, file=one.file)
            task = _what_is_new(what, articles) if document.document_id in documents else what
        else:
            staged = Staged(
                ordinal, what.name, what.uri, None, known_id=what.document_id, file=one.file, passed_over=True
            )
            task = None
        document_id = staged.document_id or ""
        if document_id in seen:
            staged = replace(staged, outcome="duplicate", reason=_DUPLICATE)
            yield _without_text(staged)
        elif task is None:
            yield _without_text(replace(staged, outcome="unchanged"))
        elif document_id in fatal:
            reason = f"not tried again (an earlier run: {fatal[document_id]})"
            yield _without_text(replace(staged, outcome="quarantined", reason=reason))
        elif (language := task.document.language) is not None and language.split("-")[0] != _ENGLISH:
            yield replace(staged, outcome="not_english", reason=f"its language is {language!r}; only English is read")
        else:
            task = _fetched_by(task, date.today())
            yield replace(staged, document=task.document, task=task)
        seen.add(document_id)


def _unchanged(ordinal: int, rows: pa.Table, seen: set[str]) -> pa.Table:
    """The rows with their places in the load and their outcomes."""
    ids, n_before = rows.column("document_id").to_pylist(), len(seen)
    again: list[bool] = []
    for document_id in ids:
        again.append(document_id in seen)
        seen.add(document_id)
    outcome: pa.Array = pa.repeat("unchanged", len(ids))
    reason: pa.Array = pa.nulls(len(ids), pa.string())
    if len(seen) < n_before + len(ids):
        outcome = pc.if_else(pa.array(again), "duplicate", outcome)
        reason = pc.if_else(pa.array(again), _DUPLICATE, reason)
    ordinals = pa.array(range(ordinal, ordinal + len(ids)), pa.int32())
    for name, column in (("ordinal", ordinals), ("outcome", outcome), ("reason", reason)):
        rows = rows.append_column(name, column)
    return rows


def _fetched_by(task: Task, today: date) -> Task:
    """The task of a document whose source does not say when it was fetched: today, so no story in it is of tomorrow."""
    document = task.document
    if document.metadata.retrieved_on is not None:
        return task
    return replace(task, document=replace(document, metadata=replace(document.metadata, retrieved_on=today)))


def _without_text(staged: Staged) -> Staged:
    document = staged.document
    if document is None:
        return staged
    return replace(staged, document=None, known_id=document.document_id, stated=document.metadata)


def _what_is_new(task: Task, known_articles: set[str]) -> Task | None:
    """Of a stored document: the articles given by the caller that are not stored yet; None where there are none."""
    new = tuple(article for article in task.articles or () if article.article_id not in known_articles)
    return replace(task, articles=new) if new else None
