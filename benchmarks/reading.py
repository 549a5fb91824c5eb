"""How right and how fast documents are read: the reading corpus (tests/reading) through the public reading path."""

import argparse
from pathlib import Path

from reading_files import build


def main() -> int:
    """Parses the options and prints; 0."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", type=Path, metavar="FOLDER", help="write the corpus there as files, and stop")
    given = options.parse_args()
    if given.write:
        print(f"{len(build(given.write))} documents in {given.write}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
