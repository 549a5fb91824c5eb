"""What a warehouse stands on: the installed libraries, validation, reference data, disk, folder, file system."""

import os
import platform
import re
import shutil
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from importlib.metadata import version as installed_version
from pathlib import Path
from secrets import token_hex

from q7x2_etl import __version__
from q7x2_etl.contract import canary
from q7x2_etl.errors import InputError, ValidationDisabledError
from q7x2_etl.language.mentions.lexicon_check import check_lexicons
from q7x2_etl.reference import Reference
from q7x2_etl.warehouse.checks.finding import Finding, error, listed, ok, warning
from q7x2_etl.warehouse.layout import TEMPORARY_PREFIX, Layout

_SUBJECT = "machine"
_DISTRIBUTION = "q7x2-etl"
_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(\[[^]]*\])?(?P<range>[^;]*)(?P<marker>;.*)?")
_CLAUSE = re.compile(r"(?P<sign>>=|<=|==|!=|>|<)\s*(?P<version>[0-9.]+)")
_LEAST_FREE = 200_000_000  # DuckDB spills, and the system needs some too


def check_machine(layout: Layout, reference: Path | None) -> Iterator[Finding]:
    """One finding for each thing around the warehouse's own files."""
    yield check_versions()
    yield check_validation()
    yield check_reference(reference)
    yield check_disk(layout)
    yield from check_folder(layout)


def check_versions() -> Finding:
    """The installed versions against the ranges that the distribution asks for."""
    name = "machine.versions"
    try:
        told = distribution(_DISTRIBUTION)
    except PackageNotFoundError:
        return warning(name, _SUBJECT, f"{_DISTRIBUTION} is not installed as a package", f"pip install {_DISTRIBUTION}")
    wrong = [problem for requirement in told.requires or [] if (problem := _problem(requirement))]
    python = platform.python_version()
    if not _within(python, told.metadata["Requires-Python"] or ""):
        wrong.append(f"Python {python} is not {told.metadata['Requires-Python']}")
    if wrong:
        return error(name, _SUBJECT, "; ".join(wrong), f"pip install --upgrade {_DISTRIBUTION}=={__version__}")
    seen = f"{_DISTRIBUTION} {__version__}, duckdb {installed_version('duckdb')}, Python {python}"
    return ok(name, _SUBJECT, f"{seen}; all requirements are met")


def _problem(requirement: str) -> str | None:
    found = _REQUIREMENT.match(requirement)
    if found is None or "extra" in (found["marker"] or ""):
        return None
    try:
        there = installed_version(found["name"])
    except PackageNotFoundError:
        return f"{found['name']} is not installed"
    return None if _within(there, found["range"]) else f"{found['name']} {there} is not {found['range'].strip()}"


def _within(there: str, wanted: str) -> bool:
    """Whether a version meets every clause of a range; only release numbers count."""
    have = _numbers(there)
    for clause in _CLAUSE.finditer(wanted):
        want = _numbers(clause["version"])
        width = max(len(have), len(want))
        a, b = (numbers + (0,) * (width - len(numbers)) for numbers in (have, want))
        met = {">=": a >= b, "<=": a <= b, "==": a == b, "!=": a != b, ">": a > b, "<": a < b}
        if not met[clause["sign"]]:
            return False
    return True


def _numbers(version: str) -> tuple[int, ...]:
    release = re.match(r"\d+(\.\d+)*", version)
    return tuple(int(part) for part in release[0].split(".")) if release else ()


def check_validation() -> Finding:
    """The canary: planted failures must be caught."""
    try:
        canary()
    except ValidationDisabledError as refusal:
        switches = "PANDERA_VALIDATION_ENABLED PANDERA_VALIDATION_DEPTH PANDERA_USE_NARWHALS_BACKEND"
        return error("machine.validation", _SUBJECT, str(refusal), f"unset {switches}")
    return ok("machine.validation", _SUBJECT, "validation is on: every planted failure was caught")


def check_reference(folder: Path | None) -> Finding:
    """The reference data (with the overlay) is there and keeps its rules."""
    name = "machine.reference"
    try:
        reference = Reference.load(folder)
        check_lexicons(reference)
        version = reference.version
    except (InputError, OSError) as problem:
        return error(name, _SUBJECT, str(problem), f"pip install --force-reinstall {_DISTRIBUTION}=={__version__}")
    return ok(name, _SUBJECT, f"reference data {version} keeps its rules")


def check_disk(layout: Layout) -> Finding:
    """Room for what a load writes: a new version beside the old ones, and the store's growth."""
    name = "machine.disk"
    free = shutil.disk_usage(layout.root).free
    current = layout.current_version()
    needed = _bytes_of(layout.writer) + (0 if current is None else _bytes_of(layout.version(current)))
    seen = f"{_megabytes(free)} free, a load writes up to {_megabytes(needed)}"
    remedy = f"du -sh {layout.root}/versions/* {layout.writer}/*"
    if free < max(needed, _LEAST_FREE // 4):
        return error(name, _SUBJECT, seen, remedy)
    if free < max(3 * needed, _LEAST_FREE):
        return warning(name, _SUBJECT, seen, remedy)
    return ok(name, _SUBJECT, seen)


def _bytes_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


def check_folder(layout: Layout) -> Iterator[Finding]:
    """Whether this user can write here, and whether the file system can do what publishing needs."""
    name = "machine.folder"
    closed = [str(folder) for folder in (layout.root, layout.writer, layout.versions) if _is_closed(folder)]
    if closed:
        seen = f"this user cannot write in {listed(closed)}; readers are not touched, loads fail"
        yield error(name, _SUBJECT, seen, f"sudo chown -R $(id -un) {layout.root}")
        return
    yield ok(name, _SUBJECT, f"{layout.root} can be written")
    missing = _missing_links(layout.root)
    if missing:
        seen = f"the file system of {layout.root} has no {' and no '.join(missing)}"
        yield error(
            "machine.links", _SUBJECT, seen, "q7x2-etl backup FILE, then restore FILE --warehouse ON_A_LOCAL_DISK"
        )
    else:
        yield ok("machine.links", _SUBJECT, "the file system has symbolic and hard links")


def _is_closed(folder: Path) -> bool:
    return folder.is_dir() and (not os.access(folder, os.W_OK | os.X_OK) or _writing_fails(folder))


def _writing_fails(folder: Path) -> bool:
    """What `access` does not know (a read-only mount seen by root, a quota) shows in a real file."""
    probe = folder / f"{TEMPORARY_PREFIX}doctor-{token_hex(4)}"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return True
    return False


def _missing_links(folder: Path) -> list[str]:
    probe = folder / f"{TEMPORARY_PREFIX}doctor-{token_hex(4)}"
    missing: list[str] = []
    probe.touch()
    try:
        for kind, link in (("symbolic links", probe.with_suffix(".sym")), ("hard links", probe.with_suffix(".hard"))):
            try:
                link.symlink_to(probe.name) if kind.startswith("symbolic") else link.hardlink_to(probe)
                link.unlink()
            except OSError:
                missing.append(kind)
    finally:
        probe.unlink()
    return missing
