"""Paths to readings: every input gives exactly one, in a fixed order, and bad ones say why."""

import os
from pathlib import Path

import pytest

from q7x2_etl.errors import InputError
from q7x2_etl.model import Document, content_id
from q7x2_etl.sources import ReadLimits, Unread, read

PROSE = "Gunmen attacked a checkpoint outside Northtown at dawn and killed two policemen, the mayor said.\n"


def _only(path: Path | str) -> Document | Unread:
    readings = list(read(path))
    assert len(readings) == 1
    return readings[0]


def _unread(path: Path | str) -> Unread:
    reading = _only(path)
    assert isinstance(reading, Unread)
    return reading


def test_a_text_file_is_a_document_named_after_it(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(PROSE, encoding="utf-8")
    document = _only(tmp_path / "story.txt")
    assert isinstance(document, Document)
    assert (document.name, document.text, document.media_type) == ("story.txt", PROSE, "text/plain")
    assert document.document_id == content_id(PROSE)
    assert document.uri == (tmp_path / "story.txt").as_uri()
    assert document.language == "en"


def test_offsets_are_those_of_python_reading_the_file(tmp_path: Path) -> None:
    path = tmp_path / "windows.txt"
    path.write_bytes("\ufeffOne line.\r\nAnother\rand “more”.\r\n".encode())
    document = _only(path)
    assert isinstance(document, Document)
    assert document.text == path.read_text(encoding="utf-8-sig")


def test_a_folder_is_read_with_its_subfolders_in_path_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", "sub/.hidden.txt", ".git/d.txt", "picture.png", "sub/list.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('{"text": "A row.", "id": "row-1"}\n' if name.endswith("jsonl") else PROSE, encoding="utf-8")
    assert [reading.name for reading in read(tmp_path)] == ["a.txt", "b.txt", "c.txt", "row-1"]


def test_files_of_no_text_kind_in_a_folder_are_told_of(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "chart.png").write_bytes(b"\x89PNG\0")
    assert list(read(tmp_path)) == []
    assert "chart.png" in caplog.text


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert list(read(tmp_path)) == []


def test_a_glob_a_list_and_a_uri_name_files_too_and_each_is_read_once(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt", "three.log"):
        (tmp_path / name).write_text(PROSE + name, encoding="utf-8")
    assert [reading.name for reading in read(str(tmp_path / "*.txt"))] == ["one.txt", "two.txt"]
    named: list[str | Path] = [tmp_path / "two.txt", (tmp_path / "three.log").as_uri(), str(tmp_path / "*.txt")]
    assert [reading.name for reading in read(named)] == ["two.txt", "three.log", "one.txt"]


@pytest.mark.parametrize("name", ["no-such-file.txt", "nothing-*.txt", "nosuch://news.example/story"])
def test_a_path_that_leads_nowhere_is_the_callers_error(tmp_path: Path, name: str) -> None:
    named = name if "://" in name else str(tmp_path / name)
    with pytest.raises(InputError) as error:
        read(named)  # before anything is read
    assert name in str(error.value)
    assert error.value.exit_code == 2
    assert "\n" not in str(error.value)


def test_a_name_with_glob_characters_is_the_file_of_that_name(tmp_path: Path) -> None:
    (tmp_path / "story[1].txt").write_text(PROSE, encoding="utf-8")
    assert _only(tmp_path / "story[1].txt").name == "story[1].txt"


def test_a_binary_file_is_unreadable_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_bytes(b"PK\x03\x04" + bytes(range(256)) * 4)
    unread = _unread(tmp_path / "story.txt")
    assert unread.outcome == "unreadable"
    assert "binary" in unread.reason


def test_nul_bytes_in_the_middle_of_a_text_are_unreadable(tmp_path: Path) -> None:
    (tmp_path / "torn.txt").write_bytes(PROSE.encode() + b"\0\0\0" + PROSE.encode())
    assert _unread(tmp_path / "torn.txt").outcome == "unreadable"


@pytest.mark.parametrize("content", [b"", b" \n\t\n", "\ufeff\u200b\n".encode()])
def test_a_file_without_text_is_empty(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "blank.txt").write_bytes(content)
    assert _unread(tmp_path / "blank.txt").outcome == "empty"


def test_a_file_over_the_limit_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(PROSE * 100, encoding="utf-8")
    (reading,) = read(tmp_path / "long.txt", limits=ReadLimits(max_document_bytes=1000))
    assert isinstance(reading, Unread)
    assert reading.outcome == "too_large"
    assert "1,000" in reading.reason


@pytest.mark.parametrize("name", ["page.svg", "mail.eml"])
def test_markup_is_refused_rather_than_read_as_prose(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("<p>Two died.</p>", encoding="utf-8")
    unread = _unread(tmp_path / name)
    assert unread.outcome == "unreadable"
    assert "plain text" in unread.reason


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may read every file")
def test_a_file_without_read_rights_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text(PROSE, encoding="utf-8")
    path.chmod(0)
    assert _unread(path).outcome == "unreadable"


def test_a_broken_link_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert _unread(tmp_path / "gone.txt").outcome == "unreadable"
    assert [reading.name for reading in read(tmp_path)] == ["gone.txt"]  # in a folder it is not lost either


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_unreadable_and_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert _unread(tmp_path / "pipe.txt").outcome == "unreadable"


def test_a_folder_that_is_called_like_a_text_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "folder.txt" / "story.txt").write_text(PROSE, encoding="utf-8")
    assert [reading.name for reading in read(tmp_path)] == ["story.txt"]


def test_links_that_run_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "story.txt").write_text(PROSE, encoding="utf-8")
    (tmp_path / "inner" / "up").symlink_to(tmp_path, target_is_directory=True)
    assert [reading.name for reading in read(tmp_path)] == ["story.txt"]


def test_two_readings_of_a_folder_are_the_same(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(PROSE * (number + 1), encoding="utf-8")
    assert list(read(tmp_path)) == list(read(tmp_path))
