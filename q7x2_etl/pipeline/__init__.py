"""The load: read, extract, check, write, resolve, publish; and its LoadResult."""

from q7x2_etl.pipeline.incoming import Incoming, LoadInput, incoming
from q7x2_etl.pipeline.loading import LoadOptions, load
from q7x2_etl.pipeline.migrating import Migration, migrate
from q7x2_etl.pipeline.rereading import RereadOptions, RereadResult, reextract, retry_rejects
from q7x2_etl.pipeline.result import LoadResult
from q7x2_etl.pipeline.running import Progress

__all__ = [
    "Incoming", "LoadInput", "LoadOptions", "LoadResult", "Migration", "Progress", "RereadOptions", "RereadResult",
    "incoming", "load", "migrate", "reextract", "retry_rejects",
]  # fmt: skip
