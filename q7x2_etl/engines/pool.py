"""A pool of worker processes that outlives them.

A worker that dies costs one retry: its batch is done again by a fresh process. A batch that kills two of them is taken
apart, and its documents are done one at a time; a document that then, by itself, takes two processes along, the second
of them started for it, is given up with the reason, and all the rest goes on. Where a batch or a document takes too
long its worker is killed, and the same happens.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from q7x2_etl.engines.batch import Extraction, Task
from q7x2_etl.engines.settings import EngineSettings
from q7x2_etl.engines.worker import Message, Worker, WorkerEndedError
from q7x2_etl.errors import Q7Error

Ticket = TypeVar("Ticket")

_log = logging.getLogger(__name__)

AHEAD = 4  # batches in flight for each worker: so none waits while the caller writes, and reading stays close
_TICK = 0.25  # seconds between two looks at the clock and at whether to stop
_ENDS = 2  # processes that a batch may take along before it is taken apart, and a document by itself
_FAILED_STARTS = 3  # in a row
_START_SECONDS = 300.0


@dataclass(eq=False)
class _Batch(Generic[Ticket]):
    """One batch of the caller's, and what was found in it so far."""

    ticket: Ticket
    tasks: Sequence[Task]
    found: list[Extraction | None]

    def whole(self) -> list[Extraction] | None:
        done = [one for one in self.found if one is not None]
        return done if len(done) == len(self.tasks) else None


@dataclass(eq=False)
class _Job(Generic[Ticket]):
    """What one worker is asked for: the tasks of a batch at these positions. `ends`: how its workers so far ended."""

    batch: _Batch[Ticket]
    positions: Sequence[int]
    taken_apart: bool = False
    ends: list[str] = field(default_factory=list)

    @property
    def tasks(self) -> list[Task]:
        return [self.batch.tasks[position] for position in self.positions]

    @property
    def wants_to_be_alone(self) -> bool:
        return self.taken_apart or bool(self.ends)

    @property
    def name(self) -> str:
        first = self.tasks[0].document.name
        return first if len(self.positions) == 1 else f"{first} and the {len(self.positions) - 1} after it"


class Pool(Generic[Ticket]):
    """Runs batches in `settings.workers` processes, each started when there is work for it."""

    def __init__(self, settings: EngineSettings, stopping: Callable[[], bool]) -> None:
        self._settings = settings
        self._stopping = stopping
        self._workers: list[Worker[_Job[Ticket]]] = []
        self._inbox: SimpleQueue[Message[_Job[Ticket]]] = SimpleQueue()
        self._window: deque[_Batch[Ticket]] = deque()  # in flight, in the order in which they came
        self._todo: deque[_Job[Ticket]] = deque()  # of these, what no worker has
        self._failed_starts = 0
        self._given_up_in_a_row = 0

    def run(self, batches: Iterable[tuple[Ticket, Sequence[Task]]]) -> Iterator[tuple[Ticket, list[Extraction]]]:
        """Each batch's extractions with its ticket, in the order of the batches; ends early when asked to stop."""
        stream = iter(batches)
        try:
            while self._fill(stream):
                first = self._window[0]
                while (found := first.whole()) is None:
                    if self._stopping():
                        return
                    self._listen(_TICK)
                self._window.popleft()
                yield first.ticket, found
        finally:
            self._end_all()

    def _fill(self, stream: Iterator[tuple[Ticket, Sequence[Task]]]) -> bool:
        """Read until enough is in flight; False when there is nothing more to wait for."""
        while len(self._window) < self._settings.workers * AHEAD:
            following = next(stream, None)
            if following is None:
                break
            ticket, tasks = following
            batch = _Batch(ticket, tasks, [None] * len(tasks))
            self._window.append(batch)
            if tasks:
                self._todo.append(_Job(batch, range(len(tasks))))
            self._listen(0)
        return bool(self._window)

    def _listen(self, seconds: float) -> None:
        """Take what has come from the workers, waiting that long for the first of it, and hand out what there is."""
        self._hand_out()
        try:
            message = self._inbox.get(timeout=seconds) if seconds else self._inbox.get_nowait()
            while True:
                self._hear(message)
                message = self._inbox.get_nowait()
        except Empty:
            pass
        for worker in list(self._workers):
            limit = self._settings.document_seconds if worker.ready else _START_SECONDS
            waited_for = worker.orders or not worker.ready
            if limit is not None and waited_for and time.monotonic() - worker.busy_since > limit:
                worker.end()
                self._bury(worker, f"stopped after {limit:g} seconds", too_long=True)
        self._hand_out()

    def _hear(self, message: Message[_Job[Ticket]]) -> None:
        worker = message.worker
        if worker not in self._workers:
            return
        try:
            answer = worker.answer(message)
        except WorkerEndedError as end:
            self._bury(worker, str(end))
            return
        self._failed_starts = 0
        if answer is not None:
            self._given_up_in_a_row = 0
            job, extractions = answer
            for position, extraction in zip(job.positions, extractions, strict=True):
                job.batch.found[position] = extraction

    def _hand_out(self) -> None:
        if self._stopping():
            return
        for job in list(self._todo):
            worker = self._free_for(job)
            if worker is not None:
                self._todo.remove(job)
                worker.give(job, job.tasks)
        starting = sum(not worker.ready for worker in self._workers)
        while len(self._workers) < self._settings.workers and starting < len(self._todo):
            starting += 1
            try:
                self._workers.append(Worker(self._settings, self._inbox))
            except WorkerEndedError as error:
                self._count_failed_start(str(error))

    def _free_for(self, job: _Job[Ticket]) -> Worker[_Job[Ticket]] | None:
        """The worker with the least to do that may take this job; None while there is none.

        A job that took a worker along gets the one that comes in its place, before anybody else does.
        """
        ready = [worker for worker in self._workers if worker.ready]
        if job.ends:
            return next((worker for worker in ready if worker.fresh), None)
        if any(waiting.ends for waiting in self._todo):
            ready = [worker for worker in ready if not worker.fresh]
        room = 1 if job.wants_to_be_alone else AHEAD
        free = [
            worker
            for worker in ready
            if len(worker.orders) < room and not any(other.wants_to_be_alone for other, _ in worker.orders)
        ]
        return min(free, key=lambda worker: len(worker.orders), default=None)

    def _bury(self, worker: Worker[_Job[Ticket]], end: str, *, too_long: bool = False) -> None:
        """A worker is gone: what was at work is tried again, what waited behind it is handed out to others."""
        self._workers.remove(worker)
        if self._stopping():
            return
        if not worker.ready:
            self._count_failed_start(end)
            return
        given = [job for job, _ in worker.orders]
        if given:
            again = [*self._again(given[0], end, too_long), *given[1:]]
            self._todo.extendleft(reversed(again))

    def _again(self, job: _Job[Ticket], end: str, too_long: bool) -> list[_Job[Ticket]]:
        """A job that took its worker along: once more as it is, or one document at a time, or not again."""
        job.ends.append(end)
        one = len(job.positions) == 1
        if len(job.ends) < _ENDS and (one or not too_long):
            _log.warning("%s: its worker process is gone (%s); it is done again in a fresh one", job.name, end)
            return [job]
        if not one:
            _log.warning("%s: its worker process is gone (%s); they are done one at a time", job.name, end)
            return [_Job(job.batch, [position], taken_apart=True) for position in job.positions]
        self._give_up(job)
        return []

    def _give_up(self, job: _Job[Ticket]) -> None:
        (task,), (position,) = job.tasks, job.positions
        told = f"no worker process survived this text: {job.ends[0]}; by itself in a fresh process: {job.ends[-1]}"
        _log.warning("%s: %s", job.name, told)
        job.batch.found[position] = Extraction(task.document.document_id, error=told, fatal=True)
        self._given_up_in_a_row += 1
        if self._given_up_in_a_row >= self._settings.fatal_in_a_row:
            raise Q7Error(
                f"no worker process survived any of {self._given_up_in_a_row} texts in a row (the last: {job.name}: "
                f"{job.ends[-1]}), so it is not the texts: look at the machine's memory, and at the extractor; nothing "
                "was published, and what is stored stays; then run the same load again: it does what is missing"
            )

    def _count_failed_start(self, end: str) -> None:
        self._failed_starts += 1
        if self._failed_starts >= _FAILED_STARTS:
            raise Q7Error(
                f"worker processes cannot be started ({end}); nothing was published, and what is stored stays; run it "
                'with --workers 1; a program of your own needs `if __name__ == "__main__":` around its start'
            )

    def _end_all(self) -> None:
        for worker in self._workers:
            worker.end()
        self._workers.clear()
