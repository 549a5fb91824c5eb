"""Where batches run changes nothing in what comes out."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from q7x2_etl.engines import EngineSettings, Extraction, Task, run_batches
from q7x2_etl.engines.pool import AHEAD
from q7x2_etl.errors import InputError, Q7Error
from q7x2_etl.model import Article, Document, Metadata, Report
from q7x2_etl.sources import Origin, reading_of

sys.path.append(str(Path(__file__).parents[1] / "warehouse"))
from corpus import story
from pattern_extractor import DyingExtractor, PatternExtractor


def _task(number: int, addition: str = "") -> Task:
    document = reading_of(
        story(number).replace("This was", f"{addition} This was"),
        Origin(f"{number}", f"{number}", "text/plain"),
        Metadata(),
    )
    assert isinstance(document, Document)
    return Task(document)


def _batches(n: int = 6) -> list[tuple[int, list[Task]]]:
    return [(number, [_task(number * 2), _task(number * 2 + 1)]) for number in range(n)]


def test_two_workers_give_what_one_gives_in_the_same_order() -> None:
    settings = EngineSettings(extractor=PatternExtractor())
    alone = list(run_batches(_batches(), settings))
    assert [ticket for ticket, _ in alone] == list(range(6))
    assert sum(len(reports) for _, found in alone for one in found for reports in one.reports) == 9
    assert list(run_batches(_batches(), replace(settings, workers=2))) == alone


def test_an_exception_costs_one_document_and_keeps_its_reason() -> None:
    batch = [_task(0), _task(1, "Crash!"), _task(2)]
    for workers in (1, 2):
        settings = EngineSettings(extractor=PatternExtractor(), workers=workers)
        ((_, found),) = run_batches([("only", batch)], settings)
        assert [one.error for one in found] == [None, "ValueError: this text was made to fail", None]
        assert [len(one.articles) for one in found] == [1, 0, 1]


class GatheringExtractor(PatternExtractor):
    """Reads articles together, as the rules do."""

    def extract_together(self, articles: Sequence[Article]) -> list[list[Report]]:
        return [self.extract(article) for article in articles]


def test_an_exception_on_articles_read_together_costs_one_document() -> None:
    batch = [_task(number, "Crash!" if number == 3 else "") for number in range(20)]
    found = _found(batch, GatheringExtractor())
    assert [n for n, one in enumerate(found) if one.error] == [3]
    assert _found(batch, PatternExtractor()) == found


def _found(batch: list[Task], extractor: PatternExtractor) -> list[Extraction]:
    return [one for _, found in run_batches([("only", batch)], EngineSettings(extractor=extractor)) for one in found]


def test_reading_does_not_run_far_ahead_of_the_results() -> None:
    taken = 0

    def counted() -> Iterator[tuple[int, list[Task]]]:
        nonlocal taken
        for batch in _batches(40):
            taken += 1
            yield batch

    results = run_batches(counted(), EngineSettings(extractor=PatternExtractor(), workers=2))
    next(iter(results))
    assert taken <= 2 * AHEAD


def test_batches_without_work_start_no_process() -> None:
    settings = EngineSettings(extractor=DyingExtractor(), workers=2)
    assert list(run_batches([("a", []), ("b", [])], settings)) == [("a", []), ("b", [])]


def test_workers_that_survive_no_text_are_an_error_with_what_to_do() -> None:
    settings = EngineSettings(extractor=DyingExtractor(), workers=2, fatal_in_a_row=2)
    with pytest.raises(Q7Error, match=r"2 texts in a row .* run the same load again"):
        list(run_batches(_batches(1), settings))


def test_no_workers_is_refused() -> None:
    with pytest.raises(InputError, match="give 1 or more"):
        run_batches(_batches(), EngineSettings(workers=0))


def test_switched_off_validation_is_refused_before_any_work() -> None:
    script = (
        "from q7x2_etl.engines import EngineSettings, run_batches\n"
        "from q7x2_etl.errors import ValidationDisabledError\n"
        "try:\n    run_batches([], EngineSettings())\nexcept ValidationDisabledError:\n    print('refused')\n"
    )
    import os

    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PANDERA_VALIDATION_ENABLED": "False"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "refused\n"


@dataclass(frozen=True)
class ScreeningExtractor(PatternExtractor):
    def may_tell(self, text: str) -> bool:
        return "attacked" in text or "bombed" in text


def test_reports_only_leaves_out_what_can_tell_of_nothing_and_no_report() -> None:
    quiet = reading_of(
        "The fair in Alder was well attended, the mayor said.", Origin("q", "q", "text/plain"), Metadata()
    )
    assert isinstance(quiet, Document)
    tasks = [*(_task(number) for number in range(4)), Task(quiet)]
    extractor = ScreeningExtractor()
    ((_, whole),) = run_batches([("all", tasks)], EngineSettings(extractor=extractor))
    tasks = [replace(task, reports_only=True) for task in tasks]
    ((_, found),) = run_batches([("reports", tasks)], EngineSettings(extractor=extractor))
    assert len(whole[-1].articles) == 1 and not found[-1].articles
    assert [r for one in found for r in one.reports if r] == [r for one in whole for r in one.reports if r]


def test_extractor_without_a_screen_reads_every_text() -> None:
    task = replace(_task(0), reports_only=True)
    ((_, found),) = run_batches([("one", [task])], EngineSettings(extractor=PatternExtractor()))
    assert len(found[0].articles) == 1
