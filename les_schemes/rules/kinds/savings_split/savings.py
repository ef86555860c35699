"""Savings against budgets. The first tenth of a saving as reward, the rest split 70:30.

A saving (V of the contract) is budget − outturn, once the outturn is final. By ``practice`` each
practice's saving is rewarded and split by itself; by ``locality`` the net saving of a locality is
one saving, its reward shared among the savers; ``hybrid`` rewards by practice and splits by
locality. A practice that commissions alone is a unit of one under each.
"""

from collections.abc import Iterator

from les_schemes.rules.definition import Objective
from les_schemes.rules.kind import Entitlement
from les_schemes.rules.kinds.savings_split.reward import (
    Reward,
    RewardShare,
    RewardTerms,
    saving_pence,
    why_not_rewarded,
)
from les_schemes.rules.kinds.savings_split.split import (
    PctShare,
    Reinvestment,
    Saving,
    Savings,
    SplitTerms,
    Unallocated,
    UnitOfSaving,
)
from les_schemes.rules.named_payees import PCT
from les_schemes.rules.roll import Member, Roll
from pbc.money import share

Rewards = dict[str, Reward | RewardShare]
"""The reward of each practice, by its code."""


def entitlements(objective: Objective, roll: Roll) -> Iterator[Entitlement]:
    """Each practice with its reward; each locality, each practice alone and the PCT with theirs."""
    rewards = _rewards(objective, roll)
    for code, reward in rewards.items():
        yield Entitlement(code, "reward", reward)
    terms = SplitTerms(
        objective.terms.reward_fraction,
        objective.terms.reinvestment_fraction,
        objective.readings.split_base,
        objective.readings.reinvestment_share,
    )
    all_units: list[UnitOfSaving] = []
    for payee, units in _units(objective.readings.savings_unit, roll, rewards):
        yield Entitlement(payee, "reinvestment", Reinvestment(Savings(terms, units)))
        all_units += units
    savings = Savings(terms, tuple(all_units))
    yield Entitlement(PCT, "pct_share", PctShare(savings))
    yield Entitlement(PCT, "unallocated", Unallocated(savings))


def _units(
    savings_unit: str, roll: Roll, rewards: Rewards
) -> Iterator[tuple[str, tuple[UnitOfSaving, ...]]]:
    """Who reinvests, with the units whose savings are split to that end."""
    for locality in roll.localities:
        members = [
            member
            for member in roll.by_year_end.get(locality.code, ())
            if member.final_budget is not None
        ]
        if savings_unit == "practice":
            yield locality.code, tuple(_unit(each.code, [each], rewards) for each in members)
        else:
            yield locality.code, (_unit(locality.code, members, rewards),) if members else ()
    for member in roll.by_year_end.get(None, ()):
        final = member.final_budget is not None
        yield member.code, (_unit(member.code, [member], rewards),) if final else ()


def _unit(code: str, members: list[Member], rewards: Rewards) -> UnitOfSaving:
    savings = tuple(
        Saving(member.code, member.final_budget.budget_pence, member.final_budget.outturn_pence)
        for member in members
        if member.final_budget is not None
    )
    reward = sum(rewards[member.code].entitlement_pence for member in members)
    return UnitOfSaving(code, savings, reward)


def _rewards(objective: Objective, roll: Roll) -> Rewards:
    """The reward of each practice by its code."""
    terms = RewardTerms(objective.terms.reward_fraction, objective.terms.reward_cap_per_patient)
    if objective.readings.savings_unit != "locality":
        return {member.code: _own_reward(terms, member) for member in roll.list_holders}
    rewards: Rewards = {
        member.code: _own_reward(terms, member) for member in roll.by_year_end.get(None, ())
    }
    for locality in roll.localities:
        rewards |= _shared_rewards(terms, roll.by_year_end.get(locality.code, []))
    return rewards


def _own_reward(terms: RewardTerms, member: Member) -> Reward:
    return Reward(terms, member.acting_patients, member.provider.budget, member.acting)


def _shared_rewards(terms: RewardTerms, members: list[Member]) -> Rewards:
    """The one reward of a locality, in shares by the savings of those entitled to any."""
    counted = [member for member in members if member.final_budget is not None]
    net = sum(saving_pence(member.final_budget) for member in counted)
    patients = sum(member.acting_patients for member in counted)
    savings = {
        member.code: saving_pence(member.final_budget)
        for member in counted
        if why_not_rewarded(member.provider.budget, member.acting) is None
    }
    all_savings = sum(savings.values())
    reward = terms.reward(net, patients)
    shares = share(reward, savings) if savings else {}
    odd_pennies = {
        code: pence - reward * savings[code] // all_savings for code, pence in shares.items()
    }
    return {
        member.code: RewardShare(
            terms,
            patients,
            net,
            all_savings,
            member.provider.budget,
            member.acting,
            odd_pennies.get(member.code, 0),
        )
        for member in members
    }
