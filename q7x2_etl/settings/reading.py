"""Settings from `q7x2.toml`, the environment and arguments (flags), in that order: the later wins."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from q7x2_etl.errors import InputError
from q7x2_etl.settings.gates import gates_from
from q7x2_etl.settings.model import SPECS, Settings
from q7x2_etl.settings.names import nearest
from q7x2_etl.settings.toml_file import TomlFile, find

CONFIG_VARIABLE = "Q7X2_CONFIG"
_PREFIX = "Q7X2_"
_TYPO = 0.85  # a variable this near to a setting's is a slip; others that begin with Q7X2_ are somebody else's


@dataclass(frozen=True)
class Origin:
    """Where a value came from (default, file, environment, flag or argument) and the path, variable or flag."""

    source: str
    name: str | None = None

    def __str__(self) -> str:
        return self.source if self.name is None else f"{self.source} {self.name}"


@dataclass(frozen=True)
class Resolved:
    """The settings, the origin of each by name (a gate's as `gates.NAME`), and the file that was read."""

    settings: Settings
    origins: Mapping[str, Origin]
    file: Path | None

    def values(self) -> dict[str, Any]:
        """The settings as arguments of `Settings`."""
        return {name: getattr(self.settings, name) for name in (*SPECS, "gates")}


def read_settings(
    arguments: Mapping[str, Any] | None = None,
    config: str | Path | None = None,
    environment: Mapping[str, str] | None = None,
    *,
    flags: bool = False,
) -> Resolved:
    """Settings and where each came from. `arguments` that are None are not set; `environment` is the process's own.

    The file is `config`, else that of the variable Q7X2_CONFIG, else `q7x2.toml` in the working directory, else the one
    in the warehouse's folder. Paths in it are relative to it. `flags`: call arguments by their flags in messages.
    Raises InputError, which names file, line and key, or the variable, or the flag.
    """
    environment = os.environ if environment is None else environment
    given = {name: value for name, value in (arguments or {}).items() if value is not None}
    from_environment, from_arguments = _from_environment(environment), _from_arguments(given, flags)
    file = _file(config, environment, from_environment | from_arguments)
    from_file = {} if file is None else _from_file(file)
    values = from_file | from_environment | from_arguments
    settings = Settings(**values)
    in_file = [*from_file, *(f"gates.{name}" for name in ({} if file is None else file.content.get("gates", {})))]
    origins = (
        {name: Origin("default") for name in (*SPECS, *(f"gates.{gate.name}" for gate in settings.gates))}
        | {name: Origin("file", None if file is None else str(file.path.absolute())) for name in in_file}
        | {name: Origin("environment", SPECS[name].variable) for name in from_environment}
        | {name: Origin("flag" if flags else "argument", _called(name, flags)) for name in from_arguments}
    )
    return Resolved(settings, origins, None if file is None else file.path)


def _file(config: str | Path | None, environment: Mapping[str, str], told: Mapping[str, Any]) -> TomlFile | None:
    named = config or environment.get(CONFIG_VARIABLE) or None
    warehouse = told.get("warehouse", SPECS["warehouse"].default)
    file = find(None if named is None else Path(named), warehouse)
    if file is not None and named is None and file.path.parent == warehouse and "warehouse" in file.content:
        raise InputError(f"{file.place('warehouse')}: the file in a warehouse's folder cannot name the warehouse")
    return file


def _from_file(file: TomlFile) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in file.content.items():
        if key == "gates":
            found[key] = _gates(file, value)
        elif key not in SPECS:
            raise InputError(
                f"{file.place(key)}: no such setting{nearest(key, [*SPECS, 'gates'])}; q7x2-etl config shows all"
            )
        else:
            read = SPECS[key].read(value, file.place(key))
            # Not joined where it is absolute: that is how Path joins.
            found[key] = file.path.parent / read if isinstance(read, Path) else read
    return found


def _gates(file: TomlFile, table: Any) -> Any:
    try:
        return gates_from(table)
    except InputError as error:
        key, _, problem = str(error).partition(": ")
        raise InputError(f"{file.place(*key.split('.'))}: {problem}") from error


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """Variables that are set; an empty one counts as not set."""
    known = {spec.variable: spec for spec in SPECS.values()}
    for variable in environment:
        if variable.startswith(_PREFIX) and variable not in known and variable != CONFIG_VARIABLE:
            slip = get_close_matches(variable, known, n=1, cutoff=_TYPO)
            if slip:
                raise InputError(f"{variable}: no such setting (did you mean {slip[0]!r}?); q7x2-etl config shows all")
    return {
        spec.name: spec.read(environment[variable], variable)
        for variable, spec in known.items()
        if environment.get(variable)
    }


def _from_arguments(given: Mapping[str, Any], flags: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name == "gates":
            found[name] = value
        elif name not in SPECS:
            raise InputError(f"{name}: no such setting{nearest(name, SPECS)}; there are {', '.join(SPECS)}")
        else:
            found[name] = SPECS[name].read(value, _called(name, flags))
    return found


def _called(name: str, flags: bool) -> str:
    return SPECS[name].flag if flags and name in SPECS else name
