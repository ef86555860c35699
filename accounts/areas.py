"""The area of a commissioner: itself, its localities, the practices that belong to it today, and
the providers on its list."""

from accounts.querysets import area_of
from localities.models import (
    Commissioner,
    CommissionerMembership,
    Organisation,
    ProviderListing,
)
from localities.querysets import OrganisationQuerySet
from localities.statuses import OrganisationKind
from pbc import audit, clock
from pbc.actor import Actor
from pbc.roles import (
    HELD_IN_A_COMMISSIONER,
    HELD_IN_A_LOCALITY,
    HELD_IN_A_PRACTICE,
    HELD_IN_A_PROVIDER,
    MANAGES_A_PROVIDER,
    Role,
)

KEEPS_REGISTER = (Role.COMMISSIONER, Role.COMMITTEE_SECRETARY)


def administered_by(actor: Actor) -> OrganisationQuerySet:
    """Where an administrator may say who holds which role."""
    return area_of(actor.organisations(Role.ADMINISTRATOR))


def managed_by(actor: Actor) -> OrganisationQuerySet:
    """The practices and providers that the actor manages."""
    return Organisation.objects.filter(pk__in=actor.organisations(*MANAGES_A_PROVIDER))


def listed_by(actor: Actor) -> OrganisationQuerySet:
    """The providers, no practices, on the list of a commissioner whose officer the actor is."""
    return Organisation.objects.listed_by(actor.organisations(Role.COMMISSIONER), clock.today())


def commissioners_around(actor: Actor) -> frozenset[int]:
    """The commissioners the actor works in or for, through a practice, provider or locality."""
    own = actor.organisations(*HELD_IN_A_COMMISSIONER)
    practices = actor.organisations(*HELD_IN_A_PRACTICE)
    localities = actor.organisations(*HELD_IN_A_LOCALITY)
    through_practices = CommissionerMembership.objects.on(clock.today()).filter(
        practice_id__in=practices
    )
    through_localities = Organisation.objects.filter(pk__in=localities)
    through_providers = ProviderListing.objects.on(clock.today()).filter(
        provider_id__in=actor.organisations(*HELD_IN_A_PROVIDER)
    )
    return (
        own
        | frozenset(through_providers.values_list("commissioner_id", flat=True))
        | frozenset(through_practices.values_list("commissioner_id", flat=True))
        | frozenset(through_localities.values_list("commissioner_id", flat=True))
    )


def commissioners_of(organisation: Organisation) -> frozenset[int]:
    """The commissioners in whose area an organisation lies today."""
    if organisation.kind == OrganisationKind.COMMISSIONER:
        return frozenset({organisation.pk})
    if organisation.kind == OrganisationKind.LOCALITY:
        return frozenset({organisation.commissioner_id})  # type: ignore[arg-type]
    if organisation.kind == OrganisationKind.PROVIDER:
        listings = ProviderListing.objects.on(clock.today()).filter(provider_id=organisation.pk)
        return frozenset(listings.values_list("commissioner_id", flat=True))
    memberships = CommissionerMembership.objects.on(clock.today())
    return frozenset(
        memberships.filter(practice_id=organisation.pk).values_list("commissioner_id", flat=True)
    )


def audit_chain_of(organisation: Organisation) -> str:
    """The chain of the organisation's commissioner; the system's where it has none today."""
    around = commissioners_of(organisation)
    chain = Commissioner.objects.filter(pk__in=around).order_by("code").first()
    return chain.audit_chain if chain is not None else audit.SYSTEM_CHAIN
