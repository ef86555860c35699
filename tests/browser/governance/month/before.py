"""Before the meeting: what cannot wait, an appeal against it, and what the Committee will hear."""

from tests.browser.governance.month import letters
from tests.browser.governance.month.people import People
from tests.browser.steps import move_the_date
from tests.browser.visitor import Visitor
from tests.integration.applications.asking import CRITERIA
from tests.month import NOTES

BRANCH = "Northgate’s branch"
LEASE = "The lease ends this week."


def arrange_the_meetings(secretary: Visitor) -> None:
    """The fourth Thursdays from June on; a series that would begin in April is refused."""
    secretary.menu("Committee")
    secretary.press("Arrange meetings")
    secretary.fill(For_how_many_months="2", Where="Board room")
    secretary.give_date("starting", 1, 4, 2007)
    secretary.press("Arrange the meetings")
    secretary.sees("The series begins in the past")
    secretary.give_date("starting", 1, 6, 2007)
    secretary.press("Arrange the meetings")
    secretary.sees("Thursday 28 June 2007", "Thursday 26 July 2007", "Board room")


def put_a_note(officer: Visitor, title: str, *concerned: str, private: bool = False) -> None:
    officer.menu("Committee")
    officer.link("Matters")
    officer.press("Put a note before the Committee")
    officer.fill(Title=title, What_should_the_Committee_know=f"All there is to say: {title}.")
    for organisation in concerned:
        officer.choose(organisation)
    if private:
        officer.choose("Hear it in private")
    officer.press("Put it before the Committee")
    officer.sees("It waits for an agenda.")


def decide_what_cannot_wait(people: People) -> None:
    """The chair decides alone, and must say why; the same form sent again decides nothing more."""
    put_a_note(people.officer, BRANCH, "Northgate Health Centre")
    chair = people.chair
    chair.menu("Committee")
    chair.link("Matters")
    chair.link(BRANCH)
    chair.press("Decide as chair")
    chair.choose("Agreed")
    chair.press("Decide as chair")
    chair.sees("Give the reasons: the letter tells them")
    chair.fill(Reasons=LEASE)
    other = chair.another_tab()
    other.choose("Agreed")
    other.fill(Reasons="Again.")
    chair.press("Decide as chair")
    chair.sees("The next meeting must ratify it.", "Waits for the next meeting")
    other.press("Decide as chair")
    other.sees("You cannot decide this matter now: it is decided")


def tell_northgate(people: People) -> None:
    """One letter goes, though it is sent from two tabs; the manager keeps it as a PDF."""
    secretary = people.secretary
    secretary.open("/")
    secretary.link("Letter of decision 1")
    secretary.link("Preview the letter to Northgate Health Centre")
    secretary.press("Seal and send it")
    other = secretary.another_tab()
    secretary.press("Seal and send the letter")
    secretary.sees(letters.SEALED)
    other.press("Seal and send the letter")
    other.sees("has gone already")
    words = letters.keep(people.northgate, 1, "Northgate Health Centre")
    letters.says(words, LEASE, "14 May 2007, by chair's action", "Write to the Committee")


def appeal(people: People) -> None:
    """Northgate says with what it disagrees, is answered once, and takes it to the Committee."""
    northgate, officer = people.northgate, people.officer
    northgate.press("Appeal against this decision")
    northgate.press("Send the appeal")
    northgate.sees("Say what you disagree with, and why")
    northgate.fill(What_do_you_disagree_with="Nobody asked us.")
    northgate.press("Send the appeal")
    northgate.sees("Your appeal is sent.")
    people.millbrook.is_refused(northgate.page.url, 404)
    officer.open("/")
    officer.link("Acknowledge an appeal")
    officer.press("Acknowledge it")
    officer.press("Acknowledge it")
    officer.sees("The appeal is acknowledged.")

    move_the_date(people.administrator, 30, 5, 2007)
    officer.open("/")
    officer.link("Answer an appeal")
    officer.press("Answer it")
    other = officer.another_tab()
    other.fill(The_answer="And another answer.")
    officer.fill(The_answer="There was no time.")
    officer.press("Send the answer")
    officer.sees("The answer is sent.")
    other.press("Send the answer")
    other.sees("You cannot answer this appeal now: it is answered")
    northgate.open(northgate.letter("Answered"))
    northgate.sees("There was no time.")
    northgate.does_not_see("And another answer.")
    northgate.press("Take it to the Committee")
    northgate.fill(Why_does_the_answer_not_settle_it="There was time to ask.")
    northgate.press("Take it to the Committee")
    northgate.sees("The appeal waits for a meeting of the Committee.")


def apply_for_level_2(people: People) -> None:
    """DacCom shows each criterion, an officer reads each: neither can leave one out."""
    officer, lead = people.officer, people.lead
    officer.menu("Levels")
    officer.link("Criteria of the levels")
    officer.link("Enter the criteria of level 2")
    for number, text in enumerate(CRITERIA, start=1):
        officer.fill(**{f"Criterion_{number}": text})
    officer.press("Save the criteria of level 2")
    officer.sees(*CRITERIA)

    lead.menu("Levels")
    lead.link("DacCom")
    lead.press("Apply for a higher level")
    lead.choose("Level 2")
    lead.press("Start the application")
    lead.link("Say why the locality has reached this level")
    lead.fill(Why_has_the_locality_reached="We meet each month.")
    lead.press("Save and continue")
    lead.link("Evidence for criterion 1")
    lead.press("Save and continue")
    lead.sees("Say what shows it, or choose a file")
    lead.fill(What_shows_that_the_locality_meets_it="The minutes show it.")
    lead.press("Save and continue")
    lead.link("Evidence for criterion 2")
    lead.fill(What_shows_that_the_locality_meets_it="The minutes show that too.")
    lead.press("Save and continue")
    lead.link("Check your answers and submit")
    lead.press("Submit the application")

    officer.open("/")
    officer.link("Review DacCom for level 2")
    officer.press("Review the evidence")
    officer.answer("Is criterion 1 met?", "Yes")
    officer.answer("Do you recommend the level?", "Yes")
    officer.fill(Notes_for_the_Committee="All is shown.")
    officer.press("Put it before the Committee")
    officer.sees("Say whether criterion 2 is met")
    officer.answer("Is criterion 2 met?", "Yes")
    officer.press("Put it before the Committee")
    officer.sees("The officer recommends the level.")


def bring_the_late_sheet(officer: Visitor) -> None:
    """A late sheet cannot be accepted; it is put before the Committee once."""
    officer.menu("Sign-ups")
    officer.link("Millbrook Practice")
    officer.press("Review this sheet")
    officer.sees("only the Committee can let it in")
    officer.link("Put it before the Committee")
    other = officer.another_tab()
    for tab in (officer, other):
        tab.fill(Why_is_the_sheet_late="The post was late; let it in.")
        tab.press("Put it before the Committee")
    officer.sees("The late sheet waits for the Committee.")
    other.sees("This already waits for the Committee's decision")


def put_the_notes(officer: Visitor) -> None:
    """Two that concern practices, one to be heard in private, one that concerns nobody."""
    put_a_note(officer, NOTES[0], "Riverside Surgery")
    put_a_note(officer, NOTES[1], "Highfield Medical Centre")
    put_a_note(officer, NOTES[2], "Highfield Medical Centre", private=True)
    put_a_note(officer, NOTES[3])
