"""The longest that one reading may take."""

import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn, TypeVar

Value = TypeVar("Value")


class OutOfTimeError(BaseException):
    """A reading took longer than it may. No Exception: parsers go on after any of these that is raised within them."""


def timed(values: Iterator[Value], seconds: float) -> Iterator[Value]:
    """The same values; OutOfTimeError out of the code that makes a value when that takes longer than `seconds`.

    Only where an alarm can be set, which is in the main thread of a program on Unix that uses none of its own, and
    not within another `timed`; elsewhere, and for 0 seconds, there is no limit.
    """
    if seconds <= 0 or not _can_set_alarm():
        yield from values
        return

    def ring(number: int, frame: FrameType | None) -> NoReturn:
        raise OutOfTimeError(f"reading it took longer than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    try:
        while True:
            # An alarm rings in the main thread: one that another waits for would end what the main thread is at.
            signal.setitimer(signal.ITIMER_REAL, seconds if _in_main_thread() else 0)
            try:
                value = next(values)
            except StopIteration:
                return
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            yield value
    finally:
        if _in_main_thread():
            signal.signal(signal.SIGALRM, before)


def _can_set_alarm() -> bool:
    return hasattr(signal, "setitimer") and _in_main_thread() and signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
