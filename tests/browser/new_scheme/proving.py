"""The draft is held to an example, costed, looked through, consulted on, approved and opened."""

from tests.browser.first_payment.stranger import Stranger
from tests.browser.new_scheme.designing import SCHEME
from tests.browser.new_scheme.people import PHARMACY, Cast


def prove(cast: Cast) -> None:
    work_out_an_example(cast.designer)
    cost(cast.designer)
    look_through_a_dry_run(cast.designer)
    consult(cast.designer)
    approve(cast)
    open_it(cast.designer)


def to_the_design(officer: Stranger) -> None:
    officer.menu("Schemes")
    officer.link(SCHEME)
    officer.press("Go on with the design")


def work_out_an_example(officer: Stranger) -> None:
    """720 checks on a list of 10,000: the designer forgets the cap of 600, and is told."""
    to_the_design(officer)
    officer.link("Work out examples")
    officer.press("Work out an example")
    page = officer.page
    page.locator("[name=title]").fill("A busy practice reaches the cap")
    page.locator("[name=provider]").fill("Rose Surgery")
    page.locator("[name=list_size]").fill("10000")
    officer.give_date("received", 12, 4, 2007)
    officer.give_date("accepted", 20, 4, 2007)
    page.locator("[name=items_1]").fill("60")
    officer.press("Continue")
    # 12 months of 60 checks are 720, times £12.00; and £1,200.00 in four instalments.
    page.locator("[name=line_0]").fill("8,640.00")
    page.locator("[name=line_1]").fill("1,200.00")
    officer.press("Save and compare")
    officer.sees("£8,640.00", "£7,200.00")
    officer.link("Correct the amounts worked out by hand")
    # At most 60 a year for every 1,000 patients: 600 × £12.00.
    page.locator("[name=line_0]").fill("7,200.00")
    page.locator("[name=why]").fill("The cap of 60 for every 1,000 patients was forgotten.")
    officer.press("Save and compare")
    officer.sees("agree")


def cost(officer: Stranger) -> None:
    """First a fee that the envelope does not bear is tried; then the draft's own is costed."""
    to_the_design(officer)
    officer.link("See what it would cost")
    page = officer.page
    page.locator("[name=items_1_per_1000_patients]").fill("5")
    page.locator("[name=items_1_each]").fill("fifteen")
    officer.press("Work out")
    officer.sees("There is a problem")
    page.locator("[name=items_1_each]").fill("15")
    page.locator("[name=o1_bands_0_fee]").fill("20.00")
    officer.press("Work out")
    officer.sees("This shows other terms than the draft has.")
    officer.press("Put them aside")
    officer.press("Put them aside")
    officer.sees("Put aside.")
    # The pharmacy: 15 a month are 180 × £12.00 = £2,160.00, and £1,200.00 for the monitors.
    find(officer, PHARMACY, "£3,360.00")
    # The practice: 5 a month for every 1,000 of 12,407 patients are 744 × £12.00 = £8,928.00.
    find(officer, "E82009", "£10,128.00")


def find(officer: Stranger, name: str, amount: str) -> None:
    officer.fill(Name_or_code=name)
    officer.press("Apply filters")
    officer.sees(amount)


def look_through_a_dry_run(officer: Stranger) -> None:
    officer.link("make a dry run")
    officer.press("Make a dry run")
    officer.sees("The dry run is made.")
    find(officer, PHARMACY, "£3,360.00")
    officer.press("Accept the dry run")
    officer.page.locator("[name=looked_at]").fill("The pharmacy, and the ten largest practices.")
    officer.press("Accept the dry run")
    officer.sees("The dry run is accepted.")


def consult(officer: Stranger) -> None:
    to_the_design(officer)
    officer.link("Log the consultation")
    officer.page.locator("[name=body][value=lmc]").check()
    officer.give_date("on", 2, 4, 2007)
    officer.page.locator("[name=said]").fill("They agree.")
    officer.press("Add to the log")
    officer.sees("Added to the consultation log.")
    to_the_design(officer)
    officer.press("Record the consultation as done")
    officer.press("Record the consultation as done")


def approve(cast: Cast) -> None:
    """Who designed it may not approve it; a colleague reads it and does."""
    address = cast.designer.page.url
    cast.designer.sees("took no part in its design")
    colleague = cast.approver
    colleague.open(address)
    colleague.press("Approve the scheme")
    colleague.sees("£12.00", "£1,200.00", "They agree.")
    colleague.press("Approve the scheme")
    colleague.sees("Approved")


def open_it(officer: Stranger) -> None:
    officer.menu("Schemes")
    officer.link(SCHEME)
    officer.press("Open for sign-up")
    officer.press("Open for sign-up")
    officer.sees("14 days left")
