"""A file that is there whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from q7x2_etl.errors import InputError


@contextmanager
def written_file(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; at the end of the block it takes its place, and its bytes are on disk.

    When the block raises, `path` is as it was. Raises InputError where there can be no such file.
    """
    if path.is_dir():
        raise InputError(f"{path}: is a folder; give the name of a file")
    if not path.parent.is_dir():
        raise InputError(f"{path.parent}: is no folder; make it first, nothing was written")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        try:
            yield draft
            with draft.open("rb+") as stream:
                os.fsync(stream.fileno())
            draft.replace(path)
        except OSError as problem:
            raise InputError(f"{path}: cannot be written: {problem}; nothing was written there") from problem
    finally:
        draft.unlink(missing_ok=True)
