"""Statements and why each amount, on screen and as a PDF, seen by those they concern."""

import io
import re
from datetime import date

import pytest
from django.test import Client
from pypdf import PdfReader

from accounts.models import RoleHolding
from payments.actions import runs
from payments.models import Run
from pbc.money import pounds
from pbc.roles import Role
from tests.cast import sign_in
from tests.integration.payments.county import (
    County,
    approved_run,
    correct_list,
    make_practice,
    make_user,
    prepared_run,
    sign_up,
    standing_on,
)
from tests.integration.payments.test_run_pages import text_of

APRIL, MAY = date(2007, 4, 30), date(2007, 5, 31)


@pytest.fixture
def manager(county: County) -> Client:
    return sign_in(Client(), make_user("Mona Manager", Role.PRACTICE_MANAGER, county.practices[0]))


@pytest.fixture
def lead(county: County) -> Client:
    return sign_in(Client(), make_user("Leo Lead", Role.LOCALITY_LEAD, county.locality))


def statement_of(run: Run, code: str) -> str:
    return f"/payments/runs/{run.pk}/payees/{code}/"


def test_a_manager_comes_from_the_menu_to_the_statement_and_to_why(
    county: County, manager: Client
) -> None:
    run = approved_run(county, APRIL)
    page = manager.get("/payments/")
    assert page["Location"] == "/payments/payees/H-TST-1/"
    page = manager.get(page["Location"])
    assert f'href="{statement_of(run, "H-TST-1")}"' in page.content.decode()
    page = manager.get(statement_of(run, "H-TST-1"))
    words = text_of(page)
    assert "To be paid on 30 April 2007" in words
    assert "8,000 patients × £1.00" in words
    assert "inclusive of superannuation and all costs" in words
    why = re.search(r'href="(/payments/runs/[^"]+/lines/\d+/)"', page.content.decode()).group(1)
    words = text_of(manager.get(why))
    assert "Why £8,000.00?" in words
    assert "PBC LES 2007/08, appendix one, objective 1" in words
    assert "Exeter system, recorded 2 April 2007" in words
    assert "Patients on 1 April 2007 What" not in words
    assert "5 of 5" in words
    assert "£8,000.00 earned − £0.00 paid before = £8,000.00 due." in words
    assert "Nothing had to be rounded" in words
    assert (
        f"/sign-ups/{county.practices[0].sign_ups.get().pk}/" in manager.get(why).content.decode()
    )


def test_a_paid_statement_gives_the_reference(county: County, manager: Client) -> None:
    run = approved_run(county, APRIL)
    with standing_on(APRIL):
        runs.mark_paid(run=run, reference="BACS 0704-112", by=county.preparer)
    page = manager.get(statement_of(run, "H-TST-1"))
    assert "Paid on 30 April 2007, reference BACS 0704-112" in text_of(page)


def test_why_an_amount_changed_names_the_correction_and_the_earlier_run(
    county: County, manager: Client
) -> None:
    first = approved_run(county, APRIL)
    with standing_on(date(2007, 5, 2)):
        correct_list(county.practices[0], 7_900, reason="two lists were counted")
        run = approved_run(county, MAY)
        line = run.lines.get(payee_id=county.practices[0].pk)
        words = text_of(manager.get(line.get_absolute_url()))
        page = manager.get(statement_of(run, "H-TST-1"))
    assert "£7,900.00 earned − £8,000.00 paid before = −£100.00 due." in words
    assert "corrected: two lists were counted" in words
    assert "Run 1 of 30 April 2007 : £8,000.00" in words
    assert "Held: not paid with this run" in words
    assert statement_of(first, "H-TST-1") in manager.get(line.get_absolute_url()).content.decode()
    assert "carried forward" in text_of(page)


def test_why_a_locality_is_paid_lists_its_practices(county: County, lead: Client) -> None:
    run = approved_run(county, APRIL)
    fund = run.lines.get(component="information_fund")
    words = text_of(lead.get(fund.get_absolute_url()))
    assert "The 2 practices of the locality that have signed up" in words
    assert "16,205" in words
    sessions = run.lines.get(component="gp_sessions")
    words = text_of(lead.get(sessions.get_absolute_url()))
    assert "the locality's record" in words
    assert "£300.00" in words
    assert "the payee that the locality names" in words


def test_the_next_line_is_one_the_person_may_see(county: County, manager: Client) -> None:
    run = approved_run(county, APRIL)
    line = run.lines.get(payee_id=county.practices[0].pk)
    page = manager.get(line.get_absolute_url())
    assert (page.context["previous"], page.context["next"]) == (None, None)
    page = sign_in(Client(), county.auditor).get(line.get_absolute_url())
    assert page.context["previous"] is None
    assert page.context["next"]["label_text"] == "Line 2: Practice H-TST-2"


def test_the_pdf_says_what_the_screen_says(county: County, manager: Client, lead: Client) -> None:
    run = approved_run(county, APRIL)
    for client, code in ((manager, "H-TST-1"), (lead, "H-TST-L")):
        screen = text_of(client.get(statement_of(run, code)))
        answer = client.get(f"{statement_of(run, code)}statement.pdf")
        assert answer["Content-Type"] == "application/pdf"
        reader = PdfReader(io.BytesIO(answer.content))
        paper = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
        lines = run.lines.filter(payee__code=code)
        for line in lines:
            for pence in (line.entitlement_pence, line.paid_pence, line.due_pence):
                assert pounds(pence) in screen
                assert pounds(pence) in paper
        assert "inclusive of superannuation and all costs" in paper
        assert "To be paid on 30 April 2007" in paper


def test_a_practice_sees_no_line_before_it_is_approved(county: County, manager: Client) -> None:
    run = prepared_run(county, APRIL)
    line = run.lines.get(payee_id=county.practices[0].pk)
    for address in (
        statement_of(run, "H-TST-1"),
        f"{statement_of(run, 'H-TST-1')}statement.pdf",
        line.get_absolute_url(),
        f"/payments/runs/{run.pk}/",
    ):
        assert manager.get(address).status_code in (403, 404)
    assert "Nothing has been paid yet" in text_of(manager.get("/payments/payees/H-TST-1/"))


def test_a_practice_does_not_see_the_statement_of_another(county: County, manager: Client) -> None:
    run = approved_run(county, APRIL)
    other = run.lines.get(payee_id=county.practices[1].pk)
    for address in (
        statement_of(run, "H-TST-2"),
        f"{statement_of(run, 'H-TST-2')}statement.pdf",
        other.get_absolute_url(),
        "/payments/payees/H-TST-2/",
        statement_of(run, "H-TST-L"),
    ):
        assert manager.get(address).status_code == 404


def test_a_lead_sees_the_locality_and_not_what_its_practices_are_paid(
    county: County, lead: Client
) -> None:
    run = approved_run(county, APRIL)
    assert lead.get(statement_of(run, "H-TST-L")).status_code == 200
    assert lead.get(statement_of(run, "H-TST-1")).status_code == 404


def test_finance_sees_the_statement_of_a_run_that_waits_for_approval(county: County) -> None:
    run = prepared_run(county, APRIL)
    approver = sign_in(Client(), county.approver)
    page = approver.get(statement_of(run, "H-TST-1"))
    assert "Not yet approved; the pay date is 30 April 2007" in text_of(page)
    run_page = approver.get("/payments/")
    assert run_page["Location"] == "/payments/runs/"


def test_somebody_with_two_practices_chooses(county: County) -> None:
    user = make_user("Mona Manager", Role.PRACTICE_MANAGER, county.practices[0])
    RoleHolding.objects.create(
        user=user,
        role=Role.PRACTICE_MANAGER,
        organisation_id=county.practices[1].pk,
        starts=date(2006, 1, 1),
        granted_at=county.version.opened_at,
    )
    page = text_of(sign_in(Client(), user).get("/payments/"))
    assert "Statements of Practice H-TST-1" in page
    assert "Statements of Practice H-TST-2" in page


def test_a_practice_alone_is_explained_without_a_locality(county: County) -> None:
    practice = make_practice("H-TST-3", county.commissioner, None, list_size=2_345)
    sign_up(practice, county.version, alone=True, received=date(2007, 4, 12))
    run = approved_run(county, APRIL)
    line = run.lines.get(payee_id=practice.pk)
    words = text_of(sign_in(Client(), county.auditor).get(line.get_absolute_url()))
    assert "the practice commissions alone" in words
