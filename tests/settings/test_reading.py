"""Settings: which source wins, where each value came from, and what a mistake is answered with."""

from collections.abc import Mapping
from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from typing import Any

import pytest

from q7x2_etl.errors import InputError
from q7x2_etl.settings import SPECS, Gate, Resolved, Settings, read_settings


@pytest.fixture(autouse=True)
def working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory of its own, with no settings in it and none in the environment."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for spec in SPECS.values():
        monkeypatch.delenv(spec.variable, raising=False)
    return folder


def resolved(
    toml: str = "", environment: Mapping[str, str] | None = None, config: str | None = None, **flags: Any
) -> Resolved:
    if toml:
        Path("q7x2.toml").write_text(toml, encoding="utf-8")
    return read_settings(flags, config, environment or {}, flags=True)


def refusal(toml: str = "", environment: Mapping[str, str] | None = None, **flags: Any) -> str:
    with pytest.raises(InputError) as caught:
        resolved(toml, environment, **flags)
    return str(caught.value)


def test_without_any_source_all_are_defaults() -> None:
    found = resolved()
    assert found.settings == Settings()
    assert found.file is None
    assert {str(origin) for origin in found.origins.values()} == {"default"}


@pytest.mark.parametrize(
    ("toml", "environment", "flags", "workers", "origin"),
    [
        ("workers = 2", {}, {}, 2, "file"),
        ("workers = 2", {"Q7X2_WORKERS": "3"}, {}, 3, "environment Q7X2_WORKERS"),
        ("workers = 2", {"Q7X2_WORKERS": "3"}, {"workers": "4"}, 4, "flag --workers"),
        ("workers = 2", {"Q7X2_WORKERS": ""}, {"workers": None}, 2, "file"),
        ("", {"Q7X2_WORKERS": "3"}, {"workers": "1"}, 1, "flag --workers"),
    ],
)
def test_the_later_source_wins(
    toml: str, environment: dict[str, str], flags: dict[str, Any], workers: int, origin: str
) -> None:
    found = resolved(toml, environment, **flags)
    assert found.settings.workers == workers
    shown = str(found.origins["workers"])
    assert shown == (origin if origin != "file" else f"file {Path('q7x2.toml').absolute()}")


def test_a_file_asked_for_comes_before_that_of_the_working_directory_and_that_before_the_warehouses(
    tmp_path: Path,
) -> None:
    Path("warehouse").mkdir()
    Path("warehouse/q7x2.toml").write_text("workers = 2")
    assert resolved().settings.workers == 2
    assert resolved("workers = 3").settings.workers == 3
    (tmp_path / "asked.toml").write_text("workers = 4")
    assert resolved(environment={"Q7X2_CONFIG": str(tmp_path / "asked.toml")}).settings.workers == 4
    (tmp_path / "flag.toml").write_text("workers = 5")
    by_flag = resolved(environment={"Q7X2_CONFIG": "gone.toml"}, config=str(tmp_path / "flag.toml"))
    assert by_flag.settings.workers == 5


def test_the_warehouses_file_is_that_of_the_warehouse_asked_for(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "q7x2.toml").write_text("versions_kept = 9")
    assert resolved(warehouse=str(tmp_path / "w")).settings.versions_kept == 9
    assert resolved(environment={"Q7X2_WAREHOUSE": str(tmp_path / "w")}).settings.versions_kept == 9
    assert resolved().settings.versions_kept == 3


def test_a_warehouses_file_cannot_name_another_warehouse() -> None:
    Path("warehouse").mkdir()
    Path("warehouse/q7x2.toml").write_text('workers = 2\nwarehouse = "elsewhere"')
    assert "q7x2.toml:2: warehouse" in refusal()


def test_paths_of_a_file_start_at_the_file_and_those_of_a_flag_where_we_are(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "q7x2.toml").write_text('metadata = "dates.csv"\nreference = "/srv/reference"')
    found = read_settings({"warehouse": "w"}, tmp_path / "etc" / "q7x2.toml", {}).settings
    assert found.metadata == tmp_path / "etc" / "dates.csv"
    assert found.reference == Path("/srv/reference")
    assert found.warehouse == Path("w")


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("workers = 1\nwrokers = 2", ("q7x2.toml:2: wrokers", "'workers'")),
        ("\n# many\nworkers = 0", ("q7x2.toml:3: workers is 0", "1 or more")),
        ("workers = true", ("q7x2.toml:1: workers is True",)),
        ("workers = 2.5", ("workers is 2.5",)),
        ('workers = "x"', ("workers is 'x'",)),
        ("max_rejects = 1.01", ("max_rejects is 1.01", "between 0 and 1")),
        ("wait = inf", ("wait is inf",)),
        ("wait = nan", ("wait is nan",)),
        ("quiet = 1", ("quiet is 1", "true or false")),
        ('log_format = "xml"', ("log_format is 'xml'", "human, json")),
        ('memory_limit = "lots"', ("memory_limit is 'lots'", "4GB")),
        ('warehouse = ""', ("warehouse is ''", "folder")),
        ("warehouse = 7", ("warehouse is 7",)),
        ("workers = \nquiet = true", ("not valid TOML", "line 1")),
        ("gates = 3", ("q7x2.toml:1: gates",)),
        ("[gate.few_inputs]\nmin = 1", ("q7x2.toml:1: gate", "'gates'")),
    ],
)
def test_a_mistake_in_the_file_names_file_line_and_key(toml: str, told: tuple[str, ...]) -> None:
    message = refusal(toml)
    assert all(words in message for words in told), message


def test_a_mistake_in_the_environment_names_the_variable() -> None:
    assert refusal(environment={"Q7X2_WORKERS": "many"}).startswith("Q7X2_WORKERS is 'many'; give a whole number")
    assert "did you mean 'Q7X2_WORKERS'" in refusal(environment={"Q7X2_WROKERS": "2"})


def test_a_variable_of_somebody_else_is_left_alone() -> None:
    assert resolved(environment={"Q7X2_SHARED": "/srv/texts"}).settings == Settings()


def test_a_mistake_in_a_flag_names_the_flag() -> None:
    assert refusal(max_rejects="7").startswith("--max-rejects is '7'")


def test_a_missing_file_that_was_asked_for_is_told() -> None:
    with pytest.raises(InputError, match=r"gone\.toml: the settings cannot be read"):
        read_settings(config="gone.toml")


def test_settings_are_frozen_and_checked_in_python_too() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().workers = 2  # type: ignore[misc]
    with pytest.raises(InputError, match="workers is 0"):
        Settings(workers=0)
    with pytest.raises(InputError, match="gates"):
        Settings(gates=("few_inputs",))  # type: ignore[arg-type]
    assert Settings(warehouse="w").warehouse == Path("w")  # type: ignore[arg-type]


def test_python_reads_file_and_environment_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("q7x2.toml").write_text("workers = 2\nrecent_runs = 3\n[gates.few_inputs]\nmin = 0.9")
    monkeypatch.setenv("Q7X2_RECENT_RUNS", "4")
    assert Settings() == Settings(workers=1)
    read = Settings.read(versions_kept=5)
    assert (read.workers, read.recent_runs, read.versions_kept) == (2, 4, 5)
    assert read.gates[0].min == 0.9
    with pytest.raises(InputError, match=r"wrokers: no such setting \(did you mean 'workers'"):
        Settings.read(wrokers=2)


def test_every_setting_but_the_gates_can_be_set_in_every_way() -> None:
    assert {f.name for f in fields(Settings)} == {*SPECS, "gates"}


def test_the_fingerprint_tells_settings_apart() -> None:
    assert Settings().fingerprint == Settings().fingerprint
    others = [Settings(workers=2), Settings(gates=()), Settings(gates=(Gate("mine", "inputs", min=1),))]
    assert len({Settings().fingerprint, *(one.fingerprint for one in others)}) == 4


def test_the_database_is_told_only_what_is_set() -> None:
    assert Settings(threads=8).database_config() == {"memory_limit": "1024MB", "threads": "8"}
    assert Settings(threads=1).database_config()["memory_limit"] == "256MB"
    assert "memory_limit" not in Settings(threads=1).database_config(bounded=False)
    told = Settings(memory_limit="1GB", threads=2, spill=Path("s")).database_config()
    assert told == {"memory_limit": "1GB", "threads": "2", "temp_directory": "s"}


def test_columns_are_named_in_words_or_as_a_table() -> None:
    assert resolved('columns = "text=body, published = date"').settings.columns == "text=body,published=date"
    assert resolved('[columns]\ntext = "body"').settings.columns == "text=body"
    assert Settings(columns={"text": "body"}).columns == "text=body"  # type: ignore[arg-type]  # as `load` is given it
    for wrong in ("texto=body", "text", "text=", "text=a,text=b"):
        assert "OURS=THEIRS" in refusal(columns=wrong)
        assert "--map is" in refusal(columns=wrong)
