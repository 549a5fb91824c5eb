"""SIGINT (Ctrl-C) and SIGTERM stop a load after a whole batch: what was asked for is looked at between batches."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from q7x2_etl.errors import LoadStoppedError

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
# A program that handles a signal in its own way keeps doing so while it loads.
_NOT_TAKEN = (signal.SIG_DFL, signal.default_int_handler)


class Stop:
    """Whether a signal has asked this load to stop."""

    def __init__(self) -> None:
        self._signal: int | None = None

    @property
    def asked(self) -> bool:
        return self._signal is not None

    def check(self) -> None:
        """Raise LoadStoppedError when the load was asked to stop."""
        if self._signal is not None:
            raise LoadStoppedError(self._signal)

    def ask(self, number: int, frame: FrameType | None = None) -> None:
        """The signal's handler. Who asks twice does not want to wait for the batch."""
        if self._signal is not None:
            raise KeyboardInterrupt
        self._signal = number


@contextmanager
def stop_on_signals() -> Iterator[Stop]:
    """Within the block, signals set the Stop that it is given; in the main thread only, where they arrive."""
    stop = Stop()
    before = {}
    if threading.current_thread() is threading.main_thread():
        before = {number: signal.getsignal(number) for number in _SIGNALS}
    taken = [number for number, handler in before.items() if handler in _NOT_TAKEN]
    for number in taken:
        signal.signal(number, stop.ask)
    try:
        yield stop
    finally:
        for number in taken:
            signal.signal(number, before[number])
