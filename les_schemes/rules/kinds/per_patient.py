"""So much for each registered patient: capitation.

    capitation = rate × list × f × months / 12

f is what the signatures of the GPs come to: see ``Capitation.signed_part``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from les_schemes.rules import overspend
from les_schemes.rules.component import Component, rule
from les_schemes.rules.definition import Objective
from les_schemes.rules.facts import RegisteredList, SignUpFacts
from les_schemes.rules.kind import PAYMENT, Entitlement, Kind, Pays
from les_schemes.rules.overspend import Overspend
from les_schemes.rules.roll import Roll
from les_schemes.rules.standing import Standing
from les_schemes.rules.tables import rate, reading
from les_schemes.rules.wording import count, no_list, patients, rounded
from les_schemes.rules.year import MONTHS
from pbc.money import pounds, round_half_up


@dataclass(frozen=True, slots=True, kw_only=True)
class PerPatientTerms:
    """The rate is whole pence."""

    rate: int = rate("1.00", "For each registered patient")


@dataclass(frozen=True, slots=True, kw_only=True)
class PerPatientReadings:
    """The choice that the source leaves open."""

    gp_signatures: str = reading(
        "What does a practice earn when not every GP has signed?",
        all_required="Nothing until all of them have signed",
        pro_rata="The part of the payment that the GPs who signed are of all",
        any="The whole payment, once one GP has signed",
    )


class PerPatient(Kind):
    name = "per_patient"
    title = "Per registered patient"
    description = (
        "A yearly sum for each patient on the provider's registered list, by the months that it "
        "takes part. Only for those who hold a registered list."
    )
    source = "PBC LES 2007/08, appendix one, objective 1"
    needs_list = True
    pays_ahead = True
    pays = (Pays("capitation", PAYMENT, "Capitation", "practices", ("rate",)),)
    terms_type = PerPatientTerms
    readings_type = PerPatientReadings

    def sentence(self, terms: PerPatientTerms, readings: PerPatientReadings) -> str:
        signatures = {
            "all_required": "nothing until every GP has signed",
            "pro_rata": "in proportion to the GPs who signed",
            "any": "in full once one GP has signed",
        }
        return (
            f"Pays each practice {pounds(terms.rate)} a year for every patient on its registered "
            f"list, {signatures[readings.gp_signatures]}."
        )

    def entitlements(self, objective: Objective, roll: Roll) -> Iterator[Entitlement]:
        """Each holder of a list with its capitation payment."""
        scope = overspend.scope(roll)
        for member in roll.list_holders:
            capitation = Capitation(
                objective.terms.rate,
                member.registered,
                member.standing,
                objective.readings.gp_signatures,
                overspend.loss(member, scope),
                roll.paid_ahead(member, objective.number, "capitation"),
            )
            yield Entitlement(member.code, "capitation", capitation)


@rule
@dataclass(frozen=True)
class Capitation(Component):
    """The payment to a practice for the responsibility its GPs take."""

    rule = "per-patient/capitation"

    rate_pence: int
    registered: RegisteredList | None
    standing: Standing
    gp_signatures: str
    lost: Overspend | None
    paid_pence: int
    """What was paid already; it counts only where the provider has left."""

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

    def for_months(self, months: int) -> Fraction:
        """Exact pence before rounding."""
        size = 0 if self.registered is None else self.registered.size
        part = self.signed_part
        return Fraction(self.rate_pence * size * part.numerator * months, part.denominator * MONTHS)

    @property
    def earned(self) -> Fraction:
        """Exact pence before rounding."""
        return self.for_months(self.standing.months)

    @property
    def served_pence(self) -> int:
        """What the months come to that had begun before the provider left."""
        return round_half_up(self.for_months(self.standing.months_served))

    @property
    def entitlement_pence(self) -> int:
        if self.lost:
            return 0
        earned = round_half_up(self.earned)
        if not self.standing.has_left:
            return earned
        return self.standing.kept(earned, self.served_pence, self.paid_pence)

    @property
    def after_leaving_pence(self) -> int:
        if self.lost:
            return 0
        return self.entitlement_pence - self.served_pence

    def working(self) -> list[str]:
        sentences = [self.standing.sentence]
        if self.registered is None:
            return [*sentences, no_list(self.standing.year.first_day)]
        if self.standing.sign_up is not None and self.standing.counts:
            sentences += [
                self._signatures(self.standing.sign_up),
                self._sum(self.registered.size),
            ]
            if self.standing.keeps_what_was_paid:
                sentences.append(self._kept())
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

    def _kept(self) -> str:
        served, months = self.served_pence, count(self.standing.months_served, "month")
        sentence = f"The {months} before it left come to {pounds(served)}"
        beyond = self.entitlement_pence - served
        if self.lost or not beyond:
            return f"{sentence}, and nothing more is paid."
        return (
            f"{sentence}; of the {pounds(self.paid_pence)} paid, {pounds(beyond)} is beyond that."
        )

    def _sum(self, size: int) -> str:
        factors = [patients(size), pounds(self.rate_pence)]
        part = self.signed_part
        if part != 1:
            factors.append(f"{part.numerator:,}/{part.denominator:,}" if part else "0")
        if self.standing.months != MONTHS:
            factors.append(f"{self.standing.months}/{MONTHS}")
        return f"{' × '.join(factors)} = {rounded(self.earned)}."
