"""What of payments waits on whom, and what a practice reads on its home page."""

from datetime import date

from django.test import Client

from payments import waiting
from payments.actions import runs
from pbc.roles import Role
from tests.cast import sign_in
from tests.integration.payments.county import (
    County,
    approved_run,
    make_user,
    prepared_run,
    set_payee,
    standing_on,
)
from tests.integration.payments.test_run_pages import text_of

APRIL, MAY = date(2007, 4, 30), date(2007, 5, 31)


def test_a_preparer_is_asked_for_the_next_run_a_fortnight_before(county: County) -> None:
    (item,) = waiting.runs_to_prepare(county.preparer)
    assert (item.title, item.due) == ("Prepare the run of 30 April 2007", APRIL)
    assert list(waiting.runs_to_prepare(county.approver)) == []
    with standing_on(date(2007, 4, 10)):
        assert list(waiting.runs_to_prepare(county.preparer)) == []


def test_a_preparer_is_not_asked_while_a_run_is_open_or_paid_that_day(county: County) -> None:
    run = prepared_run(county, APRIL)
    assert list(waiting.runs_to_prepare(county.preparer)) == []
    runs.approve(run=run, digest=run.digest, by=county.approver)
    assert list(waiting.runs_to_prepare(county.preparer)) == []
    with standing_on(date(2007, 5, 16)):
        (item,) = waiting.runs_to_prepare(county.preparer)
    assert item.due == MAY


def test_an_approver_is_told_what_waits_since_when_and_its_worth(county: County) -> None:
    run = prepared_run(county, APRIL)
    (item,) = waiting.runs_to_approve(county.approver)
    # £8,000.00 + £8,205.00 + £1,300.00; the fund is no payment.
    assert (item.worth_pence, item.since) == (17_505_00, date(2007, 4, 16))
    assert item.url == run.get_absolute_url()
    assert list(waiting.runs_to_approve(county.preparer)) == []


def test_finance_is_told_when_the_pay_date_has_come(county: County) -> None:
    approved_run(county, APRIL)
    assert list(waiting.runs_to_mark_paid(county.preparer)) == []
    with standing_on(APRIL):
        (item,) = waiting.runs_to_mark_paid(county.preparer)
    assert item.title == "Mark run 1 as paid"


def test_a_practice_reads_what_comes_and_what_was_paid(county: County) -> None:
    manager = make_user("Mona Manager", Role.PRACTICE_MANAGER, county.practices[0])
    home = sign_in(Client(), manager)
    assert "Nothing has been paid yet" in text_of(home.get("/"))
    run = approved_run(county, APRIL)
    assert "Coming £8,000.00" in text_of(home.get("/"))
    with standing_on(APRIL):
        runs.mark_paid(run=run, reference="BACS", by=county.preparer)
        assert "Paid so far £8,000.00" in text_of(home.get("/"))


def test_a_lead_reads_what_is_held_and_why(county: County) -> None:
    set_payee(county.locality, None)
    approved_run(county, APRIL)
    lead = make_user("Leo Lead", Role.LOCALITY_LEAD, county.locality)
    page = text_of(sign_in(Client(), lead).get("/"))
    assert "No payee is named for this locality" in page
    assert "£1,300.00" in page


def test_whoever_has_no_practice_or_locality_has_no_panel(county: County) -> None:
    assert waiting.paid_to_own_organisations(county.preparer) is None
