"""A scheme is designed by somebody who never saw a rule: words, two objectives, who may provide."""

from playwright.sync_api import expect

from tests import paper
from tests.browser.first_payment.stranger import Stranger

SCHEME = "Blood pressure checks"
WHY = "Whoever measures blood pressure well may do it; no list of patients is needed."


def design(officer: Stranger) -> None:
    """From nothing to a draft with both objectives."""
    begin(officer)
    describe(officer)
    add_checks(officer)
    add_equipment(officer)
    open_to_everybody(officer)


def begin(officer: Stranger) -> None:
    officer.menu("Schemes")
    officer.press("Design a new scheme")
    officer.fill(Title=SCHEME, Short_name="Blood Pressure!")
    officer.give_date("last_day", 30, 4, 2007)
    officer.page.locator("[name=return_address]").fill("Commissioning House\n1 Example Street")
    officer.page.locator("[name=return_email]").fill("returns@pct.example")
    officer.page.locator("[name=framework_title]").fill("Primary care framework")
    officer.page.locator("[name=framework_agreed]").fill("February 2007")
    choose_framework(officer)
    officer.press("Create the draft")
    # The short name is refused, and everything else that was typed is still there.
    officer.sees("Use small letters, figures and hyphens")
    expect(officer.field("Title")).to_have_value(SCHEME)
    officer.fill(Short_name="blood-pressure-checks")
    choose_framework(officer)
    officer.press("Create the draft")
    officer.heading(f"Design of {SCHEME} 2007/08")


def choose_framework(officer: Stranger) -> None:
    officer.page.locator("[name=framework_file]").set_input_files(
        {
            "name": "framework.pdf",
            "mimeType": "application/pdf",
            "buffer": paper.scan("framework"),
        }
    )


def describe(officer: Stranger) -> None:
    officer.link("Describe the scheme")
    for name, text in (
        ("full_title", "Blood pressure checks close to home, 2007/08"),
        ("purpose", "To find high blood pressure early."),
        ("aims", "Every adult over 40 is offered a check."),
        ("sheet_title", "Signature sheet: blood pressure checks"),
        ("undertaking", "By signing we undertake to:"),
        ("commitments", "Measure as the framework says.\nClaim each month what was done."),
    ):
        officer.page.locator(f"[name={name}]").fill(text)
    officer.press("Save")
    officer.sees("Saved.")


def add_checks(officer: Stranger) -> None:
    """£12.00 a check, at most 60 a year for every 1,000 patients on a list."""
    officer.press("Add an objective")
    officer.page.locator("[name=kind][value=item_of_service]").check()
    officer.press("Continue")
    officer.fill(Title="Blood pressure checks")
    officer.choose("At practice level")
    officer.page.locator("[name=measure]").fill("Claims received by the tenth of the next month")
    officer.page.locator("[name=bands_0_fee]").fill("twelve pounds")
    officer.page.locator("[name=yearly_cap_per_1000_patients]").fill("60")
    officer.page.locator("[name=minimum_volume]").fill("0")
    officer.press("Save the objective")
    expect(officer.page.get_by_role("alert")).to_contain_text("pounds")
    expect(officer.page.locator("[name=yearly_cap_per_1000_patients]")).to_have_value("60")
    officer.page.locator("[name=bands_0_fee]").fill("12.00")
    officer.press("Save the objective")
    officer.sees("Objective added.", "£12.00")


def add_equipment(officer: Stranger) -> None:
    """£1,200.00 a year for the monitors, a quarter of it on the first of each second month."""
    officer.press("Add an objective")
    officer.page.locator("[name=kind][value=block]").check()
    officer.press("Continue")
    officer.fill(Title="Monitors and training")
    officer.choose("At practice level")
    officer.page.locator("[name=measure]").fill("The provider takes part")
    officer.page.locator("[name=amount]").fill("1,200.00")
    for month in ("May", "August", "November", "February"):
        officer.choose(month)
    officer.press("Save the objective")
    officer.sees("Objective added.", "£1,200.00", "4 equal instalments")


def open_to_everybody(officer: Stranger) -> None:
    officer.link("See it as practices will")
    officer.link("Who may provide it")
    officer.press("Say who may provide it")
    officer.page.locator("[name=who_may_provide][value=contestable]").check()
    officer.page.locator("[name=provider_reason]").fill(WHY)
    officer.page.locator("[name=requires_registered_list][value=no]").check()
    officer.page.locator("[name=registered_list_reason]").fill(WHY)
    officer.press("Save")
    officer.sees("Who may provide the scheme is saved.")
    officer.press("Invite a provider")
    officer.page.locator("[name=provider]").select_option(value="FX123")
    officer.press("Invite it")
