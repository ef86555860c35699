"""After the meeting: letters, minutes, the meeting that approves them, and what is carried out."""

from playwright.sync_api import expect

from tests.browser.governance.month import letters, session
from tests.browser.governance.month.before import BRANCH
from tests.browser.governance.month.papers import APPEAL, JULY, JUNE, LATE, LEVEL, open_meeting
from tests.browser.governance.month.people import People
from tests.browser.steps import move_the_date
from tests.browser.visitor import Visitor
from tests.month import NOTES, WORTH


def send_the_letters(people: People) -> None:
    """Each organisation concerned is told once, in the reasons that were recorded."""
    secretary = people.secretary
    for number, to in (
        (2, "DacCom"),
        (3, "Millbrook Practice"),
        (4, "Northgate Health Centre"),
        (5, "Riverside Surgery"),
        (6, "Highfield Medical Centre"),
        (7, "Highfield Medical Centre"),
    ):
        letters.send(secretary, number, to)
    secretary.open("/")
    secretary.does_not_see("Letter of decision")

    words = letters.keep(people.lead, 2, "DacCom")
    letters.says(
        words,
        "Every criterion is shown.",
        "Takes effect 1 July 2007",
        *WORTH,
        "Write to the Committee",
    )
    words = letters.keep(people.millbrook, 3, "Millbrook Practice")
    letters.says(words, "The post was late.", "Name a deputy", "Celia Drummond", "31 August 2007")
    words = letters.keep(people.northgate, 4, "Northgate Health Centre")
    letters.says(words, "Declined", "It could not wait.", "Show that the lease was prolonged.")
    people.northgate.does_not_see("Who took part")


def close_the_appeal(northgate: Visitor) -> None:
    northgate.open("/")
    northgate.link("Read what came of your appeal")
    northgate.sees("Declined: It could not wait.")
    northgate.press("Close the appeal")
    northgate.press("Close the appeal")
    northgate.sees("Say how it ended")
    northgate.fill(How_did_it_end="We accept it.")
    northgate.press("Close the appeal")
    northgate.sees("The appeal is closed.")


def write_the_minutes(secretary: Visitor) -> None:
    """From the record of the meeting, with what the secretary adds to it."""
    open_meeting(secretary, JUNE)
    secretary.press("Write the minutes")
    secretary.fill(On_the_meeting_as_a_whole="A full meeting.")
    secretary.press("Save the minutes")
    secretary.sees("The minutes are saved.", "Not approved yet.", "A full meeting.")


def approve_them_in_july(people: People) -> None:
    """July's meeting approves them once, decides what June deferred, and only then closes."""
    secretary = people.secretary
    move_the_date(people.administrator, 26, 7, 2007)
    secretary.open("/")
    secretary.link(f"Papers for {JULY}")
    secretary.sees(NOTES[3])
    secretary.press("Publish the papers")
    secretary.press("Publish the papers")
    session.begin(secretary, JULY, "Flora Tansley")
    session.hear(secretary, "Minutes of the last meeting")
    open_meeting(secretary, JULY)
    secretary.link(f"Approve the minutes of {JUNE}")
    other = secretary.another_tab()
    secretary.press("Record the approval")
    secretary.sees("The minutes are approved and sealed.")
    open_meeting(secretary, JULY)
    secretary.sees("“Minutes of the last meeting” is being heard. Decide, defer or close it first.")
    secretary.link("Go to this item")
    secretary.press("Close the item")
    secretary.press("Close the item")
    other.press("Record the approval")
    other.sees("Minutes are approved while a meeting hears its item “minutes”")
    session.note(secretary, NOTES[3], "They suit.")
    session.close(secretary)


def read_the_minutes(people: People) -> None:
    """The sealed PDF tells all; the public one leaves out what was heard in private."""
    secretary, observer = people.secretary, people.observer
    open_meeting(secretary, JUNE)
    secretary.link("Whole minutes")
    words = letters.saved(secretary, "Download as a PDF")
    everyone = ", ".join(session.MEMBERS)
    letters.says(
        words,
        "A full meeting.",
        "Nothing else arose.",
        "No quorum was left.",
        "Every criterion is shown.",
        "Takes effect 1 July 2007",
        "The price is Quagmire.",
        "Conflict of interest: Edmund Rusk.",
        "Conflict of interest: Agatha Pym.",
        everyone.replace("Edmund Rusk, ", ""),
        everyone.replace("Agatha Pym, ", ""),
    )
    open_meeting(secretary, JUNE)
    secretary.press("Publish the minutes")
    secretary.press("Publish the minutes")
    secretary.sees("The minutes are published.")
    open_meeting(observer, JUNE)
    observer.link("Public minutes")
    words = letters.saved(observer, "Download the sealed PDF")
    letters.says(words, NOTES[0], "Every criterion is shown.", "Heard in private.")
    for private in (NOTES[2], "Quagmire"):
        assert private not in words


def look_at_the_board(officer: Visitor) -> None:
    """The level that was decided, from the day it pays."""
    officer.menu("Levels")
    row = officer.page.get_by_role("row").filter(has_text="DacCom")
    for shown in ("Level 2", "1 July 2007", "Decision 2", "£50,700.00"):
        expect(row).to_contain_text(shown)
    officer.page.get_by_role("row").get_by_role("link", name="DacCom").click()
    officer.sees("DacCom: level 2", *WORTH[1:])


def meet_the_condition(secretary: Visitor) -> None:
    secretary.menu("Committee")
    secretary.link("Conditions")
    secretary.link("Name a deputy")
    secretary.link("Record that it is met")
    secretary.press("Record that it is met")
    secretary.sees("Say what shows that it is met")
    secretary.fill(What_shows_that_it_is_met="She is named.")
    secretary.press("Record that it is met")
    secretary.sees("Met on 26 July 2007: She is named.")


def read_the_registers(auditor: Visitor) -> None:
    """Every decision stands in the register, and who sat on it or was out of it."""
    auditor.menu("Committee")
    auditor.link("Decisions")
    auditor.sees(BRANCH, LEVEL, LATE, APPEAL, *NOTES)
    auditor.link("Who sat on what")
    rows = auditor.page.get_by_role("row").filter(has_text="Agatha Pym")
    heard = rows.filter(has_text="Appeal of Northgate Health Centre")
    expect(heard).to_contain_text("Took part in the decision that is appealed against")
    rows = auditor.page.get_by_role("row").filter(has_text="Edmund Rusk")
    expect(rows.filter(has_text="Works at")).to_have_count(2)
