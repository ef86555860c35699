"""The facts a sum is worked out from, in exact numbers: whole pence, days, fractions.

``parse`` makes them from a document of the contract; ``payments`` from the database. They are
taken as given: only ``parse`` checks them. Spans of days run from their first day until the day
before their last: ``[since, until)``.
"""

from dataclasses import dataclass, field
from datetime import date

from les_schemes.rules.definition import SchemeDefinition


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
class RegisteredList:
    """The patients registered with a provider on a day."""

    as_at: date
    size: int


@dataclass(frozen=True, slots=True)
class Membership:
    """A provider belongs to a locality; without ``until`` for as long as is known."""

    locality: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class SignUpFacts:
    """A provider's agreement to join the scheme and the GPs who are to sign it.

    ``withdrawn`` is the first day on which it no longer takes part.
    """

    received: date
    accepted: date
    eligible_gps: int
    signed_gps: int
    withdrawn: date | None = None


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
class AchievementFacts:
    """What a practice achieved of its plan, its list as on 1 April after the year."""

    list_size: int
    milestones_met: bool
    freed_up_pence: int


@dataclass(frozen=True, slots=True)
class Claim:
    """Items of service claimed for a month, kept as its first day, under an objective."""

    objective: int
    month: date
    count: int


@dataclass(frozen=True, slots=True)
class MilestoneMet:
    """A milestone of an objective, by its code, and the day on which it was met."""

    objective: int
    milestone: str
    met: date


@dataclass(frozen=True, slots=True)
class Evidence:
    """An invoice or receipt accepted on a day."""

    on: date
    amount_pence: int


@dataclass(frozen=True, slots=True)
class TrainingFacts:
    """One person's training: what was approved, what is evidenced, what was undertaken.

    ``left`` is the first day on which the person no longer works here.
    """

    reference: str
    approved: date | None
    approved_pence: int
    evidenced: tuple[Evidence, ...] = ()
    undertaking_months: int = 0
    completed: date | None = None
    left: date | None = None


@dataclass(frozen=True, slots=True)
class ProviderFacts:
    """Whoever may take part: a practice, a pharmacy, an independent or voluntary provider.

    Without ``lists`` it holds no registered list; without ``memberships`` it commissions alone;
    without a ``sign_up`` it has not signed up. ``reports`` are the months reported, each as its
    first day. ``closed`` is the first day on which it no longer is.
    """

    code: str
    lists: tuple[RegisteredList, ...] = ()
    opened: date | None = None
    closed: date | None = None
    memberships: tuple[Membership, ...] = ()
    sign_up: SignUpFacts | None = None
    reports: tuple[date, ...] = ()
    budget: BudgetFacts | None = None
    plan_agreed: date | None = None
    achievement: AchievementFacts | None = None
    claims: tuple[Claim, ...] = ()
    milestones: tuple[MilestoneMet, ...] = ()
    training: tuple[TrainingFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Merger:
    """Providers became one, or part of another, on a day."""

    predecessors: tuple[str, ...]
    successor: str
    on: date


@dataclass(frozen=True, slots=True)
class PaidFacts:
    """An amount paid already, to be taken off what a payee has earned under a component."""

    payee: str
    objective: int
    component: str
    amount_pence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the sums of a scheme start from.

    ``contract`` is the version of the document they came in, in which the result is written.
    """

    definition: SchemeDefinition
    as_at: date
    localities: tuple[LocalityFacts, ...] = ()
    providers: tuple[ProviderFacts, ...] = ()
    mergers: tuple[Merger, ...] = ()
    paid: tuple[PaidFacts, ...] = ()
    contract: int = field(default=2, compare=False)
