"""So much for each milestone that is met: a fixed amount, or an amount for each patient."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from les_schemes.rules import values
from les_schemes.rules.component import Component, rule
from les_schemes.rules.definition import Objective
from les_schemes.rules.facts import RegisteredList
from les_schemes.rules.inspection import InspectedObject, rows
from les_schemes.rules.kind import PAYMENT, Entitlement, Kind, Pays
from les_schemes.rules.roll import Roll
from les_schemes.rules.standing import Standing
from les_schemes.rules.tables import Form, reading, term
from les_schemes.rules.wording import on_day, patients
from pbc.money import pounds, to_contract


@dataclass(frozen=True, slots=True)
class Milestone:
    """What is to be reached by a day, and what it pays: whole pence, or pence for each patient."""

    code: str
    title: str
    due: date
    pence: int
    is_per_patient: bool

    @property
    def award(self) -> str:
        """``£500.00``, ``£0.10 for each patient``."""
        return f"{pounds(self.pence)}{' for each patient' if self.is_per_patient else ''}"


def read_milestones(value: object) -> tuple[Milestone, ...]:
    """Milestones of different codes; raises ``values.Wrong``."""
    milestones = rows(value, _read_milestone)
    if not milestones:
        raise values.Wrong("must hold at least one milestone")
    codes = [milestone.code for milestone in milestones]
    faults = [
        (f"[{position}].code", f"{values.shown(code)} stands before")
        for position, code in enumerate(codes)
        if code in codes[:position]
    ]
    if faults:
        raise values.Wrong(faults=faults)
    return milestones


def _read_milestone(given: InspectedObject) -> Milestone:
    is_per_patient = "per_patient" in given and "amount" not in given
    if "per_patient" in given and "amount" in given:
        given.fault("per_patient", "stands beside amount: a milestone pays one or the other")
        given.asked.append("per_patient")
    return Milestone(
        code=given.required("code", values.name),
        title=given.required("title", values.name),
        due=given.required("due", values.day),
        pence=given.required("per_patient" if is_per_patient else "amount", values.rate),
        is_per_patient=is_per_patient,
    )


def write_milestones(milestones: Sequence[Milestone]) -> list[dict[str, Any]]:
    return [
        {
            "code": milestone.code,
            "title": milestone.title,
            "due": milestone.due.isoformat(),
            "per_patient" if milestone.is_per_patient else "amount": to_contract(milestone.pence),
        }
        for milestone in milestones
    ]


def show_milestones(milestones: Sequence[Milestone]) -> str:
    """``Audit done, £500.00 by 30 September 2007; …``."""
    return "; ".join(
        f"{milestone.title}, {milestone.award} by {on_day(milestone.due)}"
        for milestone in milestones
    )


MILESTONES = Form("milestones", read_milestones, write_milestones, show_milestones)


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneTerms:
    """What is to be reached."""

    milestones: tuple[Milestone, ...] = term(MILESTONES, "Milestones")


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneReadings:
    """The choice that a due day leaves open."""

    late_milestone: str = reading(
        "What does a milestone pay that is met after its day?",
        paid_when_met="Its whole amount, once it is met",
        not_paid_after_due="Nothing",
    )


class Milestones(Kind):
    name = "milestone"
    title = "Milestones"
    description = (
        "A sum for each milestone that a provider meets, fixed or for each registered patient."
    )
    source = "Enhanced service specifications: a sum for each milestone met"
    pays = (Pays("milestones", PAYMENT, "Milestones met", "providers", ("milestones",)),)
    terms_type = MilestoneTerms
    readings_type = MilestoneReadings

    def sentence(self, terms: MilestoneTerms, readings: MilestoneReadings) -> str:
        late = {
            "paid_when_met": "One met later is paid when it is met.",
            "not_paid_after_due": "One met later pays nothing.",
        }
        return (
            f"Pays each provider that meets a milestone: {show_milestones(terms.milestones)}. "
            f"{late[readings.late_milestone]}"
        )

    def entitlements(self, objective: Objective, roll: Roll) -> Iterator[Entitlement]:
        """Each provider with the milestones that it met."""
        for member in roll.members:
            met = member.milestones(objective.number)
            outcomes = tuple(
                Outcome(milestone, met.get(milestone.code))
                for milestone in objective.terms.milestones
            )
            payment = MilestonesMet(
                outcomes, objective.readings.late_milestone, member.registered, member.standing
            )
            yield Entitlement(member.code, "milestones", payment)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A milestone, and the day on which a provider met it, if it did."""

    milestone: Milestone
    met: date | None

    @property
    def is_late(self) -> bool:
        return self.met is not None and self.met > self.milestone.due


@rule
@dataclass(frozen=True, slots=True)
class MilestonesMet(Component):
    """The payment to a provider for the milestones it met while it took part."""

    rule = "milestone/met"

    outcomes: tuple[Outcome, ...]
    late_milestone: str
    registered: RegisteredList | None
    standing: Standing

    @property
    def entitlement_pence(self) -> int:
        return sum(map(self._earned, self.outcomes))

    def _earned(self, outcome: Outcome) -> int:
        if self._why_not(outcome):
            return 0
        milestone = outcome.milestone
        if not milestone.is_per_patient:
            return milestone.pence
        return 0 if self.registered is None else milestone.pence * self.registered.size

    def _why_not(self, outcome: Outcome) -> str:
        """Why a milestone pays nothing, if so."""
        standing = self.standing
        if outcome.met is None or outcome.met > standing.as_at:
            return f"not met by {on_day(standing.as_at)}"
        if not standing.may_earn:
            return "met, but there is no sign-up that counts"
        if standing.ended is not None and standing.has_left and outcome.met >= standing.ended:
            return f"met on {on_day(outcome.met)}, after leaving"
        if outcome.is_late and self.late_milestone == "not_paid_after_due":
            return f"met on {on_day(outcome.met)}, after {on_day(outcome.milestone.due)}"
        if outcome.milestone.is_per_patient and self.registered is None:
            return f"met, but no list of {on_day(standing.year.first_day)} is held"
        return ""

    def working(self) -> list[str]:
        sentences = [self.standing.sentence, *map(self._sentence, self.outcomes)]
        if len(self.outcomes) > 1:
            sentences.append(f"Together {pounds(self.entitlement_pence)}.")
        return sentences

    def _sentence(self, outcome: Outcome) -> str:
        milestone = outcome.milestone
        reason = self._why_not(outcome)
        if reason or outcome.met is None:
            return f"{milestone.title}: {reason}, so {pounds(0)}."
        late = f", late (it was due on {on_day(milestone.due)})" if outcome.is_late else ""
        met = f"{milestone.title}: met on {on_day(outcome.met)}{late}"
        if not milestone.is_per_patient or self.registered is None:
            return f"{met}: {pounds(milestone.pence)}."
        return (
            f"{met}: {patients(self.registered.size)} × {pounds(milestone.pence)} = "
            f"{pounds(self._earned(outcome))}."
        )
