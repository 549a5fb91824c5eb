"""Which column of a table is which of ours: `text=body,published=date`."""

from collections.abc import Mapping
from typing import Any

COLUMNS = ("text", "title", "published", "published_precision", "uri", "id", "publisher", "byline", "language")


def columns_named(given: str | Mapping[str, str] | None) -> dict[str, str]:
    """The caller's columns by ours. Raises ValueError for what names none of ours, or one of them twice."""
    if not given:
        return {}
    pairs = list(given.items()) if isinstance(given, Mapping) else [_pair(part) for part in given.split(",")]
    named = {str(ours).strip(): str(theirs).strip() for ours, theirs in pairs}
    if len(named) < len(pairs) or not all(theirs and ours in COLUMNS for ours, theirs in named.items()):
        raise ValueError
    return named


def columns_in_words(given: Any) -> str:
    """The same in one line, as settings keep it. Raises ValueError for what it cannot be."""
    if not isinstance(given, str | Mapping):
        raise ValueError
    return ",".join(f"{ours}={theirs}" for ours, theirs in columns_named(given).items())


def _pair(part: str) -> tuple[str, str]:
    ours, _, theirs = part.partition("=")
    return ours, theirs
