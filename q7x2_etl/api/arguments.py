"""Arguments by name that stand for settings: where one is None or not given, the setting holds."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias, TypedDict

Columns: TypeAlias = Mapping[str, str] | str | None


class RereadArguments(TypedDict, total=False):
    """Those of whatever extracts into a warehouse."""

    reference: str | Path | None
    workers: int | None
    wait: float | None


class LoadArguments(RereadArguments, total=False):
    """Those of a load."""

    metadata: str | Path | None
    rehash: bool | None
    columns: Columns
    settle: float | None
    since: str | date | timedelta | None
