"""A Governance Committee for the tests: who sits on it, and a meeting in session."""

from dataclasses import dataclass
from datetime import date, time

from accounts.models import User
from governance.actions import attendance, committees, items, matters, meetings
from governance.actions.decisions import NewCondition, Ruling, correct, decide
from governance.models import (
    AgendaItem,
    Committee,
    CommitteeMembership,
    Decision,
    Matter,
    Meeting,
)
from governance.statuses import Capacity, ItemStatus, Manner, MeetingStatus, Outcome, Section
from pbc import clock
from pbc.roles import Role
from tests.cast import LONG_AGO, Cast, a_person

SEATS = {
    "chair": ("Agatha", "Pym", Capacity.CHAIR),
    "deputy": ("Bruno", "Sayle", Capacity.DEPUTY),
    "executive": ("Celia", "Drummond", Capacity.EXECUTIVE),
    "lay": ("Dora", "Winship", Capacity.LAY),
    "clinician": ("Edmund", "Rusk", Capacity.CLINICIAN),
    "second_clinician": ("Flora", "Tansley", Capacity.CLINICIAN),
}


@dataclass
class Sitting:
    """The Committee of Dacorum with its members by the seat they hold, and its secretary."""

    committee: Committee
    members: dict[str, User]
    secretary: User

    def meeting_on(self, day: date) -> Meeting:
        """A meeting of that day, its agenda begun."""
        [meeting] = meetings.schedule(
            committee=self.committee, days=[day], at=time(13), place="Hall", by=self.secretary
        )
        return meetings.draft_agenda(meeting=meeting, by=self.secretary)

    def open(self, meeting: Meeting, *absent: str) -> Meeting:
        """Publish the papers and begin, with everyone but these in the room."""
        meetings.publish_papers(meeting=meeting, by=self.secretary)
        return meetings.open_meeting(
            meeting=meeting,
            present=[user.person for seat, user in self.members.items() if seat not in absent],
            apologies=[self.members[seat].person for seat in absent],
            by=self.secretary,
        )

    def arrive(self, meeting: Meeting, seat: str) -> None:
        attendance.arrive(meeting=meeting, person=self.members[seat].person, by=self.secretary)

    def leave(self, meeting: Meeting, seat: str) -> None:
        attendance.leave(meeting=meeting, person=self.members[seat].person, by=self.secretary)

    def hear(self, matter: Matter, day: date | None = None) -> AgendaItem:
        """Put a matter on the agenda of a meeting today, and open its item.

        A meeting that sits still is closed first: the Committee sits in one at a time.
        """
        for sitting in Meeting.objects.filter(
            committee=self.committee, status=MeetingStatus.IN_SESSION
        ):
            meetings.close(meeting=sitting, by=self.secretary)
        meeting = self.meeting_on(day or clock.today())
        item = AgendaItem.objects.filter(meeting=meeting, matter=matter).first()
        item = item or matters.put_on_agenda(matter=matter, meeting=meeting, by=self.secretary)
        self.open(meeting)
        return items.open_item(item=item, by=self.secretary)

    def rule(self, item: AgendaItem, outcome: Outcome, **more: object) -> Decision:
        """Decide an item that is heard, by consensus."""
        ruling = Ruling(
            outcome=outcome,
            reasons="The evidence shows it.",
            would_resolve="Show the missing evidence." if outcome == Outcome.DECLINED else "",
            **more,  # type: ignore[arg-type]
        )
        return decide(item=item, ruling=ruling, manner=Manner.CONSENSUS, by=self.secretary)

    def correct(self, decision: Decision, outcome: Outcome, **more: object) -> Decision:
        """Correct a decision under matters arising of a meeting today, by consensus."""
        meeting = Meeting.objects.filter(
            committee=self.committee, status=MeetingStatus.IN_SESSION
        ).first() or self.open(self.meeting_on(clock.today()))
        item = meeting.items.get(section=Section.MATTERS_ARISING)
        if item.status == ItemStatus.WAITING:
            item = items.open_item(item=item, by=self.secretary)
        ruling = Ruling(
            outcome=outcome,
            reasons="It was minuted wrongly.",
            would_resolve="Show the missing evidence." if outcome == Outcome.DECLINED else "",
            **more,  # type: ignore[arg-type]
        )
        return correct(
            decision=decision,
            item=item,
            ruling=ruling,
            manner=Manner.CONSENSUS,
            by=self.secretary,
        )

    def condition(self, text: str, *, due: date) -> NewCondition:
        return NewCondition(text=text, owner=self.members["executive"].person, due=due)


def sitting(cast: Cast) -> Sitting:
    """Establish Dacorum's Committee with a quorum to spare."""
    committee = committees.establish(commissioner=cast.dacorum, by=cast.secretary)
    members = {}
    for seat, (given, family, capacity) in SEATS.items():
        user = a_person(given, family, role=Role.COMMITTEE_MEMBER, at=cast.dacorum)
        CommitteeMembership.objects.create(
            committee=committee, person=user.person, capacity=capacity, starts=LONG_AGO
        )
        members[seat] = user
    return Sitting(committee, members, cast.secretary)
