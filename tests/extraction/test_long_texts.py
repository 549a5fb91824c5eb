"""A page of nothing but one pattern, on one line: twice as long takes about twice as long, and none is an error."""

import time

import pytest

from q7x2_etl.extraction import default_extractor
from q7x2_etl.model import Article, Region

_NEWS = "KUNDUZ, May 5, 2015 - Gunmen attacked a checkpoint on Monday, killing 15 policemen, officials said. "
_PATTERNS = [
    "Kabul ",
    "The Quick Brown Army ",
    "on May 5, 2015, ",
    "KABUL, May 5, 2015 (AP) - ",
    "(a ",
    "killed, ",
    "1,000 ",
    "1",
    "two hundred and ",
    "he said that ",
    "the killing of ",
    "A. ",
    "-",
    "\u201c'",
    "a-",
    "General Khan and ",
    "five killed; ",
    "é\u0301",
]


def _seconds(pattern: str, length: int) -> float:
    text = f"{_NEWS}{(pattern * (length // len(pattern) + 1))[:length]} {_NEWS}"
    article = Article("0" * 32, "0" * 32, "x", text, 0, len(text), (Region("body", 0, len(text)),))
    started = time.process_time()
    assert default_extractor().extract(article) is not None
    return time.process_time() - started


@pytest.mark.parametrize("pattern", _PATTERNS)
def test_a_page_of_one_pattern_takes_time_in_proportion_to_its_length(pattern: str) -> None:
    _seconds(pattern, 1000)
    short, long = _seconds(pattern, 8_000), _seconds(pattern, 64_000)
    assert long < 24 * short + 0.5, f"8 times the text took {long / short:.0f} times as long"


@pytest.mark.parametrize("number", ["1" * 400, "nan", "infinity", "1" * 400 + " million", "inf hundred"])
def test_no_number_is_too_long_to_be_read(number: str) -> None:
    text = f"{_NEWS}They killed {number} soldiers in Kunduz on Monday, officials said."
    article = Article("0" * 32, "0" * 32, "x", text, 0, len(text), (Region("body", 0, len(text)),))
    assert default_extractor().extract(article)
