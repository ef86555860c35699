"""A run is asked for by a preparer, for today or later, one at a time."""

from datetime import date

import pytest

from payments.actions import runs
from payments.models import Run
from payments.statuses import RunStatus
from pbc.models import AuditEvent, Job
from pbc.refusals import BadInput, NotNow, NotPermitted
from pbc.roles import Role
from tests.integration.payments.county import County, make_commissioner, make_user, prepared_run

PAY_DATE = date(2007, 4, 30)


def test_a_preparer_asks_for_a_run_and_a_job_is_there_to_prepare_it(county: County) -> None:
    run = runs.request(commissioner=county.commissioner, pay_date=PAY_DATE, by=county.preparer)
    assert (run.number, run.status, run.pay_date) == (1, RunStatus.PREPARING, PAY_DATE)
    assert run.requested_by == county.preparer.person_id
    job = Job.objects.get()
    assert (job.kind, job.arguments) == ("payments.prepare_run", {"run": str(run.pk)})
    event = AuditEvent.objects.get(event="run.requested")
    assert event.chain_id == county.commissioner.audit_chain
    assert event.actor_id == county.preparer.person_id


@pytest.mark.parametrize("who", ["approver", "officer", "auditor"])
def test_nobody_but_a_preparer_asks_for_a_run(county: County, who: str) -> None:
    with pytest.raises(NotPermitted):
        runs.request(commissioner=county.commissioner, pay_date=PAY_DATE, by=getattr(county, who))
    assert not Run.objects.exists()


def test_a_preparer_of_another_commissioner_does_not_ask_for_a_run(county: County) -> None:
    other = make_commissioner("H-OTH")
    stranger = make_user("Stran Ger", Role.FINANCE_PREPARER, other)
    with pytest.raises(NotPermitted):
        runs.request(commissioner=county.commissioner, pay_date=PAY_DATE, by=stranger)


def test_a_pay_date_before_today_is_refused(county: County) -> None:
    with pytest.raises(BadInput) as refused:
        runs.request(
            commissioner=county.commissioner, pay_date=date(2007, 4, 15), by=county.preparer
        )
    assert "today, 16 April 2007, or later" in refused.value.errors["pay_date"]


def test_a_pay_date_that_would_pay_months_in_advance_is_refused(county: County) -> None:
    with pytest.raises(BadInput, match="17 July 2007 or earlier"):
        runs.request(
            commissioner=county.commissioner, pay_date=date(2008, 3, 31), by=county.preparer
        )


def test_a_second_run_is_refused_naming_who_has_the_first_open(county: County) -> None:
    prepared_run(county, PAY_DATE)
    with pytest.raises(NotNow, match=r"Run 1, for 30 April 2007, is still open: Petra Preparer"):
        runs.request(
            commissioner=county.commissioner, pay_date=date(2007, 5, 31), by=county.preparer
        )
    assert Run.objects.count() == 1


def test_a_cancelled_run_frees_its_pay_date_but_not_its_number(county: County) -> None:
    first = prepared_run(county, PAY_DATE)
    runs.cancel(run=first, reason="wrong lists", by=county.approver)
    second = runs.request(commissioner=county.commissioner, pay_date=PAY_DATE, by=county.preparer)
    assert second.number == 2


def test_two_settled_runs_of_one_pay_date_are_refused_in_words(county: County) -> None:
    run = prepared_run(county, PAY_DATE)
    runs.approve(run=run, digest=run.digest, by=county.approver)
    with pytest.raises(BadInput, match="Run 1 already pays on 30 April 2007"):
        runs.request(commissioner=county.commissioner, pay_date=PAY_DATE, by=county.preparer)


def test_without_an_open_scheme_there_is_nothing_to_pay(county: County) -> None:
    other = make_commissioner("H-OTH")
    preparer = make_user("Oth Preparer", Role.FINANCE_PREPARER, other)
    with pytest.raises(NotNow, match="no scheme of this commissioner is open"):
        runs.request(commissioner=other, pay_date=PAY_DATE, by=preparer)
