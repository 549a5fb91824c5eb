"""Records a new version of the contract in `schemas/versions/`: `make contract-version SAYS="what changes"`.

A file once pushed is never changed: a warehouse somewhere may have been made with it.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from q7x2_etl.contract.changes import changes
from q7x2_etl.contract.table import Contract, load_contract
from q7x2_etl.contract.versions import ContractVersion, newest_version, read_version, shapes_of, version_path
from q7x2_etl.errors import ContractError

_HEAD = "# Contract version {number}, written by `make contract-version`; never changed once it is pushed.\n"


def unrecorded(contract: Contract, folder: Path | None = None) -> str | None:
    """What to do where the contract is not that of its newest version; None where it is."""
    newest = read_version(newest_version(folder), folder)
    now = ContractVersion(newest.number, "now", shapes_of(contract))
    if now.fingerprint == newest.fingerprint:
        return None
    differing = sorted(
        name for name in {*now.tables, *newest.tables} if now.tables.get(name) != newest.tables.get(name)
    )
    return (
        f"schemas/*.yaml differs from the contract version {newest.number} in {', '.join(differing)}, so warehouses "
        'already made would not fit. Record the change as a new version: make contract-version SAYS="what changes" '
        "(it says when it needs more: a fill, a rename, a drop). Where another change took the number first, keep "
        "that file and run it again; for a version of yours that is not pushed yet, add AGAIN=1"
    )


def record(version: ContractVersion, folder: Path | None = None) -> Path:
    """Write the next version, numbered after the newest that is there; the file written.

    Raises ContractError where nothing changed, or where the way from the version before needs more to be told.
    """
    last = read_version(newest_version(folder), folder)
    if last.fingerprint == version.fingerprint:
        raise ContractError("schemas/*.yaml is as the newest contract version has it; there is nothing to record")
    version = replace(version, number=last.number + 1)
    changes(last, version)
    path = version_path(version.number, folder)
    path.write_text(version_text(version), encoding="utf-8")
    return path


def version_text(version: ContractVersion) -> str:
    """The content of a version's file."""
    lines = [_HEAD.format(number=version.number) + f"version: {version.number}", f"says: {_quoted(version.says)}"]
    lines.append(f'fingerprint: "{version.fingerprint}"')
    for name, told in (("fills", version.fills), ("renames", version.renames)):
        lines += [f"{name}:", *(f"  {path}: {_quoted(value)}" for path, value in told.items())] if told else []
    if version.drops:
        lines += ["drops:", *(f"  - {path}" for path in version.drops)]
    lines.append("tables:")
    for name, shape in version.tables.items():
        lines += [f"  {name}:", f'    rules: "{shape.rules}"', "    columns:"]
        lines += [f"    - {column}" for column in shape.columns]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _pairs(given: Sequence[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for name, equals, value in pairs:
        if not (name and equals and value):
            raise ContractError(f"{name!r}: expected NAME=VALUE")
    return {name.strip(): value.strip() for name, _, value in pairs}


def main(arguments: Sequence[str] | None = None) -> None:
    """The command behind `make contract-version`."""
    parser = argparse.ArgumentParser(prog="python -m q7x2_etl.contract.recording", description=__doc__)
    parser.add_argument("says", help="what changes, in a sentence")
    parser.add_argument("--fill", action="append", default=[], metavar="TABLE.COLUMN=SQL")
    parser.add_argument("--rename", action="append", default=[], metavar="TABLE[.COLUMN]=NEW")
    parser.add_argument("--drop", action="append", default=[], metavar="TABLE[.COLUMN]")
    parser.add_argument("--again", action="store_true", help="replace the newest version, which is not pushed yet")
    given = parser.parse_args(arguments)
    try:
        fills, renames = _pairs(given.fill), _pairs(given.rename)
        version = ContractVersion(0, given.says, shapes_of(load_contract()), fills, renames, tuple(given.drop))
        replaced = version_path(newest_version()) if given.again else None
        kept = replaced.read_bytes() if replaced else b""
        if replaced:
            replaced.unlink()
        try:
            path = record(version)
        except ContractError:
            if replaced:
                replaced.write_bytes(kept)
            raise
    except ContractError as error:
        sys.exit(f"contract-version: {error}")
    sys.stdout.write(f"{path}: recorded\n")


if __name__ == "__main__":
    main()
