"""Who may see what a scheme would cost, try other terms on it, and look through a dry run."""

from les_schemes.models import SchemeVersion
from les_schemes.offered import offering
from pbc.actor import Actor
from pbc.permissions import allowed, require
from pbc.refusals import NotPermitted
from pbc.roles import Role


def check_can_see_costs(actor: Actor, version: SchemeVersion) -> None:
    """Officers and auditors of a commissioner that leads or shares the scheme."""
    if not offering(version) & actor.organisations(Role.COMMISSIONER, Role.AUDITOR):
        raise NotPermitted("What it would cost is shown to the commissioners who offer the scheme.")


def check_can_cost(actor: Actor, version: SchemeVersion) -> None:
    """Try terms out, assume, make a dry run and accept one: an officer of whoever leads it."""
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=version.commissioner_id,
        to="work out what this scheme would cost",
    )


can_see_costs = allowed(check_can_see_costs)
can_cost = allowed(check_can_cost)
