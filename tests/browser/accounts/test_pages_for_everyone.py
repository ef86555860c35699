"""Every page of accounts and of the hall, narrow and wide: no barrier axe knows, no side-scroll."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from accounts import demonstration
from accounts.actions import interests, invitations
from accounts.actions.invitations import Invitee
from accounts.models import User
from pbc import audit_verification, jobs, outbox
from pbc.roles import Role
from tests import people
from tests.integration.accounts.conftest import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()

SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SETTLED = """new Promise(done => {
    let frames = 0;
    const next = () => ++frames < 30 ? requestAnimationFrame(next) : done();
    next();
})"""


def barriers(page: Page) -> list[str]:
    """What axe finds on the page, and whether it scrolls sideways at 320 pixels."""
    page.set_viewport_size({"width": 1280, "height": 800})
    result = page.evaluate(f"{AXE}; axe.run()")
    found = [
        f"{page.url}: {violation['id']}: {violation['nodes'][0]['html']}"
        for violation in result["violations"]
    ]
    page.set_viewport_size({"width": 320, "height": 800})
    # The header folds its menu some frames after the window changes.
    page.evaluate(SETTLED)
    if page.evaluate(SCROLLS_SIDEWAYS):
        found.append(f"{page.url} scrolls sideways")
    return found


def sign_in(page: Page, user: User) -> None:
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(people.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    if user.has_second_factor:
        page.get_by_label("Code").fill(demonstration.current_code(user))
        page.get_by_role("button", name="Continue").click()


def test_pages_before_signing_in(page: Page, town: Town) -> None:
    nora = Invitee("nora.new@example.nhs.uk", "New", "Nora", "Dr")
    invited = invitations.invite(
        invitee=nora, role=Role.GP, organisation=town.practice, by=town.administrator
    )
    found = []
    for path in (
        "/",
        "/sign-in/",
        "/sign-in/disabled/",
        "/sign-in/password/forgotten/",
        "/sign-in/password/forgotten/sent/",
        invited.path,
        "/invitation/lost/",
    ):
        page.goto(path)
        found += barriers(page)
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in").click()
    assert page.title().startswith("Error: ")
    found += barriers(page)
    for _ in range(5):
        page.goto("/sign-in/")
        page.get_by_label("E-mail address").fill(town.gp.email)
        page.get_by_label("Password", exact=True).fill("wrong-wrong-wrong")
        page.get_by_role("button", name="Sign in").click()
    assert "blocked" in page.title()
    found += barriers(page)
    assert found == []


def test_pages_of_setting_up_a_second_step(page: Page, town: Town) -> None:
    officer = people.user("Cam Officer")
    people.give(officer, Role.COMMISSIONER, town.commissioner)
    sign_in(page, officer)
    found = []
    for path in (
        "/account/second-factor-needed/",
        "/sign-in/second-factor/",
        "/sign-in/second-factor/app/",
        "/sign-in/second-factor/passkeys/",
        "/sign-in/second-factor/passkeys/add/",
    ):
        page.goto(path)
        found += barriers(page)
    assert found == []


def test_pages_of_an_administrator(page: Page, town: Town) -> None:
    people.stand_on(date(2007, 4, 16))
    nora = Invitee("nora.new@example.nhs.uk", "New", "Nora", "Dr")
    invitation = invitations.invite(
        invitee=nora, role=Role.GP, organisation=town.practice, by=town.administrator
    ).invitation
    interest = interests.declare(
        person=town.administrator.person,
        organisation=town.practice,
        kind="indirect",
        description="Her brother is a partner",
        starts=date(2006, 4, 1),
        by=town.administrator,
    )
    message = outbox.send(
        to=town.administrator.as_recipient, kind="test", subject="Accepted", body="All is well."
    )
    job = audit_verification.enqueue(town.administrator)
    jobs.run(job.pk)
    sign_in(page, town.administrator)
    person = f"/people/{town.gp.pk}/"
    invited = f"/people/invitations/{invitation.pk}/"
    found = []
    for path in (
        "/",
        "/account/",
        "/people/",
        "/people/?q=nobody",
        "/people/invite/",
        "/people/invitations/",
        invited,
        f"{invited}renew/",
        f"{invited}withdraw/",
        f"{invited}hand-over/",
        person,
        f"{person}disable/",
        f"{person}change-address/",
        f"{person}roles/{town.gp.role_holdings.get().pk}/end/",
        "/interests/",
        "/interests/declare/",
        f"/interests/{interest.pk}/end/",
        "/messages/",
        f"/messages/{message.pk}/",
        f"/jobs/{job.pk}/",
        "/audit/",
        "/audit/TPCT/1/",
        "/demonstration/clock/",
        "/sign-in/second-factor/recovery-codes/",
        "/sign-in/second-factor/recovery-codes/make/",
        "/sign-in/second-factor/app/remove/",
        "/sign-in/password/",
        "/sign-in/confirm/code/",
        "/sign-in/out/",
    ):
        page.goto(path)
        found += barriers(page)
    page.goto(f"{invited}hand-over/")
    page.get_by_role("button", name="Make a link to hand over").click()
    found += barriers(page)
    page.goto("/people/invite/")
    page.get_by_role("button", name="Send the invitation").click()
    found += barriers(page)
    assert found == []
