"""Forms by which a commissioner keeps its list of providers that are no practices."""

from typing import Any

from django import forms

from localities.actions.providers import Details
from localities.forms.filters import by_name_or_code
from localities.models import Commissioner, Provider
from localities.querysets import in_force
from localities.statuses import ProviderType
from pbc import clock
from pbc.nhsuk.fields import SplitDateField
from pbc.nhsuk.layout import Fieldset, FormHelper, Layout, Link, Question, Submit


class ProviderFilter(forms.Form):
    """Providers by name, type, and whether they stand on a list today."""

    q = forms.CharField(label="Name or code", required=False, max_length=100)
    type = forms.ChoiceField(
        label="Type", choices=[("", "Any"), *ProviderType.choices], required=False
    )
    listed = forms.ChoiceField(
        label="On the list today",
        choices=[("", "Any"), ("yes", "Yes"), ("no", "No longer")],
        required=False,
    )

    def narrow(self, rows: Any) -> Any:
        asked = self.cleaned_data
        rows = by_name_or_code(rows, asked["q"])
        if asked["type"]:
            rows = rows.filter(provider_type=asked["type"])
        if asked["listed"]:
            listed = Provider.objects.filter(in_force(clock.today(), "listings__")).values("pk")
            rows = (
                rows.filter(pk__in=listed)
                if asked["listed"] == "yes"
                else rows.exclude(pk__in=listed)
            )
        return rows


class DetailsForm(forms.Form):
    """Where a provider is and whom to ask for; what it is called, for an officer."""

    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the name of the provider"}
    )
    provider_type = forms.ChoiceField(
        label="What kind of provider is it?",
        choices=ProviderType.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of provider it is"},
    )
    contact_name = forms.CharField(label="Contact", max_length=200, required=False)
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        error_messages={
            "invalid": "Enter an e-mail address in the right form, like name@example.nhs.uk"
        },
    )
    address = forms.CharField(
        label="Address", widget=forms.Textarea, max_length=500, required=False
    )
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)

    def details(self) -> Details:
        """What was entered, as the action takes it."""
        return Details(
            **{
                name: self.cleaned_data.get(name, "")
                for name in Details.__dataclass_fields__
                if name in self.fields
            }
        )

    def where_and_whom(self) -> Fieldset:
        return Fieldset(
            "Where it is and whom to ask for",
            Question("contact_name", autocomplete="off"),
            Question("telephone", width=20, autocomplete="off"),
            Question("email", autocomplete="off"),
            Question("address", rows=4),
            Question("postcode", width=10),
        )


class ProviderListForm(DetailsForm):
    """A provider that comes onto a commissioner's list."""

    commissioner = forms.ModelChoiceField(
        Commissioner.objects.none(),
        to_field_name="code",
        label="Onto the list of which commissioner?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Select the commissioner"},
    )
    code = forms.CharField(
        label="ODS code",
        help_text="Like FKL07. It cannot be changed later.",
        max_length=20,
        error_messages={"required": "Enter its ODS code, like FKL07"},
    )
    starts = SplitDateField(
        label="From which day is it on the list?",
        help_text="For example, 1 4 2007",
        error_messages={"required": "Enter the day from which it is on the list"},
    )

    def __init__(self, *args: Any, commissioners: list[Commissioner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["commissioner"]
        field.queryset = Commissioner.objects.filter(  # type: ignore[attr-defined]
            pk__in=[commissioner.pk for commissioner in commissioners]
        )
        if len(commissioners) == 1:
            field.widget = forms.HiddenInput()
            field.initial = commissioners[0].code

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                "commissioner",
                Question("code", width=10),
                "name",
                "provider_type",
                "starts",
                self.where_and_whom(),
                Submit("save", "Put it on the list"),
            ),
        )


class ProviderChangeForm(DetailsForm):
    """What is put right of a provider; its manager leaves its name and type alone."""

    def __init__(self, *args: Any, provider: Provider, may_name: bool, **kwargs: Any) -> None:
        held = {name: getattr(provider, name) for name in Details.__dataclass_fields__}
        kwargs["initial"] = held
        super().__init__(*args, **kwargs)
        self.held, self.may_name = held, may_name
        self.cancel = provider.get_absolute_url()
        if not may_name:
            del self.fields["name"], self.fields["provider_type"]

    def details(self) -> Details:
        return Details(
            **{name: self.cleaned_data.get(name, value) for name, value in self.held.items()}
        )

    @property
    def helper(self) -> FormHelper:
        named = ["name", "provider_type"] if self.may_name else []
        return FormHelper.of(
            self,
            Layout(
                *named,
                self.where_and_whom(),
                Submit("save", "Save"),
                Link("Cancel", self.cancel),
            ),
        )


class ProviderDelistForm(forms.Form):
    """The last day on the list, and why."""

    last_day = SplitDateField(
        label="What is its last day on the list?",
        help_text="For example, 31 3 2008",
        error_messages={"required": "Enter its last day on the list"},
    )
    reason = forms.CharField(
        label="Why is it taken off?",
        widget=forms.Textarea,
        max_length=300,
        error_messages={"required": "Say why it is taken off the list"},
    )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout("last_day", Question("reason", rows=3), Submit("save", "Take it off the list")),
        )
