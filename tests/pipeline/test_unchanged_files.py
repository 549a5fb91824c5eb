"""Files that are as they were are passed over without being opened; whatever else is read."""

import gzip
import json
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from corpus import story, write_corpus
from loads import load, rows, tables

from q7x2_etl.errors import WarehouseError
from q7x2_etl.pipeline.incoming import incoming
from q7x2_etl.sources import FileState, FileStates, InputFiles

_AN_HOUR_AGO = time.time_ns() - 3_600_000_000_000


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read, as they are."""
    names: list[str] = []
    really = InputFiles.readings

    def readings(files: InputFiles, path: str) -> Iterator[Any]:
        names.append(Path(path).name)
        return really(files, path)

    monkeypatch.setattr(InputFiles, "readings", readings)
    return names


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as settled at once (the tests write them, and cannot wait), but for those of the future."""
    monkeypatch.setattr("q7x2_etl.sources.file_state.SETTLED_AFTER_NS", 0)


def _inbox(tmp_path: Path, n: int = 4) -> Path:
    return write_corpus(tmp_path / "inbox", range(n))


def _compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files of which the bytes are compared, as they are."""
    paths: list[str] = []
    really = FileStates.bytes_id

    def bytes_id(states: FileStates, place: int, path: str) -> str | None:
        paths.append(path)
        return really(states, place, path)

    monkeypatch.setattr(FileStates, "bytes_id", bytes_id)
    return paths


_OF_THE_LAST_RUN = "run_id = (SELECT run_id FROM runs ORDER BY started_at DESC LIMIT 1)"


def _outcomes(root: Path) -> list[tuple[str, int, str]]:
    """Of each row of the last run: the name of its first input, how many it stands for, their outcome."""
    query = f"SELECT name, n_inputs, outcome FROM run_inputs WHERE {_OF_THE_LAST_RUN} ORDER BY ordinal"
    return [(row["name"], row["n_inputs"], row["outcome"]) for row in rows(root, query)]


def _states(root: Path) -> dict[str, FileState]:
    """What the loader remembers of files: their states, by address."""
    with duckdb.connect(str(root / "writer" / "file_states.duckdb"), read_only=True) as connection:
        found = connection.execute("SELECT file_uri, n_bytes, modified_ns, changed_ns FROM file_states").fetchall()
    return {uri: FileState(*state) for uri, *state in found}


def test_unchanged_files_are_not_opened_and_end_as_unchanged(
    tmp_path: Path, reference: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, root = _inbox(tmp_path), tmp_path / "wh"
    (inbox / "twin.txt").write_text(story(0), encoding="utf-8")
    load(root, inbox, reference)
    before, sources = tables(root), rows(root, "SELECT * FROM document_sources ORDER BY ALL")
    opened.clear()
    result = load(root, inbox, reference)
    assert opened == []
    assert (result.outcomes["unchanged"], result.outcomes["duplicate"], result.n_inputs) == (4, 1, 5)
    assert result.n_inserted == 0
    assert tables(root) == before
    assert rows(root, "SELECT * FROM document_sources ORDER BY ALL") == sources
    passed_over = _outcomes(root)
    compared = _compared(monkeypatch)
    load(root, inbox, reference, rehash=True)
    assert len(compared) == 5
    assert _outcomes(root) == passed_over


def test_only_what_is_new_or_changed_is_read(
    tmp_path: Path, reference: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, root = _inbox(tmp_path), tmp_path / "wh"
    load(root, inbox, reference)
    opened.clear()
    (inbox / "page-00001.txt").write_text(story(91), encoding="utf-8")
    (inbox / "page-00002.txt").touch()
    (inbox / "page-00009.txt").write_text(story(9), encoding="utf-8")
    result = load(root, inbox, reference)
    assert opened == ["page-00001.txt", "page-00009.txt"]  # of the touched one the bytes are compared, no more
    assert result.outcomes["unchanged"] == 3
    opened.clear()
    compared = _compared(monkeypatch)
    load(root, inbox, reference)
    assert opened == compared == []  # the touched file's new times are known now


def test_a_change_that_keeps_size_and_time_of_modification_is_seen(tmp_path: Path, reference: Path) -> None:
    inbox, root = _inbox(tmp_path, 1), tmp_path / "wh"
    path = inbox / "page-00000.txt"
    os.utime(path, ns=(_AN_HOUR_AGO, _AN_HOUR_AGO))
    load(root, inbox, reference)
    changed = path.read_text(encoding="utf-8").replace("page 0.", "page 8.")
    path.write_text(changed, encoding="utf-8")
    os.utime(path, ns=(_AN_HOUR_AGO, _AN_HOUR_AGO))
    if os.name == "nt":
        pytest.skip("Windows keeps no time of the last change")
    load(root, inbox, reference)
    assert rows(root, "SELECT count(*) AS n FROM documents") == [{"n": 2}]


def test_only_the_bytes_of_a_file_written_just_before_it_was_read_tell_whether_it_changed(
    tmp_path: Path, reference: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("q7x2_etl.sources.file_state.SETTLED_AFTER_NS", 3_600_000_000_000)
    inbox, root = _inbox(tmp_path, 2), tmp_path / "wh"
    load(root, inbox, reference)
    assert _states(root) == {}
    monkeypatch.setattr("q7x2_etl.sources.file_state.FileState.of", lambda _: FileState(1, 0, 0))  # no tick passed
    monkeypatch.setattr(FileStates, "of", lambda paths: FileStates(*([n] * len(paths) for n in (1, 0, 0))))
    opened.clear()
    (inbox / "page-00001.txt").write_text(story(77), encoding="utf-8")
    assert load(root, inbox, reference).outcomes["unchanged"] == 1
    assert opened == ["page-00001.txt"]


def test_a_file_that_changes_while_it_is_read_is_read_again(
    tmp_path: Path, reference: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, root = _inbox(tmp_path, 2), tmp_path / "wh"
    really = InputFiles.readings

    def readings(files: InputFiles, path: str) -> Iterator[Any]:
        yield from really(files, path)
        if path.endswith("page-00001.txt"):
            Path(path).write_text(story(77), encoding="utf-8")

    with monkeypatch.context() as patched:
        patched.setattr(InputFiles, "readings", readings)
        load(root, inbox, reference)
    remembered = rows(root, "SELECT file_uri FROM input_files")
    assert [row["file_uri"].rpartition("/")[2] for row in remembered] == ["page-00000.txt"]
    assert ("page-00001.txt", 1, "no_incident") in _outcomes(root) or load(root, inbox, reference).n_inserted > 0


def test_what_went_wrong_is_tried_again(tmp_path: Path, reference: Path, opened: list[str]) -> None:
    inbox, root = tmp_path / "inbox", tmp_path / "wh"
    inbox.mkdir()
    (inbox / "crash.txt").write_text(story(1).replace("This was", "Crash! This was"), encoding="utf-8")
    (inbox / "twin.txt").write_text(story(1).replace("This was", "Crash! This was"), encoding="utf-8")
    (inbox / "wrong.txt").write_text(story(40).replace("This was", "Wrong toll. This was"), encoding="utf-8")
    (inbox / "empty.txt").write_text(" \n", encoding="utf-8")
    (inbox / "fine.txt").write_text(story(4), encoding="utf-8")
    first = load(root, inbox, reference)
    assert first.outcomes["error"] and first.outcomes["quarantined"]
    opened.clear()
    load(root, inbox, reference)
    assert opened == ["crash.txt", "empty.txt", "twin.txt", "wrong.txt"]


def test_another_line_in_the_metadata_table_has_its_file_read(
    tmp_path: Path, reference: Path, opened: list[str]
) -> None:
    inbox, root, table = _inbox(tmp_path), tmp_path / "wh", tmp_path / "metadata.csv"
    table.write_text("file,publisher\npage-00001.txt,Courier\npage-00002.txt,Herald\n", encoding="utf-8")
    load(root, inbox, reference, metadata=table)
    opened.clear()
    load(root, inbox, reference, metadata=table)
    assert opened == []
    table.write_text("file,publisher\npage-00001.txt,Courier\npage-00002.txt,Post\n", encoding="utf-8")
    load(root, inbox, reference, metadata=table)
    assert opened == ["page-00002.txt"]


def test_an_unchanged_archive_gives_its_rows_without_being_opened(
    tmp_path: Path, reference: Path, opened: list[str]
) -> None:
    inbox, root = _inbox(tmp_path, 1), tmp_path / "wh"
    archive = inbox / "feed.jsonl"
    lines = [json.dumps({"id": f"row-{n}", "text": story(n)}) for n in (5, 6, 7, 5)]
    archive.write_text("\n".join(lines), encoding="utf-8")
    load(root, inbox, reference)
    first = rows(root, "SELECT name, uri, document_id FROM run_inputs ORDER BY ordinal")
    opened.clear()
    result = load(root, inbox, reference)
    assert opened == []
    assert (result.outcomes["unchanged"], result.outcomes["duplicate"]) == (4, 1)
    columns = "ordinal, n_inputs, name, last_uri, document_id"
    query = f"SELECT {columns} FROM run_inputs WHERE {_OF_THE_LAST_RUN} ORDER BY ordinal"
    assert [tuple(row.values()) for row in rows(root, query)] == [
        (0, 3, first[0]["name"], first[2]["uri"], None),
        *((place, 1, first[place]["name"], None, first[place]["document_id"]) for place in (3, 4)),
    ]
    archive.touch()
    assert load(root, inbox, reference).outcomes["unchanged"] == 4
    assert opened == []
    load(root, inbox, reference)
    assert opened == []  # of the touched one the bytes were compared, and its rows are still found
    archive.write_text("\n".join([*lines, json.dumps({"id": "bad"})]), encoding="utf-8")
    assert load(root, inbox, reference).outcomes["unreadable"] == 1
    opened.clear()
    load(root, inbox, reference)
    assert opened == ["feed.jsonl"]  # one of its rows needs another look


def test_the_same_file_by_another_way_of_writing_its_path_is_known(
    tmp_path: Path, reference: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, root = _inbox(tmp_path, 2), tmp_path / "wh"
    load(root, inbox, reference)
    opened.clear()
    monkeypatch.chdir(inbox)
    load(root, [Path("page-00000.txt"), (inbox / "page-00001.txt").as_uri()], reference)
    load(root, Path("..") / "inbox", reference)
    assert opened == []


def test_a_file_whose_document_is_gone_is_read(tmp_path: Path, reference: Path, opened: list[str]) -> None:
    inbox = _inbox(tmp_path, 2)
    load(tmp_path / "wh", inbox, reference)
    opened.clear()
    load(tmp_path / "another", inbox, reference)
    assert len(opened) == 2


def test_archives_and_tables_are_passed_over_until_they_or_the_named_columns_change(
    tmp_path: Path, reference: Path, opened: list[str]
) -> None:
    inbox, root = tmp_path / "inbox", tmp_path / "wh"
    inbox.mkdir()
    with zipfile.ZipFile(inbox / "all.zip", "w") as archive:
        archive.writestr("a.txt", story(1))
        archive.writestr("b.jsonl", json.dumps({"body": story(2), "other": story(3)}))
    (inbox / "c.txt.gz").write_bytes(gzip.compress(story(4).encode()))
    pq.write_table(pa.table({"body": [story(5), story(6)], "other": [story(7), story(8)]}), inbox / "d.parquet")
    assert load(root, inbox, reference).n_inputs == 5
    opened.clear()
    again = load(root, inbox, reference)
    assert opened == []
    assert (again.outcomes["unchanged"], again.n_inserted) == (5, 0)
    named = {"text": "other"}
    changed = load(root, inbox, reference, columns=named)
    assert opened == ["all.zip", "c.txt.gz", "d.parquet"]
    assert changed.outcomes["unchanged"] == 2 and changed.n_inserted > 0
    opened.clear()
    assert load(root, inbox, reference, columns=named).outcomes["unchanged"] == 5
    assert opened == []


_TOLD = "SELECT ordinal, n_inputs, name, last_uri, outcome FROM run_inputs"


@pytest.mark.parametrize(("at_once", "compared"), [(1, 1), (3, 2), (7, 1), (131_072, 2048)])
def test_the_ledger_of_a_mixed_inbox_does_not_depend_on_how_files_are_taken_together(
    tmp_path: Path, reference: Path, monkeypatch: pytest.MonkeyPatch, at_once: int, compared: int
) -> None:
    inbox, root = _inbox(tmp_path, 12), tmp_path / "wh"
    (inbox / "page-00003.jsonl").write_text("\n".join(json.dumps({"text": story(n)}) for n in (30, 31)), "utf-8")
    (inbox / "page-00005b.txt").write_text(story(2), encoding="utf-8")  # a twin
    (inbox / "page-00006b.txt").symlink_to(inbox / "page-00006.txt")
    (inbox / "page-00007 \u00e9.txt").write_text(story(40), encoding="utf-8")
    (inbox / "page-00008.d").mkdir()
    (inbox / "page-00008.d" / "one.txt").write_text(story(41), encoding="utf-8")
    load(root, inbox, reference)
    monkeypatch.setitem(incoming.__globals__, "_FILES_AT_ONCE", at_once)
    monkeypatch.setattr("q7x2_etl.pipeline.passing_over._COMPARED", compared)
    for name in ("page-00000.txt", "page-00004.txt", "page-00007 \u00e9.txt", "page-00003.jsonl"):
        (inbox / name).touch()
    (inbox / "page-00001.txt").write_text(story(90), encoding="utf-8")
    (inbox / "page-00002.txt").unlink()
    (inbox / "page-00009b.txt").write_text(story(92), encoding="utf-8")
    told: list[tuple[int, str]] = []
    result = load(root, inbox, reference, progress=lambda done, name: told.append((done, name)))
    found = rows(root, f"{_TOLD} WHERE {_OF_THE_LAST_RUN} ORDER BY ordinal")
    names = dict(told)
    outcomes = {
        names[place + 1]: row["outcome"]
        for row in found
        for place in range(row["ordinal"], row["ordinal"] + row["n_inputs"])
    }
    assert len(outcomes) == len(told) == sum(row["n_inputs"] for row in found) == result.n_inputs == 18
    assert all(names[row["ordinal"] + 1] == row["name"] for row in found)
    for row in found:
        last = names[row["ordinal"] + row["n_inputs"]]
        assert row["last_uri"] is None or unquote(row["last_uri"].replace("#", "/")).endswith(last.replace("#", "/"))
    again = {"page-00006b.txt": "duplicate"}
    new = {"page-00001.txt": "loaded", "page-00009b.txt": "loaded"}
    assert {name: told for name, told in outcomes.items() if told != "unchanged"} == {
        name: outcomes[name] for name in (*again, *new)
    }
    assert outcomes["page-00006b.txt"] == "duplicate"
    assert list(outcomes)[:6] == [
        "page-00000.txt", "page-00001.txt", "page-00003.jsonl#1", "page-00003.jsonl#2", "page-00003.txt",
        "page-00004.txt",
    ]  # fmt: skip
    for uri, state in _states(root).items():
        path = Path(unquote(uri).removeprefix("file://"))
        assert not path.exists() or state == FileState.of(str(path))


def test_a_known_file_that_changes_while_its_bytes_are_compared_is_read(
    tmp_path: Path, reference: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, root = _inbox(tmp_path, 3), tmp_path / "wh"
    load(root, inbox, reference)
    for path in inbox.iterdir():
        path.touch()
    really = FileStates.bytes_id

    def bytes_id(states: FileStates, place: int, path: str) -> str | None:
        if path.endswith("page-00001.txt"):
            Path(path).write_text(story(77), encoding="utf-8")
        return really(states, place, path)

    monkeypatch.setattr(FileStates, "bytes_id", bytes_id)
    opened.clear()
    assert load(root, inbox, reference).outcomes["unchanged"] == 2
    assert opened == ["page-00001.txt"]


def test_a_known_file_that_was_touched_just_now_waits_until_it_is_settled(tmp_path: Path, reference: Path) -> None:
    inbox, root = _inbox(tmp_path, 3), tmp_path / "wh"
    for path in inbox.iterdir():
        os.utime(path, ns=(_AN_HOUR_AGO, _AN_HOUR_AGO))
    load(root, inbox, reference, settle=60)
    (inbox / "page-00001.txt").touch()
    result = load(root, inbox, reference, settle=60)
    assert (result.outcomes["unchanged"], result.outcomes["held"]) == (2, 1)
    assert _outcomes(root)[1] == ("page-00001.txt", 1, "held")


def test_known_files_from_before_a_time_are_left_out(tmp_path: Path, reference: Path, opened: list[str]) -> None:
    inbox, root = _inbox(tmp_path, 3), tmp_path / "wh"
    load(root, inbox, reference)
    os.utime(inbox / "page-00001.txt", ns=(_AN_HOUR_AGO * 9 // 10, _AN_HOUR_AGO * 9 // 10))
    opened.clear()
    load(root, inbox, reference, since="2h")
    assert _outcomes(root) == [("page-00000.txt", 2, "unchanged")]
    assert opened == []


def _made_otherwise(path: Path) -> None:
    path.unlink()
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE file_states (file_uri VARCHAR, bytes_id VARCHAR, file_state VARCHAR)")


@pytest.mark.parametrize(
    "spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(b"no database" * 2000), _made_otherwise]
)
def test_without_what_is_remembered_of_files_their_bytes_are_compared(
    tmp_path: Path, reference: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None]
) -> None:
    inbox, root = _inbox(tmp_path, 3), tmp_path / "wh"
    load(root, inbox, reference)
    opened.clear()
    spoil(root / "writer" / "file_states.duckdb")
    compared = _compared(monkeypatch)
    assert load(root, inbox, reference).outcomes["unchanged"] == 3
    assert (len(compared), opened) == (3, [])
    load(root, inbox, reference)
    assert (len(compared), opened) == (3, [])


def test_what_is_remembered_of_files_and_cannot_be_made_anew_is_named(tmp_path: Path, reference: Path) -> None:
    inbox, root = _inbox(tmp_path, 1), tmp_path / "wh"
    load(root, inbox, reference)
    states = root / "writer" / "file_states.duckdb"
    states.unlink()
    states.mkdir()
    with pytest.raises(WarehouseError, match=r"file_states\.duckdb: can neither be read nor removed"):
        load(root, inbox, reference)
    states.rmdir()
    assert load(root, inbox, reference).outcomes["unchanged"] == 1


def test_a_load_that_finds_only_what_it_knows_leaves_one_row_and_publishes_no_file_of_inputs_anew(
    tmp_path: Path, reference: Path
) -> None:
    inbox, root = _inbox(tmp_path, 9), tmp_path / "wh"
    load(root, inbox, reference)
    for path in inbox.iterdir():
        path.touch()
    load(root, inbox, reference)
    assert _outcomes(root) == [("page-00000.txt", 9, "unchanged")]
    one, other = (root / "versions" / n / "parquet" / "input_files" / "input_files.parquet" for n in "12")
    assert one.samefile(other)
