from datetime import date

import pytest

from pbc.financial_year import (
    FinancialYear,
    add_working_days,
    is_working_day,
    last_working_day_of_month,
)


def test_2007_08_runs_from_april_to_march_and_has_366_days() -> None:
    """CAL-15, TV-47: 29 February 2008 lies in it."""
    year = FinancialYear.of(date(2007, 4, 30))
    assert (year.first_day, year.last_day) == (date(2007, 4, 1), date(2008, 3, 31))
    assert year.days == 366
    assert str(year) == "2007/08"


def test_march_belongs_to_the_year_before() -> None:
    assert FinancialYear.of(date(2007, 3, 31)).label == "2006/07"
    assert FinancialYear.of(date(2000, 1, 1)).label == "1999/00"


@pytest.mark.parametrize(
    "day, works",
    [
        (date(2007, 4, 16), True),
        (date(2007, 4, 14), False),
        (date(2007, 4, 6), False),  # Good Friday
        (date(2007, 4, 9), False),  # Easter Monday
        (date(2007, 12, 26), False),
    ],
)
def test_weekends_and_the_bank_holidays_of_england_are_no_working_days(
    day: date, works: bool
) -> None:
    assert is_working_day(day) is works


def test_ten_working_days_after_a_query_pass_over_weekends_and_the_may_bank_holiday() -> None:
    """AMB-03: from Thursday 26 April 2007 over 7 May (bank holiday) to Friday 11 May."""
    assert add_working_days(date(2007, 4, 26), 10) == date(2007, 5, 11)


def test_the_pay_day_is_the_last_working_day_of_the_month() -> None:
    """AMB-100."""
    assert last_working_day_of_month(date(2007, 4, 16)) == date(2007, 4, 30)
    assert last_working_day_of_month(date(2007, 12, 3)) == date(2007, 12, 31)
    assert last_working_day_of_month(date(2008, 3, 1)) == date(2008, 3, 31)
    assert last_working_day_of_month(date(2007, 6, 1)) == date(2007, 6, 29)
