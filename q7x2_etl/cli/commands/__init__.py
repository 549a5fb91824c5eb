"""The commands, a module each: parse, call one library function, print, end with an exit code.

What a command needs is imported inside it, so that `--help` is there at once.
"""

from collections.abc import Callable, Mapping
from typing import Any

import typer

from q7x2_etl.cli.commands.backup import backup
from q7x2_etl.cli.commands.compact import compact
from q7x2_etl.cli.commands.config import config
from q7x2_etl.cli.commands.doctor import doctor
from q7x2_etl.cli.commands.explain import explain
from q7x2_etl.cli.commands.export import export
from q7x2_etl.cli.commands.extract import extract
from q7x2_etl.cli.commands.judge import judge
from q7x2_etl.cli.commands.load import load
from q7x2_etl.cli.commands.migrate import migrate
from q7x2_etl.cli.commands.publish import publish
from q7x2_etl.cli.commands.reextract import reextract
from q7x2_etl.cli.commands.rejects import rejects
from q7x2_etl.cli.commands.restore import restore
from q7x2_etl.cli.commands.sql import sql
from q7x2_etl.cli.commands.status import status
from q7x2_etl.cli.commands.versions import versions

# In the order in which `--help` lists them.
COMMANDS: tuple[Callable[..., Any], ...] = (
    load,
    extract,
    explain,
    sql,
    export,
    status,
    reextract,
    versions,
    publish,
    compact,
    migrate,
    doctor,
    backup,
    restore,
    config,
)

# Commands that have commands of their own.
GROUPS: Mapping[str, typer.Typer] = {"rejects": rejects, "judge": judge}

__all__ = ["COMMANDS", "GROUPS"]
