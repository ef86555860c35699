"""On which day to pay: the last working day of the month, unless a run pays on it already."""

from datetime import date

import pytest

from payments.pay_dates import fault_of, next_pay_date, warning_about


@pytest.mark.parametrize(
    "today, expected",
    [
        (date(2007, 4, 16), date(2007, 4, 30)),
        (date(2007, 4, 30), date(2007, 4, 30)),
        # 30 June 2007 is a Saturday.
        (date(2007, 6, 1), date(2007, 6, 29)),
        (date(2007, 6, 30), date(2007, 7, 31)),
        # 31 March 2008 is a Monday; 31 December 2007 too.
        (date(2007, 12, 31), date(2007, 12, 31)),
        (date(2008, 3, 31), date(2008, 3, 31)),
    ],
)
def test_the_next_last_working_day_of_a_month(today: date, expected: date) -> None:
    assert next_pay_date(today) == expected


def test_a_day_on_which_a_run_pays_is_passed_over() -> None:
    taken = {date(2007, 4, 30), date(2007, 5, 31)}
    assert next_pay_date(date(2007, 4, 16), taken) == date(2007, 6, 29)


def test_days_on_which_banks_do_not_pay_are_pointed_out() -> None:
    assert warning_about(date(2007, 4, 30)) == ""
    assert "28 April 2007 is a Saturday" in warning_about(date(2007, 4, 28))
    # The early May bank holiday.
    assert "7 May 2007 is a bank holiday" in warning_about(date(2007, 5, 7))


def test_a_pay_date_lies_between_today_and_three_months_ahead() -> None:
    today = date(2007, 4, 16)
    assert fault_of(date(2007, 4, 16), today) == ""
    assert fault_of(date(2007, 7, 17), today) == ""
    assert "today, 16 April 2007, or later" in fault_of(date(2007, 4, 15), today)
    assert "17 July 2007 or earlier" in fault_of(date(2007, 7, 18), today)
