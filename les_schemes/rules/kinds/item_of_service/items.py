"""What the items claimed by one provider come to.

counted = items of the months from acceptance on, until the provider leaves
paid    = counted, as far as the yearly cap goes; nothing below the minimum volume
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from les_schemes.rules.component import Component, rule
from les_schemes.rules.kinds.item_of_service.terms import ItemTerms
from les_schemes.rules.standing import Standing
from les_schemes.rules.wording import count, in_month, joined, patients
from les_schemes.rules.year import month_number
from pbc.money import pounds


@dataclass(frozen=True, slots=True)
class MonthOfItems:
    """The items claimed for a month, kept as its first day."""

    month: date
    count: int


@dataclass(frozen=True)
class Claimed:
    """A provider's claims of a year, and which of them count.

    ``goes_on_since`` is the day since which it goes on with the sign-ups of its predecessors.
    """

    standing: Standing
    goes_on_since: date | None
    months: tuple[MonthOfItems, ...]

    def counts(self, claim: MonthOfItems) -> bool:
        """Whether a month lies between acceptance and leaving, and is not after the sum."""
        standing = self.standing
        if standing.sign_up is None or not standing.may_earn:
            return False
        since = self.goes_on_since or standing.sign_up.accepted
        april = standing.year.first_month
        end = min(standing.end_place, month_number(standing.as_at) - april + 1)
        return month_number(since) <= month_number(claim.month) < april + end

    @cached_property
    def counted(self) -> int:
        return sum(claim.count for claim in self.months if self.counts(claim))

    def working(self) -> list[str]:
        """Which items count, as sentences."""
        counted = [claim for claim in self.months if self.counts(claim)]
        others = [claim for claim in self.months if not self.counts(claim)]
        sentences = [self.standing.sentence]
        if counted:
            each = joined([f"{claim.count:,} in {in_month(claim.month)}" for claim in counted])
            sentences.append(f"Items claimed: {each}, {self.counted:,} together.")
        else:
            sentences.append("No items are claimed for the months that count.")
        if others:
            each = joined([f"{claim.count:,} in {in_month(claim.month)}" for claim in others])
            sentences.append(f"Claimed outside the months that count: {each}.")
        return sentences


@rule
@dataclass(frozen=True)
class Items(Component):
    """The payment to a provider for its items.

    ``patients`` are those of its list, if it holds one; ``providers`` how many signed up whose
    place it has, each with a cap. ``items_before`` were paid to those predecessors, and its own
    are numbered on from them; ``in_family`` are the items counted of all of them together.
    """

    rule = "item-of-service/items"

    terms: ItemTerms
    band_mode: str
    claimed: Claimed
    patients: int | None
    providers: int
    items_before: int
    in_family: int

    @cached_property
    def caps(self) -> list[tuple[int, str]]:
        """Each cap that applies, in items a year, and how it comes about."""
        caps = []
        if self.terms.yearly_cap is not None:
            cap = self.terms.yearly_cap * self.providers
            of = f"{self.terms.yearly_cap:,} a provider"
            if self.providers > 1:
                of += f" × {self.providers} = {cap:,}"
            caps.append((cap, of))
        by_list = self.terms.yearly_cap_per_1000_patients
        if by_list is not None and self.patients is not None:
            cap = by_list * self.patients // 1000
            of = f"{by_list:,} × {patients(self.patients)} / 1,000, rounded down, = {cap:,}"
            caps.append((cap, of))
        return caps

    @cached_property
    def paid(self) -> int:
        """The items that are paid."""
        if self.in_family < self.terms.minimum_volume:
            return 0
        room = [max(0, cap - self.items_before) for cap, _ in self.caps]
        return min([self.claimed.counted, *room])

    @cached_property
    def fees(self) -> list[tuple[int, int]]:
        """How many items are paid at which fee in pence."""
        if not self.paid:
            return []
        last = self.items_before + self.paid
        if self.band_mode == "all_items_at_the_band_reached":
            reached = [band for band in self.terms.bands if band.starts_at <= last]
            return [(self.paid, reached[-1].fee_pence)]
        return list(self._by_band(last))

    def _by_band(self, last: int) -> Iterator[tuple[int, int]]:
        bands = self.terms.bands
        ends = [*(band.starts_at - 1 for band in bands[1:]), last]
        for band, end in zip(bands, ends, strict=True):
            items = min(end, last) - max(band.starts_at - 1, self.items_before)
            if items > 0:
                yield items, band.fee_pence

    @property
    def entitlement_pence(self) -> int:
        return sum(items * fee for items, fee in self.fees)

    def working(self) -> list[str]:
        sentences = self.claimed.working()
        if not self.claimed.counted:
            return sentences
        if self.in_family != self.claimed.counted:
            sentences.append(
                f"With those of the practices that merged, {count(self.in_family, 'item')}."
            )
        if self.in_family < self.terms.minimum_volume:
            least = count(self.terms.minimum_volume, "item")
            return [*sentences, f"Nothing is paid until {least} are reached in the year."]
        if self.caps:
            each = " and ".join(of for _, of in self.caps)
            sentences.append(f"Items paid at most in the year: {each}.")
        if self.items_before:
            sentences.append(f"{self.items_before:,} of them were its predecessors'.")
        if self.paid < self.claimed.counted:
            sentences.append(f"So {self.paid:,} of {self.claimed.counted:,} are paid.")
        return [*sentences, self._sum()]

    def _sum(self) -> str:
        each = " + ".join(f"{items:,} × {pounds(fee)}" for items, fee in self.fees) or "0"
        return f"{each} = {pounds(self.entitlement_pence)}."
