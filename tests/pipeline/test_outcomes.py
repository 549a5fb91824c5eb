"""Every input ends in one outcome; what cannot be stored is kept with its reason."""

from pathlib import Path

import pytest
from corpus import story, write_corpus
from loads import load, rows, tables

import q7x2_etl as q7


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory, reference: Path) -> tuple[Path, Path, q7.LoadResult]:
    """A folder with one input of each kind, its warehouse and the result of its first load."""
    folder = write_corpus(tmp_path_factory.mktemp("mixed"), range(4))
    (folder / "a-empty.txt").write_text("")
    (folder / "b-binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "c-wrong-toll.txt").write_text(story(40).replace("This was", "Wrong toll. This was"))
    (folder / "d-crash.txt").write_text(story(41).replace("This was", "Crash! This was"))
    (folder / "z-again.txt").write_text(story(0))
    (folder / "e-german.txt").write_text(
        "Neuigkeiten aus der Stadt\n\n"
        + "Der Rat der Stadt hat am Abend beschlossen, dass die Straße zum Fluss noch in diesem Jahr erneuert wird. "
        "Die Bewohner sind damit nicht zufrieden, weil der Markt so lange geschlossen bleibt und niemand weiß, wann er "
        "wieder öffnet. Der Bürgermeister sagte, man werde die Händler unterstützen und eine Lösung finden.\n" * 3
    )
    root = tmp_path_factory.mktemp("mixed-wh") / "wh"
    return folder, root, load(root, folder, reference)


def test_every_input_has_one_outcome_with_a_reason(mixed: tuple[Path, Path, q7.LoadResult]) -> None:
    _, root, result = mixed
    found = {row["name"]: row for row in rows(root, "SELECT * FROM run_inputs")}
    assert {name: row["outcome"] for name, row in found.items()} == {
        "a-empty.txt": "empty",
        "b-binary.txt": "unreadable",
        "c-wrong-toll.txt": "quarantined",
        "d-crash.txt": "error",
        "e-german.txt": "not_english",
        "page-00000.txt": "loaded",
        "page-00001.txt": "loaded",
        "page-00002.txt": "loaded",
        "page-00003.txt": "no_incident",
        "z-again.txt": "duplicate",
    }
    assert found["d-crash.txt"]["reason"] == "ValueError: this text was made to fail"
    assert "derivation" in found["c-wrong-toll.txt"]["reason"]
    assert sum(result.outcomes.values()) == result.n_inputs == 10
    assert result.n_inputs_with_rejects == 2
    assert result.rejected_share == pytest.approx(0.3)
    assert result.failures == {"unreadable": 1, "quarantined": 1, "error": 1}


def test_a_rejected_report_is_kept_whole_with_its_origin_and_nowhere_else(
    mixed: tuple[Path, Path, q7.LoadResult],
) -> None:
    _, root, result = mixed
    (reject,) = rows(root, "SELECT * FROM rejects WHERE report_id IS NOT NULL")
    assert (reject["table_name"], reject["check_name"]) == ("report_casualties", "derivation")
    assert reject["report_id"] in reject["row_json"]
    assert result.rejects == {"documents": 1, "report_casualties": 1}
    assert rows(root, f"SELECT * FROM documents WHERE document_id = '{reject['document_id']}'")
    for table in ("reports", "report_actors", "report_casualties", "evidence", "incident_links"):
        assert not rows(root, f"SELECT * FROM {table} WHERE report_id = '{reject['report_id']}'")


def test_second_load_inserts_nothing_and_tries_again_what_failed(
    mixed: tuple[Path, Path, q7.LoadResult], reference: Path
) -> None:
    folder, root, first = mixed
    before = tables(root)
    second = load(root, folder, reference)
    assert second.n_inserted == 0
    assert set(second.inserted.values()) <= {0}
    assert tables(root) == before
    assert second.outcomes["unchanged"] == 6
    assert (second.outcomes["error"], second.outcomes["empty"], second.outcomes["duplicate"]) == (1, 1, 1)
    assert second.version == first.version + 1


def test_a_text_found_at_a_second_place_is_one_document_with_two_sources(tmp_path: Path, reference: Path) -> None:
    write_corpus(tmp_path / "one", range(1))
    write_corpus(tmp_path / "two", range(1))
    load(tmp_path / "wh", tmp_path / "one", reference)
    result = load(tmp_path / "wh", tmp_path / "two", reference)
    assert {table: n for table, n in result.inserted.items() if n} == {"document_sources": 1}
    assert len(rows(tmp_path / "wh", "SELECT * FROM documents")) == 1
