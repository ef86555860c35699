"""The Committee's meetings: the list, and each meeting from its agenda to its close."""

from typing import Any, ClassVar

from django.urls import reverse

from governance import (
    agenda,
    calendar_feed,
    gap_warnings,
    meeting_forms,
    meeting_page,
    minutes,
    permissions,
    publication,
    quorum,
)
from governance.actions import matters, meetings
from governance.models import Committee, Meeting
from governance.querysets import SITS_OR_SERVES
from governance.seats import present_seats, rule_of
from governance.statuses import ItemStatus, MeetingStatus
from governance.workflow import MEETING
from localities.models import Commissioner, Person
from pbc import clock
from pbc.guards import holders_of
from pbc.pages import ActionPage, Page
from pbc.roles import Role

READERS = (*SITS_OR_SERVES, Role.LMC_OBSERVER, Role.ADMINISTRATOR)
READS = holders_of(*READERS)
SERVES = holders_of(Role.COMMITTEE_SECRETARY)
_TO_COME = (
    MeetingStatus.SCHEDULED,
    MeetingStatus.AGENDA_DRAFT,
    MeetingStatus.PAPERS_PUBLISHED,
    MeetingStatus.IN_SESSION,
)
_LEFT = (ItemStatus.WAITING, ItemStatus.OPEN)


class Meetings(Page):
    """The meetings of the Committees this person follows."""

    guard = READS
    template_name = "governance/meeting/list.html"

    def context(self) -> dict[str, Any]:
        followed = self.actor.organisations(*READERS)
        committees = Committee.objects.filter(commissioner__in=followed).select_related(
            "commissioner"
        )
        return {
            "committees": [self._committee(committee) for committee in committees],
            "without": Commissioner.objects.filter(
                pk__in=self.actor.organisations(Role.COMMITTEE_SECRETARY), committee__isnull=True
            ),
        }

    def _committee(self, committee: Committee) -> dict[str, Any]:
        visible = list(
            Meeting.objects.visible_to(self.actor)
            .filter(committee=committee)
            .select_related("committee")
            .order_by("starts_at")
        )
        over = [meeting for meeting in visible if meeting.status not in _TO_COME]
        to_come = [meeting for meeting in visible if meeting.status in _TO_COME]
        reads_all = permissions.can_read_private(self.actor, committee)
        return {
            "committee": committee,
            "next": next(iter(to_come), None),
            "waits": meeting_page.waits_on(to_come[0]) if to_come else None,
            "to_come": to_come,
            "none_to_come": "No meeting is arranged."
            if reads_all
            else "No papers of a meeting to come are published yet. Its day is in the calendar.",
            "over": list(reversed(over)),
            "gaps": gap_warnings.of(committee) if reads_all else [],
            "serves": permissions.can_serve(self.actor, committee),
            "reads_all": reads_all,
            "feed": reverse("governance:calendar", args=[calendar_feed.key_of(committee)]),
        }


class OfMeeting(Page):
    """A page about one meeting that this person may see."""

    guard = READS
    meeting: Meeting

    def load(self) -> None:
        visible = Meeting.objects.visible_to(self.actor).select_related(
            "committee__commissioner", "minutes_approved_in", "minutes_document"
        )
        self.meeting = self.find(visible, pk=self.kwargs["pk"])
        self.check()

    def check(self) -> None:
        """The permission of the page."""

    @property
    def reads_private(self) -> bool:
        return permissions.can_read_private(self.actor, self.meeting.committee)

    def context(self) -> dict[str, Any]:
        return {
            "meeting": self.meeting,
            "serves": permissions.can_serve(self.actor, self.meeting.committee),
            "reads_private": self.reads_private,
        }


class MeetingDetail(OfMeeting):
    """The meeting: where it stands, its agenda, and in session who is in the room."""

    template_name = "governance/meeting/detail.html"

    def context(self) -> dict[str, Any]:
        meeting = self.meeting
        common = super().context()
        read = agenda.of(meeting, with_private=self.reads_private)
        left = [one for one in read.entries if one.item.status in _LEFT]
        heard = next((one for one in left if one.item.status == ItemStatus.OPEN), None)
        changing = common["serves"] and MEETING.allows(meeting.status, "change_agenda")
        rows = meeting_page.attendance_rows(meeting)
        return {
            **common,
            "agenda": read,
            "heard": heard,
            "next": next(iter(left), None) if heard is None else None,
            "waits": meeting_page.waits_on(meeting),
            "may_change_agenda": changing,
            "waiting_matters": agenda.to_put_on(meeting).count() if changing else 0,
            "attendance": rows,
            "others": meeting_page.others(meeting),
            "own": next((row for row in rows if row.person.pk == self.actor.person_id), None),
            "may_send_apologies": MEETING.allows(meeting.status, "send_apologies"),
            "in_session": meeting.status == MeetingStatus.IN_SESSION,
            "quorum": quorum.work_out(rule_of(meeting.committee), present_seats(meeting), ()),
            "steps": meeting_page.steps_of(meeting, left) if common["serves"] else [],
            "may_move": common["serves"] and MEETING.allows(meeting.status, "move"),
            "may_cancel": common["serves"] and MEETING.allows(meeting.status, "cancel"),
            "minutes_to_approve": meeting_page.minutes_heard(meeting, heard),
            "public_minutes": minutes.published(meeting),
            "points": [
                point
                for point in meeting.action_points.select_related("owner", "item__matter")
                if self.reads_private or not agenda.is_private_point(point)
            ],
            "timeline": meeting_page.timeline(meeting),
            **self._published(),
            "gaps": gap_warnings.of(meeting.committee) if common["serves"] else [],
        }

    def _published(self) -> dict[str, Any]:
        """The versions of the papers, newest first, and what the newest does not hold yet."""
        meeting = self.meeting
        published = list(meeting.publications.order_by("-number"))
        out = meeting.status == MeetingStatus.PAPERS_PUBLISHED
        return {
            "publications": published,
            "changes": publication.changes(meeting, with_private=self.reads_private) if out else [],
        }


class OfSecretary(OfMeeting):
    """A page on which the secretary does one thing with a meeting."""

    guard = SERVES

    def check(self) -> None:
        permissions.check_can_serve(self.actor, self.meeting.committee)


class ConfirmPage(OfSecretary, ActionPage):
    """One button: subclasses say what it does and in which words."""

    template_name = "governance/meeting/confirm.html"
    form_class = meeting_forms.ConfirmForm
    heading: ClassVar[str]
    button: ClassVar[str]
    explanation: ClassVar[str] = ""

    def form_arguments(self) -> dict[str, Any]:
        return {"button": self.button, "cancel": self.meeting.get_absolute_url()}

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "heading": self.heading,
            "explanation": self.explanation,
        }

    def done(self, result: Any) -> str | Meeting:
        return self.meeting


class MeetingDraftAgenda(ConfirmPage):
    """The standing items are put down, and what was put off before."""

    heading = "Begin the agenda"
    button = "Begin the agenda"
    explanation = (
        "The standing items are put down in their order. Matters that earlier meetings did not "
        "reach or deferred are put on it."
    )
    done_message = "The agenda is begun."

    def act(self, form: Any) -> Meeting:
        return meetings.draft_agenda(meeting=self.meeting, by=self.actor)


class MeetingAddMatters(OfSecretary, ActionPage):
    """Matters that wait are put on the agenda."""

    template_name = "governance/meeting/add_matters.html"
    form_class = meeting_forms.MattersForm
    done_message = "The agenda has changed."

    def form_arguments(self) -> dict[str, Any]:
        return {"matters": agenda.to_put_on(self.meeting)}

    def act(self, form: meeting_forms.MattersForm) -> Meeting:
        matters.put_together_on_agenda(
            matters=form.cleaned_data["matters"], meeting=self.meeting, by=self.actor
        )
        return self.meeting

    def done(self, result: Meeting) -> str:
        return f"{result.get_absolute_url()}#agenda"


class MeetingMoveItem(ConfirmPage):
    """A matter is heard before, or after, its neighbour."""

    heading = "Change the order of the agenda"
    button = "Change the order"

    def act(self, form: Any) -> Any:
        item = self.find(self.meeting.items.all(), pk=self.kwargs["item"])
        return meetings.move_item(
            item=item, earlier=self.kwargs["direction"] == "earlier", by=self.actor
        )

    def done(self, result: Any) -> str:
        return f"{self.meeting.get_absolute_url()}#agenda"


class MeetingPublishPapers(ConfirmPage):
    """The check page before the papers go out: what is in them, and what to expect of each item."""

    template_name = "governance/meeting/publish_papers.html"
    heading = "Publish the papers"
    button = "Publish the papers"
    done_message = "The papers are published, and the members are told."

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "agenda": agenda.of(self.meeting, with_private=True),
            "outlook": agenda.outlook(self.meeting),
            "late": clock.today() > self.meeting.papers_due,
            "again": publication.last(self.meeting),
            "changes": publication.changes(self.meeting, with_private=True),
        }

    def act(self, form: Any) -> Meeting:
        return meetings.publish_papers(meeting=self.meeting, by=self.actor)


class MeetingOpen(OfSecretary, ActionPage):
    """Who is in the room when the meeting begins."""

    template_name = "governance/meeting/open.html"
    form_class = meeting_forms.OpenForm
    done_message = "The meeting is open."

    def form_arguments(self) -> dict[str, Any]:
        return {
            "members": [
                {
                    "id": row.person.pk,
                    "name": row.person.name,
                    "capacities": row.capacities.lower(),
                    "apologies": row.apologies,
                }
                for row in meeting_page.attendance_rows(self.meeting)
            ]
        }

    def act(self, form: meeting_forms.OpenForm) -> Meeting:
        people = Person.objects.in_bulk([row["id"] for row in form.members])
        return meetings.open_meeting(
            meeting=self.meeting,
            present=[people[pk] for pk in form.chosen(meeting_forms.HERE)],
            apologies=[people[pk] for pk in form.chosen(meeting_forms.APOLOGIES)],
            by=self.actor,
        )

    def done(self, result: Meeting) -> Meeting:
        return result


class MeetingClose(ConfirmPage):
    """The end of a meeting, and what goes to the next."""

    template_name = "governance/meeting/close.html"
    heading = "Close the meeting"
    button = "Close the meeting"
    done_message = "The meeting is closed."

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "not_reached": self.meeting.items.filter(status=ItemStatus.WAITING),
            "following": agenda.following(self.meeting),
            "to_ratify": agenda.to_ratify(self.meeting),
        }

    def act(self, form: Any) -> Meeting:
        return meetings.close(meeting=self.meeting, by=self.actor)


class MeetingMoveTo(OfSecretary, ActionPage):
    """Another day, time or place."""

    template_name = "governance/meeting/move.html"
    form_class = meeting_forms.MoveForm
    done_message = "The meeting is moved, and the members are told."

    def form_arguments(self) -> dict[str, Any]:
        starts = self.meeting.starts_at.astimezone(clock.LONDON)
        return {
            "initial": {"day": starts.date(), "at": starts.time(), "place": self.meeting.place},
            "cancel": self.meeting.get_absolute_url(),
        }

    def act(self, form: meeting_forms.MoveForm) -> Meeting:
        return meetings.move(meeting=self.meeting, by=self.actor, **form.cleaned_data)

    def done(self, result: Meeting) -> Meeting:
        return result


class MeetingCancel(OfSecretary, ActionPage):
    """A meeting that does not take place."""

    template_name = "governance/meeting/cancel.html"
    form_class = meeting_forms.CancelForm
    done_message = "The meeting is cancelled, and the members are told."

    def form_arguments(self) -> dict[str, Any]:
        return {"keep": self.meeting.get_absolute_url()}

    def act(self, form: meeting_forms.CancelForm) -> Meeting:
        return meetings.cancel(
            meeting=self.meeting, reason=form.cleaned_data["reason"], by=self.actor
        )

    def done(self, result: Meeting) -> Meeting:
        return result
