"""The DES 2006/07: a plan agreed, milestones met, each divided 75:25."""

import pytest

from tests.unit.les_schemes.documents import des, des_practice, earned, working

PRACTICE = "practice_payment"
POT = "invoice_pot"


def achievement(**changes):
    return {"list_size": 7431, "milestones_met": True, "freed_up_resources": "0.00"} | changes


@pytest.mark.parametrize(
    ("list_size", "practice", "pot"),
    [
        (7431, "5294.59", "1764.86"),  # WE-16: £7,059.45 × 75% = £5,294.5875
        (8205, "5846.06", "1948.69"),  # £7,794.75 × 75% = £5,846.0625
        (6913, "4925.51", "1641.84"),  # £6,567.35 × 75% = £4,925.5125
        (0, None, None),
    ],
)
def test_an_agreed_plan_is_worth_95p_a_patient(list_size, practice, pot):
    lines = earned(des(des_practice(list_size=list_size)))
    assert lines.get((1, PRACTICE, "E82001")) == practice
    assert lines.get((1, POT, "DAC")) == pot


def test_a_plan_counts_from_the_day_of_its_agreement():
    assert earned(des(des_practice(), as_at="2006-09-01"))
    assert not earned(des(des_practice(), as_at="2006-08-31"))
    assert not earned(des(des_practice(plan_agreed=None)))


@pytest.mark.parametrize(
    ("freed_up", "practice", "pot"),
    [
        ("3000.00", "3044.59", "1014.86"),  # WE-17: £7,059.45 − £3,000 = £4,059.45
        ("9000.00", None, None),  # WE-17: not below £0
        ("7059.45", None, None),
        ("-940.55", "6000.00", "2000.00"),  # £7,059.45 + £940.55 = £8,000
    ],
)
def test_achievement_tops_freed_up_resources_up(freed_up, practice, pot):
    member = des_practice(plan_agreed=None, achievement=achievement(freed_up_resources=freed_up))
    lines = earned(des(member, as_at="2006-01-01"))
    assert lines.get((2, PRACTICE, "E82001")) == practice
    assert lines.get((2, POT, "DAC")) == pot


def test_milestones_missed_earn_nothing():
    member = des_practice(plan_agreed=None, achievement=achievement(milestones_met=False))
    assert not earned(des(member))


def test_only_the_plan_may_be_divided():
    member = des_practice(achievement=achievement())
    assert earned(des(member, readings={"split_scope": "plan_only"})) == {
        (1, PRACTICE, "E82001"): "5294.59",
        (1, POT, "DAC"): "1764.86",
        (2, PRACTICE, "E82001"): "7059.45",
    }


def test_a_practice_alone_is_paid_the_whole():
    member = des_practice(locality=None, achievement=achievement())
    assert earned(des(member)) == {
        (1, PRACTICE, "E82001"): "7059.45",
        (2, PRACTICE, "E82001"): "7059.45",
    }


def test_terms_of_its_own():
    # 1,000 × £2.00 = £2,000; 12.5% of it
    document = des(
        des_practice(list_size=1000), terms={"rate": "2.00", "practice_fraction": "0.125"}
    )
    assert earned(document) == {(1, PRACTICE, "E82001"): "250.00", (1, POT, "DAC"): "1750.00"}


def paid(document, objective, component, payee):
    item = {"payee": payee, "objective": objective, "component": component, "amount": "1.00"}
    return document | {"paid": [item]}


@pytest.mark.parametrize(
    ("member", "changes", "sentence"),
    [
        (
            des_practice(),
            {},
            "The plan was agreed on 1 September 2006: 7,431 patients × £0.95 = £7,059.45. "
            "75% of £7,059.45 to the practice: £5,294.59 to the nearest penny.",
        ),
        (
            des_practice(locality=None),
            {},
            "The practice commissions alone and is paid all of it: £7,059.45.",
        ),
        (des_practice(plan_agreed=None), {}, "No plan is agreed, so nothing is earned."),
        (
            des_practice(),
            {"as_at": "2006-08-31"},
            "The plan was agreed on 1 September 2006, after the day of this sum, 31 August 2006, "
            "so nothing is earned yet.",
        ),
    ],
)
def test_the_working_of_a_plan(member, changes, sentence):
    document = paid(des(member, **changes), 1, PRACTICE, "E82001")
    assert sentence in working(document, PRACTICE, "E82001")


@pytest.mark.parametrize(
    ("given", "readings", "sentence"),
    [
        (
            {"achievement": achievement(freed_up_resources="3000.00")},
            {},
            "The milestones are met: 7,431 patients × £0.95 = £7,059.45, less freed-up resources "
            "of £3,000.00 = £4,059.45.",
        ),
        (
            {"achievement": achievement(freed_up_resources="9000.00")},
            {},
            "less freed-up resources of £9,000.00 = £0.00 (not below £0.00).",
        ),
        (
            {"achievement": achievement()},
            {"split_scope": "plan_only"},
            "All of it is paid to the practice: £7,059.45.",
        ),
        ({"achievement": achievement(milestones_met=False)}, {}, "The milestones are not met"),
        ({}, {}, "No achievement is known, so nothing is earned."),
    ],
)
def test_the_working_of_an_achievement(given, readings, sentence):
    member = des_practice(plan_agreed=None, **given)
    document = paid(des(member, readings=readings), 2, PRACTICE, "E82001")
    assert sentence in working(document, PRACTICE, "E82001")


def test_the_working_of_a_pot():
    document = des(des_practice(), des_practice(code="E82002", plan_agreed=None))
    assert working(document, POT, "DAC") == (
        "E82001: The plan was agreed on 1 September 2006: 7,431 patients × £0.95 = £7,059.45. "
        "75% of £7,059.45 to the practice: £5,294.59 to the nearest penny. The rest is £1,764.86. "
        "E82002: No plan is agreed, so nothing is earned. "
        "Together £1,764.86."
    )
    assert working(paid(des(), 1, POT, "DAC"), POT, "DAC") == "The locality has no practices."
