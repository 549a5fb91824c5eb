"""Reads a mapping of a schema file key by key; what is wrong is answered with file, place and the right words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn, cast

from q7x2_etl.errors import ContractError


@dataclass
class Fields:
    """One mapping of a YAML file, its keys taken one by one; `finish` complains of those that nobody took."""

    place: str
    values: Mapping[str, Any]
    known: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, place: str, value: Any) -> "Fields":
        if not isinstance(value, dict):
            refuse(place, f"expected a mapping, got {_shown(value)}")
        return cls(place, value)

    def fail(self, message: str) -> NoReturn:
        refuse(self.place, message)

    def text(self, key: str) -> str:
        """A required, non-blank text."""
        value = self.optional_text(key)
        if value is None:
            self.fail(f"missing {key!r}: give a text")
        return value

    def optional_text(self, key: str) -> str | None:
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            self.fail(f"{key!r} must be a text that is not blank, got {_shown(value)}")
        return value

    def word(self, key: str, allowed: Collection[str]) -> str:
        """A required word of a closed list."""
        value = self._take(key)
        if value is None:
            self.fail(f"missing {key!r}: one of {', '.join(allowed)}")
        if value not in allowed:
            self.fail(f"{key!r} is {_shown(value)}; allowed: {', '.join(allowed)}")
        return cast("str", value)

    def flag(self, key: str) -> bool:
        value = self._take(key)
        if value is not None and not isinstance(value, bool):
            self.fail(f"{key!r} must be true or false, got {_shown(value)}")
        return bool(value)

    def number(self, key: str) -> float | None:
        value = self._take(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            self.fail(f"{key!r} must be a number, got {_shown(value)}")
        return cast("float | None", value)

    def words(self, key: str, *, allow_empty: bool = False) -> tuple[str, ...] | None:
        """A list of texts without repeats; null where the key is absent."""
        value = self._take(key)
        return None if value is None else word_list(f"{self.place}: {key!r}", value, allow_empty=allow_empty)

    def sequence(self, key: str) -> list[Any]:
        """A list of anything, empty where the key is absent."""
        value = self._take(key)
        if value is not None and not isinstance(value, list):
            self.fail(f"{key!r} must be a list, got {_shown(value)}")
        return value or []

    def mapping(self, key: str) -> dict[str, Any]:
        """A mapping of anything, empty where the key is absent."""
        value = self._take(key)
        if value is not None and not isinstance(value, dict):
            self.fail(f"{key!r} must be a mapping, got {_shown(value)}")
        return {str(name): entry for name, entry in (value or {}).items()}

    def anything(self, key: str) -> Any:
        return self._take(key)

    def finish(self) -> None:
        unknown = [str(key) for key in self.values if key not in self.known]
        if unknown:
            self.fail(f"unknown key {', '.join(unknown)}; allowed: {', '.join(sorted(self.known))}")

    def _take(self, key: str) -> Any:
        self.known.append(key)
        return self.values.get(key)


def word_list(place: str, value: Any, *, allow_empty: bool = False) -> tuple[str, ...]:
    """The value as a tuple of different texts."""
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        refuse(place, f"must be a list of texts, got {_shown(value)}")
    if not value and not allow_empty:
        refuse(place, "must not be empty")
    repeated = {word for word in value if value.count(word) > 1}
    if repeated:
        refuse(place, f"names {', '.join(sorted(repeated))} twice")
    return tuple(value)


def refuse(place: str, message: str) -> NoReturn:
    raise ContractError(f"{place}: {message}")


def _shown(value: Any) -> str:
    return f"{value!r} ({type(value).__name__})"
