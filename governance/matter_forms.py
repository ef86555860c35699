"""The forms of matters: a note, a paper, the meeting that hears one; and the filters of lists."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from governance import kinds
from governance.actions.matters import LARGEST_PAPER
from governance.models import Meeting
from governance.statuses import AppealStatus, MatterStatus, Outcome
from localities.models import Organisation
from pbc import files
from pbc.nhsuk.fields import SplitDateField
from pbc.nhsuk.layout import FormHelper, Layout, Question


class NoteForm(forms.Form):
    """Something for the Committee to know or to discuss."""

    title = forms.CharField(
        label="Title", max_length=200, error_messages={"required": "Enter a title"}
    )
    summary = forms.CharField(
        label="What should the Committee know?",
        widget=forms.Textarea,
        error_messages={"required": "Enter what the Committee should know"},
    )
    concerned = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(),
        label="Which practices or localities does it concern?",
        help_text="Members who belong to one of them are out of the item.",
        widget=forms.CheckboxSelectMultiple(attrs={"data-columns": "3"}),
        required=False,
    )
    private = forms.BooleanField(
        label="Hear it in private",
        help_text="Commercial or personal: the public agenda and minutes leave it out.",
        required=False,
    )

    def __init__(
        self, *args: Any, organisations: "QuerySet[Organisation]", cancel: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.fields["concerned"].queryset = organisations  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                "title", Question("summary", rows=6), "private", Question("concerned", small=True)
            ),
            submit="Put it before the Committee",
            cancel=self.cancel,
        )


class PaperForm(forms.Form):
    """A paper that goes with a matter."""

    title = forms.CharField(
        label="What is this paper?",
        max_length=200,
        error_messages={"required": "Say what the paper is"},
    )
    file = forms.FileField(
        label="The file",
        help_text=f"PDF, PNG or JPEG, smaller than {LARGEST_PAPER // files.MEGABYTE} MB",
        error_messages={"required": "Choose the file", "empty": "The selected file is empty"},
    )
    private = forms.BooleanField(
        label="Keep it out of the public pack", required=False, help_text="Commercial or personal."
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Add the paper", cancel=self.cancel)


class MeetingForm(forms.Form):
    """Which meeting hears a matter."""

    meeting = forms.ModelChoiceField(
        queryset=Meeting.objects.none(),
        label="Which meeting hears it?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose a meeting"},
    )

    def __init__(
        self, *args: Any, meetings: "QuerySet[Meeting]", cancel: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(Question("meeting", page_heading=True)),
            submit="Put it on the agenda",
            cancel=self.cancel,
        )


class AppealForm(forms.Form):
    """What an organisation disagrees with, and why."""

    grounds = forms.CharField(
        label="What do you disagree with, and why?",
        widget=forms.Textarea,
        error_messages={"required": "Say what you disagree with, and why"},
    )
    supported_by_lmc = forms.BooleanField(
        label="The Local Medical Committee supports this", required=False
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(Question("grounds", rows=8), "supported_by_lmc"),
            submit="Send the appeal",
            cancel=self.cancel,
        )


def _any(choices: Any) -> list[tuple[str, str]]:
    return [("", "All"), *choices]


def _kinds() -> list[tuple[str, str]]:
    return _any((kind.code, kind.label) for kind in kinds.all_kinds())


class MatterFilter(forms.Form):
    """Narrows the list of matters."""

    words = forms.CharField(label="Title contains", required=False)
    status = forms.ChoiceField(label="Status", choices=_any(MatterStatus.choices), required=False)
    kind = forms.ChoiceField(label="Kind", choices=_kinds, required=False)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.cleaned_data
        if asked["words"]:
            rows = rows.filter(title__icontains=asked["words"])
        for name in ("status", "kind"):
            if asked[name]:
                rows = rows.filter(**{name: asked[name]})
        return rows


class DecisionFilter(forms.Form):
    """Narrows the register of decisions."""

    words = forms.CharField(label="Matter or organisation", required=False)
    outcome = forms.ChoiceField(label="Outcome", choices=_any(Outcome.choices), required=False)
    kind = forms.ChoiceField(label="Kind", choices=_kinds, required=False)
    since = SplitDateField(label="Decided from", required=False)
    until = SplitDateField(label="Decided to", required=False)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.cleaned_data
        if asked["words"]:
            rows = rows.filter(
                Q(matter__title__icontains=asked["words"])
                | Q(matter__concerned__name__icontains=asked["words"])
            ).distinct()
        for name, field in (
            ("outcome", "outcome"),
            ("kind", "matter__kind"),
            ("since", "decided_at__date__gte"),
            ("until", "decided_at__date__lte"),
        ):
            if asked[name]:
                rows = rows.filter(**{field: asked[name]})
        return rows


class TakingPartFilter(forms.Form):
    """Narrows the report of who sat on what."""

    person = forms.CharField(label="Name contains", required=False)
    took_part = forms.ChoiceField(
        label="Took part",
        choices=_any([("yes", "Took part"), ("no", "Was out of it")]),
        required=False,
    )

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.cleaned_data
        if asked["person"]:
            rows = rows.filter(
                Q(person__family_name__icontains=asked["person"])
                | Q(person__given_name__icontains=asked["person"])
            )
        if asked["took_part"]:
            rows = rows.filter(took_part=asked["took_part"] == "yes")
        return rows


class ConditionFilter(forms.Form):
    """Narrows the list of conditions."""

    state = forms.ChoiceField(
        label="State", choices=_any([("open", "Not met yet"), ("met", "Met")]), required=False
    )

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        state = self.cleaned_data["state"]
        return rows.filter(discharged_at__isnull=state == "open") if state else rows


class AppealFilter(forms.Form):
    """Narrows the list of appeals."""

    status = forms.ChoiceField(label="Status", choices=_any(AppealStatus.choices), required=False)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        status = self.cleaned_data["status"]
        return rows.filter(status=status) if status else rows
