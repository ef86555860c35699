"""Milestones: a sum for each that is met, fixed or by patients."""

import pytest

from tests.unit.les_schemes.contract_2 import (
    MILESTONES,
    earned,
    facts,
    paid,
    pharmacy,
    practice,
    result,
    scheme,
    sign_up,
    with_readings,
    with_terms,
    working,
)

TWO = with_terms(
    MILESTONES,
    milestones=[
        {"code": "m1", "title": "Audit done", "due": "2007-09-30", "amount": "500.00"},
        {"code": "m2", "title": "Register kept", "due": "2008-03-31", "per_patient": "0.15"},
    ],
)
NOT_LATE = with_readings(TWO, late_milestone="not_paid_after_due")


def met(**days):
    return [
        {"objective": 1, "milestone": code, "met": day.replace("_", "-")}
        for code, day in days.items()
    ]


def document(the_met, objective=TWO, as_at="2008-03-31", **changes):
    member = practice(size=8205, milestones=the_met, **changes)
    return facts(scheme(objective), member, as_at=as_at)


def milestones(*args, **kwargs):
    return earned(document(*args, **kwargs)).get(("milestones", "A"), "0.00")


def test_a_milestone_pays_its_amount():
    assert milestones(met(m1="2007-09-30")) == "500.00"


def test_a_milestone_by_patients_pays_for_each_on_the_list():
    # 8,205 × £0.15 = £1,230.75; and £500.00
    assert milestones(met(m2="2007-10-01")) == "1230.75"
    assert milestones(met(m1="2007-09-30", m2="2007-10-01")) == "1730.75"


def test_a_milestone_counts_from_its_day():
    assert milestones(met(m1="2007-09-30"), as_at="2007-09-29") == "0.00"
    assert milestones(met(m1="2007-09-30"), as_at="2007-09-30") == "500.00"


def test_one_met_late_is_paid_unless_the_reading_says_not():
    assert milestones(met(m1="2007-10-01")) == "500.00"
    assert milestones(met(m1="2007-10-01"), NOT_LATE) == "0.00"
    assert milestones(met(m1="2007-09-30"), NOT_LATE) == "500.00"


def test_one_met_after_leaving_pays_nothing():
    left = sign_up(withdrawn="2007-09-30")
    assert milestones(met(m1="2007-09-30"), sign_up=left) == "0.00"
    assert milestones(met(m1="2007-09-29"), sign_up=left) == "500.00"


@pytest.mark.parametrize(
    ("the_sign_up", "pounds"),
    [
        (None, "0.00"),
        (sign_up(accepted="2008-04-01"), "0.00"),
        # met before the acceptance, which came late: paid from then
        (sign_up(received="2008-03-01", accepted="2008-03-31"), "500.00"),
    ],
)
def test_a_milestone_needs_a_sign_up_that_counts(the_sign_up, pounds):
    assert milestones(met(m1="2007-09-30"), sign_up=the_sign_up) == pounds


def test_a_late_sign_up_may_earn_nothing():
    late = document(met(m1="2007-09-30"), sign_up=sign_up(received="2007-06-11"))
    late["providers"][0]["sign_up"]["accepted"] = "2007-06-20"
    late["scheme"]["readings"] = {"late_sign_up": "none"}
    assert earned(late) == {}


def test_a_provider_without_a_list_is_paid_only_what_is_fixed():
    member = pharmacy(milestones=met(m1="2007-09-30", m2="2007-10-01"))
    both = facts(scheme(TWO), member)
    assert earned(both) == {("milestones", "PH"): "500.00"}
    assert "Register kept: met, but no list of 1 April 2007 is held, so £0.00." in working(
        both, "milestones", "PH"
    )


def test_milestones_of_another_objective_are_its_own():
    two = facts(
        scheme(MILESTONES, MILESTONES),
        pharmacy(milestones=[{"objective": 2, "milestone": "m1", "met": "2007-09-30"}]),
    )
    (line,) = result(two)["lines"]
    assert (line["objective"], line["entitlement"]) == (2, "500.00")


def test_the_working_tells_of_every_milestone():
    text = working(document(met(m1="2007-10-02", m2="2008-01-15")), "milestones", "A")
    assert (
        "Audit done: met on 2 October 2007, late (it was due on 30 September 2007): £500." in text
    )
    assert "Register kept: met on 15 January 2008: 8,205 patients × £0.15 = £1,230.75." in text
    assert text.endswith("Together £1,730.75.")


@pytest.mark.parametrize(
    ("the_met", "changes", "reason"),
    [
        ([], {}, "Audit done: not met by 31 March 2008, so £0.00."),
        (
            met(m1="2007-10-01"),
            {"objective": NOT_LATE},
            "Audit done: met on 1 October 2007, after 30 September 2007, so £0.00.",
        ),
        (
            met(m1="2007-10-01"),
            {"sign_up": None},
            "Audit done: met, but there is no sign-up that counts, so £0.00.",
        ),
        (
            met(m1="2007-10-01"),
            {"sign_up": sign_up(withdrawn="2007-10-01")},
            "Audit done: met on 1 October 2007, after leaving, so £0.00.",
        ),
    ],
)
def test_a_milestone_that_pays_nothing_says_why(the_met, changes, reason):
    unpaid = document(the_met, **changes) | {"paid": [paid("A", 1, "milestones", "1.00")]}
    assert reason in working(unpaid, "milestones", "A")
