"""The SQL of this room: files in `sql/`."""

from functools import cache
from importlib.resources import files


@cache
def script(name: str) -> str:
    """The text of `sql/<name>.sql`."""
    return (files("q7x2_etl.resolution") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
