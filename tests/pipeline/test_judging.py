"""What people judge: written, obeyed at once and by every later load, found again when other rules read the texts."""

import csv
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from loads import load, rows
from pattern_extractor import PatternExtractor

import q7x2_etl as q7
from q7x2_etl.contract import load_contract
from q7x2_etl.errors import InputError, WarehouseError
from q7x2_etl.model import Article, Report, content_id
from q7x2_etl.pipeline.resolving import ResolutionScope, resolve_reports
from q7x2_etl.reference import Reference
from q7x2_etl.resolution import Rules
from q7x2_etl.warehouse import Layout, Store

WHO = {"by": "Ada", "reason": "read both texts"}
FILLER = (
    "The council met in the town hall and promised help for the families. Officials said that the market would open "
    "again within days, and that the road to the river had been cleared of stones and wreckage by noon."
)
TEXTS = {
    "one": "On 2021-03-04 the Red Column attacked Alder (AAA) and killed 7 soldiers.",
    "two": "On 2021-03-04 the Red Column attacked Alder (AAA) and killed at least 7 soldiers.",
    "far": "On 2021-03-09 the Red Column bombed Birch (BBB) and killed 2 civilians.",
    "odd": "On 2021-05-01 the Grey Column attacked Cedar (AAA) and killed 1 civilians.",
}
Opened = Callable[[], q7.Warehouse]


@pytest.fixture(scope="module")
def loaded_once(tmp_path_factory: pytest.TempPathFactory, reference: Path) -> Path:
    folder = tmp_path_factory.mktemp("judged")
    (folder / "in").mkdir()
    for name, words in TEXTS.items():
        (folder / "in" / f"{name}.txt").write_text(f"Page {name} of the Courier\n\n{words}\n\n{FILLER}\n")
    load(folder / "wh", folder / "in", reference)
    return folder / "wh"


@pytest.fixture
def root(loaded_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded_once, tmp_path / "wh", symlinks=True))


def report_ids(root: Path) -> dict[str, str]:
    """The report of each text, by the text's name."""
    found = rows(root, "SELECT report_id, title FROM reports JOIN articles USING (article_id)")
    return {row["title"].split()[1]: row["report_id"] for row in found}


def homes(root: Path) -> dict[str, str]:
    """The incident of each text's report, by the text's name."""
    links = {row["report_id"]: row["incident_id"] for row in rows(root, "FROM incident_links")}
    return {name: links[report_id] for name, report_id in report_ids(root).items() if report_id in links}


def one_value(root: Path, query: str) -> Any:
    (row,) = rows(root, query)
    (value,) = row.values()
    return value


def test_same_joins_over_countries_and_undo_parts_again(root: Path) -> None:
    ids = report_ids(root)
    assert homes(root)["one"] == homes(root)["two"]
    with q7.Warehouse(root) as warehouse:
        done = warehouse.judge_same(ids["one"][:10], ids["far"], **WHO)
        assert (len(done.judgements), done.version) == (1, 2)
        assert homes(root)["far"] == homes(root)["one"]
        warehouse.judge_undo(done.judgements[0].judgement_id[:8], by="Ben", reason="a slip")
    assert homes(root)["far"] != homes(root)["one"]
    assert one_value(root, "SELECT count(*) FROM judgements") == 2
    history = "SELECT list(change ORDER BY changed_at) FROM incident_id_history"
    assert set(one_value(root, history)) <= {"merged", "split", "renamed"}


def test_different_parts_what_the_rules_join_also_in_later_loads(root: Path, reference: Path, tmp_path: Path) -> None:
    ids = report_ids(root)
    with q7.Warehouse(root) as warehouse:
        warehouse.judge_different(ids["one"], ids["two"], **WHO)
    assert homes(root)["one"] != homes(root)["two"]
    later = tmp_path / "later.txt"
    later.write_text(f"Page three of the Courier\n\n{TEXTS['two']}\n\n{FILLER} It rained.\n")
    load(root, later, reference)
    assert homes(root)["one"] != homes(root)["two"]


def test_a_rejected_incident_is_gone_and_its_reports_are_readable(root: Path) -> None:
    incident = homes(root)["one"]
    with q7.Warehouse(root) as warehouse:
        done = warehouse.judge_reject(incident, **WHO)
        assert len(done.judgements) == 2
        assert [one.incident_id for one in done.judgements] == [None, None]
        assert {finding.severity for finding in warehouse.doctor()} == {"ok"}
    assert one_value(root, f"SELECT count(*) FROM incidents WHERE incident_id = '{incident}'") == 0
    assert one_value(root, "SELECT count(*) FROM reports_resolved WHERE incident_id IS NULL") == 2
    with q7.Warehouse(root) as warehouse:
        warehouse.judge_confirm(report_ids(root)["one"], **WHO, only_report=True)
    assert set(homes(root)) == {"one", "far", "odd"}


def test_a_correction_keeps_what_the_rules_give_and_can_be_undone(root: Path) -> None:
    incident = homes(root)["odd"]
    with q7.Warehouse(root) as warehouse:
        done = warehouse.judge_correct(incident, {"deaths_best": 3, "side_b": None}, **WHO)
        assert warehouse.judge_correct(incident, {"deaths_best": "3"}, **WHO).n_known == 1
        told = rows(root, "SELECT field, machine_json, value_json FROM corrections ORDER BY field")
        assert told == [
            {"field": "incident.deaths_best", "machine_json": "1", "value_json": "3"},
            {"field": "incident.side_b", "machine_json": '"Civilians"', "value_json": "null"},
        ]
        best = next(one.judgement_id for one in done.judgements if one.field == "incident.deaths_best")
        warehouse.judge_undo(best, **WHO)
    (row,) = rows(root, f"SELECT deaths_best, side_b FROM incidents WHERE incident_id = '{incident}'")
    assert row == {"deaths_best": 1, "side_b": None}
    assert [row["field"] for row in rows(root, "FROM corrections")] == ["incident.side_b"]


def test_a_corrected_report_is_compared_as_corrected(root: Path) -> None:
    ids = report_ids(root)
    with q7.Warehouse(root) as warehouse:
        warehouse.judge_correct(ids["two"], {"report.date_start": "2021-04-01"}, **WHO)
    assert homes(root)["one"] != homes(root)["two"]
    assert one_value(root, f"SELECT CAST(date_start AS VARCHAR) FROM reports WHERE report_id = '{ids['two']}'") == (
        "2021-03-04"
    )


class OtherTriggers(PatternExtractor):
    """Finds the same sentences by other words, so that every report has another id."""

    version = "2"

    def extract(self, article: Article) -> list[Report]:
        return [replace(one, report_id=content_id(one.report_id, "again")) for one in super().extract(article)]


@pytest.mark.long
@pytest.mark.slow
def test_every_judgement_gives_what_resolving_all_anew_gives(root: Path, reference: Path, tmp_path: Path) -> None:
    ids = report_ids(root)
    more = tmp_path / "more"
    more.mkdir()
    for name, words in {
        "three": TEXTS["one"].replace("7", "9"),
        "four": TEXTS["one"].replace("03-04", "03-05"),
        "five": TEXTS["far"].replace("03-09", "03-10"),
        "six": TEXTS["one"].replace("(AAA)", "(BBB)"),
    }.items():
        (more / f"{name}.txt").write_text(f"Page {name} of the Herald\n\n{words}\n\n{FILLER} So it was {name}.\n")
    load(root, more, reference)
    ids = report_ids(root)
    _as_all_anew(root)
    with q7.Warehouse(root) as warehouse:
        judged = [
            warehouse.judge_reject(ids["one"], **WHO, only_report=True),
            warehouse.judge_correct(ids["two"], {"report.country": "BBB"}, **WHO),
            warehouse.judge_correct(ids["four"], {"report.date_start": "2021-03-20"}, **WHO),
            warehouse.judge_same(ids["three"], ids["five"], **WHO),
        ]
        _as_all_anew(root)
        for done in reversed(judged):
            warehouse.judge_undo(done.judgements[0].judgement_id, **WHO)
            _as_all_anew(root)


def _as_all_anew(root: Path) -> None:
    """Resolving every report anew changes no row."""
    layout = Layout(root)
    store = Store.open(layout, load_contract())
    try:
        queries = ("FROM incidents ORDER BY ALL", "FROM incident_links ORDER BY ALL", "FROM corrections ORDER BY ALL")
        before = [store.connection.execute(query).fetchall() for query in queries]
        assert before[0]
        assert before[1]
        with store.transaction():
            for table in ("incidents", "incident_actors", "incident_links", "corrections"):
                store.connection.execute(f"DELETE FROM {table}")
            resolve_reports(store, Rules.load(Reference.load()), "anew", ResolutionScope(everything=True))
            assert [store.connection.execute(query).fetchall() for query in queries] == before
    finally:
        store.close()


def test_judgements_hold_after_reextract_and_restore(root: Path, reference: Path) -> None:
    ids = report_ids(root)
    with q7.Warehouse(root) as warehouse:
        warehouse.judge_different(ids["one"], ids["two"], **WHO)
        warehouse.judge_reject(ids["odd"], **WHO)
        warehouse.reextract(everything=True, reference=reference, extractor=OtherTriggers())
        warehouse.backup(root.parent / "saved.backup")
    after = report_ids(root)
    assert set(after.values()).isdisjoint(ids.values())
    assert homes(root)["one"] != homes(root)["two"]
    assert "odd" not in homes(root)
    with q7.Warehouse(root.parent / "again") as warehouse:
        warehouse.restore(root.parent / "saved.backup")
        assert {finding.severity for finding in warehouse.doctor()} == {"ok"}
    assert homes(root.parent / "again") == homes(root)


def test_what_cannot_be_judged_changes_nothing(root: Path) -> None:
    ids = report_ids(root)
    with q7.Warehouse(root) as warehouse:
        for one, other, message in (
            (ids["one"], ids["one"], "is given twice"),
            (ids["one"], "0", "is the id of no report"),
            ("f" * 32, ids["one"], "is the id of no report"),
        ):
            with pytest.raises(InputError, match=message):
                warehouse.judge_same(one, other, **WHO)
        with pytest.raises(InputError, match="deaths_best is -1"):
            warehouse.judge_correct(homes(root)["odd"], {"deaths_best": -1}, **WHO)
        with pytest.raises(InputError, match="no_such_column: cannot be corrected; columns of incidents"):
            warehouse.judge_correct(homes(root)["odd"], {"no_such_column": 1}, **WHO)
        with pytest.raises(InputError, match="no value of that column"):
            warehouse.judge_correct(homes(root)["odd"], {"date_start": "in May"}, **WHO)
        with pytest.raises(InputError, match="reason is missing"):
            warehouse.judge_reject(ids["odd"], by="Ada", reason=" ")
        warehouse.judge_same(ids["one"], ids["odd"], **WHO)
        with pytest.raises(InputError, match="earlier judgements, taken together"):
            warehouse.judge_different(ids["odd"], ids["one"], **WHO)
        assert warehouse.version == 2


def test_a_sheet_is_filled_in_and_read_back_whole_or_not_at_all(root: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    with q7.Warehouse(root) as warehouse:
        warehouse.judge_sheet(sheet)
        told = list(csv.DictReader(sheet.open(encoding="utf-8-sig", newline="")))
        pair = next(row for row in told if row["question"] == "pair")
        assert {pair["id"], pair["other_id"]} == {report_ids(root)["one"], report_ids(root)["two"]}
        odd = next(row for row in told if row["id"] == homes(root)["odd"])
        pair["judgement"] = "different"
        odd |= {"judgement": "correct", "field": "deaths_best", "value": "x", "reason": "counted again"}
        _write(sheet, told)
        with pytest.raises(InputError, match=rf"sheet.csv row {told.index(odd) + 2}: incident.deaths_best: 'x'"):
            warehouse.judge_read(sheet, **WHO)
        odd["judgement"] = "corect"
        _write(sheet, told)
        with pytest.raises(InputError, match="judgement 'corect': write right, reject, correct, or nothing"):
            warehouse.judge_read(sheet, **WHO)
        assert warehouse.version == 1
        odd |= {"judgement": "correct", "value": "4"}
        _write(sheet, told)
        assert len(warehouse.judge_read(sheet, **WHO).judgements) == 2
        assert warehouse.judge_read(sheet, **WHO).n_known == 2
        warehouse.judge_sheet(sheet)
    left = list(csv.DictReader(sheet.open(encoding="utf-8-sig", newline="")))
    assert all(row["question"] == "incident" and row["id"] != odd["id"] for row in left)
    assert homes(root)["one"] != homes(root)["two"]
    reasons = rows(root, "SELECT decision, reason, judged_by FROM judgements ORDER BY decision")
    assert [tuple(row.values()) for row in reasons] == [
        ("corrected", "counted again", "Ada"),
        ("different_incident", "read both texts", "Ada"),
    ]


def test_nothing_is_judged_before_the_first_load(tmp_path: Path) -> None:
    with q7.Warehouse(tmp_path) as warehouse, pytest.raises(WarehouseError, match="nothing is published"):
        warehouse.judge_reject("abcdef", **WHO)


def _write(sheet: Path, told: list[dict[str, str]]) -> None:
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(told[0]))
        writer.writeheader()
        writer.writerows(told)
