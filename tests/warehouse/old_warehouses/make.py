"""Makes one warehouse of this folder, with the library of an earlier commit; see README.md.

usage: PYTHONPATH=WORKTREE python tests/warehouse/old_warehouses/make.py WORKTREE NAME
"""

import json
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
QUERIES = {
    "incidents": "SELECT * FROM incidents ORDER BY incident_id",
    "reports": "SELECT * EXCLUDE (run_id) FROM reports ORDER BY report_id",
    "actors": "SELECT report_id, ordinal, role, side, name, as_written, kind, fate FROM report_actors ORDER BY ALL",
    "casualties": "SELECT report_id, ordinal, outcome, low, best, high, qualifier FROM report_casualties ORDER BY ALL",
    "evidence": "SELECT report_id, field, quote, rule FROM evidence ORDER BY ALL",
    "quotes": "SELECT quote(d.text, r.quote_start, r.quote_end) FROM reports r JOIN articles USING (article_id) "
    "JOIN documents d USING (document_id) ORDER BY ALL",
    "links": "SELECT report_id, incident_id FROM incident_links ORDER BY ALL",
    "resolved": "SELECT count(*), count(DISTINCT incident_id), sum(deaths_best) "
    "FROM reports_resolved JOIN incidents USING (incident_id)",
    "timeline": "SELECT * FROM timeline ORDER BY ALL",
    "contested": "SELECT * FROM contested_tolls ORDER BY ALL",
    "by actor": "SELECT * FROM by_actor('Red Column') ORDER BY ALL",
    "inputs": "SELECT run_id, ordinal, name, outcome, reason, n_reports FROM run_inputs ORDER BY ALL",
    "loads": "SELECT run_id, status, n_inputs, n_loaded, published_version FROM runs WHERE n_inputs > 0 ORDER BY ALL",
    "rejects": "SELECT table_name, check_name, reason, document_id FROM rejects ORDER BY ALL",
    "dimensions": "SELECT actor_id, name, alias FROM actors LEFT JOIN actor_aliases USING (actor_id) ORDER BY ALL",
}


def main(worktree: Path, name: str) -> None:
    """Two loads of the small corpus by the worktree's library, packed with its answers to `QUERIES`."""
    import q7x2_etl as q7

    sys.path.insert(0, str(worktree / "tests" / "warehouse"))
    from corpus import story, write_corpus, write_reference
    from pattern_extractor import PatternExtractor

    assert Path(q7.__file__).is_relative_to(worktree), f"imported from {q7.__file__}"
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "warehouse"
        inbox, reference = (
            write_corpus(Path(scratch) / "inbox", range(12)),
            write_reference(Path(scratch) / "reference"),
        )
        wrong = story(40).replace("This was", "Wrong toll. This was")
        (inbox / "page-wrong.txt").write_text(wrong, encoding="utf-8")
        with q7.Warehouse(root) as warehouse:
            for folder in (inbox, write_corpus(Path(scratch) / "later", range(10, 16))):
                warehouse.load(folder, reference=reference, extractor=PatternExtractor())
            relations = {asked: (query, warehouse.sql(query)) for asked, query in QUERIES.items()}
            answers = {
                asked: {"query": query, "columns": relation.columns, "rows": relation.fetchall()}
                for asked, (query, relation) in relations.items()
            }
        text = json.dumps(answers, default=str, ensure_ascii=False)
        (HERE / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        with tarfile.open(HERE / f"{name}.tar.xz", "w:xz", preset=9) as packed:
            packed.add(root, arcname="warehouse")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2])
