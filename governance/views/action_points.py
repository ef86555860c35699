"""The action log."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from governance import meeting_forms, people, permissions
from governance.actions import action_points
from governance.models import ActionPoint
from governance.querysets import SITS_OR_SERVES
from governance.views.meetings import OfSecretary
from pbc import clock, tables
from pbc.actor import Actor
from pbc.guards import SignedIn
from pbc.pages import ActionPage, Page


def visible_to(actor: Actor) -> "QuerySet[ActionPoint]":
    """The log of the own Committee, and what a person owns; what is open stands first."""
    return (
        ActionPoint.objects.filter(
            Q(committee__commissioner_id__in=actor.organisations(*SITS_OR_SERVES))
            | Q(owner_id=actor.person_id)
        )
        .select_related("owner", "meeting__committee", "item", "committee")
        .order_by(F("done_at").desc(nulls_first=True), "due")
    )


def state_of(point: ActionPoint) -> str:
    if point.done_at is not None:
        return "done"
    return "overdue" if point.due < clock.today() else "to_do"


class ActionPointTable(tables.Table):
    caption = "Action log"
    columns = (
        tables.Column("text", "What", header=True, href=lambda point: point.finish_address),
        tables.Column("owner.name", "Who", sort="owner__family_name"),
        tables.DateColumn("due", "By", sort="due"),
        tables.StatusColumn(state_of, "Status"),
        tables.DateColumn("meeting.starts_at", "Asked on", sort="meeting__starts_at"),
        tables.Column("done_note", "What was done"),
    )
    empty = "The Committee has asked for nothing yet."


class ActionPoints(Page):
    """Everything that meetings asked for, what is open first."""

    guard = SignedIn()
    template_name = "governance/meeting/action_points.html"

    def load(self) -> None:
        rows = list(visible_to(self.actor))
        for point in rows:
            may = point.done_at is None and permissions.can_finish(self.actor, point)
            point.finish_address = (  # type: ignore[attr-defined]
                reverse("governance:action-point-finish", args=[point.pk]) if may else None
            )
        self.table = ActionPointTable(self.request, rows)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.table.export() if self.table.export_format else self.show()

    def context(self) -> dict[str, Any]:
        return {"table": self.table}


class ActionPointAdd(OfSecretary, ActionPage):
    """A meeting asks for something."""

    template_name = "governance/meeting/action_point_add.html"
    form_class = meeting_forms.ActionPointForm
    done_message = "The action point is noted, and its owner is told."

    def form_arguments(self) -> dict[str, Any]:
        return {
            "people": people.around(self.meeting.committee),
            "items": self.meeting.items.filter(opened_at__isnull=False).order_by(
                "private", "section", "position"
            ),
            "initial": {"item": self.request.GET.get("item")},
        }

    def act(self, form: meeting_forms.ActionPointForm) -> ActionPoint:
        return action_points.add(meeting=self.meeting, by=self.actor, **form.cleaned_data)

    def done(self, result: ActionPoint) -> str:
        return f"{self.meeting.get_absolute_url()}#action-points"


class ActionPointFinish(ActionPage):
    """Something asked for is done."""

    guard = SignedIn()
    template_name = "governance/meeting/action_point_finish.html"
    form_class = meeting_forms.FinishForm
    done_message = "The action point is done."

    def load(self) -> None:
        self.point: ActionPoint = self.find(visible_to(self.actor), pk=self.kwargs["pk"])
        permissions.check_can_finish(self.actor, self.point)

    def context(self) -> dict[str, Any]:
        return {"point": self.point}

    def act(self, form: meeting_forms.FinishForm) -> ActionPoint:
        return action_points.finish(point=self.point, note=form.cleaned_data["note"], by=self.actor)

    def done(self, result: ActionPoint) -> str:
        return reverse("governance:action-points")
