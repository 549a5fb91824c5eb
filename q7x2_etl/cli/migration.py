"""How a migration is told."""

import typer

from q7x2_etl.cli.printing import print_json
from q7x2_etl.pipeline import Migration


def print_migration(done: Migration, as_json: bool) -> None:
    """A line for each change, then what came of it."""
    if as_json:
        print_json(done.to_dict(), indent=2)
        return
    for line in _lines(done):
        typer.echo(line)


def _lines(done: Migration) -> list[str]:
    published = [] if done.published is None else [f"published as version {done.published}"]
    if not done.steps:
        return [f"the warehouse keeps contract version {done.to_version} already", *published]
    lines = [f"contract version {done.from_version} -> {done.to_version}"]
    for number, (says, *changes) in done.steps.items():
        lines += [f"{number}: {says}", *(f"   {change}" for change in changes)]
    if done.dry_run:
        return [*lines, "nothing was changed; without --dry-run it is done"]
    lines.append(f"backup: {done.backup}")
    lines += [f"rejects: {n} rows of {table}, see the table rejects" for table, n in done.rejects.items()]
    return [*lines, *(published or ["nothing was published: the next load publishes what is stored"])]
