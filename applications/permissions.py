"""Who may do what with applications (requirements section L, "Apply level / plan / reinvest")."""

from applications.models import LevelApplication
from applications.statuses import Direction
from les_schemes.models import SchemeVersion
from localities.models import Locality
from pbc.actor import Actor
from pbc.permissions import allowed, refuse_interest, require
from pbc.roles import Role


def check_can_apply(actor: Actor, locality: Locality) -> None:
    """Apply for a higher level, or change the application: a lead of that locality."""
    require(
        actor,
        Role.LOCALITY_LEAD,
        in_organisation=locality.pk,
        to="apply for this locality's level",
    )


can_apply = allowed(check_can_apply)


def check_can_review(actor: Actor, application: LevelApplication) -> None:
    """Read the evidence and put the application before the Committee: a commissioning officer."""
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=application.locality.commissioner_id or 0,
        to="review this locality's application",
    )
    refuse_interest(actor, application.locality_id, "review its application")


can_review = allowed(check_can_review)


def check_can_propose_lower(actor: Actor, locality: Locality) -> None:
    """Propose that a locality go down a level: a commissioning officer (SM-05, AMB-26)."""
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=locality.commissioner_id or 0,
        to="propose a lower level",
    )
    refuse_interest(actor, locality.pk, "propose a lower level for it")


can_propose_lower = allowed(check_can_propose_lower)


def check_can_set_criteria(actor: Actor, version: SchemeVersion) -> None:
    """Enter the Framework's criteria: an officer of the commissioner that leads the scheme."""
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=version.commissioner_id,
        to="enter the criteria of levels",
    )


can_set_criteria = allowed(check_can_set_criteria)


def check_can_withdraw(actor: Actor, application: LevelApplication) -> None:
    """Withdraw an application: the lead who may make it, or the officer who proposed it."""
    if application.direction == Direction.UP:
        check_can_apply(actor, application.locality)
    else:
        check_can_propose_lower(actor, application.locality)


can_withdraw = allowed(check_can_withdraw)
