"""The demonstration's date."""

from datetime import date, timedelta
from typing import Any

from django import forms

from pbc import clock, clock_actions, clock_watchers
from pbc.guards import InDemonstration, holders_of
from pbc.models import DemonstrationClock
from pbc.nhsuk.fields import SplitDateField
from pbc.nhsuk.layout import FormHelper
from pbc.pages import ActionPage
from pbc.roles import Role

A_MONTH = timedelta(days=31)


class MoveForm(forms.Form):
    to = SplitDateField(
        label="Move the date to",
        help_text="It can only go forward. For example, 1 5 2007",
        error_messages={"required": "Enter the day to move to"},
    )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Move the date")


class Clock(ActionPage):
    """Move the demonstration's date forward, having seen what passes."""

    guard = InDemonstration(holders_of(Role.ADMINISTRATOR))
    template_name = "pbc/clock.html"
    form_class = MoveForm
    done_message = "The date is moved."

    def load(self) -> None:
        self.today = clock.today()
        try:
            self.until = date.fromisoformat(self.request.GET.get("to", ""))
        except ValueError:
            self.until = self.today + A_MONTH

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": {"to": self.until}}

    def context(self) -> dict[str, Any]:
        return {
            "stands": clock.demonstration_date() is not None,
            "today": self.today,
            "until": self.until,
            "passing": clock_watchers.passing(self.actor, self.today, self.until),
            "choices": [
                ("Tomorrow", self.today + timedelta(days=1)),
                ("In a week", self.today + timedelta(days=7)),
                ("The first of next month", first_of_next_month(self.today)),
                ("In three months", self.today + timedelta(days=91)),
            ],
        }

    def act(self, form: MoveForm) -> DemonstrationClock:
        return clock_actions.move(to=form.cleaned_data["to"], by=self.actor)

    def done(self, result: DemonstrationClock) -> str:
        return "pbc:clock"


def first_of_next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
