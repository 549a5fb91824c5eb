"""The same inputs give the same rows, in any order, any batches and with any number of workers."""

import random
from pathlib import Path

import pytest
from corpus import story
from loads import load, rows, tables

from q7x2_etl.settings import Settings


def test_order_batches_and_loads_change_no_row(
    loaded: Path, corpus: Path, reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = tables(loaded)
    files = sorted(corpus.iterdir())
    random.Random(7).shuffle(files)
    monkeypatch.setattr("q7x2_etl.pipeline.staging.BATCH_DOCUMENTS", 7)
    monkeypatch.setattr("q7x2_etl.pipeline.resolving._AT_ONCE", 3)
    load(tmp_path / "shuffled", files, reference, Settings(transaction_inputs=20))
    assert tables(tmp_path / "shuffled") == expected
    for part in (files[:31], files[31:90], files[90:]):
        load(tmp_path / "three-loads", part, reference)
    assert tables(tmp_path / "three-loads") == expected
    assert len(expected["incidents"]) < len(expected["reports"])  # else nothing was resolved and the test says nothing


def test_two_workers_give_the_same_rows(loaded: Path, corpus: Path, reference: Path, tmp_path: Path) -> None:
    load(tmp_path / "wh", corpus, reference, workers=2)
    assert tables(tmp_path / "wh") == tables(loaded)


def test_every_sum_and_link_of_a_warehouse_fits(loaded: Path) -> None:
    assert not rows(loaded, "SELECT * FROM reports ANTI JOIN incident_links USING (report_id)")
    assert not rows(loaded, "SELECT * FROM incident_links ANTI JOIN incidents USING (incident_id)")
    assert not rows(loaded, "SELECT * FROM incidents ANTI JOIN incident_links USING (incident_id)")
    assert not rows(loaded, "SELECT * FROM incident_actors ANTI JOIN incidents USING (incident_id)")
    assert not rows(
        loaded,
        "SELECT incident_id, n_reports, count(*) FROM incidents JOIN incident_links USING (incident_id) "
        "GROUP BY ALL HAVING count(*) != n_reports",
    )
    assert not rows(
        loaded,
        "SELECT * FROM evidence JOIN reports USING (report_id) JOIN articles USING (article_id) "
        "JOIN documents USING (document_id) WHERE quote(text, span_start, span_end) != evidence.quote",
    )
    (one_article_twice,) = rows(
        loaded,
        "SELECT count(*) AS n FROM "
        "(SELECT 1 FROM reports_resolved GROUP BY incident_id, article_id HAVING count(*) > 1)",
    )
    assert one_article_twice["n"] == 0


def test_dimensions_hold_what_is_used_with_parents_and_nothing_else(loaded: Path) -> None:
    assert [row["actor_id"] for row in rows(loaded, "FROM actors ORDER BY ALL")] == ["test:Red-Column", "test:columns"]
    aliases = {row["alias"] for row in rows(loaded, "SELECT * FROM actor_aliases")}
    assert aliases == {"the Reds", "Red Column fighters", "the Columns"}
    types = rows(loaded, "SELECT event_type FROM event_types ORDER BY ALL")
    assert [row["event_type"] for row in types] == ["armed_attack", "bombing"]


def test_ids_of_merged_incidents_stay_traceable(tmp_path: Path, reference: Path) -> None:
    pages = []
    for number in range(6):  # six accounts of one attack: ids are hashes, so a smaller one turns up sooner or later
        page = tmp_path / f"{number}.txt"
        page.write_text(story(0, killed=9, day=3).replace("This was page 0", f"This was number {number}"))
        pages.append(page)
    for page in pages:
        load(tmp_path / "wh", page, reference)
    (incident,) = rows(tmp_path / "wh", "SELECT * FROM incidents")
    (smallest,) = rows(tmp_path / "wh", "SELECT min(report_id) AS report_id FROM reports")
    assert incident["incident_id"] == smallest["report_id"]
    assert (incident["n_reports"], incident["deaths_best"]) == (6, 9)
    history = rows(tmp_path / "wh", "SELECT * FROM incident_id_history")
    assert history
    assert {row["change"] for row in history} == {"renamed"}
    leads = {row["old_incident_id"]: row["new_incident_id"] for row in history}
    for old in leads:
        while old in leads:
            old = leads[old]
        assert old == incident["incident_id"]
