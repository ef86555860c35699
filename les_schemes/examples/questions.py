"""The facts of a worked example as questions: of each objective only what decides its payment.

One provider, made up or real, in at most one locality. Answers become the provider and locality of
a document of contract 2, and fill the same questions in again.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from les_schemes.rules.definition import Objective, SchemeDefinition
from les_schemes.rules.wording import MONTH_NAMES
from les_schemes.rules.year import MONTHS, Year
from pbc.money import from_contract, to_contract
from pbc.nhsuk.fields import MoneyField, SplitDateField
from pbc.nhsuk.layout import Question

Document = dict[str, Any]
Answers = Mapping[str, Any]

NO_SIGN_UP = {"plan", "achievement", "training_reimbursement"}
"""Kinds that pay without a sign-up to the scheme."""
FOR_LOCALITIES = {
    "information_fund",
    "operating_level",
    "savings_split",
    "plan",
    "achievement",
}


class Held(NamedTuple):
    """What an example says already: its provider and locality, empty where it is new."""

    provider: Document
    locality: Document


class Asked(NamedTuple):
    """The questions of one objective and how their answers enter the document."""

    fields: dict[str, forms.Field]
    questions: list[Question]
    write: Callable[[Answers, Document, Document], None]
    """Takes the answers, the provider and the locality, and puts what was answered into them."""
    hint: str = ""


class ItemsField(forms.CharField):
    """Items by month, April first: one number for every month, or twelve; cleans to twelve."""

    default_error_messages = {
        "invalid": "Enter one whole number for every month, or twelve from April to March with "
        "spaces between, like 10 12 8 0 0 9 10 11 4 10 12 10",
    }

    def to_python(self, value: object) -> list[int] | None:  # type: ignore[override]
        if isinstance(value, list):
            return value
        typed = str(value or "").replace(",", " ").split()
        if not typed:
            return None
        if len(typed) not in (1, MONTHS) or not all(
            one.isascii() and one.isdigit() and len(one) <= 9 for one in typed
        ):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        counts = [int(one) for one in typed]
        return counts * MONTHS if len(counts) == 1 else counts

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return str(value[0]) if len(set(value)) == 1 else " ".join(map(str, value))


def asked(definition: SchemeDefinition, objective: Objective, held: Held) -> Asked | None:
    """The questions of an objective; none where another of its kind has asked them before."""
    kind = objective.kind.name
    if kind in _ONCE and next(iter(definition.of_kind(kind))).number != objective.number:
        return None
    return _ASKED[kind](definition, objective, held)


def _per_patient(definition: SchemeDefinition, objective: Objective, held: Held) -> Asked:
    sign_up = held.provider.get("sign_up") or {}
    fields: dict[str, forms.Field] = {
        "eligible_gps": _whole(
            "GPs who may sign", required=True, initial=sign_up.get("eligible_gps")
        ),
        "signed_gps": _whole("GPs who signed", required=True, initial=sign_up.get("signed_gps")),
    }

    def write(answers: Answers, provider: Document, locality: Document) -> None:
        if provider["sign_up"]:
            provider["sign_up"] |= {name: answers[name] for name in fields}

    return Asked(fields, [Question(name, width=3) for name in fields], write)


def _information_fund(definition: SchemeDefinition, objective: Objective, held: Held) -> Asked:
    months = _months(definition.year)
    field = forms.MultipleChoiceField(
        label="Months reported",
        choices=list(months.items()),
        required=False,
        initial=held.provider.get("reports", []),
        widget=forms.CheckboxSelectMultiple,
    )

    def write(answers: Answers, provider: Document, locality: Document) -> None:
        if answers["reports"]:
            provider["reports"] = [month for month in months if month in answers["reports"]]

    return Asked({"reports": field}, [Question("reports", small=True)], write)


def _operating_level(definition: SchemeDefinition, objective: Objective, held: Held) -> Asked:
    awards = held.locality.get("levels", [])
    award = awards[0] if awards else {}
    fields: dict[str, forms.Field] = {
        "level": forms.ChoiceField(
            label="Level of the locality",
            choices=[("1", "Level 1, as every locality"), ("2", "Level 2"), ("3", "Level 3")],
            initial=str(award.get("level", 1)),
            widget=forms.RadioSelect,
        ),
        "decided": SplitDateField(
            label="Decided on",
            help_text="When the Committee decided on level 2 or 3.",
            required=False,
            initial=_day(award.get("decided")),
        ),
    }

    def write(answers: Answers, provider: Document, locality: Document) -> None:
        if answers["level"] == "1":
            return
        if answers["decided"] is None:
            raise ValidationError({"decided": "Enter the day on which the level was decided"})
        locality["levels"] = [
            {"level": int(answers["level"]), "decided": answers["decided"].isoformat()}
        ]

    return Asked(fields, [Question("level", small=True), Question("decided")], write)


def _savings_split(definition: SchemeDefinition, objective: Objective, held: Held) -> Asked:
    attested = held.provider.get("quality_attested", True)
    fields: dict[str, forms.Field] = {
        "budget": MoneyField(
            label="Indicative budget",
            required=False,
            negative=True,
            initial=_pence(held.provider.get("budget")),
        ),
        "outturn": MoneyField(
            label="Final outturn",
            required=False,
            negative=True,
            initial=_pence(held.provider.get("outturn")),
        ),
        "quality_attested": _yes_or_no("Was the quality of care attested?", attested),
    }

    def write(answers: Answers, provider: Document, locality: Document) -> None:
        given = [answers["budget"], answers["outturn"]]
        if given == [None, None]:
            return
        for name in ("budget", "outturn"):
            if answers[name] is None:
                raise ValidationError({name: "Enter both, or leave both empty"})
        provider |= {
            "budget": to_contract(answers["budget"]),
            "outturn": to_contract(answers["outturn"]),
            "outturn_final": True,
            "quality_attested": answers["quality_attested"] == "yes",
        }

    return Asked(
        fields,
        [
            Question("budget", width=10, prefix="£"),
            Question("outturn", width=10, prefix="£"),
            Question("quality_attested", inline=True, small=True),
        ],
        write,
    )


def _plan(definition: SchemeDefinition, objective: Objective, held: Held) -> Asked:
    field = SplitDateField(
        label="Plan agreed on",
        help_text="Leave it empty if no plan was agreed.",
        required=False,
        initial=_day(held.provider.get("plan_agreed")),
    )

    def write(answers: Answers, provider: Document, locality: Document) -> None:
        if answers["plan_agreed"] is not None:
            provider["plan_agreed"] = answers["plan_agreed"].isoformat()

    return Asked({"plan_agreed": field}, [Question("plan_agreed")], write)


def _achievement(definition: SchemeDefinition, objective: Objective, held: Held) -> Asked:
    achieved = held.provider.get("achievement") or {}
    fields: dict[str, forms.Field] = {
        "achieved_list": _whole(
            f"Registered patients on 1 April {definition.financial_year + 1}",
            initial=achieved.get("list_size"),
            help_text="Leave it empty if nothing was achieved.",
        ),
        "milestones_met": _yes_or_no(
            "Were the plan’s milestones met?", achieved.get("milestones_met", True)
        ),
        "freed_up": MoneyField(
            label="Resources freed up already",
            required=False,
            negative=True,
            initial=_pence(achieved.get("freed_up_resources", "0.00")),
        ),
    }

    def write(answers: Answers, provider: Document, locality: Document) -> None:
        if answers["achieved_list"] is None:
            return
        provider["achievement"] = {
            "list_size": answers["achieved_list"],
            "milestones_met": answers["milestones_met"] == "yes",
            "freed_up_resources": to_contract(answers["freed_up"] or 0),
        }

    return Asked(
        fields,
        [
            Question("achieved_list", width=5),
            Question("milestones_met", inline=True, small=True),
            Question("freed_up", width=10, prefix="£"),
        ],
        write,
    )


def _item_of_service(definition: SchemeDefinition, objective: Objective, held: Held) -> Asked:
    number, months = objective.number, _months(definition.year)
    counted = {
        claim["month"]: claim["count"]
        for claim in held.provider.get("claims", [])
        if claim["objective"] == number
    }
    name = f"items_{number}"
    field = ItemsField(
        label="Items claimed",
        help_text="One number if it is the same every month, or twelve from April to March with "
        "spaces between.",
        required=False,
        initial=[counted.get(month, 0) for month in months] if counted else None,
    )

    def write(answers: Answers, provider: Document, locality: Document) -> None:
        claims = [
            {"objective": number, "month": month, "count": count}
            for month, count in zip(months, answers[name] or [], strict=False)
            if count
        ]
        if claims:
            provider["claims"] = [*provider.get("claims", []), *claims]

    return Asked({name: field}, [Question(name)], write)


def _block(definition: SchemeDefinition, objective: Objective, held: Held) -> Asked:
    return Asked({}, [], _nothing, hint="It pays by the sign-up alone: there is nothing to enter.")


def _milestone(definition: SchemeDefinition, objective: Objective, held: Held) -> Asked:
    number = objective.number
    met = {
        one["milestone"]: one["met"]
        for one in held.provider.get("milestones", [])
        if one["objective"] == number
    }
    fields: dict[str, forms.Field] = {}
    codes = {}
    for row, milestone in enumerate(objective.terms.milestones):
        name = f"met_{number}_{row}"
        codes[name] = milestone.code
        fields[name] = SplitDateField(
            label=f"{milestone.title}: met on",
            help_text=f"Due by {milestone.due:%-d %B %Y}. Leave it empty if it is not met.",
            required=False,
            initial=_day(met.get(milestone.code)),
        )

    def write(answers: Answers, provider: Document, locality: Document) -> None:
        reached = [
            {"objective": number, "milestone": code, "met": answers[name].isoformat()}
            for name, code in codes.items()
            if answers[name] is not None
        ]
        if reached:
            provider["milestones"] = [*provider.get("milestones", []), *reached]

    return Asked(fields, [Question(name) for name in fields], write)


def _training(definition: SchemeDefinition, objective: Objective, held: Held) -> Asked:
    trainings = held.provider.get("training", [])
    training = trainings[0] if trainings else {}
    evidenced = training.get("evidenced", [])
    evidence = evidenced[0] if evidenced else {}
    fields: dict[str, forms.Field] = {
        "approved_cost": MoneyField(
            label="Cost approved",
            help_text="Leave it empty if there is no training.",
            required=False,
            initial=_pence(training.get("approved_cost")),
        ),
        "approved": SplitDateField(
            label="Approved on", required=False, initial=_day(training.get("approved"))
        ),
        "evidenced": MoneyField(
            label="Cost evidenced by invoices",
            required=False,
            initial=_pence(evidence.get("amount")),
        ),
        "evidenced_on": SplitDateField(
            label="Evidenced on", required=False, initial=_day(evidence.get("on"))
        ),
    }
    questions = [
        Question("approved_cost", width=10, prefix="£"),
        Question("approved"),
        Question("evidenced", width=10, prefix="£"),
        Question("evidenced_on"),
    ]
    recovers = objective.readings.return_of_service == "pro_rata_months"
    if recovers:
        fields |= {
            "undertaking_months": _whole(
                "Months undertaken to stay", initial=training.get("undertaking_months")
            ),
            "completed": SplitDateField(
                label="Training completed on",
                required=False,
                initial=_day(training.get("completed")),
            ),
            "left": SplitDateField(
                label="Left on", required=False, initial=_day(training.get("left"))
            ),
        }
        questions += [Question("undertaking_months", width=3), Question("completed")]
        questions += [Question("left")]

    def write(answers: Answers, provider: Document, locality: Document) -> None:
        if answers["approved_cost"] is None:
            return
        if (answers["evidenced"] is None) != (answers["evidenced_on"] is None):
            missing = "evidenced" if answers["evidenced"] is None else "evidenced_on"
            raise ValidationError({missing: "Enter both the cost evidenced and when, or neither"})
        entry: Document = {
            "reference": "T1",
            "approved": _written(answers["approved"]),
            "approved_cost": to_contract(answers["approved_cost"]),
            "evidenced": [],
            "undertaking_months": (answers["undertaking_months"] or 0) if recovers else 0,
        }
        if answers["evidenced"] is not None:
            amount = to_contract(answers["evidenced"])
            entry["evidenced"] = [{"on": answers["evidenced_on"].isoformat(), "amount": amount}]
        if recovers:
            entry |= {name: _written(answers[name]) for name in ("completed", "left")}
        provider["training"] = [entry]

    return Asked(fields, questions, write)


_ASKED: Mapping[str, Callable[[SchemeDefinition, Objective, Held], Asked]] = {
    "per_patient": _per_patient,
    "information_fund": _information_fund,
    "operating_level": _operating_level,
    "savings_split": _savings_split,
    "plan": _plan,
    "achievement": _achievement,
    "item_of_service": _item_of_service,
    "block": _block,
    "milestone": _milestone,
    "training_reimbursement": _training,
}
# What they ask is known of the provider as such, so that it is asked once.
_ONCE = set(_ASKED) - {"item_of_service", "block", "milestone"}


def _nothing(answers: Answers, provider: Document, locality: Document) -> None:
    """Nothing was asked."""


def _months(year: Year) -> dict[str, str]:
    """The months of the year as the contract writes them, with their names."""
    days = [year.first_of_month(place) for place in range(MONTHS)]
    return {f"{day:%Y-%m}": f"{MONTH_NAMES[day.month - 1]} {day.year}" for day in days}


def _whole(label: str, *, required: bool = False, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=0,
        max_value=999_999_999,
        widget=forms.TextInput,
        error_messages={
            "required": f"Enter a whole number: {label[0].lower()}{label[1:]}",
            "invalid": "Enter a whole number, like 12",
        },
        **more,
    )


def _yes_or_no(label: str, held: bool) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("yes", "Yes"), ("no", "No")],
        initial="yes" if held else "no",
        widget=forms.RadioSelect,
    )


def _pence(written: str | None) -> int | None:
    return None if written is None else from_contract(written)


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
