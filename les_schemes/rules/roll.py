"""Everyone in a document of facts: each with its list, its sign-up's standing, its localities.

What dated facts mean is settled here once, so that each kind only asks: which list counts
(readings.md AMB-13, AMB-70), where a provider belonged when (AMB-66), and what a merger hands on
(AMB-67).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property

from les_schemes.rules.facts import (
    BudgetFacts,
    Facts,
    Membership,
    Merger,
    ProviderFacts,
    RegisteredList,
)
from les_schemes.rules.line_key import LineKey
from les_schemes.rules.places import Code, Places, places_of
from les_schemes.rules.standing import Standing
from les_schemes.rules.year import Year, month_number


class Member:
    """A provider on the roll, with those whose place it has taken by the day of the sum.

    ``registered`` is the list that counts for the year, if it is known; ``places`` are its
    localities.
    """

    def __init__(self, provider: ProviderFacts, registered: RegisteredList | None) -> None:
        self.provider = provider
        self.code = provider.code
        self.registered = registered
        self.standing: Standing
        self.places: Places
        self.predecessors: list[Member] = []
        self.successor: Member | None = None
        self.gave_way: date | None = None
        """The day on which its successor took its place."""

    @property
    def patients(self) -> int:
        """The patients on the list that counts; 0 where there is none."""
        return 0 if self.registered is None else self.registered.size

    @property
    def final_budget(self) -> BudgetFacts | None:
        """The budget once its outturn is final."""
        budget = self.provider.budget
        return budget if budget is not None and budget.outturn_final else None

    @cached_property
    def continues(self) -> "list[Member]":
        """The predecessors whose sign-ups it goes on with: those that earn, if it has no own."""
        if self.provider.sign_up is not None:
            return []
        return [one for one in self.predecessors if one.acting.may_earn]

    @cached_property
    def acting(self) -> Standing:
        """The standing under which it acts: its own, or one that it goes on with."""
        return self.continues[0].acting if self.continues else self.standing

    @cached_property
    def acting_patients(self) -> int:
        """Its patients, or those of the lists whose sign-ups it goes on with."""
        return sum(one.acting_patients for one in self.continues) or self.patients

    @cached_property
    def reports(self) -> tuple[date, ...]:
        """The months reported: by itself, and by its successor since that took its place."""
        if self.successor is None or self.gave_way is None:
            return self.provider.reports
        since = month_number(self.gave_way)
        return (
            *self.provider.reports,
            *(month for month in self.successor.reports if month_number(month) >= since),
        )

    @property
    def has_acting_list(self) -> bool:
        """Whether it acts with a registered list: its own, or its predecessors'."""
        return bool(self.provider.lists) or any(one.has_acting_list for one in self.continues)

    @property
    def goes_on_since(self) -> date | None:
        """The day since which it goes on with the sign-ups of predecessors, if it does."""
        return min((one.gave_way for one in self.continues if one.gave_way), default=None)

    def milestones(self, objective: int) -> dict[str, date]:
        """When each milestone of an objective was met: by itself, or since by its successor."""
        met: dict[str, date] = {}
        for one in self.provider.milestones:
            if one.objective == objective:
                met[one.milestone] = min(one.met, met.get(one.milestone, one.met))
        if self.successor is not None and self.gave_way is not None:
            for code, day in self.successor.milestones(objective).items():
                if day >= self.gave_way:
                    met[code] = min(day, met.get(code, day))
        return met

    @property
    def memberships(self) -> Sequence[Membership]:
        """Its memberships; since it gave way, those of its successor.

        That a practice leaves its locality when it merges moves nobody: where the successor is in
        no locality of its own, the last one goes on.
        """
        own = self.provider.memberships
        if self.successor is None or self.gave_way is None:
            return own
        day = self.gave_way
        later = [
            Membership(one.locality, max(one.since, day), one.until)
            for one in self.successor.memberships
            if one.until is None or one.until > day
        ]
        first_later = min((one.since for one in later), default=None)
        return [*(_until(one, day, first_later) for one in own if one.since < day), *later]


def _until(one: Membership, merged: date, next_since: date | None) -> Membership:
    """A membership that lasts, if it lasted to the merger, until the successor's begins."""
    if one.until is not None and one.until < merged:
        return one
    return Membership(one.locality, one.since, next_since)


class Roll:
    """All providers in order of their code, and those of each locality."""

    def __init__(self, facts: Facts) -> None:
        definition = facts.definition
        self.definition = definition
        self.year = definition.year
        self.as_at = facts.as_at
        self.localities = facts.localities
        self.paid: Counter[LineKey] = Counter()
        for amount in facts.paid:
            self.paid[amount.objective, amount.component, amount.payee] += amount.amount_pence
        self.mergers = sorted(
            (merger for merger in facts.mergers if merger.on <= facts.as_at),
            key=lambda merger: (merger.on, merger.successor),
        )
        self.members = [
            Member(provider, list_that_counts(provider, self.year))
            for provider in sorted(facts.providers, key=lambda provider: provider.code)
        ]
        self.by_code = {member.code: member for member in self.members}
        self._merge(self.mergers)
        move = definition.readings.locality_move
        for member in self.members:
            member.standing = self._standing(member)
            member.places = places_of(member.memberships, self.year, facts.as_at, move)

    def _merge(self, mergers: Sequence[Merger]) -> None:
        for merger in mergers:
            successor = self.by_code[merger.successor]
            for code in merger.predecessors:
                predecessor = self.by_code[code]
                predecessor.successor = successor
                predecessor.gave_way = merger.on
                successor.predecessors.append(predecessor)

    def _was_there_on_1_april(self, member: Member) -> bool:
        """Whether it opened by then, or its list of that day counts."""
        first_day = self.year.first_day
        opened = member.provider.opened
        if opened is None or opened <= first_day:
            return True
        return member.registered is not None and member.registered.as_at == first_day

    def _standing(self, member: Member) -> Standing:
        provider = member.provider
        return Standing(
            provider.sign_up,
            self.as_at,
            self.year,
            self.definition.terms.sign_up_deadline,
            self.definition.readings.late_sign_up,
            self.definition.readings.withdrawal,
            None if self._was_there_on_1_april(member) else provider.opened,
            _ended(member),
        )

    def paid_ahead(self, member: Member, objective: int, component: str) -> int:
        """What was paid to a provider that left and keeps it; of others it enters no sum."""
        if not member.standing.keeps_what_was_paid:
            return 0
        return self.paid[objective, component, member.code]

    @property
    def list_holders(self) -> list[Member]:
        """Those who hold a registered list: capitation goes to nobody else (AMB-106)."""
        return [member for member in self.members if member.provider.lists]

    @cached_property
    def by_home(self) -> dict[Code, list[Member]]:
        """The list holders by the locality of 1 April."""
        return self._by(lambda member: member.places.home)

    @cached_property
    def by_year_end(self) -> dict[Code, list[Member]]:
        """The list holders by the locality of 31 March."""
        return self._by(lambda member: member.places.year_end)

    def _by(self, locality_of: Callable[[Member], Code]) -> dict[Code, list[Member]]:
        found: dict[Code, list[Member]] = defaultdict(list)
        for member in self.list_holders:
            found[locality_of(member)].append(member)
        return found


def list_that_counts(provider: ProviderFacts, year: Year) -> RegisteredList | None:
    """The list of 1 April, or the first after opening of one that opened within the year.

    A list of another day is no substitute for a missing one of 1 April.
    """
    for one in provider.lists:
        if one.as_at == year.first_day:
            return one
    opened = provider.opened
    if opened is None or not year.first_day < opened < year.day_after:
        return None
    later = [one for one in provider.lists if opened <= one.as_at < year.day_after]
    return min(later, key=lambda one: one.as_at, default=None)


def _ended(member: Member) -> date | None:
    """The first day on which it takes part no longer; a successor goes on in its place."""
    sign_up = member.provider.sign_up
    withdrawn = None if sign_up is None else sign_up.withdrawn
    closed = None if member.successor is not None else member.provider.closed
    return min((day for day in (withdrawn, closed) if day is not None), default=None)
