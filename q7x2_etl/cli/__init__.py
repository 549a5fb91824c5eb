"""The command line. Each command parses, calls one library function, prints, and ends with a code of `ExitCode`."""

from q7x2_etl.cli.app import app, main

__all__ = ["app", "main"]
