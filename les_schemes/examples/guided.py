"""Entering the facts of a worked example by questions, without knowing how a rule writes them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from les_schemes.examples.questions import (
    FOR_LOCALITIES,
    NO_SIGN_UP,
    Answers,
    Document,
    Held,
    ItemsField,
    asked,
)
from les_schemes.rules import Faults, SchemeDefinition
from les_schemes.rules.named_payees import PCT
from les_schemes.rules.wording import MONTH_NAMES
from les_schemes.rules.worked_examples import read_facts
from pbc.money import pounds
from pbc.nhsuk.fields import MoneyField, SplitDateField
from pbc.nhsuk.layout import Fieldset, FormHelper, Layout, Question

# Where a fault of the contract stands on the page.
_FIELDS = {
    "providers[0].code": "provider",
    "providers[0].sign_up.accepted": "accepted",
    "providers[0].sign_up.signed_gps": "signed_gps",
    "as_at": "as_at",
}
SIZES = {"list_size": 5}


class GuidedForm(forms.Form):
    """What an example is about, who takes part, and of each objective what decides its payment."""

    title = forms.CharField(
        label="What does the example show?",
        help_text="For example: forty quit attempts, and every milestone on time",
        max_length=200,
        error_messages={"required": "Say in a few words what the example shows"},
    )
    note = forms.CharField(
        label="Where does it come from?",
        help_text="A page of the source, a question that the Local Medical Committee asked, or "
        "your own idea.",
        required=False,
        widget=forms.Textarea,
    )
    provider = forms.CharField(
        label="Name of the provider",
        help_text="Made up or real.",
        max_length=60,
        error_messages={"required": "Enter a name, made up if you like"},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        definition: SchemeDefinition,
        cancel: str = "",
        facts: Mapping[str, Any] | None = None,
        seen: str = "",
        **kwargs: Any,
    ) -> None:
        """``facts`` are those held, if any, filled in again as far as the questions go."""
        super().__init__(*args, **kwargs)
        self.definition, self.cancel = definition, cancel
        self.facts: Document = {}
        self.fields["seen"].initial = seen
        given: Mapping[str, Any] = facts or {}
        provider: Document = next(iter(given.get("providers", [])), {})
        locality: Document = next(iter(given.get("localities", [])), {})
        kinds = {objective.kind.name for objective in definition.objectives}
        self.signs_up = bool(kinds - NO_SIGN_UP)
        self.has_locality = bool(kinds & FOR_LOCALITIES)
        self._ask_who(provider, locality, is_new=facts is None)
        self._ask_when(given.get("as_at"))
        held = Held(provider, locality)
        self.asked = [
            (objective, questions)
            for objective in definition.objectives
            if (questions := asked(definition, objective, held)) is not None
        ]
        for _, questions in self.asked:
            self.fields.update(questions.fields)

    def _ask_who(self, provider: Document, locality: Document, *, is_new: bool) -> None:
        year, deadline = self.definition.year, self.definition.terms.sign_up_deadline
        self.fields["provider"].initial = provider.get("code")
        needed = any(objective.kind.needs_list for objective in self.definition.objectives)
        if self._uses_list:
            lists = provider.get("lists", [])
            self.fields["list_size"] = forms.IntegerField(
                label=f"Registered patients on {year.first_day:%-d %B %Y}",
                help_text="" if needed else "Leave it empty if it holds no registered list.",
                required=needed,
                min_value=0,
                max_value=999_999_999,
                initial=lists[0]["size"] if lists else None,
                widget=forms.TextInput,
                error_messages={
                    "required": "Enter the number of its registered patients",
                    "invalid": "Enter a whole number, like 8205",
                },
            )
        if self.has_locality:
            self.fields["locality"] = forms.CharField(
                label="Its PBC Locality",
                help_text="Leave it empty if it commissions alone.",
                required=False,
                max_length=60,
                initial=locality.get("code"),
            )
        if self.signs_up:
            sign_up = provider.get("sign_up") or {}
            for name, label in (
                ("received", "Sign-up received on"),
                ("accepted", "Sign-up accepted on"),
            ):
                day = date.fromisoformat(sign_up[name]) if sign_up else None
                self.fields[name] = SplitDateField(
                    label=label,
                    help_text=f"The last day to sign up is {deadline:%-d %B %Y}."
                    if name == "received"
                    else "Leave both empty if it does not sign up.",
                    required=False,
                    initial=deadline if is_new else day,
                )

    def _ask_when(self, written: str | None) -> None:
        last_day = self.definition.year.last_day
        self.fields["as_at"] = SplitDateField(
            label="Worked out as at",
            help_text="What is earned up to this day, after nothing was paid before.",
            initial=date.fromisoformat(written) if written else last_day,
            error_messages={"required": "Enter the day up to which it is worked out"},
        )

    @property
    def _uses_list(self) -> bool:
        return any(
            objective.kind.needs_list
            or getattr(objective.terms, "yearly_cap_per_1000_patients", None) is not None
            or any(one.is_per_patient for one in getattr(objective.terms, "milestones", ()))
            for objective in self.definition.objectives
        )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.facts = self.written(answers)
                read_facts(self.definition, self.facts)
            except ValidationError as refusal:
                self.add_error(None, refusal)
            except Faults as refused:
                for fault in refused.faults:
                    self.add_error(_FIELDS.get(fault.path), f"This {fault.message}")
        return answers

    def written(self, answers: Answers) -> Document:
        """The document of facts that answers come to; raises ``ValidationError`` by field."""
        year = self.definition.year
        place = (answers.get("locality") or "").strip()
        if PCT in (answers["provider"], place):
            name = "provider" if answers["provider"] == PCT else "locality"
            raise ValidationError({name: f"{PCT} stands for the Primary Care Trust: use another"})
        if place and place == answers["provider"]:
            raise ValidationError({"locality": "Enter another name than the provider’s"})
        provider: Document = {"code": answers["provider"], "lists": [], "sign_up": None}
        size = answers.get("list_size")
        if size is not None:
            provider["lists"] = [{"as_at": year.first_day.isoformat(), "size": size}]
        locality: Document = {}
        if place:
            locality = {"code": place, "formed": year.first_day.isoformat(), "levels": []}
            provider["memberships"] = [{"locality": place, "from": year.first_day.isoformat()}]
        refused: dict[str, list[str]] = {}
        if self.signs_up:
            try:
                provider["sign_up"] = _sign_up(answers["received"], answers["accepted"])
            except ValidationError as refusal:
                refused |= refusal.message_dict
        for _, questions in self.asked:
            try:
                questions.write(answers, provider, locality)
            except ValidationError as refusal:
                refused |= refusal.message_dict
        if refused:
            raise ValidationError(refused)
        return {
            "contract": 2,
            "as_at": answers["as_at"].isoformat(),
            "localities": [locality] if locality else [],
            "providers": [provider],
        }

    @property
    def helper(self) -> FormHelper:
        who = ["provider"]
        who += [name for name in ("list_size", "locality") if name in self.fields]
        layout: list[Any] = [
            Fieldset("The example", "title", Question("note", rows=2)),
            Fieldset(
                "Who takes part",
                *(Question(name, width=SIZES.get(name)) for name in who),
            ),
        ]
        if self.signs_up:
            layout.append(Fieldset("When it signs up", "received", "accepted"))
        layout += [
            Fieldset(
                f"Objective {objective.number}: {objective.shown_title}",
                *questions.questions,
                hint=" ".join(filter(None, [objective.sentence, questions.hint])),
            )
            for objective, questions in self.asked
        ]
        layout.append(Fieldset("Up to when", "as_at"))
        return FormHelper.of(self, Layout(*layout), submit="Continue", cancel=self.cancel)


def _sign_up(received: date | None, accepted: date | None) -> Document | None:
    if received is None and accepted is None:
        return None
    if received is None or accepted is None:
        missing = "received" if received is None else "accepted"
        raise ValidationError({missing: "Enter both days, or leave both empty"})
    return {
        "received": received.isoformat(),
        "accepted": accepted.isoformat(),
        "eligible_gps": 0,
        "signed_gps": 0,
    }


def form_of(
    definition: SchemeDefinition, facts: Mapping[str, Any]
) -> tuple[GuidedForm, dict[str, Any]] | None:
    """The questions filled in with facts, and their answers; none where they cannot hold them."""
    if facts.get("contract") != 2:
        return None
    try:
        form = GuidedForm(definition=definition, facts=facts)
        answers = {name: field.initial for name, field in form.fields.items()}
        same = form.written(answers) == facts
    except (ValidationError, KeyError, TypeError, ValueError, AttributeError):
        return None
    return (form, answers) if same else None


def told(definition: SchemeDefinition, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The facts in words, question by question; empty where the questions cannot hold them."""
    filled = form_of(definition, facts)
    if filled is None:
        return []
    form, answers = filled
    numbers = {
        name: objective.number for objective, questions in form.asked for name in questions.fields
    }
    shown = []
    for name, field in form.fields.items():
        if name in ("title", "note", "seen") or answers[name] in (None, "", []):
            continue
        label = str(field.label)
        if name in numbers:
            label = f"Objective {numbers[name]}: {label[0].lower()}{label[1:]}"
        shown.append((label, _in_words(field, answers[name])))
    return shown


def _in_words(field: forms.Field, answer: Any) -> str:
    if isinstance(field, MoneyField):
        return pounds(answer)
    if isinstance(field, ItemsField):
        return _items_in_words(answer)
    if isinstance(field, SplitDateField):
        return date_format(answer, "j F Y")
    if isinstance(field, forms.ChoiceField):
        names = dict(field.widget.choices)
        chosen = answer if isinstance(answer, list) else [answer]
        return ", ".join(str(names[one]) for one in chosen)
    if isinstance(field, forms.IntegerField):
        return f"{answer:,}"
    return str(answer)


def _items_in_words(counts: list[int]) -> str:
    """``12 every month``, ``110 in May, 4 in June``."""
    if len(set(counts)) == 1:
        return f"{counts[0]:,} every month"
    return ", ".join(
        f"{counted:,} in {MONTH_NAMES[(place + 3) % 12]}"
        for place, counted in enumerate(counts)
        if counted
    )
