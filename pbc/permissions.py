"""Permissions come in pairs: ``check_can_x`` raises with the reason, ``can_x`` answers the page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from pbc.actor import Actor
from pbc.refusals import NotPermitted, Refusal
from pbc.roles import Role

P = ParamSpec("P")


def allowed(
    check: Callable[Concatenate[Actor, P], None],
) -> Callable[Concatenate[Actor, P], bool]:
    """The bool twin of a ``check_can_…`` function."""

    @wraps(check)
    def can(actor: Actor, *args: P.args, **kwargs: P.kwargs) -> bool:
        return why_not(check, actor, *args, **kwargs) is None

    return can


def why_not(
    check: Callable[Concatenate[Actor, P], None],
    actor: Actor,
    *args: P.args,
    **kwargs: P.kwargs,
) -> str | None:
    """The reason a person can read, or None where the check passes: a greyed action says why."""
    try:
        check(actor, *args, **kwargs)
    except Refusal as refusal:
        return refusal.message
    return None


def require(actor: Actor, *roles: Role, in_organisation: int, to: str) -> None:
    """Raise unless one of the roles is held in the organisation and no interest stands there."""
    if not actor.holds(*roles, in_organisation=in_organisation):
        names = " or ".join(Role(role).label for role in roles)
        raise NotPermitted(f"Only a person who is {names} there may {to}.")


def refuse_interest(actor: Actor, organisation_id: int, to: str) -> None:
    """Raise where the actor has an active interest (requirements section L, conflict rule)."""
    if actor.has_interest_in(organisation_id):
        raise NotPermitted(
            f"You have a registered interest in this organisation, so you may not {to}. "
            "Ask a colleague without an interest in it."
        )
