"""The assumptions as questions of the cost page, only those that the scheme's kinds ask for."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from les_schemes.costing.assumptions import LEVELS, MILESTONES, Assumptions, ItemsAssumed
from les_schemes.design.term_questions import PercentField
from les_schemes.rules import SchemeDefinition
from les_schemes.rules.tables import decimal
from les_schemes.rules.year import MONTHS
from pbc.money import pounds
from pbc.nhsuk.fields import MoneyField
from pbc.nhsuk.layout import Fieldset, Question

_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?")
_YES_NO = [("yes", "Yes"), ("no", "No")]
LEVEL_WORDS = {0: "None: no allowance", 1: "Level 1", 2: "Level 2", 3: "Level 3"}
EMPTY = "Leave it empty to assume nothing."


class ItemsField(forms.Field):
    """A number of items with at most two decimals; cleans to an exact fraction."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": "Enter a number with at most two decimals, like 40 or 2.5",
    }

    def to_python(self, value: object) -> Fraction | None:
        typed = str(value if value is not None else "").replace(",", "").strip()
        if not typed:
            return None
        if not _NUMBER.fullmatch(typed):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return Fraction(typed)


class AssumptionQuestions:
    """The fields, how they stand on the page, and the assumptions that were answered."""

    def __init__(
        self, definition: SchemeDefinition, assumed: Assumptions, *, others_may_take_part: bool
    ) -> None:
        self.assumed = assumed
        self.kinds = {objective.kind.name for objective in definition.objectives}
        self.others_may_take_part = others_may_take_part
        self.counted = list(definition.of_kind("item_of_service"))
        self.fields: dict[str, forms.Field] = {}
        self.parts = list(self._parts())

    def _parts(self) -> Iterator[Fieldset]:
        yield Fieldset("Who signs up", *self._signing_up(), size="s")
        for objective in self.counted:
            yield Fieldset(
                f"Objective {objective.number}: {objective.shown_title}",
                *self._items(objective.number),
                size="s",
            )
        if further := list(self._further()):
            yield Fieldset("What is done in the year", *further, size="s")

    def _signing_up(self) -> Iterator[Question]:
        assumed = self.assumed
        yield self._percent(
            "sign_up_share", "Part of those who may take part that signs up", assumed.sign_up_share
        )
        yield self._percent(
            "late_share",
            "Part of these whose sheet comes in after the deadline",
            assumed.late_share,
        )

    def _items(self, number: int) -> Iterator[Question]:
        assumed = self.assumed.items.get(number, ItemsAssumed())
        self.fields[f"items_{number}_per_1000_patients"] = ItemsField(
            label="Items a month for every 1,000 registered patients of a practice",
            required=False,
            initial=in_figures(assumed.per_1000_patients),
            help_text=EMPTY,
        )
        yield Question(f"items_{number}_per_1000_patients", width=5)
        if self.others_may_take_part:
            self.fields[f"items_{number}_each"] = ItemsField(
                label="Items a month of each provider without a registered list",
                required=False,
                initial=in_figures(assumed.each),
                help_text=EMPTY,
            )
            yield Question(f"items_{number}_each", width=5)

    def _further(self) -> Iterator[Question]:
        assumed = self.assumed
        if "information_fund" in self.kinds:
            self.fields["months_reported"] = _whole(
                "Months that each practice reports", MONTHS, initial=assumed.months_reported
            )
            yield Question("months_reported", width=2)
        if "operating_level" in self.kinds:
            yield self._choice(
                "level",
                "Level of every locality from the year’s start",
                [(str(level), LEVEL_WORDS[level]) for level in LEVELS],
                str(assumed.level),
            )
        if "milestone" in self.kinds:
            yield self._choice(
                "milestones", "Milestones met", list(MILESTONES.items()), assumed.milestones
            )
        if "savings_split" in self.kinds:
            yield from self._savings()
        if "plan" in self.kinds:
            yield self._yes_no("plans_agreed", "Are all plans agreed?", assumed.plans_agreed)
        if "achievement" in self.kinds:
            yield self._yes_no(
                "plan_milestones_met",
                "Are the milestones of all plans met?",
                assumed.plan_milestones_met,
            )
        if "training_reimbursement" in self.kinds:
            yield from self._training()

    def _savings(self) -> Iterator[Question]:
        assumed = self.assumed
        self.fields["budget_per_patient_pence"] = MoneyField(
            label="Budget of a practice for each registered patient",
            required=False,
            initial=assumed.budget_per_patient_pence,
            help_text=EMPTY,
        )
        yield Question("budget_per_patient_pence", width=10, prefix="£")
        yield self._percent(
            "saving_share", "Part of the budget that is saved", assumed.saving_share, required=False
        )
        yield self._percent(
            "overspending_share",
            "Part of the practices that spend as much above their budget instead",
            assumed.overspending_share,
        )

    def _training(self) -> Iterator[Question]:
        assumed = self.assumed
        self.fields["training_cases"] = _whole(
            "Approved trainings in the year",
            9_999,
            required=False,
            initial=assumed.training_cases,
            help_text=EMPTY,
        )
        yield Question("training_cases", width=4)
        self.fields["training_cost_pence"] = MoneyField(
            label="Cost of each", required=False, initial=assumed.training_cost_pence
        )
        yield Question("training_cost_pence", width=10, prefix="£")

    def _percent(
        self, name: str, label: str, share: Fraction | None, *, required: bool = True
    ) -> Question:
        self.fields[name] = PercentField(
            label=label,
            required=required,
            initial="" if share is None else in_figures(share * 100),
            help_text="" if required else EMPTY,
            error_messages={"required": "Enter a percentage, like 80; 0 for none"},
        )
        return Question(name, width=4, suffix="%")

    def _choice(self, name: str, label: str, choices: Any, held: str) -> Question:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, initial=held, widget=forms.RadioSelect
        )
        return Question(name, small=True)

    def _yes_no(self, name: str, label: str, held: bool) -> Question:
        return self._choice(name, label, _YES_NO, "yes" if held else "no")

    def read(self, answers: dict[str, Any]) -> Assumptions:
        """The assumptions answered; what was not asked stays. ``ValidationError`` by the field."""
        for one, other in (
            ("budget_per_patient_pence", "saving_share"),
            ("training_cases", "training_cost_pence"),
        ):
            given = {name: answers.get(name) is not None for name in (one, other)}
            if any(given.values()) and not all(given.values()):
                missing = one if given[other] else other
                raise ValidationError({missing: "Fill in both, or leave both empty"})
        asked = {
            name: _answer(name, answers[name])
            for name in Assumptions.__dataclass_fields__
            if name in self.fields
        }
        items = {
            objective.number: ItemsAssumed(
                answers[f"items_{objective.number}_per_1000_patients"],
                answers.get(f"items_{objective.number}_each"),
            )
            for objective in self.counted
        }
        held = {
            name: getattr(self.assumed, name)
            for name in Assumptions.__dataclass_fields__
            if name != "items"
        }
        return Assumptions(**{**held, **asked}, items=items)


def _answer(name: str, value: Any) -> Any:
    if name == "level":
        return int(value)
    if name in ("plans_agreed", "plan_milestones_met"):
        return value == "yes"
    return value


def _whole(label: str, most: int, *, required: bool = True, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=most,
        required=required,
        widget=forms.TextInput,
        error_messages={
            "required": f"Enter a whole number from 0 to {most}",
            "invalid": f"Enter a whole number from 0 to {most}",
        },
        **more,
    )


def in_figures(number: Fraction | None) -> str:
    """``2.5``, ``40``; empty for None."""
    return "" if number is None else decimal(number).rstrip("0").rstrip(".")


def in_words(definition: SchemeDefinition, assumed: Assumptions) -> list[tuple[str, str]]:
    """Each assumption that the scheme asks for, as a question and what was assumed."""
    questions = AssumptionQuestions(definition, assumed, others_may_take_part=True)
    return [
        (_with_objective(name, str(field.label)), _told(field))
        for name, field in questions.fields.items()
    ]


def _with_objective(name: str, label: str) -> str:
    found = re.fullmatch(r"items_([0-9]+)_\w+", name)
    return f"Objective {found[1]}: {label[0].lower()}{label[1:]}" if found else label


def _told(field: forms.Field) -> str:
    value = field.initial
    if value in (None, ""):
        return "Nothing assumed"
    if isinstance(field, forms.ChoiceField):
        words: Any = field.choices
        return str(dict(words)[value])
    if isinstance(field, MoneyField):
        return pounds(int(value))
    return f"{value}%" if isinstance(field, PercentField) else str(value)
