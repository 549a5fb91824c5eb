"""What a load takes, as one stream of inputs: paths, articles and documents in memory, and tables of any library."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias, get_args

import pyarrow as pa

from q7x2_etl.engines import Task
from q7x2_etl.errors import InputError
from q7x2_etl.model import Article, DatePrecision, Document, Metadata
from q7x2_etl.settings import Settings, columns_named
from q7x2_etl.sources import Columns, InputFiles, Origin, Reading, ReadLimits, Unread, open_files, reading_of

_FILES_AT_ONCE = 131_072  # so many are looked up by one query, which reads all that is known of files


@dataclass(frozen=True, slots=True)
class FileInputs:
    """Files that are not read yet; a file of text gives one input, one of rows one a row."""

    paths: Sequence[str]
    files: InputFiles


Incoming: TypeAlias = Task | Unread | FileInputs
LoadInput: TypeAlias = Any  # str | Path | iterable of them, of Article or of Document | any table with Arrow's C stream

_MEDIA_TYPE = "text/plain"
_PRECISIONS: tuple[DatePrecision, ...] = get_args(DatePrecision)


def incoming(inputs: LoadInput, settings: Settings | None = None) -> Iterator[Incoming]:
    """A Task or an Unread for each input, in order; where paths are given FileInputs, read later.

    `inputs` is a path (file, folder, glob) or several; or an iterable of Articles or Documents; or a pandas or polars
    DataFrame or an Arrow table with a column `text` and, where there, id, uri, title, byline, publisher, published,
    published_precision, language (or the names that the settings give, or usual ones). The metadata table and the
    limits are those of the settings. Raises InputError, before anything is read, for what is none of these.
    """
    settings = settings or Settings()
    metadata = settings.metadata
    if isinstance(inputs, str | Path):
        return _files([inputs], settings)
    if metadata is not None and hasattr(inputs, "__arrow_c_stream__"):
        raise InputError("a metadata table goes with files; give a table's own columns title, publisher, published …")
    if hasattr(inputs, "__arrow_c_stream__"):
        return _table_rows(pa.table(inputs), columns_named(settings.columns))
    if not isinstance(inputs, Iterable):
        raise InputError(f"cannot load a {type(inputs).__name__}; give paths, articles, documents or a table")
    given = list(inputs)
    if all(isinstance(one, str | Path) for one in given):
        return _files(given, settings)
    if metadata is None and all(isinstance(one, Document | Article) for one in given):
        return iter(_in_memory(given))
    kinds = ", ".join(sorted({type(one).__name__ for one in given}))
    raise InputError(f"cannot load an iterable of {kinds}; give either paths, or articles and documents")


def _files(paths: Sequence[str | Path], settings: Settings) -> Iterator[Incoming]:
    files = open_files(
        paths,
        metadata=settings.metadata,
        limits=ReadLimits.of(settings),
        columns=columns_named(settings.columns),
    )
    return (
        FileInputs(files.paths[start : start + _FILES_AT_ONCE], files)
        for start in range(0, len(files.paths), _FILES_AT_ONCE)
    )


def _read(readings: Iterable[Reading]) -> Iterator[Incoming]:
    return (one if isinstance(one, Unread) else Task(one) for one in readings)


def _in_memory(given: Sequence[Document | Article]) -> list[Incoming]:
    """Documents as they are; articles gathered by document, in the order in which the documents first occur."""
    stories: dict[str, dict[str, Article]] = {}  # by document and article: one that is given twice counts once
    documents: dict[str, Document] = {}
    tasks: list[Document] = []
    for one in given:
        if isinstance(one, Document):
            tasks.append(one)
            continue
        if one.document_id not in documents:
            document = Document(
                one.document_id, one.name, one.name, _MEDIA_TYPE, one.text, Metadata(publisher=one.publisher)
            )
            documents[one.document_id] = document
            tasks.append(document)
        stories.setdefault(one.document_id, {}).setdefault(one.article_id, one)
    return [
        Task(
            document,
            tuple(stories[document.document_id].values()) if documents.get(document.document_id) is document else None,
        )
        for document in tasks
    ]


def _table_rows(table: pa.Table, named: Mapping[str, str]) -> Iterator[Incoming]:
    columns = Columns(named, "the table", set())
    columns.settle(table.column_names)
    rows = (row for batch in table.to_batches() for row in batch.to_pylist())
    return _read(_row_reading(position, columns.of(row)) for position, row in enumerate(rows))


def _row_reading(position: int, row: Mapping[str, Any]) -> Reading:
    name = _words(row, "uri") or _words(row, "id") or f"table#{position}"
    uri = _words(row, "uri") or name
    text = row["text"]
    if text is None or (isinstance(text, float) and text != text):  # pandas writes a missing text as NaN
        return Unread(name, uri, "empty", "there is no text in it")
    if not isinstance(text, str):
        return Unread(name, uri, "unreadable", f"'text' is {type(text).__name__}, not a string")
    return reading_of(text, Origin(name, uri, _MEDIA_TYPE), _row_metadata(position, row))


def _row_metadata(position: int, row: Mapping[str, Any]) -> Metadata:
    published = _day(position, row.get("published"))
    word = _words(row, "published_precision")
    precision = next((known for known in _PRECISIONS if known == word), None)
    if word is not None and precision is None:
        allowed = ", ".join(_PRECISIONS)
        raise InputError(f"table, row {position}: unknown published_precision {word!r}; use one of {allowed}")
    return Metadata(
        title=_words(row, "title"),
        byline=_words(row, "byline"),
        publisher=_words(row, "publisher"),
        published=published,
        published_precision=precision or ("day" if published else None),
        language=_words(row, "language"),
    )


def _day(position: int, value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise InputError(f"table, row {position}: 'published' is no date: {value!r}; write YYYY-MM-DD") from error


def _words(row: Mapping[str, Any], column: str) -> str | None:
    value = row.get(column)
    return None if value is None else str(value).strip() or None
