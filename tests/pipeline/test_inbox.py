"""An inbox that others write to: unfinished files wait, new and changed ones are taken, the rest is passed over."""

import logging
import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from corpus import story, write_corpus
from loads import load, rows

from q7x2_etl.errors import InputError
from q7x2_etl.settings import Settings
from q7x2_etl.settings.moments import moment
from q7x2_etl.sources import InputFiles

_DAY = 86_400.0


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "inbox", range(3))


def _modified(path: Path, seconds_ago: float) -> None:
    then = time.time() - seconds_ago
    os.utime(path, (then, then))


def _held(root: Path) -> list[tuple[str, str]]:
    return [
        (row["name"], row["reason"])
        for row in rows(root, "SELECT name, reason FROM run_inputs WHERE outcome = 'held' ORDER BY ALL")
    ]


def test_a_file_that_changed_just_now_waits_for_the_next_load(inbox: Path, reference: Path, tmp_path: Path) -> None:
    old, fresh = inbox / "page-00000.txt", inbox / "page-00001.txt"
    _modified(old, 3600)
    (inbox / "page-00002.txt").unlink()
    result = load(tmp_path / "wh", inbox, reference, settle=600)
    assert (result.outcomes["loaded"], result.outcomes["held"]) == (1, 1)
    assert result.troubles[0]["name"] == fresh.name
    assert "may still be being written" in result.troubles[0]["reason"]
    assert result.exit_code == 0
    _modified(fresh, 3600)
    again = load(tmp_path / "wh", inbox, reference, settle=600)
    assert (again.outcomes["loaded"], again.outcomes["unchanged"], again.outcomes["held"]) == (1, 1, 0)


def test_without_a_settle_time_fresh_files_are_taken_at_once(inbox: Path, reference: Path, tmp_path: Path) -> None:
    assert load(tmp_path / "wh", inbox, reference).outcomes["held"] == 0


def test_a_file_from_the_future_does_not_wait_for_ever(inbox: Path, reference: Path, tmp_path: Path) -> None:
    for path in inbox.iterdir():
        _modified(path, -_DAY)
    assert load(tmp_path / "wh", inbox, reference, settle=600).outcomes["held"] == 0


def test_names_of_unfinished_files_are_skipped_and_told(
    inbox: Path, reference: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("a.txt.part", "b.jsonl.tmp", "c.txt.crdownload", "d.txt~", ".e.txt.swp", ".f.txt"):
        (inbox / name).write_text(story(7), encoding="utf-8")
    with caplog.at_level(logging.INFO, "q7x2_etl"):
        result = load(tmp_path / "wh", inbox, reference)
    assert result.n_inputs == 3
    assert "4 files are unfinished by their names, and not read (a.txt.part, b.jsonl.tmp," in caplog.text
    assert "2 hidden names are not read" in caplog.text
    assert load(tmp_path / "glob", f"{inbox}/*", reference).n_inputs == 3
    assert load(tmp_path / "named", inbox / "a.txt.part", reference).outcomes["loaded"] == 0  # 7 tells of nothing
    (inbox / "a.txt.part").rename(inbox / "a.txt")
    assert load(tmp_path / "wh", inbox, reference).outcomes["unchanged"] == 3


def _written_on(monkeypatch: pytest.MonkeyPatch, added: str) -> None:
    """Let somebody add to each file while its last words are read."""
    really = InputFiles.readings

    def readings(files: InputFiles, path: str) -> Iterator[Any]:
        yield from really(files, path)
        with Path(path).open("a", encoding="utf-8") as stream:
            stream.write(added)

    monkeypatch.setattr(InputFiles, "readings", readings)


def test_a_text_that_changes_while_it_is_read_is_not_stored_half(
    reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, root = tmp_path / "page.txt", tmp_path / "wh"
    page.write_text(story(1), encoding="utf-8")
    with monkeypatch.context() as patched:
        _written_on(patched, "And more was said.\n")
        result = load(root, page, reference)
    assert (result.outcomes["held"], result.n_articles) == (1, 0)
    assert _held(root) == [("page.txt", "the file changed while it was read; it waits for the next load")]
    assert load(root, page, reference).outcomes["loaded"] == 1
    (document,) = rows(root, "SELECT text FROM documents")
    assert document["text"].endswith("And more was said.\n")


def test_of_rows_that_are_still_added_the_last_waits(
    reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json

    table, root = tmp_path / "rows.jsonl", tmp_path / "wh"
    table.write_text("".join(json.dumps({"text": story(n)}) + "\n" for n in (0, 1, 2)), encoding="utf-8")
    with monkeypatch.context() as patched:
        _written_on(patched, json.dumps({"text": story(4)}) + "\n")
        result = load(root, table, reference)
    assert (result.outcomes["loaded"], result.outcomes["held"]) == (2, 1)
    again = load(root, table, reference)
    assert (again.outcomes["loaded"], again.outcomes["unchanged"]) == (2, 2)


@pytest.mark.parametrize("since", ["2d", "48h", timedelta(days=2), date.today() - timedelta(days=2)])
def test_since_takes_only_what_was_modified_later(inbox: Path, reference: Path, tmp_path: Path, since: Any) -> None:
    _modified(inbox / "page-00000.txt", 10 * _DAY)
    result = load(tmp_path / "wh", inbox, reference, since=since)
    assert result.n_inputs == 2
    assert load(tmp_path / "wh", inbox, reference).outcomes["unchanged"] == 2


def test_moments_are_days_times_and_durations() -> None:
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert moment("36h", now) == datetime(2026, 11, 20, tzinfo=UTC)
    assert moment("90 min", now) == datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
    assert moment("2w", now) == datetime(2026, 11, 7, 12, tzinfo=UTC)
    assert moment("2026-11-20T06:00+00:00", now) == datetime(2026, 11, 20, 6, tzinfo=UTC)
    assert moment("2026-11-20", now).replace(tzinfo=None) == datetime(2026, 11, 20)


@pytest.mark.parametrize("since", ["yesterday", "7", "", "2026-13-01", 7])
def test_what_is_no_moment_is_told_before_anything_is_done(since: Any) -> None:
    with pytest.raises(InputError, match="give a day"):
        Settings(since=since)
