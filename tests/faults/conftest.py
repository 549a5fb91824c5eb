"""Real processes that load and are killed, starved or kept out; the warehouses must come out whole."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path += [str(HERE), str(HERE.parent / "pipeline"), str(HERE.parent / "warehouse")]

from corpus import write_reference  # noqa: E402
from disturbed import Nursery  # noqa: E402


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reference(tmp_path_factory.mktemp("reference"))


@pytest.fixture(scope="session")
def nursery(reference: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    if not hasattr(os, "fork"):
        pytest.skip("no fork on this system")
    with Nursery(reference, tmp_path_factory.mktemp("nursery")) as opened:
        yield opened
