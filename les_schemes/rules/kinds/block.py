"""A fixed sum for the year, in instalments.

    whole   = amount × months / 12, rounded
    to date = whole × instalments begun / instalments, rounded

An instalment is earned from the first day of its month, once the sign-up is accepted; rounding
the sum to date makes the instalments add up to the whole. None is earned after a withdrawal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from les_schemes.rules import values
from les_schemes.rules.component import Component, rule
from les_schemes.rules.definition import Objective
from les_schemes.rules.kind import PAYMENT, Entitlement, Kind, NoReadings, Pays
from les_schemes.rules.roll import Roll
from les_schemes.rules.standing import Standing
from les_schemes.rules.tables import RATE, Form, term
from les_schemes.rules.wording import MONTH_NAMES, count, joined, on_day, rounded
from les_schemes.rules.year import MONTHS
from pbc.money import pounds, round_half_up


def read_months(value: object) -> tuple[int, ...]:
    """Months of a financial year, from April on, as ``["04", "10"]``; raises ``values.Wrong``."""
    if not isinstance(value, list):
        raise values.Wrong(f"must be a list, not {values.shown(value)}")
    if not value:
        raise values.Wrong("must hold at least one month")
    months: list[int] = []
    faults = []
    for position, written in enumerate(value):
        if not isinstance(written, str) or written not in _MONTHS:
            faults.append(
                (f"[{position}]", f'must be a month, as "04", not {values.shown(written)}')
            )
            continue
        month = _MONTHS[written]
        if months and _place(month) <= _place(months[-1]):
            faults.append((f"[{position}]", "must come after the month before it, from April on"))
        months.append(month)
    if faults:
        raise values.Wrong(faults=faults)
    return tuple(months)


def write_months(months: Sequence[int]) -> list[str]:
    return [f"{month:02d}" for month in months]


def show_months(months: Sequence[int]) -> str:
    return joined([MONTH_NAMES[month - 1] for month in months])


def _place(month: int) -> int:
    """How many months after April a month comes in a financial year."""
    return (month - 4) % 12


_MONTHS = {f"{month:02d}": month for month in range(1, 13)}

INSTALMENT_MONTHS = Form("months", read_months, write_months, show_months)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockTerms:
    """The amount is whole pence."""

    amount: int = term(RATE, "For each provider, a year")
    instalment_months: tuple[int, ...] = term(
        INSTALMENT_MONTHS, "Months on whose first day an instalment falls due"
    )


class Block(Kind):
    name = "block"
    title = "Block payment"
    description = "A fixed sum to each provider for the year, in equal instalments."
    pays_ahead = True
    source = "Enhanced service specifications: a fixed sum in instalments"
    pays = (Pays("block", PAYMENT, "Block payment", "providers", ("amount", "instalment_months")),)
    terms_type = BlockTerms

    def sentence(self, terms: BlockTerms, readings: NoReadings) -> str:
        number = len(terms.instalment_months)
        instalments = "one instalment" if number == 1 else f"{number} equal instalments"
        return (
            f"Pays each provider {pounds(terms.amount)} for the year in {instalments}, due on the "
            f"first day of {show_months(terms.instalment_months)}."
        )

    def entitlements(self, objective: Objective, roll: Roll) -> Iterator[Entitlement]:
        """Each provider with its instalments."""
        for member in roll.members:
            payment = BlockPayment(
                objective.terms.amount,
                objective.terms.instalment_months,
                member.standing,
                roll.paid_ahead(member, objective.number, "block"),
            )
            yield Entitlement(member.code, "block", payment)


@rule
@dataclass(frozen=True)
class BlockPayment(Component):
    """The instalments earned by a provider to date."""

    rule = "block/instalments"

    amount_pence: int
    instalment_months: tuple[int, ...]
    standing: Standing
    paid_pence: int
    """What was paid already; it counts only where the provider has left."""

    @property
    def exact(self) -> Fraction:
        """The whole for the months signed up, in pence before rounding."""
        return Fraction(self.amount_pence * self.standing.months_signed_up, MONTHS)

    @cached_property
    def whole_pence(self) -> int:
        return round_half_up(self.exact)

    @cached_property
    def begun(self) -> int:
        """The instalments whose month began by the day of the sum, and before any leaving."""
        standing = self.standing
        return sum(
            standing.year.first_of_month(place) <= standing.as_at and place < standing.end_place
            for place in map(_place, self.instalment_months)
        )

    @property
    def to_date(self) -> Fraction:
        """The instalments begun, in pence before rounding."""
        return Fraction(self.whole_pence * self.begun, len(self.instalment_months))

    @property
    def served(self) -> Fraction:
        """Of that what the months before leaving come to, in pence before rounding."""
        standing = self.standing
        if not standing.months_signed_up:
            return Fraction(0)
        served = Fraction(self.whole_pence * standing.months_served, standing.months_signed_up)
        return min(served, self.to_date)

    @property
    def entitlement_pence(self) -> int:
        to_date = round_half_up(self.to_date)
        if not self.standing.has_left:
            return to_date
        return self.standing.kept(to_date, round_half_up(self.served), self.paid_pence)

    @property
    def after_leaving_pence(self) -> int:
        return self.entitlement_pence - round_half_up(self.served)

    def working(self) -> list[str]:
        standing = self.standing
        sentences = [standing.sentence]
        if not standing.counts:
            return sentences
        months = standing.months_signed_up
        part = "" if months == MONTHS else f" × {months}/{MONTHS}"
        number = len(self.instalment_months)
        sentences += [
            f"For the year: {pounds(self.amount_pence)}{part} = {rounded(self.exact)}.",
            f"Instalments begun by {on_day(standing.as_at)}: {self.begun} of {number} "
            f"({show_months(self.instalment_months)}): {pounds(self.whole_pence)} × "
            f"{self.begun}/{number} = {rounded(self.to_date)}.",
        ]
        if standing.has_left:
            sentences.append(
                f"The {count(standing.months_served, 'month')} before it left come to "
                f"{rounded(self.served)}."
            )
            if self.paid_pence:
                sentences.append(f"{pounds(self.paid_pence)} was paid before.")
            sentences.append(f"So {pounds(self.entitlement_pence)} is earned.")
        return sentences
