"""`q7x2-etl reextract`."""

from q7x2_etl.cli import options
from q7x2_etl.cli.settled import takes
from q7x2_etl.settings import Resolved


@takes("reference", "workers", "warehouse", "wait", "log_format", "quiet")
def reextract(
    resolved: Resolved,
    where: options.WhereDocuments = None,
    everything: options.CurrentToo = False,
    dry_run: options.DryRun = False,
    as_json: options.AsJson = False,
    force: options.Force = False,
) -> None:
    """Read stored texts again by today's rules, replace what they gave, and show what changed."""
    from q7x2_etl.cli.changes import rereading, tell_reread

    with rereading(resolved) as (opened, count):
        result = opened.reextract(where, everything=everything, dry_run=dry_run, progress=count, force=force)
    tell_reread(result, as_json)
