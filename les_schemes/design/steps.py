"""What may be done next with a version, for its page: each step, or why not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from les_schemes import permissions
from les_schemes.design import ending, opening, readiness
from les_schemes.models import SchemeVersion
from les_schemes.statuses import SchemePhase, SchemeStatus
from les_schemes.workflow import SCHEME
from pbc.actor import Actor
from pbc.permissions import why_not
from pbc.roles import Role


@dataclass(frozen=True)
class Step:
    """A button that leads to a step, or is greyed with the reason."""

    text: str
    url: str
    why_not: str
    variant: str


# In the order in which they are taken: what the button says, the page, who may, what is missing.
_STEPS: dict[str, tuple[str, str, Callable[..., None], Callable[[SchemeVersion], str], str]] = {
    "record_consultation": (
        "Record the consultation as done",
        "scheme-record-consultation",
        permissions.check_can_design,
        readiness.why_not_consulted,
        "",
    ),
    "approve": (
        "Approve the scheme",
        "scheme-approve",
        permissions.check_can_approve,
        readiness.why_not_approved,
        "",
    ),
    "open": (
        "Open for sign-up",
        "scheme-open",
        permissions.check_can_open,
        opening.why_not_open,
        "",
    ),
    "take_back": (
        "Take it back to a draft",
        "scheme-take-back",
        permissions.check_can_design,
        lambda version: "",
        "secondary",
    ),
    "withdraw": (
        "Withdraw the scheme",
        "scheme-withdraw",
        permissions.check_can_end,
        ending.why_not_withdraw,
        "secondary",
    ),
    "reconcile": (
        "Reconcile the scheme",
        "scheme-reconcile",
        permissions.check_can_reconcile,
        ending.why_not_reconcile,
        "",
    ),
}


def of(version: SchemeVersion, actor: Actor) -> list[Step]:
    """What those who keep the scheme may do with it now; nothing for anybody else."""
    return list(_steps(version, actor))


def _steps(version: SchemeVersion, actor: Actor) -> Iterator[Step]:
    is_officer = actor.holds(Role.COMMISSIONER, in_organisation=version.commissioner_id)
    for action, (text, page, check, missing, variant) in _STEPS.items():
        if not SCHEME.allows(version.status, action):
            continue
        refusal = why_not(check, actor, version)
        if refusal and not is_officer:
            continue
        reason = refusal or missing(version)
        # What only its time keeps from being done needs no button before.
        if action == "withdraw" and reason:
            continue
        if action == "reconcile" and version.phase != SchemePhase.YEAR_END:
            continue
        address = reverse(f"les_schemes:{page}", args=[version.pk])
        yield Step(text, address, reason, variant)
    if is_officer and version.opened_at and version.status != SchemeStatus.VARIATION:
        address = reverse("les_schemes:scheme-next", args=[version.pk])
        yield Step("Make the next version", address, "", "secondary")
