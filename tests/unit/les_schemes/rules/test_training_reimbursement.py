"""Training of Practitioners LES v1.2: evidenced cost, up to what was approved (AMB-82 to 88)."""

import pytest

from tests.unit.les_schemes.contract_2 import (
    TRAINING,
    earned,
    facts,
    paid,
    pharmacy,
    scheme,
    with_readings,
    working,
)

PRO_RATA = with_readings(TRAINING, return_of_service="pro_rata_months")


def training(**changes):
    return {
        "reference": "ENT-01",
        "approved": "2007-05-10",
        "approved_cost": "4800.00",
        "evidenced": [{"on": "2007-09-01", "amount": "4800.00"}],
        "undertaking_months": 24,
        "completed": "2007-11-15",
        "left": None,
    } | changes


def document(*trainings, objective=TRAINING, as_at="2011-03-31", **changes):
    member = pharmacy("GP", sign_up=None, training=list(trainings))
    return facts(scheme(objective), member, as_at=as_at, **changes)


def reimbursed(*trainings, **changes):
    return earned(document(*trainings, **changes)).get(("reimbursement", "GP"), "0.00")


def evidence(*amounts):
    return [
        {"on": f"2007-{9 + place:02d}-01", "amount": each} for place, each in enumerate(amounts)
    ]


@pytest.mark.parametrize(
    ("amounts", "pounds"),
    [
        ([], "0.00"),
        (["1200.50"], "1200.50"),
        (["1200.50", "3000.00"], "4200.50"),
        (["4800.00", "0.01"], "4800.00"),  # no more than was approved
    ],
)
def test_what_is_evidenced_is_paid_up_to_what_was_approved(amounts, pounds):
    assert reimbursed(training(evidenced=evidence(*amounts))) == pounds


def test_nothing_is_paid_before_approval():
    assert reimbursed(training(approved=None)) == "0.00"
    assert reimbursed(training(approved="2007-10-02"), as_at="2007-10-01") == "0.00"
    assert reimbursed(training(approved="2007-10-01"), as_at="2007-10-01") == "4800.00"


def test_evidence_counts_from_its_day():
    two = training(evidenced=evidence("1000.00", "500.00"))
    assert reimbursed(two, as_at="2007-09-30") == "1000.00"
    assert reimbursed(two, as_at="2007-10-01") == "1500.00"


def test_each_training_has_its_own_limit():
    other = training(reference="ENT-02", approved_cost="100.00", evidenced=evidence("900.00"))
    assert reimbursed(training(), other) == "4900.00"
    text = working(document(training(), other), "reimbursement", "GP")
    assert "ENT-02: approved up to £100.00, evidenced by 31 March 2011 £900.00: £100.00." in text
    assert text.endswith("Together £4,900.00.")


# The undertaking runs from 1 April 2008, after completion on 15 November 2007 (AMB-83).
AFTER_15_MONTHS = "2009-07-01"


def test_nothing_is_recovered_from_who_leaves_early():
    # AMB-84: the source names no sanction
    assert reimbursed(training(left=AFTER_15_MONTHS)) == "4800.00"


@pytest.mark.parametrize(
    ("months", "kept"),
    [
        (24, "3000.00"),  # WE-20: £4,800 × 9/24 = £1,800 recovered
        (36, "2000.00"),  # WE-20: £4,800 × 21/36 = £2,800 recovered
        (15, "4800.00"),
        (0, "4800.00"),
    ],
)
def test_the_months_not_served_may_be_recovered(months, kept):
    left = training(undertaking_months=months, left=AFTER_15_MONTHS)
    assert reimbursed(left, objective=PRO_RATA) == kept


@pytest.mark.parametrize(
    ("left", "kept"),
    [
        ("2007-12-01", "0.00"),  # before the undertaking began
        ("2008-04-30", "0.00"),
        ("2008-05-01", "200.00"),  # one month of 24
        ("2010-03-31", "4600.00"),
        ("2010-04-01", "4800.00"),
        ("2010-12-01", "4800.00"),
    ],
)
def test_whole_months_from_the_1_april_after_completion_are_served(left, kept):
    assert reimbursed(training(left=left), objective=PRO_RATA) == kept


@pytest.mark.parametrize(
    ("completed", "kept"),
    [
        ("2008-03-31", "3000.00"),  # the undertaking runs from 1 April 2008
        ("2008-04-01", "600.00"),  # from 1 April 2009: three months served
        (None, "0.00"),
    ],
)
def test_an_undertaking_begins_with_the_1_april_after_completion(completed, kept):
    left = training(completed=completed, left=AFTER_15_MONTHS)
    assert reimbursed(left, objective=PRO_RATA) == kept


def test_leaving_counts_from_its_day():
    left = training(left=AFTER_15_MONTHS)
    assert reimbursed(left, objective=PRO_RATA, as_at="2009-06-30") == "4800.00"
    assert reimbursed(left, objective=PRO_RATA, as_at="2009-07-01") == "3000.00"


def test_what_is_recovered_is_rounded_to_the_penny():
    # £100.00 × 17/24 = £70.8333, so £29.17 is kept
    one = training(evidenced=evidence("100.00"), left="2008-11-01")
    assert reimbursed(one, objective=PRO_RATA) == "29.17"


def test_the_working_names_the_recovery():
    left = document(training(left=AFTER_15_MONTHS), objective=PRO_RATA)
    assert working(left, "reimbursement", "GP").endswith(
        "The person left after 15 of 24 months undertaken: less £4,800.00 × 9/24 = £1,800.00, "
        "leaves £3,000.00."
    )


def test_the_working_of_what_is_not_approved_says_so():
    amounts = [paid("GP", 1, "reimbursement", "1.00")]
    waiting = document(training(approved=None), paid=amounts)
    assert "ENT-01: not approved by 31 March 2011, so £0.00." in working(
        waiting, "reimbursement", "GP"
    )
    assert working(document(paid=amounts), "reimbursement", "GP") == "No training is approved."
