"""Forms of the register of interests."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.statuses import InterestKind
from localities.models import Organisation, Person
from pbc.nhsuk.fields import SplitDateField
from pbc.nhsuk.layout import FormHelper, Layout, Question

KIND_HINTS = {
    InterestKind.FINANCIAL: "You could gain or lose money: owner, partner, shareholder, employee.",
    InterestKind.PROFESSIONAL: "Your standing or career could gain, without money.",
    InterestKind.PERSONAL: "You could gain in another way, such as a friendship or a cause.",
    InterestKind.INDIRECT: "Somebody close to you has one of these.",
}


class InterestFilter(forms.Form):
    q = forms.CharField(label="Person or organisation", required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "Any"), *InterestKind.choices], required=False
    )
    state = forms.ChoiceField(
        label="Standing",
        choices=[("", "Any"), ("standing", "Stands"), ("ended", "Ended")],
        required=False,
    )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Show", method="get")

    def narrow(self, interests: Any) -> Any:
        asked = self.cleaned_data
        for word in asked["q"].split():
            interests = (
                interests.filter(person__family_name__icontains=word)
                | interests.filter(person__given_name__icontains=word)
                | interests.filter(organisation__name__icontains=word)
            )
        if asked["kind"]:
            interests = interests.filter(kind=asked["kind"])
        if asked["state"]:
            interests = interests.filter(ends__isnull=asked["state"] == "standing")
        return interests


class DeclareInterestForm(forms.Form):
    """One's own interest, or, for those who keep the register, that of a person of the area."""

    person = forms.ModelChoiceField(Person.objects.none(), label="Whose interest?")
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="In which organisation?",
        empty_label="Choose an organisation",
        error_messages={"required": "Choose the organisation"},
    )
    kind = forms.ChoiceField(
        label="What kind of interest?",
        choices=InterestKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of interest"},
    )
    description = forms.CharField(
        label="What is the interest?",
        help_text="For example: partner in the practice; my sister is its finance director.",
        max_length=300,
        widget=forms.Textarea,
        error_messages={"required": "Say what the interest is"},
    )
    mitigation = forms.CharField(
        label="What is done about it?",
        help_text="For example: leaves the room when the organisation is discussed.",
        max_length=300,
        widget=forms.Textarea,
        required=False,
    )
    starts = SplitDateField(
        label="Since when?",
        help_text="For example, 1 4 2006",
        error_messages={"required": "Enter the day on which the interest began"},
    )

    def __init__(
        self,
        *args: Any,
        people: QuerySet[Person] | None,
        organisations: QuerySet[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        organisation: Any = self.fields["organisation"]
        organisation.queryset = organisations
        if people is None:
            del self.fields["person"]
        else:
            person.queryset = people

    @property
    def helper(self) -> FormHelper:
        who = ["person"] if "person" in self.fields else []
        return FormHelper.of(
            self,
            Layout(
                *who,
                "organisation",
                Question("kind", hints=KIND_HINTS),
                Question("description", rows=3),
                Question("mitigation", rows=3),
                "starts",
            ),
            submit="Enter it in the register",
        )


class EndInterestForm(forms.Form):
    last_day = SplitDateField(
        label="On which day did it end?",
        help_text="The last day on which the interest stood. For example, 15 4 2007",
        error_messages={"required": "Enter the last day"},
    )
    reason = forms.CharField(label="Why did it end?", max_length=300, required=False)

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="End this interest")
