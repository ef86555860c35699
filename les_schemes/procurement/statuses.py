"""Kinds of schemes, who may provide them, and the states and routes of a procurement (SM-18)."""

from django.db import models

from pbc.nhsuk import colours


class SchemeKind(models.TextChoices):
    """What a scheme is badged as (R4-002)."""

    LES = "les", "Local Enhanced Service (LES)"
    DES = "des", "Directed Enhanced Service (DES)"
    NES = "nes", "National Enhanced Service (NES)"
    LCS = "lcs", "Locally Commissioned Service (LCS)"
    LIS = "lis", "Local Incentive Scheme (LIS)"
    COMMUNITY = "community", "Community-based service"
    AQP = "aqp", "Any Qualified Provider service (AQP)"


# What local enhanced services became when commissioning passed to CCGs.
SUCCESSORS = (SchemeKind.LCS, SchemeKind.LIS, SchemeKind.COMMUNITY, SchemeKind.AQP)
# From this financial year on a LES too is badged so only after the four tests (R4-001).
TESTED_SINCE = 2013


def tests_are_required(kind: str, financial_year_starts_in: int) -> bool:
    """Whether a scheme of this kind and year cannot open before the four tests (R4-001)."""
    return kind in SUCCESSORS or (
        kind == SchemeKind.LES and financial_year_starts_in >= TESTED_SINCE
    )


class WhoMayProvide(models.TextChoices):
    """The three classes of R4-004."""

    PRACTICES = "practices", "Practices only"
    CONTESTABLE = "contestable", "Practices and other providers"
    OTHERS = "others", "Other providers, no practices"


class FourTests(models.TextChoices):
    """What has to be shown before a service is badged as enhanced (R4-001)."""

    BEYOND_CORE = "beyond_core", "It goes beyond core services"
    VALUE = "value", "It is good value for money"
    ROUTE = "route", "The procurement route is appropriate"
    CONFLICTS = "conflicts", "Conflicts of interest are managed"


class Route(models.TextChoices):
    """How providers were found. Those of the Provider Selection Regime carry its names (E-17)."""

    ANY_QUALIFIED = "any_qualified", "Any qualified provider"
    SINGLE_TENDER = "single_tender", "Single tender: only list holders can provide it"
    TENDER = "tender", "Competitive tender"
    DIRECT_A = "direct_a", "Direct award A: no realistic alternative provider"
    DIRECT_B = "direct_b", "Direct award B: patients choose among providers"
    DIRECT_C = "direct_c", "Direct award C: the provider there is, contract little changed"
    MOST_SUITABLE = "most_suitable", "Most suitable provider"
    COMPETITIVE = "competitive", "Competitive process"


# Nobody signs the contract before the standstill is over (regulation 12 of SI 2023/1348; for a
# tender before 2024 the regulations of its day).
WITH_STANDSTILL = (Route.TENDER, Route.DIRECT_C, Route.MOST_SUITABLE, Route.COMPETITIVE)
# Elsewhere whoever is on the list of providers may come forward.
BY_INVITATION = (*WITH_STANDSTILL, Route.SINGLE_TENDER, Route.DIRECT_A)


class ProcurementStatus(models.TextChoices):
    DRAFTING = "drafting", "Tests being evidenced"
    EVIDENCED = "evidenced", "All four tests evidenced"
    ROUTE_CHOSEN = "route_chosen", "Route chosen"
    NOTICED = "noticed", "Notice published"
    CHALLENGED = "challenged", "Challenged"
    CONFIRMED = "confirmed", "Confirmed"


class ChallengeOutcome(models.TextChoices):
    STANDS = "stands", "The decision stands"
    DECIDED_AGAIN = "decided_again", "The decision is taken again"


class InvitationAnswer(models.TextChoices):
    WAITING = "waiting", "No answer yet"
    WILL_SIGN_UP = "will_sign_up", "Means to sign up"
    DECLINES = "declines", "Declines"


colours.register(
    {
        ProcurementStatus.DRAFTING: "grey",
        ProcurementStatus.EVIDENCED: "blue",
        ProcurementStatus.ROUTE_CHOSEN: "blue",
        ProcurementStatus.NOTICED: "yellow",
        ProcurementStatus.CHALLENGED: "orange",
        ProcurementStatus.CONFIRMED: "green",
        InvitationAnswer.WAITING: "yellow",
        InvitationAnswer.WILL_SIGN_UP: "green",
        InvitationAnswer.DECLINES: "grey",
    }
)
