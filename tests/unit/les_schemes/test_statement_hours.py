"""Months in post and hours asked (AMB-10), each sum written out."""

from datetime import date
from decimal import Decimal

import pytest

from les_schemes.statement_hours import Span, hours_asked, in_words, whole_months
from les_schemes.statuses import HoursTest

YEAR = (date(2007, 4, 1), date(2008, 4, 1))
TWO = Decimal(2)


@pytest.mark.parametrize(
    ("spans", "months"),
    [
        ([Span(date(2000, 1, 1))], 12),
        ([Span(date(2007, 10, 1))], 6),  # October to March
        ([Span(date(2007, 10, 2))], 5),  # October was begun late: November to March
        ([Span(date(2000, 1, 1), date(2007, 10, 1))], 6),  # the last day was 30 September
        ([Span(date(2000, 1, 1), date(2007, 9, 30))], 5),  # the last day was 29 September
        ([Span(date(2008, 3, 2))], 0),
        ([Span(date(2008, 4, 1))], 0),
        ([], 0),
        # Salaried, then partner from 15 June without a gap: twelve.
        ([Span(date(2007, 6, 15)), Span(date(2000, 1, 1), date(2007, 6, 15))], 12),
        # Away from 15 June to 10 August: April, May, and September to March.
        ([Span(date(2000, 1, 1), date(2007, 6, 15)), Span(date(2007, 8, 10))], 9),
        # Two posts at once are one time.
        ([Span(date(2000, 1, 1)), Span(date(2007, 5, 1), date(2007, 8, 1))], 12),
    ],
)
def test_whole_calendar_months_in_post_count(spans, months):
    assert whole_months(spans, *YEAR) == months


def test_months_before_a_late_sheet_was_accepted_and_after_withdrawal_do_not_count():
    always = [Span(date(2000, 1, 1))]

    # Accepted on 10 July: August to March.
    assert whole_months(always, date(2007, 7, 10), date(2008, 4, 1)) == 8
    # Withdrawn from 1 January: April to December.
    assert whole_months(always, date(2007, 4, 1), date(2008, 1, 1)) == 9


@pytest.mark.parametrize("test", [HoursTest.ANNUAL_EQUIVALENT, HoursTest.EACH_MONTH])
def test_a_full_year_asks_24_hours_and_from_october_12(test):
    assert hours_asked(test, TWO, 12, None) == 24
    assert hours_asked(test, TWO, 6, Decimal("0.5")) == 12


def test_by_the_part_of_whole_time_a_half_time_gp_is_asked_for_half():
    by_part = HoursTest.WHOLE_TIME_EQUIVALENT

    # 2 hours × 12 months × 0.5
    assert hours_asked(by_part, TWO, 12, Decimal("0.5")) == 12
    assert hours_asked(by_part, TWO, 12, None) == 24


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (Decimal(24), "24 hours"),
        (Decimal("24.00"), "24 hours"),
        (Decimal("1.00"), "1 hour"),
        (Decimal("10.50"), "10.5 hours"),
        (Decimal(20), "20 hours"),
        (Decimal(0), "0 hours"),
    ],
)
def test_hours_are_written_as_people_write_them(hours, words):
    assert in_words(hours) == words
