"""A file of very many rows is read row by row: memory does not grow with it."""

import json
import tracemalloc
from pathlib import Path

import pytest

from q7x2_etl.sources import read

_SENTENCE = "The council of Kisumu opened a road on 3 May, and the mayor thanked 40 workers for their patience. "


def _rows(folder: Path, n: int) -> Path:
    path = folder / f"{n}.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for number in range(n):
            lines.write(
                json.dumps({"uri": f"https://x.test/{number}", "text": f"Item {number}. {_SENTENCE * 20}"}) + "\n"
            )
    return path


def _peak(path: Path) -> int:
    tracemalloc.start()
    try:
        assert sum(1 for _ in read(path)) == int(path.stem)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_stays_flat_over_the_rows_of_a_file(tmp_path: Path) -> None:
    small, large = _rows(tmp_path, 60), _rows(tmp_path, 1200)
    for _ in read(small):  # what is loaded once
        pass
    assert _peak(large) < _peak(small) + 500_000  # the larger file has 2.4 MB


@pytest.mark.long
def test_memory_of_a_load_stays_flat(tmp_path: Path) -> None:
    """Peak memory of whole processes: 4,000 articles and 16,000, by a tiny extractor."""
    import os
    import subprocess
    import sys

    support = Path(__file__).parents[1] / "warehouse"
    code = (
        "import resource, sys; sys.path.append(sys.argv[2]); import q7x2_etl as q7\n"
        "from pattern_extractor import PatternExtractor\n"
        "with q7.Warehouse(sys.argv[1] + '.warehouse') as warehouse:\n"
        "    warehouse.load(sys.argv[1], extractor=PatternExtractor())\n"
        "status = open('/proc/self/status').read().splitlines()\n"
        "print(next(line.split()[1] for line in status if line.startswith('VmHWM')))\n"
    )
    peaks = [
        int(
            subprocess.run(
                [sys.executable, "-c", code, str(_rows(tmp_path, n)), str(support)],
                check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            ).stdout
        )
        for n in (4_000, 16_000)
    ]  # fmt: skip
    assert peaks[1] < 1.5 * peaks[0]
