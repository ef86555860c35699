"""What the rooms tell of when the demonstration's date is moved."""

from datetime import date

import pytest

from pbc import clock_watchers
from pbc.actor import SYSTEM
from tests import factories
from tests.cast import gather, stand_on

pytestmark = pytest.mark.django_db


def passing(start: date, end: date) -> list[tuple[date, str]]:
    return [(thing.on, thing.what) for thing in clock_watchers.passing(SYSTEM, start, end)]


def test_pay_dates_are_the_last_working_days_of_the_months() -> None:
    assert passing(date(2007, 4, 16), date(2007, 7, 1)) == [
        (date(2007, 4, 30), "Pay date of April 2007: the last working day of the month"),
        (date(2007, 5, 31), "Pay date of May 2007: the last working day of the month"),
        (date(2007, 6, 29), "Pay date of June 2007: the last working day of the month"),
    ]


def test_a_day_passes_when_the_date_is_moved_beyond_it() -> None:
    assert passing(date(2007, 4, 16), date(2007, 4, 30)) == []
    assert len(passing(date(2007, 4, 30), date(2007, 5, 1))) == 1


def test_sign_up_closes_and_the_year_ends() -> None:
    cast = gather()
    stand_on(date(2007, 3, 12))
    version = factories.open_version(cast)
    found = clock_watchers.passing(SYSTEM, date(2007, 4, 16), date(2008, 4, 1))
    of_scheme = {thing.on: thing for thing in found if thing.url == version.get_absolute_url()}
    assert set(of_scheme) == {date(2007, 4, 30), date(2008, 3, 31)}
    closing = of_scheme[date(2007, 4, 30)]
    assert closing.what == f"Sign-up to {version} closes at the end of the day"
