"""The pages of a run: from asking for it to marking it as paid, in the browser's own words."""

import csv
import io
import re
from datetime import date

import pytest
from django.db.models import Sum
from django.test import Client
from zeal import zeal_context

from payments import components, review
from payments.actions import runs
from payments.models import Run
from payments.statuses import RunStatus
from pbc.models import Job
from pbc.money import pounds
from pbc.roles import Role
from tests.cast import sign_in
from tests.integration.payments.county import (
    County,
    approved_run,
    correct_list,
    do_jobs,
    make_commissioner,
    make_practice,
    make_user,
    prepared_run,
    set_payee,
    sign_up,
    standing_on,
)

APRIL, MAY = date(2007, 4, 30), date(2007, 5, 31)


@pytest.fixture
def as_preparer(client: Client, county: County) -> Client:
    return sign_in(Client(), county.preparer)


@pytest.fixture
def as_approver(client: Client, county: County) -> Client:
    return sign_in(Client(), county.approver)


def text_of(response: object) -> str:
    """The words of a page, without its tags."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", words.replace("&#x27;", "'").replace("&quot;", '"'))


def test_from_asking_to_paying(as_preparer: Client, as_approver: Client, county: County) -> None:
    page = as_preparer.get("/payments/runs/new/")
    assert 'value="30"' in page.content.decode(), "the last working day of April is proposed"
    asked = {"pay_date_day": "30", "pay_date_month": "4", "pay_date_year": "2007"}
    page = as_preparer.get("/payments/runs/new/", {"commissioner": "H-TST", **asked})
    check = page["Location"]
    page = as_preparer.get(check)
    assert "2 of 2 providers, 16,205 patients" in text_of(page)
    page = as_preparer.post(check, {"commissioner": "H-TST", "pay_date": "2007-04-30"})
    run = Run.objects.get()
    assert page["Location"] == f"/payments/runs/{run.pk}/"
    page = as_preparer.get(page["Location"])
    assert "Being prepared" in text_of(page)
    do_jobs()
    page = as_preparer.get(f"/payments/runs/{run.pk}/")
    assert "£17,505.00 to 3 payees" in text_of(page)
    assert "You prepared this run" not in text_of(page), "a preparer is told of the role first"

    page = as_approver.get(f"/payments/runs/{run.pk}/approve/")
    assert "The facts are still what they were" in text_of(page)
    digest = page.context["form"].initial["digest"]
    page = as_approver.post(f"/payments/runs/{run.pk}/approve/", {"digest": digest}, follow=True)
    assert "The run is approved" in text_of(page)
    with standing_on(APRIL):
        page = as_preparer.post(
            f"/payments/runs/{run.pk}/mark-paid/", {"reference": "BACS 0704-112"}, follow=True
        )
    run.refresh_from_db()
    assert (run.status, run.payment_reference) == (RunStatus.PAID, "BACS 0704-112")


def test_a_pay_date_in_the_past_is_refused_with_what_was_typed(as_preparer: Client) -> None:
    asked = {"pay_date_day": "1", "pay_date_month": "4", "pay_date_year": "2007"}
    page = as_preparer.get("/payments/runs/new/", {"commissioner": "H-TST", **asked})
    assert page.status_code == 422
    assert "must be today, 16 April 2007, or later" in text_of(page)


def test_a_day_on_which_banks_do_not_pay_is_pointed_out(as_preparer: Client) -> None:
    page = as_preparer.get(
        "/payments/runs/new/check/", {"commissioner": "H-TST", "pay_date": "2007-04-28"}
    )
    assert "28 April 2007 is a Saturday: banks do not pay on that day" in text_of(page)


def test_a_check_page_without_its_answers_leads_back(as_preparer: Client) -> None:
    page = as_preparer.get("/payments/runs/new/check/", {"pay_date": "nonsense"})
    assert page["Location"] == "/payments/runs/new/"


def test_a_second_run_is_refused_on_the_page(as_preparer: Client, county: County) -> None:
    prepared_run(county, APRIL)
    assert "A run is open" in text_of(as_preparer.get("/payments/runs/new/"))
    page = as_preparer.post(
        "/payments/runs/new/check/", {"commissioner": "H-TST", "pay_date": "2007-05-31"}
    )
    assert page.status_code == 422
    assert "is still open: Petra Preparer asked for it" in text_of(page)


def test_the_review_page_says_what_changed_what_is_held_and_who_is_left_out(
    as_approver: Client, county: County
) -> None:
    approved_run(county, APRIL)
    set_payee(county.locality, None)
    practice = make_practice("H-TST-3", county.commissioner, county.locality, list_size=1_000)
    sign_up(practice, county.version, signed=4)
    make_practice("H-TST-4", county.commissioner, county.locality)
    with standing_on(date(2007, 5, 2)):
        correct_list(county.practices[0], 7_900)
        run = prepared_run(county, MAY)
        page = text_of(as_approver.get(f"/payments/runs/{run.pk}/"))
    assert "List size: 1" in page
    assert "Provider added: 2" in page
    assert "No payee is named for this locality" in page
    assert "Waiting for GPs" in page
    assert "Not signed up" in page
    assert "−£100.00" in page


def test_totals_are_the_sums_of_lines_of_localities_and_of_the_exported_file(
    as_approver: Client, county: County
) -> None:
    practice = make_practice("H-TST-3", county.commissioner, None, list_size=2_345)
    sign_up(practice, county.version, alone=True)
    set_payee(county.locality, None)
    run = prepared_run(county, APRIL)
    totals = review.totals(run)
    due = run.lines.aggregate(due=Sum("due_pence"))["due"]
    assert totals["due"] == due == totals["payments"] + totals["allocations"] + totals["held"]
    schemes = review.by_scheme(run, components.wordings(run))
    for name in ("due", "payments", "allocations", "held", "entitlement", "paid", "number"):
        assert sum(row[name] for row in review.by_locality(run)) == totals[name]
        assert sum(row[name] for row in schemes) == totals[name]
        assert sum(row[name] for scheme in schemes for row in scheme["rows"]) == totals[name]
    exported = as_approver.get(f"/payments/runs/{run.pk}/lines/", {"export": "csv"})
    rows = list(csv.DictReader(io.StringIO(exported.content.decode("utf-8-sig"))))
    assert len(rows) == totals["number"]
    assert sum(round(float(row["Due"]) * 100) for row in rows) == due
    page = text_of(as_approver.get(f"/payments/runs/{run.pk}/lines/"))
    assert pounds(due) in page


def test_lines_are_filtered_by_payee_component_locality_and_state(
    as_approver: Client, county: County
) -> None:
    practice = make_practice("H-TST-3", county.commissioner, None, list_size=2_345)
    sign_up(practice, county.version, alone=True)
    set_payee(county.locality, None)
    run = prepared_run(county, APRIL)

    def payees(**asked: str) -> list[str]:
        page = as_approver.get(f"/payments/runs/{run.pk}/lines/", asked)
        return [line.payee.code for line in page.context["table"].page.object_list]

    assert payees(payee="h-tst-2") == ["H-TST-2"]
    sessions = components.choice(run.calculations.get().pk, 3, "gp_sessions")
    assert payees(component=sessions) == ["H-TST-L"]
    assert payees(locality="none") == ["H-TST-3"]
    assert payees(locality="H-TST-L", show="payments") == ["H-TST-1", "H-TST-2", "H-TST-L"]
    assert payees(show="held") == ["H-TST-L", "H-TST-L"]
    assert payees(show="allocations") == ["H-TST-L"]
    assert payees(show="negative") == []
    assert len(payees(show="nonsense")) == 5


def test_the_approval_page_warns_when_facts_changed_since(
    as_approver: Client, county: County
) -> None:
    run = prepared_run(county, APRIL)
    correct_list(county.practices[0], 7_900)
    page = text_of(as_approver.get(f"/payments/runs/{run.pk}/approve/"))
    assert "The facts have changed since the run was prepared" in page
    assert "List size, H-TST-1: 8,000 patients, now 7,900 patients" in page


def test_the_changes_page_lists_payees_and_facts_and_exports(
    as_approver: Client, county: County
) -> None:
    approved_run(county, APRIL)
    with standing_on(date(2007, 5, 2)):
        correct_list(county.practices[1], 8_405)
        run = prepared_run(county, MAY)
        page = as_approver.get(f"/payments/runs/{run.pk}/changes/")
        assert "8,205 patients" in text_of(page)
        exported = as_approver.get(f"/payments/runs/{run.pk}/changes/", {"export": "csv"})
    rows = list(csv.DictReader(io.StringIO(exported.content.decode("utf-8-sig"))))
    change = next(row for row in rows if row["Payee code"] == "H-TST-2")
    # 8,405 − 8,205 patients × £1.00, after £8,205.00 in April
    assert (change["Paid last run"], change["Paid now"]) == ("8205.00", "200.00")


def test_who_is_left_out_is_a_page_and_a_file(as_approver: Client, county: County) -> None:
    make_practice("H-TST-4", county.commissioner, county.locality)
    run = prepared_run(county, APRIL)
    page = text_of(as_approver.get(f"/payments/runs/{run.pk}/left-out/"))
    assert "It has not begun a sign-up sheet" in page
    exported = as_approver.get(f"/payments/runs/{run.pk}/left-out/", {"export": "xlsx"})
    assert exported.status_code == 200


def test_a_preparation_that_failed_says_so_and_can_be_asked_for_again(
    as_preparer: Client, county: County
) -> None:
    run = prepared_run_that_failed(county)
    page = text_of(as_preparer.get(f"/payments/runs/{run.pk}/"))
    assert "This did not finish" in page
    as_preparer.post(f"/payments/runs/{run.pk}/prepare-again/")
    do_jobs()
    run.refresh_from_db()
    assert run.status == RunStatus.PREPARED


def prepared_run_that_failed(county: County) -> Run:
    run = runs.request(commissioner=county.commissioner, pay_date=APRIL, by=county.preparer)
    Job.objects.update(status="failed", finished_at=run.requested_at, message="It stopped.")
    return run


def test_an_action_whose_time_has_passed_leads_back_to_the_run(
    as_approver: Client, county: County
) -> None:
    run = approved_run(county, APRIL)
    page = as_approver.get(f"/payments/runs/{run.pk}/cancel/", follow=True)
    assert "You cannot cancel this run now" in text_of(page)


def test_cancelling_asks_for_a_reason(as_approver: Client, county: County) -> None:
    run = prepared_run(county, APRIL)
    page = as_approver.post(f"/payments/runs/{run.pk}/cancel/", {"reason": ""})
    assert page.status_code == 422
    page = as_approver.post(
        f"/payments/runs/{run.pk}/cancel/", {"reason": "wrong list"}, follow=True
    )
    assert "This run was cancelled and nothing of it is paid: wrong list" in text_of(page)


@pytest.mark.parametrize("name", ["", "changes/", "left-out/", "lines/", "approve/", "cancel/"])
def test_a_run_of_another_commissioner_does_not_exist(county: County, name: str) -> None:
    run = prepared_run(county, APRIL)
    other = make_commissioner("H-OTH")
    stranger = sign_in(Client(), make_user("Stran Ger", Role.FINANCE_APPROVER, other))
    assert stranger.get(f"/payments/runs/{run.pk}/{name}").status_code == 404


@pytest.mark.parametrize("name", ["approve/", "cancel/", "mark-paid/", "prepare-again/"])
def test_an_auditor_reads_a_run_and_may_do_nothing_to_it(county: County, name: str) -> None:
    run = prepared_run(county, APRIL)
    auditor = sign_in(Client(), county.auditor)
    page = auditor.get(f"/payments/runs/{run.pk}/")
    assert page.status_code == 200
    assert "Only a person who is Finance: approves there may approve" in text_of(page)
    assert auditor.get(f"/payments/runs/{run.pk}/{name}").status_code == 403
    assert auditor.post(f"/payments/runs/{run.pk}/{name}").status_code == 403


def test_approving_asks_who_signed_in_long_ago_to_do_so_again(county: County) -> None:
    run = prepared_run(county, APRIL)
    client = sign_in(Client(), county.approver)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    page = client.get(f"/payments/runs/{run.pk}/approve/")
    assert page.status_code == 302
    assert page["Location"].startswith("/sign-in/confirm/")


@pytest.mark.parametrize(
    "name", ["", "changes/", "left-out/", "lines/", "approve/", "lines/1/", "payees/H-TST-L/"]
)
def test_the_queries_of_a_page_do_not_grow_with_practices(
    county: County, as_approver: Client, name: str, django_assert_max_num_queries
) -> None:
    counts = []
    approved_run(county, date(2007, 4, 20))
    for more in (3, 30):
        for number in range(more):
            practice = make_practice(
                f"H-{more}-{number}", county.commissioner, county.locality, list_size=1_000
            )
            if number % 2:
                sign_up(practice, county.version, eligible=1)
        run = prepared_run(county, APRIL)
        with zeal_context(), django_assert_max_num_queries(60) as queries:
            assert as_approver.get(f"/payments/runs/{run.pk}/{name}").status_code == 200
        counts.append(len(queries))
        runs.cancel(run=run, reason="again", by=county.approver)
    assert counts[1] <= counts[0] + 1
