"""Times of one sentence: what each says, read against a story's date or the running time."""

from dataclasses import replace
from datetime import date

import pytest

from q7x2_etl.language.times.finding import TimeContext, TimeMention, advance, combine, find_times

P = date(2018, 8, 10)  # a Friday
D = TimeContext(P)


def on(start: str, end: str = "", precision: str = "day", kind: str = "point") -> tuple[str, str, str, str]:
    return start, end or start, precision, kind


UNKNOWN = ("None", "None", "unknown", "point")
RUNNING = TimeMention(0, 1, date(2017, 7, 25), date(2017, 7, 25), "day", "point", "absolute-day", "absolute")

# sentence, words of the mention, (first day, last day, precision, kind); read against Friday 10 August 2018
FROM_PUBLICATION = [
    ("He was shot on 12 December 2015 at home.", "12 December 2015", on("2015-12-12")),
    ("It was taken in July 2018 by rebels.", "July 2018", on("2018-07-01", "2018-07-31", "month")),
    ("It was taken in 2015 by rebels.", "2015", on("2015-01-01", "2015-12-31", "year")),
    ("It was taken on August 8 by rebels.", "August 8", on("2018-08-08")),
    ("It was taken on August 28 by rebels.", "August 28", on("2017-08-28")),
    ("It was taken in August by rebels.", "August", on("2018-08-01", "2018-08-31", "month")),
    ("It was taken in September by rebels.", "September", on("2017-09-01", "2017-09-30", "month")),
    ("The vote will be held on October 20 in all districts.", "October 20", on("2018-10-20")),
    (
        "It will run from September 5 to September 12.",
        "September 5 to September 12",
        on("2018-09-05", "2018-09-12", "week", "interval"),
    ),
    ("They came as early as April.", "April", on("2018-04-01", "2018-04-30", "month")),
    ("In 1999/2000 they came.", "1999/2000", on("1999-01-01", "2000-12-31", "year", "interval")),
    ("They meet by the end of the month.", "the end of the month", on("2018-08-21", "2018-08-31", "week", "until")),
    ("They met on the weekend of July 28-29.", "July 28-29", on("2018-07-28", "2018-07-29", "day", "interval")),
    ("It fell last August.", "last August", on("2017-08-01", "2017-08-31", "month")),
    ("It fell last March.", "last March", on("2018-03-01", "2018-03-31", "month")),
    ("It fell last November.", "last November", on("2017-11-01", "2017-11-30", "month")),
    ("It fell in March this year.", "March this year", on("2018-03-01", "2018-03-31", "month")),
    ("It fell in March last year.", "March last year", on("2017-03-01", "2017-03-31", "month")),
    ("It fell on March 3 last year.", "March 3 last year", on("2017-03-03")),
    ("It fell on March 3 of this year.", "March 3 of this year", on("2018-03-03")),
    ("ON 15 NOVEMBER OF LAST YEAR THEY MET.", "15 NOVEMBER OF LAST YEAR", on("2017-11-15")),
    ("THEY MET LAST 15 NOVEMBER IN LIMA.", "15 NOVEMBER", on("2017-11-15")),
    ("HE WAS TAKEN ON 30 DECEMBER.", "30 DECEMBER", on("2017-12-30")),
    ("it fell on friday, august 3, near the river", "friday, august 3", on("2018-08-03")),
    ("It fell on Friday (August 3).", "Friday (August 3", on("2018-08-03")),
    # days
    ("A blast was heard today.", "today", on("2018-08-10")),
    ("A blast was heard tonight.", "tonight", on("2018-08-10")),
    ("A blast was heard this morning.", "this morning", on("2018-08-10")),
    ("A blast was heard early this morning.", "early this morning", on("2018-08-10")),
    ("NATIONAL GUARD UNITS THIS MORNING REPELLED THEM.", "THIS MORNING", on("2018-08-10")),
    ("They struck at dawn today.", "at dawn today", on("2018-08-10")),
    ("They struck yesterday.", "yesterday", on("2018-08-09")),
    ("THEY STRUCK YESTERDAY AFTERNOON.", "YESTERDAY AFTERNOON", on("2018-08-09")),
    ("THEY STRUCK LATE YESTERDAY.", "LATE YESTERDAY", on("2018-08-09")),
    ("they struck last night", "last night", on("2018-08-09")),
    ("THEY STRUCK AT 2030 LAST NIGHT.", "LAST NIGHT", on("2018-08-09")),
    ("They struck the day before yesterday.", "the day before yesterday", on("2018-08-08")),
    ("They struck overnight.", "overnight", on("2018-08-09", "2018-08-10")),
    ("They meet tomorrow.", "tomorrow", on("2018-08-11")),
    # weekdays
    ("They struck on Friday.", "Friday", on("2018-08-10")),
    ("They struck on Thursday.", "Thursday", on("2018-08-09")),
    ("They struck on Saturday.", "Saturday", on("2018-08-04")),
    ("They struck last Friday.", "last Friday", on("2018-08-03")),
    ("They struck last Saturday.", "last Saturday", on("2018-08-04")),
    ("They struck here Wednesday.", "Wednesday", on("2018-08-08")),
    ("They struck early on Sunday morning.", "early on Sunday morning", on("2018-08-05")),
    ("They struck late Saturday.", "late Saturday", on("2018-08-04")),
    ("They struck Monday night.", "Monday night", on("2018-08-06")),
    ("they struck on tuesday", "tuesday", on("2018-08-07")),
    ("THEY STRUCK ON TUESDAY", "TUESDAY", on("2018-08-07")),
    ("Sunday's blast killed two.", "Sunday's", on("2018-08-05")),
    ("The talks will open next Friday.", "next Friday", on("2018-08-17")),
    ("He was shot on Tuesday last week.", "Tuesday last week", on("2018-07-31")),
    ("Two posts fell over the weekend.", "over the weekend", on("2018-08-04", "2018-08-05")),
    ("Two posts fell last weekend.", "last weekend", on("2018-08-04", "2018-08-05")),
    # weeks, months, years
    ("They struck in the early hours of Sunday.", "in the early hours of Sunday", on("2018-08-05")),
    ("They struck Wednesday overnight.", "Wednesday overnight", on("2018-08-08")),
    ("Two posts fell last week.", "last week", on("2018-07-30", "2018-08-05", "week")),
    ("Two posts fell this week.", "this week", on("2018-08-06", "2018-08-10", "week")),
    ("Two posts fell earlier this week.", "earlier this week", on("2018-08-06", "2018-08-10", "week")),
    ("Two posts fell last month.", "last month", on("2018-07-01", "2018-07-31", "month")),
    ("Two posts fell this month.", "this month", on("2018-08-01", "2018-08-10", "month")),
    ("Two posts fell earlier this month.", "earlier this month", on("2018-08-01", "2018-08-10", "month")),
    ("Two posts fell late last month.", "late last month", on("2018-07-21", "2018-07-31", "week")),
    ("Two posts fell early this month.", "early this month", on("2018-08-01", "2018-08-10", "week")),
    ("Two posts fell at the end of last month.", "at the end of last month", on("2018-07-21", "2018-07-31", "week")),
    ("Two posts fell last year.", "last year", on("2017-01-01", "2017-12-31", "year")),
    ("Two posts fell late last year.", "late last year", on("2017-09-01", "2017-12-31", "season")),
    ("Two posts fell early this year.", "early this year", on("2018-01-01", "2018-04-30", "season")),
    ("Two posts fell earlier this year.", "earlier this year", on("2018-01-01", "2018-08-10", "year")),
    ("Two posts fell this year.", "this year", on("2018-01-01", "2018-08-10", "year")),
    ("Two posts fell last summer.", "last summer", on("2017-06-01", "2017-08-31", "season")),
    ("Two posts fell last winter.", "last winter", on("2017-12-01", "2018-02-28", "season")),
    ("Two posts fell last spring.", "last spring", on("2018-03-01", "2018-05-31", "season")),
    ("Two posts fell this summer.", "this summer", on("2018-06-01", "2018-08-10", "season")),
    ("Two posts fell in summer 1999.", "summer 1999", on("1999-06-01", "1999-08-31", "season")),
    ("Two posts fell in the summer of 2001.", "the summer of 2001", on("2001-06-01", "2001-08-31", "season")),
    ("Two posts fell in the winter of 2001-2002.", "the winter of 2001-2002", on("2001-12-01", "2002-02-28", "season")),
    # parts
    ("Two posts fell in early April 2018.", "early April 2018", on("2018-04-01", "2018-04-10", "week")),
    ("Two posts fell in mid-April.", "mid-April", on("2018-04-11", "2018-04-20", "week")),
    ("Two posts fell in late November.", "late November", on("2017-11-21", "2017-11-30", "week")),
    ("Two posts fell late in November 2016.", "late in November 2016", on("2016-11-21", "2016-11-30", "week")),
    ("It fell at the end of December 2021.", "the end of December 2021", on("2021-12-21", "2021-12-31", "week")),
    ("It fell at the beginning of March.", "the beginning of March", on("2018-03-01", "2018-03-10", "week")),
    (
        "It fell in the second half of October 2017.",
        "the second half of October 2017",
        on("2017-10-16", "2017-10-31", "week"),
    ),
    ("It fell in the first half of May.", "the first half of May", on("2018-05-01", "2018-05-15", "week")),
    ("It fell in the last week of June 2018.", "the last week of June 2018", on("2018-06-24", "2018-06-30", "week")),
    ("It fell in early 2017.", "early 2017", on("2017-01-01", "2017-04-30", "season")),
    ("It fell in mid-2017.", "mid-2017", on("2017-05-01", "2017-08-31", "season")),
    ("It fell in late 2015.", "late 2015", on("2015-09-01", "2015-12-31", "season")),
    ("It fell in the first quarter of 2016.", "the first quarter of 2016", on("2016-01-01", "2016-03-31", "season")),
    ("It fell in the second half of 2016.", "the second half of 2016", on("2016-07-01", "2016-12-31", "season")),
    # counted back
    ("It fell two days ago.", "two days ago", on("2018-08-08")),
    ("It fell a week ago.", "a week ago", on("2018-07-31", "2018-08-06", "week")),
    ("It fell three months ago.", "three months ago", on("2018-05-01", "2018-05-31", "month")),
    ("It fell nearly two years ago.", "nearly two years ago", on("2016-01-01", "2016-12-31", "year")),
    ("It fell several days ago.", "several days ago", on("2018-08-03", "2018-08-09", "week")),
    ("It fell hours ago.", "hours ago", on("2018-08-10")),
    ("Ten died in the last 13 days.", "the last 13 days", on("2018-07-28", "2018-08-10", "day", "interval")),
    ("They fought for the past two weeks.", "the past two weeks", on("2018-07-27", "2018-08-10", "week", "interval")),
    ("Ten died in the past few months.", "the past few months", on("2018-05-12", "2018-08-10", "season", "interval")),
    ("Ten died in the past 24 hours.", "the past 24 hours", on("2018-08-09", "2018-08-10", "day", "interval")),
    ("Ten died in recent days.", "in recent days", on("2018-08-03", "2018-08-10", "week", "vague")),
    ("Ten died in recent months.", "in recent months", on("2018-05-12", "2018-08-10", "season", "vague")),
    ("Ten died recently.", "recently", on("2018-07-13", "2018-08-10", "month", "vague")),
    ("It fell on the 5th.", "the 5th", on("2018-08-05")),
    ("It fell on the 15th of last month.", "the 15th of last month", on("2018-07-15")),
    ("It rose in the past month.", "the past month", on("2018-07-11", "2018-08-10", "month", "interval")),
    ("It fell in the 2d week of December.", "the 2d week of December", on("2017-12-08", "2017-12-14", "week")),
    ("It began after the September 11 attacks.", "September 11 attacks", on("2001-09-11")),
    ("It fell during Ramadan.", "Ramadan", on("2018-05-16", "2018-06-14", "month")),
    ("It fell on Christmas Day.", "Christmas Day", on("2017-12-25")),
    # ranges
    (
        "They met on July 15-16, 2021, in the north.",
        "July 15-16, 2021",
        on("2021-07-15", "2021-07-16", "day", "interval"),
    ),
    ("It fell between 3 and 7 May.", "3 and 7 May", on("2018-05-03", "2018-05-07", "day", "interval")),
    (
        "They fought from January 19 to January 29.",
        "January 19 to January 29",
        on("2018-01-19", "2018-01-29", "week", "interval"),
    ),
    ("They fought on 8-9 August.", "8-9 August", on("2018-08-08", "2018-08-09", "day", "interval")),
    ("The war of 1992-1997 was long.", "1992-1997", on("1992-01-01", "1997-12-31", "year", "interval")),
    ("The war of 2014-15 was long.", "2014-15", on("2014-01-01", "2015-12-31", "year", "interval")),
    ("They fought from 2007 to 2010.", "2007 to 2010", on("2007-01-01", "2010-12-31", "year", "interval")),
    (
        "They fought between May and July 2016.",
        "May and July 2016",
        on("2016-05-01", "2016-07-31", "season", "interval"),
    ),
    (
        "They fought from November to February 2018.",
        "November to February 2018",
        on("2017-11-01", "2018-02-28", "season", "interval"),
    ),
    (
        "They fought from September to May.",
        "September to May",
        on("2017-09-01", "2018-05-31", "year", "interval"),
    ),
    ("They fought from Monday to Wednesday.", "Monday to Wednesday", on("2018-08-06", "2018-08-08", "day", "interval")),
    ("They fought from Thursday to Monday.", "Thursday to Monday", on("2018-08-02", "2018-08-06", "day", "interval")),
    # bounds
    ("He has led them since April 24.", "April 24", on("2018-04-24", "2018-08-10", "season", "since")),
    ("He has led them since 2016.", "2016", on("2016-01-01", "2018-08-10", "year", "since")),
    ("He led them until 2009.", "2009", on("2009-01-01", "2009-12-31", "year", "until")),
    ("He led them after September 2002.", "September 2002", on("2002-09-01", "2002-09-30", "month", "after")),
    ("He led them before 2009.", "2009", on("2009-01-01", "2009-12-31", "year", "before")),
    ("He fled after Friday's blast.", "Friday's", on("2018-08-10")),
    ("They rioted after Friday prayers.", "Friday", on("2018-08-10")),
    ("They rioted after Friday.", "Friday", on("2018-08-10", kind="after")),
    (
        "They have held it since the start of the year.",
        "the start of the year",
        on("2018-01-01", "2018-08-10", "year", "since"),
    ),
    ("He was freed (Kabul Gazette, August 2).", "August 2", on("2018-08-02", "2018-08-02", "day", "until")),
    ("THEY WILL MEET (ACAN, 12 MAY 89) SOON.", "12 MAY 89", on("1989-05-12", "1989-05-12", "day", "until")),
    # no place on the calendar
    ("They fought for ten days.", "for ten days", ("None", "None", "unknown", "duration")),
    ("A two-week siege ended.", "two-week", ("None", "None", "unknown", "duration")),
    ("They have fought for decades.", "for decades", ("None", "None", "unknown", "duration")),
    ("They patrol every Friday.", "every Friday", ("None", "None", "unknown", "frequency")),
    ("It fell that day.", "that day", UNKNOWN),
    ("It fell two weeks later.", "two weeks later", UNKNOWN),
]

# the same, with 25 July 2017 as the running time
FROM_CONTEXT = [
    ("The next day they left.", "The next day", on("2017-07-26")),
    ("They left the following morning.", "the following morning", on("2017-07-26")),
    ("They had left the day before.", "the day before", on("2017-07-24")),
    ("They left the same day.", "the same day", on("2017-07-25")),
    ("They left that night.", "that night", on("2017-07-25")),
    ("They left hours later.", "hours later", on("2017-07-25")),
    ("They left two days later.", "two days later", on("2017-07-27")),
    ("They left two weeks later.", "two weeks later", on("2017-08-05", "2017-08-11", "week")),
    ("They left a few days later.", "a few days later", on("2017-07-26", "2017-08-01", "week")),
    ("They left days later.", "days later", on("2017-07-26", "2017-08-01", "week")),
    ("They left a month later.", "a month later", on("2017-08-01", "2017-08-31", "month")),
    ("They came two weeks earlier.", "two weeks earlier", on("2017-07-08", "2017-07-14", "week")),
    ("They left in December that year.", "December that year", on("2017-12-01", "2017-12-31", "month")),
    ("They left in May that same year.", "May that same year", on("2017-05-01", "2017-05-31", "month")),
    ("They left that month.", "that month", on("2017-07-01", "2017-07-31", "month")),
    ("They left that year.", "that year", on("2017-01-01", "2017-12-31", "year")),
    ("They left the following month.", "the following month", on("2017-08-01", "2017-08-31", "month")),
    ("They left the following year.", "the following year", on("2018-01-01", "2018-12-31", "year")),
    ("They left the previous month.", "the previous month", on("2017-06-01", "2017-06-30", "month")),
    ("They left the following summer.", "the following summer", on("2018-06-01", "2018-08-31", "season")),
    ("They left the following Friday.", "the following Friday", on("2017-07-28")),
    ("They left later that month.", "later that month", on("2017-07-25", "2017-07-31", "week")),
    ("They left in June.", "June", on("2018-06-01", "2018-06-30", "month")),
]

NO_TIME = [
    "The rebels may attack.",
    "A 34-year-old man and a boy aged 12 died.",
    "The men of 9/11 were named.",
    "Second, he paid $2015.",
    "Some 1,500 fighters came.",
    "2000 soldiers came.",
    "They struck at around 5:00 p.m. (1400 GMT).",
    "The Bloody Sunday march was banned.",
    "He is 12 years old.",
    "Call 0799-2015 now.",
    "They march on.",
    "The fall of the city shook them.",
    "A 65-year- old man spoke.",
    "He is paid $2,500 a man.",
    "He leapt from the 15th floor.",
    "",
]


def found(text: str, context: TimeContext) -> list[tuple[str, tuple[str, str, str, str]]]:
    return [
        (text[m.start : m.end], (str(m.date_start), str(m.date_end), m.precision, m.kind))
        for m in find_times(text, 0, len(text), context)
    ]


@pytest.mark.parametrize(("text", "quote", "expected"), FROM_PUBLICATION, ids=[r[0] for r in FROM_PUBLICATION])
def test_time_is_read_against_the_storys_date(text: str, quote: str, expected: tuple[str, str, str, str]) -> None:
    assert found(text, D) == [(quote, expected)]


@pytest.mark.parametrize(("text", "quote", "expected"), FROM_CONTEXT, ids=[r[0] for r in FROM_CONTEXT])
def test_time_is_read_against_the_running_time(text: str, quote: str, expected: tuple[str, str, str, str]) -> None:
    assert found(text, replace(D, running=RUNNING)) == [(quote, expected)]


@pytest.mark.parametrize("text", NO_TIME)
def test_what_is_no_time_gives_nothing(text: str) -> None:
    assert found(text, D) == []


def test_lists_of_dates_share_month_and_year() -> None:
    assert [f[1][0] for f in found("Raids in April and May 2022 failed.", D)] == ["2022-04-01", "2022-05-01"]
    assert [f[1][0] for f in found("Raids on April 18 and 21 in the north failed.", D)] == ["2018-04-18", "2018-04-21"]
    assert [f[1][0] for f in found("Raids on 18 and 21 April failed.", D)] == ["2018-04-18", "2018-04-21"]
    assert [f[1][0] for f in found("On April 18, 20 and 22, 2016, it burned.", D)] == [
        "2016-04-18", "2016-04-20", "2016-04-22",
    ]  # fmt: skip
    assert [f[1][0] for f in found("On April 18 and 19 Afghan men died.", D)] == ["2018-04-18"]


def test_days_that_follow_each_other_in_a_list_are_one_time() -> None:
    for text in ("Raids on April 18 and 19 in the north.", "Raids on 18 and 19 April in the north."):
        assert [f[1][:2] for f in found(text, D)] == [("2018-04-18", "2018-04-19")]


def test_running_time_flows_within_and_between_sentences() -> None:
    first = "On July 2, 2016, they took the hill; the next day they lost it."
    mentions = find_times(first, 0, len(first), D)
    assert [m.date_start for m in mentions] == [date(2016, 7, 2), date(2016, 7, 3)]
    context = advance(D, mentions)
    assert context.running is not None and context.running.date_start == date(2016, 7, 3)
    assert found("Two days later they won.", context)[0][1][0] == "2016-07-05"


def test_dates_without_a_year_go_on_a_narrative_told_just_before() -> None:
    told = "In early October 2015 they met. In late November, they fought. In July, they won."
    mentions = find_times(told, 0, len(told), D)
    assert [(str(m.date_start), m.rule) for m in mentions] == [
        ("2015-10-01", "month-part"),
        ("2015-11-21", "narrative-date"),
        ("2018-07-01", "yearless-month"),  # close to publication: the news itself
    ]
    apart = "In early October 2015 they met.\n\nThey talked.\n\nIn late November, they fought."
    assert [str(m.date_start) for m in find_times(apart, 0, len(apart), D)] == ["2015-10-01", "2017-11-21"]


def test_background_times_do_not_move_the_narrative() -> None:
    text = "They have held it since 2009 and raid it every week, the paper says (Gazette, May 3, 2011)."
    mentions = find_times(text, 0, len(text), D)
    assert {m.kind for m in mentions} == {"since", "frequency", "until"}
    assert advance(replace(D, running=RUNNING), mentions).running == RUNNING


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "In two weeks of clashes, which began on July 25, ten died.",
            on("2018-07-25", "2018-08-08", "week", "interval"),
        ),
        (
            "It lasted for around 10 days starting from January 19, 2018.",
            on("2018-01-19", "2018-01-29", "week", "interval"),
        ),
        ("A three-day siege that began on May 3 is over.", on("2018-05-03", "2018-05-06", "day", "interval")),
        ("The five-day battle ended on May 8.", on("2018-05-03", "2018-05-08", "day", "interval")),
    ],
)
def test_a_length_and_its_first_day_make_an_interval(text: str, expected: tuple[str, str, str, str]) -> None:
    combined = combine(find_times(text, 0, len(text), D), text)
    assert combined is not None
    assert (str(combined.date_start), str(combined.date_end), combined.precision, combined.kind) == expected


def test_a_length_alone_makes_no_interval() -> None:
    text = "After ten days of fighting he was shot on May 3."
    assert combine(find_times(text, 0, len(text), D), text) is None


def test_a_story_known_to_its_month_widens_what_is_counted_from_it() -> None:
    month = TimeContext(P, "month")
    assert found("They struck yesterday.", month)[0][1] == on("2018-07-31", "2018-08-30", "month")
    assert found("They struck last year.", month)[0][1] == on("2017-01-01", "2017-12-31", "year")
    assert found("They struck on August 28.", month)[0][1] == on("2018-08-28")


def test_without_a_publication_date_only_absolute_and_running_times_resolve() -> None:
    nothing = TimeContext(None, "unknown")
    assert found("It fell in May 2016.", nothing)[0][1] == on("2016-05-01", "2016-05-31", "month")
    assert found("It fell yesterday.", nothing)[0][1] == UNKNOWN
    assert found("It fell in May.", nothing)[0][1] == UNKNOWN
    assert found("It fell in May.", replace(nothing, running=RUNNING))[0][1] == on("2017-05-01", "2017-05-31", "month")
    assert found("Held since May 2016.", nothing)[0][1] == ("2016-05-01", "None", "month", "since")


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "Yesterday it rained. It fell on Monday. Today is dry."
    (mention,) = find_times(text, 21, 39, D)
    assert text[mention.start : mention.end] == "Monday"
