"""Files as columns: what is said of each is what is said of it alone."""

import os
from pathlib import Path

import pytest

from q7x2_etl.sources import FileState, FileStates, bytes_id, open_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("a.txt", "one"), ("b c.TXT", "two"), ("d%41.text", "three"), ("é.txt", "four"), ("e~.txt", "")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "rows.jsonl").write_text("{}", encoding="utf-8")
    return tmp_path


def test_states_are_those_of_each_file(folder: Path) -> None:
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "link.txt").symlink_to(folder / "a.txt")
    paths = [*map(str, sorted(folder.iterdir())), str(folder), str(folder / "none.txt"), "nul\0.txt"]
    states = FileStates.of(paths)
    assert [states.state(place) for place in range(len(paths))] == [FileState.of(path) for path in paths]


def test_bytes_are_those_of_each_file_also_of_many_at_a_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "large.txt").write_bytes(b"word " * 300_000)
    paths = [str(path) for path in sorted(folder.iterdir()) if path.is_file()]
    states = FileStates.of(paths)
    found = states.bytes_ids(range(len(paths)), paths)
    assert found == [bytes_id(path) for path in paths]
    monkeypatch.setattr("q7x2_etl.sources.local_files._READ_ALONE", 2)
    for wait in (60.0, -60.0):  # one after the other; several at a time, as where the first ones took long
        monkeypatch.setattr("q7x2_etl.sources.local_files._LONG_WAIT", wait)
        assert states.bytes_ids([4, 3, 1, 0], paths) == [found[place] for place in (4, 3, 1, 0)]
    (folder / "a.txt").write_text("other", encoding="utf-8")
    (folder / "b c.TXT").unlink()
    assert states.bytes_ids([0, 1, 2], paths) == [None, None, found[2]]


def test_names_and_addresses_are_those_of_each_file(folder: Path) -> None:
    if os.name == "posix":
        (folder / os.fsdecode(b"caf\xe9.txt")).write_text("five", encoding="utf-8")
    files = open_files(folder)
    for paths in (files.paths, files.paths[:1]):
        origins = [files.origin(path) for path in paths]
        assert files.origins(paths) == ([one.name for one in origins], [one.uri for one in origins])


def test_texts_are_files_of_a_disk_whose_suffix_says_so() -> None:
    files = open_files([])
    paths = ["/a/b.txt", "/a/b.TEXT", "/a/.txt", "/a/b.txt/c", "/a/b.jsonl", "ftp://a/c.txt", "-", "/a.d/b", "/a/b.pdf"]
    assert files.texts_among(paths) == [0, 1, 8]
    assert not any(files.holds_rows(paths[place]) for place in (0, 1, 8))
