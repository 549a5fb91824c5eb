"""Extractors on which processes die, by words in the text; support of the tests of workers."""

import ctypes
import os
import re
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from pattern_extractor import PatternExtractor

from q7x2_etl.model import Article, Report


@dataclass(frozen=True)
class DeadlyExtractor(PatternExtractor):
    """`Exit!`, `Killed!` and `Segfault!` end the process that reads them, `Hang!` holds it for good.

    With `once`, a folder, each of these words does so one time only.
    """

    once: Path | None = None

    def extract(self, article: Article) -> list[Report]:
        for word, deed in _DEEDS.items():
            if word in article.text and self._first_time(word):
                deed()
        return super().extract(article)

    def _first_time(self, word: str) -> bool:
        if self.once is None:
            return True
        try:
            (self.once / word).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


@dataclass(frozen=True)
class SlowExtractor(PatternExtractor):
    """Takes its time, so that a test can do something meanwhile."""

    seconds: float = 0.1

    def extract(self, article: Article) -> list[Report]:
        time.sleep(self.seconds)
        return super().extract(article)


def _hang() -> None:
    re.match(r"(a+)+$", "a" * 60 + "b")  # years, and no other thread of the process gets a turn


_DEEDS = {
    "Exit!": lambda: os._exit(9),
    "Killed!": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "Segfault!": lambda: ctypes.string_at(0),
    "Hang!": _hang,
}
