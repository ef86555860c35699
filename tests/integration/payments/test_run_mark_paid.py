"""An approved run is marked as paid on or after its pay date, with the payment's reference."""

from datetime import date

import pytest

from payments.actions import runs
from payments.statuses import RunStatus
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests.integration.payments.county import County, approved_run, prepared_run, standing_on

APRIL = date(2007, 4, 30)


def test_finance_marks_a_run_as_paid(county: County) -> None:
    run = approved_run(county, APRIL)
    with standing_on(APRIL):
        runs.mark_paid(run=run, reference=" BACS 0704-112 ", by=county.preparer)
    run.refresh_from_db()
    assert (run.status, run.payment_reference) == (RunStatus.PAID, "BACS 0704-112")
    assert run.paid_by == county.preparer.person_id


def test_a_run_is_not_paid_before_its_pay_date(county: County) -> None:
    run = approved_run(county, APRIL)
    with pytest.raises(NotNow, match="The pay date is 30 April 2007"):
        runs.mark_paid(run=run, reference="BACS 1", by=county.preparer)


def test_a_run_is_not_paid_without_a_reference(county: County) -> None:
    run = approved_run(county, APRIL)
    with standing_on(APRIL), pytest.raises(BadInput):
        runs.mark_paid(run=run, reference=" ", by=county.preparer)


def test_a_run_that_waits_for_approval_is_not_paid(county: County) -> None:
    run = prepared_run(county, APRIL)
    with standing_on(APRIL), pytest.raises(NotNow):
        runs.mark_paid(run=run, reference="BACS 1", by=county.approver)


def test_an_officer_does_not_mark_a_run_as_paid(county: County) -> None:
    run = approved_run(county, APRIL)
    with standing_on(APRIL), pytest.raises(NotPermitted):
        runs.mark_paid(run=run, reference="BACS 1", by=county.officer)
