"""Whatever the library itself does to a warehouse, `doctor` finds nothing wrong with it afterwards."""

from pathlib import Path

from corpus import story, write_corpus
from loads import load
from pattern_extractor import PatternExtractor

import q7x2_etl as q7
from q7x2_etl.warehouse import Layout
from q7x2_etl.warehouse.doctor import examine


def _errors(root: Path) -> list[str]:
    return [f"{f.name} of {f.subject}: {f.seen}" for f in examine(Layout(root), quick=False) if f.severity == "error"]


def test_loads_rejects_retries_reextraction_and_going_back_leave_nothing_wrong(tmp_path: Path, reference: Path) -> None:
    root, inbox = tmp_path / "wh", write_corpus(tmp_path / "inbox", range(12))
    (inbox / "wrong.txt").write_text(story(20) + "\nWrong toll: 7\n", encoding="utf-8")
    (inbox / "crash.txt").write_text(story(21) + "\nCrash!\n", encoding="utf-8")
    (inbox / "same.txt").write_text(story(3), encoding="utf-8")
    load(root, inbox, reference)
    assert _errors(root) == []
    write_corpus(inbox, range(12, 16))
    load(root, inbox, reference)
    with q7.Warehouse(root) as warehouse:
        again = {"reference": reference, "extractor": PatternExtractor(version="2")}
        warehouse.reextract(**again)
        warehouse.retry_rejects(**again)
        assert _errors(root) == []
        warehouse.publish(version=warehouse.versions()[-1].number)
        warehouse.compact()
    assert _errors(root) == []
    load(root, write_corpus(tmp_path / "more", range(30, 34)), reference)
    assert _errors(root) == []
