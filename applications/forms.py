"""The forms of applying for a level, reading the evidence, and entering criteria."""

from collections.abc import Iterable
from typing import Any

from django import forms

from applications.actions.levels import Finding, Shown
from applications.models import CriterionEvidence, LevelApplication, LevelCriterion
from pbc.nhsuk.layout import Button, Fieldset, FormHelper, Layout, Question, Submit

LONGEST = 5_000
LONGEST_CRITERION = 1_000
BLANK_ROWS = 4
YES_NO = [("yes", "Yes"), ("no", "No")]


class CancellableForm(forms.Form):
    """A form whose page can be left without doing anything."""

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel


class LevelChoice(CancellableForm):
    level = forms.TypedChoiceField(
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a level"},
    )

    def __init__(self, *args: Any, offered: dict[int, str], **kwargs: Any) -> None:
        """``offered`` gives, by level, what is said of it."""
        super().__init__(*args, **kwargs)
        self.hints = {str(level): hint for level, hint in offered.items()}
        field: Any = self.fields["level"]
        field.choices = [(level, f"Level {level}") for level in offered]
        if len(offered) == 1:
            field.initial = next(iter(offered))


class StartForm(LevelChoice):
    """Which level the locality applies for."""

    @property
    def helper(self) -> FormHelper:
        self.fields["level"].label = "Which level does the locality apply for?"
        return FormHelper.of(
            self,
            Layout(Question("level", size="m", hints=self.hints)),
            submit="Start the application",
            cancel=self.cancel,
        )


class LowerForm(LevelChoice):
    """To which level the locality should go down, and why."""

    case = forms.CharField(
        label="Why should the locality go down?",
        help_text="The locality and the Committee read this.",
        widget=forms.Textarea,
        max_length=LONGEST,
        error_messages={"required": "Say why: the locality and the Committee read it"},
    )

    @property
    def helper(self) -> FormHelper:
        self.fields["level"].label = "To which level?"
        return FormHelper.of(
            self,
            Layout(Question("level", size="m", hints=self.hints), Question("case", rows=6)),
            submit="Put it before the Committee",
            cancel=self.cancel,
        )


class CaseForm(CancellableForm):
    """Why the locality has reached the level."""

    case = forms.CharField(
        label="Why has the locality reached this level?",
        help_text="In your own words. The commissioner and the Committee read this.",
        widget=forms.Textarea,
        max_length=LONGEST,
        error_messages={"required": "Say why the locality has reached this level"},
    )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(Question("case", rows=8)),
            submit="Save and continue",
            cancel=self.cancel,
        )


class EvidenceForm(CancellableForm):
    """What the locality shows for one criterion: words, a file, or both."""

    text = forms.CharField(
        label="What shows that the locality meets it?",
        widget=forms.Textarea,
        max_length=LONGEST,
        required=False,
    )
    file = forms.FileField(
        label="A document that shows it",
        help_text="A PDF, PNG or JPEG file of at most 10 MB, without anything about patients",
        required=False,
        error_messages={"empty": "The selected file is empty"},
    )
    without_file = forms.BooleanField(label="Take the file away", required=False)

    def __init__(self, *args: Any, held: CriterionEvidence | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_file = held is not None and held.file_id is not None
        if held is not None:
            self.initial.setdefault("text", held.text)
        if held is None or held.file is None:
            del self.fields["without_file"]
        else:
            self.fields["file"].label = "Another document in its place"
            self.fields["without_file"].label = f"Take away {held.file.original_name}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        keeps_file = self.has_file and not cleaned.get("without_file")
        nothing = not cleaned.get("text", "").strip() and not cleaned.get("file")
        if nothing and not keeps_file and "file" not in self.errors:
            self.add_error("text", "Say what shows it, or choose a file")
        return cleaned

    def shown(self) -> Shown:
        upload = self.cleaned_data["file"]
        return Shown(
            text=self.cleaned_data["text"],
            # One byte more than may come in is read, so that the store can refuse it by its size.
            content=upload.read(10 * 1024 * 1024 + 1) if upload else None,
            name=upload.name if upload else "",
            without_file=bool(self.cleaned_data.get("without_file")),
        )

    @property
    def helper(self) -> FormHelper:
        parts = [Question("text", rows=6, mark_optional=False), Question("file")]
        if "without_file" in self.fields:
            parts.append(Question("without_file"))
        return FormHelper.of(self, Layout(*parts), submit="Save and continue", cancel=self.cancel)


class SubmitForm(CancellableForm):
    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Submit the application", cancel=self.cancel)


class ReviewForm(CancellableForm):
    """How the officer reads the evidence, criterion by criterion, and what they recommend."""

    notes = forms.CharField(
        label="Notes for the Committee",
        widget=forms.Textarea,
        max_length=LONGEST,
        required=False,
    )
    recommends = forms.ChoiceField(
        label="Do you recommend the level?",
        help_text="The Committee decides; it reads what you recommend.",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you recommend the level"},
    )

    def __init__(self, *args: Any, evidence: Iterable[CriterionEvidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(evidence)
        for row in self.rows:
            number = row.criterion.number
            self.fields[f"met_{row.criterion_id}"] = forms.ChoiceField(
                label=f"Is criterion {number} met?",
                choices=YES_NO,
                widget=forms.RadioSelect,
                error_messages={"required": f"Say whether criterion {number} is met"},
                initial=None if row.met is None else "yes" if row.met else "no",
            )
            self.fields[f"note_{row.criterion_id}"] = forms.CharField(
                label=f"Note on criterion {number}",
                max_length=300,
                required=False,
                initial=row.officer_note,
            )
        # What is refused is listed in the order of the page.
        self.order_fields([*(name for name in self.fields if "_" in name), "notes", "recommends"])

    def findings(self) -> dict[int, Finding]:
        return {
            row.criterion_id: Finding(
                met=self.cleaned_data[f"met_{row.criterion_id}"] == "yes",
                note=self.cleaned_data[f"note_{row.criterion_id}"],
            )
            for row in self.rows
        }

    @property
    def recommended(self) -> bool:
        return bool(self.cleaned_data["recommends"] == "yes")

    @property
    def helper(self) -> FormHelper:
        parts: list[Any] = [
            Fieldset(
                f"Criterion {row.criterion.number}",
                Question(f"met_{row.criterion_id}", inline=True),
                Question(f"note_{row.criterion_id}"),
                hint=row.criterion.text,
            )
            for row in self.rows
        ]
        return FormHelper.of(
            self,
            Layout(*parts, Question("notes", rows=5), Question("recommends", inline=True)),
            submit="Put it before the Committee",
            cancel=self.cancel,
        )


class WithdrawForm(CancellableForm):
    reason = forms.CharField(
        label="Why is it withdrawn?",
        widget=forms.Textarea,
        max_length=300,
        error_messages={"required": "Give the reason for withdrawing"},
    )

    def __init__(self, *args: Any, application: LevelApplication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if application.submitted_at is not None:
            self.fields["reason"].help_text = "Those who know of it are told this reason."

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                Question("reason", rows=4), Submit("withdraw", "Withdraw it", variant="warning")
            ),
            cancel=self.cancel,
        )


class CriteriaForm(CancellableForm):
    """The criteria of a level, one a row, as the Framework words them; an empty row is left out."""

    def __init__(self, *args: Any, level: int, held: list[LevelCriterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.level = level
        self.rows = len(held) + BLANK_ROWS
        if self.is_bound:
            sent = [
                int(name[4:])
                for name in self.data
                if name.startswith("row_") and name[4:].isdigit()
            ]
            self.rows = max(self.rows, min(max(sent, default=0), 100))
        for number in range(1, self.rows + 1):
            self.fields[f"row_{number}"] = forms.CharField(
                label=f"Criterion {number}",
                widget=forms.Textarea,
                max_length=LONGEST_CRITERION,
                required=False,
                initial=held[number - 1].text if number <= len(held) else "",
            )

    def texts(self) -> list[str]:
        rows = (self.cleaned_data[f"row_{number}"] for number in range(1, self.rows + 1))
        return [text for text in rows if text.strip()]

    @property
    def wants_more(self) -> bool:
        return "more" in self.data

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                *(
                    Question(f"row_{number}", rows=2, mark_optional=False)
                    for number in range(1, self.rows + 1)
                ),
                Submit("save", f"Save the criteria of level {self.level}"),
                Button("more", "Save and add more rows", variant="secondary"),
            ),
            cancel=self.cancel,
        )
