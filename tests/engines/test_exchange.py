"""What passes between processes as Arrow comes back as it was, whatever an extractor put into it."""

import sys
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from q7x2_etl.contract import load_contract, reports_to_arrow
from q7x2_etl.engines import (
    EXTRACTIONS,
    TASKS,
    EngineSettings,
    Extraction,
    Task,
    extract_batch,
    extractions_of,
    extractions_to_arrow,
    run_batches,
    tasks_of,
    tasks_to_arrow,
)
from q7x2_etl.model import Article, Document, Metadata, Report
from q7x2_etl.sources import Origin, articles_of, reading_of

sys.path.append(str(Path(__file__).parents[1] / "warehouse"))
from corpus import story
from pattern_extractor import PatternExtractor

PATTERN = EngineSettings(extractor=PatternExtractor())


def _document(number: int, addition: str = "") -> Document:
    text = story(number).replace("This was", f"{addition} This was")
    reading = reading_of(text, Origin(f"{number}", f"file:///{number}", "text/plain"), Metadata(publisher="Courier"))
    assert isinstance(reading, Document)
    return reading


def _through_arrow(tasks: list[Task], settings: EngineSettings = PATTERN) -> list[Extraction]:
    found = extract_batch(tasks_to_arrow(tasks), settings)
    return extractions_of(found, [task.document.text for task in tasks])


def _in_process(tasks: list[Task], settings: EngineSettings = PATTERN) -> list[Extraction]:
    ((_, found),) = run_batches([(0, tasks)], settings)
    return found


_RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@_RELAXED
@given(st.lists(st.from_type(Task), max_size=3))
def test_tasks_come_back_as_they_were(tasks: list[Task]) -> None:
    batch = tasks_to_arrow(tasks)
    assert batch.schema == TASKS
    batch.validate(full=True)
    assert tasks_of(batch) == tasks


@st.composite
def _extractions(draw: st.DrawFn) -> Extraction:
    told = draw(st.lists(st.tuples(st.from_type(Article), st.lists(st.from_type(Report), max_size=2)), max_size=2))
    return Extraction(
        draw(st.text()),
        tuple(article for article, _ in told),
        tuple(tuple(reports) for _, reports in told),
        draw(st.none() | st.text()),
        draw(st.booleans()),
    )


@_RELAXED
@given(st.lists(_extractions(), max_size=3))
def test_extractions_come_back_as_they_were(extractions: list[Extraction]) -> None:
    batch = extractions_to_arrow(extractions, ["a text"] * len(extractions))
    assert batch.schema == EXTRACTIONS
    batch.validate(full=True)
    back = extractions_of(batch, ["a text"] * len(extractions))
    assert [_comparable(one) for one in back] == [_comparable(one) for one in extractions]


def _comparable(extraction: Extraction) -> str:
    return repr(extraction)  # NaN is itself here


def test_nested_reports_have_the_schema_of_the_contract() -> None:
    reports = EXTRACTIONS.field("articles").type.value_type.field("reports").type.value_type
    assert reports == pa.struct(list(load_contract().nested_report_schema()))


def test_nested_reports_are_those_that_the_contract_makes() -> None:
    tasks = [Task(_document(number)) for number in range(4)]
    found = extract_batch(tasks_to_arrow(tasks), PATTERN)
    told = [one for one in found.column("articles").to_pylist() for one in one]
    extractions = _in_process(tasks)
    reports = [report for one in extractions for reports in one.reports for report in reports]
    names = {article.article_id: article.name for one in extractions for article in one.articles}
    assert [report for article in told for report in article["reports"]] == reports_to_arrow(reports, names).to_pylist()
    assert len(reports) == 3


def test_the_batch_function_does_what_this_process_does() -> None:
    whole = [Task(_document(number)) for number in range(6)]
    cut = [Task(document := _document(number), tuple(articles_of(document))) for number in range(6, 9)]
    tasks = [
        *whole,
        Task(_document(9, "Crash!")),
        *cut,
        Task(_document(10), reports_only=True),
        Task(_document(11), ()),
    ]
    assert _through_arrow(tasks) == _in_process(tasks)
    assert _through_arrow([]) == []


def test_a_text_is_not_sent_back_but_an_article_keeps_one_of_its_own() -> None:
    document = _document(0)
    (article,) = articles_of(document)
    other = replace(article, text=article.text + "More.", title="Other")
    tasks = [Task(document, (article, other))]
    found = extract_batch(tasks_to_arrow(tasks), PATTERN)
    assert [one["text"] for one in found.column("articles").to_pylist()[0]] == [None, other.text]
    assert extractions_of(found, [document.text])[0].articles == (article, other)


WRONG: dict[str, Any] = {
    "a fraction for a whole number": {"where_precision": 1.5},
    "a number past 32 bits": {"where_precision": 2**40},
    "a whole number for a fraction": {"confidence": 1},
    "a time for a day": {"date_start": datetime(2021, 3, 4, 5, 6)},
    "a text for a day": {"date_end": "2021-03-04"},
    "nothing where something must be": {"quote": None},
    "half a character": {"weapon": "\ud800"},
    "a list for a tuple": {"actors": []},
    "something else": {"country": {"code": "AAA"}},
}


@dataclass(frozen=True)
class WrongExtractor(PatternExtractor):
    """Gives values that the contract refuses, to one of its texts."""

    wrong: str = ""

    def extract(self, article: Article) -> list[Report]:
        reports = super().extract(article)
        return [replace(report, **WRONG[self.wrong]) for report in reports] if "Wrong!" in article.text else reports


@pytest.mark.parametrize("wrong", WRONG)
def test_values_that_break_the_contract_pass_unchanged_for_its_check_to_see(wrong: str) -> None:
    given = EngineSettings(extractor=WrongExtractor(wrong=wrong))
    tasks = [Task(_document(0)), Task(_document(1, "Wrong!")), Task(_document(2))]
    found = _through_arrow(tasks, given)
    assert repr(found) == repr(_in_process(tasks, given))
    assert extract_batch(tasks_to_arrow(tasks), given).column("pickled").null_count == 2


def test_a_document_that_arrow_cannot_hold_passes_unchanged() -> None:
    document = Document(
        "d1", "half", "half", "text/plain", "half a character: \ud800", Metadata(published=date(2021, 1, 2))
    )
    tasks = [Task(_document(0)), Task(document), Task(replace(document, metadata=Metadata(title=7)))]  # type: ignore[arg-type]
    assert tasks_of(tasks_to_arrow(tasks)) == tasks
    assert _through_arrow(tasks) == _in_process(tasks)


def test_batches_read_in_another_order_and_width_are_taken() -> None:
    tasks = [Task(_document(0)), Task(_document(1))]
    batch = tasks_to_arrow(tasks).select(list(reversed(TASKS.names)))
    wide = pa.schema([field.with_type(pa.large_string()) if field.name == "text" else field for field in batch.schema])
    assert tasks_of(batch.cast(wide)) == tasks
    assert tasks_of(tasks_to_arrow([tasks[0], *tasks]).slice(1)) == tasks
