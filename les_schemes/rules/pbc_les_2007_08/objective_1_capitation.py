"""Objective 1: GPs take responsibility for commissioning. £1 for each registered patient.

    capitation = rate × list × f × months / 12

f is what the signatures of the GPs come to: see ``Capitation.signed_part``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from les_schemes.rules.component import Component, rule
from les_schemes.rules.facts import LesFacts, SignUpFacts
from les_schemes.rules.pbc_les_2007_08 import year
from les_schemes.rules.pbc_les_2007_08.overspend import Overspend, loss
from les_schemes.rules.pbc_les_2007_08.roll import Roll
from les_schemes.rules.pbc_les_2007_08.scheme import CAPITATION
from les_schemes.rules.pbc_les_2007_08.sign_up import Standing
from les_schemes.rules.wording import count, patients, rounded
from pbc.money import pounds, round_half_up


def entitlements(facts: LesFacts, roll: Roll) -> Iterator[tuple[str, Component]]:
    """Each practice with its capitation payment."""
    for member in roll.members:
        yield (
            member.code,
            Capitation(
                facts.terms.capitation_rate,
                member.list_size,
                member.standing,
                facts.readings.gp_signatures,
                loss(member, facts.readings.overspend_scope),
            ),
        )


@rule
@dataclass(frozen=True)
class Capitation(Component):
    """The payment to a practice for the responsibility its GPs take."""

    rule = "pbc-les-2007-08/capitation"
    payable = CAPITATION

    rate_pence: int
    list_size: int
    standing: Standing
    gp_signatures: str
    lost: Overspend | None

    @cached_property
    def signed_part(self) -> Fraction:
        """f, from 0 to 1; with no eligible GP, as where the PCT employs them all, it is 0."""
        sign_up = self.standing.sign_up
        if sign_up is None or sign_up.signed_gps == 0:
            return Fraction(0)
        if self.gp_signatures == "any" or sign_up.signed_gps == sign_up.eligible_gps:
            return Fraction(1)
        if self.gp_signatures == "all_required":
            return Fraction(0)
        return Fraction(sign_up.signed_gps, sign_up.eligible_gps)

    @property
    def earned(self) -> Fraction:
        """Exact pence before rounding."""
        part = self.signed_part
        return Fraction(
            self.rate_pence * self.list_size * part.numerator * self.standing.months,
            part.denominator * year.MONTHS,
        )

    @property
    def entitlement_pence(self) -> int:
        return 0 if self.lost else round_half_up(self.earned)

    def working(self) -> list[str]:
        sentences = [self.standing.sentence]
        if self.standing.sign_up is not None and self.standing.counts:
            sentences += [self._signatures(self.standing.sign_up), self._sum()]
        if self.lost:
            sentences.append(self.lost.working())
        return sentences

    def _signatures(self, sign_up: SignUpFacts) -> str:
        if sign_up.eligible_gps == 0:
            return "The practice has no GP who could sign, so nothing is paid for signatures."
        signed = f"{sign_up.signed_gps:,} of {count(sign_up.eligible_gps, 'GP')} signed"
        part = self.signed_part
        if part == 1:
            return f"{signed}, so the whole payment is earned."
        if part == 0:
            needed = "one of them has" if self.gp_signatures != "all_required" else "all have"
            return f"{signed}, and nothing is earned until {needed} signed."
        return f"{signed}, so {part.numerator:,}/{part.denominator:,} of the payment is earned."

    def _sum(self) -> str:
        factors = [patients(self.list_size), pounds(self.rate_pence)]
        part = self.signed_part
        if part != 1:
            factors.append(f"{part.numerator:,}/{part.denominator:,}" if part else "0")
        if self.standing.months != year.MONTHS:
            factors.append(f"{self.standing.months}/{year.MONTHS}")
        return f"{' × '.join(factors)} = {rounded(self.earned)}."
