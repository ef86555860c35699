"""Block: a fixed sum in instalments."""

import pytest

from tests.unit.les_schemes.contract_2 import (
    BLOCK,
    LATE,
    earned,
    facts,
    pharmacy,
    scheme,
    sign_up,
    with_terms,
    working,
)

QUARTERLY = with_terms(BLOCK, instalment_months=["04", "07", "10", "01"])


def block(objective=QUARTERLY, as_at="2008-03-31", **changes):
    readings = {key: changes.pop(key) for key in ("late_sign_up",) if key in changes}
    document = facts(scheme(objective, **readings), pharmacy(**changes), as_at=as_at)
    return earned(document).get(("block", "PH"), "0.00")


@pytest.mark.parametrize(
    ("as_at", "pounds"),
    [
        ("2007-04-19", "0.00"),  # not accepted yet
        ("2007-04-20", "3000.00"),
        ("2007-06-30", "3000.00"),
        ("2007-07-01", "6000.00"),
        ("2007-10-01", "9000.00"),
        ("2007-12-31", "9000.00"),
        ("2008-01-01", "12000.00"),
        ("2009-01-01", "12000.00"),
    ],
)
def test_an_instalment_is_earned_from_the_first_day_of_its_month(as_at, pounds):
    assert block(as_at=as_at) == pounds


@pytest.mark.parametrize(
    ("as_at", "pounds"),
    [("2007-04-30", "33.33"), ("2007-08-31", "66.67"), ("2007-12-31", "100.00")],
)
def test_instalments_add_up_to_the_whole(as_at, pounds):
    thirds = with_terms(BLOCK, amount="100.00", instalment_months=["04", "08", "12"])
    assert block(thirds, as_at) == pounds


def test_a_late_sign_up_has_its_months():
    # £12,000 × 9/12 = £9,000; of four instalments those of April and July: £4,500
    assert block(sign_up=LATE) == "9000.00"
    assert block(sign_up=LATE, as_at="2007-06-20") == "2250.00"
    assert block(sign_up=LATE, as_at="2007-07-01") == "4500.00"
    assert block(sign_up=LATE, late_sign_up="full") == "12000.00"
    assert block(sign_up=LATE, late_sign_up="none") == "0.00"


def test_the_part_of_a_late_sign_up_is_rounded_before_it_is_divided():
    # £100.00 × 7/12 = £58.33; half of it is £29.165, so £29.17
    halves = with_terms(BLOCK, amount="100.00", instalment_months=["04", "01"])
    august = sign_up(received="2007-08-01", accepted="2007-08-10")
    assert block(halves, "2007-12-31", sign_up=august) == "29.17"
    assert block(halves, sign_up=august) == "58.33"


def test_gps_who_did_not_sign_do_not_matter():
    assert block(sign_up=sign_up(signed_gps=0)) == "12000.00"


def test_without_a_sign_up_nothing_is_paid():
    assert block(sign_up=None) == "0.00"


def test_the_working_names_every_number():
    document = facts(scheme(QUARTERLY), pharmacy(sign_up=LATE), as_at="2007-10-31")
    text = working(document, "block", "PH")
    assert "For the year: £12,000.00 × 9/12 = £9,000.00." in text
    assert text.endswith(
        "Instalments begun by 31 October 2007: 3 of 4 (April, July, October and January): "
        "£9,000.00 × 3/4 = £6,750.00."
    )


def test_the_working_of_one_that_left_says_what_is_earned():
    left = pharmacy(sign_up=sign_up(withdrawn="2008-01-01"))
    yearly = facts(
        scheme(BLOCK),
        left,
        paid=[{"payee": "PH", "objective": 1, "component": "block", "amount": "10000.00"}],
    )
    text = working(yearly, "block", "PH")
    assert text.endswith(
        "The 9 months before it left come to £9,000.00. £10,000.00 was paid before. "
        "So £10,000.00 is earned."
    )
