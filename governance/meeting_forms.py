"""The forms of meetings, minutes, the action log and the Committee's settings."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from governance import series
from governance.models import AgendaItem, Committee, Matter
from governance.statuses import Capacity
from localities.models import Person
from pbc.nhsuk.fields import SplitDateField
from pbc.nhsuk.layout import Fieldset, FormHelper, Layout, Link, Question, Submit

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_OCCURRENCES = ("First", "Second", "Third", "Fourth", "Last")
MOST_MONTHS = 24


class ConfirmForm(forms.Form):
    """Nothing to fill in: one button, and a way back."""

    def __init__(self, *args: Any, button: str, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.button, self.cancel = button, cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit=self.button, cancel=self.cancel)


class ScheduleForm(forms.Form):
    """A monthly series: on which day of the month, from when, at what time, where."""

    occurrence = forms.TypedChoiceField(
        label="Which week of the month?",
        choices=list(enumerate(_OCCURRENCES, start=1)),
        coerce=int,
        initial=4,
    )
    weekday = forms.TypedChoiceField(
        label="Which day?",
        choices=list(enumerate(_WEEKDAYS)),
        coerce=int,
        initial=series.THURSDAY,
    )
    starting = SplitDateField(
        label="From which day on?",
        help_text="Meetings before this day are left out. For example, 26 4 2007",
        error_messages={"required": "Enter from which day on the Committee meets"},
    )
    months = forms.IntegerField(
        label="For how many months?",
        min_value=1,
        max_value=MOST_MONTHS,
        initial=12,
        error_messages={"required": "Enter a number of months, like 12"},
    )
    at = forms.TimeField(
        label="At what time?",
        help_text="For example, 13:00",
        initial="13:00",
        widget=forms.TimeInput(format="%H:%M"),
        input_formats=["%H:%M", "%H.%M"],
        error_messages={
            "required": "Enter the time, like 13:00",
            "invalid": "Enter the time, like 13:00",
        },
    )
    place = forms.CharField(label="Where?", max_length=200, required=False)

    @property
    def days(self) -> list[date]:
        asked = self.cleaned_data
        found = series.monthly_days(
            first_month=asked["starting"],
            months=asked["months"],
            weekday=asked["weekday"],
            occurrence=asked["occurrence"],
        )
        return [day for day in found if day >= asked["starting"]]

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                "occurrence",
                "weekday",
                "starting",
                Question("months", width=3),
                Question("at", width=5),
                "place",
            ),
            submit="Arrange the meetings",
        )


class MattersForm(forms.Form):
    """Which of the matters that wait go on this agenda."""

    matters = forms.ModelMultipleChoiceField(
        queryset=Matter.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label="Which matters go on this agenda?",
        error_messages={"required": "Choose at least one matter"},
    )

    def __init__(self, *args: Any, matters: "QuerySet[Matter]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matters"].queryset = matters  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self, Layout(Question("matters", page_heading=True)), submit="Put on the agenda"
        )


HERE, APOLOGIES, ABSENT = "here", "apologies", "absent"


class OpenForm(forms.Form):
    """Each member: here, sent apologies, or neither yet."""

    def __init__(self, *args: Any, members: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        for member in members:
            self.fields[str(member["id"])] = forms.ChoiceField(
                label=f"{member['name']}, {member['capacities']}",
                widget=forms.RadioSelect,
                choices=[
                    (HERE, "Here"),
                    (APOLOGIES, "Sent apologies"),
                    (ABSENT, "Not here yet"),
                ],
                initial=APOLOGIES if member["apologies"] else ABSENT,
                error_messages={"required": f"Say whether {member['name']} is here"},
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.members and not self.errors and not self.chosen(HERE):
            self.add_error(
                str(self.members[0]["id"]), "Choose “Here” for everybody who is in the room"
            )
        return cleaned

    def chosen(self, answer: str) -> list[Any]:
        return [
            member["id"]
            for member in self.members
            if self.cleaned_data.get(str(member["id"])) == answer
        ]

    @property
    def helper(self) -> FormHelper:
        questions = [
            Question(str(member["id"]), inline=True, small=True, size="s")
            for member in self.members
        ]
        return FormHelper.of(self, Layout(*questions), submit="Open the meeting")


class CancelForm(forms.Form):
    """Why a meeting does not take place."""

    reason = forms.CharField(
        widget=forms.Textarea,
        label="Why is the meeting cancelled?",
        help_text="The members are told this.",
        max_length=300,
        error_messages={"required": "Say why the meeting is cancelled"},
    )

    def __init__(self, *args: Any, keep: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keep = keep

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                Question("reason", rows=4),
                Submit("cancel", "Cancel the meeting", variant="warning"),
                Link("Keep the meeting", self.keep),
            ),
        )


class MoveForm(forms.Form):
    """When and where a meeting is instead, and why."""

    day = SplitDateField(label="On which day?", help_text="For example, 26 4 2007")
    at = forms.TimeField(
        label="At what time?",
        help_text="For example, 13:00",
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(format="%H:%M"),
        error_messages={
            "required": "Enter the time, like 13:00",
            "invalid": "Enter the time, like 13:00",
        },
    )
    place = forms.CharField(label="Where?", max_length=200, required=False)
    reason = forms.CharField(
        widget=forms.Textarea,
        label="Why is the meeting moved?",
        help_text="The members are told this.",
        max_length=300,
        error_messages={"required": "Say why the meeting is moved: the members are told"},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout("day", Question("at", width=5), "place", Question("reason", rows=4)),
            submit="Move the meeting",
            cancel=self.cancel,
        )


class PersonForm(forms.Form):
    """One person of those around the Committee."""

    person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label="Who?",
        empty_label="Choose a person",
        error_messages={"required": "Choose a person"},
    )

    def __init__(
        self, *args: Any, people: "QuerySet[Person]", button: str, cancel: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.button, self.cancel = button, cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit=self.button, cancel=self.cancel)


class MinutesForm(forms.Form):
    """What the secretary adds to the record: of each item, and of the whole."""

    WHOLE = "whole"

    def __init__(
        self, *args: Any, items: list[tuple[AgendaItem, str]], held: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = [item for item, _ in items]
        self.fields[self.WHOLE] = forms.CharField(
            widget=forms.Textarea,
            required=False,
            label="On the meeting as a whole",
            initial=held.get("", ""),
            max_length=10_000,
        )
        for item, label in items:
            self.fields[str(item.pk)] = forms.CharField(
                widget=forms.Textarea,
                required=False,
                label=label,
                help_text=f"Noted in the meeting: {item.note}" if item.note else "",
                initial=held.get(str(item.pk), ""),
                max_length=10_000,
            )

    @property
    def texts(self) -> dict[str, str]:
        return {
            "" if name == self.WHOLE else name: text for name, text in self.cleaned_data.items()
        }

    @property
    def helper(self) -> FormHelper:
        questions = [Question(name, rows=3, size="s", mark_optional=False) for name in self.fields]
        return FormHelper.of(self, Layout(*questions), submit="Save the minutes")


class ActionPointForm(forms.Form):
    """What is to be done, by whom and until when."""

    text = forms.CharField(
        widget=forms.Textarea,
        label="What is to be done?",
        max_length=1000,
        error_messages={"required": "Say what is to be done"},
    )
    owner = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label="Who does it?",
        empty_label="Choose a person",
        error_messages={"required": "Choose who does it"},
    )
    due = SplitDateField(
        label="By when?",
        help_text="For example, 24 5 2007",
        error_messages={"required": "Enter by when it is to be done"},
    )
    item = forms.ModelChoiceField(
        queryset=AgendaItem.objects.none(),
        label="From which item?",
        empty_label="None of them",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        people: "QuerySet[Person]",
        items: "QuerySet[AgendaItem]",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        self.fields["item"].queryset = items  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(Question("text", rows=3), "owner", "due", "item"),
            submit="Note the action point",
        )


class FinishForm(forms.Form):
    """What was done."""

    note = forms.CharField(label="What was done?", max_length=300, required=False)

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Mark as done")


class SettingsForm(forms.ModelForm):
    """The quorum, the deadlines and the words on appeal."""

    class Meta:
        model = Committee
        fields = (
            "name",
            "quorum_members",
            "quorum_needs_chair",
            "quorum_needs_executive",
            "quorum_needs_lay",
            "paper_days",
            "letter_working_days",
            "appeal_to",
        )
        labels = {
            "name": "Name of the Committee",
            "quorum_members": "Least number of members",
            "quorum_needs_chair": "The chair or a deputy must be there",
            "quorum_needs_executive": "A finance or executive member must be there",
            "quorum_needs_lay": "A lay or patient representative must be there",
            "paper_days": "Days before a meeting on which papers are due",
            "letter_working_days": "Working days within which a decision letter goes",
            "appeal_to": "How to appeal, as every decision letter says it",
        }
        help_texts = {
            "quorum_members": "Whoever is conflicted in an item is not counted for it",
            "paper_days": "Meetings arranged already keep their date",
            "letter_working_days": "",
        }
        widgets = {"appeal_to": forms.Textarea}

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                "name",
                Fieldset(
                    "Quorum",
                    Question("quorum_members", width=3),
                    "quorum_needs_chair",
                    "quorum_needs_executive",
                    "quorum_needs_lay",
                ),
                Fieldset(
                    "Papers and letters",
                    Question("paper_days", width=3),
                    Question("letter_working_days", width=3),
                    Question("appeal_to", rows=4),
                ),
            ),
            submit="Save the settings",
        )


class SeatForm(forms.Form):
    """Who takes a seat, in what capacity, from when."""

    person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label="Who?",
        empty_label="Choose a person",
        error_messages={"required": "Choose a person"},
    )
    capacity = forms.ChoiceField(
        choices=Capacity,
        widget=forms.RadioSelect,
        label="In what capacity?",
        error_messages={"required": "Choose in what capacity"},
    )
    starts = SplitDateField(label="From when?", help_text="For example, 1 4 2007")

    def __init__(self, *args: Any, people: "QuerySet[Person]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Give the seat")


class EndSeatForm(forms.Form):
    """The last day on which a seat is held."""

    last_day = SplitDateField(label="Last day in the seat", help_text="For example, 31 3 2008")

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="End the seat")
