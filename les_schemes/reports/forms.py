"""The forms of monthly reports and their templates."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from les_schemes.forms import ReasonForm
from les_schemes.reports.checking import RawRow
from les_schemes.reports.columns import (
    Column,
    Form,
    Section,
    Standard,
    Use,
    configurable,
)
from pbc.nhsuk.bridge import render
from pbc.nhsuk.layout import Button, Fieldset, FormHelper, Layout, Link, Question, Submit

BLANK_ROWS = 5
# With ten boxes a row, within what a form may hold: beyond, a file is the better way.
MOST_ROWS_ON_PAGE = 60
_WIDTHS = {Form.COUNT: 5, Form.MONEY: 10}


class SectionForm(forms.Form):
    """The rows of a section, each box named after its row and column; what is typed is judged by
    the action alone."""

    rows = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=MOST_ROWS_ON_PAGE + BLANK_ROWS
    )
    none = forms.BooleanField(required=False)

    def __init__(
        self,
        *args: Any,
        section: Section,
        standard: Standard,
        typed: Sequence[Mapping[str, str]],
        none: bool,
        cancel: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.section, self.columns, self.cancel = section, standard.columns(section), cancel
        self.fields["none"].label = section.none
        self.number = self._number(len(typed))
        for row in range(1, self.number + 1):
            for column in self.columns:
                self.fields[f"row{row}-{column.key}"] = _box(
                    column, standard.words_for(section, column), row
                )
        if not self.is_bound:
            self.initial = {
                "rows": self.number,
                "none": none,
                **{
                    f"row{row}-{column.key}": cells[column.key]
                    for row, cells in enumerate(typed, start=1)
                    for column in self.columns
                },
            }

    def _number(self, held: int) -> int:
        """How many rows the page has: those it was sent with, or those held and some blank."""
        sent = self.data.get("rows", "") if self.is_bound else ""
        most = MOST_ROWS_ON_PAGE + BLANK_ROWS
        if isinstance(sent, str) and sent.isdecimal() and len(sent) <= 3:
            return min(int(sent), most)
        return min(held + BLANK_ROWS, most)

    def raw_rows(self) -> list[RawRow]:
        return [
            RawRow(
                row,
                {
                    column.key: self.cleaned_data.get(f"row{row}-{column.key}") or ""
                    for column in self.columns
                },
            )
            for row in range(1, self.number + 1)
        ]

    @property
    def wants_more(self) -> bool:
        return "more" in self.data

    @property
    def helper(self) -> FormHelper:
        rows = [
            _RowOfBoxes(row, [f"row{row}-{column.key}" for column in self.columns], self.section)
            for row in range(1, self.number + 1)
        ]
        return FormHelper.of(
            self,
            Layout(
                "rows",
                *rows,
                Question("none"),
                Submit("save", "Save and continue"),
                Button("more", "Save and add rows", variant="secondary"),
                Link("Cancel", self.cancel),
            ),
        )


def _box(column: Column, words: Sequence[str], row: int) -> forms.Field:
    """One box. Nothing is required here, and nothing is cut off: the action says what is wrong."""
    options = column.choices.items() if column.form is Form.CHOICE else ((w, w) for w in words)
    choices = [("", ""), *options]
    if len(choices) > 1:
        # A word that is no longer among those agreed is shown as it is, to be mended.
        return _KeptChoice(choices=choices, label=column.heading, required=False)
    box = forms.CharField(label=column.heading, required=False)
    if column.form is not Form.TEXT:
        box.widget.attrs["inputmode"] = "numeric" if column.form is Form.COUNT else "decimal"
    return box


class _KeptChoice(forms.ChoiceField):
    def valid_value(self, value: Any) -> bool:
        return True


class _RowOfBoxes:
    """The boxes of one row side by side, under a legend for those who do not see them so."""

    def __init__(self, row: int, names: Sequence[str], section: Section) -> None:
        self.row, self.fields, self.section = row, list(names), section

    def render(
        self, form: forms.BaseForm, context: Any, template_pack: object = "", **kwargs: Any
    ) -> SafeString:
        boxes = format_html_join(
            "",
            '<div class="rep-box rep-box--{}">{}</div>',
            (
                (
                    column.key,
                    Question(
                        name,
                        mark_optional=False,
                        width=_WIDTHS.get(column.form),
                        prefix="£" if column.form is Form.MONEY else "",
                    ).render(form, context),
                )
                for name, column in zip(self.fields, form.columns, strict=True)  # type: ignore[attr-defined]
            ),
        )
        return render(
            "fieldset",
            legend__text=f"Row {self.row}",
            legend__size="s",
            classes=f"rep-row rep-row--{self.section.key}",
            html=format_html('<div class="rep-boxes">{}</div>', boxes),
        )


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Upload a file",
        help_text="CSV or Excel (.xlsx), smaller than 2 MB, with the headings of the template",
        error_messages={"required": "Choose a file", "empty": "The selected file is empty"},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(Question("file", size="m")),
            submit="Upload and check",
            cancel=self.cancel,
        )


class SubmitReportForm(forms.Form):
    note = forms.CharField(
        label="Anything to tell with it?",
        help_text="Nothing about a patient.",
        widget=forms.Textarea,
        required=False,
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self, Layout(Question("note", rows=3)), submit="Submit the report", cancel=self.cancel
        )


class ReceiveForm(forms.Form):
    """The revision that was looked at goes with the answer."""

    submit_text = "Accept"
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, looked_at: int, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        if not self.is_bound:
            self.initial = {**self.initial, "revision": looked_at}

    @property
    def parts(self) -> list[Any]:
        return ["revision"]

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, Layout(*self.parts), submit=self.submit_text, cancel=self.cancel)


class AcceptForLocalityForm(ReceiveForm):
    submit_text = "Accept for the locality"


class AcceptReportForm(ReceiveForm):
    submit_text = "Accept the report"


class _ReceiveWithReason(ReceiveForm):
    reason = forms.CharField(widget=forms.Textarea)

    @property
    def parts(self) -> list[Any]:
        return ["revision", Question("reason", rows=5)]


class SendBackForm(_ReceiveWithReason):
    submit_text = "Send it back"
    reason = forms.CharField(
        label="What does the practice have to mend?",
        help_text="The practice reads this. Everything it entered is kept.",
        widget=forms.Textarea,
        error_messages={"required": "Say what the practice has to mend: it is told this"},
    )


class PassLocalityForm(_ReceiveWithReason):
    submit_text = "Stand in for the locality"
    reason = forms.CharField(
        label="Why does nobody accept it for the locality?",
        widget=forms.Textarea,
        error_messages={"required": "Say why nobody accepts it for the locality"},
    )


class ExcuseForm(ReasonForm):
    reason_label = "Why is the month excused?"
    reason_hint = "The practice reads this. For example: SUS data was not supplied in time."
    submit_text = "Excuse the month"
    required_message = "Say why the month is excused: the practice is told it"


class VoidForm(ReasonForm):
    reason_label = "Why is the report void?"
    reason_hint = "The practice reads this, and the month is expected again."
    submit_text = "Make it void"
    required_message = "Say why the report is void: the practice is told it"


class RefuseTemplateForm(ReasonForm):
    reason_label = "What has to change before your locality agrees?"
    reason_hint = "The commissioner reads this."
    submit_text = "Do not agree"
    required_message = "Say what has to change"


class WithdrawTemplateForm(ReasonForm):
    reason_label = "Why is the template withdrawn?"
    submit_text = "Withdraw the template"
    required_message = "Say why it is withdrawn"


class ProposeTemplateForm(forms.Form):
    """Which columns are asked and with which words; the others are always asked."""

    standards_in_words = forms.CharField(
        label="What does a report have to come up to?",
        help_text="The agreed standards in words: practices read them above the form.",
        widget=forms.Textarea,
        required=False,
    )
    largest_count = forms.IntegerField(
        label="Largest count in one row",
        help_text="A larger one is taken for a slip.",
        min_value=1,
        max_value=999_999,
        error_messages={"required": "Enter a whole number, like 20,000"},
    )

    def __init__(self, *args: Any, standard: Standard, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        for section, column in configurable():
            key = f"{section.key}.{column.key}"
            if not column.core:
                self.fields[f"use-{key}"] = forms.ChoiceField(
                    label=f"{column.heading}: is it asked?",
                    choices=[
                        (Use.REQUIRED.value, "Required"),
                        (Use.OPTIONAL.value, "May be left empty"),
                        (Use.LEFT_OUT.value, "Not asked"),
                    ],
                    widget=forms.RadioSelect,
                )
            self.fields[f"words-{key}"] = forms.CharField(
                label=f"{column.heading}: words to choose from",
                help_text="One a line. Leave empty to let practices type any.",
                widget=forms.Textarea,
                required=False,
            )
        if not self.is_bound:
            self.initial = self._of(standard)

    @staticmethod
    def _of(standard: Standard) -> dict[str, Any]:
        initial: dict[str, Any] = {"largest_count": standard.largest_count}
        for section, column in configurable():
            key = f"{section.key}.{column.key}"
            initial[f"use-{key}"] = standard.use(section, column).value
            initial[f"words-{key}"] = "\n".join(standard.words_for(section, column))
        return initial

    def standard(self) -> Standard:
        said = self.cleaned_data
        uses, words = {}, {}
        for section, column in configurable():
            key = f"{section.key}.{column.key}"
            if not column.core:
                uses[key] = Use(said[f"use-{key}"])
            lines = [" ".join(line.split()) for line in said[f"words-{key}"].splitlines()]
            words[key] = tuple(dict.fromkeys(line for line in lines if line))
        return Standard(uses=uses, words=words, largest_count=said["largest_count"])

    @property
    def helper(self) -> FormHelper:
        fieldsets = []
        for title, key in (("Referrals", "referrals"), ("Activity", "activity")):
            names = [name for name in self.fields if f"-{key}." in name]
            parts: list[Any] = [
                Question(name, inline=True, mark_optional=False)
                if name.startswith("use-")
                else Question(name, rows=4, mark_optional=False)
                for name in names
            ]
            fieldsets.append(Fieldset(title, *parts, size="l"))
        return FormHelper.of(
            self,
            Layout(
                Question("standards_in_words", rows=4),
                *fieldsets,
                Question("largest_count", width=5),
            ),
            submit="Propose the template",
            cancel=self.cancel,
        )
