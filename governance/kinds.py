"""Kinds of matter. The Committee knows none of them: an app above registers each.

A kind says what a matter of it is about, whom it concerns, what a decision needs, what that
decision is worth, and what is done when it is agreed. The Committee calls back, always in the
transaction in which the decision is recorded.
"""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.serializers.json import DjangoJSONEncoder

from governance.models import Appeal, Decision, Matter
from governance.statuses import Outcome
from pbc.actor import Actor


@dataclass(frozen=True)
class MoneyEffect:
    """What one payee would be entitled to in the year, before and after, in whole pence."""

    payee: str
    what: str
    before_pence: int
    after_pence: int
    working: tuple[str, ...] = ()

    @property
    def difference_pence(self) -> int:
        return self.after_pence - self.before_pence


@dataclass(frozen=True)
class Held:
    """Payments that wait while a condition of the decision is not met."""

    organisation_id: int
    objective: int | None = None


@dataclass(frozen=True)
class Fact:
    """A line of a matter's paper: a label, a text, and where it can be read in full."""

    label: str
    text: str
    url: str = ""


class MatterKind:
    """One kind of matter; subclass it in the app that knows the thing, and register it once."""

    code: ClassVar[str]
    label: ClassVar[str]
    outcomes: ClassVar[Sequence[Outcome]] = tuple(Outcome)
    answers_form: ClassVar[type[forms.Form]] = forms.Form
    needs_effective_date: ClassVar[bool] = False
    needs_decision: ClassVar[bool] = True

    def paper(self, matter: Matter) -> list[Fact]:
        """What the Committee reads: the officer's account of the thing, in lines."""
        return []

    def people_concerned(self, matter: Matter) -> Iterable[uuid.UUID]:
        """Persons who asked for it or gain by it: they and their partners are conflicted."""
        return ()

    def rivals(self, matter: Matter) -> Iterable[int]:
        """Organisations that compete with those concerned for the same money."""
        return ()

    def check_ready(self, matter: Matter) -> None:
        """Raise ``Refusal`` while the matter may not be put on an agenda."""

    def check_answers(
        self, matter: Matter, outcome: Outcome, answers: Mapping[str, Any], effective: date | None
    ) -> None:
        """Raise ``BadInput`` where a decision lacks what this kind needs."""

    def money_effect(
        self, matter: Matter, answers: Mapping[str, Any], effective: date | None
    ) -> list[MoneyEffect]:
        """What agreeing is worth, worked out by the rules; shown before deciding."""
        return []

    def held_by_conditions(self, matter: Matter) -> list[Held]:
        """Which payments an undischarged condition holds."""
        return []

    def carry_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        """Do what was agreed; called once, in the transaction that records the decision."""

    def not_carried_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        """The matter was declined or deferred: tell the thing it is about."""

    def carry_out_correction(self, matter: Matter, decision: Decision, by: Actor) -> None:
        """Do what a correction decided, where it differs in more than words and conditions."""
        before = decision.corrects
        if before is not None and (
            before.is_carried_out == decision.is_carried_out
            and before.answers == decision.answers
            and before.effective == decision.effective
        ):
            return
        if decision.is_carried_out:
            self.carry_out(matter, decision, by)
        else:
            self.not_carried_out(matter, decision, by)

    def appeal_of(self, matter: Matter) -> Appeal | None:
        """The appeal a matter hears: who decided before may not decide again."""
        return None


def as_data(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as they are kept: dates and the like in words of JSON."""
    data: dict[str, Any] = json.loads(json.dumps(dict(answers), cls=DjangoJSONEncoder))
    return data


_kinds: dict[str, MatterKind] = {}


def register(kind: MatterKind) -> None:
    """Make a kind known by its code; registering the same class again changes nothing."""
    held = _kinds.get(kind.code)
    if held is not None and type(held) is not type(kind):
        raise ValueError(f"two kinds of matter are called {kind.code!r}")
    _kinds[kind.code] = kind


def get(code: str) -> MatterKind:
    """The kind of a code; ``LookupError`` where no app registered it."""
    if code not in _kinds:
        raise LookupError(f"no kind of matter is called {code!r}")
    return _kinds[code]


def kind_of(matter: Matter) -> MatterKind:
    return get(matter.kind)


def label_of(matter: Matter) -> str:
    """The name of a matter's kind; its code, should no app know it any more."""
    kind = _kinds.get(matter.kind)
    return kind.label if kind is not None else matter.kind


def all_kinds() -> list[MatterKind]:
    return sorted(_kinds.values(), key=lambda kind: kind.label)
