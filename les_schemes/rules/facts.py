"""The facts a sum is worked out from, in exact numbers: whole pence, days, fractions.

``parse`` makes them from a document of the contract; ``payments`` from the database. They are
taken as given: only ``parse`` checks them.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from les_schemes.rules.pbc_les_2007_08.scheme import CODE as LES
from les_schemes.rules.pbc_les_2007_08.scheme import LesReadings, LesTerms
from les_schemes.rules.towards_pbc_des_2006_07.scheme import CODE as DES
from les_schemes.rules.towards_pbc_des_2006_07.scheme import DesReadings, DesTerms


@dataclass(frozen=True, slots=True)
class LevelAward:
    """A decision of the Governance Committee that a locality stands at a level (1, 2 or 3)."""

    level: int
    decided: date


@dataclass(frozen=True, slots=True)
class LocalityFacts:
    """A locality. The order of ``levels`` counts: of two decided on one day the later wins."""

    code: str
    formed: date
    levels: tuple[LevelAward, ...] = ()


@dataclass(frozen=True, slots=True)
class SignUpFacts:
    """A practice's agreement to join the LES and the GPs who are to sign it."""

    received: date
    accepted: date
    eligible_gps: int
    signed_gps: int


@dataclass(frozen=True, slots=True)
class BudgetFacts:
    """A practice's indicative budget and what was spent against it."""

    budget_pence: int
    outturn_pence: int
    outturn_final: bool
    quality_attested: bool

    @property
    def saving_pence(self) -> int:
        """V of the contract: below zero where the practice overspent."""
        return self.budget_pence - self.outturn_pence


@dataclass(frozen=True, slots=True)
class PracticeFacts:
    """A practice under the LES, its list as on 1 April 2007.

    Without a ``locality`` it commissions alone; without a ``sign_up`` it has not signed up.
    ``reports`` are the months reported, each as its first day.
    """

    code: str
    list_size: int
    locality: str | None = None
    sign_up: SignUpFacts | None = None
    reports: tuple[date, ...] = ()
    budget: BudgetFacts | None = None


@dataclass(frozen=True, slots=True)
class AchievementFacts:
    """What a practice achieved under the DES, its list as on 1 April 2007."""

    list_size: int
    milestones_met: bool
    freed_up_pence: int


@dataclass(frozen=True, slots=True)
class DesPracticeFacts:
    """A practice under the DES, its list as on 1 April 2006."""

    code: str
    list_size: int
    locality: str | None = None
    plan_agreed: date | None = None
    achievement: AchievementFacts | None = None


@dataclass(frozen=True, slots=True)
class PaidFacts:
    """An amount paid already, to be taken off what a payee has earned under a component."""

    payee: str
    objective: int
    component: str
    amount_pence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LesFacts:
    """All that the sums of the PBC LES 2007/08 start from."""

    scheme: ClassVar[str] = LES

    as_at: date
    localities: tuple[LocalityFacts, ...] = ()
    practices: tuple[PracticeFacts, ...] = ()
    paid: tuple[PaidFacts, ...] = ()
    terms: LesTerms = field(default_factory=LesTerms)
    readings: LesReadings = field(default_factory=LesReadings)


@dataclass(frozen=True, slots=True, kw_only=True)
class DesFacts:
    """All that the sums of the DES 2006/07 start from."""

    scheme: ClassVar[str] = DES

    as_at: date
    localities: tuple[LocalityFacts, ...] = ()
    practices: tuple[DesPracticeFacts, ...] = ()
    paid: tuple[PaidFacts, ...] = ()
    terms: DesTerms = field(default_factory=DesTerms)
    readings: DesReadings = field(default_factory=DesReadings)


Facts = LesFacts | DesFacts
