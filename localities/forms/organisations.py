"""Forms by which what is known of organisations is put right."""

from typing import Any

from django import forms

from localities.models import Commissioner, Locality, Organisation
from localities.statuses import Capacity, CommissionerType, LegalForm, SuccessionKind
from pbc.nhsuk.fields import SplitDateField
from pbc.nhsuk.layout import Fieldset, FormHelper, Layout, Question, Submit

REASON_REQUIRED = {"required": "Say why"}
DATE_REQUIRED = {"required": "Enter the date"}


class PatientsField(forms.IntegerField):
    """A whole number of people, with or without commas."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> int | None:
        return super().to_python(value.replace(",", "") if isinstance(value, str) else value)


class ListSizeForm(forms.Form):
    """Another figure for a practice and day."""

    as_at = SplitDateField(
        label="As at which day?",
        help_text="For example, 1 4 2007",
        error_messages={"required": "Enter the day of the list"},
    )
    registered = PatientsField(
        label="Registered patients",
        min_value=0,
        max_value=5_000_000,
        error_messages={
            "required": "Enter the number of patients, like 8,150",
            "invalid": "Enter the number of patients as a whole number, like 8,150",
            "min_value": "Enter the number of patients, 0 or more",
            "max_value": "No practice has so many patients: check the number",
        },
    )
    weighted = forms.DecimalField(
        label="Weighted patients",
        help_text="Only if it changes too",
        min_value=0,
        max_digits=14,
        decimal_places=4,
        required=False,
        widget=forms.TextInput,
    )
    source = forms.CharField(
        label="Where does the figure come from?",
        help_text="For example, the corrected extract of 3 May 2007",
        max_length=200,
        error_messages={"required": "Say where the figure comes from"},
    )
    reason = forms.CharField(
        label="Why is the figure held until now wrong?",
        widget=forms.Textarea,
        max_length=300,
        error_messages=REASON_REQUIRED,
    )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                Question("as_at"),
                Question("registered", width=10),
                Question("weighted", width=10),
                Question("source"),
                Question("reason", rows=3),
                Submit("save", "Correct the list size"),
            ),
        )


class MoveForm(forms.Form):
    """Another locality for a practice, or none."""

    NONE = "none"

    locality = forms.ChoiceField(
        label="Which locality does it belong to?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select a locality, or none"},
    )
    on = SplitDateField(
        label="From which day on?",
        help_text="Its last day where it was is the day before. For example, 1 10 2007",
        error_messages=DATE_REQUIRED,
    )
    reason = forms.CharField(
        label="Why does it move?",
        widget=forms.Textarea,
        max_length=300,
        error_messages=REASON_REQUIRED,
    )

    def __init__(self, *args: Any, localities: list[Locality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.localities = {locality.code: locality for locality in localities}
        self.fields["locality"].choices = [  # type: ignore[attr-defined]
            *((locality.code, locality.name) for locality in localities),
            (self.NONE, "None: the practice commissions alone"),
        ]

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                "locality", "on", Question("reason", rows=3), Submit("save", "Move the practice")
            ),
        )

    @property
    def chosen(self) -> Locality | None:
        return self.localities.get(self.cleaned_data["locality"])


class PostStartForm(forms.Form):
    """A GP who takes up a post."""

    title = forms.CharField(label="Title", initial="Dr", max_length=20, required=False)
    given_name = forms.CharField(
        label="First name", max_length=80, error_messages={"required": "Enter the first name"}
    )
    family_name = forms.CharField(
        label="Last name", max_length=80, error_messages={"required": "Enter the last name"}
    )
    professional_number = forms.CharField(
        label="GMC number",
        help_text="So that a GP who works at two practices is known as one person",
        max_length=20,
        required=False,
    )
    capacity = forms.ChoiceField(
        label="In which capacity?",
        choices=Capacity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the capacity"},
    )
    employed_by_commissioner = forms.BooleanField(
        label="Employed by the PCT",
        help_text="The PBC LES does not apply to GPs whom the PCT employs",
        required=False,
    )
    whole_time_equivalent = forms.DecimalField(
        label="Whole time equivalent",
        help_text="For example, 0.75",
        min_value=0,
        max_value=1,
        decimal_places=2,
        required=False,
        widget=forms.TextInput,
    )
    starts = SplitDateField(
        label="First day in post",
        help_text="For example, 1 4 2007",
        error_messages={"required": "Enter the first day in post"},
    )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                Fieldset(
                    "The GP",
                    Question("title", width=5),
                    "given_name",
                    "family_name",
                    Question("professional_number", width=10),
                ),
                Fieldset(
                    "The post",
                    "capacity",
                    "employed_by_commissioner",
                    Question("whole_time_equivalent", width=4),
                    "starts",
                ),
                Submit("save", "Add the GP"),
            ),
        )


class PostEndForm(forms.Form):
    """The last day of a post."""

    last_day = SplitDateField(
        label="Last day in post",
        help_text="For example, 30 9 2007",
        error_messages={"required": "Enter the last day in post"},
    )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, Layout("last_day", Submit("save", "End the post")))


class SuccessionForm(forms.Form):
    """What took the place of an organisation."""

    kind = forms.ChoiceField(
        label="What happened?",
        choices=SuccessionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what happened"},
    )
    successor = forms.CharField(
        label="Code of the organisation that took its place",
        max_length=20,
        error_messages={"required": "Enter the code of the successor"},
    )
    on = SplitDateField(
        label="From which day on?",
        help_text="The first day on which the successor stands in its place. For example, 1 8 2007",
        error_messages=DATE_REQUIRED,
    )
    reason = forms.CharField(
        label="Who decided it, and why?", widget=forms.Textarea, max_length=300, required=False
    )

    def __init__(self, *args: Any, organisation_kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation_kind = organisation_kind

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                Question(
                    "kind",
                    hints={
                        SuccessionKind.MERGED.value: "It closes; the successor takes it in",
                        SuccessionKind.SPLIT.value: "It stays open, or is closed later",
                        SuccessionKind.REPLACED.value: "It closes; the successor is new",
                    },
                ),
                Question("successor", width=10),
                "on",
                Question("reason", rows=3),
                Submit("save", "Record the successor"),
            ),
        )

    def clean_successor(self) -> Organisation:
        code = self.cleaned_data["successor"].strip().upper()
        found = Organisation.objects.filter(code__iexact=code, kind=self.organisation_kind).first()
        if found is None:
            raise forms.ValidationError("No organisation of this kind has this code")
        return found


class CommissionerNameForm(forms.Form):
    """Name and type of a commissioner known by its code only."""

    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the name"}
    )
    commissioner_type = forms.ChoiceField(
        label="Type",
        choices=[
            choice for choice in CommissionerType.choices if choice[0] != CommissionerType.UNKNOWN
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select the type"},
    )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self, Layout("name", "commissioner_type", Submit("save", "Name the organisation"))
        )


class PayeeForm(forms.Form):
    """To whom a locality's payments go."""

    payee = forms.ChoiceField(
        label="To whom do its payments go?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the payee"},
    )
    reason = forms.CharField(
        label="Who nominated it, and why?",
        widget=forms.Textarea,
        max_length=300,
        error_messages=REASON_REQUIRED,
    )

    def __init__(self, *args: Any, payees: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.payees = {payee.code: payee for payee in payees}
        self.fields["payee"].choices = [  # type: ignore[attr-defined]
            (payee.code, payee.name) for payee in payees
        ]

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self, Layout("payee", Question("reason", rows=3), Submit("save", "Nominate the payee"))
        )

    @property
    def chosen(self) -> Organisation:
        return self.payees[self.cleaned_data["payee"]]


class LocalityForm(forms.Form):
    """A locality that is formed: whose it is, what it is called, what kind of body it is."""

    commissioner = forms.ModelChoiceField(
        Commissioner.objects.none(),
        to_field_name="code",
        label="Of which commissioner?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Select the commissioner"},
    )
    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the name of the locality"}
    )
    code = forms.CharField(
        label="Code",
        help_text="Short, of letters, digits and hyphens, like DACCOM. It cannot be changed later.",
        max_length=20,
        error_messages={"required": "Enter a code for the locality, like DACCOM"},
    )
    opened = SplitDateField(
        label="On which day was it formed?",
        help_text="It can be paid from this day on. For example, 1 4 2007",
        error_messages={"required": "Enter the day on which it was formed"},
    )
    legal_form = forms.ChoiceField(
        label="What kind of body is it?",
        choices=LegalForm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the kind of body"},
    )
    company_number = forms.CharField(label="Company number", max_length=12, required=False)

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
        hints = {LegalForm.INFORMAL.value: "A member practice is paid on its behalf"}
        return FormHelper.of(
            self,
            Layout(
                "commissioner",
                "name",
                Question("code", width=10),
                "opened",
                Question(
                    "legal_form",
                    hints=hints,
                    reveals={LegalForm.COMPANY.value: Question("company_number", width=10)},
                ),
                Submit("save", "Form the locality"),
            ),
        )
