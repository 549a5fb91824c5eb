"""How right and how fast documents are read: the reading corpus (tests/reading) through the public reading path.

    python benchmarks/reading.py [--misses [--all]] [--runs N] [--markdown]
    python benchmarks/reading.py --write FOLDER

A found story is an expected one where the words of its kept text and of the expected body overlap by 0.8 (Jaccard,
words counted with repetition; headline, standfirst, byline, captions and editors' notes left aside on both sides), one
to one, the nearest first. Days: the same day, over all expected stories. Paragraphs: F1 of expected paragraphs of which
0.9 of the runs of three words are in their story, and of kept lines that are in the expected text. `clean`: documents
none of whose menus, teasers, comments is in a story. `told`: as outcomes, with loaded and no_incident told apart.
The even half of the corpus is kept to measure; `--misses` shows the odd half's, `--all` both.
"""

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path

from reading_expected import ExpectedDocument
from reading_files import build
from reading_found import found_document
from reading_scores import Score, Tally, f1, score
from reading_speed import speed_table
from report_table import Table, emit

from q7x2_etl.extraction import default_extractor
from q7x2_etl.reference import Reference

COLUMNS = ("documents", "stories", "precision", "recall", "F1", "days", "paragraphs", "kinds", "headlines", "bylines")
COLUMNS += ("outcomes", "told", "clean")


def main() -> int:
    """Parses the options and prints; 0."""
    given = _options().parse_args()
    if given.write:
        print(f"{len(build(given.write))} documents in {given.write}")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        scored = score_corpus(Path(folder))
        tables = [right_table(scored)]
        if given.misses:
            for document, result in scored:
                if given.all or document.is_odd:
                    print(*result.misses, sep="\n", end="\n" if result.misses else "")
            return 0
        if given.runs:
            tables.append(speed_table(Path(folder), given.runs, given.megabytes))
    emit(tables, markdown=given.markdown)
    return 0


def score_corpus(folder: Path) -> list[tuple[ExpectedDocument, Score]]:
    """Builds the corpus in `folder`, reads each file and scores it."""
    reference, extractor = Reference.load(None), default_extractor()
    return [
        (expected, score(expected, found_document(folder / expected.file, expected.column_map, reference, extractor)))
        for expected in build(folder)
    ]


def total(scores: Iterable[Score]) -> Score:
    """The sum of several documents' scores."""
    summed = Score()
    for one in scores:
        summed.add(one)
    return summed


def right_table(scored: list[tuple[ExpectedDocument, Score]]) -> Table:
    """Overall, each half, and each format."""
    groups = {"all": [s for _, s in scored]}
    groups |= {half: [s for d, s in scored if d.is_odd == (half == "odd")] for half in ("odd", "even")}
    groups |= {name: [s for d, s in scored if d.format == name] for name in sorted({d.format for d, _ in scored})}
    rows = [[name, *_cells(total(own))] for name, own in groups.items()]
    return Table("What is read, against what is expected", ["", *COLUMNS], rows)


def _cells(of: Score) -> list[str]:
    shares = [of.found_stories.share, of.expected_stories.share, f1(of.expected_stories, of.found_stories)]
    shares += [of.dates.share, f1(of.expected_paragraphs, of.found_paragraphs)]
    tallies: list[Tally] = [of.kinds, of.headlines, of.bylines, of.outcomes, of.incidents, of.clean]
    shares += [tally.share for tally in tallies]
    return [str(of.documents), str(of.expected_stories.all), *("-" if s is None else f"{s:.3f}" for s in shares)]


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--misses", action="store_true", help="list what is wrong in the odd half, and stop")
    options.add_argument("--all", action="store_true", help="with --misses: in the even half too")
    options.add_argument("--runs", type=int, default=3, help="timed runs a format (0: none)")
    options.add_argument("--megabytes", type=float, default=2.0, help="size of what is timed")
    options.add_argument("--markdown", action="store_true")
    options.add_argument("--write", type=Path, metavar="FOLDER", help="write the corpus there as files, and stop")
    return options


if __name__ == "__main__":
    raise SystemExit(main())
