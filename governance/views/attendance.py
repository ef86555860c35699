"""Who comes and leaves: large buttons for the table at which the meeting sits."""

from typing import Any

from django.db.models import Q

from governance import meeting_forms, people, permissions
from governance.actions import attendance
from governance.models import Meeting
from governance.views.meetings import READS, ConfirmPage, OfMeeting, OfSecretary
from localities.models import Person
from pbc.pages import ActionPage


class _OfPerson(ConfirmPage):
    """About one person of those around the Committee."""

    heading = ""  # names the person

    def check(self) -> None:
        super().check()
        invited = people.around(self.meeting.committee).values("pk")
        came = self.meeting.attendances.values("person")
        self.person: Person = self.find(
            Person.objects.filter(Q(pk__in=invited) | Q(pk__in=came)), pk=self.kwargs["person"]
        )

    def context(self) -> dict[str, Any]:
        return {**super().context(), "heading": f"{self.person.name} {self.button.lower()}"}

    def done(self, result: Any) -> str:
        return f"{self.meeting.get_absolute_url()}#attendance"


class MeetingArrive(_OfPerson):
    """A person comes in now."""

    button = "Comes in now"

    def act(self, form: Any) -> Any:
        return attendance.arrive(meeting=self.meeting, person=self.person, by=self.actor)


class MeetingLeave(_OfPerson):
    """A person goes out now."""

    button = "Goes out now"

    def act(self, form: Any) -> Any:
        return attendance.leave(meeting=self.meeting, person=self.person, by=self.actor)


class MeetingAttend(OfSecretary, ActionPage):
    """Someone who does not sit on the Committee comes in."""

    template_name = "governance/meeting/attend.html"
    form_class = meeting_forms.PersonForm

    def form_arguments(self) -> dict[str, Any]:
        inside = self.meeting.attendances.filter(apologies=False, left_at__isnull=True)
        return {
            "people": people.around(self.meeting.committee).exclude(pk__in=inside.values("person")),
            "button": "Comes in now",
            "cancel": self.meeting.get_absolute_url(),
        }

    def act(self, form: meeting_forms.PersonForm) -> Any:
        return attendance.arrive(
            meeting=self.meeting, person=form.cleaned_data["person"], by=self.actor
        )

    def done(self, result: Any) -> str:
        return f"{self.meeting.get_absolute_url()}#attendance"


class MeetingSendApologies(OfMeeting, ActionPage):
    """A member does not come: the member says so, or the secretary for the member."""

    guard = READS
    template_name = "governance/meeting/confirm.html"
    form_class = meeting_forms.ConfirmForm
    done_message = "The apologies are noted."

    def check(self) -> None:
        sitting = self.meeting.committee.memberships.values("person")
        self.person: Person = self.find(
            Person.objects.filter(pk__in=sitting), pk=self.kwargs["person"]
        )
        permissions.check_can_send_apologies(self.actor, self.meeting.committee, self.person)

    def form_arguments(self) -> dict[str, Any]:
        return {"button": "Send apologies", "cancel": self.meeting.get_absolute_url()}

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "heading": "Send apologies",
            "explanation": f"{self.person.name} does not come to this meeting.",
        }

    def act(self, form: Any) -> Any:
        return attendance.send_apologies(meeting=self.meeting, person=self.person, by=self.actor)

    def done(self, result: Any) -> Meeting:
        return self.meeting
