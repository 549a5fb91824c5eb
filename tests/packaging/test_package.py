"""What travels with the package, and what the repository says of itself."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import q7x2_etl
from q7x2_etl.reference import data_root

PINNED = r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+!]*"


def test_contract_and_reference_data_are_found() -> None:
    assert list((data_root() / "schemas").glob("*.yaml"))
    assert list((data_root() / "seeds" / "reference").glob("*.yaml"))


def test_types_are_shipped() -> None:
    assert (Path(q7x2_etl.__file__).parent / "py.typed").is_file()


def test_the_version_of_the_distribution_is_that_of_the_module() -> None:
    assert distribution("q7x2-etl").version == q7x2_etl.__version__


def test_licence_and_attribution_travel_in_the_distribution() -> None:
    files = [Path(str(path)).name for path in distribution("q7x2-etl").files or []]
    assert {"LICENSE", "NOTICE"} <= set(files)


def test_notice_credits_geonames_under_its_licence(repository: Path) -> None:
    notice = (repository / "NOTICE").read_text(encoding="utf-8")
    for words in ("GeoNames", "https://www.geonames.org/", "creativecommons.org/licenses/by/4.0", "Changes made"):
        assert words in notice


def test_constraints_hold_names_and_versions_only(repository: Path) -> None:
    lines = (repository / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert pins
    assert all(re.fullmatch(PINNED, pin) for pin in pins), pins


def test_every_dependency_has_a_constraint(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    pins = (repository / "constraints.txt").read_text(encoding="utf-8").lower()
    for requirement in wanted:
        name = re.match(r"[A-Za-z0-9._-]+", requirement)
        assert name is not None
        assert f"\n{name[0].lower()}==" in pins, f"{requirement} is not in constraints.txt"


def test_import_is_quick_and_loads_no_database() -> None:
    script = "import sys, q7x2_etl; print(*sorted({m.partition('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert "q7x2_etl" in loaded
    assert not {"duckdb", "pyarrow", "polars", "pandera", "typer"} & set(loaded)


def test_every_public_name_can_be_had() -> None:
    for name in q7x2_etl.__all__:
        assert getattr(q7x2_etl, name) is not None
