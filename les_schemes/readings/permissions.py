"""Who may read the register of readings, put a change of one before the Committee, and see what
it comes to for others (requirements section L)."""

from les_schemes.models import ReadingChange, SchemeVersion
from pbc.actor import Actor
from pbc.permissions import allowed, require
from pbc.refusals import NotPermitted
from pbc.roles import READS_ALL_MONEY, Role

READS_REGISTER = (*READS_ALL_MONEY, Role.COMMITTEE_MEMBER, Role.COMMITTEE_SECRETARY)


def offering(version: SchemeVersion) -> set[int]:
    """The commissioners that lead or share a version."""
    return {version.commissioner_id, *version.partners.values_list("pk", flat=True)}


def check_can_read_register(actor: Actor) -> None:
    if not actor.holds(*READS_REGISTER):
        raise NotPermitted(
            "The register of readings is read by officers, auditors, finance and the Governance "
            "Committee. What is in force stands on the page of each scheme."
        )


def check_can_read_readings(actor: Actor, version: SchemeVersion) -> None:
    """What other choices would come to: those who read the money of who offers the scheme."""
    if not offering(version) & actor.organisations(*READS_REGISTER):
        raise NotPermitted(
            "What other readings would come to is shown to the commissioners who offer the scheme, "
            "and to their Committee."
        )


def check_can_propose_change(actor: Actor, version: SchemeVersion) -> None:
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=version.commissioner_id,
        to="put a change of a reading before the Committee",
    )


def check_can_see_amounts(actor: Actor, change: ReadingChange) -> None:
    """Every payee's amounts; a payee is shown its own."""
    check_can_read_readings(actor, change.version)


can_read_register = allowed(check_can_read_register)
can_read_readings = allowed(check_can_read_readings)
can_propose_change = allowed(check_can_propose_change)
can_see_amounts = allowed(check_can_see_amounts)
