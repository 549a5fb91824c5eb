"""Runs batches in this process or in a pool of processes; what comes out does not depend on which.

Worker processes are spawned, never forked (a fork would copy open databases and locks), so a program that asks for more
than one worker must guard its main module with `if __name__ == "__main__":`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from q7x2_etl.contract import canary
from q7x2_etl.engines.batch import Extraction, Task, extract_tasks
from q7x2_etl.engines.settings import EngineSettings, build_tools
from q7x2_etl.errors import InputError

Ticket = TypeVar("Ticket")


def _never() -> bool:
    return False


def run_batches(
    batches: Iterable[tuple[Ticket, Sequence[Task]]],
    settings: EngineSettings,
    stopping: Callable[[], bool] = _never,
) -> Iterator[tuple[Ticket, list[Extraction]]]:
    """Each batch's extractions with the ticket that came with it, in the order of the batches.

    With workers, some batches are read ahead of the results; those in flight when `stopping` becomes true are dropped
    and nothing more comes. A text that no worker process survives gives an extraction that says so (`fatal`).

    Raises InputError for fewer than one worker, ValidationDisabledError when validation is off,
    Q7Error when workers cannot be started or survive no text at all.
    """
    if settings.workers < 1:
        raise InputError(f"workers is {settings.workers}; give 1 or more")
    canary()
    if settings.workers == 1 and not settings.isolated:
        tools = build_tools(settings)
        return ((ticket, extract_tasks(tasks, tools)) for ticket, tasks in batches)
    from q7x2_etl.engines.pool import Pool  # a process that extracts by itself does without

    return Pool[Ticket](settings, stopping).run(batches)
