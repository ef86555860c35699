"""Objective 2: the information fund and what is released from it."""

import pytest

from tests.unit.les_schemes.documents import (
    MONTHS,
    budget,
    earned,
    les,
    practice,
    sign_up,
    working,
)

FUND = ("information_fund", "DAC")
RELEASE = ("information_release", "E82001")
LATE = sign_up(received="2007-06-11", accepted="2007-06-20")  # nine months, July to March


def release(*reports, readings=None, as_at="2008-03-31", **changes):
    member = practice(reports=list(reports), **{"list_size": 8205, **changes})
    return earned(les(member, readings=readings or {}, as_at=as_at)).get(RELEASE, "0.00")


def test_the_fund_is_credited_with_50p_for_each_patient_whatever_is_reported():
    # WE-03: 8,205 × £0.50 = £4,102.50
    assert earned(les(practice(list_size=8205)))[FUND] == "4102.50"


def test_a_late_sign_up_credits_its_months():
    # WE-04: 8,000 × £0.50 × 9/12 = £3,000.00
    assert earned(les(practice(sign_up=LATE)))[FUND] == "3000.00"


def test_the_fund_is_the_sum_of_rounded_annual_amounts():
    # 1 × £0.01 × 9/12 = 0.75p, so 1p, for each of two practices
    one = practice(list_size=1, sign_up=LATE)
    other = practice(code="E82002", list_size=1, sign_up=LATE)
    assert earned(les(one, other, terms={"information_rate": "0.01"}))[FUND] == "0.02"


def test_the_fund_does_not_wait_for_signatures_nor_for_the_year_to_pass():
    member = practice(sign_up=sign_up(signed_gps=0))
    assert earned(les(member, as_at="2007-04-20"))[FUND] == "4000.00"
    assert FUND not in earned(les(member, as_at="2007-04-19"))


def test_a_practice_alone_has_no_fund_but_is_released_its_money():
    lines = earned(les(practice(locality=None, reports=MONTHS)))
    assert FUND not in lines
    assert lines[RELEASE] == "4000.00"


@pytest.mark.parametrize(
    ("reading", "reports", "pounds"),
    [
        ("pro_rata_months", 10, "3418.75"),  # WE-03: £4,102.50 × 10/12
        ("all_or_nothing", 10, "0.00"),
        ("all_or_nothing", 12, "4102.50"),
        ("threshold", 10, "4102.50"),
        ("threshold", 9, "3076.88"),  # £4,102.50 × 9/12 = £3,076.875
    ],
)
def test_reports_release_what_the_reading_says(reading, reports, pounds):
    readings = {"information_release": reading}
    assert release(*MONTHS[:reports], readings=readings) == pounds


def test_the_threshold_of_nine_months_is_seven_and_a_half():
    readings = {"information_release": "threshold"}
    # 8,000 × £0.50 × 9/12 = £3,000.00; 7 reports of 9: £2,333.33; 8 reports: everything
    late = {"list_size": 8000, "sign_up": LATE, "readings": readings}
    assert release(*MONTHS[3:10], **late) == "2333.33"
    assert release(*MONTHS[3:11], **late) == "3000.00"


def test_a_report_counts_once_and_only_in_the_months_of_the_sign_up():
    # £3,000.00 × 1/9 = £333.33
    late = {"list_size": 8000, "sign_up": LATE}
    assert release("2007-04", "2007-06", "2007-07", "2007-07", **late) == "333.33"


def test_a_report_counts_from_its_own_month_on():
    # £4,102.50 × 2/12 = £683.75
    assert release(*MONTHS, as_at="2007-05-01") == "683.75"
    assert release(*MONTHS, as_at="2007-04-30") == "341.88"
    assert release(*MONTHS, as_at="2009-01-01") == "4102.50"


@pytest.mark.parametrize("reading", ["pro_rata_months", "all_or_nothing", "threshold"])
def test_without_months_nothing_is_released(reading):
    readings = {"information_release": reading, "late_sign_up": "none"}
    assert release(*MONTHS, readings=readings, sign_up=LATE) == "0.00"
    assert release(*MONTHS, readings=readings, sign_up=None) == "0.00"


def test_the_release_starts_from_the_rounded_annual_amount():
    # 7 × £0.01 × 9/12 = 5.25p, so 5p; 5p × 1/9 = 0.56p, so 1p. From 5.25p it would be 1p as well,
    # but 8 months: 5p × 8/9 = 4.44p, so 4p, against 5.25p × 8/9 = 4.67p, so 5p.
    member = practice(list_size=7, sign_up=LATE, reports=MONTHS[3:11])
    document = les(member, terms={"information_rate": "0.01"})
    assert earned(document)[RELEASE] == "0.04"


def test_an_overspend_takes_the_release_but_leaves_the_fund_where_all_is_lost():
    member = practice(reports=MONTHS, **budget(-1))
    lines = earned(les(member, readings={"overspend_scope": "all_lost"}))
    assert RELEASE not in lines
    assert lines[FUND] == "4000.00"


def paid(member, **changes):
    item = {"payee": "E82001", "objective": 2, "component": "information_release", "amount": "1.00"}
    return les(member, paid=[item], **changes)


@pytest.mark.parametrize(
    ("member", "readings", "sentence"),
    [
        (
            practice(list_size=8205, reports=MONTHS[:10]),
            {},
            "For the year: 8,205 patients × £0.50 = £4,102.50. 10 of its 12 months reported by "
            "March 2008. £4,102.50 × 10/12 = £3,418.75.",
        ),
        (
            practice(reports=MONTHS[:10]),
            {"information_release": "threshold"},
            "From 10 months in 12 on everything is released: £4,000.00.",
        ),
        (
            practice(reports=MONTHS[:9]),
            {"information_release": "threshold"},
            "£4,000.00 × 9/12 = £3,000.00.",
        ),
        (
            practice(reports=MONTHS[:11]),
            {"information_release": "all_or_nothing"},
            "Nothing is released until every month is reported.",
        ),
        (
            practice(reports=MONTHS),
            {"information_release": "all_or_nothing"},
            "£4,000.00 × 12/12 = £4,000.00.",
        ),
        (practice(sign_up=None), {}, "There is no sign-up."),
        (
            practice(reports=MONTHS, **budget(-1)),
            {"overspend_scope": "all_lost"},
            "£1.00 over its budget of £1,000,000.00, so this payment is lost.",
        ),
    ],
)
def test_the_working_of_a_release(member, readings, sentence):
    assert sentence in working(paid(member, readings=readings), *RELEASE)


def test_the_working_of_a_fund_names_each_practice():
    document = les(practice(), practice(code="E82002", list_size=100, sign_up=LATE))
    text = working(document, *FUND)
    assert "E82001: 8,000 patients × £0.50 = £4,000.00. The sign-up was on time" in text
    assert "E82002: 100 patients × £0.50 × 9/12 = £37.50. The sign-up was late" in text
    assert text.endswith("Together £4,037.50 for the year, from 2 practices.")


def test_the_working_of_a_fund_without_practices():
    item = {"payee": "DAC", "objective": 2, "component": "information_fund", "amount": "1.00"}
    assert working(les(paid=[item]), *FUND) == "The locality has no practices."
