"""The canary lets sound validation pass, and stops whatever would let a planted failure through."""

import os
import subprocess
import sys

import pytest

SCRIPT = "from q7x2_etl.contract import canary; canary(); print('validation is on')"


def run(**environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PANDERA_")}
    return subprocess.run([sys.executable, "-c", SCRIPT], env=clean | environment, capture_output=True, text=True)


def test_validation_that_is_on_passes():
    assert run().stdout.strip() == "validation is on"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PANDERA_VALIDATION_ENABLED", "False"),
        ("PANDERA_VALIDATION_DEPTH", "SCHEMA_ONLY"),
        ("PANDERA_USE_NARWHALS_BACKEND", "True"),
    ],
)
def test_validation_switched_off_from_outside_is_refused_by_name(name, value):
    result = run(**{name: value})
    assert result.returncode == 1
    assert "ValidationDisabledError" in result.stderr
    assert f"{name}={value}" in result.stderr
    assert "validation is on" not in result.stdout


def test_a_depth_that_still_catches_everything_is_let_through():
    """DATA_ONLY leaves out pandera's own type check only, and types are checked before pandera sees a batch."""
    assert run(PANDERA_VALIDATION_DEPTH="DATA_ONLY").stdout.strip() == "validation is on"
