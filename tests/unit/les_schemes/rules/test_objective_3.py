"""Objective 3: a locality's level."""

from datetime import date

import pytest

from les_schemes.rules.facts import LevelAward
from les_schemes.rules.kinds.operating_level.levels import Levels
from les_schemes.rules.year import Year
from tests.unit.les_schemes.documents import earned, les, practice, sign_up, working

SESSIONS = ("gp_sessions", "DAC")
STAFF = ("practice_staff", "DAC")

MARCH = "2007-03-15"
JUNE = "2007-06-28"


def award(level, decided=MARCH):
    return {"level": level, "decided": decided}


def locality(list_size=100_000, levels=(), as_at="2008-03-31", formed="2007-04-01", **readings):
    document = les(practice(list_size=list_size), as_at=as_at, readings=readings)
    document["localities"] = [{"code": "DAC", "formed": formed, "levels": list(levels)}]
    return document


def allowance(*args, **kwargs):
    lines = earned(locality(*args, **kwargs))
    return lines.get(SESSIONS, "0.00"), lines.get(STAFF, "0.00")


def test_a_locality_starts_at_level_1_whatever_its_size():
    # FIG-03: 1 session × £300 × 52 weeks
    assert allowance(100_000) == ("15600.00", "0.00")
    assert allowance(0) == ("15600.00", "0.00")


@pytest.mark.parametrize(
    ("level", "population", "sessions", "staff"),
    [
        (2, 100_000, "46800.00", "15600.00"),  # WE-05: 3 × £300 × 52; 10 × £30 × 52
        (3, 100_000, "93600.00", "31200.00"),  # WE-05: 6 × £300 × 52; 20 × £30 × 52
        (2, 95_834, "44850.31", "14950.10"),  # WE-06: £46,800 × 0.95834; £15,600 × 0.95834
        (2, 138_000, "64584.00", "21528.00"),  # WE-09: £86,112 together
    ],
)
def test_the_higher_levels_go_by_population(level, population, sessions, staff):
    assert allowance(population, [award(level)]) == (sessions, staff)


@pytest.mark.parametrize(
    ("units", "sessions", "staff"),
    [
        ("exact", "64584.00", "21528.00"),  # × 1.38
        ("whole_down", "46800.00", "15600.00"),  # WE-09: × 1
        ("whole_up", "93600.00", "31200.00"),  # × 2
    ],
)
def test_a_population_counts_in_hundreds_of_thousands_as_the_reading_says(units, sessions, staff):
    assert allowance(138_000, [award(2)], capitation_units=units) == (sessions, staff)
    # A whole number of them is the same under each.
    assert allowance(100_000, [award(2)], capitation_units=units) == ("46800.00", "15600.00")


def test_levels_replace_or_add_up():
    # WE-09: £86,112 + £15,600 = £101,712; level 3 has three levels' sessions and two levels' staff
    assert allowance(138_000, [award(2)], level_mode="cumulative") == ("80184.00", "21528.00")
    # £15,600 + £46,800 + £93,600; £15,600 + £31,200
    assert allowance(100_000, [award(3)], level_mode="cumulative") == ("156000.00", "46800.00")


@pytest.mark.parametrize(
    ("population", "level", "floor", "sessions", "staff"),
    [
        (18_500, 2, "level_1", "15600.00", "0.00"),  # FIG-14: £8,658 + £2,886 = £11,544
        (18_500, 2, "none", "8658.00", "2886.00"),
        (25_000, 2, "level_1", "11700.00", "3900.00"),  # £15,600 is not below £15,600
        (24_999, 2, "level_1", "15600.00", "0.00"),
        (12_500, 3, "level_1", "11700.00", "3900.00"),
        (12_499, 3, "level_1", "15600.00", "0.00"),
        (0, 3, "none", "0.00", "0.00"),
    ],
)
def test_a_small_locality_has_the_floor_that_the_reading_says(
    population, level, floor, sessions, staff
):
    assert allowance(population, [award(level)], level_floor=floor) == (sessions, staff)


def test_the_floor_tests_the_sum_of_the_levels_added_up():
    # £15,600 + £8,658 is above £15,600 already
    assert allowance(18_500, [award(2)], level_mode="cumulative") == ("24258.00", "2886.00")


@pytest.mark.parametrize(
    ("effective", "part_year", "sessions", "staff"),
    [
        # WE-07: £15,600 × 3/12 + £46,800 × 9/12; £15,600 × 9/12, together £50,700.00
        ("first_of_next_month", "whole_months", "39000.00", "11700.00"),
        # WE-07: 91 and 275 days of 366: £3,878.69 + £46,885.25 = £50,763.94, in two lines
        # £15,600 × 91/366 + £46,800 × 275/366 = £39,042.62; £15,600 × 275/366 = £11,721.31
        ("first_of_next_month", "days", "39042.62", "11721.31"),
        # WE-07: 88 and 278 days: £39,298.36 + £11,849.18 = £51,147.54
        ("decision_date", "days", "39298.36", "11849.18"),
        # in force from 28 June earns from the next first day
        ("decision_date", "whole_months", "39000.00", "11700.00"),
        ("start_of_year", "whole_months", "46800.00", "15600.00"),
        ("start_of_year", "days", "46800.00", "15600.00"),
    ],
)
def test_a_decision_counts_from_the_day_that_the_reading_says(
    effective, part_year, sessions, staff
):
    earned_by = allowance(100_000, [award(2, JUNE)], level_effective=effective, part_year=part_year)
    assert earned_by == (sessions, staff)


def test_only_months_begun_by_the_day_of_the_sum_have_earned():
    # £1,300 a month
    assert allowance(as_at="2007-03-31") == ("0.00", "0.00")
    assert allowance(as_at="2007-04-01") == ("1300.00", "0.00")
    assert allowance(as_at="2007-09-28") == ("7800.00", "0.00")
    assert allowance(as_at="2010-01-01") == ("15600.00", "0.00")


def test_days_are_earned_to_the_end_of_the_month_of_the_sum():
    # £15,600 × 30/366 = £1,278.69
    assert allowance(as_at="2007-04-02", part_year="days") == ("1278.69", "0.00")


@pytest.mark.parametrize(
    ("formed", "part_year", "sessions"),
    [
        ("2007-10-01", "whole_months", "7800.00"),  # AMB-32: six months
        ("2007-10-02", "whole_months", "6500.00"),
        ("2007-10-02", "days", "7757.38"),  # £15,600 × 182/366
        ("2006-01-01", "days", "15600.00"),
        ("2008-04-01", "days", "0.00"),
    ],
)
def test_a_locality_earns_from_its_formation(formed, part_year, sessions):
    assert allowance(formed=formed, part_year=part_year) == (sessions, "0.00")


def test_a_locality_formed_after_the_day_of_the_sum_earns_the_rest_of_that_month_by_days():
    # £15,600 × 11/366: 20 to 30 June
    formed = {"formed": "2007-06-20", "as_at": "2007-06-05"}
    assert allowance(part_year="days", **formed) == ("468.85", "0.00")
    assert allowance(part_year="whole_months", **formed) == ("0.00", "0.00")
    assert allowance(formed="2007-07-01", as_at="2007-06-05", part_year="days") == ("0.00", "0.00")


def test_the_latest_decision_in_force_wins():
    # three months at level 2, three at level 3, six at level 1 again:
    # £46,800 × 3/12 + £93,600 × 3/12 + £15,600 × 6/12 = £42,900
    # £15,600 × 3/12 + £31,200 × 3/12 = £11,700
    awards = [award(1, "2007-09-30"), award(3, "2007-06-30"), award(2)]
    assert allowance(100_000, awards) == ("42900.00", "11700.00")


def test_of_two_decisions_on_one_day_the_later_in_the_file_wins():
    assert allowance(100_000, [award(3), award(2)]) == ("46800.00", "15600.00")
    assert allowance(100_000, [award(2), award(3)]) == ("93600.00", "31200.00")


def test_a_decision_after_the_day_of_the_sum_is_ignored():
    late = [award(2, "2007-06-28")]
    readings = {"level_effective": "start_of_year"}
    assert allowance(100_000, late, as_at="2007-06-27", **readings) == ("3900.00", "0.00")
    # £46,800 × 3/12
    assert allowance(100_000, late, as_at="2007-06-28", **readings) == ("11700.00", "3900.00")


@pytest.mark.parametrize("decided", ["2008-03-31", "2008-05-05", "9999-12-31"])
def test_a_decision_at_the_very_end_changes_nothing_before_the_next_month(decided):
    awards = [award(3, decided)]
    assert allowance(100_000, awards, as_at="9999-12-31") == ("15600.00", "0.00")


def test_an_award_may_precede_the_formation():
    # six months at level 2: £46,800 × 6/12; £15,600 × 6/12
    assert allowance(100_000, [award(2)], formed="2007-10-01") == ("23400.00", "7800.00")


def test_the_population_is_that_of_practices_signed_up_on_time_or_of_all():
    on_time = practice(list_size=60_000)
    late = practice(
        code="E82002",
        list_size=30_000,
        sign_up=sign_up(received="2007-05-01", accepted="2007-05-02"),
    )
    absent = practice(code="E82003", list_size=10_000, sign_up=None)
    document = les(on_time, late, absent, levels=[award(2)])
    assert earned(document)[SESSIONS] == "28080.00"  # £46,800 × 0.6
    document["readings"] = {"late_sign_up": "full"}
    assert earned(document)[SESSIONS] == "28080.00"  # a late one paid in full is still late
    document["readings"] = {"population": "all_members"}
    assert earned(document)[SESSIONS] == "46800.00"
    # The population at the day of the sum is used for every month.
    document["readings"] = {}
    document["as_at"] = "2007-04-19"
    assert SESSIONS in earned(document)
    assert earned(document)[SESSIONS] == "1300.00"  # the floor, there being nobody yet


def test_a_practice_alone_earns_nothing_here():
    assert {payee for component, payee in earned(les(practice(locality=None)))} == {
        "DAC",
        "E82001",
    }


def test_the_working_of_two_levels_in_a_year():
    document = locality(95_834, [award(2, JUNE)])
    assert working(document, *SESSIONS) == (
        "Population, the lists of the practices signed up on time and accepted: E82001 95,834 = "
        "95,834 patients; divided by 100,000: 0.95834. "
        "Level 1: 1 session a week × £300.00 × 52 weeks, £15,600.00 a year. "
        "Level 2: 3 sessions a week × 0.95834 × £300.00 × 52 weeks, £44,850.312 a year. "
        "Level 2 was decided on 28 June 2007 and counts from 1 July 2007. "
        "3 months at level 1 from 1 April 2007 and 9 months at level 2 from 1 July 2007: "
        "£15,600.00 × 3/12 + £44,850.312 × 9/12 = £37,537.73 to the nearest penny."
    )
    assert working(document, *STAFF) == (
        "Population, the lists of the practices signed up on time and accepted: E82001 95,834 = "
        "95,834 patients; divided by 100,000: 0.95834. "
        "Level 1: no staff hours at level 1, £0.00 a year. "
        "Level 2: 10 staff hours a week × 0.95834 × £30.00 × 52 weeks, £14,950.104 a year. "
        "Level 2 was decided on 28 June 2007 and counts from 1 July 2007. "
        "3 months at level 1 from 1 April 2007 and 9 months at level 2 from 1 July 2007: "
        "£0.00 × 3/12 + £14,950.104 × 9/12 = £11,212.58 to the nearest penny."
    )


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (
            locality(18_500, [award(2)]),
            "Sessions and staff together, £11,544.00, are below level 1's £15,600.00, so level "
            "1's sessions are paid and no staff.",
        ),
        (
            locality(100_000, [award(2)], level_mode="cumulative"),
            "Level 2: 1 session a week × £300.00 × 52 weeks; 3 sessions a week × 1 × £300.00 × "
            "52 weeks added up, £62,400.00 a year.",
        ),
        (
            locality(138_000, [award(2)], capitation_units="whole_down"),
            "divided by 100,000, rounded down: 1.",
        ),
        (
            locality(138_000, [award(2)], capitation_units="whole_up", population="all_members"),
            "the lists of all practices of the locality: E82001 138,000 = 138,000 patients; "
            "divided by 100,000, rounded up: 2.",
        ),
        (locality(0, [award(2)], as_at="2007-04-19"), "accepted: none; divided by 100,000: 0."),
        (
            locality(levels=[award(2, "2008-03-20")]),
            "Level 2 was decided on 20 March 2008 and counts after this year.",
        ),
        (locality(part_year="days"), "366 days at level 1 from 1 April 2007: £15,600.00 × 366/366"),
    ],
)
def test_the_working_says_what_the_readings_did(document, sentence):
    assert sentence in working(document, *SESSIONS)


def test_the_working_before_anything_is_earned():
    document = locality(as_at="2007-03-01")
    document["paid"] = [
        {"payee": "DAC", "objective": 3, "component": "gp_sessions", "amount": "1300.00"}
    ]
    assert working(document, *SESSIONS) == (
        "Formed on 1 April 2007, the locality has earned nothing of the year by the end of the "
        "month of 1 March 2007."
    )


@pytest.mark.parametrize("part_year", ["whole_months", "days"])
@pytest.mark.parametrize("effective", ["first_of_next_month", "decision_date", "start_of_year"])
@pytest.mark.parametrize("formed", [date(2007, 4, 1), date(2007, 8, 10)])
@pytest.mark.parametrize(
    "decided", [date(2007, 3, 15), date(2007, 6, 1), date(2007, 6, 28), date(2008, 3, 27)]
)
def test_the_day_an_award_pays_from_is_that_of_its_first_spell(
    part_year, effective, formed, decided
):
    award = LevelAward(2, decided)
    levels = Levels(Year(2007), formed, date(2008, 3, 31), (award,), effective, part_year)
    whole = {"whole_months": 12, "days": 366}[part_year]
    at_level_2 = [spell for spell in levels.spells if spell.level == 2]
    pays_from = levels.pays_from(award)
    left = {
        "whole_months": (2008 - pays_from.year) * 12 + 4 - pays_from.month,
        "days": (date(2008, 4, 1) - pays_from).days,
    }[part_year]
    assert sum(spell.parts for spell in at_level_2) == left <= whole
    if part_year == "days" and at_level_2:
        assert at_level_2[0].since == pays_from
