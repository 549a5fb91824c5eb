"""The five pages of evaluation data (not ours): what is one event meets, what looks alike does not."""

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import q7x2_etl as q7

SHARED = Path(os.environ.get("Q7X2_SHARED", Path(__file__).parents[3] / "shared"))

pytestmark = pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason=f"{SHARED}/seeds is not there")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[q7.Warehouse]:
    metadata = SHARED / "eval" / "seeds_metadata.csv"
    with q7.Warehouse(tmp_path_factory.mktemp("seeds") / "wh") as opened:
        opened.load(SHARED / "seeds", metadata=metadata if metadata.is_file() else None)
        yield opened


def _incidents(warehouse: q7.Warehouse, which: str) -> dict[str, set[str]]:
    """Incidents of the reports that the condition picks: the names of the pages that tell of each."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    rows = warehouse.sql(
        "SELECT DISTINCT incident_id, left(parse_filename(uri), 3) FROM reports JOIN incident_links USING (report_id) "
        f"JOIN articles USING (article_id) JOIN document_sources USING (document_id) WHERE {which}"
    ).fetchall()
    for incident_id, page in rows:
        found[incident_id].add(page)
    return dict(found)


def test_the_attack_on_cyclists_in_tajikistan_is_one_incident_of_two_pages(warehouse: q7.Warehouse) -> None:
    found = _incidents(warehouse, "country = 'TJK' AND date_start = DATE '2018-07-01' AND event_type = 'armed_attack'")
    assert list(found.values()) == [{"002", "003"}]


def test_the_killing_of_qari_hekmat_is_one_incident_of_two_pages(warehouse: q7.Warehouse) -> None:
    found = _incidents(
        warehouse,
        "date_start = DATE '2018-04-01' AND report_id IN (SELECT report_id FROM report_actors WHERE "
        "kind = 'person' AND regexp_matches(name, 'H[ei]km[ae]t'))",
    )
    assert list(found.values()) == [{"000", "003"}]


def test_the_fighting_in_zabul_in_november_2015_is_one_incident_of_two_pages(warehouse: q7.Warehouse) -> None:
    found = _incidents(warehouse, "admin1 = 'Zabul' AND date_start BETWEEN DATE '2015-11-01' AND DATE '2015-11-30'")
    assert list(found.values()) == [{"000", "003"}]


def test_no_two_offensives_on_darzab_are_one_incident(warehouse: q7.Warehouse) -> None:
    months = warehouse.sql(
        "SELECT incident_id, count(DISTINCT date_trunc('month', date_start)) FROM reports "
        "JOIN incident_links USING (report_id) WHERE admin2 = 'Darzab' GROUP BY incident_id"
    ).fetchall()
    assert len(months) >= 3
    assert {n for _, n in months} == {1}


def test_the_attacks_of_february_and_may_2014_are_two(warehouse: q7.Warehouse) -> None:
    found = warehouse.sql(
        "SELECT incident_id FROM reports JOIN incident_links USING (report_id) WHERE date_start "
        "BETWEEN DATE '2014-02-01' AND DATE '2014-05-31' GROUP BY ALL HAVING count(DISTINCT month(date_start)) > 1"
    ).fetchall()
    assert found == []
