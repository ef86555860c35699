"""Objective 1: capitation."""

import pytest

from tests.unit.les_schemes.documents import budget, earned, les, practice, sign_up, working

CAPITATION = ("capitation", "E82001")


def capitation(document):
    return earned(document).get(CAPITATION, "0.00")


def late(**changes):
    return practice(sign_up=sign_up(received="2007-06-11", accepted="2007-06-20"), **changes)


def test_a_practice_signed_up_on_time_is_paid_a_pound_for_each_patient():
    # WE-01: 8,000 × £1.00
    assert capitation(les(practice())) == "8000.00"


@pytest.mark.parametrize(
    ("reading", "pounds"),
    [
        ("whole_months_after_acceptance", "6000.00"),  # WE-01: 8,000 × £1.00 × 9/12
        ("full", "8000.00"),
        ("none", "0.00"),
    ],
)
def test_a_late_sign_up_earns_what_the_reading_says(reading, pounds):
    assert capitation(les(late(), readings={"late_sign_up": reading})) == pounds


def test_eleven_of_twelve_months():
    # WE-02: 7,431 × £1.00 × 11/12 = £6,811.75
    member = practice(list_size=7431)
    member["sign_up"] = sign_up(received="2007-04-29", accepted="2007-04-30")
    document = les(member, terms={"sign_up_deadline": "2007-04-28"})
    assert capitation(document) == "6811.75"


@pytest.mark.parametrize(
    ("accepted", "months"),
    [
        ("2006-12-31", 12),  # months are never above 12
        ("2007-03-15", 12),
        ("2007-04-01", 11),
        ("2008-02-29", 1),
        ("2008-03-01", 0),
        ("2008-05-20", 0),  # nor below 0
    ],
)
def test_a_late_sign_up_has_the_whole_months_after_acceptance(accepted, months):
    member = practice(sign_up=sign_up(received="2006-12-30", accepted=accepted), list_size=1200)
    document = les(member, terms={"sign_up_deadline": "2006-12-01"}, as_at="2009-01-01")
    assert capitation(document) == f"{months * 100}.00"  # 1,200 × £1.00 × months/12


@pytest.mark.parametrize(
    ("reading", "signed", "pounds"),
    [
        ("all_required", 5, "8000.00"),
        ("all_required", 4, "0.00"),
        ("pro_rata", 4, "6400.00"),  # WE-01: 8,000 × £1.00 × 4/5
        ("pro_rata", 0, "0.00"),
        ("any", 1, "8000.00"),
        ("any", 0, "0.00"),
    ],
)
def test_signatures_count_as_the_reading_says(reading, signed, pounds):
    member = practice(sign_up=sign_up(signed_gps=signed))
    assert capitation(les(member, readings={"gp_signatures": reading})) == pounds


@pytest.mark.parametrize("reading", ["all_required", "pro_rata", "any"])
def test_a_practice_whose_gps_the_pct_employs_earns_nothing(reading):
    member = practice(sign_up=sign_up(eligible_gps=0, signed_gps=0))
    assert capitation(les(member, readings={"gp_signatures": reading})) == "0.00"


def test_a_sign_up_counts_from_the_day_of_its_acceptance():
    assert capitation(les(practice(), as_at="2007-04-20")) == "8000.00"
    assert capitation(les(practice(), as_at="2007-04-19")) == "0.00"
    assert capitation(les(practice(sign_up=None))) == "0.00"


def test_the_last_day_is_on_time():
    last = practice(sign_up=sign_up(received="2007-04-30", accepted="2007-09-01"))
    assert capitation(les(last)) == "8000.00"


def test_half_a_penny_rounds_up():
    # 5 × £0.33 × 1/12 = 13.75p; 6 × £0.01 × 1/12 = 0.5p
    one_month = sign_up(received="2008-02-01", accepted="2008-02-29")
    five = les(practice(list_size=5, sign_up=one_month), terms={"capitation_rate": "0.33"})
    six = les(practice(list_size=6, sign_up=one_month), terms={"capitation_rate": "0.01"})
    assert capitation(five) == "0.14"
    assert capitation(six) == "0.01"


def test_an_overspend_takes_it_away_only_where_all_is_lost():
    member = practice(**budget(-1))
    assert capitation(les(member)) == "8000.00"
    assert capitation(les(member, readings={"overspend_scope": "all_lost"})) == "0.00"
    not_final = practice(**budget(-1, outturn_final=False))
    assert capitation(les(not_final, readings={"overspend_scope": "all_lost"})) == "8000.00"


def test_the_working_names_every_number():
    assert working(les(practice()), *CAPITATION) == (
        "The sign-up was on time, received 12 April 2007 (the deadline was 30 April 2007) and "
        "accepted 20 April 2007: all 12 months count. "
        "5 of 5 GPs signed, so the whole payment is earned. "
        "8,000 patients × £1.00 = £8,000.00."
    )


def paid(member, **changes):
    """A document in which a pound was paid, so that there is a line even without entitlement."""
    item = {"payee": "E82001", "objective": 1, "component": "capitation", "amount": "1.00"}
    return les(member, paid=[item], **changes)


@pytest.mark.parametrize(
    ("member", "changes", "sentence"),
    [
        (practice(sign_up=None), {}, "There is no sign-up."),
        (
            practice(),
            {"as_at": "2007-04-19"},
            "The sign-up was accepted on 20 April 2007, after the day of this sum, 19 April 2007,",
        ),
        (late(), {}, "9 whole months of 12 left after the month of acceptance."),
        (late(), {}, "8,000 patients × £1.00 × 9/12 = £6,000.00."),
        (late(), {"readings": {"late_sign_up": "full"}}, "a late sign-up is paid in full"),
        (late(), {"readings": {"late_sign_up": "none"}}, "a late sign-up earns nothing"),
        (
            practice(sign_up=sign_up(signed_gps=4)),
            {},
            "4 of 5 GPs signed, and nothing is earned until all have signed. "
            "8,000 patients × £1.00 × 0 = £0.00.",
        ),
        (
            practice(sign_up=sign_up(signed_gps=0)),
            {"readings": {"gp_signatures": "any"}},
            "0 of 5 GPs signed, and nothing is earned until one of them has signed.",
        ),
        (
            practice(sign_up=sign_up(signed_gps=4)),
            {"readings": {"gp_signatures": "pro_rata"}},
            "4 of 5 GPs signed, so 4/5 of the payment is earned. "
            "8,000 patients × £1.00 × 4/5 = £6,400.00.",
        ),
        (
            practice(sign_up=sign_up(eligible_gps=0, signed_gps=0)),
            {},
            "The practice has no GP who could sign",
        ),
        (
            practice(**budget(-90_000)),
            {"readings": {"overspend_scope": "all_lost"}},
            "The practice spent £1,090,000.00, £90,000.00 over its budget of £1,000,000.00, "
            "so this payment is lost.",
        ),
        (
            practice(list_size=1, sign_up=sign_up(eligible_gps=3, signed_gps=1)),
            {"readings": {"gp_signatures": "pro_rata"}},
            "1 patient × £1.00 × 1/3 = £0.33 to the nearest penny.",
        ),
    ],
)
def test_the_working_says_why_it_is_less(member, changes, sentence):
    assert sentence in working(paid(member, **changes), *CAPITATION)
