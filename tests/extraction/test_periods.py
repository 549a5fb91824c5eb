"""A figure over months or years is a sum of many events, and no event."""

from collections.abc import Callable

import pytest

from q7x2_etl.model import Report

ReportsOf = Callable[[str], list[Report]]


@pytest.mark.parametrize(
    "text",
    [
        "More than 9,000 people have been killed by the rebels in Kano since 2009.",
        "Police in Kano killed 300 people last year, the highest number since records began.",
        "Journalists were attacked 40 times in Kano in the first half of the year.",
        "Over the past six months gunmen have killed 90 teachers in Kano.",
        "Rebel attacks in Kano fell by nine per cent this year.",
        "An average of three women a day are killed by gunmen in Kano.",
    ],
)
def test_sums_over_periods_are_no_incident(reports_of: ReportsOf, text: str) -> None:
    assert [(report.event_type, report.quote) for report in reports_of(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Rebels killed 90 people in a church near Goma in May last year, the worst massacre since 2009.",
        "Gunmen killed 12 teachers in Kano on Monday, the highest number since 2009.",
        "Gunmen have killed 12 teachers in Kano over the past 24 hours.",
        "In 1982 the army killed 900 people in Kano.",
    ],
)
def test_one_event_with_many_dead_is_no_sum(reports_of: ReportsOf, text: str) -> None:
    assert len(reports_of(text)) == 1
