"""The cost of approved training, as it is evidenced, up to what was approved (AMB-88).

    paid = the lesser of evidenced and approved cost, once approved

By ``pro_rata_months`` (requirements, P7) less, for someone who left, cost × months not served /
months undertaken, rounded. The undertaking runs from the 1 April after the training was completed
(readings.md AMB-83).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from les_schemes.rules.component import Component, rule
from les_schemes.rules.definition import Objective
from les_schemes.rules.facts import TrainingFacts
from les_schemes.rules.kind import PAYMENT, Entitlement, Kind, NoTerms, Pays
from les_schemes.rules.roll import Roll
from les_schemes.rules.tables import reading
from les_schemes.rules.wording import count, on_day, rounded
from les_schemes.rules.year import month_number
from pbc.money import pounds, round_half_up


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingReadings:
    """The choice that the source leaves open: it asks for an undertaking and names no sanction."""

    return_of_service: str = reading(
        "What is recovered from someone who leaves before the undertaking is served?",
        none="Nothing; the Committee may decide otherwise",
        pro_rata_months="The part of the cost for the months not served",
    )


class TrainingReimbursement(Kind):
    name = "training_reimbursement"
    title = "Training reimbursement"
    description = (
        "The evidenced cost of training that was approved beforehand, up to the approved cost."
    )
    source = "Training of Practitioners LES, version 1.2, sections 1, 3 and 4"
    stands_once = True
    pays = (Pays("reimbursement", PAYMENT, "Reimbursement of training", "providers"),)
    readings_type = TrainingReadings

    def sentence(self, terms: NoTerms, readings: TrainingReadings) -> str:
        leaving = {
            "none": "Nothing is recovered from someone who leaves early.",
            "pro_rata_months": (
                "From someone who leaves early the part for the months not served is recovered."
            ),
        }
        return (
            "Pays each provider what approved training cost, as it is evidenced, up to the cost "
            f"approved. {leaving[readings.return_of_service]}"
        )

    def entitlements(self, objective: Objective, roll: Roll) -> Iterator[Entitlement]:
        """Each provider with its trainings; an approval stands in place of a sign-up."""
        for member in roll.members:
            reimbursement = Reimbursement(
                tuple(
                    Training(facts, roll.as_at, objective.readings.return_of_service)
                    for facts in member.provider.training
                )
            )
            yield Entitlement(member.code, "reimbursement", reimbursement)


@dataclass(frozen=True, slots=True)
class Training:
    """One person's training as it stands on the day of the sum."""

    facts: TrainingFacts
    as_at: date
    return_of_service: str

    @property
    def is_approved(self) -> bool:
        return self.facts.approved is not None and self.facts.approved <= self.as_at

    @property
    def evidenced_pence(self) -> int:
        return sum(one.amount_pence for one in self.facts.evidenced if one.on <= self.as_at)

    @property
    def cost_pence(self) -> int:
        """What is reimbursed before anything is recovered."""
        if not self.is_approved:
            return 0
        return min(self.evidenced_pence, self.facts.approved_pence)

    @property
    def undertaken_from(self) -> date | None:
        """The 1 April after the training was completed."""
        completed = self.facts.completed
        if completed is None:
            return None
        return date(completed.year + (completed >= date(completed.year, 4, 1)), 4, 1)

    @property
    def months_served(self) -> int:
        """The whole months of the undertaking before the person left; all, if nobody did."""
        left = self.facts.left
        if left is None or left > self.as_at:
            return self.facts.undertaking_months
        if self.undertaken_from is None:
            return 0
        served = month_number(left) - month_number(self.undertaken_from)
        return max(0, min(served, self.facts.undertaking_months))

    @property
    def recovered(self) -> Fraction:
        """Exact pence before rounding."""
        whole = self.facts.undertaking_months
        if self.return_of_service == "none" or not whole:
            return Fraction(0)
        return Fraction(self.cost_pence * (whole - self.months_served), whole)

    @property
    def pence(self) -> int:
        return self.cost_pence - round_half_up(self.recovered)

    def working(self) -> str:
        facts = self.facts
        if not self.is_approved:
            return f"{facts.reference}: not approved by {on_day(self.as_at)}, so {pounds(0)}."
        sentence = (
            f"{facts.reference}: approved up to {pounds(facts.approved_pence)}, evidenced by "
            f"{on_day(self.as_at)} {pounds(self.evidenced_pence)}: {pounds(self.cost_pence)}."
        )
        if not self.recovered:
            return sentence
        whole = facts.undertaking_months
        return (
            f"{sentence} The person left after {self.months_served} of "
            f"{count(whole, 'month')} undertaken: less {pounds(self.cost_pence)} × "
            f"{whole - self.months_served}/{whole} = {rounded(self.recovered)}, leaves "
            f"{pounds(self.pence)}."
        )


@rule
@dataclass(frozen=True, slots=True)
class Reimbursement(Component):
    """The payment to a provider for all training approved for it."""

    rule = "training-reimbursement/reimbursement"

    trainings: tuple[Training, ...]

    @property
    def entitlement_pence(self) -> int:
        return sum(training.pence for training in self.trainings)

    def working(self) -> list[str]:
        sentences = [training.working() for training in self.trainings]
        if not sentences:
            return ["No training is approved."]
        if len(sentences) > 1:
            sentences.append(f"Together {pounds(self.entitlement_pence)}.")
        return sentences
