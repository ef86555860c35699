"""The agenda of June with its seven matters, and the papers that go out with it."""

from tests.browser.governance.month import letters
from tests.browser.governance.month.people import People
from tests.browser.visitor import Visitor
from tests.month import NOTES

LEVEL = "Award level 2 to DacCom"
LATE = "Late sign-up of Millbrook Practice"
APPEAL = "Appeal of Northgate Health Centre"
JUNE, JULY = "28 June 2007", "26 July 2007"


def open_meeting(visitor: Visitor, day: str) -> None:
    visitor.menu("Committee")
    visitor.link(day)
    visitor.heading(f"Meeting of {day}")


def put_the_matters_on(secretary: Visitor) -> None:
    """All seven that wait; without choosing any the agenda stays as it is."""
    secretary.open("/")
    secretary.link(f"Papers for {JUNE}")
    secretary.press("Begin the agenda")
    secretary.press("Begin the agenda")
    secretary.sees("7 matters wait for an agenda.")
    secretary.link("Put matters on this agenda")
    secretary.press("Put on the agenda")
    secretary.sees("Choose at least one matter")
    matters = secretary.page.get_by_role("checkbox").all()
    assert len(matters) == 7
    for matter in matters:
        matter.check()
    secretary.press("Put on the agenda")
    secretary.sees("The agenda has changed.", LEVEL, LATE, APPEAL, *NOTES)


def publish_them(people: People) -> None:
    """The secretary sees who will be out of what; the public pack leaves out what is private."""
    secretary, lay, observer = people.secretary, people.lay, people.observer
    observer.menu("Committee")
    observer.heading("Meetings of the Committee")
    observer.does_not_see(JUNE)
    secretary.press("Publish the papers")
    secretary.sees("The papers are late", "Edmund Rusk withdraws.", "Agatha Pym withdraws.")
    secretary.press("Publish the papers")
    secretary.sees("The papers are published, and the members are told.")
    lay.open(lay.letter("Papers for"))
    lay.link("Whole pack")
    words = letters.saved(lay, "Download as a PDF")
    letters.says(words, LEVEL, LATE, APPEAL, *NOTES, "Level sought", "Nobody asked us.")
    open_meeting(observer, JUNE)
    observer.link("Public part")
    words = letters.saved(observer, "Download as a PDF")
    letters.says(words, LEVEL, NOTES[0], "Heard in private")
    assert NOTES[2] not in words
