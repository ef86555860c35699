"""What a decision would be worth, worked out by the rules and shown before deciding (GOV-06)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from governance import kinds
from governance.decision_forms import RulingForm
from governance.kinds import MoneyEffect, Timing
from governance.models import Decision, Matter
from governance.statuses import Outcome
from pbc import clock
from pbc.pages import ActionPage
from pbc.refusals import Refusal


@dataclass(frozen=True)
class Worth:
    """What agreeing today would be worth; ``effects`` is None where more must be known first."""

    effects: list[MoneyEffect] | None = None
    timing: Timing = field(default_factory=Timing)

    @property
    def digest(self) -> str:
        return kinds.digest_of(self.effects or [], self.timing)

    def context(self) -> dict[str, Any]:
        """As the templates of a matter's worth read it."""
        return {"effects": self.effects, "timing": self.timing}


def before_deciding(matter: Matter) -> Worth:
    """The worth of agreeing as far as it is known."""
    kind = kinds.kind_of(matter)
    if kind.needs_effective_date or kind.answers_form.base_fields:
        return Worth()
    return _worked_out(matter, {}, None)


def as_typed(page: ActionPage, request: HttpRequest, matter: Matter) -> tuple[RulingForm, Worth]:
    """The form as it was sent, with what it would be worth; nothing is recorded."""
    form = RulingForm(request.POST, request.FILES, **page.form_arguments())
    form.keep_only_faults_of_money()
    agreed = request.POST.copy()
    agreed["outcome"] = Outcome.AGREED
    asked = RulingForm(agreed, request.FILES, **page.form_arguments())
    asked.keep_only_faults_of_money()
    if asked.errors:
        form.errors.update(asked.errors)
        return form, Worth()
    return form, _worked_out(matter, asked.answers, asked.cleaned_data.get("effective"))


class ShowsWorth(ActionPage):
    """A page on which agreeing is recorded, at the worth that it shows and no other."""

    def of_matter(self) -> Matter:
        raise NotImplementedError

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        form = more.get("form")
        worth = before_deciding(self.of_matter())
        if self.request.method == "POST":
            typed, worth = as_typed(self, self.request, self.of_matter())
            form = typed if form is None else form
        if form is not None:
            form.shown = worth.digest
            more["form"] = form
        return super().show(status, **{**worth.context(), **more})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.show() if "show" in request.POST else super().post(request, *args, **kwargs)


def as_corrected(
    page: ActionPage, request: HttpRequest, decision: Decision
) -> tuple[RulingForm, Worth]:
    """The form of a correction as it was sent, with what it would change; nothing is recorded."""
    form = RulingForm(request.POST, request.FILES, **page.form_arguments())
    form.keep_only_faults_of_money("outcome")
    if form.errors:
        return form, Worth()
    kind, outcome = kinds.kind_of(decision.matter), Outcome(form.cleaned_data["outcome"])
    try:
        worked_out = kind.correction_worth(
            decision, outcome, form.answers, form.effective, clock.today()
        )
    except Refusal:
        return form, Worth()
    return form, Worth(*worked_out)


def _worked_out(matter: Matter, answers: dict[str, Any], effective: date | None) -> Worth:
    kind = kinds.kind_of(matter)
    if kind.needs_effective_date and effective is None:
        return Worth()
    try:
        return Worth(
            kind.money_effect(matter, answers, effective),
            kind.timing(matter, answers, effective, clock.today()),
        )
    except Refusal:
        return Worth()
