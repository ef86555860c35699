"""A run can be given up until it is approved."""

from datetime import date

import pytest

from payments.actions import runs
from payments.statuses import RunStatus
from pbc.models import AuditEvent, Message
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests.integration.payments.county import County, approved_run, prepared_run

APRIL = date(2007, 4, 30)


@pytest.mark.parametrize("who", ["preparer", "approver"])
def test_finance_cancels_a_run_with_a_reason_and_the_others_hear_of_it(
    county: County, who: str
) -> None:
    run = prepared_run(county, APRIL)
    runs.cancel(run=run, reason=" A list is wrong. ", by=getattr(county, who))
    run.refresh_from_db()
    assert (run.status, run.cancel_reason) == (RunStatus.CANCELLED, "A list is wrong.")
    assert AuditEvent.objects.get(event="run.cancelled").content["reason"] == "A list is wrong."
    told = set(Message.objects.filter(kind="run-cancelled").values_list("person_id", flat=True))
    finance = {county.preparer, county.approver, county.second_approver}
    assert told == {user.person_id for user in finance - {getattr(county, who)}}


def test_a_cancelled_run_pays_nothing(county: County) -> None:
    run = prepared_run(county, APRIL)
    runs.cancel(run=run, reason="wrong", by=county.approver)
    again = prepared_run(county, APRIL)
    assert again.lines.totals()["paid"] == 0


def test_a_run_is_not_cancelled_without_a_reason(county: County) -> None:
    run = prepared_run(county, APRIL)
    with pytest.raises(BadInput):
        runs.cancel(run=run, reason="  ", by=county.approver)


def test_an_approved_run_is_not_cancelled(county: County) -> None:
    run = approved_run(county, APRIL)
    with pytest.raises(NotNow):
        runs.cancel(run=run, reason="too late", by=county.approver)


def test_an_officer_does_not_cancel_a_run(county: County) -> None:
    run = prepared_run(county, APRIL)
    with pytest.raises(NotPermitted):
        runs.cancel(run=run, reason="no", by=county.officer)
