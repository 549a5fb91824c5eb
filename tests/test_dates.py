"""Absolute dates in text, whatever their spelling, and nothing that only looks like one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from q7x2_etl.dates import DateMention, find_dates, month_end, to_interval

FOUND = [
    ("Signed on 12 December 2025 in Oslo.", "12 December 2025", (2025, 12, 12)),
    ("By August 10, 2018 they had left.", "August 10, 2018", (2018, 8, 10)),
    ("He died Aug. 10 in custody.", "Aug. 10", (None, 8, 10)),
    ("On the 10th of August they met.", "the 10th of August", (None, 8, 10)),
    ("Posted July, 5, 2017 by staff", "July, 5, 2017", (2017, 7, 5)),
    ("Sunday, September 15, 2019 – News", "Sunday, September 15, 2019", (2019, 9, 15)),
    ("updated 2018-08-10T09:00", "2018-08-10", (2018, 8, 10)),
    ("dated 2018/8/9 there", "2018/8/9", (2018, 8, 9)),
    ("printed 25/08/2018", "25/08/2018", (2018, 8, 25)),
    ("printed 08/25/2018", "08/25/2018", (2018, 8, 25)),
    ("printed 07.07.2018", "07.07.2018", (2018, 7, 7)),
    ("printed 10/08/2018", "10/08/2018", (2018, None, None)),
    ("Nov. 13 , 2006 - Kandahar", "Nov. 13 , 2006", (2006, 11, 13)),
    ("LIMA, 3 JAN 90 -- A BOMB", "3 JAN 90", (1990, 1, 3)),
    ("TAKEN ON 30 DECEMBER NEAR", "30 DECEMBER", (None, 12, 30)),
    ("TAKEN ON 30\nDECEMBER 1989", "30\nDECEMBER 1989", (1989, 12, 30)),
    ("clashes of July 2018 in", "July 2018", (2018, 7, None)),
    ("clashes of August, 2017", "August, 2017", (2017, 8, None)),
    ("clashes in July left", "July", (None, 7, None)),
    ("clashes in May left", "May", (None, 5, None)),
    ("clashes in late May left", "May", (None, 5, None)),
    ("on May 5 he left", "May 5", (None, 5, 5)),
    ("May 2019 was calm", "May 2019", (2019, 5, None)),
    ("ON 12 MAY THE CONVOY", "12 MAY", (None, 5, 12)),
    ("STRIKES IN MAY SPREAD", "MAY", (None, 5, None)),
    ("the unrest in march spread", "march", (None, 3, None)),
    ("on 5 march the town fell", "5 march", (None, 3, 5)),
    ("october was calm", "october", (None, 10, None)),
    ("war in 2015 began", "2015", (2015, None, None)),
    ("held since 2007.", "2007", (2007, None, None)),
    ("the ambush (2007) was", "2007", (2007, None, None)),
    ("As of 2012, none", "2012", (2012, None, None)),
    ("the 2015 attack on", "2015", (2015, None, None)),
    ("the 1997 Tajik accord", "1997", (1997, None, None)),
    ("by mid-2017 they", "2017", (2017, None, None)),
    ("(AAN, November 11, 2017)", "November 11, 2017", (2017, 11, 11)),
    ("on 10-Aug-2018 a mine", "10-Aug-2018", (2018, 8, 10)),
    ("Fri 12 Jan. The town", "Fri 12 Jan", (None, 1, 12)),
    ("held in July 20 people were", "July", (None, 7, None)),
    ("a July 15-16, 2021, meeting", "July 15", (2021, 7, 15)),
    ("in DEC 89 it", "DEC 89", (1989, 12, None)),
    ("that 29 February march", "29 February", (None, 2, 29)),
]

NOTHING = [
    "They may 5 times refuse.",
    "Some 12 may have died.",
    "12 MAY BE DEAD",
    "IT MAY RAIN",
    "The rebels may attack.",
    "They march on the capital.",
    "March on the capital!",
    "THE MARCH ENDED HERE",
    "April Smith spoke.",
    "2,015 people fled.",
    "2000 soldiers came.",
    "about 2015 fighters",
    "a march of 2000 workers",
    "AT 2030 LAST NIGHT",
    "UNTIL 2000 HOURS",
    "at 8 p.m. (2000 GMT)",
    "Feb 30, 2019",
    "in the 1990s",
    "the COVID-2019 file",
    "call 0799-2015",
    "$2015 was paid",
    "it decided to mar the deal",
    "",
]


@pytest.mark.parametrize(("text", "quote", "parts"), FOUND, ids=[row[0][:40] for row in FOUND])
def test_date_is_found_with_its_parts(text: str, quote: str, parts: tuple[int | None, int | None, int | None]) -> None:
    mention = find_dates(text)[0]
    assert text[mention.start : mention.end] == quote
    assert (mention.year, mention.month, mention.day) == parts


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_looks_like_a_date_is_left(text: str) -> None:
    assert find_dates(text) == []


def test_every_date_of_a_list_is_found() -> None:
    text = "It fell in April and May 2022, between 2014 and 2016, in 1992-1997 and from May to July."
    assert [text[m.start : m.end] for m in find_dates(text)] == [
        "April", "May 2022", "2014", "2016", "1992", "1997", "May", "July",
    ]  # fmt: skip


def test_search_stays_inside_the_given_span() -> None:
    text = "On 3 May 2019 and on 4 May 2019 and on 5 May 2019."
    (mention,) = find_dates(text, 14, 32)
    assert (text[mention.start : mention.end], mention.day) == ("4 May 2019", 4)


def test_two_digit_years_have_a_fixed_pivot() -> None:
    assert [m.year for m in find_dates("3 JAN 90; 3 JAN 31; 3 JAN 30; 3 JAN 05")] == [1990, 1931, 2030, 2005]


@pytest.mark.parametrize(
    ("mention", "interval"),
    [
        (DateMention(0, 1, 2018, 8, 10, "day"), (date(2018, 8, 10), date(2018, 8, 10), "day")),
        (DateMention(0, 1, None, 8, 10, "day"), (date(2021, 8, 10), date(2021, 8, 10), "day")),
        (DateMention(0, 1, None, 2, 29, "day"), (date(2020, 2, 29), date(2020, 2, 29), "day")),
        (DateMention(0, 1, 2020, 2, None, "month"), (date(2020, 2, 1), date(2020, 2, 29), "month")),
        (DateMention(0, 1, None, 12, None, "month"), (date(2021, 12, 1), date(2021, 12, 31), "month")),
        (DateMention(0, 1, 1999, None, None, "year"), (date(1999, 1, 1), date(1999, 12, 31), "year")),
    ],
)
def test_interval_of_a_mention(mention: DateMention, interval: tuple[date, date, str]) -> None:
    assert to_interval(mention, 2021) == interval


def test_month_ends() -> None:
    assert [month_end(2023, m).day for m in range(1, 13)] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


WORDS = "in on of the May MAY may 5 12 2018 90 July , . - 's (2007) 10/08/2018 Aug. 30th march and to"
words = st.sampled_from([*WORDS.split(), "\n"])


@given(st.one_of(st.text(max_size=80), st.lists(words, max_size=14).map(" ".join)))
def test_mentions_of_any_text_are_sorted_and_valid(text: str) -> None:
    mentions = find_dates(text)
    last = 0
    for mention in mentions:
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end
        first, final, precision = to_interval(mention, 2023)
        assert first <= final
        assert precision == mention.precision
