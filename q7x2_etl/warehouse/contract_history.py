"""Which version of the contract a database keeps: its table `contract_versions`, a row a version that it has had."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from q7x2_etl import __version__
from q7x2_etl.contract.versions import newest_version, read_version
from q7x2_etl.errors import NewContractError, OldContractError

TABLE = "contract_versions"


@dataclass(frozen=True, slots=True)
class StoredContract:
    """The contract that a database keeps. The library's version is unknown where version 1 wrote it down nowhere."""

    version: int
    library_version: str | None


def stored_contract(connection: duckdb.DuckDBPyConnection, catalog: str) -> StoredContract | None:
    """The contract of an attached database, None where it has no tables. Before version 2 nothing was written down."""
    rows = connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = ?", [catalog]).fetchall()
    if not rows:
        return None
    if (TABLE,) not in rows:
        return StoredContract(1, None)
    newest = connection.execute(
        f'SELECT contract_version, library_version FROM "{catalog}".{TABLE} ORDER BY contract_version DESC LIMIT 1'
    ).fetchall()
    return StoredContract(*newest[0]) if newest else None


def require_today(root: Path, stored: StoredContract | None) -> None:
    """Return where the contract is this library's (or there is none yet); else raise what says what to do."""
    today = newest_version()
    if stored is None or stored.version == today:
        return
    require_not_newer(root, stored)
    raise OldContractError(
        f"{root}: its tables keep version {stored.version} of the contract, q7x2-etl {__version__} writes version "
        f"{today}; nothing was changed, and what is published can be read; bring it up (a backup is made first): "
        f"q7x2-etl migrate --warehouse {root}"
    )


def require_not_newer(root: Path, stored: StoredContract) -> None:
    """Raise NewContractError, with the version of the library to install, where the contract is of a later one."""
    today = newest_version()
    if stored.version > today:
        raise NewContractError(
            f"{root}: its tables keep version {stored.version} of the contract, made by q7x2-etl "
            f"{stored.library_version}; this is q7x2-etl {__version__}, which knows versions up to {today}; nothing "
            f"was changed; install q7x2-etl {stored.library_version} or later: "
            f"pip install --upgrade 'q7x2-etl>={stored.library_version}'"
        )


def note_version(connection: duckdb.DuckDBPyConnection, number: int, run_id: str | None = None) -> None:
    """Write down that the tables of the current database now keep this version; inside a transaction."""
    connection.execute(
        f"INSERT INTO {TABLE} (contract_version, fingerprint, library_version, applied_at, run_id) "
        "VALUES (?, ?, ?, ?, ?)",
        [number, read_version(number).fingerprint, __version__, datetime.now(UTC), run_id],
    )
