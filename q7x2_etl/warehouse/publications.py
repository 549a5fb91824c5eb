"""The ledger of the pointer: which version analysts saw since when. It is written after the pointer was set."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

import duckdb

from q7x2_etl.errors import WarehouseError
from q7x2_etl.warehouse.layout import Layout
from q7x2_etl.warehouse.manifest import Manifest
from q7x2_etl.warehouse.rows import checked
from q7x2_etl.warehouse.store import Store

_log = logging.getLogger(__name__)

Occasion: TypeAlias = Literal["load", "publish", "go_back", "migrate", "found"]


@dataclass(frozen=True, slots=True)
class Publication:
    """The pointer was set to a version, from another one, for a reason."""

    version: int
    previous_version: int | None
    occasion: Occasion
    run_id: str


def record_publication(store: Store, done: Publication, layout: Layout) -> None:
    """Add the row. The pointer has been set and stays so: where the row cannot be written, that is logged, and the next
    publication adds it as `found`, as it does after a kill.
    """
    try:
        with store.transaction():
            ((n, last),) = store.connection.execute(
                "SELECT count(*), max_by(version, ordinal) FROM publications"
            ).fetchall()
            rows = [_row(n, done)]
            if done.previous_version is not None and last != done.previous_version:
                found = Publication(done.previous_version, last, "found", _run_of(layout, done.previous_version))
                rows = [_row(n, found), _row(n + 1, done)]
            store.insert_new("publications", checked(store, "publications", rows))
    except (duckdb.Error, WarehouseError) as error:
        _log.warning("version %d is published, but the ledger does not say so yet: %s", done.version, error)


def _row(ordinal: int, publication: Publication) -> dict[str, Any]:
    return {
        "ordinal": ordinal,
        "published_at": datetime.now(UTC),
        "version": publication.version,
        "previous_version": publication.previous_version,
        "occasion": publication.occasion,
        "run_id": publication.run_id,
    }


def _run_of(layout: Layout, number: int) -> str:
    try:
        return Manifest.read(layout.version(number)).run_id
    except WarehouseError:
        return "unknown"
