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

    while True:
        before = signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            value = next(values)
        except StopIteration:
            return
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        yield value


def _can_set_alarm() -> bool:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return False
    return signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
