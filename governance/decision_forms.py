"""The forms on which the Committee's decisions are recorded, and those of a few words each."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet

from governance.actions.decisions import NewCondition, Ruling
from governance.kinds import MatterKind
from governance.models import Decision
from governance.quorum import Seat
from governance.statuses import CARRIED_OUT, Choice, Manner, Outcome
from localities.models import Person
from pbc.nhsuk.fields import SplitDateField
from pbc.nhsuk.layout import HTML, Button, Fieldset, FormHelper, Layout, Link, Question, Submit

MOST_CONDITIONS = 3
_ANSWERS = "answers"
_CONDITION = ("text", "owner", "due")


class WordsForm(forms.Form):
    """A few words, asked under the name that the action gives them."""

    def __init__(
        self,
        *args: Any,
        name: str,
        label: str,
        hint: str = "",
        button: str,
        cancel: str = "",
        required: bool = True,
        action: str = "",
        variant: str | None = None,
        missing: str = "",
        **kwargs: Any,
    ) -> None:
        """``missing`` is said where nothing is entered."""
        super().__init__(*args, **kwargs)
        self.name, self.button, self.cancel, self.action = name, button, cancel, action
        self.variant = variant
        self.fields[name] = forms.CharField(
            label=label,
            help_text=hint,
            widget=forms.Textarea,
            required=required,
            error_messages={"required": missing} if missing else {},
        )

    @property
    def words(self) -> str:
        words: str = self.cleaned_data[self.name]
        return words

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                Question(self.name, rows=4), Submit("submit", self.button, variant=self.variant)
            ),
            cancel=self.cancel,
            action=self.action,
        )


class DeclareForm(forms.Form):
    """What a member declares while an item is heard, and how it is managed."""

    person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label="Who declares an interest?",
        empty_label="Choose a person",
        error_messages={"required": "Choose who declares the interest"},
    )
    reason = forms.CharField(
        label="What is the interest?",
        max_length=300,
        widget=forms.Textarea,
        error_messages={"required": "Say what the interest is"},
    )
    managed = forms.CharField(
        label="How is it managed?",
        help_text="Left empty, the person withdraws: no vote, not counted to the quorum.",
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, people: "QuerySet[Person]", cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout("person", Question("reason", rows=3), "managed"),
            submit="Note the interest",
            cancel=self.cancel,
        )


NO_VOTE = "none"


class VotesForm(forms.Form):
    """One question for each member who is in the room and not conflicted."""

    def __init__(
        self,
        *args: Any,
        seats: list[Seat],
        held: Mapping[UUID, str],
        cancel: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.seats, self.cancel = seats, cancel
        for seat in seats:
            self.fields[str(seat.person_id)] = forms.ChoiceField(
                label=seat.name,
                choices=[*Choice.choices, (NO_VOTE, "Did not vote")],
                widget=forms.RadioSelect,
                initial=held.get(seat.person_id),
                error_messages={"required": f"Say how {seat.name} voted"},
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a vote for anybody else, such as one who went out since the page was opened."""
        asked = {str(seat.person_id) for seat in self.seats}
        sent = [name for name in self.data if _is_key(name) and name not in asked]
        for person in Person.objects.filter(pk__in=sent):
            self.add_error(
                None,
                f"{person.name} is out of this item or not in the room, and does not vote. "
                "Nothing is recorded yet: check the votes and record them again.",
            )
        return super().clean() or self.cleaned_data

    @property
    def choices(self) -> dict[UUID, str]:
        return {
            seat.person_id: self.cleaned_data[str(seat.person_id)]
            for seat in self.seats
            if self.cleaned_data[str(seat.person_id)] != NO_VOTE
        }

    @property
    def helper(self) -> FormHelper:
        questions = [Question(str(seat.person_id), inline=True, size="s") for seat in self.seats]
        return FormHelper.of(
            self, Layout(*questions), submit="Record the votes", cancel=self.cancel
        )


def _is_key(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True


class RulingForm(forms.Form):
    """What is decided. A kind of matter adds its own questions, which count only on agreeing."""

    outcome = forms.ChoiceField(
        label="What is decided?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is decided"},
    )
    would_resolve = forms.CharField(
        label="What would resolve it?",
        help_text="What would make it agreeable. The letter says so; none can go without.",
        widget=forms.Textarea,
        required=False,
    )
    reasons = forms.CharField(
        label="Reasons",
        help_text="The minutes tell them in these words, and the letter if one goes.",
        widget=forms.Textarea,
        error_messages={"required": "Give the reasons: the letter tells them"},
    )
    manner = forms.ChoiceField(
        label="How was it decided?",
        choices=[(Manner.CONSENSUS, Manner.CONSENSUS.label), (Manner.VOTE, Manner.VOTE.label)],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it was decided"},
    )

    def __init__(
        self,
        *args: Any,
        kind: MatterKind,
        owners: "QuerySet[Person]",
        cancel: str,
        button: str,
        outcomes: list[Outcome] | None = None,
        asks_manner: bool = True,
        asks: type[forms.Form] | None = None,
        shows_worth: bool = False,
        names_worth: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.cancel, self.button = kind, cancel, button
        self.asks, self.shows_worth = asks or kind.answers_form, shows_worth
        self.names_worth = names_worth
        self.shown = ""  # set by a page that names the worth it shows
        offered = outcomes if outcomes is not None else list(kind.outcomes)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (outcome, outcome.label) for outcome in offered
        ]
        if not asks_manner:
            del self.fields["manner"]
        if kind.needs_effective_date:
            self.fields["effective"] = SplitDateField(
                label="From when does it take effect?", required=False
            )
        for name, field in self.asks.base_fields.items():
            asked = deepcopy(field)
            asked.required = False
            self.fields[f"{_ANSWERS}-{name}"] = asked
        self.takes_conditions = Outcome.AGREED_WITH_CONDITIONS in offered
        if self.takes_conditions:
            for number in range(1, MOST_CONDITIONS + 1):
                self._add_condition(number, owners)

    def _add_condition(self, number: int, owners: "QuerySet[Person]") -> None:
        self.fields[f"condition_{number}_text"] = forms.CharField(
            label=f"Condition {number}", required=False, widget=forms.Textarea
        )
        self.fields[f"condition_{number}_owner"] = forms.ModelChoiceField(
            queryset=owners,
            label=f"Who sees to condition {number}?",
            required=False,
            empty_label="Choose a person",
        )
        self.fields[f"condition_{number}_due"] = SplitDateField(
            label=f"By when is condition {number} met?", required=False
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        outcome = cleaned.get("outcome")
        self.conditions: list[NewCondition] = []
        self.answers: dict[str, Any] = {}
        if outcome == Outcome.AGREED_WITH_CONDITIONS:
            self._read_conditions(cleaned)
        if outcome in CARRIED_OUT:
            self._read_answers()
        return cleaned

    def _read_conditions(self, cleaned: dict[str, Any]) -> None:
        for number in range(1, MOST_CONDITIONS + 1):
            names = [f"condition_{number}_{part}" for part in _CONDITION]
            text, owner, due = (cleaned.get(name) for name in names)
            if not (text or owner or due):
                continue
            if not text:
                self.add_error(names[0], f"Say what condition {number} asks")
            if owner is None and names[1] not in self.errors:
                self.add_error(names[1], f"Choose who sees to condition {number}")
            if due is None and names[2] not in self.errors:
                self.add_error(names[2], f"Enter by when condition {number} is met")
            if text and owner and due:
                self.conditions.append(NewCondition(text, owner, due))
        if not self.conditions and not self.errors:
            self.add_error("condition_1_text", "Set at least one condition")

    def _read_answers(self) -> None:
        asked = self.asks(self.data, self.files, prefix=_ANSWERS)
        if asked.is_valid():
            self.answers = asked.cleaned_data
            return
        for name, faults in asked.errors.items():
            known = f"{_ANSWERS}-{name}"
            for fault in faults:
                self.add_error(known if known in self.fields else None, str(fault))

    def keep_only_faults_of_money(self, *more: str) -> None:
        """Leave out what need not be filled in yet to see what the decision is worth."""
        kept = {
            name: faults
            for name, faults in self.errors.items()
            if name in ("effective", NON_FIELD_ERRORS, *more) or name.startswith(f"{_ANSWERS}-")
        }
        self.errors.clear()
        self.errors.update(kept)

    @property
    def effective(self) -> Any:
        agreed = self.cleaned_data.get("outcome") in CARRIED_OUT
        return self.cleaned_data.get("effective") if agreed else None

    @property
    def ruling(self) -> Ruling:
        outcome = Outcome(self.cleaned_data["outcome"])
        declined = outcome == Outcome.DECLINED
        return Ruling(
            outcome=outcome,
            reasons=self.cleaned_data["reasons"],
            would_resolve=self.cleaned_data["would_resolve"] if declined else "",
            effective=self.effective,
            answers=self.answers,
            conditions=self.conditions,
            shown=self.data.get("shown", "") if self.names_worth else None,
        )

    @property
    def asks_of_the_kind(self) -> list[str]:
        return [name for name in self.fields if name.startswith(f"{_ANSWERS}-")]

    @property
    def helper(self) -> FormHelper:
        of_kind: list[Any] = self.asks_of_the_kind
        if "effective" in self.fields:
            of_kind = ["effective", *of_kind]
        conditions = [
            Question(f"condition_{number}_{part}", rows=2, small=True, mark_optional=False)
            for number in range(1, MOST_CONDITIONS + 1)
            for part in _CONDITION
        ]
        reveals: dict[Any, Any] = {
            Outcome.DECLINED: [Question("would_resolve", rows=3, mark_optional=False)]
        }
        if self.takes_conditions:
            reveals[Outcome.AGREED_WITH_CONDITIONS] = conditions
        parts: list[Any] = [Question("outcome", reveals=reveals)]
        if of_kind:
            parts.append(Fieldset("If it is agreed", *of_kind))
        parts.append(Question("reasons", rows=5))
        if "manner" in self.fields:
            parts.append(Question("manner", inline=True))
        if self.names_worth:
            parts.append(HTML(f'<input type="hidden" name="shown" value="{self.shown}">'))
        parts.append(Submit("record", self.button))
        if of_kind or self.shows_worth:
            parts.append(Button("show", "Show what it is worth", variant="secondary"))
        parts.append(Link("Cancel", self.cancel))
        return FormHelper.of(self, Layout(*parts))


class RatifyForm(forms.Form):
    """Whether the Committee ratifies what the chair decided alone."""

    decision = forms.ModelChoiceField(
        queryset=Decision.objects.none(),
        widget=forms.RadioSelect,
        label="Which chair's action?",
        empty_label=None,
        error_messages={"required": "Choose the chair's action"},
    )
    ratified = forms.TypedChoiceField(
        label="Does the Committee ratify it?",
        choices=[("yes", "Yes, it is ratified"), ("no", "No, it is not ratified")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is ratified"},
    )
    reasons = forms.CharField(
        label="Why is it not ratified?", widget=forms.Textarea, required=False
    )

    def __init__(
        self, *args: Any, decisions: "QuerySet[Decision]", cancel: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                "decision",
                Question("ratified", reveals={"no": [Question("reasons", rows=3)]}),
            ),
            submit="Record the ratification",
            cancel=self.cancel,
        )
