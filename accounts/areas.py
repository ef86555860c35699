"""The area of a commissioner: itself, its localities, and the practices that belong to it today."""

from accounts.querysets import area_of
from localities.models import Commissioner, CommissionerMembership, Organisation
from localities.querysets import OrganisationQuerySet
from localities.statuses import OrganisationKind
from pbc import audit, clock
from pbc.actor import Actor
from pbc.roles import (
    HELD_IN_A_COMMISSIONER,
    HELD_IN_A_LOCALITY,
    HELD_IN_A_PRACTICE,
    Role,
)

KEEPS_REGISTER = (Role.COMMISSIONER, Role.COMMITTEE_SECRETARY)


def administered_by(actor: Actor) -> OrganisationQuerySet:
    """Where an administrator may say who holds which role."""
    return area_of(actor.organisations(Role.ADMINISTRATOR))


def own_practices(actor: Actor) -> OrganisationQuerySet:
    """The practices that the actor manages."""
    return Organisation.objects.filter(pk__in=actor.organisations(Role.PRACTICE_MANAGER))


def commissioners_around(actor: Actor) -> frozenset[int]:
    """The commissioners the actor works in or for, through a practice or a locality."""
    own = actor.organisations(*HELD_IN_A_COMMISSIONER)
    practices = actor.organisations(*HELD_IN_A_PRACTICE)
    localities = actor.organisations(*HELD_IN_A_LOCALITY)
    through_practices = CommissionerMembership.objects.on(clock.today()).filter(
        practice_id__in=practices
    )
    through_localities = Organisation.objects.filter(pk__in=localities)
    return (
        own
        | frozenset(through_practices.values_list("commissioner_id", flat=True))
        | frozenset(through_localities.values_list("commissioner_id", flat=True))
    )


def commissioners_of(organisation: Organisation) -> frozenset[int]:
    """The commissioners in whose area an organisation lies today."""
    if organisation.kind == OrganisationKind.COMMISSIONER:
        return frozenset({organisation.pk})
    if organisation.kind == OrganisationKind.LOCALITY:
        return frozenset({organisation.commissioner_id})  # type: ignore[arg-type]
    memberships = CommissionerMembership.objects.on(clock.today())
    return frozenset(
        memberships.filter(practice_id=organisation.pk).values_list("commissioner_id", flat=True)
    )


def audit_chain_of(organisation: Organisation) -> str:
    """The chain of the organisation's commissioner; the system's where it has none today."""
    around = commissioners_of(organisation)
    chain = Commissioner.objects.filter(pk__in=around).order_by("code").first()
    return chain.audit_chain if chain is not None else audit.SYSTEM_CHAIN
