"""Gates before publishing: each measure at its limit, a refused load, what the next one publishes, and force."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from corpus import story, write_corpus
from loads import rows
from pattern_extractor import PatternExtractor

import q7x2_etl as q7
from q7x2_etl.errors import ExitCode, GateRefusedError, InputError
from q7x2_etl.settings import Gate, Settings
from q7x2_etl.warehouse import Layout


def load(root: Path, inputs: Path, reference: Path, *gates: Gate, force: bool = False, **told: Any) -> q7.LoadResult:
    settings = Settings(gates=gates, reference=reference, **told)
    with q7.Warehouse(root, settings) as warehouse:
        return warehouse.load(inputs, extractor=PatternExtractor(), force=force)


def refused_load(root: Path, inputs: Path, reference: Path, *gates: Gate, **told: Any) -> GateRefusedError:
    with pytest.raises(GateRefusedError) as caught:
        load(root, inputs, reference, *gates, **told)
    return caught.value


def corpus(folder: Path, numbers: range, crashing: int = 0, wrong: int = 0) -> Path:
    """Pages, the first of them made to crash the extractor or to break the contract."""
    write_corpus(folder, numbers)
    for position, file in enumerate(sorted(folder.iterdir())[: crashing + wrong]):
        spoilt = "Crash!" if position < crashing else "Wrong toll."
        told = story(100 * numbers.start + 4 * position, killed=7)
        file.write_text(told.replace("This was", f"{spoilt} This was"), encoding="utf-8")
    return folder


def answers(result: q7.LoadResult) -> dict[str, tuple[float | None, str]]:
    return {verdict.gate: (verdict.figure, verdict.answer) for verdict in result.gates}


@pytest.mark.parametrize(
    ("gate", "figure", "answer"),
    [
        (Gate("g", "inputs", min=8), 8, "passed"),
        (Gate("g", "inputs", min=8.1, severity="warn"), 8, "warned"),
        (Gate("g", "inputs", max=8), 8, "passed"),
        (Gate("g", "inputs", max=7), 8, "warned"),
        (Gate("g", "articles", min=7), 7, "passed"),
        (Gate("g", "reports", max=3), 4, "warned"),
        (Gate("g", "usable_share", min=0.75), 0.75, "passed"),
        (Gate("g", "usable_share", min=0.76, severity="warn"), 0.75, "warned"),
        (Gate("g", "usable_share", min=0.76, judged_from=8, severity="warn"), 0.75, "warned"),
        (Gate("g", "usable_share", min=0.76, judged_from=9), 0.75, "not_judged"),
        (Gate("g", "loaded_share", max=0.5), 0.5, "passed"),
        (Gate("g", "unreadable_share", max=0), 0, "passed"),
        (Gate("g", "rejected_share", max=0.24), 0.25, "warned"),
        (Gate("g", "rows(reports)", min=4), 4, "passed"),
        (Gate("g", "rows_to_published(reports)", min=1), None, "not_judged"),
        (Gate("g", "null_share(reports.country)", max=0), 0, "passed"),
        (Gate("g", "null_share(reports.latitude)", max=0.99), 1, "warned"),
        (Gate("g", "null_share(incidents.latitude)", max=0.99), 1, "warned"),
        (Gate("g", "null_rise(reports.latitude)", max=0), None, "not_judged"),
        (Gate("g", "inputs_to_median", min=1), None, "not_judged"),
    ],
    ids=str,
)
def test_a_measure_at_its_limit(gate: Gate, figure: float | None, answer: str, once: q7.LoadResult) -> None:
    """Eight inputs: one crashes, one breaks the contract (both are rejected), four give a report, two give nothing."""
    from q7x2_etl.contract import load_contract
    from q7x2_etl.warehouse import Store
    from q7x2_etl.warehouse.gate_figures import RunFigures
    from q7x2_etl.warehouse.gates import judge

    root = Path(once.database).parent
    store = Store.open(Layout(root), load_contract())
    (root / "hidden").mkdir(exist_ok=True)
    try:
        nothing_published = Layout(root / "hidden")
        run = RunFigures(once.run_id, "load", once.n_inputs, once.n_articles, once.n_reports)
        (verdict,) = judge(store, nothing_published, run, Settings(gates=(gate,)))
    finally:
        store.close()
    assert (verdict.figure, verdict.answer) == (figure, answer)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, reference: Path) -> q7.LoadResult:
    folder = tmp_path_factory.mktemp("once")
    return load(folder / "wh", corpus(folder / "in", range(8), crashing=1, wrong=1), reference)


def test_default_gates_let_a_first_load_and_an_empty_folder_pass(tmp_path: Path, reference: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_corpus(tmp_path / "in", range(4))
    with q7.Warehouse(tmp_path / "wh", Settings(reference=reference)) as warehouse:
        for inputs in ("empty", "in", "empty"):
            result = warehouse.load(tmp_path / inputs, extractor=PatternExtractor())
            assert (result.status, result.exit_code, result.warnings) == ("done", ExitCode.done, [])
    assert {answer for _, answer in answers(result).values()} <= {"passed", "not_judged"}


def test_a_gate_that_warns_says_so_and_the_load_is_published(tmp_path: Path, reference: Path) -> None:
    gate = Gate("many", "inputs", max=1)
    result = load(tmp_path / "wh", write_corpus(tmp_path / "in", range(2)), reference, gate)
    assert (result.version, result.exit_code) == (1, ExitCode.done)
    assert result.warnings == ["gate many: inputs is 2, at most 1 is allowed"]


def test_a_refused_load_publishes_nothing_and_the_next_is_judged_together_with_it(
    tmp_path: Path, reference: Path
) -> None:
    root, gate = tmp_path / "wh", Gate("usable", "usable_share", min=0.6)
    load(root, corpus(tmp_path / "good", range(3)), reference, gate)
    bad = corpus(tmp_path / "bad", range(10, 14), crashing=2)
    error = refused_load(root, bad, reference, gate)
    message = str(error)
    assert "gate usable: usable_share is 0.5, at least 0.6 is allowed" in message
    assert "analysts still see version 1" in message
    assert "--force" in message
    assert error.exit_code == ExitCode.gated == error.result.exit_code == 5
    assert (error.result.status, error.result.version, error.result.forced) == ("gated", 1, False)
    assert error.result.n_troubles == 2
    assert Layout(root).versions_there() == [1]
    assert rows(root, "SELECT count(*) AS n FROM documents") == [{"n": 3}]

    # The same again: what crashed crashes again, what was stored is unchanged, and it is refused again.
    again = refused_load(root, bad, reference, gate).result
    assert answers(again)["usable"] == (0.5, "refused")
    assert again.outcomes["unchanged"] == 2

    # Half of three loads' inputs are usable now: 2 crashed, 2 + 1 are good.
    result = load(root, corpus(tmp_path / "more", range(20, 21)), reference, gate)
    assert answers(result)["usable"] == (0.6, "passed")
    assert result.version == 2
    assert rows(root, "SELECT count(*) AS n FROM documents") == [{"n": 6}]
    ledger = rows(root, "SELECT status, forced, published_version, error, gates_json FROM runs ORDER BY started_at")
    assert [run["status"] for run in ledger] == ["done", "gated", "gated", "done"]
    assert [run["published_version"] for run in ledger] == [1, None, None, 2]
    assert "usable_share is 0.5" in ledger[1]["error"]
    assert json.loads(ledger[1]["gates_json"])[0]["answer"] == "refused"

    # What is published is judged no more.
    after = load(root, corpus(tmp_path / "last", range(30, 31)), reference, gate)
    assert answers(after)["usable"] == (1, "passed")


def test_a_repaired_input_counts_as_it_is_now(tmp_path: Path, reference: Path) -> None:
    gate = Gate("usable", "usable_share", min=1)
    folder = corpus(tmp_path / "in", range(4), crashing=1)
    refused_load(tmp_path / "wh", folder, reference, gate)
    write_corpus(folder, range(4))
    assert answers(load(tmp_path / "wh", folder, reference, gate))["usable"] == (1, "passed")


def test_quarantined_inputs_are_not_forgiven_by_loading_them_again(tmp_path: Path, reference: Path) -> None:
    gate = Gate("usable", "usable_share", min=1)
    folder = corpus(tmp_path / "in", range(4), wrong=1)
    refused_load(tmp_path / "wh", folder, reference, gate)
    assert answers(refused_load(tmp_path / "wh", folder, reference, gate).result)["usable"] == (0.75, "refused")


def test_a_forced_load_is_published_and_the_ledger_says_so(tmp_path: Path, reference: Path) -> None:
    gates = (Gate("many", "inputs", min=100), Gate("few", "inputs", max=1))
    folder = write_corpus(tmp_path / "in", range(4))
    refused_load(tmp_path / "wh", folder, reference, *gates)
    assert Layout(tmp_path / "wh").current_version() is None
    result = load(tmp_path / "wh", folder, reference, *gates, force=True)
    assert (result.status, result.forced, result.version, result.exit_code) == ("done", True, 1, ExitCode.done)
    assert len(result.warnings) == 2
    runs = rows(tmp_path / "wh", "SELECT status, forced, options_json FROM runs ORDER BY started_at")
    assert [(run["status"], run["forced"]) for run in runs] == [("gated", False), ("done", True)]
    assert json.loads(runs[0]["options_json"])["settings_fingerprint"] == result.settings_fingerprint
    # Force where nothing refuses is no overruling.
    assert load(tmp_path / "wh", folder, reference, force=True).forced is False


def test_the_median_is_taken_over_the_last_published_loads_and_from_enough_of_them(
    tmp_path: Path, reference: Path
) -> None:
    gate = Gate("feed", "inputs_to_median", min=0.5, judged_from=3)
    root = tmp_path / "wh"
    for size in (30, 4, 4):
        load(root, write_corpus(tmp_path / f"in{size}", range(size)), reference, gate, recent_runs=3)
    one = write_corpus(tmp_path / "one", range(1))
    assert answers(refused_load(root, one, reference, gate, recent_runs=3).result)["feed"] == (0.25, "refused")
    assert answers(load(root, one, reference, gate, recent_runs=2))["feed"][1] == "not_judged"
    # Now 4, 4 and 1 are the last three that were published; the refused one is none of them.
    two = write_corpus(tmp_path / "two", range(2))
    assert answers(load(root, two, reference, gate, recent_runs=3))["feed"] == (0.5, "passed")


def test_nulls_and_rows_are_compared_with_the_published_version(tmp_path: Path, reference: Path) -> None:
    root = tmp_path / "wh"
    load(root, write_corpus(tmp_path / "in", range(8)), reference)
    with duckdb.connect(str(Layout(root).store)) as store:
        store.execute("DELETE FROM evidence WHERE report_id IN (SELECT report_id FROM reports ORDER BY ALL LIMIT 3)")
    gates = (
        Gate("kept", "rows_to_published(evidence)", min=0.8, severity="warn", judged_from=6),
        Gate("few_rows", "rows_to_published(evidence)", min=0.8, judged_from=7),
        Gate("rise", "null_rise(reports.latitude)", max=0),
    )
    result = load(root, write_corpus(tmp_path / "more", range(8, 10)), reference, *gates)
    kept = pytest.approx(answers(result)["kept"][0])
    assert kept == 5 / 6
    assert answers(result) == {"kept": (kept, "passed"), "few_rows": (kept, "not_judged"), "rise": (0, "passed")}


def test_a_gate_on_a_column_that_is_not_there_is_told_before_anything_is_made(tmp_path: Path, reference: Path) -> None:
    folder = write_corpus(tmp_path / "in", range(1))
    with pytest.raises(InputError, match=r"gate g: reports has no column 'contry' \(did you mean 'country'"):
        load(tmp_path / "wh", folder, reference, Gate("g", "null_share(reports.contry)", max=0))
    with pytest.raises(InputError, match="gate g: there is no table 'report'"):
        load(tmp_path / "wh", folder, reference, Gate("g", "rows(report)", min=0))
    assert not (tmp_path / "wh").exists()
