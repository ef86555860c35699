"""From who may take part and what is assumed of the year to the facts that a run would start from.

The same facts always come of the same assumptions: of a part of the providers those are taken that
stand at even distances in their order from the largest list to the smallest, so that the patients
are nearly that part as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from les_schemes.costing.assumptions import LATE, NOT_MET, Assumptions, ItemsAssumed
from les_schemes.costing.providers import Eligible, EligibleProvider, LocalityHeld
from les_schemes.rules import Facts, SchemeDefinition
from les_schemes.rules.facts import (
    AchievementFacts,
    BudgetFacts,
    Claim,
    Evidence,
    LevelAward,
    LocalityFacts,
    Membership,
    MilestoneMet,
    ProviderFacts,
    RegisteredList,
    SignUpFacts,
    TrainingFacts,
)
from les_schemes.rules.year import MONTHS, Year
from pbc.money import round_half_up

A_DAY = timedelta(days=1)


def facts_of(eligible: Eligible, assumptions: Assumptions, definition: SchemeDefinition) -> Facts:
    """The facts of the whole year, as at its last day; nothing is paid yet.

    A sign-up in time is accepted on 1 April, or by a deadline before it, so that claims of every
    month count; a late one is received and accepted on the day after the deadline.
    """
    year = definition.year
    chosen = _choose(eligible, assumptions)
    of_year = _Year(assumptions, definition)
    return Facts(
        definition=definition,
        as_at=year.last_day,
        localities=tuple(_locality(one, assumptions, year) for one in eligible.localities),
        providers=tuple(of_year.provider(one, chosen) for one in eligible.providers),
    )


class Chosen(NamedTuple):
    """The codes of those who sign up, are late, spend above their budget; and the numbers of the
    training cases of each who has any."""

    signed_up: frozenset[str]
    late: frozenset[str]
    overspending: frozenset[str]
    training: Mapping[str, Sequence[int]]


def _choose(eligible: Eligible, assumptions: Assumptions) -> Chosen:
    by_size = sorted(eligible.providers, key=lambda one: (-(one.patients or 0), one.code))
    signed_up = part_of(by_size, assumptions.sign_up_share)
    listed = [one for one in signed_up if one.patients is not None]
    training: dict[str, list[int]] = {}
    for case in range(assumptions.training_cases or 0 if signed_up else 0):
        training.setdefault(signed_up[case % len(signed_up)].code, []).append(case + 1)
    return Chosen(
        _codes(signed_up),
        _codes(part_of(signed_up, assumptions.late_share)),
        _codes(part_of(listed, assumptions.overspending_share)),
        training,
    )


def part_of(providers: Sequence[EligibleProvider], share: Fraction) -> list[EligibleProvider]:
    """A part of providers, at even distances in their order; rounded down to whole ones."""
    return [
        provider
        for place, provider in enumerate(providers)
        if int((place + 1) * share) > int(place * share)
    ]


def _codes(providers: Sequence[EligibleProvider]) -> frozenset[str]:
    return frozenset(provider.code for provider in providers)


class _Year:
    """What is assumed of the year, made into the facts of each provider."""

    def __init__(self, assumptions: Assumptions, definition: SchemeDefinition) -> None:
        self.assumptions = assumptions
        self.year = year = definition.year
        self.deadline = definition.terms.sign_up_deadline
        self.months = [year.first_of_month(place) for place in range(MONTHS)]
        self.reports = tuple(self.months[MONTHS - assumptions.months_reported :])
        self.items = {
            objective.number: assumptions.items.get(objective.number, ItemsAssumed())
            for objective in definition.of_kind("item_of_service")
        }
        self.milestones = tuple(
            MilestoneMet(objective.number, one.code, self._met(one.due))
            for objective in definition.of_kind("milestone")
            for one in objective.terms.milestones
            if assumptions.milestones != NOT_MET
        )
        self.plans = any(definition.of_kind("plan"))
        self.achieves = any(definition.of_kind("achievement"))
        self.saves = any(definition.of_kind("savings_split"))
        self.trains = any(definition.of_kind("training_reimbursement"))

    def _met(self, due: date) -> date:
        return due + A_DAY if self.assumptions.milestones == LATE else due

    def provider(self, held: EligibleProvider, chosen: Chosen) -> ProviderFacts:
        lists: tuple[RegisteredList, ...] = ()
        memberships: tuple[Membership, ...] = ()
        if held.patients is not None:
            counts_from = held.list_as_at if held.opened and not held.stands_in else None
            lists = (RegisteredList(counts_from or self.year.first_day, held.patients),)
        if held.locality is not None:
            memberships = (Membership(held.locality, self.year.first_day),)
        if held.code not in chosen.signed_up:
            return ProviderFacts(held.code, lists, held.opened, None, memberships)
        assumptions = self.assumptions
        return ProviderFacts(
            code=held.code,
            lists=lists,
            opened=held.opened,
            memberships=memberships,
            sign_up=self._sign_up(held, is_late=held.code in chosen.late),
            reports=self.reports if lists else (),
            budget=self._budget(held, overspends=held.code in chosen.overspending),
            plan_agreed=self.year.first_day if self.plans and assumptions.plans_agreed else None,
            achievement=self._achievement(held),
            claims=tuple(self._claims(held)),
            milestones=self.milestones,
            training=tuple(self._training(chosen.training.get(held.code, ()))),
        )

    def _sign_up(self, held: EligibleProvider, *, is_late: bool) -> SignUpFacts:
        day = self.deadline + A_DAY if is_late else min(self.deadline, self.year.first_day)
        signing = int(held.may_sign)
        return SignUpFacts(day, day, eligible_gps=signing, signed_gps=signing)

    def _budget(self, held: EligibleProvider, *, overspends: bool) -> BudgetFacts | None:
        assumptions = self.assumptions
        per_patient, share = assumptions.budget_per_patient_pence, assumptions.saving_share
        if not self.saves or held.patients is None or per_patient is None or share is None:
            return None
        budget = per_patient * held.patients
        saving = round_half_up(budget * share)
        outturn = budget + saving if overspends else budget - saving
        return BudgetFacts(budget, outturn, outturn_final=True, quality_attested=True)

    def _achievement(self, held: EligibleProvider) -> AchievementFacts | None:
        if not self.achieves or held.patients is None:
            return None
        return AchievementFacts(held.patients, self.assumptions.plan_milestones_met, 0)

    def _claims(self, held: EligibleProvider) -> Iterator[Claim]:
        for number, assumed in self.items.items():
            a_month = _items_a_month(held, assumed)
            for place, count in enumerate(whole_items(a_month)):
                if count:
                    yield Claim(number, self.months[place], count)

    def _training(self, cases: Sequence[int]) -> Iterator[TrainingFacts]:
        cost = self.assumptions.training_cost_pence
        if not self.trains or cost is None:
            return
        on = self.year.first_day
        for case in cases:
            yield TrainingFacts(f"CASE-{case}", on, cost, (Evidence(on, cost),))


def _items_a_month(held: EligibleProvider, assumed: ItemsAssumed) -> Fraction:
    if held.patients is None:
        return assumed.each or Fraction(0)
    return (assumed.per_1000_patients or Fraction(0)) * held.patients / 1000


def whole_items(a_month: Fraction) -> list[int]:
    """Whole items month by month, so that after every month their sum is the nearest to the
    exact one: 2½ a month are 3, 2, 3, 2 and so on."""

    def so_far(months: int) -> int:
        return round_half_up(a_month * months)

    return [so_far(month) - so_far(month - 1) for month in range(1, MONTHS + 1)]


def _locality(held: LocalityHeld, assumptions: Assumptions, year: Year) -> LocalityFacts:
    """At its level from the year's start: decided on the day before, so by every reading. At level
    0 no allowance is earned within the year."""
    if assumptions.level == 0:
        return LocalityFacts(held.code, year.day_after)
    awards = (LevelAward(assumptions.level, year.first_day - A_DAY),)
    return LocalityFacts(held.code, held.formed, awards if assumptions.level > 1 else ())
