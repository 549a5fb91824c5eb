"""Real processes that load and are killed, starved or kept out; the warehouses must come out whole."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

HERE = Path(__file__).parent
sys.path += [str(HERE), str(HERE.parent / "pipeline"), str(HERE.parent / "warehouse")]

from corpus import write_reference  # noqa: E402
from disturbed import Nursery  # noqa: E402


@pytest.fixture(scope="session")
def anyone() -> Iterator[Path]:
    """A folder that every user may use: pytest's own are closed to others."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


@pytest.fixture(scope="session")
def reference(anyone: Path) -> Path:
    return write_reference(anyone / "reference")


@pytest.fixture(scope="session")
def nursery(reference: Path, anyone: Path) -> Iterator[Nursery]:
    if not hasattr(os, "fork"):
        pytest.skip("no fork on this system")
    (anyone / "nursery").mkdir()
    (anyone / "nursery").chmod(0o777)
    with Nursery(reference, anyone / "nursery") as opened:
        yield opened
