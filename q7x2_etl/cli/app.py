"""The program `q7x2-etl`: its commands, and how each of its endings is told."""

import os
import sys
from typing import Annotated

import typer

from q7x2_etl.cli.commands import COMMANDS, GROUPS
from q7x2_etl.cli.logs import complain, set_up_logs_early
from q7x2_etl.cli.printing import use_utf8
from q7x2_etl.errors import ExitCode, Q7Error
from q7x2_etl.garbage import collect_rarely

_ABOUT = "News text in, a conflict-incident database out, every cell traceable to the words it rests on."
_EXIT_CODES = f"Exit codes: {', '.join(f'{int(code)} {code.meaning}' for code in ExitCode)}."

app = typer.Typer(
    name="q7x2-etl",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line; a user's mistake ends in one line on stderr and never in a traceback."""
    use_utf8()
    collect_rarely()
    set_up_logs_early(sys.argv[1:])
    try:
        code = app(prog_name="q7x2-etl", standalone_mode=False)
    except Q7Error as error:
        code = error.exit_code
        complain(str(error), code)
    except typer.TyperException as error:
        code = error.exit_code
        complain(f"{error.format_message()} (q7x2-etl --help shows what there is)", code)
    except RuntimeError as error:
        if "interrupted" not in str(error):
            raise
        code = ExitCode.interrupted
        complain("interrupted", code)  # Ctrl-C in the middle of a query: DuckDB's own word for it
    else:
        if code == ExitCode.interrupted:
            complain("interrupted", code)
    if code == ExitCode.interrupted:
        sys.stdout.flush()
        # All is closed by now. Python itself would end by the signal, and not with the code, where Ctrl-C came in the
        # middle of an import.
        os._exit(ExitCode.interrupted)
    sys.exit(code)


@app.callback(invoke_without_command=True, help=_ABOUT, epilog=_EXIT_CODES)
def _without_command(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False,
) -> None:
    if version:
        from q7x2_etl import __version__

        typer.echo(f"q7x2-etl {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


for _command in COMMANDS:
    app.command()(_command)
for _name, _group in GROUPS.items():
    app.add_typer(_group, name=_name)
