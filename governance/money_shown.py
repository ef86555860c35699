"""What a decision would be worth, worked out by the rules and shown before deciding (GOV-06)."""

from typing import Any

from django.http import HttpRequest

from governance import kinds
from governance.decision_forms import RulingForm
from governance.kinds import MoneyEffect
from governance.models import Matter
from governance.statuses import Outcome
from pbc.pages import ActionPage
from pbc.refusals import Refusal


def before_deciding(matter: Matter) -> list[MoneyEffect] | None:
    """The worth of agreeing as far as it is known; None where the kind must be told more."""
    kind = kinds.kind_of(matter)
    if kind.needs_effective_date or kind.answers_form.base_fields:
        return None
    return _worked_out(matter, {}, None)


def as_typed(
    page: ActionPage, request: HttpRequest, matter: Matter
) -> tuple[RulingForm, list[MoneyEffect] | None]:
    """The form as it was sent, with what it would be worth; nothing is recorded."""
    form = RulingForm(request.POST, request.FILES, **page.form_arguments())
    form.keep_only_faults_of_money()
    if form.errors:
        return form, None
    agreed = request.POST.copy()
    agreed["outcome"] = Outcome.AGREED
    asked = RulingForm(agreed, request.FILES, **page.form_arguments())
    asked.full_clean()
    return form, _worked_out(matter, asked.answers, asked.cleaned_data.get("effective"))


def _worked_out(
    matter: Matter, answers: dict[str, Any], effective: Any
) -> list[MoneyEffect] | None:
    try:
        return kinds.kind_of(matter).money_effect(matter, answers, effective)
    except Refusal:
        return None
