"""The warehouse on disk: the writer's store, its ledger and lock, the published versions, and the views in them."""

from q7x2_etl.warehouse.layout import Layout
from q7x2_etl.warehouse.lock import WriterLock
from q7x2_etl.warehouse.publish import PublishedVersion, publish
from q7x2_etl.warehouse.rows import checked
from q7x2_etl.warehouse.snapshot import Snapshot
from q7x2_etl.warehouse.store import Scope, Store
from q7x2_etl.warehouse.versions import Version, versions

__all__ = [
    "Layout",
    "PublishedVersion",
    "Scope",
    "Snapshot",
    "Store",
    "Version",
    "WriterLock",
    "checked",
    "publish",
    "versions",
]
