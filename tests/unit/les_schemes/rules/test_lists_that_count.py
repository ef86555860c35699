"""Which list counts: that of 1 April, or a new practice's first (AMB-13, AMB-70, EXC-01)."""

import pytest

from tests.unit.les_schemes.contract_2 import (
    BLOCK,
    INFORMATION,
    LEVELS,
    PER_PATIENT,
    earned,
    facts,
    paid,
    pharmacy,
    practice,
    scheme,
    sign_up,
    working,
)


def lists(**sizes):
    return [
        {"as_at": day.removeprefix("d").replace("_", "-"), "size": size}
        for day, size in sizes.items()
    ]


def capitation(member, **readings):
    return earned(facts(scheme(PER_PATIENT, **readings), member)).get(("capitation", "A"))


def test_the_list_of_1_april_counts_all_year():
    member = practice(lists=lists(d2007_07_01=8120, d2007_04_01=8000, d2007_01_01=7900))
    assert capitation(member) == "8000.00"


def test_a_list_of_another_day_is_no_substitute():
    member = practice(lists=lists(d2007_01_01=7900, d2007_07_01=8120))
    assert capitation(member) is None
    document = facts(scheme(PER_PATIENT), member, paid=[paid("A", 1, "capitation", "1.00")])
    assert "No list of 1 April 2007 is held" in working(document, "capitation", "A")


NEW = sign_up(received="2007-09-20", accepted="2007-09-25")


def test_of_a_new_practice_the_first_list_after_it_opened_counts_for_the_months_from_then():
    # AMB-70: 3,000 × £1.00 × 6/12, October to March
    member = practice(
        opened="2007-09-15",
        lists=lists(d2008_01_01=3500, d2007_10_01=3000, d2007_07_01=1),
        sign_up=NEW,
    )
    assert capitation(member) == "1500.00"


@pytest.mark.parametrize(
    ("opened", "pounds"),
    [
        ("2007-09-01", "1750.00"),  # September to March: 3,000 × 7/12
        ("2007-09-02", "1500.00"),
        ("2008-03-02", None),  # no whole month is left
    ],
)
def test_months_never_go_back_before_the_opening(opened, pounds):
    member = practice(
        opened=opened, lists=lists(d2008_03_15=3000), sign_up=NEW | {"received": "2007-04-01"}
    )
    assert capitation(member) == pounds
    late = practice(opened=opened, lists=lists(d2008_03_15=3000), sign_up=NEW)
    assert capitation(late, late_sign_up="full") == pounds


def test_a_sign_up_later_than_the_opening_has_only_its_own_months():
    late = sign_up(received="2007-11-05", accepted="2007-11-10")
    member = practice(opened="2007-09-15", lists=lists(d2007_10_01=3000), sign_up=late)
    # December to March: 3,000 × 4/12
    assert capitation(member) == "1000.00"
    document = facts(scheme(PER_PATIENT), member)
    assert "It opened on 15 September 2007" in working(document, "capitation", "A")


def test_who_has_a_list_of_1_april_was_there_then():
    assert capitation(practice(opened="2007-06-01")) == "8000.00"


def test_a_list_of_before_the_opening_or_after_the_year_is_none():
    member = practice(opened="2007-09-15", lists=lists(d2007_09_14=1, d2008_04_01=2), sign_up=NEW)
    assert capitation(member) is None


def test_only_holders_of_a_list_are_paid_by_patients():
    # AMB-106: a pharmacy has no capitation, no fund, and is nobody's population
    document = facts(
        scheme(PER_PATIENT, INFORMATION, LEVELS),
        pharmacy(memberships=[{"locality": "DAC", "from": "2007-04-01"}]),
        localities=["DAC"],
    )
    assert earned(document) == {("gp_sessions", "DAC"): "15600.00"}


def test_capitation_paid_to_who_holds_no_list_is_due_back():
    document = facts(scheme(PER_PATIENT), pharmacy(), paid=[paid("PH", 1, "capitation", "5.00")])
    assert earned(document)["capitation", "PH"] == "0.00"
    assert "Capitation goes to practices" in working(document, "capitation", "PH")


def test_a_pharmacy_that_opened_within_the_year_has_the_months_from_then():
    # £12,000 × 6/12
    member = pharmacy(opened="2007-09-15", sign_up=NEW)
    assert earned(facts(scheme(BLOCK), member)) == {("block", "PH"): "6000.00"}
