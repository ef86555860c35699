"""Kinds of matter. The Committee knows none of them: an app above registers each.

A kind says what a matter of it is about, whom it concerns, what a decision needs, what that
decision is worth, and what is done when it is agreed. The Committee calls back, always in the
transaction in which the decision is recorded.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.serializers.json import DjangoJSONEncoder

from governance.models import Appeal, Decision, Matter
from governance.statuses import CARRIED_OUT, Outcome
from pbc.actor import Actor


@dataclass(frozen=True)
class MoneyEffect:
    """What one payee would be entitled to in the year, before and after, in whole pence."""

    payee: str
    what: str
    before_pence: int
    after_pence: int
    working: tuple[str, ...] = ()


@dataclass(frozen=True)
class Timing:
    """From when a decision takes effect, and from when it pays, as far as that is known."""

    effective: date | None = None
    pays_from: date | None = None


def digest_of(effects: Sequence[MoneyEffect], timing: Timing) -> str:
    """Names the amounts and days that a page shows, so that a decision records no others.

    Empty where there is no amount.
    """
    if not effects:
        return ""
    shown = [[asdict(effect) for effect in effects], asdict(timing)]
    data = json.dumps(shown, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(data.encode()).hexdigest()


@dataclass(frozen=True)
class Held:
    """Payments that wait while a condition of the decision is not met."""

    organisation_id: int
    objective: int | None = None
    scheme_version: uuid.UUID | None = None


@dataclass(frozen=True)
class Fact:
    """A line of a matter's paper: a label, a text, and where it can be read in full.

    The whole text leads there, or, where ``link`` says what is there, those words after it.
    """

    label: str
    text: str
    url: str = ""
    link: str = ""


class MatterKind:
    """One kind of matter; subclass it in the app that knows the thing, and register it once."""

    code: ClassVar[str]
    label: ClassVar[str]
    outcomes: ClassVar[Sequence[Outcome]] = tuple(Outcome)
    answers_form: ClassVar[type[forms.Form]] = forms.Form
    needs_effective_date: ClassVar[bool] = False

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

    def check_withdrawal(self, matter: Matter) -> None:
        """Raise ``NotPermitted`` where only whoever asked takes back the thing it is about."""

    def check_answers(
        self, matter: Matter, outcome: Outcome, answers: Mapping[str, Any], effective: date | None
    ) -> None:
        """Raise ``BadInput`` where a decision lacks what this kind needs."""

    def money_effect(
        self, matter: Matter, answers: Mapping[str, Any], effective: date | None
    ) -> list[MoneyEffect]:
        """What agreeing is worth, worked out by the rules; shown before deciding."""
        return []

    def timing(
        self,
        matter: Matter,
        answers: Mapping[str, Any],
        effective: date | None,
        decided: date,
    ) -> Timing:
        """From when agreeing on a day takes effect and pays; ``effective`` as it was entered."""
        return Timing(effective)

    def held_by_conditions(self, matter: Matter) -> list[Held]:
        """Which payments an undischarged condition holds."""
        return []

    def carry_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        """Do what was agreed; called once, in the transaction that records the decision."""

    def not_carried_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        """The matter was declined or deferred: tell the thing it is about."""

    def asked_before_it_comes_back(self, matter: Matter) -> str:
        """After a deferral: what those who asked have to do first, in a sentence; or nothing."""
        return ""

    def about_correction(self, decision: Decision) -> str:
        """What whoever corrects a decision has to know: from when it counts, what it changes."""
        return ""

    def why_not_corrected_to(self, decision: Decision, outcome: Outcome) -> str:
        """Why a decision cannot be corrected to an outcome, and what to do instead; or nothing."""
        return ""

    def correction_form(self, decision: Decision) -> type[forms.Form]:
        """What is asked where a decision is corrected to an agreement."""
        return self.answers_form

    def answers_given(self, decision: Decision) -> Mapping[str, Any]:
        """What a decision said, as the form of its correction begins."""
        answers: dict[str, Any] = decision.answers
        return answers

    def correction_worth(
        self,
        decision: Decision,
        outcome: Outcome,
        answers: Mapping[str, Any],
        effective: date | None,
        corrected: date,
    ) -> tuple[list[MoneyEffect], Timing]:
        """What correcting a decision on a day changes, and from when."""
        if outcome not in CARRIED_OUT:
            return [], Timing()
        return (
            self.money_effect(decision.matter, answers, effective),
            self.timing(decision.matter, answers, effective, corrected),
        )

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
