"""The scheme is opened; sheets are signed, queried, cured, accepted; agreements are sealed."""

from playwright.sync_api import expect

from les_schemes import loading
from tests.browser.first_payment.installation import command
from tests.browser.first_payment.people import Surgery
from tests.browser.first_payment.stranger import Stranger


def open_the_scheme(officer: Stranger) -> None:
    """Loaded at the command line it waits on the officer, who approves what nobody here designed
    and, about to open it, sees that a locality is missing."""
    file = loading.SHIPPED / "pbc_les_2007_08.toml"
    assert "Loaded" in command("load_scheme", str(file), commissioner="5P4")
    officer.open("/")
    officer.link("Approve PBC LES 2007/08")
    officer.press("Approve the scheme")
    officer.sees(
        "You approve all that is on this page", "A stand-in of the day that the source bears"
    )
    officer.press("Approve the scheme")
    officer.press("Open for sign-up")
    officer.sees("It does not change afterwards", "69 practices", "No locality is formed yet")
    officer.link("Form the localities")
    form_a_locality(officer)
    officer.open("/")
    officer.link("Open PBC LES 2007/08 for sign-up")
    officer.press("Open for sign-up")
    expect(officer.page.locator("main")).not_to_contain_text("No locality is formed yet")
    officer.press("Open for sign-up")
    officer.sees("14 days left")


def form_a_locality(officer: Stranger) -> None:
    officer.press("Form a locality")
    officer.fill(Name="DacCom", Code="daccom")
    officer.give_date("opened", 1, 4, 2007)
    officer.choose("Informal group")
    officer.press("Form the locality")
    officer.heading("DacCom")


def sign_up(surgery: Surgery) -> None:
    """The sheet from its start to its return, every GP at a browser of their own."""
    manager = surgery.manager
    manager.open("/")
    manager.link("Sign up to")
    manager.press("Start now")
    manager.link("Check the practice’s GPs")
    manager.choose("These are all the GPs of the practice")
    manager.press("Confirm and continue")
    manager.link("Choose the PBC Locality and contact number")
    manager.choose("DacCom")
    manager.fill(Contact_number="01442 255123")
    manager.press("Save and continue")
    manager.link("Read and accept the undertaking")
    for box in manager.page.get_by_role("checkbox").all():
        box.check()
    manager.press("Accept and continue")
    manager.link("Ask the GPs to sign")
    manager.press("Ask them to sign")
    for gp in surgery.gps:
        sign(gp)
    manager.open(manager.page.url)
    manager.link("Sign for the practice")
    manager.choose("Practice manager")
    manager.fill(Type_your_full_name=manager.name)
    manager.press("Sign for the practice")
    manager.link("Check and return the sheet")
    for gp in surgery.unwilling:
        manager.sees("Objective 1 pays nothing until every one of them has signed.")
        manager.choose(f"{gp.name} has not signed")
    manager.press("Return the sheet")
    manager.sees("Sheet returned")


def sign(gp: Stranger) -> None:
    """A GP takes up the invitation, finds what waits, reads and signs for herself or himself."""
    gp.accept_invitation()
    gp.link("Sign ")
    gp.choose("I have read the terms above")
    gp.fill(Type_your_full_name=gp.name)
    gp.press("Sign")
    gp.sees("your signature is recorded")


QUERY = "Please confirm that the list of GPs is complete: our record of 2006 has one more."
ANSWER = (
    "The list is complete. Dr Pell left on 31 March 2007 and has not been replaced; her letter of "
    "resignation went to you on 12 January."
)


def query_and_cure(officer: Stranger, surgery: Surgery) -> None:
    """The officer queries; the manager's session ends over the answer, and nothing is lost."""
    review(officer, surgery)
    officer.press("Query")
    officer.fill(What_does_the_practice_have_to_put_right=QUERY)
    officer.press("Send the query")
    officer.sees("The practice has been asked")

    manager = surgery.manager
    manager.open(manager.letter("Query on your sign-up"))
    manager.sees(QUERY)
    manager.link("Answer the query and return the sheet")
    manager.fill(Your_answer=ANSWER)
    manager.sit_idle(minutes=31)
    manager.press("Answer and return the sheet")
    manager.heading("Sign in")
    manager.give_password()
    manager.sees("We kept what you had typed")
    expect(manager.field("Your answer")).to_have_value(ANSWER)
    manager.press("Answer and return the sheet")
    manager.sees("Sheet returned")


def review(officer: Stranger, surgery: Surgery) -> None:
    officer.menu("Sign-ups")
    officer.link(surgery.name)
    officer.press("Review this sheet")
    officer.heading("Review the sheet")


def accept(officer: Stranger, surgery: Surgery) -> None:
    review(officer, surgery)
    officer.press("Accept")
    officer.press("Accept the sign-up")
    officer.sees("The sign-up is accepted and the agreement is sealed")


def verify_the_agreement(surgery: Surgery) -> None:
    """The sealed bytes are found intact by anyone, and any altered byte is found out."""
    manager = surgery.manager
    manager.open(manager.letter("is accepted"))
    sealed = manager.download(manager.address_of("Download the agreement"))
    altered = bytearray(sealed)
    altered[len(altered) // 2] ^= 1
    for content, words in ((sealed, "intact"), (bytes(altered), "altered")):
        manager.link("Verify a document")
        manager.page.locator("input[type=file]").set_input_files(
            {"name": "agreement.pdf", "mimeType": "application/pdf", "buffer": content}
        )
        manager.press("Check this document")
        manager.heading(words)
        if words == "intact":
            manager.sees(*(gp.name for gp in surgery.gps), manager.name)


def nominate_the_payee(officer: Stranger, surgery: Surgery) -> None:
    officer.menu("Localities")
    officer.link("DacCom")
    officer.link("Change")
    officer.choose(surgery.name)
    officer.fill(Who_nominated_it="Its three practices, at their meeting of 17 April 2007")
    officer.press("Nominate the payee")
    officer.sees("The payee is nominated")
