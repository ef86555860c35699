"""The forms of year-end statements: the GP's one page, the officer's checks, a draft's terms."""

from decimal import Decimal
from typing import Any

from django import forms

from les_schemes.actions.statements.terms import Terms
from les_schemes.forms import ReasonForm
from les_schemes.models import SchemeVersion, StatementTerms, YearEndStatement
from les_schemes.statement_hours import in_words
from les_schemes.statements import Asked
from les_schemes.statuses import Exemption, HoursTest
from pbc.nhsuk.fields import SplitDateField
from pbc.nhsuk.layout import FormHelper, Layout, Question

_HOURS_AS_NUMBER = "Enter the hours as a number, like 24 or 10.5"


def _hours(label: str, help_text: str = "", *, required: bool) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=0,
        max_digits=6,
        decimal_places=2,
        error_messages={
            "required": "Enter how many hours you gave in all",
            "invalid": _HOURS_AS_NUMBER,
            "min_value": _HOURS_AS_NUMBER,
            "max_digits": _HOURS_AS_NUMBER,
            "max_decimal_places": "Enter at most two decimals, like 10.5",
            "max_whole_digits": _HOURS_AS_NUMBER,
        },
    )


class GiveStatementForm(forms.Form):
    """One page: kinds of work, hours, a typed name."""

    categories = forms.TypedMultipleChoiceField(
        label="In which of these did you give time?",
        help_text="Tick all that apply. Hours for each are optional.",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    in_every_month = forms.TypedChoiceField(
        label="Did you give the hours in every month you were in post?",
        choices=[("yes", "Yes, in every month"), ("no", "No, some months had less")],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    states_fewer = forms.BooleanField(
        label="I gave fewer hours than are asked for, and say so", required=False
    )
    note = forms.CharField(
        label="Anything the commissioner should know",
        widget=forms.Textarea,
        max_length=2_000,
        required=False,
    )
    typed_name = forms.CharField(
        label="Type your full name",
        max_length=200,
        error_messages={"required": "Type your name to sign"},
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        texts: list[str],
        terms: StatementTerms,
        asked: Asked,
        shown_sha256: str,
        name: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.texts, self.terms, self.asked = texts, terms, asked
        self.was_shown = ""
        self.fields["categories"].choices = list(enumerate(texts, start=1))  # type: ignore[attr-defined]
        for number, text in enumerate(texts, start=1):
            self.fields[f"hours_{number}"] = _hours(f"Hours: {text}", required=False)
        self.fields["hours"] = _hours(
            "How many hours did you give in all?",
            f"{in_words(asked.hours)} are asked for, for {asked.months} whole months in post. "
            "State what you gave, if it was fewer or more.",
            required=True,
        )
        self.fields["typed_name"].help_text = f"You are signed in as {name}. Typing it signs."
        if self.is_bound:
            self.was_shown = self.data.get("shown", "")
            data: Any = self.data
            self.data = data.copy()
            self.data["shown"] = shown_sha256  # type: ignore[index]
        else:
            self.initial = {**self.initial, "shown": shown_sha256}

    @property
    def by_category(self) -> dict[int, Decimal | None]:
        """Hours by the number of the category; who states hours for one has ticked it."""
        ticked = set(self.cleaned_data["categories"])
        stated = {
            number: self.cleaned_data.get(f"hours_{number}")
            for number in range(1, len(self.texts) + 1)
        }
        return {number: hours for number, hours in stated.items() if number in ticked or hours}

    @property
    def _asks_about_fewer(self) -> bool:
        if not self.is_bound:
            return False
        hours = getattr(self, "cleaned_data", {}).get("hours")
        in_every_month = getattr(self, "cleaned_data", {}).get("in_every_month")
        return (hours is not None and hours < self.asked.hours) or in_every_month is False

    @property
    def helper(self) -> FormHelper:
        each = {
            str(number): Question(f"hours_{number}", width=4, suffix="hours")
            for number in range(1, len(self.texts) + 1)
        }
        parts: list[Any] = [
            Question("categories", size="m", mark_optional=False, reveals=each),
            Question("hours", size="m", width=4, suffix="hours"),
        ]
        if self.terms.hours_test == HoursTest.EACH_MONTH:
            parts.append(Question("in_every_month", size="m"))
        if self._asks_about_fewer:
            parts.append("states_fewer")
        parts += [
            Question("note", rows=3),
            Question("typed_name", width=20, autocomplete="name"),
            "shown",
        ]
        return FormHelper.of(self, Layout(*parts), submit="Sign the statement")


class StatementQueryForm(ReasonForm):
    reason_label = "What does the GP have to put right?"
    reason_hint = "The GP reads this, and answers by giving the statement again."
    submit_text = "Send the query"
    required_message = "Say what the GP has to put right"


class AskAgainForm(ReasonForm):
    reason_label = "Why is the statement owed after all?"
    reason_hint = "The GP reads this."
    submit_text = "Ask for it again"
    required_message = "Say why the statement is owed after all"


class ExemptForm(forms.Form):
    exemption = forms.ChoiceField(
        label="Why does this GP owe no statement?",
        choices=Exemption.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why the GP owes no statement"},
    )
    reason = forms.CharField(
        label="Since when, or what shows it?",
        help_text="The GP reads this.",
        widget=forms.Textarea,
        max_length=300,
        error_messages={"required": "Say since when, or what shows it"},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(Question("exemption", size="m"), Question("reason", rows=3)),
            submit="Exempt the GP",
            cancel=self.cancel,
        )


class ReferForm(forms.Form):
    """The statements to refer, and what the officer tells the Committee of them."""

    statements = forms.MultipleChoiceField(
        label="Which statements?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick the statements to refer",
            "invalid_choice": "One of these is not missing any more. Look again, then refer",
        },
    )
    account = forms.CharField(
        label="What was done to obtain them, and what do you recommend?",
        help_text="The Committee reads this with each of them.",
        widget=forms.Textarea,
        max_length=2_000,
        error_messages={"required": "Say what was done to obtain the statements"},
    )

    def __init__(
        self, *args: Any, missing: list[YearEndStatement], cancel: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.missing, self.cancel = missing, cancel
        self.fields["statements"].choices = [  # type: ignore[attr-defined]
            (str(statement.pk), f"{statement.person}, {statement.sign_up.provider}")
            for statement in missing
        ]
        if not self.is_bound:
            self.initial = {"statements": [str(statement.pk) for statement in missing]}

    @property
    def chosen(self) -> list[YearEndStatement]:
        ticked = set(self.cleaned_data["statements"])
        return [statement for statement in self.missing if str(statement.pk) in ticked]

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(Question("statements", size="m"), Question("account", rows=4)),
            submit="Put them before the Committee",
            cancel=self.cancel,
        )


class TermsForm(forms.Form):
    """Whether a draft asks for statements, when, and for how many hours (AMB-10, AMB-12)."""

    asks = forms.ChoiceField(
        label="Do GPs give a statement at the end of the year?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether GPs give a statement"},
    )
    hours_a_month = forms.DecimalField(
        label="Hours a month",
        required=False,
        min_value=0,
        max_digits=5,
        decimal_places=2,
        error_messages={
            "invalid": "Enter hours as a number, like 2",
            "min_value": "Enter hours above 0, like 2",
        },
    )
    hours_test = forms.ChoiceField(
        label="How are the hours measured?",
        choices=HoursTest.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    opens_on = SplitDateField(label="From when can it be given?", required=False)
    due_on = SplitDateField(label="By when is it due?", required=False)
    grace_days = forms.IntegerField(
        label="Days of grace after that",
        help_text="A statement not given by then is missing and may go before the Committee.",
        min_value=0,
        max_value=366,
        required=False,
        error_messages={"invalid": "Enter a whole number of days, like 30"},
    )
    sample_percent = forms.IntegerField(
        label="Of a hundred statements with nothing unusual, how many does an officer look at?",
        min_value=0,
        max_value=100,
        required=False,
        error_messages={"invalid": "Enter a whole number from 0 to 100"},
    )

    def __init__(
        self, *args: Any, version: SchemeVersion, held: StatementTerms | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        if not self.is_bound:
            self.initial = _initial(version, held)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("asks") == "yes":
            for name, what_to_do in _ASKED.items():
                if name not in self.errors and cleaned.get(name) in (None, ""):
                    self.add_error(name, what_to_do)
        return cleaned

    @property
    def terms(self) -> Terms | None:
        if self.cleaned_data["asks"] == "no":
            return None
        return Terms(**{name: self.cleaned_data[name] for name in _ASKED})

    @property
    def helper(self) -> FormHelper:
        asked = [
            Question("hours_a_month", width=4, suffix="hours"),
            "hours_test",
            "opens_on",
            "due_on",
            Question("grace_days", width=4, suffix="days"),
            Question("sample_percent", width=4, suffix="%"),
        ]
        return FormHelper.of(
            self,
            Layout(Question("asks", size="m", reveals={"yes": asked})),
            submit="Save",
            cancel=self.version.get_absolute_url(),
        )


_ASKED = {
    "hours_a_month": "Enter hours a month, like 2",
    "hours_test": "Choose how the hours are measured",
    "opens_on": "Enter the day from which it can be given",
    "due_on": "Enter the day by which it is due",
    "grace_days": "Enter the days of grace, like 30",
    "sample_percent": "Enter how many of a hundred an officer looks at, like 10",
}


def _initial(version: SchemeVersion, held: StatementTerms | None) -> dict[str, Any]:
    """What is held; for a draft that asks for none yet, the defaults of O1-07."""
    if held is not None:
        return {"asks": "yes", **{name: getattr(held, name) for name in _ASKED}}
    last_day = version.financial_year.last_day
    return {
        "hours_a_month": 2,
        "hours_test": HoursTest.ANNUAL_EQUIVALENT,
        "opens_on": last_day.replace(day=1),
        "due_on": last_day,
        "grace_days": 30,
        "sample_percent": 10,
    }
