"""Loads on a disk of a few megabytes: `unshare -rm python on_a_small_disk.py FOLDER REFERENCE` prints what became of
them as JSON. Ends with 77 where no disk can be mounted.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path += [str(HERE), str(HERE.parent / "pipeline"), str(HERE.parent / "warehouse")]

from corpus import write_corpus  # noqa: E402
from loads import load  # noqa: E402

import q7x2_etl as q7  # noqa: E402
from q7x2_etl.errors import Q7Error  # noqa: E402

_SIZE = 24_000_000


def main() -> None:
    folder, reference = Path(sys.argv[1]), Path(sys.argv[2])
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(disk)], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        sys.stderr.write(mounted.stderr)
        sys.exit(77)
    few, many = write_corpus(folder / "few", range(4)), write_corpus(folder / "many", range(24))
    root, ballast = disk / "wh", disk / "ballast"
    facts = {"first": _facts(root, few, reference)}
    with ballast.open("wb") as stream:  # all that is left, but for a few pages
        free = _free(disk)
        stream.write(b"\0" * (free - 50_000))
    facts["full"] = _facts(root, many, reference)
    ballast.unlink()
    facts["freed"] = _facts(root, many, reference)
    print(json.dumps(facts))


def _facts(root: Path, corpus: Path, reference: Path) -> dict[str, Any]:
    code, told = 0, ""
    try:
        load(root, corpus, reference)
    except Q7Error as error:
        code, told = error.exit_code, f"{error}\n"
    with q7.Warehouse(root) as warehouse:
        rows = warehouse.sql("SELECT count(*) AS n FROM documents").fetchall()
        return {"returncode": code, "told": told, "documents": rows[0][0], "version": warehouse.version}


def _free(disk: Path) -> int:
    from shutil import disk_usage

    return disk_usage(disk).free


if __name__ == "__main__":
    main()
