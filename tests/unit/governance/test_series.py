"""The days of a monthly series, paper deadlines, and gaps of more than 35 days."""

from datetime import date

from governance import series
from governance.series import Gap


def test_the_fourth_thursdays_of_2007_are_found() -> None:
    days = list(
        series.monthly_days(
            first_month=date(2007, 4, 1), months=4, weekday=series.THURSDAY, occurrence=4
        )
    )
    assert days == [date(2007, 4, 26), date(2007, 5, 24), date(2007, 6, 28), date(2007, 7, 26)]


def test_a_series_runs_into_the_next_year() -> None:
    days = list(
        series.monthly_days(first_month=date(2007, 12, 5), months=2, weekday=0, occurrence=1)
    )
    assert days == [date(2007, 12, 3), date(2008, 1, 7)]


def test_the_last_such_day_of_a_month_may_be_the_fourth_or_the_fifth() -> None:
    assert series.weekday_of_month(2007, 5, series.THURSDAY, series.LAST) == date(2007, 5, 31)
    assert series.weekday_of_month(2007, 4, series.THURSDAY, series.LAST) == date(2007, 4, 26)


def test_papers_are_due_a_week_before() -> None:
    assert series.papers_due(date(2007, 4, 26), 7) == date(2007, 4, 19)


def test_thirty_five_days_do_not_warn_and_thirty_six_do() -> None:
    today = date(2007, 4, 16)
    assert series.gaps([date(2007, 5, 24), date(2007, 6, 28)], today) == []
    assert series.gaps([date(2007, 5, 23), date(2007, 6, 28)], today) == [
        Gap(date(2007, 5, 23), date(2007, 6, 28), 36)
    ]


def test_a_gap_that_is_over_warns_no_longer() -> None:
    days = [date(2007, 1, 25), date(2007, 3, 22), date(2007, 4, 26)]
    assert series.gaps(days, date(2007, 4, 16)) == []


def test_nothing_arranged_after_the_last_meeting_warns() -> None:
    [gap] = series.gaps([date(2007, 3, 22)], date(2007, 4, 16))
    assert gap == Gap(date(2007, 3, 22), None, 25)
    assert "No meeting is arranged after the one of 22 March 2007" in str(gap)


def test_a_committee_that_never_met_is_not_warned() -> None:
    assert series.gaps([], date(2007, 4, 16)) == []
