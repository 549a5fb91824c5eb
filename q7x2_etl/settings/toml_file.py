"""`q7x2.toml`: which file counts, and what it says, with the line of each key for the messages."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from q7x2_etl.errors import InputError

FILE_NAME = "q7x2.toml"


@dataclass(frozen=True)
class TomlFile:
    """A file of settings as read."""

    path: Path
    text: str
    content: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> "TomlFile":
        """Raises InputError for a file that cannot be read, or is no TOML (with the line)."""
        try:
            text = path.read_text(encoding="utf-8")
            return cls(path, text, tomllib.loads(text))
        except OSError as error:
            raise InputError(f"{path}: the settings cannot be read: {error.strerror}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputError(f"{path}: not valid TOML: {error}") from error

    def place(self, *keys: str) -> str:
        """`q7x2.toml:3: workers`: the file, the line where it can be told, and the key."""
        line = self._line(keys)
        return f"{self.path}{'' if line is None else f':{line}'}: {'.'.join(keys)}"

    def _line(self, keys: tuple[str, ...]) -> int | None:
        """The line on which the key stands: `tables.key`, or the first header under it."""
        table: tuple[str, ...] = ()
        for number, line in enumerate(self.text.splitlines(), start=1):
            header = re.match(r"\s*\[([^\[\]]+)\]", line)
            if header:
                table = _parts(header[1])
                if table[: len(keys)] == keys:
                    return number
                continue
            found = re.match(r"\s*([\w.\-\"' ]+?)\s*=", line)
            if found and (*table, *_parts(found[1]))[: len(keys)] == keys:
                return number
        return None


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def find(asked: Path | None, warehouse: Path) -> TomlFile | None:
    """The one file that counts: the one asked for, else that of the working directory, else the warehouse's own."""
    if asked is not None:
        return TomlFile.read(asked)
    for folder in (Path(), warehouse):
        if (folder / FILE_NAME).is_file():
            return TomlFile.read(folder / FILE_NAME)
    return None
