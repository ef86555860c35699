"""The Committee itself: its settings, its members, its series of meetings, its calendar."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from governance import calendar_feed, meeting_forms, people, permissions
from governance.actions import committees, meetings
from governance.models import Committee, CommitteeMembership
from governance.statuses import Capacity
from governance.views.meetings import READERS, READS, SERVES
from localities.models import Commissioner
from pbc import clock
from pbc.guards import Public
from pbc.pages import ActionPage, Page


class Calendar(Page):
    """The calendar that programs subscribe to."""

    guard = Public(
        why="A calendar program cannot sign in. The address holds a signed key, and the feed tells "
        "days and places only."
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        committee = calendar_feed.committee_of(self.kwargs["key"])
        if committee is None:
            raise Http404
        response = HttpResponse(
            calendar_feed.feed(committee), content_type=calendar_feed.CONTENT_TYPE
        )
        response["Content-Disposition"] = 'inline; filename="committee.ics"'
        return response


class CommitteeEstablish(ActionPage):
    """A commissioner's Committee is set up."""

    guard = SERVES
    template_name = "governance/meeting/establish.html"
    form_class = meeting_forms.ConfirmForm
    done_message = "The Committee is set up. Say who sits on it."

    def load(self) -> None:
        self.commissioner: Commissioner = self.find(
            Commissioner.objects.commissioners_visible_to(self.actor), code=self.kwargs["code"]
        )
        permissions.check_can_establish(self.actor, self.commissioner)

    def form_arguments(self) -> dict[str, Any]:
        return {"button": "Set up the Committee", "cancel": reverse("governance:meetings")}

    def context(self) -> dict[str, Any]:
        return {"commissioner": self.commissioner}

    def act(self, form: Any) -> Committee:
        return committees.establish(commissioner=self.commissioner, by=self.actor)

    def done(self, result: Committee) -> str:
        return reverse("governance:committee", args=[self.commissioner.code])


class OfCommittee(Page):
    """A page about the Committee of a commissioner."""

    guard = READS
    committee: Committee

    def load(self) -> None:
        followed = Committee.objects.filter(
            commissioner__in=self.actor.organisations(*READERS)
        ).select_related("commissioner")
        self.committee = self.find(followed, commissioner__code=self.kwargs["code"])
        self.check()

    def check(self) -> None:
        """The permission of the page."""

    def context(self) -> dict[str, Any]:
        return {"committee": self.committee}


class CommitteeDetail(OfCommittee):
    """Who sits on the Committee, and by which rules it decides."""

    template_name = "governance/meeting/committee.html"

    def context(self) -> dict[str, Any]:
        today = clock.today()
        memberships = self.committee.memberships.select_related("person").order_by(
            "person__family_name", "capacity"
        )
        current = [one for one in memberships if one.ends is None or one.ends > today]
        held = {one.capacity for one in current if one.starts <= today}
        return {
            **super().context(),
            "current": current,
            "former": [one for one in memberships if one not in current],
            "secretaries": people.secretaries(self.committee),
            "serves": permissions.can_serve(self.actor, self.committee),
            "missing": self._missing(held),
        }

    def _missing(self, held: set[str]) -> list[str]:
        """Capacities that the quorum asks for and nobody sits in."""
        asked = [
            (self.committee.quorum_needs_chair, {Capacity.CHAIR, Capacity.DEPUTY}, "chair"),
            (self.committee.quorum_needs_executive, {Capacity.EXECUTIVE}, "executive member"),
            (self.committee.quorum_needs_lay, {Capacity.LAY}, "lay representative"),
        ]
        return [words for needed, capacities, words in asked if needed and not held & capacities]


class OfCommitteesSecretary(OfCommittee, ActionPage):
    """A page on which the secretary changes something of the Committee."""

    guard = SERVES

    def check(self) -> None:
        permissions.check_can_serve(self.actor, self.committee)

    def done(self, result: Any) -> str:
        return reverse("governance:committee", args=[self.committee.commissioner.code])


class CommitteeSettings(OfCommitteesSecretary):
    """The quorum and the deadlines."""

    template_name = "governance/meeting/settings.html"
    form_class = meeting_forms.SettingsForm
    done_message = "The settings are saved."

    def form_arguments(self) -> dict[str, Any]:
        # A copy of the row: the form writes on what it is given, the action on the row itself.
        return {"instance": Committee.objects.get(pk=self.committee.pk)}

    def act(self, form: meeting_forms.SettingsForm) -> Committee:
        return committees.change_settings(
            committee=self.committee, settings=form.cleaned_data, by=self.actor
        )


class CommitteeSeat(OfCommitteesSecretary):
    """A person takes a seat."""

    template_name = "governance/meeting/seat.html"
    form_class = meeting_forms.SeatForm
    done_message = "The seat is given."

    def form_arguments(self) -> dict[str, Any]:
        return {
            "people": people.around(self.committee),
            "initial": {"starts": clock.today()},
        }

    def act(self, form: meeting_forms.SeatForm) -> CommitteeMembership:
        return committees.seat(committee=self.committee, by=self.actor, **form.cleaned_data)


class CommitteeEndSeat(OfCommitteesSecretary):
    """A person gives a seat up."""

    template_name = "governance/meeting/end_seat.html"
    form_class = meeting_forms.EndSeatForm
    done_message = "The end of the seat is noted."

    def check(self) -> None:
        super().check()
        self.membership: CommitteeMembership = self.find(
            self.committee.memberships.select_related("person"), pk=self.kwargs["pk"]
        )

    def context(self) -> dict[str, Any]:
        return {**super().context(), "membership": self.membership}

    def act(self, form: meeting_forms.EndSeatForm) -> CommitteeMembership:
        return committees.end_seat(
            membership=self.membership, last_day=form.cleaned_data["last_day"], by=self.actor
        )


class MeetingSchedule(OfCommitteesSecretary):
    """A monthly series of meetings is arranged."""

    template_name = "governance/meeting/schedule.html"
    form_class = meeting_forms.ScheduleForm
    done_message = "The meetings are arranged."

    def form_arguments(self) -> dict[str, Any]:
        last = self.committee.meetings.order_by("-starts_at").first()
        return {
            "initial": {
                "starting": clock.today(),
                **({"place": last.place} if last is not None else {}),
            }
        }

    def act(self, form: meeting_forms.ScheduleForm) -> Any:
        asked = form.cleaned_data
        return meetings.schedule(
            committee=self.committee,
            days=form.days,
            at=asked["at"],
            place=asked["place"],
            by=self.actor,
        )

    def done(self, result: Any) -> str:
        return reverse("governance:meetings")
