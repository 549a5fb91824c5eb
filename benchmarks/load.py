"""What a load costs beside extraction, and what it costs to load the same again.

    python benchmarks/load.py [--articles N] [--beside M] [--workers W] [--extractor rules|tiny] [--markdown]

Every load runs in a process of its own, into a warehouse of its own, over N synthetic articles (`synthetic.py`: some
2,000 characters each, every tenth with an incident). Printed: the seconds of each step, and what writing, resolving and
publishing cost for each second of extraction; the peak memory of the process, and that of a load of M articles; a load
of the same files again, and again after all of them were touched, beside a plain stat of each, and beside reading and
hashing each (medians of three turns, in seconds of processors, which other work changes less); and touched files once
more when neither side finds them in the machine's memory, as a nightly load does not (in seconds: it waits for the
disk).
With `--extractor tiny` one that reads openings only stands in for the rules (for memory at full size; then the split
says nothing).
"""

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import synthetic
from report_table import Table, emit

_TURNS = 3
_SETTLED = 2.2  # seconds
_STEPS = ("read_extract", "write", "resolve", "publish", "total")
_LOAD = """
import json, resource, sys, time
from pathlib import Path
from q7x2_etl import Warehouse
def main():
    extractor = None
    if sys.argv[3] == "tiny":
        from synthetic_extractor import SyntheticExtractor
        extractor = SyntheticExtractor()
    started = time.process_time()
    with Warehouse(sys.argv[2]) as warehouse:
        result = warehouse.load(Path(sys.argv[1]), workers=int(sys.argv[4]), extractor=extractor)
    processors = time.process_time() - started
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"timings": result.timings, "outcomes": result.outcomes, "reports": result.n_reports,
                      "processors": processors, "megabytes": kilobytes / (1e6 if sys.platform == "darwin" else 1e3)}))
if __name__ == "__main__":
    main()
"""


def main() -> int:
    """Print the tables."""
    options = _options().parse_args()
    if options.folder is not None:
        options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        root = Path(folder)
        synthetic.write_feed(root / "small", options.beside, seed=2)
        synthetic.write_feed(root / "large", options.articles, seed=1)
        small, large = _load(root, "small", options), _load(root, "large", options)
        tables = [_split(large, options), _memory(small, large, options)]
        tables.append(_again(root, options))
        tables.append(_from_disk(root, options))
    emit(tables, markdown=options.markdown)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--beside", type=int, default=200, help="articles of the small load")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--extractor", choices=("rules", "tiny"), default="rules")
    parser.add_argument("--folder", type=Path, help="where inputs and warehouses are made (and removed)")
    parser.add_argument("--markdown", action="store_true", help="print the tables for docs/BENCHMARKS.md")
    return parser


def _load(root: Path, name: str, options: argparse.Namespace) -> dict[str, Any]:
    """One load in a process of its own."""
    arguments = [root / name, root / f"{name}-warehouse", options.extractor, options.workers]
    paths = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-c", _LOAD, *map(str, arguments)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    try:
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError) as error:
        raise SystemExit(f"the load printed no figures: {done.stdout!r}") from error
    return found


def _split(large: dict[str, Any], options: argparse.Namespace) -> Table:
    timings = large["timings"]
    rows = [
        [step.replace("_", ", "), f"{timings[step]:.1f}", f"{1000 * timings[step] / options.articles:.2f}"]
        for step in _STEPS
    ]
    beside = sum(timings[step] for step in ("write", "resolve", "publish"))
    rows.append(
        ["write, resolve, publish for each second of extraction", f"{beside / timings['read_extract']:.2f}", ""]
    )
    rows.append(["articles a second", f"{options.articles / timings['total']:.0f}", ""])
    title = (
        f"Load of {options.articles:,} articles, {large['reports']:,} reports, {options.workers} worker(s), "
        f"extractor {options.extractor}"
    )
    return Table(title, ["step", "seconds", "ms an article"], rows)


def _memory(small: dict[str, Any], large: dict[str, Any], options: argparse.Namespace) -> Table:
    rows = [
        [f"{options.beside:,} articles", f"{small['megabytes']:.0f}"],
        [f"{options.articles:,} articles", f"{large['megabytes']:.0f}"],
        ["ratio", f"{large['megabytes'] / small['megabytes']:.2f}"],
    ]
    return Table("Peak memory of the loading process", ["load", "MB"], rows)


def _again(root: Path, options: argparse.Namespace) -> Table:
    """Loads of the same files in turns with what they are held against, the medians; what a load costs with nothing to
    do is that of one unchanged file.
    """
    files = [str(path) for path in sorted((root / "large").rglob("*.txt"))]
    (root / "one").mkdir()
    (root / "one" / "one.txt").write_text("Nothing happened here today, and nothing will tomorrow.\n")
    _load_one(root, options)
    turns = [_turn(root, files, options, turn) for turn in range(_TURNS)]
    middle = {name: tuple(map(statistics.median, zip(*(turn[name] for turn in turns), strict=True)))
              for name in turns[0]}  # fmt: skip
    rows = []
    for name in ("stat of each file", "reading and hashing each file"):
        seconds, spent = middle[name]
        rows.append([name, f"{seconds:.2f}", f"{spent:.2f}", f"{1e6 * spent / len(files):.0f}", ""])
    for name, beside in (("unchanged", "stat of each file"), ("touched", "reading and hashing each file")):
        own = [max(turn[name][1] - turn["one"][1], 0.0) for turn in turns]
        ratios = [mine / max(turn[beside][1], 1e-9) for mine, turn in zip(own, turns, strict=True)]
        seconds, spent = middle[name]
        told = [f"{seconds:.2f}", f"{spent:.2f}", f"{1e6 * statistics.median(own) / len(files):.0f}"]
        rows.append([f"load of {name} files", *told, f"{statistics.median(ratios):.2f}"])
    rows.append(
        ["load of one unchanged file into the same warehouse", *(f"{one:.2f}" for one in middle["one"]), "", ""]
    )
    columns = ["what", "seconds", "of processors", "us a file (a load: beyond one file's)", "times that"]
    return Table(f"{len(files):,} files again", columns, rows)


def _turn(root: Path, files: Sequence[str], options: argparse.Namespace, turn: int) -> dict[str, tuple[float, float]]:
    """Seconds, and those of processors, of each side; all files count as touched two seconds before they are read, as
    a state is not trusted before.
    """
    touched_at = time.time() - 3600 + turn
    for path in files:
        os.utime(path, (touched_at, touched_at))
    time.sleep(_SETTLED)
    found = {"reading and hashing each file": _seconds(files, _hashed)}
    found["touched"] = _spent(_load(root, "large", options), len(files))
    found["one"] = _spent(_load_one(root, options), 1)
    found["stat of each file"] = _seconds(files, os.stat)
    found["unchanged"] = _spent(_load(root, "large", options), len(files))
    return found


def _spent(load: dict[str, Any], n_unchanged: int) -> tuple[float, float]:
    if load["outcomes"]["unchanged"] != n_unchanged:
        raise SystemExit(f"{n_unchanged} files should be as they were, but: {load['outcomes']}")
    return load["timings"]["total"], load["processors"]


def _load_one(root: Path, options: argparse.Namespace) -> dict[str, Any]:
    """A load of one file into the warehouse of the many."""
    (root / "large-warehouse").rename(root / "one-warehouse")
    found = _load(root, "one", options)
    (root / "one-warehouse").rename(root / "large-warehouse")
    return found


def _from_disk(root: Path, options: argparse.Namespace) -> Table:
    """Touched files that lie on the disk only, after `_again`; three turns of each side, the medians."""
    files = [str(path) for path in sorted((root / "large").rglob("*.txt"))]
    plain, loads, starts = [], [], []
    for turn in range(_TURNS):
        _forget(files)
        plain.append(_seconds(files, _hashed)[0])
        for path in files:
            os.utime(path, (time.time() - 3600, time.time() - 1800 + turn))
        _forget(files)
        loads.append(_load(root, "large", options)["timings"]["total"])
        starts.append(_load_one(root, options)["timings"]["total"])
    hashed, load, start = statistics.median(plain), statistics.median(loads), statistics.median(starts)
    rows = [
        ["reading and hashing each file", f"{hashed:.2f}", ""],
        ["load of one unchanged file into the same warehouse", f"{start:.2f}", ""],
        ["a load, all files touched", f"{load:.2f}", ""],
        ["beyond that of one", f"{load - start:.2f}", f"{(load - start) / max(hashed, 1e-9):.2f}"],
    ]
    return Table(f"{len(files):,} files again, from the disk", ["what", "seconds", "times reading and hashing"], rows)


def _forget(files: list[str]) -> None:
    """Have the system drop what it keeps of the files in memory; without a way to say so, they stay there."""
    if not hasattr(os, "posix_fadvise"):
        return
    os.sync()
    for path in files:
        file = os.open(path, os.O_RDONLY)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(file)


def _seconds(files: list[str], work: Callable[[str], object]) -> tuple[float, float]:
    started, spent = time.perf_counter(), time.process_time()
    for path in files:
        work(path)
    return time.perf_counter() - started, time.process_time() - spent


def _hashed(path: str) -> str:
    with open(path, "rb") as stream:  # noqa: PTH123 - the plainest way there is
        return hashlib.sha256(stream.read()).hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
