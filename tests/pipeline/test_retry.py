"""The quarantine after a fix: what passes now enters the tables, and every row of it says how it was settled."""

import shutil
from pathlib import Path

import pytest
from corpus import story, write_corpus
from loads import load, rows, tables
from pattern_extractor import ImprovedExtractor, PatternExtractor

import q7x2_etl as q7
from q7x2_etl.errors import InputError
from q7x2_etl.model import Article, Report
from q7x2_etl.pipeline import RereadResult

pytestmark = pytest.mark.slow

_METADATA = "file,title,published\nc-wrong-toll.txt,A toll,2021-03-20\nd-crash.txt,A crash,2021-03-21\n"


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory, reference: Path) -> Path:
    """A warehouse of four sound pages, one whose report breaks the contract, and one on which extraction fails."""
    folder = write_corpus(tmp_path_factory.mktemp("troubled"), range(4))
    (folder / "c-wrong-toll.txt").write_text(story(40).replace("This was", "Wrong toll. This was"))
    (folder / "d-crash.txt").write_text(story(41).replace("This was", "Crash! This was"))
    (folder.parent / "troubled.csv").write_text(_METADATA)
    root = folder.parent / "troubled-wh"
    load(root, folder, reference, metadata=folder.parent / "troubled.csv")
    shutil.copytree(folder, folder.parent / "troubled-inbox")
    return root


@pytest.fixture
def warehouse(troubled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(troubled, tmp_path / "wh", symlinks=True))


def retry(
    root: Path, reference: Path, *ids: str, where: str | None = None, extractor: PatternExtractor | None = None,
    dry_run: bool = False,
) -> RereadResult:  # fmt: skip
    with q7.Warehouse(root) as warehouse:
        return warehouse.retry_rejects(
            ids, where=where, reference=reference, extractor=extractor or ImprovedExtractor(), dry_run=dry_run
        )


def test_what_passes_after_a_fix_enters_the_tables_and_the_rows_stay_as_passed(
    warehouse: Path, troubled: Path, reference: Path, tmp_path: Path
) -> None:
    before = tables(warehouse)
    shown = retry(warehouse, reference, dry_run=True)
    assert (shown.n_documents, shown.resolutions) == (2, {"passed": 2})
    assert tables(warehouse) == before
    done = retry(warehouse, reference)
    assert done.run is not None
    assert (done.run.outcomes["loaded"], done.resolutions) == (2, {"passed": 2})
    assert done.changes == shown.changes
    kept = rows(warehouse, "SELECT resolution, resolved_run_id, resolved_at FROM rejects")
    assert [(row["resolution"], row["resolved_run_id"]) for row in kept] == [("passed", done.run.run_id)] * 2
    with q7.Warehouse(tmp_path / "anew") as anew:
        inbox = troubled.parent / "troubled-inbox"
        metadata = troubled.parent / "troubled.csv"
        anew.load(inbox, metadata=metadata, reference=reference, extractor=ImprovedExtractor())
    retried, expected = tables(warehouse), tables(tmp_path / "anew")
    for table in ("documents", "articles", "report_actors", "report_casualties", "evidence", "incidents"):
        assert retried[table] == expected[table], table
    assert len(retried["reports"]) == len(expected["reports"])
    (crash,) = rows(warehouse, "SELECT * FROM document_sources WHERE stated_title = 'A crash'")
    assert crash["uri"].endswith("d-crash.txt")
    assert retry(warehouse, reference).n_documents == 0


def test_what_still_fails_stays_open_and_enters_nothing(warehouse: Path, reference: Path) -> None:
    before = tables(warehouse)
    done = retry(warehouse, reference, extractor=PatternExtractor())
    assert (done.n_errors, done.n_rejects, done.resolutions) == (1, 2, {})
    assert tables(warehouse) == before


class _WrongInAnotherWay(PatternExtractor):
    """Its report of the wrong toll breaks the same check with another version in it."""


class _Silent(PatternExtractor):
    def extract(self, article: Article) -> list[Report]:
        return []


def test_rows_that_changed_or_are_no_longer_made_say_so(warehouse: Path, reference: Path) -> None:
    of_report = "check_name = 'derivation'"
    changed = retry(warehouse, reference, where=of_report, extractor=_WrongInAnotherWay(version="3"))
    assert (changed.n_documents, changed.resolutions) == (1, {"superseded": 1})
    silent = retry(warehouse, reference, where=of_report, extractor=_Silent(version="4"))
    assert silent.resolutions == {"withdrawn": 1}
    settled = rows(warehouse, "SELECT resolution FROM rejects WHERE check_name = 'derivation' ORDER BY rejected_at")
    assert [row["resolution"] for row in settled] == ["superseded", "withdrawn"]


def test_ids_choose_and_an_unknown_one_is_told(warehouse: Path, reference: Path) -> None:
    with q7.Warehouse(warehouse) as opened:
        (crash,) = opened.rejects(check="extraction")
    done = retry(warehouse, reference, crash.reject_id[:10])
    assert (done.n_documents, done.resolutions) == (1, {"passed": 1})
    with pytest.raises(InputError, match="rejects list"):
        retry(warehouse, reference, crash.reject_id)
    assert len(rows(warehouse, "FROM runs")) == 2


def test_a_load_settles_the_document_that_it_can_read_now(warehouse: Path, troubled: Path, reference: Path) -> None:
    with q7.Warehouse(warehouse) as opened:
        result = opened.load(troubled.parent / "troubled-inbox", reference=reference, extractor=ImprovedExtractor())
        assert (result.outcomes["loaded"], result.outcomes["unchanged"]) == (1, 5)
        (settled,) = [row for row in opened.rejects(resolved=True) if row.resolution is not None]
    assert (settled.check_name, settled.resolution, settled.resolved_run_id) == ("extraction", "passed", result.run_id)


def test_rows_are_listed_by_table_check_and_run_and_shown_with_their_words(troubled: Path) -> None:
    with q7.Warehouse(troubled) as opened:
        assert {row.name for row in opened.rejects()} == {"c-wrong-toll.txt", "d-crash.txt"}
        assert [row.name for row in opened.rejects(table="report_casualties")] == ["c-wrong-toll.txt"]
        assert len(opened.rejects(run=opened.rejects()[0].run_id[:8])) == 2
        assert len(opened.rejects(limit=1)) == 1
        assert opened.rejects(run="1999") == []
        (wrong,) = opened.rejects(check="derivation")
        shown = opened.reject(wrong.reject_id[:12])
        (crash,) = opened.rejects(check="extraction")
        assert "Crash!" in opened.reject(crash.reject_id).row["text"]
        with pytest.raises(InputError, match="no row of rejects"):
            opened.reject("zz")
    assert shown.check == "Every figure is what a reading of its words gives."
    assert shown.row["report_id"] == wrong.report_id
    assert shown.words is not None
    assert f"On {shown.words} the" in (shown.before or "")[-3:] + shown.words + (shown.after or "")


def test_a_text_that_killed_workers_is_tried_again_in_a_process_of_its_own(tmp_path: Path, reference: Path) -> None:
    root = tmp_path / "wh"
    write_corpus(tmp_path / "in", range(3))
    deadly = ImprovedExtractor(kill_at=1)
    with q7.Warehouse(root) as warehouse:
        warehouse.load(tmp_path / "in", reference=reference, extractor=deadly, workers=2)
        (kept,) = warehouse.rejects()
    assert kept.check_name == "worker_survives"
    again = retry(root, reference, extractor=deadly)  # with one worker: this very process must survive it
    assert (again.n_documents, again.resolutions) == (1, {})
    assert retry(root, reference).resolutions == {"passed": 1}
