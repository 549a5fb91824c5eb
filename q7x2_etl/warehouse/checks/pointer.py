"""The one pointer and the two names that lead through it."""

from collections.abc import Iterator
from pathlib import Path

from q7x2_etl.warehouse.checks.finding import Finding, error, listed, ok, warning
from q7x2_etl.warehouse.layout import DATABASE_NAME, PARQUET_NAME, TEMPORARY_PREFIX, Layout

_SUBJECT = "published"


def check_pointer(layout: Layout) -> Iterator[Finding]:
    """`current` leads to a version that is there; `q7x2.duckdb` and `parquet` lead through it."""
    there = layout.versions_there()
    mend = f"q7x2-etl restore --warehouse {layout.root}"
    if layout.current_version() is None:
        if there:
            seen = (
                f"{layout.current} leads to no version ({_shown(layout.current)}); there are {listed(map(str, there))}"
            )
            yield error("pointer", _SUBJECT, seen, mend)
        else:
            seen = "nothing is published yet"
            yield warning("pointer", _SUBJECT, seen, f"q7x2-etl load PATH --warehouse {layout.root}")
        return
    yield ok("pointer", _SUBJECT, f"current leads to version {layout.current_version()}")
    wrong = [
        f"{link.name} ({_shown(link)})"
        for link, target in ((layout.database, DATABASE_NAME), (layout.parquet, PARQUET_NAME))
        if not link.is_symlink() or link.readlink() != Path("current") / target
    ]
    if wrong:
        yield error("links", _SUBJECT, f"these do not lead through current: {listed(wrong)}", mend)
    else:
        yield ok("links", _SUBJECT, f"{DATABASE_NAME} and {PARQUET_NAME} lead through current")
    if left := [path.name for path in layout.versions.glob(f"{TEMPORARY_PREFIX}*")]:
        seen = f"a publish that was cut short left {listed(left)}; the next one clears it away"
        yield ok("leftovers", _SUBJECT, seen)


def _shown(link: Path) -> str:
    if link.is_symlink():
        return f"it leads to {link.readlink()}"
    return "it is no symbolic link" if link.exists() else "it is not there"
