"""What narrows the lists of organisations, imports and findings."""

from typing import Any

from django import forms
from django.db.models import Q

from localities.models import Commissioner, Locality
from localities.querysets import OrganisationQuerySet, in_force
from localities.statuses import CommissionerType, FindingProblem, ImportKind, ImportStatus
from pbc import clock

OPEN, CLOSED = "open", "closed"


def by_name_or_code(rows: Any, words: str) -> Any:
    """Rows of which name or code holds every word."""
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(code__icontains=word))
    return rows


class PracticeFilter(forms.Form):
    """Practices by name, commissioner, locality and whether they are open."""

    q = forms.CharField(label="Name or code", required=False, max_length=100)
    commissioner = forms.ModelChoiceField(
        Commissioner.objects.none(), label="Commissioner today", required=False, empty_label="Any"
    )
    locality = forms.ModelChoiceField(
        Locality.objects.none(), label="Locality today", required=False, empty_label="Any"
    )
    status = forms.ChoiceField(
        label="Status",
        choices=[("", "Any"), (OPEN, "Open"), (CLOSED, "Closed")],
        required=False,
    )

    def __init__(
        self, *args: Any, commissioners: OrganisationQuerySet, localities: OrganisationQuerySet,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["commissioner"].queryset = commissioners  # type: ignore[attr-defined]
        self.fields["commissioner"].to_field_name = "code"  # type: ignore[attr-defined]
        self.fields["locality"].queryset = localities  # type: ignore[attr-defined]
        self.fields["locality"].to_field_name = "code"  # type: ignore[attr-defined]

    def narrow(self, rows: Any) -> Any:
        asked, today = self.cleaned_data, clock.today()
        rows = by_name_or_code(rows, asked["q"])
        if asked["commissioner"]:
            rows = rows.filter(
                in_force(today, "commissioner_memberships__"),
                commissioner_memberships__commissioner=asked["commissioner"],
            )
        if asked["locality"]:
            rows = rows.filter(
                in_force(today, "locality_memberships__"),
                locality_memberships__locality=asked["locality"],
            )
        if asked["status"] == OPEN:
            rows = rows.on(today)
        elif asked["status"] == CLOSED:
            rows = rows.filter(closed__lte=today)
        return rows


class CommissionerFilter(forms.Form):
    """Commissioners by name, type, and whether a file has named them yet."""

    q = forms.CharField(label="Name or code", required=False, max_length=100)
    type = forms.ChoiceField(
        label="Type", choices=[("", "Any"), *CommissionerType.choices], required=False
    )
    provisional = forms.ChoiceField(
        label="Named",
        choices=[("", "Any"), ("no", "Named"), ("yes", "Provisional: known by code only")],
        required=False,
    )

    def narrow(self, rows: Any) -> Any:
        asked = self.cleaned_data
        rows = by_name_or_code(rows, asked["q"])
        if asked["type"]:
            rows = rows.filter(commissioner_type=asked["type"])
        if asked["provisional"]:
            rows = rows.filter(provisional=asked["provisional"] == "yes")
        return rows


class ImportFilter(forms.Form):
    """Imports by kind and status."""

    kind = forms.ChoiceField(
        label="Kind", choices=[("", "Any"), *ImportKind.choices], required=False
    )
    status = forms.ChoiceField(
        label="Status", choices=[("", "Any"), *ImportStatus.choices], required=False
    )

    def narrow(self, rows: Any) -> Any:
        for name in ("kind", "status"):
            if self.cleaned_data[name]:
                rows = rows.filter(**{name: self.cleaned_data[name]})
        return rows


class FindingFilter(forms.Form):
    """Findings by problem, and whether the row was refused or taken."""

    problem = forms.ChoiceField(
        label="Problem", choices=[("", "Any"), *FindingProblem.choices], required=False
    )
    taken = forms.ChoiceField(
        label="Row",
        choices=[("", "Any"), ("no", "Refused"), ("yes", "Taken, with a note")],
        required=False,
    )

    def narrow(self, rows: Any) -> Any:
        asked = self.cleaned_data
        if asked["problem"]:
            rows = rows.filter(problem=asked["problem"])
        if asked["taken"]:
            rows = rows.filter(refused=asked["taken"] == "no")
        return rows
