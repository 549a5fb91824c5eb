"""Tasks and extractions as Arrow record batches: what passes between processes, and between machines.

`TASKS` and `EXTRACTIONS` are the schemas, one row a document in both. In EXTRACTIONS each article has its reports as
nested records in the contract's own form, and no text: that is the document's, which the caller has.

A row with a value that does not fit its column (an extractor that gives a float for a count, a text with half a
character) travels whole in the column `pickled`, so that the contract's check sees it as it was. Only results of one's
own workers may be read back.
"""

import pickle
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import TypeVar

import pyarrow as pa

from q7x2_etl.engines.batch import Extraction, Task
from q7x2_etl.engines.columns import Names, Part, UnfitValueError, as_lists, cut_again, shape_of
from q7x2_etl.model import Article, Document, Evidence, Report

Row = TypeVar("Row")

# The contract's nested form has other names for these; a test holds the two together.
_NAMES: Names = {Evidence: {"span_start": "start", "span_end": "end"}}
_FIRST_CHILD = "actors"  # the contract puts `article`, the name of the input, before a report's lists

_DOCUMENT = shape_of(Document, _NAMES)
_ARTICLE = shape_of(Article, _NAMES, without=["text"])
_TEXT_PLACE = [field.name for field in fields(Article)].index("text")
_REPORT = shape_of(Report, _NAMES)
_OWN_TEXT = Part("text", "text", nullable=True)
_REPORTS_ONLY = Part("reports_only", "reports_only", python=bool)
_DOCUMENT_ID = Part("document_id", "document_id")
_ERROR = Part("error", "error", nullable=True)
_FATAL = Part("fatal", "fatal", python=bool)
_PICKLED = pa.field("pickled", pa.binary())

_ARTICLE_FIELDS = [*_ARTICLE.fields, pa.field("text", pa.string())]


def _list_of(name: str, struct_fields: list[pa.Field], *, nullable: bool) -> pa.Field:
    return pa.field(name, pa.list_(pa.field("item", pa.struct(struct_fields), nullable=False)), nullable=nullable)


def _nested_report() -> list[pa.Field]:
    flat = list(_REPORT.fields)
    flat.insert([field.name for field in flat].index(_FIRST_CHILD), pa.field("article", pa.string(), nullable=False))
    return flat


_REPORT_FIELDS = _nested_report()
_TOLD_FIELDS = [*_ARTICLE_FIELDS, _list_of("reports", _REPORT_FIELDS, nullable=False)]

TASKS = pa.schema(
    [
        *_DOCUMENT.fields,
        _list_of("articles", _ARTICLE_FIELDS, nullable=True),
        pa.field("reports_only", pa.bool_(), nullable=False),
        _PICKLED,
    ]
)
EXTRACTIONS = pa.schema(
    [
        pa.field("document_id", pa.string(), nullable=False),
        _list_of("articles", _TOLD_FIELDS, nullable=False),
        pa.field("error", pa.string()),
        pa.field("fatal", pa.bool_(), nullable=False),
        _PICKLED,
    ]
)


def tasks_to_arrow(tasks: Sequence[Task]) -> pa.RecordBatch:
    """One row a task, in the schema TASKS. An article's `text` is null where it is the document's."""
    placeholder = Task(Document("", "", "", "", ""))
    return _to_arrow(tasks, TASKS, _task_columns, placeholder)


def tasks_of(batch: pa.RecordBatch) -> list[Task]:
    """The tasks of a batch in the schema TASKS."""
    columns = _by_name(batch, TASKS)
    documents = _DOCUMENT.rows([columns[field.name] for field in _DOCUMENT.fields])
    told = columns["articles"]
    texts = [
        document.text
        for document, count in zip(documents, told.value_lengths().to_pylist(), strict=True)
        for _ in range(count or 0)
    ]
    articles = cut_again(told, _articles(told.flatten().flatten(), texts))
    rows = list(map(Task, documents, articles, columns["reports_only"].to_pylist()))
    return _unpickled(rows, columns["pickled"])


def extractions_to_arrow(extractions: Sequence[Extraction], texts: Sequence[str]) -> pa.RecordBatch:
    """One row an extraction, in the schema EXTRACTIONS; `texts` are those of its documents."""
    rows = list(zip(extractions, texts, strict=True))
    return _to_arrow(rows, EXTRACTIONS, _extraction_columns, (Extraction(""), ""))


def extractions_of(batch: pa.RecordBatch, texts: Sequence[str]) -> list[Extraction]:
    """The extractions of a batch in the schema EXTRACTIONS, with the texts of its documents put back."""
    columns = _by_name(batch, EXTRACTIONS)
    told = columns["articles"]
    counts = told.value_lengths().to_pylist()
    of_articles = told.flatten().flatten()
    spread = [text for text, count in zip(texts, counts, strict=True) for _ in range(count)]
    articles = cut_again(told, _articles(of_articles, spread))
    lists = of_articles[-1]
    structs = lists.flatten()
    reports_flat = _REPORT.rows([structs.field(field.name) for field in _REPORT.fields])
    reports = cut_again(told, list(cut_again(lists, reports_flat)))
    plain = (columns[name].to_pylist() for name in ("error", "fatal"))
    rows = list(map(Extraction, columns["document_id"].to_pylist(), articles, reports, *plain))
    return [row if isinstance(row, Extraction) else row[0] for row in _unpickled(rows, columns["pickled"])]


def _to_arrow(
    rows: Sequence[Row], schema: pa.Schema, to_columns: Callable[[Sequence[Row]], list[pa.Array]], placeholder: Row
) -> pa.RecordBatch:
    """The batch of rows of which those that do not fit are pickled."""
    pickled: list[bytes | None] = [None] * len(rows)
    try:
        columns = to_columns(rows)
    except UnfitValueError:
        fitting = list(rows)
        for position, row in enumerate(rows):
            try:
                to_columns([row])
            except UnfitValueError:
                pickled[position] = pickle.dumps(row)
                fitting[position] = placeholder
        columns = to_columns(fitting)
    return pa.RecordBatch.from_arrays([*columns, pa.array(pickled, pa.binary())], schema=schema)


def _unpickled(rows: list[Row], pickled: pa.Array) -> list[Row]:
    if pickled.null_count == len(pickled):
        return rows
    return [
        row if content is None else pickle.loads(content)
        for row, content in zip(rows, pickled.to_pylist(), strict=True)
    ]


def _task_columns(tasks: Sequence[Task]) -> list[pa.Array]:
    texts = [task.document.text for task in tasks for _ in task.articles or ()]
    given = [article for task in tasks for article in task.articles or ()]
    columns = _article_columns(given, texts)
    return [
        *_DOCUMENT.columns([task.document for task in tasks]),
        as_lists([task.articles for task in tasks], _structs(columns, _ARTICLE_FIELDS)),
        _REPORTS_ONLY.encode([task.reports_only for task in tasks]),
    ]


def _extraction_columns(rows: Sequence[tuple[Extraction, str]]) -> list[pa.Array]:
    extractions = [one for one, _ in rows]
    if any(len(one.articles) != len(one.reports) for one in extractions):
        raise UnfitValueError("reports: not one tuple an article")
    texts = [text for one, text in rows for _ in one.articles]
    articles = [article for one in extractions for article in one.articles]
    told = [reports for one in extractions for reports in one.reports]
    names = [article.name for article, reports in zip(articles, told, strict=True) for _ in reports]
    flat = _report_structs([report for reports in told for report in reports], names)
    of_articles = [*_article_columns(articles, texts), as_lists(told, flat)]
    return [
        _DOCUMENT_ID.encode([one.document_id for one in extractions]),
        as_lists([one.articles for one in extractions], _structs(of_articles, _TOLD_FIELDS)),
        _ERROR.encode([one.error for one in extractions]),
        _FATAL.encode([one.fatal for one in extractions]),
    ]


def _report_structs(reports: Sequence[Report], names: Sequence[str]) -> pa.StructArray:
    """Reports in the contract's nested form, of which `names` are the articles."""
    columns = dict(zip((field.name for field in _REPORT.fields), _REPORT.columns(reports), strict=True))
    columns["article"] = pa.array(names, pa.string())
    return _structs([columns[field.name] for field in _REPORT_FIELDS], _REPORT_FIELDS)


def _article_columns(articles: Sequence[Article], texts: Sequence[str]) -> list[pa.Array]:
    own = [None if article.text == text else article.text for article, text in zip(articles, texts, strict=True)]
    return [*_ARTICLE.columns(articles), _OWN_TEXT.encode(own)]


def _articles(columns: Sequence[pa.Array], texts: Sequence[str]) -> list[Article]:
    """The articles of such columns, each with its own text or the one of its document."""
    values = [part.decode(column) for part, column in zip(_ARTICLE.parts, columns, strict=False)]
    own = columns[len(_ARTICLE.parts)].to_pylist()
    of_each = [text if mine is None else mine for mine, text in zip(own, texts, strict=True)]
    return list(map(Article, *values[:_TEXT_PLACE], of_each, *values[_TEXT_PLACE:]))


def _structs(columns: Sequence[pa.Array], of: list[pa.Field]) -> pa.StructArray:
    return pa.StructArray.from_arrays(columns, fields=of)


def _by_name(batch: pa.RecordBatch, schema: pa.Schema) -> dict[str, pa.Array]:
    """The columns of a batch that may have been read elsewhere, in other widths or another order."""
    if batch.schema.names != schema.names:
        batch = batch.select(schema.names)
    if batch.schema != schema:
        batch = batch.cast(schema)
    return dict(zip(schema.names, batch.columns, strict=True))
