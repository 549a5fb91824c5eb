"""Folders that may not be written, files that may not be read, and a clock that goes backwards."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from corpus import write_corpus
from disturbed import Fault, Nursery
from loads import load, rows, tables
from proofs import published

pytestmark = pytest.mark.slow

_DAY = 86_400.0


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder of one test that every user may use."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)
        for folder, _, _ in os.walk(name):
            Path(folder).chmod(0o777)


@pytest.mark.parametrize("closed", [".", "writer", "versions"])
def test_a_folder_that_may_not_be_written_is_named_and_nothing_changes(
    closed: str, nursery: Nursery, reference: Path, open_folder: Path
) -> None:
    pages = write_corpus(open_folder / "in", range(4))
    root = open_folder / "wh"
    load(root, pages, reference)
    before = published(root)
    for folder, _, names in os.walk(root):
        Path(folder).chmod(0o555 if Path(folder) == root / closed else 0o777)
        for name in names:
            if folder == str(root / "writer"):
                (Path(folder) / name).chmod(0o666)
    if closed == "writer":
        (root / "writer" / "lock").unlink()
    ended = nursery.load(root, sorted(write_corpus(pages, range(8)).iterdir()), as_nobody=True)
    assert ended.returncode == 1, ended
    assert ended.told.count("\n") == 1, ended.told
    assert str(root) in ended.told
    assert "WarehouseError" in ended.told
    assert published(root) == before


def test_a_warehouse_that_may_not_be_made_is_named(nursery: Nursery, open_folder: Path) -> None:
    pages = sorted(write_corpus(open_folder / "in", range(2)).iterdir())
    (open_folder / "closed").mkdir(mode=0o555)
    ended = nursery.load(open_folder / "closed" / "wh", pages, as_nobody=True)
    assert (ended.returncode, ended.told.count("\n")) == (1, 1)
    assert "cannot be written (Permission denied)" in ended.told


def test_an_input_that_may_not_be_read_is_kept_with_its_reason(nursery: Nursery, open_folder: Path) -> None:
    pages = sorted(write_corpus(open_folder / "in", range(4)).iterdir())
    pages[2].chmod(0o000)
    ended = nursery.load(open_folder / "wh", pages, as_nobody=True)
    assert ended.returncode == 0, ended.told
    found = rows(open_folder / "wh", "SELECT name, outcome, reason FROM run_inputs WHERE document_id IS NULL")
    assert [(row["name"], row["outcome"]) for row in found] == [(pages[2].name, "unreadable")]
    assert "Permission denied" in found[0]["reason"]


def test_a_clock_that_goes_backwards_changes_no_row(nursery: Nursery, reference: Path, tmp_path: Path) -> None:
    pages = sorted(write_corpus(tmp_path / "in", range(40)).iterdir())
    root = tmp_path / "wh"
    first = nursery.load(root, pages[:10], clock_ahead=400 * _DAY)
    assert first.returncode == 0, first.told
    assert nursery.load(root, pages[:30], Fault("parquet", 0, "before")).killed
    assert nursery.load(root, pages[:30], clock_ahead=-400 * _DAY).returncode == 0
    last = nursery.load(root, pages, clock_ahead=-800 * _DAY)
    assert last.result is not None, last.told
    assert last.result["outcomes"]["unchanged"] == 30
    version = published(root)
    assert version is not None and version[0] == last.result["version"]
    load(tmp_path / "undisturbed", pages, reference)
    assert tables(root) == tables(tmp_path / "undisturbed")
    assert not rows(root, "SELECT * FROM runs WHERE finished_at < started_at")


def test_what_a_killed_load_left_is_resolved_although_its_clock_was_slow(
    nursery: Nursery, reference: Path, tmp_path: Path
) -> None:
    pages = sorted(write_corpus(tmp_path / "in", range(16)).iterdir())
    copies = shutil.copytree(tmp_path / "in", tmp_path / "copies")
    for root, slow in ((tmp_path / "wh", -_DAY), (tmp_path / "undisturbed", 0.0)):
        table = tmp_path / "publishers.csv"
        table.write_text("file,publisher\n" + "".join(f"{page.name},Courier\n" for page in copies.iterdir()))
        assert nursery.load(root, pages).returncode == 0
        if slow:  # stores that the Courier had each story too, and is killed before the incidents know it
            given = [*sorted(copies.iterdir())]
            assert nursery.load(root, given, Fault("commit", 3, "after"), metadata=table, clock_ahead=slow).killed
            assert rows(root, "SELECT DISTINCT n_publishers FROM incidents") == [{"n_publishers": 0}]
        load(root, copies, reference, metadata=table)
    assert rows(tmp_path / "wh", "SELECT DISTINCT n_publishers FROM incidents") == [{"n_publishers": 1}]
    assert tables(tmp_path / "wh") == tables(tmp_path / "undisturbed")
