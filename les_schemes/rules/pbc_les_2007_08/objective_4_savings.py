"""Objective 4: budgets. The first tenth of a saving as reward, the rest split 70:30.

A saving (V of the contract) is budget − outturn, once the outturn is final. By ``practice`` each
practice's saving is rewarded and split by itself; by ``locality`` the net saving of a locality is
one saving, its reward shared among the savers; ``hybrid`` rewards by practice and splits by
locality. A practice that commissions alone is a unit of one under each.
"""

from collections.abc import Iterator

from les_schemes.rules.component import Component
from les_schemes.rules.facts import LesFacts
from les_schemes.rules.pbc_les_2007_08.reward import (
    Reward,
    RewardShare,
    RewardTerms,
    saving_pence,
    why_not_rewarded,
)
from les_schemes.rules.pbc_les_2007_08.roll import Member, Roll
from les_schemes.rules.pbc_les_2007_08.scheme import PCT
from les_schemes.rules.pbc_les_2007_08.split import (
    PctShare,
    Reinvestment,
    Saving,
    Savings,
    SplitTerms,
    Unallocated,
    UnitOfSaving,
)
from pbc.money import share

Rewards = dict[str, Reward | RewardShare]
"""The reward of each practice, by its code."""


def entitlements(facts: LesFacts, roll: Roll) -> Iterator[tuple[str, Component]]:
    """Each practice with its reward; each locality, each practice alone and the PCT with theirs."""
    rewards = _rewards(facts, roll)
    yield from rewards.items()
    terms = SplitTerms(
        facts.terms.reward_fraction,
        facts.terms.reinvestment_fraction,
        facts.readings.split_base,
        facts.readings.reinvestment_share,
    )
    all_units: list[UnitOfSaving] = []
    for payee, units in _units(facts, roll, rewards):
        yield payee, Reinvestment(Savings(terms, units))
        all_units += units
    savings = Savings(terms, tuple(all_units))
    yield PCT, PctShare(savings)
    yield PCT, Unallocated(savings)


def _units(
    facts: LesFacts, roll: Roll, rewards: Rewards
) -> Iterator[tuple[str, tuple[UnitOfSaving, ...]]]:
    """Who reinvests, with the units whose savings are split to that end."""
    for locality in roll.localities:
        members = [member for member in roll.of(locality) if member.final_budget is not None]
        if facts.readings.savings_unit == "practice":
            yield locality.code, tuple(_unit(each.code, [each], rewards) for each in members)
        else:
            yield locality.code, (_unit(locality.code, members, rewards),) if members else ()
    for member in roll.alone:
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


def _rewards(facts: LesFacts, roll: Roll) -> Rewards:
    """The reward of each practice by its code."""
    terms = RewardTerms(facts.terms.reward_fraction, facts.terms.reward_cap_per_patient)
    if facts.readings.savings_unit != "locality":
        return {member.code: _own_reward(terms, member) for member in roll.members}
    rewards: Rewards = {member.code: _own_reward(terms, member) for member in roll.alone}
    for locality in roll.localities:
        rewards |= _shared_rewards(terms, roll.of(locality))
    return rewards


def _own_reward(terms: RewardTerms, member: Member) -> Reward:
    return Reward(terms, member.list_size, member.practice.budget, member.standing)


def _shared_rewards(terms: RewardTerms, members: list[Member]) -> Rewards:
    """The one reward of a locality, in shares by the savings of those entitled to any."""
    counted = [member for member in members if member.final_budget is not None]
    net = sum(saving_pence(member.final_budget) for member in counted)
    patients = sum(member.list_size for member in counted)
    savings = {
        member.code: saving_pence(member.final_budget)
        for member in counted
        if why_not_rewarded(member.practice.budget, member.standing) is None
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
            member.practice.budget,
            member.standing,
            odd_pennies.get(member.code, 0),
        )
        for member in members
    }
