"""The reader of figures: exact numbers and ranges come out, vague words and numbers that count no people do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from q7x2_etl.contract.figures import figures

READ = {
    # digits
    "15 miners": ["15"],
    "1,500 people": ["1,500"],
    "12,000,000": ["12,000,000"],
    "5\u202f000 families": ["5,000"],
    "1.5 million people": ["1,500,000"],
    "20 thousand": ["20,000"],
    "3 dozen": ["36"],
    "2 lakh": ["200,000"],
    "30-strong crew": ["30"],
    "20-odd men": ["20"],
    "20+ killed": ["20"],
    "(15)": ["15"],
    "killed 7.": ["7"],
    "15 of the 30 divers": ["15", "30"],
    "4, 5 and 6": ["4", "5", "6"],
    # words
    "two": ["2"],
    "Seventeen": ["17"],
    "twenty-two": ["22"],
    "twenty two": ["22"],
    "Ninety-Nine": ["99"],
    "one hundred": ["100"],
    "a hundred and five": ["105"],
    "three hundred forty-one": ["341"],
    "nineteen hundred": ["1,900"],
    "three thousand two hundred and five": ["3,205"],
    "two hundred thousand": ["200,000"],
    "a hundred and fifty thousand": ["150,000"],
    "five million three hundred thousand": ["5,300,000"],
    "a dozen": ["12"],
    "two dozen": ["24"],
    "three-dozen": ["36"],
    "half a dozen": ["6"],
    "half a million": ["500,000"],
    "a score of sailors": ["20"],
    "dozen dead": ["12"],
    "both brothers": ["2"],
    "a couple": ["2"],
    "five and six": ["5", "6"],
    # nobody
    "no injuries": ["0"],
    "no one": ["0"],
    "none": ["0"],
    "zero": ["0"],
    "no more than 15": ["15"],
    "no fewer than two": ["2"],
    # ranges
    "10-15": ["10 to 15"],
    "10–15": ["10 to 15"],
    "10 to 15": ["10 to 15"],
    "between 3,000 and 10,000": ["3,000 to 10,000"],
    "between ten and about fifteen": ["10 to 15"],
    "two or three": ["2 to 3"],
    "seven to eight": ["7 to 8"],
    "2 to 3 million": ["2,000,000 to 3,000,000"],
    "two or three dozen": ["24 to 36"],
    "between 10 and 15 thousand": ["10,000 to 15,000"],
    "500 to 2 thousand": ["500 to 2,000"],
    "at least 10 and up to 15": ["10 to 15"],
    "10, or as many as 15": ["10", "15"],
    "15 to 10": ["15", "10"],
    # vague words give nothing
    "dozens": [],
    "scores of people": [],
    "hundreds": [],
    "tens of thousands": [],
    "several hundred": [],
    "a few dozen": [],
    "several": [],
    "many": [],
    "": [],
    # numbers that count no people
    "a 12-year-old boy": [],
    "aged 12": [],
    "in two days": [],
    "15 percent": [],
    "15%": [],
    "$500": [],
    "an AK-47": [],
    "two F-16s": ["2"],
    "an 82mm mortar": [],
    "the 14th": [],
    "May 15": [],
    "15 May": [],
    "in 2015": [],
    "9:30": [],
    "12.5": [],
    "No. 5": ["5"],
}


@pytest.mark.parametrize("text", READ)
def test_words_give_exactly_these_figures(text):
    assert [str(figure) for figure in figures(text)] == READ[text]


def test_a_figure_knows_whether_digits_were_written():
    assert [figure.in_digits for figure in figures("12 and twelve, two to 15")] == [True, False, True]


_SMALL = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number: int, joint: str) -> str:
    """A number in English words; `joint` is what stands after "hundred"."""
    for scale, word in ((1_000_000, "million"), (1_000, "thousand")):
        if number >= scale:
            rest = f" {spelled(number % scale, joint)}" if number % scale else ""
            return f"{spelled(number // scale, joint)} {word}{rest}"
    if number >= 100:
        rest = f"{joint}{spelled(number % 100, joint)}" if number % 100 else ""
        return f"{_SMALL[number // 100]} hundred{rest}"
    if number < 20:
        return _SMALL[number]
    return _TENS[number // 10] + (f"-{_SMALL[number % 10]}" if number % 10 else "")


numbers = st.integers(0, 999) | st.integers(0, 9_999_999)


@given(numbers, st.sampled_from([" ", " and "]))
def test_every_spelled_number_is_read_back(number, joint):
    (figure,) = figures(f"{spelled(number, joint)} miners")
    assert (figure.low, figure.high, figure.in_digits) == (number, number, False)


@given(st.integers(0, 2**31 - 1), st.sampled_from(["{}", "{:,}"]))
def test_every_written_number_is_read_back(number, form):
    (figure,) = figures(f"some {form.format(number)} miners were lost")
    assert (figure.low, figure.high, figure.in_digits) == (number, number, True)


@given(
    st.integers(1, 9_999), st.integers(1, 9_999), st.sampled_from(["{:,} to {:,}", "between {:,} and {:,}", "{}-{}"])
)
def test_every_range_is_read_as_one_figure_with_two_ends(low, extra, form):
    (figure,) = figures(form.format(low, low + extra))
    assert (figure.low, figure.high) == (low, low + extra)


@given(st.text(max_size=60) | st.text("a1,.-–% tohundred", max_size=40))
def test_no_text_breaks_the_reader(text):
    assert all(0 <= figure.low <= figure.high for figure in figures(text))
