"""A report of the published snapshot as the value that extraction made of it."""

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from q7x2_etl.errors import InputError
from q7x2_etl.model import Actor, Article, Casualty, Claim, Document, Evidence, Metadata, Report, Target

if TYPE_CHECKING:
    from q7x2_etl import Warehouse

_CHILDREN: Mapping[str, tuple[str, type]] = {
    "actors": ("report_actors", Actor),
    "casualties": ("report_casualties", Casualty),
    "targets": ("report_targets", Target),
    "claims": ("report_claims", Claim),
    "evidence": ("evidence", Evidence),
}


def stored_report(warehouse: Path, wanted: str, reference: Path | None = None) -> tuple[str, Article | None, Report]:
    """The one stored report whose id begins with `wanted`, its article, and where its text came from.

    The article is the stored text as sources read it today; None where that finds no such story in it.
    Raises `InputError` when there is none, or when several ids begin so.
    """
    from q7x2_etl import Warehouse

    with Warehouse(warehouse) as opened:
        found = _rows(opened, "SELECT * FROM reports WHERE starts_with(report_id, ?) LIMIT 2", wanted)
        if len(found) != 1:
            problem = "several reports have ids that begin" if found else "no report has an id that begins"
            raise InputError(f"{warehouse}: {problem} with {wanted!r}; list them: q7x2-etl sql 'FROM reports'")
        columns = found[0]
        report_id = columns["report_id"]
        children: dict[str, Any] = {
            name: tuple(kind(**_known(kind, row)) for row in _rows(opened, _CHILD_QUERY.format(table), report_id))
            for name, (table, kind) in _CHILDREN.items()
        }
        origins = _rows(opened, _ORIGIN_QUERY, columns["article_id"])
        stories = _rows(opened, _STORY_QUERY, columns["article_id"])
    origin = str(origins[0]["uri"]) if origins else str(columns["article_id"])
    article = _article(stories[0], origin, reference) if stories else None
    return origin, article, Report(**_known(Report, columns), **children)


_CHILD_QUERY = "SELECT * FROM {} WHERE report_id = ? ORDER BY ALL"
_ORIGIN_QUERY = """
    SELECT uri FROM document_sources JOIN articles USING (document_id)
    WHERE article_id = ? ORDER BY retrieved_at LIMIT 1
"""


_STORY_QUERY = "SELECT * FROM articles JOIN documents USING (document_id) WHERE article_id = ?"


def _article(story: Mapping[str, Any], origin: str, reference: Path | None) -> Article | None:
    """The stored story with its regions, which are not stored; its date and title are those it was loaded with."""
    from q7x2_etl.reference import Reference
    from q7x2_etl.sources import articles_of

    document = Document(
        document_id=story["document_id"],
        name=origin,
        uri=origin,
        media_type=story["media_type"],
        text=story["text"],
        metadata=Metadata(title=story["title"]),
    )
    found = articles_of(document, None if reference is None else Reference.load(reference))
    dated = ("published_on", "published_precision", "published_method", "published_reason")
    known = {name: story[name] for name in dated}
    return next((replace(a, **known) for a in found if a.article_id == story["article_id"]), None)


def _rows(warehouse: "Warehouse", query: str, parameter: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = warehouse.sql(query, [parameter]).to_arrow_table().to_pylist()
    return rows


def _known(kind: type, row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that are fields of the noun; the tables have a few more (report_id, run_id)."""
    names = {f.name for f in fields(kind)}
    return {name: value for name, value in row.items() if name in names}
