"""A practice changes its locality within the year (AMB-66, EXC-07, TV-45)."""

import pytest

from tests.unit.les_schemes.contract_2 import (
    INFORMATION,
    LATE,
    LEVELS,
    PER_PATIENT,
    SAVINGS,
    earned,
    facts,
    member_of,
    practice,
    scheme,
    working,
)

MOVED = [member_of("DAC", until="2007-10-01"), member_of("WAT", since="2007-10-01")]
FUNDS = [("information_fund", "DAC"), ("information_fund", "WAT")]


def funds(memberships, as_at="2008-03-31", size=8000, **changes):
    readings = {key: changes.pop(key) for key in ("locality_move",) if key in changes}
    document = facts(
        scheme(INFORMATION, **readings),
        practice(size=size, memberships=memberships, **changes),
        as_at=as_at,
    )
    lines = earned(document)
    return [lines.get(fund, "0.00") for fund in FUNDS]


def test_the_rest_of_the_information_fund_follows():
    # AMB-66: 8,000 × £0.50 = £4,000; leaves on 1 October: 6/12 each
    assert funds(MOVED) == ["2000.00", "2000.00"]


def test_each_fund_says_which_months_are_its_own():
    document = facts(scheme(INFORMATION), practice(memberships=MOVED))
    assert "For 6 months of 12 from April 2007 it was in this locality: £2,000.00 of" in working(
        document, *FUNDS[0]
    )
    assert "For 6 months of 12 from October 2007" in working(document, *FUNDS[1])


def test_parts_are_cut_by_cumulative_rounding_and_add_up():
    # 1 × £0.50 = 50p; 7/12 = 29.17p, so 29p, and the rest is 21p
    memberships = [member_of("DAC", until="2007-11-01"), member_of("WAT", since="2007-11-01")]
    assert funds(memberships, size=1) == ["0.29", "0.21"]


def test_a_month_belongs_to_the_locality_of_its_first_day():
    memberships = [member_of("DAC", until="2007-10-02"), member_of("WAT", since="2007-10-02")]
    # seven months to October: £4,000 × 7/12 = £2,333.33
    assert funds(memberships) == ["2333.33", "1666.67"]


def test_a_practice_may_come_back():
    memberships = [
        member_of("DAC", until="2007-07-01"),
        member_of("WAT", since="2007-07-01", until="2008-01-01"),
        member_of("DAC", since="2008-01-01"),
    ]
    assert funds(memberships) == ["2000.00", "2000.00"]


def test_a_late_sign_up_shares_its_own_months():
    # £3,000 for July to March; three months to September, six from October
    assert funds(MOVED, sign_up=LATE) == ["1000.00", "2000.00"]


def test_a_move_counts_from_its_day():
    assert funds(MOVED, as_at="2007-09-30") == ["4000.00", "0.00"]
    assert funds(MOVED, as_at="2007-10-01") == ["2000.00", "2000.00"]


def test_everything_may_stay_until_the_next_1_april():
    assert funds(MOVED, locality_move="stays") == ["4000.00", "0.00"]


def test_a_practice_that_leaves_for_no_locality_takes_its_months_out_of_the_fund():
    assert funds([member_of("DAC", until="2007-10-01")]) == ["2000.00", "0.00"]


def test_a_practice_that_joins_within_the_year_counts_as_if_from_1_april():
    assert funds([member_of("DAC", since="2007-04-20")]) == ["4000.00", "0.00"]


def test_memberships_of_other_years_do_not_count():
    memberships = [
        member_of("WAT", since="2001-04-01", until="2007-04-01"),
        member_of("DAC", until="2008-04-01"),
        member_of("WAT", since="2008-04-01"),
    ]
    assert funds(memberships, as_at="2008-06-30") == ["4000.00", "0.00"]


def levels(**readings):
    """8,000 patients of 100,000 at level 2 in each locality move on 1 October."""
    document = facts(
        scheme(LEVELS, **readings),
        practice("A", 8000, memberships=MOVED),
        practice("B", 92_000),
        practice("C", 100_000, memberships=[member_of("WAT")]),
    )
    for locality in document["localities"]:
        locality["levels"] = [{"level": 2, "decided": "2007-03-15"}]
    lines = earned(document)
    return [(lines["gp_sessions", code], lines["practice_staff", code]) for code in ("DAC", "WAT")]


@pytest.mark.parametrize("reading", ["information_follows", "stays"])
def test_the_population_stays_until_the_next_1_april(reading):
    # AMB-66: £4,992 for 8,000 patients stays: 100,000 at £62,400 in both
    assert levels(locality_move=reading) == [("46800.00", "15600.00")] * 2


def test_the_population_may_follow_by_months():
    # AMB-66: £4,992 × 6/12 = £2,496 moves: £1,872 of sessions and £624 of staff
    assert levels(locality_move="by_months") == [("44928.00", "14976.00"), ("48672.00", "16224.00")]


def test_the_working_names_each_population():
    document = facts(scheme(LEVELS, locality_move="by_months"), practice(memberships=MOVED))
    for locality in document["localities"]:
        locality["levels"] = [{"level": 2, "decided": "2007-03-15"}]
    document["scheme"]["objectives"][0]["readings"] = {"level_floor": "none"}
    text = working(document, "gp_sessions", "DAC")
    assert "Population from 1 April 2007" in text
    assert "A 8,000 = 8,000 patients" in text
    # 3 × £300 × 52 × 0.08 = £3,744, for half a year
    assert "Level 2: 3 sessions a week × 0.08 × £300.00 × 52 weeks, £3,744.00 a year." in text
    assert text.endswith("£3,744.00 × 6/12 + £0.00 × 6/12 = £1,872.00.")


def test_by_days_the_population_changes_with_the_month():
    document = facts(scheme(LEVELS, locality_move="by_months"), practice(memberships=MOVED))
    document["localities"][0]["levels"] = [{"level": 2, "decided": "2007-03-15"}]
    document["scheme"]["objectives"][0]["readings"] = {"level_floor": "none", "part_year": "days"}
    # April to September are 183 of 366 days: £3,744 × 183/366
    assert earned(document)["gp_sessions", "DAC"] == "1872.00"


@pytest.mark.parametrize(
    ("reading", "locality"),
    [("information_follows", "WAT"), ("by_months", "WAT"), ("stays", "DAC")],
)
def test_savings_go_by_the_locality_at_the_years_end(reading, locality):
    budget = {
        "budget": "1000000.00",
        "outturn": "950000.00",
        "outturn_final": True,
        "quality_attested": True,
    }
    document = facts(scheme(SAVINGS, locality_move=reading), practice(memberships=MOVED, **budget))
    # WE-10: £50,000: £5,000 reward; £31,500 and £13,500
    assert earned(document) == {
        ("reward", "A"): "5000.00",
        ("reinvestment", locality): "31500.00",
        ("pct_share", "PCT"): "13500.00",
    }


def test_capitation_does_not_move():
    document = facts(scheme(PER_PATIENT), practice(memberships=MOVED))
    assert earned(document) == {("capitation", "A"): "8000.00"}
