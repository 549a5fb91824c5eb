"""Holds Python's cycle collector back while much is built that stays: it would walk all of it, again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 50_000  # new objects before the youngest are looked through; Python's own 700 suit a program that keeps little


def collect_rarely() -> None:
    """For a process of our own (the command line, a worker), which keeps some hundred thousand objects to its end."""
    gc.set_threshold(_MANY, *gc.get_threshold()[1:])


@contextmanager
def collector_paused() -> Iterator[None]:
    """No cycle collection inside; afterwards it goes on if it was on. Memory without cycles is freed as ever."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
