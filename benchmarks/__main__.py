"""`python -m benchmarks`: how right and how fast, one after the other; options go to both (`--markdown`)."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main() -> int:
    """Runs each benchmark in a process of its own, so that none warms up the other; the first failure's exit code."""
    codes = [
        subprocess.run([sys.executable, str(FOLDER / name), *sys.argv[1:]], check=False).returncode
        for name in ("incidents.py", "extract.py", "throughput.py")
    ]
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    raise SystemExit(main())
