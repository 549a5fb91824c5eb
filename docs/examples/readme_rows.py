"""Writes the rows that README.md shows: those of incidents.sql over the sample articles, as the program prints them.

usage: python docs/examples/readme_rows.py [--check]      --check writes nothing, and ends with 1 when README is stale
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
README = REPOSITORY / "README.md"
BLOCK = re.compile(r"(?<=-->\n```text\n).*?(?=```)", re.DOTALL)
ROWS_SHOWN = 8


def printed_rows() -> str:
    """The head of the table that `make run` prints."""
    samples = REPOSITORY / "seeds" / "articles"
    query = (REPOSITORY / "docs" / "examples" / "incidents.sql").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        warehouse = ["--warehouse", str(Path(folder) / "warehouse")]
        _run("load", str(samples), "--metadata", f"{samples}.metadata.csv", "--quiet", *warehouse)
        return _run("sql", "-", *warehouse, stdin=f"{query}\nLIMIT {ROWS_SHOWN}") + "...\n"


def _run(*arguments: str, stdin: str | None = None) -> str:
    command = [sys.executable, "-m", "q7x2_etl", *arguments]
    return subprocess.run(command, input=stdin, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout


def main() -> int:
    """Write the block, or say whether it is fresh."""
    stands = README.read_text(encoding="utf-8")
    fresh = BLOCK.sub(lambda _: printed_rows(), stands, count=1)
    if "--check" in sys.argv[1:]:
        return 0 if fresh == stands else 1
    README.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
