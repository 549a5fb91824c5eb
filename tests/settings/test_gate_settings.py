"""Gates as a file sets them: changed, switched off, of one's own, and wrong."""

from pathlib import Path

import pytest

from q7x2_etl.errors import InputError
from q7x2_etl.settings import DEFAULT_GATES, Gate, read_settings


def gates(tmp_path: Path, toml: str) -> dict[str, Gate]:
    (tmp_path / "q7x2.toml").write_text(toml, encoding="utf-8")
    return {gate.name: gate for gate in read_settings(config=tmp_path / "q7x2.toml").settings.gates}


def test_a_gate_of_the_package_is_changed_in_one_thing_and_keeps_the_rest(tmp_path: Path) -> None:
    found = gates(tmp_path, '[gates.few_inputs]\nseverity = "fatal"')
    assert found["few_inputs"] == Gate("few_inputs", "inputs_to_median", min=0.5, severity="fatal", judged_from=5)
    assert list(found) == [gate.name for gate in DEFAULT_GATES]


def test_a_gate_of_ones_own_comes_after_those_of_the_package(tmp_path: Path) -> None:
    found = gates(tmp_path, '[gates.enough]\nmeasure = "inputs"\nmin = 100')
    assert list(found)[-1] == "enough"
    assert found["enough"].severity == "fatal"


def test_a_minimum_is_fatal_and_a_maximum_warns_unless_the_gate_says_otherwise() -> None:
    assert Gate("g", "inputs", min=1).severity == "fatal"
    assert Gate("g", "inputs", max=1).severity == "warn"
    assert Gate("g", "inputs", max=1, severity="fatal").severity == "fatal"


def test_a_maximum_replaces_the_minimum_of_a_gate_of_the_package(tmp_path: Path) -> None:
    changed = gates(tmp_path, "[gates.few_inputs]\nmax = 3")["few_inputs"]
    assert (changed.min, changed.max, changed.bound, changed.limit) == (None, 3, "max", 3)


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("[gates.few_inputs]\nmni = 1", "toml:2: gates.few_inputs.mni: a gate has no such key (did you mean 'min'?)"),
        ("[gates.few_input]\nmin = 1", "toml:1: gates.few_input: no gate of the package (did you mean 'few_inputs'?)"),
        ("[gates.few_inputs]\nmin = 1\nmax = 2", "toml:1: gates.few_inputs: give either min or max"),
        ('[gates.few_inputs]\nmin = "1"', "min is '1'; give a number"),
        ("[gates.few_inputs]\nmin = nan", "give a number"),
        ('[gates.mine]\nmeasure = "inputs"', "give either min or max"),
        ('[gates.mine]\nmeasure = "inptus"\nmin = 1', "did you mean 'inputs'?"),
        ('[gates.mine]\nmeasure = "null_share(reports)"\nmin = 1', "write null_share(TABLE.COLUMN)"),
        ('[gates.mine]\nmeasure = "inputs(reports)"\nmin = 1', "write inputs"),
        ("[gates.mine]\nmeasure = 7\nmin = 1", "there is no measure 7"),
        ('[gates]\nfew_inputs.severity = "hard"', "toml:2: gates.few_inputs: severity is 'hard'; use one of fatal"),
        ("[gates.few_inputs]\njudged_from = -1", "judged_from is -1"),
        ("[gates]\nfew_inputs = 3", "gates.few_inputs: give a table"),
    ],
)
def test_a_mistake_in_a_gate_names_line_and_key(tmp_path: Path, toml: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        gates(tmp_path, toml)
    assert told in str(caught.value), str(caught.value)
