"""What is going on, on stderr, while long work runs; gone when it is done."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from q7x2_etl.model import Article, Report


@contextmanager
def counter(doing: str, shown: bool) -> Iterator[Callable[[int, str], None]]:
    """A function to call with the inputs done so far and the name of the last; it draws only on a terminal."""
    if not (shown and sys.stderr.isatty()):
        yield lambda done, name: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:.0f} done"),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[name]}"),
    )
    # rich would send what is printed to stdout to its own console, which is stderr here.
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task(doing, total=None, name="")
        yield lambda done, name: progress.update(task, completed=done, name=name.replace("[", r"\["))


def counted(
    told: Iterable[tuple[Article, list[Report]]], doing: str, shown: bool
) -> Iterator[tuple[Article, list[Report]]]:
    """The same articles and reports, counted on stderr as they pass."""
    with counter(doing, shown) as count:
        for done, (article, reports) in enumerate(told, start=1):
            count(done, article.name)
            yield article, reports
