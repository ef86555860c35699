"""28 June: the Committee sits. Each item is heard by those who may, and decided once."""

import re

from localities.models import Person
from tests.browser.governance.month.before import BRANCH
from tests.browser.governance.month.papers import APPEAL, JUNE, LATE, LEVEL, open_meeting
from tests.browser.governance.month.people import People
from tests.browser.visitor import Visitor
from tests.month import NOTES, WORTH

# By family name, as every list of the Committee has them.
MEMBERS = (
    "Celia Drummond",
    "Agatha Pym",
    "Edmund Rusk",
    "Bruno Sayle",
    "Flora Tansley",
    "Dora Winship",
)
RECORDED = "The decision is recorded and carried out."


def begin(secretary: Visitor, day: str, *absent: str) -> None:
    """Who is named here is here; the others come later, if they come."""
    open_meeting(secretary, day)
    secretary.press("Open the meeting")
    for member in MEMBERS:
        if member not in absent:
            secretary.answer(member, "Here")
    secretary.press("Open the meeting")
    secretary.sees("The meeting is open.")


def open_in_june(secretary: Visitor) -> None:
    """One member is overlooked: the room is not quorate until she is brought in."""
    begin(secretary, JUNE, "Dora Winship")
    secretary.sees("Not quorate as a whole", "a lay or patient representative")
    secretary.press("Comes in Dora Winship")
    secretary.sees("Quorate as a whole: 6 members are here.")


def hear(secretary: Visitor, title: str) -> None:
    """From the agenda to the item, which is then heard."""
    words = re.compile(rf"Hear this item\W+{re.escape(title)}")
    secretary.page.get_by_role("button", name=words).click()
    secretary.press("Hear this item")
    secretary.sees("Being heard")


def ratify_the_chairs_action(secretary: Visitor) -> None:
    """Not without a reason, if it is not ratified; then it is."""
    hear(secretary, "Matters arising")
    secretary.press("Record a ratification")
    secretary.choose(BRANCH)
    secretary.choose("No, it is not ratified")
    secretary.press("Record the ratification")
    secretary.sees("Say why it is not ratified")
    secretary.choose("Yes, it is ratified")
    secretary.press("Record the ratification")
    secretary.sees("Ratified here", "ratified")
    secretary.press("Close the item")
    secretary.fill(Anything_more_for_the_minutes="Nothing else arose.")
    secretary.press("Close the item")
    secretary.sees("The item is closed.")


def raise_the_level(people: People) -> None:
    """Whoever is conflicted has no vote, though one is sent (TV-38); it is decided once."""
    secretary, conflicted = people.secretary, people.conflicted
    hear(secretary, LEVEL)
    secretary.sees("5 members counted", "Edmund Rusk", "Works at a practice of DacCom", *WORTH)
    open_meeting(conflicted, JUNE)
    conflicted.link("Go to this item")
    conflicted.sees("You are out of this item")
    conflicted.does_not_see("Record votes")
    conflicted.is_refused(f"{secretary.page.url}votes/", 403)

    secretary.press("Record votes")
    secretary.does_not_see("Edmund Rusk")
    voting = [member for member in MEMBERS if member != "Edmund Rusk"]
    vote(secretary, voting)
    slip_in_a_vote(secretary, "Edmund Rusk")
    secretary.press("Record the votes")
    secretary.sees("Edmund Rusk is out of this item or not in the room, and does not vote.")
    secretary.press("Record the votes")
    secretary.sees("The votes are recorded.", "For 5")
    secretary.does_not_see("Edmund Rusk: for")

    secretary.press("Record the decision")
    secretary.choose("Agreed")
    secretary.fill(Reasons="Every criterion is shown.")
    secretary.answer("How was it decided?", "By consensus")
    secretary.press("Record the decision")
    secretary.sees("Votes were recorded on this item, so it is decided by vote")
    secretary.answer("How was it decided?", "By vote")
    other = secretary.another_tab()
    other.choose("Agreed")
    other.fill(Reasons="Twice.")
    secretary.page.get_by_role("button", name="Record the decision").dblclick()
    secretary.sees(RECORDED)
    other.press("Record the decision")
    other.sees("You cannot decide this item now: it is heard")
    other.does_not_see("What agreeing is worth")
    other.open(other.page.url)
    other.sees("Nothing more is recorded on this item: it is heard.", "Decision 2")


def vote(secretary: Visitor, members: list[str]) -> None:
    for member in members:
        secretary.answer(member, "For")


def slip_in_a_vote(secretary: Visitor, member: str) -> None:
    """Send along a vote that the page does not offer."""
    given, family = member.split()
    person = Person.objects.get(given_name=given, family_name=family)
    secretary.page.evaluate(
        """name => {
            const vote = document.createElement("input");
            Object.assign(vote, { type: "hidden", name, value: "for" });
            document.querySelector("main form").append(vote);
        }""",
        str(person.pk),
    )


def let_in_the_late_sheet(people: People) -> None:
    """Only with the condition that was meant; then the officer may accept it."""
    secretary, officer = people.secretary, people.officer
    hear(secretary, LATE)
    secretary.press("Record the decision")
    secretary.choose("Agreed with conditions")
    secretary.fill(Reasons="The post was late.")
    secretary.press("Record the decision")
    secretary.sees("Set at least one condition")
    secretary.fill(Condition_1="Name a deputy")
    secretary.page.get_by_label("Who sees to condition 1?").select_option(label="Celia Drummond")
    secretary.give_date("condition_1_due", 31, 8, 2006)
    secretary.press("Record the decision")
    secretary.sees("A condition cannot be due in the past")
    secretary.give_date("condition_1_due", 31, 8, 2007)
    secretary.press("Record the decision")
    secretary.sees(RECORDED)
    officer.menu("Sign-ups")
    officer.link("Millbrook Practice")
    officer.press("Review this sheet")
    officer.press("Accept")
    officer.press("Accept the sign-up")
    officer.sees("The sign-up is accepted and the agreement is sealed")


def hear_the_appeal(people: People) -> None:
    """Without the chair, who decided before; a refusal says what would resolve it (EXC-20)."""
    secretary, chair = people.secretary, people.chair
    hear(secretary, APPEAL)
    secretary.sees("Agatha Pym", "Took part in the decision appealed against", "5 members counted")
    open_meeting(chair, JUNE)
    chair.link("Go to this item")
    chair.sees("You are out of this item")
    secretary.press("Record the decision")
    secretary.choose("Declined")
    secretary.fill(Reasons="It could not wait.")
    secretary.press("Record the decision")
    secretary.sees("Say what would resolve it: no letter can go without")
    secretary.fill(What_would_resolve_it="Show that the lease was prolonged.")
    secretary.press("Record the decision")
    secretary.sees(RECORDED)


def note(secretary: Visitor, title: str, reasons: str) -> None:
    hear(secretary, title)
    secretary.press("Record the decision")
    secretary.choose("Agreed")
    secretary.fill(Reasons=reasons)
    secretary.press("Record the decision")
    secretary.sees(RECORDED)


def lose_the_quorum(secretary: Visitor) -> None:
    """The lay member leaves while the decision is being typed: it is refused, and deferred."""
    hear(secretary, NOTES[3])
    secretary.press("Record the decision")
    secretary.choose("Agreed")
    secretary.fill(Reasons="They suit.")
    other = secretary.another_tab()
    open_meeting(other, JUNE)
    other.press("Goes out Dora Winship")
    other.sees("Not quorate for this item. It lacks a lay or patient representative.")
    secretary.press("Record the decision")
    secretary.sees("The Committee is not quorate for this item")
    secretary.link("Defer it")
    secretary.press("Defer it")
    secretary.sees("Say why it is deferred")
    secretary.fill(Why_is_it_deferred="No quorum was left.")
    secretary.press("Defer it")
    secretary.sees("The item is deferred.")
    secretary.press("Comes in Dora Winship")
    secretary.sees("Quorate as a whole: 6 members are here.")


def close(secretary: Visitor) -> None:
    secretary.press("Close the meeting")
    secretary.press("Close the meeting")
    secretary.sees("The meeting is closed.")
