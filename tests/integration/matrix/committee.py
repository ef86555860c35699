"""The Committee of the world that is walked: a meeting at every status that has its own pages."""

from datetime import date, time
from typing import TYPE_CHECKING

from governance import calendar_feed, disputable
from governance.actions import (
    action_points,
    appeals,
    committees,
    decisions,
    items,
    letters,
    matters,
    meetings,
    minutes,
)
from governance.actions.decisions import Ruling
from governance.models import Condition, Decision, Meeting
from governance.own_kinds import DECISION
from governance.statuses import Capacity, Outcome, Section
from pbc.roles import Role
from tests.cast import LONG_AGO, a_person

if TYPE_CHECKING:
    from tests.integration.matrix.world import World

_SEATS = (Capacity.EXECUTIVE, Capacity.LAY, Capacity.CLINICIAN)
_DAYS = {
    "approved meeting": date(2007, 4, 19),
    "minuted meeting": date(2007, 4, 26),
    "sitting meeting": date(2007, 5, 24),
    "published meeting": date(2007, 6, 28),
    "drafted meeting": date(2007, 7, 26),
    "arranged meeting": date(2007, 8, 23),
}


def add_committee(world: "World") -> None:
    """Dacorum's Committee with its members."""
    by = world.people["secretary"]
    committee = committees.establish(commissioner=world.cast.dacorum, by=by)
    people = [world.people["member"]]
    people += [
        a_person(
            "Seated", f"As {capacity.label}", role=Role.COMMITTEE_MEMBER, at=world.cast.dacorum
        )
        for capacity in _SEATS
    ]
    for user, capacity in zip(people, (Capacity.CHAIR, *_SEATS), strict=True):
        seat = committees.seat(
            committee=committee, person=user.person, capacity=capacity, starts=LONG_AGO, by=by
        )
    world.put("committee", committee, "XDA")
    world.put("seat", seat, "XDA", seat.pk)
    world.put("calendar", committee, calendar_feed.key_of(committee))
    persons = [user.person for user in people]
    made = dict(
        zip(
            _DAYS,
            meetings.schedule(
                committee=committee, days=list(_DAYS.values()), at=time(13), place="Hall", by=by
            ),
            strict=True,
        )
    )
    held = ("approved meeting", "minuted meeting", "sitting meeting")
    for name in (*held, "published meeting", "drafted meeting"):
        meeting = Meeting.objects.get(pk=made[name].pk)
        if meeting.status == "scheduled":
            meeting = meetings.draft_agenda(meeting=meeting, by=by)
        if name == "drafted meeting":
            continue
        meeting = meetings.publish_papers(meeting=meeting, by=by)
        if name not in held:
            continue
        meeting = meetings.open_meeting(meeting=meeting, present=persons, apologies=[], by=by)
        if name == "sitting meeting":
            continue
        meetings.close(meeting=meeting, by=by)
        minutes.draft(meeting=meeting, texts={}, by=by)
    sitting = Meeting.objects.get(pk=made["sitting meeting"].pk)
    item = items.open_item(item=sitting.items.get(section=Section.MINUTES), by=by)
    minutes.approve(meeting=made["approved meeting"], at=item, by=by)
    for name, meeting in made.items():
        world.put(name, Meeting.objects.get(pk=meeting.pk))
    _things_of_meetings(world, persons)


def _things_of_meetings(world: "World", persons: list) -> None:
    by = world.people["secretary"]
    sitting, drafted = world.things["sitting meeting"], world.things["drafted meeting"]
    lay = persons[2]
    world.put("person in the room", lay, sitting.pk, lay.pk)
    officer = world.people["officer"].person
    world.put("person outside", officer, sitting.pk, officer.pk)
    member = world.people["member"].person
    world.put(
        "member of an arranged meeting", member, world.places["arranged meeting"][0], member.pk
    )
    notes = [
        matters.propose(
            committee=world.things["committee"],
            kind="note",
            subject_type="note",
            subject_id=title,
            title=title,
            summary="",
            concerned=[],
            by=by,
        )
        for title in ("First note", "Second note", "Waiting note")
    ]
    world.put("waiting note", notes.pop())
    for note in notes:
        item = matters.put_on_agenda(matter=note, meeting=drafted, by=by)
    world.put("second item", item, drafted.pk, item.pk, "earlier")
    point = action_points.add(
        meeting=sitting,
        item=None,
        text="Bring the audit",
        owner=officer,
        due=date(2007, 6, 1),
        by=by,
    )
    world.put("action point", point)
    _things_of_decisions(world, notes)


def _things_of_decisions(world: "World", on_agenda: list) -> None:
    by, cast = world.people["secretary"], world.cast
    sitting, riverside = world.things["sitting meeting"], cast.riverside
    world.put("note on an agenda", on_agenda[0])
    world.put("item of a note", on_agenda[0].items.get())
    world.put("open item", sitting.items.get(section=Section.MINUTES))
    world.put("item to come", sitting.items.get(section=Section.MATTERS_ARISING))
    ruling = Ruling(Outcome.AGREED, "It cannot wait.")
    decided = {}
    for name in ("matter of Riverside", "matter untold", "matter escalated"):
        matter = matters.propose(
            committee=world.things["committee"],
            kind="note",
            subject_type="note",
            subject_id=name,
            title=name,
            summary="",
            concerned=[riverside],
            by=by,
        )
        world.put(name, matter)
        decided[name] = decisions.chairs_action(
            matter=matter, ruling=ruling, by=world.people["member"]
        )
    told, untold, answered = decided.values()
    world.put("chair's decision", told)
    world.put("untold decision", untold)
    world.put("letter to send", untold, untold.pk, riverside.pk)
    for decision in (told, answered):
        letters.issue(decision=decision, organisation=riverside, by=by)
    condition = Condition.objects.create(
        decision=untold,
        text="Show it",
        owner=world.people["member"].person,
        due=date(2007, 6, 1),
        organisation_id=riverside.pk,
    )
    world.put("condition", condition)
    world.put("appeal to raise", told, DECISION, str(told.pk))
    _appeals(world, told, answered)


def _appeals(world: "World", told: Decision, answered: Decision) -> None:
    """One on a decision that was told, and one that was acknowledged."""
    manager, officer = world.people["manager"], world.people["officer"]
    for name, decision in (("appeal", answered), ("acknowledged appeal", told)):
        appeal = appeals.raise_appeal(
            disputed=disputable.find(manager, DECISION, str(decision.pk)),
            subject_type=DECISION,
            # The page on which one is raised needs a decision without an open appeal.
            subject_id=str(decision.pk) if name == "appeal" else "another line",
            grounds="It was wrong.",
            supported_by_lmc=False,
            by=manager,
        )
        if name != "appeal":
            appeals.acknowledge(appeal=appeal, by=officer)
        world.put(name, appeal)
