"""CAL-16: the standstill of a procurement notice, in the working days of England.

Regulation 12 of SI 2023/1348: it begins on the day after the notice, and ends with the eighth
working day after the day on which it begins.
"""

from datetime import date

import pytest

from les_schemes.procurement import standstill


@pytest.mark.parametrize(
    "noticed_on, begins, last_day",
    [
        # Monday 8 January 2024: begins on Tuesday 9; Wednesday 10 is 1 … Friday 19 is 8.
        (date(2024, 1, 8), date(2024, 1, 9), date(2024, 1, 19)),
        # A Friday: begins on Saturday 13; Monday 15 is 1 … Wednesday 24 is 8.
        (date(2024, 1, 12), date(2024, 1, 13), date(2024, 1, 24)),
        # Over Good Friday 29 March and Easter Monday 1 April 2024: Wednesday 27 is 1, Thursday 28
        # is 2, Tuesday 2 April is 3 … Tuesday 9 April is 8.
        (date(2024, 3, 25), date(2024, 3, 26), date(2024, 4, 9)),
        # Over Christmas 2024 into the new year: 23 December is 1, 24 is 2, 27 is 3, 30 is 4, 31 is
        # 5, 2 January is 6, 3 is 7, 6 is 8.
        (date(2024, 12, 19), date(2024, 12, 20), date(2025, 1, 6)),
    ],
)
def test_the_standstill_ends_with_the_eighth_working_day_after_it_begins(
    noticed_on, begins, last_day
):
    assert standstill.begins(noticed_on) == begins
    assert standstill.last_day(noticed_on) == last_day


def test_a_notice_on_the_eve_of_the_christmas_holidays_counts_on_from_the_27th():
    """It begins on 24 December; 27 is 1, 30 is 2, 31 is 3, then 2, 3, 6, 7 and 8 January."""
    assert standstill.last_day(date(2024, 12, 23)) == date(2025, 1, 8)


def test_an_answer_keeps_it_open_five_working_days_and_never_shortens_it():
    ends = date(2024, 1, 19)
    # Answered on Thursday 18: 19, 22, 23, 24, 25.
    assert standstill.last_day_after_answer(ends, date(2024, 1, 18)) == date(2024, 1, 25)
    # Answered on Wednesday 10: five working days are over on the 17th, before the eighth day is.
    assert standstill.last_day_after_answer(ends, date(2024, 1, 10)) == ends
