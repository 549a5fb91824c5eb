"""A wrong name is answered with the right one."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(wrong: str, known: Iterable[str]) -> str:
    """` (did you mean 'workers'?)`, or nothing where no known name is near."""
    found = get_close_matches(wrong, list(known), n=1)
    return f" (did you mean {found[0]!r}?)" if found else ""
