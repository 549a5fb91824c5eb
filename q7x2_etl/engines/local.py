"""Runs batches in this process or in a pool of processes; what comes out does not depend on which.

Worker processes are spawned, never forked (a fork would copy open databases and locks), so a program that asks for more
than one worker must guard its main module with `if __name__ == "__main__":`.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from q7x2_etl.contract import canary
from q7x2_etl.engines.batch import Extraction, Task, extract_batch
from q7x2_etl.errors import InputError, Q7Error
from q7x2_etl.garbage import collect_rarely, collector_paused
from q7x2_etl.log_lines import as_parent_does
from q7x2_etl.reference import Reference

if TYPE_CHECKING:
    from q7x2_etl.extraction import Extractor

Ticket = TypeVar("Ticket")
_AHEAD = 2  # batches in flight for each worker: one at work, one waiting, so that reading cannot run far ahead


@dataclass(frozen=True)
class EngineSettings:
    """How to extract: with which extractor (None: the default one over `reference`), and in how many processes."""

    reference: Path | None = None
    extractor: "Extractor | None" = None
    workers: int = 1


def build_extractor(settings: EngineSettings, reference: Reference) -> "Extractor":
    """The extractor that the settings ask for."""
    if settings.extractor is not None:
        return settings.extractor
    with collector_paused():
        from q7x2_etl.extraction import default_extractor  # the language layer: slow to load, and not always needed

        return default_extractor(reference)


def run_batches(
    batches: Iterable[tuple[Ticket, Sequence[Task]]], settings: EngineSettings
) -> Iterator[tuple[Ticket, list[Extraction]]]:
    """Each batch's extractions with the ticket that came with it, in the order of the batches.

    At most `_AHEAD` batches a worker are read ahead of the results. Raises InputError for fewer than one worker,
    ValidationDisabledError when validation is off here or in a worker, Q7Error when a worker process dies.
    """
    if settings.workers < 1:
        raise InputError(f"workers is {settings.workers}; give 1 or more")
    canary()
    if settings.workers == 1:
        tools = _tools(settings)
        return ((ticket, extract_batch(tasks, *tools)) for ticket, tasks in batches)
    return _in_pool(batches, settings)


def _in_pool(
    batches: Iterable[tuple[Ticket, Sequence[Task]]], settings: EngineSettings
) -> Iterator[tuple[Ticket, list[Extraction]]]:
    pool = ProcessPoolExecutor(
        max_workers=settings.workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start_worker,
        initargs=(settings,),
    )
    waiting: deque[tuple[Ticket, Future[list[Extraction]]]] = deque()
    try:
        for ticket, tasks in batches:
            with _interrupts_held_back():
                waiting.append((ticket, pool.submit(_work, list(tasks)) if tasks else _nothing()))
            if len(waiting) >= settings.workers * _AHEAD:
                yield _first_done(waiting)
        while waiting:
            yield _first_done(waiting)
    except BrokenProcessPool as error:
        raise Q7Error(
            f"a worker process died, or could not start ({error}); the batches before it are stored and nothing was "
            "published; run the same load again: it does what is missing (with --workers 1 to see the text at fault)"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Workers inherit the mask of the moment in which they are started: Ctrl-C reaches the parent alone (it is
    delivered there right after), which lets them finish their batch and end.
    """
    if sys.platform == "win32":
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()  # its first call takes the mask off again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _nothing() -> Future[list[Extraction]]:
    """A batch without work starts no process."""
    done: Future[list[Extraction]] = Future()
    done.set_result([])
    return done


def _first_done(waiting: deque[tuple[Ticket, Future[list[Extraction]]]]) -> tuple[Ticket, list[Extraction]]:
    ticket, future = waiting.popleft()
    return ticket, future.result()


def _tools(settings: EngineSettings) -> tuple["Extractor", Reference]:
    reference = Reference.load(settings.reference)
    return build_extractor(settings, reference), reference


# A worker builds its tools once; a process pool offers no other place to keep them between calls.
_worker_tools: tuple["Extractor", Reference] | None = None


def _start_worker(settings: EngineSettings) -> None:
    global _worker_tools
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides; see `_interrupts_held_back`
    threading.Thread(target=_end_with_parent, daemon=True).start()
    as_parent_does()
    collect_rarely()
    canary()
    _worker_tools = _tools(settings)


def _work(tasks: list[Task]) -> list[Extraction]:
    if _worker_tools is None:
        raise Q7Error("the worker has no extractor; its start failed")
    return extract_batch(tasks, *_worker_tools)


def _end_with_parent() -> None:
    """A killed parent cannot stop its workers: each ends by itself when the parent is gone."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
