"""A reference folder, a corpus and a warehouse that holds it whole."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path += [str(HERE), str(HERE.parent / "warehouse")]  # test support of this folder, and of the warehouse's tests

from corpus import write_corpus, write_reference  # noqa: E402
from loads import load  # noqa: E402


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reference(tmp_path_factory.mktemp("reference"))


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("corpus"), range(150))


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory, corpus: Path, reference: Path) -> Path:
    """A warehouse with the whole corpus, loaded in one go."""
    root = tmp_path_factory.mktemp("whole") / "wh"
    load(root, corpus, reference)
    return root
