"""A practice and a pharmacy sign up, claim for a quarter, and are paid."""

from payments.models import Run
from tests.browser.first_payment.installation import command
from tests.browser.first_payment.payments import due
from tests.browser.first_payment.sheets import accept, form_a_locality, sign_up
from tests.browser.first_payment.stranger import Stranger
from tests.browser.new_scheme.people import PHARMACY, Cast
from tests.browser.steps import ask_for_a_run, move_the_date
from tests.browser.visitor import PATIENCE

QUARTER = ("April 2007", "May 2007", "June 2007")


def both_sign_up(cast: Cast) -> None:
    officer = cast.designer
    officer.menu("Localities")
    form_a_locality(officer)
    sign_up(cast.surgery)
    accept(officer, cast.surgery)
    sign_for_the_pharmacy(cast.pharmacist)
    officer.menu("Sign-ups")
    officer.link(PHARMACY)
    officer.press("Review this sheet")
    officer.press("Accept")
    officer.press("Accept the sign-up")
    officer.sees("The sign-up is accepted and the agreement is sealed")


def sign_for_the_pharmacy(pharmacist: Stranger) -> None:
    """One person signs, with neither GPs nor a locality."""
    pharmacist.open("/")
    pharmacist.link("Sign up to")
    pharmacist.press("Start now")
    pharmacist.link("Give the contact number")
    pharmacist.fill(Contact_number="01442 255900")
    pharmacist.press("Save and continue")
    pharmacist.link("Read and accept the undertaking")
    for box in pharmacist.page.get_by_role("checkbox").all():
        box.check()
    pharmacist.press("Accept and continue")
    pharmacist.link(f"Sign for {PHARMACY}")
    pharmacist.fill(Type_your_full_name=pharmacist.name)
    pharmacist.page.get_by_role("checkbox").first.check()
    pharmacist.press("Sign for the provider")
    pharmacist.link("Check and return the sheet")
    pharmacist.press("Return the sheet")
    pharmacist.sees("Sheet returned")


def claim_for_the_quarter(cast: Cast) -> None:
    """62 checks a month in the practice, 15 in the pharmacy, which once types a 0 too many."""
    for month, (day, number) in zip(QUARTER, ((2, 5), (4, 6), (3, 7)), strict=True):
        move_the_date(cast.administrator, day, number, 2007)
        claim(cast.surgery.manager, month, 62)
        receive(cast, cast.surgery.name, month, from_a_locality=True)
        if month == QUARTER[-1]:
            claim(cast.pharmacist, month, 150, because="A health fair.")
            send_back(cast.designer, month)
        claim(cast.pharmacist, month, 15)
        receive(cast, PHARMACY, month)


def claim(manager: Stranger, month: str, items: int, because: str = "") -> None:
    manager.open("/")
    manager.link(f"Claim for {month}")
    if manager.page.get_by_role("button", name="Enter the items").count():
        manager.press("Enter the items")
    else:
        manager.press("Change the items")
    manager.page.locator("[name=objective-1]").fill(str(items))
    manager.press("Save and continue")
    manager.press("Check and submit")
    if because:
        manager.press("Submit the claim")
        manager.sees("Say why the count is so far from the months before")
        manager.page.locator("[name=unusual_because]").fill(because)
    manager.press("Submit the claim")
    manager.sees("The claim is submitted.")


def receive(cast: Cast, provider: str, month: str, *, from_a_locality: bool = False) -> None:
    """For want of a lead one officer stands in for the locality, and another accepts."""
    if from_a_locality:
        find(cast.designer, provider, month)
        cast.designer.press("Stand in for the locality")
        cast.designer.page.locator("[name=reason]").fill("DacCom has named no lead yet.")
        cast.designer.press("Stand in for the locality")
    find(cast.approver, provider, month)
    cast.approver.press("Accept the claim")
    cast.approver.press("Accept the claim")
    cast.approver.sees("The claim is accepted.")


def find(officer: Stranger, provider: str, month: str) -> None:
    officer.menu("Claims")
    officer.link(provider)
    officer.heading(month)


def send_back(officer: Stranger, month: str) -> None:
    find(officer, PHARMACY, month)
    officer.press("Send it back")
    officer.page.locator("[name=reason]").fill("Is it not 15?")
    officer.press("Send it back")
    officer.sees("The provider has been told what to mend.")


def pay(cast: Cast) -> Run:
    """One run in July, prepared and approved by two people, pays the quarter to the penny."""
    move_the_date(cast.administrator, 27, 7, 2007)
    ask_for_a_run(cast.finance_prepares)
    cast.finance_prepares.sees("Tuesday 31 July 2007")
    cast.finance_prepares.press("Prepare the run")
    cast.finance_prepares.page.get_by_text("All 4 lines").wait_for(timeout=PATIENCE)
    run = Run.objects.get()
    cast.finance_prepares.is_refused(f"{run.get_absolute_url()}approve/", 403)
    approver = cast.finance_approves
    approver.open(approver.letter("waits for your approval"))
    approver.press("Approve")
    approver.press("Approve £3,372.00")
    approver.sees("The run is approved")
    return run


def read_the_statement(cast: Cast) -> None:
    pharmacist = cast.pharmacist
    pharmacist.open(pharmacist.letter(f"£840.00 for {PHARMACY}"))
    pharmacist.sees("£540.00", "£300.00", "Blood pressure checks")
    pharmacist.page.get_by_role("link", name="£540.00").first.click()
    pharmacist.sees("45", "£12.00")


def check_from_the_command_line(run: Run) -> None:
    assert f"5P4/{run.number}: {len(due(run))} lines come to the same pence" in command(
        "recompute", "--all"
    )
    command("verify_audit")
