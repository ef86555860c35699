"""Every page of payments in Chromium: no barrier that axe knows, no sideways scroll at 320 px."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from payments.actions import runs
from payments.models import Run
from pbc import clock
from pbc.roles import Role
from tests.integration.payments import county as making
from tests.integration.payments.county import County, stand_on
from tests.integration.payments.many import add_practices

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

APRIL, MAY = date(2007, 4, 30), date(2007, 5, 31)


@pytest.fixture
def county(live_server: LiveServer, transactional_db: None) -> County:
    """A county with one run paid, and a second that waits for approval with all there can be."""
    stand_on(date(2007, 4, 16))
    made = making.make_county()
    for practice in made.practices:
        making.sign_up(practice, made.version)
    add_practices(
        made.commissioner,
        made.version,
        [2_000 + 117 * number for number in range(60)],
        practices_a_locality=12,
    )
    run = making.approved_run(made, APRIL)
    stand_on(APRIL)
    runs.mark_paid(run=run, reference="BACS 0704-112", by=made.preparer)
    stand_on(date(2007, 5, 2))
    making.correct_list(made.practices[0], 7_900, reason="two lists were counted")
    making.set_payee(made.locality, None)
    waiting = making.make_practice("H-TST-3", made.commissioner, made.locality, list_size=4_321)
    making.sign_up(waiting, made.version, signed=4)
    making.make_practice("H-TST-4", made.commissioner, made.locality)
    making.make_practice("H-TST-5", made.commissioner, made.locality, list_size=None)
    making.prepared_run(made, MAY)
    return made


def addresses(county: County) -> dict[str, list[str]]:
    """Every page of payments, by who opens it."""
    first, second = Run.objects.order_by("number")
    held = second.lines.exclude(held_reason="").first()
    fund = first.lines.filter(component="information_fund").first()
    check = reverse("payments:run-request")
    return {
        "preparer": [
            "/",
            reverse("payments:runs"),
            reverse("payments:run-new"),
            f"{check}?commissioner=H-TST&pay_date=2007-06-29",
        ],
        "approver": [
            "/",
            second.get_absolute_url(),
            first.get_absolute_url(),
            reverse("payments:run-approve", args=[second.pk]),
            reverse("payments:run-cancel", args=[second.pk]),
            reverse("payments:run-changes", args=[second.pk]),
            reverse("payments:run-left-out", args=[second.pk]),
            reverse("payments:lines", args=[second.pk]),
            held.get_absolute_url(),
            fund.get_absolute_url(),
            reverse("payments:statement", args=[first.pk, "H-TST-L"]),
        ],
        "manager": [
            "/",
            reverse("payments:statements", args=["H-TST-1"]),
            reverse("payments:statement", args=[first.pk, "H-TST-1"]),
            first.lines.get(payee__code="H-TST-1").get_absolute_url(),
        ],
    }


@pytest.mark.parametrize("width", [1280, 320])
def test_no_page_has_a_barrier_or_scrolls_sideways(
    county: County, pages_of: Any, barriers: Any, width: int
) -> None:
    people = {
        "preparer": county.preparer,
        "approver": county.approver,
        "manager": making.make_user("Mona Manager", Role.PRACTICE_MANAGER, county.practices[0]),
    }
    found = []
    for who, paths in addresses(county).items():
        page = pages_of(people[who], width)
        for path in paths:
            found += [f"{who} {barrier}" for barrier in barriers(page, path, width)]
    assert found == []


def test_an_approver_looks_asks_why_and_approves_by_keyboard(county: County, pages_of: Any) -> None:
    run = Run.objects.get(number=2)
    page = pages_of(county.approver, 1280)
    page.goto("/")
    page.get_by_role("link", name="Approve run 2").click()
    page.get_by_role("link", name="All 67 lines").or_(
        page.get_by_role("link", name="All lines that are held")
    ).first.click()
    page.locator("a", has_text="why this amount").first.click()
    assert page.get_by_role("heading", level=1).inner_text().startswith(("H-", "Practice"))
    page.goto(run.get_absolute_url())
    approve = page.get_by_role("button", name="Approve", exact=True)
    approve.focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Approve £")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_text("The run is approved").wait_for()
    clock.forget()
    run.refresh_from_db()
    assert run.status == "approved"
