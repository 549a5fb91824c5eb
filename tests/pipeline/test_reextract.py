"""Stored texts read again by other rules: what would change, what changes, and what a kill in the middle leaves."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from corpus import story, write_corpus
from loads import SUPPORT, load, rows, tables
from pattern_extractor import ImprovedExtractor, PatternExtractor

import q7x2_etl as q7
from q7x2_etl.errors import GateRefusedError, InputError, WarehouseError
from q7x2_etl.model import Article, Document
from q7x2_etl.pipeline import RereadResult
from q7x2_etl.reference import Reference
from q7x2_etl.sources import articles_of

pytestmark = pytest.mark.slow

_REEXTRACT = """
import sys
sys.path.append(sys.argv[1])
from pattern_extractor import ImprovedExtractor
from q7x2_etl import Settings, Warehouse
if __name__ == "__main__":
    extractor = ImprovedExtractor(kill_at=int(sys.argv[4]))
    with Warehouse(sys.argv[2], Settings(transaction_inputs=16)) as warehouse:
        warehouse.reextract(reference=sys.argv[3], extractor=extractor)
"""


def reextract(
    root: Path, reference: Path, where: str | None = None, extractor: PatternExtractor | None = None, **options: bool
) -> RereadResult:
    with q7.Warehouse(root) as warehouse:
        return warehouse.reextract(where, reference=reference, extractor=extractor or ImprovedExtractor(), **options)


def loaded_anew(root: Path, corpus: Path, reference: Path) -> Path:
    """A warehouse that knew nothing but the improved rules."""
    with q7.Warehouse(root) as warehouse:
        warehouse.load(corpus, reference=reference, extractor=ImprovedExtractor())
    return root


@pytest.fixture
def warehouse(loaded: Path, tmp_path: Path) -> Path:
    """A copy of the loaded warehouse that the test may change."""
    return Path(shutil.copytree(loaded, tmp_path / "wh", symlinks=True))


def test_a_reextract_leaves_what_a_load_with_todays_rules_makes(
    warehouse: Path, corpus: Path, reference: Path, tmp_path: Path
) -> None:
    before = tables(warehouse)
    shown = reextract(warehouse, reference, dry_run=True)
    assert tables(warehouse) == before
    assert shown.run is None
    done = reextract(warehouse, reference)
    assert tables(warehouse) == tables(loaded_anew(tmp_path / "anew", corpus, reference))
    assert done.changes == shown.changes
    bombings = len(rows(warehouse, "SELECT * FROM reports WHERE event_type = 'bombing'"))
    assert done.changes.tables["reports"].fields == {"weapon": bombings}
    assert (done.changes.tables["reports"].changed, done.changes.n_documents_changed) == (bombings, bombings)
    example = done.changes.examples[0]
    assert (example.table_name, example.field, example.before, example.after) == ("reports", "weapon", None, "bomb")
    with q7.Warehouse(warehouse) as opened:
        (weapons,) = opened.sql("SELECT count(weapon) FROM reports", at=1).fetchall()
    assert weapons == (0,)


def test_a_reextract_is_a_run_and_reads_nothing_twice_unless_asked(warehouse: Path, reference: Path) -> None:
    first, again = reextract(warehouse, reference), reextract(warehouse, reference)
    assert (first.n_documents, first.n_current) == (150, 0)
    assert (again.n_documents, again.n_current, again.changes.n_documents_changed) == (0, 150, 0)
    everything = reextract(warehouse, reference, everything=True)
    assert (everything.n_documents, everything.changes.n_documents_changed) == (150, 0)
    runs = rows(warehouse, "SELECT options_json ->> 'kind' AS kind, n_inputs, extractor_version FROM runs ORDER BY ALL")
    assert [(run["kind"], run["n_inputs"], run["extractor_version"]) for run in runs] == [
        ("load", 150, "1"), ("reextract", 0, "2"), ("reextract", 150, "2"), ("reextract", 150, "2"),
    ]  # fmt: skip
    assert not rows(warehouse, "FROM reports WHERE extractor_version != '2'")


def test_a_condition_chooses_whole_documents(warehouse: Path, reference: Path) -> None:
    done = reextract(warehouse, reference, "event_type = 'bombing' AND country = 'AAA' -- the bombings")
    versions = rows(warehouse, "SELECT DISTINCT event_type, extractor_version FROM reports ORDER BY ALL")
    assert [(row["event_type"], row["extractor_version"]) for row in versions] == [
        ("armed_attack", "1"), ("bombing", "2"),
    ]  # fmt: skip
    assert done.run is not None
    assert done.n_documents == done.run.outcomes["loaded"]


@pytest.mark.parametrize(
    "where", ["colour = 'red'", "1 = 1) OR (1 = 1; DROP TABLE reports", "true; DROP TABLE reports"]
)
def test_a_condition_that_cannot_run_changes_nothing_and_is_no_run(
    warehouse: Path, reference: Path, where: str
) -> None:
    with pytest.raises(InputError, match="--where"):
        reextract(warehouse, reference, where)
    assert len(rows(warehouse, "FROM runs")) == 1
    with pytest.raises(WarehouseError, match="nothing is published"):
        reextract(warehouse.parent / "none", reference)


def test_reports_that_todays_rules_do_not_make_go_with_all_that_hung_on_them(warehouse: Path, reference: Path) -> None:
    only_bombings = (
        "SELECT incident_id FROM incident_links JOIN reports USING (report_id) GROUP BY ALL "
        "HAVING bool_and(event_type = 'bombing')"
    )
    gone = {row["incident_id"] for row in rows(warehouse, only_bombings)}
    with pytest.raises(GateRefusedError, match="reports"):  # so many lost reports are not published unasked
        reextract(warehouse, reference, extractor=ImprovedExtractor(without="bombed"))
    assert {row["event_type"] for row in rows(warehouse, "FROM reports")} == {"armed_attack", "bombing"}
    done = reextract(warehouse, reference, extractor=ImprovedExtractor(without="bombed", version="3"), force=True)
    assert done.n_documents == 150
    assert {row["event_type"] for row in rows(warehouse, "FROM reports")} == {"armed_attack"}
    for child in ("report_actors", "report_casualties", "evidence", "incident_links"):
        assert not rows(warehouse, f"FROM {child} ANTI JOIN reports USING (report_id)")
    for of_incident in ("incidents", "incident_actors"):
        assert not rows(warehouse, f"FROM {of_incident} ANTI JOIN incident_links USING (incident_id)")
    history = rows(warehouse, "FROM incident_id_history WHERE change = 'withdrawn'")
    assert {row["old_incident_id"] for row in history} == gone


def test_documents_are_cut_by_todays_rules(warehouse: Path, reference: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(document: Document, known: Reference) -> Sequence[Article]:
        return [replace(one, article_id=one.article_id[::-1]) for one in articles_of(document, known)]

    monkeypatch.setattr("q7x2_etl.engines.batch.articles_of", cut)
    done = reextract(warehouse, reference)
    assert (done.changes.tables["articles"].added, done.changes.tables["articles"].removed) == (150, 150)
    assert len(rows(warehouse, "FROM articles")) == 150
    assert not rows(warehouse, "FROM reports ANTI JOIN articles USING (article_id)")
    assert not rows(warehouse, "FROM incident_links ANTI JOIN reports USING (report_id)")


def test_what_the_source_said_stays(tmp_path: Path, reference: Path) -> None:
    corpus = write_corpus(tmp_path / "in", range(4))
    table = tmp_path / "metadata.csv"
    table.write_text("file,title,published,publisher\n" + "".join(
        f"page-{number:05}.txt,Title {number},2021-04-0{number + 1},The Courier\n" for number in range(3)
    ))  # fmt: skip
    root = tmp_path / "wh"
    load(root, corpus, reference, metadata=table)
    dates = rows(root, "SELECT article_id, title, published_on, published_precision, published_method FROM articles")
    assert {row["published_method"] for row in dates} == {"metadata", "unknown"} | {
        row["published_method"] for row in dates
    }
    done = reextract(root, reference)
    assert done.changes.tables["articles"].changed == 0
    assert rows(root, "SELECT DISTINCT publisher FROM document_sources WHERE publisher IS NOT NULL") == [
        {"publisher": "The Courier"}
    ]


def test_stories_that_the_caller_gave_are_not_cut_again(tmp_path: Path, reference: Path) -> None:
    text = story(0) + "\n" + story(1)
    half = len(story(0))
    document = q7.Document("d" * 32, "two", "two", "text/plain", text)
    given = [
        Article("a" * 32, document.document_id, "two", text, 0, half, (), title="First"),
        Article("b" * 32, document.document_id, "two", text, half + 1, len(text), (), title="Second"),
    ]
    root = tmp_path / "wh"
    load(root, given, reference)
    before = tables(root)["articles"]
    done = reextract(root, reference)
    assert done.n_documents == 1
    assert tables(root)["articles"] == before
    assert {row["article_id"][0] for row in rows(root, "FROM reports WHERE extractor_version = '2'")} == {"a", "b"}


def test_a_text_on_which_todays_rules_fail_keeps_what_it_gave_and_is_tried_again(
    tmp_path: Path, reference: Path
) -> None:
    root = tmp_path / "wh"
    (tmp_path / "one.txt").write_text(story(1).replace("This was", "Crash! This was"))
    with q7.Warehouse(root) as warehouse:
        warehouse.load(tmp_path / "one.txt", reference=reference, extractor=ImprovedExtractor())
    before = tables(root)["reports"]
    failed = reextract(root, reference, extractor=PatternExtractor(version="3"))
    assert failed.n_errors == 1
    assert tables(root)["reports"] == before
    assert [row["check_name"] for row in rows(root, "FROM rejects WHERE resolution IS NULL")] == ["extraction"]
    fixed = reextract(root, reference, extractor=ImprovedExtractor(version="4"))
    assert (fixed.n_documents, fixed.resolutions) == (1, {"passed": 1})


def test_a_reextract_that_is_killed_leaves_whole_documents_and_the_next_goes_on(
    warehouse: Path, corpus: Path, reference: Path, tmp_path: Path
) -> None:
    before = tables(warehouse)
    (late,) = rows(
        warehouse,
        "SELECT regexp_extract(text, 'This was page ([0-9]+)', 1) AS number FROM documents "
        "ORDER BY document_id LIMIT 1 OFFSET 100",
    )
    process = subprocess.run(
        [sys.executable, "-c", _REEXTRACT, str(SUPPORT), str(warehouse), str(reference), late["number"]], check=False
    )
    assert process.returncode == -signal.SIGKILL
    assert tables(warehouse) == before
    done = reextract(warehouse, reference)
    assert 0 < done.n_current < 150
    assert done.n_current + done.n_documents == 150
    assert tables(warehouse) == tables(loaded_anew(tmp_path / "anew", corpus, reference))
    (killed,) = rows(warehouse, "SELECT status FROM runs WHERE published_version IS NULL")
    assert killed["status"] == "failed"
