"""Who may say who signs in and as what, and who keeps the register of interests (section L)."""

from accounts import areas
from accounts.models import Interest, Invitation, RoleHolding, User
from localities.models import Organisation, Person
from localities.statuses import OrganisationKind
from pbc.actor import Actor, SystemActor
from pbc.permissions import allowed
from pbc.refusals import NotPermitted
from pbc.roles import (
    HELD_IN_A_LOCALITY,
    HELD_IN_A_PRACTICE,
    HELD_IN_A_PROVIDER,
    MANAGES_A_PROVIDER,
    Role,
)

# Who invites somebody somewhere, and sees the people there.
MAY_INVITE = (Role.ADMINISTRATOR, *MANAGES_A_PROVIDER, Role.COMMISSIONER)

_NOT_IN_YOUR_AREA = (
    "Only an administrator of the commissioner to which {organisation} belongs may do this."
)


def _administers(actor: Actor, organisation: Organisation) -> bool:
    return areas.administered_by(actor).filter(pk=organisation.pk).exists()


def _manages(actor: Actor, role: str, organisation: Organisation) -> bool:
    """The manager of a practice, its GPs; an officer who lists a provider, those who act for it."""
    if role == Role.GP:
        return actor.holds(Role.PRACTICE_MANAGER, in_organisation=organisation.pk)
    return (
        role == Role.PROVIDER_MANAGER and areas.listed_by(actor).filter(pk=organisation.pk).exists()
    )


def _acts_beside(actor: Actor, role: str, organisation: Organisation) -> bool:
    """Who acts for a provider may invite a colleague to do so too, and ends nobody's role."""
    return role == Role.PROVIDER_MANAGER and actor.holds(
        Role.PROVIDER_MANAGER, in_organisation=organisation.pk
    )


def check_can_grant(
    actor: Actor, role: str, organisation: Organisation, person: Person | None
) -> None:
    """An administrator grants any role in the area; a practice manager invites GPs of the practice;
    an officer of the commissioner that lists a provider, or its manager, those who act for it.

    Nobody grants a role to themself.
    """
    if person is not None and person.pk == actor.person_id:
        raise NotPermitted("You cannot give yourself a role. Ask another administrator.")
    if not (
        _administers(actor, organisation)
        or _manages(actor, role, organisation)
        or _acts_beside(actor, role, organisation)
    ):
        raise NotPermitted(_NOT_IN_YOUR_AREA.format(organisation=organisation))
    if not fits(role, organisation):
        raise NotPermitted(f"Nobody can be {Role(role).label} of {organisation}.")


def check_can_begin(actor: Actor) -> None:
    """Invite the first administrator: the installation itself, at its command line."""
    if not isinstance(actor, SystemActor):
        raise NotPermitted("The first administrator is invited at the command line.")


def fits(role: str, organisation: Organisation) -> bool:
    """Whether a role is held in an organisation of this kind."""
    if role in HELD_IN_A_PRACTICE:
        return organisation.kind == OrganisationKind.PRACTICE
    if role in HELD_IN_A_LOCALITY:
        return organisation.kind == OrganisationKind.LOCALITY
    if role in HELD_IN_A_PROVIDER:
        return organisation.kind == OrganisationKind.PROVIDER
    return organisation.kind == OrganisationKind.COMMISSIONER


def check_can_handle_invitation(actor: Actor, invitation: Invitation) -> None:
    """Withdraw or send again: whoever could have invited."""
    check_can_grant(actor, invitation.role, invitation.organisation, invitation.person)


def check_can_accept(actor: Actor, invitation: Invitation) -> None:
    """An invitation is for one person."""
    if actor.person_id != invitation.person_id:
        raise NotPermitted(
            "This invitation is for somebody else. Sign out, then open the link again."
        )


def check_can_end_role(actor: Actor, holding: RoleHolding) -> None:
    organisation = holding.organisation
    if not (_administers(actor, organisation) or _manages(actor, holding.role, organisation)):
        raise NotPermitted(_NOT_IN_YOUR_AREA.format(organisation=organisation))


def check_can_administer(actor: Actor, user: User) -> None:
    """Disable, enable, reset the second factor, change the address: an administrator, for others.

    Of a person who also holds roles under another commissioner only their administrators may
    decide together: here the roles in one's own area can be ended.
    """
    if user.person_id == actor.person_id:
        raise NotPermitted("You cannot do this to your own sign-in. Ask another administrator.")
    administered = areas.administered_by(actor).values("pk")
    ever_here = user.role_holdings.filter(organisation__in=administered)
    if not ever_here.exists():
        raise NotPermitted("Only an administrator of the person's commissioner may do this.")
    if user.role_holdings.current().exclude(organisation__in=administered).exists():
        raise NotPermitted(
            "This person also holds a role under another commissioner. End the roles here instead."
        )


def check_can_record_interest(actor: Actor, person: Person, organisation: Organisation) -> None:
    """Anyone declares their own; the secretary and the commissioner record those of others."""
    if person.pk == actor.person_id:
        return
    kept = actor.organisations(*areas.KEEPS_REGISTER)
    if not kept & areas.commissioners_of(organisation):
        raise NotPermitted(
            "Only the person, the Committee secretary or a commissioning officer may record this."
        )


def check_can_end_interest(actor: Actor, interest: Interest) -> None:
    check_can_record_interest(actor, interest.person, interest.organisation)


can_grant = allowed(check_can_grant)
can_begin = allowed(check_can_begin)
can_handle_invitation = allowed(check_can_handle_invitation)
can_accept = allowed(check_can_accept)
can_end_role = allowed(check_can_end_role)
can_administer = allowed(check_can_administer)
can_record_interest = allowed(check_can_record_interest)
can_end_interest = allowed(check_can_end_interest)
