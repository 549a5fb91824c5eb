"""One load in a process of its own: `python measured_load.py WAREHOUSE REFERENCE INPUT...` prints its peak in MB.

The tiny extractor of the warehouse's tests keeps what is measured to the reading. POSIX only.
"""

import resource
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "warehouse"))

from pattern_extractor import PatternExtractor

import q7x2_etl as q7


def main(root: str, reference: str, *inputs: str) -> None:
    with q7.Warehouse(root) as warehouse:
        warehouse.load(list(inputs), reference=reference, extractor=PatternExtractor(), workers=1)
    print(peak_mb())


def peak_mb() -> int:
    """The peak of this process alone: on Linux `ru_maxrss` begins with that of the process that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 2**20  # macOS tells bytes


if __name__ == "__main__":
    main(*sys.argv[1:])
