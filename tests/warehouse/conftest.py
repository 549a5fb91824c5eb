"""A small warehouse of three versions, loaded by the pattern extractor; each test breaks a copy of its own."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))  # test support of this folder

from corpus import write_corpus, write_reference
from pattern_extractor import PatternExtractor

import q7x2_etl as q7


@pytest.fixture(scope="session")
def three_versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three loads of 8 pages each; tests only read it."""
    root = tmp_path_factory.mktemp("three") / "wh"
    reference = write_reference(tmp_path_factory.mktemp("reference"))
    inbox = tmp_path_factory.mktemp("inbox")
    with q7.Warehouse(root) as warehouse:
        for start in (0, 8, 16):
            write_corpus(inbox, range(start, start + 8))
            warehouse.load(inbox, reference=reference, extractor=PatternExtractor())
    return root


@pytest.fixture
def root(three_versions: Path, tmp_path: Path) -> Path:
    """A copy that a test may break."""
    return Path(shutil.copytree(three_versions, tmp_path / "wh", symlinks=True))
