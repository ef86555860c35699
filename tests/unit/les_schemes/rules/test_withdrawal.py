"""A practice withdraws within the year (AMB-69), or closes without a successor."""

import pytest

from tests.unit.les_schemes.contract_2 import (
    BLOCK,
    INFORMATION,
    LATE,
    LEVELS,
    PER_PATIENT,
    SAVINGS,
    cases,
    due,
    earned,
    facts,
    paid,
    pharmacy,
    practice,
    scheme,
    sign_up,
    with_readings,
    with_terms,
    working,
)

CAPITATION = ("capitation", "A")
REVIEW = ("A", "withdrawal_review")
PAID_UP = [paid("A", 1, "capitation", "8000.00")]
ON_1_JANUARY = sign_up(withdrawn="2008-01-01")
MONTHS = [f"2007-{month:02d}" for month in range(4, 13)] + ["2008-01", "2008-02", "2008-03"]


def left(withdrawal="stop_and_review", objective=PER_PATIENT, the_sign_up=ON_1_JANUARY, **changes):
    return facts(scheme(objective, withdrawal=withdrawal), practice(sign_up=the_sign_up), **changes)


def test_what_was_paid_is_kept_and_the_months_that_remain_are_reviewed():
    # AMB-69: 8,000 × £1.00, withdraws on 1 January: 3 of 12 months remain, £8,000 × 3/12
    document = left(paid=PAID_UP)
    assert due(document)[CAPITATION] == "0.00"
    assert cases(document) == {REVIEW: "2000.00"}
    text = working(document, *CAPITATION)
    assert "no longer takes part from 1 January 2008 on, with 3 whole months" in text
    assert "The 9 months before it left come to £6,000.00; of the £8,000.00 paid, £2,000.00" in text


def test_nothing_new_is_paid_for_the_months_after_leaving():
    # £8,000 × 9/12 = £6,000.00, whether nothing was paid before, or a part
    assert due(left())[CAPITATION] == "6000.00"
    assert cases(left()) == {REVIEW: "0.00"}
    part = left(paid=[paid("A", 1, "capitation", "7000.00")])
    assert due(part)[CAPITATION] == "0.00"
    assert cases(part) == {REVIEW: "1000.00"}


def test_the_months_that_remain_may_be_recovered():
    document = left("recover_remaining", paid=PAID_UP)
    assert due(document)[CAPITATION] == "-2000.00"
    assert cases(document) == {}
    assert "8,000 patients × £1.00 × 9/12 = £6,000.00" in working(document, *CAPITATION)


def test_what_was_paid_may_be_kept_without_a_review():
    assert due(left("keep", paid=PAID_UP))[CAPITATION] == "0.00"
    assert cases(left("keep", paid=PAID_UP)) == {}
    assert due(left("keep"))[CAPITATION] == "6000.00"


@pytest.mark.parametrize(
    ("withdrawn", "recovered"),
    [
        ("2007-04-20", "-7333.33"),  # one month begun: 8,000 × 1/12 = £666.67
        ("2007-12-31", "-2000.00"),
        ("2008-01-01", "-2000.00"),
        ("2008-01-02", "-1333.33"),  # ten months begun: £6,666.67
        ("2008-03-02", "0.00"),
        ("2008-04-01", "0.00"),  # after the year
    ],
)
def test_a_month_that_had_begun_is_earned(withdrawn, recovered):
    document = left(
        "recover_remaining",
        the_sign_up=sign_up(withdrawn=withdrawn),
        as_at="2008-04-30",
        paid=PAID_UP,
    )
    assert due(document)[CAPITATION] == recovered


def test_a_withdrawal_counts_from_its_day():
    assert due(left("recover_remaining", paid=PAID_UP, as_at="2007-12-31"))[CAPITATION] == "0.00"
    assert cases(left(paid=PAID_UP, as_at="2007-12-31")) == {}


def test_a_late_sign_up_loses_of_its_own_months():
    # nine months from July, of them three remain: £8,000 × 6/12
    document = left("recover_remaining", the_sign_up=LATE | {"withdrawn": "2008-01-01"})
    assert earned(document)[CAPITATION] == "4000.00"
    # withdrawn before its first month: nothing
    document = left("recover_remaining", the_sign_up=LATE | {"withdrawn": "2007-06-25"})
    assert CAPITATION not in earned(document)


def test_the_month_of_leaving_is_not_reported():
    # eight whole months before 31 December: £4,000 × 8/12; nine before 1 or 31 January
    for withdrawn, released in (
        ("2007-12-31", "2666.67"),
        ("2008-01-01", "3000.00"),
        ("2008-01-31", "3000.00"),
    ):
        member = practice(sign_up=sign_up(withdrawn=withdrawn), reports=MONTHS)
        document = facts(scheme(INFORMATION), member)
        assert earned(document)["information_release", "A"] == released


def test_reports_count_for_the_months_before_leaving():
    # £4,000 × 9/12: the reports of January to March are of no use
    member = practice(sign_up=ON_1_JANUARY, reports=MONTHS)
    document = facts(scheme(INFORMATION), member)
    assert earned(document) == {
        ("information_fund", "DAC"): "4000.00",
        ("information_release", "A"): "3000.00",
    }
    recovered = facts(scheme(INFORMATION, withdrawal="recover_remaining"), member)
    # £4,000 × 9/12 for the fund, all of it released
    assert earned(recovered) == {
        ("information_fund", "DAC"): "3000.00",
        ("information_release", "A"): "3000.00",
    }


def test_an_instalment_paid_ahead_is_kept_and_reviewed_for_the_months_that_remain():
    # £12,000 in April: £12,000 × 3/12 = £3,000
    ahead = [paid("A", 1, "block", "12000.00")]
    assert due(left(objective=BLOCK, paid=ahead))["block", "A"] == "0.00"
    assert cases(left(objective=BLOCK, paid=ahead)) == {REVIEW: "3000.00"}
    assert due(left("recover_remaining", BLOCK, paid=ahead))["block", "A"] == "-3000.00"
    assert due(left(objective=BLOCK))["block", "A"] == "9000.00"


def test_no_instalment_is_earned_after_leaving():
    # July and January: £6,000 each; that of July is for six months, of which all are served
    halves = with_terms(BLOCK, instalment_months=["07", "01"])
    assert earned(left(objective=halves))["block", "A"] == "6000.00"
    assert cases(left(objective=halves)) == {REVIEW: "0.00"}


def test_who_left_gets_no_reward_but_the_saving_is_split():
    budget = {
        "budget": "1000000.00",
        "outturn": "950000.00",
        "outturn_final": True,
        "quality_attested": True,
    }
    document = facts(scheme(SAVINGS), practice(sign_up=ON_1_JANUARY, **budget))
    # £50,000 × 70% and 30%
    assert earned(document) == {
        ("reinvestment", "DAC"): "35000.00",
        ("pct_share", "PCT"): "15000.00",
    }


def test_the_population_is_fixed_all_year():
    # AMB-16: 100,000 patients at level 2 for the whole year: £46,800 and £15,600
    document = facts(
        scheme(LEVELS), practice(size=100_000, sign_up=ON_1_JANUARY), localities=["DAC"]
    )
    document["localities"][0]["levels"] = [{"level": 2, "decided": "2007-03-15"}]
    assert earned(document) == {
        ("gp_sessions", "DAC"): "46800.00",
        ("practice_staff", "DAC"): "15600.00",
    }


def test_an_overspend_that_loses_all_leaves_nothing_to_review():
    overspent = {
        "budget": "1.00",
        "outturn": "2.00",
        "outturn_final": True,
        "quality_attested": True,
    }
    document = facts(
        scheme(PER_PATIENT, with_readings(SAVINGS, overspend_scope="all_lost")),
        practice(sign_up=ON_1_JANUARY, **overspent),
        paid=PAID_UP,
    )
    assert due(document)[CAPITATION] == "-8000.00"
    assert cases(document) == {REVIEW: "0.00"}


def test_what_was_paid_in_error_is_no_matter_of_a_withdrawal():
    document = facts(
        scheme(PER_PATIENT),
        pharmacy("A", sign_up=ON_1_JANUARY),
        paid=[paid("A", 1, "capitation", "5.00")],
    )
    assert due(document)[CAPITATION] == "-5.00"
    assert cases(document) == {REVIEW: "0.00"}


def test_a_late_sign_up_without_months_has_none_to_lose():
    march = sign_up(received="2008-03-01", accepted="2008-03-02", withdrawn="2008-03-03")
    assert earned(left(objective=BLOCK, the_sign_up=march)) == {}
    assert cases(left(objective=BLOCK, the_sign_up=march)) == {REVIEW: "0.00"}


def test_a_scheme_that_pays_nothing_ahead_reviews_nothing():
    assert cases(facts(scheme(INFORMATION), practice(sign_up=ON_1_JANUARY))) == {}


def test_a_practice_that_closes_without_a_successor_has_left():
    document = facts(
        scheme(PER_PATIENT, withdrawal="recover_remaining"), practice(closed="2008-01-01")
    )
    assert earned(document)[CAPITATION] == "6000.00"


def test_missing_signatures_earn_nothing_before_or_after():
    document = left(the_sign_up=ON_1_JANUARY | {"signed_gps": 4})
    assert earned(document) == {}
    assert cases(document) == {REVIEW: "0.00"}
