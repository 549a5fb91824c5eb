"""News text in, a conflict-incident database out, every cell traceable to the words it rests on.

    import q7x2_etl as q7
    q7.extract("… text …", published="2018-08-10")     # -> list[Report], nothing stored
    with q7.Warehouse("warehouse") as wh:
        wh.load("inbox/")
        wh.sql("SELECT * FROM incidents")

Names are loaded when they are first used, so that `import q7x2_etl` is quick and pulls in no database.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from q7x2_etl.api import Warehouse, extract, read
    from q7x2_etl.contract import reports_to_arrow
    from q7x2_etl.model import Article, Document, Report
    from q7x2_etl.pipeline import LoadResult
    from q7x2_etl.settings import Gate, Settings

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Document",
    "Gate",
    "LoadResult",
    "Report",
    "Settings",
    "Warehouse",
    "__version__",
    "extract",
    "read",
    "reports_to_arrow",
]

_HOMES = {
    "Article": "q7x2_etl.model",
    "Document": "q7x2_etl.model",
    "Gate": "q7x2_etl.settings",
    "LoadResult": "q7x2_etl.pipeline",
    "Report": "q7x2_etl.model",
    "Settings": "q7x2_etl.settings",
    "Warehouse": "q7x2_etl.api",
    "extract": "q7x2_etl.api",
    "read": "q7x2_etl.api",
    "reports_to_arrow": "q7x2_etl.contract",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it offers {', '.join(__all__)}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
