"""The forms of a draft as a whole: begun, described, consulted on, its readings and its shares."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from les_schemes.actions.designing.about import About, FrameworkGiven
from les_schemes.actions.designing.consulting import Asked
from les_schemes.design.objective_forms import lines
from les_schemes.design.statuses import Body
from les_schemes.design.term_questions import PercentField
from les_schemes.design.texts import PARAGRAPHS, REQUIRED, SENTENCES
from les_schemes.models import SchemeVersion
from les_schemes.rules.definition import scheme_readings
from localities.models import Commissioner
from pbc.financial_year import FinancialYear
from pbc.nhsuk.fields import SplitDateField
from pbc.nhsuk.layout import Fieldset, FormHelper, Layout, Question

ONE_TO_A_LINE = "One paragraph to a line."


class _Cancellable(forms.Form):
    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel


class StartForm(_Cancellable):
    """What a new scheme needs before it can be designed."""

    commissioner = forms.ModelChoiceField(
        label="Which commissioner leads the scheme?",
        queryset=Commissioner.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the commissioner"},
    )
    title = forms.CharField(
        label="Title",
        max_length=200,
        error_messages={"required": "Enter the title, like Smoking cessation"},
    )
    code = forms.CharField(
        label="Short name",
        help_text="For payment references and files: small letters, figures and hyphens, "
        "like smoking-cessation.",
        max_length=40,
        validators=[
            RegexValidator(
                r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
                "Use small letters, figures and hyphens, like smoking-cessation",
            )
        ],
        error_messages={"required": "Enter a short name"},
    )
    financial_year = forms.TypedChoiceField(
        label="Financial year",
        coerce=int,
        error_messages={"required": "Choose the financial year"},
    )
    last_day = SplitDateField(
        label="Last day to sign up",
        help_text="Sign-up closes at the end of that day. For example, 30 4 2007",
        error_messages={"required": "Enter the last day to sign up"},
    )
    return_address = forms.CharField(
        label="Where sheets on paper are returned to",
        widget=forms.Textarea,
        error_messages={"required": "Enter the address"},
    )
    return_email = forms.EmailField(
        label="E-mail address for questions and returns",
        error_messages={"required": "Enter an e-mail address"},
    )
    framework_title = forms.CharField(
        label="Title of the framework document",
        help_text="The governance arrangements that signing the scheme accepts.",
        max_length=200,
        error_messages={"required": "Enter the title of the document"},
    )
    framework_agreed = forms.CharField(
        label="When it was agreed",
        help_text="For example, February 2007",
        max_length=60,
        error_messages={"required": "Say when it was agreed"},
    )
    framework_file = forms.FileField(
        label="The document, as PDF",
        error_messages={"required": "Choose the framework document"},
    )

    def __init__(
        self, *args: Any, commissioners: Any, this_year: FinancialYear, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["commissioner"]
        choice.queryset = commissioners
        if len(commissioners) == 1:
            choice.initial = commissioners[0]
        years: Any = self.fields["financial_year"]
        first = this_year.starts_in
        years.choices = [(year, str(FinancialYear(year))) for year in range(first - 1, first + 3)]
        years.initial = first

    @property
    def framework(self) -> FrameworkGiven:
        answers = self.cleaned_data
        return FrameworkGiven(
            answers["framework_title"], answers["framework_agreed"], answers["framework_file"]
        )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                Question("commissioner", small=True),
                "title",
                Question("code", width=20),
                Question("financial_year"),
                "last_day",
                Fieldset(
                    "Where it is returned to", Question("return_address", rows=4), "return_email"
                ),
                Fieldset(
                    "Framework document",
                    "framework_title",
                    Question("framework_agreed", width=20),
                    "framework_file",
                ),
            ),
            submit="Create the draft",
            cancel=self.cancel,
        )


class AboutForm(_Cancellable):
    """What the draft says of itself: texts, dates, address."""

    last_day = SplitDateField(
        label="Last day to sign up", error_messages={"required": "Enter the last day to sign up"}
    )
    review_on = SplitDateField(label="When the scheme is reviewed", required=False)
    dated = forms.CharField(label="Date printed on the document", required=False, max_length=40)
    stakeholders = forms.CharField(
        label="Who needs to be involved",
        help_text="One to a line.",
        required=False,
        widget=forms.Textarea,
    )
    return_address = forms.CharField(
        label="Where sheets on paper are returned to",
        widget=forms.Textarea,
        error_messages={"required": "Enter the address"},
    )
    return_email = forms.EmailField(
        label="E-mail address for questions and returns",
        error_messages={"required": "Enter an e-mail address"},
    )

    def __init__(self, *args: Any, version: SchemeVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = version.texts
        for name, label in SENTENCES.items():
            self.fields[name] = forms.CharField(
                label=label,
                required=name in REQUIRED,
                initial=texts.get(name, ""),
                max_length=1000,
                error_messages={"required": f"Enter: {label[0].lower()}{label[1:]}"},
            )
        for name, label in PARAGRAPHS.items():
            self.fields[name] = forms.CharField(
                label=label,
                help_text=ONE_TO_A_LINE,
                required=name in REQUIRED,
                initial="\n".join(texts.get(name, [])),
                widget=forms.Textarea,
                error_messages={"required": f"Enter: {label[0].lower()}{label[1:]}"},
            )
        if not self.is_bound:
            self.initial = {
                "last_day": version.last_day,
                "review_on": version.review_on,
                "dated": version.dated,
                "stakeholders": "\n".join(version.stakeholders),
                "return_address": version.return_address,
                "return_email": version.return_email,
            }

    @property
    def about(self) -> About:
        answers = self.cleaned_data
        texts = {name: answers[name] for name in SENTENCES}
        texts |= {name: lines(answers[name]) for name in PARAGRAPHS}
        return About(
            texts=texts,
            last_day=answers["last_day"],
            return_address=answers["return_address"],
            return_email=answers["return_email"],
            dated=answers["dated"],
            stakeholders=lines(answers["stakeholders"]),
            review_on=answers["review_on"],
        )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                Fieldset(
                    "What it is",
                    "full_title",
                    *_paragraphs("purpose", "background", "proposal", "aims", "objectives"),
                ),
                Fieldset("Who is paid", *_paragraphs("funding"), *_paragraphs("stakeholders")),
                Fieldset(
                    "The signature sheet",
                    "sheet_title",
                    "undertaking",
                    *_paragraphs("commitments"),
                    "expected_time",
                    "governance",
                    "notes_title",
                    *_paragraphs("notes"),
                ),
                Fieldset(
                    "Dates and address",
                    "last_day",
                    "review_on",
                    Question("dated", width=20),
                    Question("return_address", rows=4),
                    "return_email",
                ),
            ),
            submit="Save",
            cancel=self.cancel,
        )


def _paragraphs(*names: str) -> list[Question]:
    return [Question(name, rows=4) for name in names]


class ConsultationForm(_Cancellable):
    """One entry of the consultation log."""

    body = forms.ChoiceField(
        label="Who was asked?",
        choices=Body,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who was asked"},
    )
    name = forms.CharField(label="Their name, if that says more", required=False, max_length=120)
    on = SplitDateField(label="When?", error_messages={"required": "Enter the day"})
    said = forms.CharField(
        label="What did they say?",
        widget=forms.Textarea,
        error_messages={"required": "Enter what they said, even if it is that they agree"},
    )
    response = forms.CharField(
        label="What was answered or changed?", required=False, widget=forms.Textarea
    )
    file = forms.FileField(label="Their letter or the note, as PDF", required=False)

    @property
    def asked(self) -> Asked:
        answers = self.cleaned_data
        return Asked(
            body=Body(answers["body"]),
            name=answers["name"],
            on=answers["on"],
            said=answers["said"],
            response=answers["response"],
            file=answers["file"],
        )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                Question("body", small=True),
                "name",
                "on",
                Question("said", rows=4),
                Question("response", rows=3),
                "file",
            ),
            submit="Add to the log",
            cancel=self.cancel,
        )


class ReadingsForm(_Cancellable):
    """How what the words leave open is read for the whole scheme."""

    why = forms.CharField(
        label="Why so?",
        help_text="The register of readings keeps it with your name and the time.",
        required=False,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, held: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for reading in scheme_readings():
            self.fields[reading.name] = forms.ChoiceField(
                label=reading.question,
                choices=list(reading.choices.items()),
                initial=held.get(reading.name, reading.default),
                widget=forms.RadioSelect,
            )

    @property
    def readings(self) -> dict[str, str]:
        return {reading.name: self.cleaned_data[reading.name] for reading in scheme_readings()}

    @property
    def helper(self) -> FormHelper:
        questions = [Question(reading.name, small=True) for reading in scheme_readings()]
        return FormHelper.of(
            self, Layout(*questions, Question("why", rows=3)), submit="Save", cancel=self.cancel
        )


class SharesForm(_Cancellable):
    """What part of the cost each commissioner bears, in percent."""

    def __init__(
        self,
        *args: Any,
        commissioners: Iterable[Commissioner],
        held: Mapping[int, int],
        **kwargs: Any,
    ) -> None:
        """``held`` gives hundredths of a percent by commissioner."""
        super().__init__(*args, **kwargs)
        self.commissioners = list(commissioners)
        for commissioner in self.commissioners:
            share = held.get(commissioner.pk)
            self.fields[commissioner.code] = PercentField(
                label=commissioner.name,
                required=False,
                initial="" if share is None else f"{share / 100:g}",
            )

    @property
    def shares(self) -> dict[Commissioner, int]:
        return {
            commissioner: int((self.cleaned_data[commissioner.code] or 0) * 100_00)
            for commissioner in self.commissioners
        }

    @property
    def helper(self) -> FormHelper:
        questions = [Question(one.code, width=4, suffix="%") for one in self.commissioners]
        return FormHelper.of(
            self,
            Layout(Fieldset("Who bears what part?", *questions)),
            submit="Save",
            cancel=self.cancel,
        )


class MoveForm(_Cancellable):
    """To which place an objective moves."""

    to = forms.TypedChoiceField(label="Where does it stand?", coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, places: int, held: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.choices = [(place, f"As objective {place}") for place in range(1, places + 1)]
        field.initial = held

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Move it", cancel=self.cancel)
