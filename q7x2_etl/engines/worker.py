"""One worker process: the handle that its pool holds, and what runs inside.

Orders and answers pass through two pipes as Arrow IPC. On the pool's side a thread feeds each pipe, so that a worker
that hangs, or that has much to say, never holds up the caller. When the caller is gone, killed or done, the pipes end
and the worker ends at once: it holds nothing that could be left half done.
"""

import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Generic, TypeVar

import pyarrow as pa

from q7x2_etl.engines.batch import Extraction, Task
from q7x2_etl.engines.batch_function import extract_batch
from q7x2_etl.engines.exchange import EXTRACTIONS, TASKS, extractions_of, tasks_to_arrow
from q7x2_etl.engines.settings import EngineSettings, tools_of_process
from q7x2_etl.errors import Q7Error
from q7x2_etl.garbage import collect_rarely
from q7x2_etl.log_lines import as_parent_does

Order = TypeVar("Order")

_READY, _DONE, _FAILED, _ENDED = b"ready", b"done", b"failed", b"ended"
_STOP_SIGNALS = frozenset({signal.SIGINT, signal.SIGTERM})


@dataclass(frozen=True)
class Message(Generic[Order]):
    """Something that a worker said, or that its pipe ended, and when that came (seconds of the monotonic clock)."""

    worker: "Worker[Order]"
    kind: bytes
    content: bytes
    at: float


class WorkerEndedError(Exception):
    """The process is gone; the message says how it ended."""


class Worker(Generic[Order]):
    """A process that extracts. `orders` are those given and not answered yet; the oldest is at work since `busy_since`.

    What it says arrives in `inbox`, for the caller to bring back here (`answer`). Raises WorkerEndedError where the
    process cannot be started.
    """

    def __init__(self, settings: EngineSettings, inbox: "SimpleQueue[Message[Order]]") -> None:
        context = multiprocessing.get_context("spawn")
        orders_in, self._orders_out = context.Pipe(duplex=False)
        self._answers_in, answers_out = context.Pipe(duplex=False)
        self._outbox: SimpleQueue[bytes | None] = SimpleQueue()
        self._ending: str | None = None
        self.orders: deque[tuple[Order, Sequence[Task]]] = deque()
        self.ready = False
        self.answered = 0
        self.busy_since = time.monotonic()
        self._process = context.Process(target=_serve, args=(orders_in, answers_out, settings), daemon=True)
        try:
            with _stop_signals_held_back():
                self._process.start()
        except OSError as error:
            raise WorkerEndedError(f"not started: {error}") from error
        finally:
            orders_in.close()  # else the pipes would not end with the process
            answers_out.close()
        self._threads = (
            threading.Thread(target=self._deliver, daemon=True),
            threading.Thread(target=self._collect, args=(inbox,), daemon=True),
        )
        for thread in self._threads:
            thread.start()

    @property
    def fresh(self) -> bool:
        """Started, and nothing was ever asked of it."""
        return self.ready and not self.answered and not self.orders

    def give(self, order: Order, tasks: Sequence[Task]) -> None:
        """Have these tasks extracted."""
        if not self.orders:
            self.busy_since = time.monotonic()
        self.orders.append((order, tasks))
        self._outbox.put(tasks_to_arrow(tasks).serialize().to_pybytes())

    def answer(self, message: Message[Order]) -> tuple[Order, list[Extraction]] | None:
        """What a message of this worker says: an order with its extractions, or None that it is ready.

        Raises WorkerEndedError where it is gone, and what its start failed with.
        """
        if message.kind == _FAILED:
            raise pickle.loads(message.content)
        if message.kind == _ENDED:
            self._process.join(5.0)  # its pipe ended before it did
            raise WorkerEndedError(self.end())
        self.busy_since = message.at
        if message.kind == _READY:
            self.ready = True
            return None
        order, tasks = self.orders.popleft()
        self.answered += 1
        batch = pa.ipc.read_record_batch(pa.py_buffer(message.content), EXTRACTIONS)
        return order, extractions_of(batch, [task.document.text for task in tasks])

    def end(self) -> str:
        """End the process, whatever it does; how it ended."""
        if self._ending is None:
            self._outbox.put(None)
            self._process.kill()
            self._process.join()
            self._ending = _in_words(self._process.exitcode or 0)
            self._process.close()
            for thread in self._threads:
                thread.join()  # its pipe ended with the process
            self._orders_out.close()
            self._answers_in.close()
        return self._ending

    def _deliver(self) -> None:
        with suppress(OSError):
            while (order := self._outbox.get()) is not None:
                self._orders_out.send_bytes(order)

    def _collect(self, inbox: "SimpleQueue[Message[Order]]") -> None:
        with suppress(EOFError, OSError):
            while True:
                kind, content = self._answers_in.recv_bytes(), self._answers_in.recv_bytes()
                inbox.put(Message(self, kind, content, time.monotonic()))
        inbox.put(Message(self, _ENDED, b"", time.monotonic()))


def _in_words(exit_code: int) -> str:
    if exit_code >= 0:
        return f"ended with code {exit_code}"
    try:
        return f"killed by signal {-exit_code}, {signal.Signals(-exit_code).name}"
    except ValueError:
        return f"killed by signal {-exit_code}"


@contextmanager
def _stop_signals_held_back() -> Iterator[None]:
    """A worker inherits the mask of the moment in which it is started: Ctrl-C in a terminal, and the SIGTERM that
    systemd sends to every process of a unit, reach the caller alone (it gets them right after), who decides.
    """
    if sys.platform == "win32":
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()  # its first call takes the mask off again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(orders: Connection, answers: Connection, settings: EngineSettings) -> None:
    """The life of a worker process."""
    for number in _STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)  # the caller decides; see `_stop_signals_held_back`
    taken: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_take, args=(orders, taken), daemon=True).start()
    as_parent_does()
    collect_rarely()
    try:
        tools_of_process(settings)
        _say(answers, _READY, b"")
        while True:
            batch = pa.ipc.read_record_batch(pa.py_buffer(taken.get()), TASKS)
            _say(answers, _DONE, extract_batch(batch, settings).serialize())
    except Exception as error:
        _say(answers, _FAILED, _pickled(error))


def _say(answers: Connection, kind: bytes, content: bytes | pa.Buffer) -> None:
    answers.send_bytes(kind)
    answers.send_bytes(memoryview(content))


def _take(orders: Connection, taken: SimpleQueue[bytes]) -> None:
    with suppress(EOFError, OSError):
        while True:
            taken.put(orders.recv_bytes())
    os._exit(0)  # the caller is gone


def _pickled(error: Exception) -> bytes:
    """Our own errors as they are; any other by its words, for its class may not be known elsewhere."""
    if isinstance(error, Q7Error):
        with suppress(Exception):
            return pickle.dumps(error)
    return pickle.dumps(
        Q7Error(f"a worker process failed: {type(error).__name__}: {error}; please report this as a bug")
    )
