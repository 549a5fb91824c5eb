"""Answers to a single question that are kept for when it is asked again, some tens of thousands of them at most."""

from collections.abc import Callable, Hashable
from typing import TypeVar

_Asked = TypeVar("_Asked", bound=Hashable)
_Answer = TypeVar("_Answer")


class _Answers(dict[_Asked, _Answer]):
    """Works out what it does not hold; forgets everything when it is full."""

    def __init__(self, work: Callable[[_Asked], _Answer], most: int) -> None:
        super().__init__()
        self._work = work
        self._most = most

    def __missing__(self, asked: _Asked) -> _Answer:
        answer = self._work(asked)
        if len(self) >= self._most:
            self.clear()
        self[asked] = answer
        return answer


def remembered(most: int) -> Callable[[Callable[[_Asked], _Answer]], Callable[[_Asked], _Answer]]:
    """For a function of one argument that is asked of every word: the same answers, at most so many of them kept.

    `lru_cache` keeps its answers in the order of their use. To say so at every look-up touches memory that is seldom in
    the processor's caches, and costs more than the look-up; here a word that is known is one look-up in a dictionary.
    """

    def decorated(work: Callable[[_Asked], _Answer]) -> Callable[[_Asked], _Answer]:
        return _Answers(work, most).__getitem__

    return decorated
