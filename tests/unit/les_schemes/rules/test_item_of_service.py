"""Item of service: fees by bands, caps, minimum volume, and which months count."""

import pytest

from tests.unit.les_schemes.contract_2 import (
    ITEMS,
    cases,
    earned,
    facts,
    pharmacy,
    practice,
    result,
    scheme,
    sign_up,
    with_readings,
    with_terms,
    working,
)

BANDS = [{"from": 1, "fee": "12.00"}, {"from": 101, "fee": "9.50"}, {"from": 151, "fee": "0.01"}]
ALL_ITEMS = {"band_mode": "all_items_at_the_band_reached"}


def claims(*counts, first=5, objective=1):
    """Items of one month after the other, from May on."""
    return [
        {"objective": objective, "month": f"2007-{first + place:02d}", "count": count}
        for place, count in enumerate(counts)
    ]


def document(*counts, objective=ITEMS, as_at="2008-03-31", late_sign_up=None, **changes):
    readings = {} if late_sign_up is None else {"late_sign_up": late_sign_up}
    member = pharmacy(**{"claims": claims(*counts), **changes})
    return facts(scheme(objective, **readings), member, as_at=as_at)


def items(*counts, **changes):
    return earned(document(*counts, **changes)).get(("items", "PH"), "0.00")


def test_each_item_is_paid_its_fee():
    # (12 + 20) × £12.00
    assert items(12, 20) == "384.00"
    text = working(document(12, 20), "items", "PH")
    assert "Items claimed: 12 in May 2007 and 20 in June 2007, 32 together." in text
    assert text.endswith("32 × £12.00 = £384.00.")


@pytest.mark.parametrize(
    ("number", "each", "all_items"),
    [
        (100, "1200.00", "1200.00"),  # 100 × £12.00
        (101, "1209.50", "959.50"),  # 100 × £12.00 + £9.50; 101 × £9.50
        (150, "1675.00", "1425.00"),  # + 50 × £9.50; 150 × £9.50
        (200, "1675.50", "2.00"),  # + 50 × £0.01; 200 × £0.01
    ],
)
def test_a_fee_goes_by_the_band(number, each, all_items):
    banded = with_terms(ITEMS, bands=BANDS)
    assert items(number, objective=banded) == each
    assert items(number, objective=with_readings(banded, **ALL_ITEMS)) == all_items


def test_bands_are_of_the_year_not_of_the_month():
    # 60 + 60: 100 × £12.00 + 20 × £9.50 = £1,390.00
    banded = document(60, 60, objective=with_terms(ITEMS, bands=BANDS))
    assert earned(banded) == {("items", "PH"): "1390.00"}
    assert "100 × £12.00 + 20 × £9.50 = £1,390.00." in working(banded, "items", "PH")


def test_items_beyond_the_yearly_cap_are_not_paid():
    capped = document(40, 20, objective=with_terms(ITEMS, yearly_cap=50))
    assert earned(capped) == {("items", "PH"): "600.00"}  # 50 × £12.00
    text = working(capped, "items", "PH")
    assert "Items paid at most in the year: 50 a provider. So 50 of 60 are paid." in text


def test_a_cap_by_patients_is_rounded_down():
    capped = with_terms(ITEMS, yearly_cap_per_1000_patients=3)
    member = practice("PH", 8205, claims=claims(30))
    # 3 × 8,205 / 1,000 = 24.615, so 24 × £12.00
    facts_of_practice = facts(scheme(capped), member)
    assert earned(facts_of_practice) == {("items", "PH"): "288.00"}
    text = working(facts_of_practice, "items", "PH")
    assert "3 × 8,205 patients / 1,000, rounded down, = 24" in text


def test_a_cap_by_patients_does_not_bind_who_holds_no_list():
    assert items(30, objective=with_terms(ITEMS, yearly_cap_per_1000_patients=3)) == "360.00"


def test_the_lesser_cap_binds():
    capped = with_terms(ITEMS, yearly_cap=20, yearly_cap_per_1000_patients=3)
    member = practice("PH", 8205, claims=claims(30))
    assert earned(facts(scheme(capped), member)) == {("items", "PH"): "240.00"}


def test_a_cap_of_nothing_pays_nothing():
    assert items(30, objective=with_terms(ITEMS, yearly_cap=0)) == "0.00"


def test_nothing_is_paid_until_the_minimum_volume_is_reached():
    least = with_terms(ITEMS, minimum_volume=50)
    assert items(49, objective=least) == "0.00"
    assert items(49, 1, objective=least) == "600.00"
    # the claims reach it, though the cap lies below
    assert items(49, 1, objective=with_terms(least, yearly_cap=10)) == "120.00"


def test_the_working_says_what_the_minimum_waits_for():
    short = document(
        49,
        objective=with_terms(ITEMS, minimum_volume=50),
    ) | {"paid": [{"payee": "PH", "objective": 1, "component": "items", "amount": "1.00"}]}
    assert working(short, "items", "PH").endswith(
        "Nothing is paid until 50 items are reached in the year."
    )


def test_months_count_from_that_of_acceptance_on():
    may = sign_up(received="2007-04-30", accepted="2007-05-31")
    assert items(10, 20, claims=claims(5, 10, 20, first=4), sign_up=may) == "360.00"
    text = working(document(claims=claims(5, 10, 20, first=4), sign_up=may), "items", "PH")
    assert "Claimed outside the months that count: 5 in April 2007." in text


def test_months_count_up_to_that_of_the_sum():
    assert items(10, 20, as_at="2007-05-01") == "120.00"
    assert items(10, 20, as_at="2007-06-01") == "360.00"


def test_months_count_that_began_before_a_withdrawal():
    left = sign_up(withdrawn="2007-06-01")
    assert items(10, 20, sign_up=left) == "120.00"
    assert items(10, 20, sign_up=left | {"withdrawn": "2007-06-02"}) == "360.00"
    assert cases(document(10, sign_up=left)) == {}


@pytest.mark.parametrize(
    ("reading", "pounds"),
    [("whole_months_after_acceptance", "240.00"), ("full", "240.00"), ("none", "0.00")],
)
def test_a_late_sign_up_is_paid_from_its_month_unless_it_earns_nothing(reading, pounds):
    late = sign_up(received="2007-06-11", accepted="2007-06-20")
    assert items(10, 20, sign_up=late, late_sign_up=reading) == pounds


def test_without_a_sign_up_nothing_is_paid():
    assert items(10, sign_up=None) == "0.00"


def test_claims_under_another_objective_are_its_own():
    two = facts(
        scheme(ITEMS, with_terms(ITEMS, bands=[{"from": 1, "fee": "1.00"}])),
        pharmacy(claims=[*claims(10), *claims(7, objective=2)]),
    )

    assert [(line["objective"], line["entitlement"]) for line in result(two)["lines"]] == [
        (1, "120.00"),
        (2, "7.00"),
    ]
