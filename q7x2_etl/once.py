"""Attributes that are worked out when they are first asked for, and then kept."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

_Value = TypeVar("_Value")


class once(Generic[_Value]):
    """A method of no arguments as an attribute: called when first asked for, its value kept in the instance.

    Without a lock, which costs as much as many a value: no reading of a text is shared between threads.
    """

    def __init__(self, work: Callable[[Any], _Value]) -> None:
        self._work = work
        self._name = work.__name__
        self.__doc__ = work.__doc__

    def __get__(self, instance: object, owner: type) -> _Value:
        value = instance.__dict__[self._name] = self._work(instance)
        return value
