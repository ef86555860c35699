"""What actions and pages ask of a sheet: its locked row, its GPs, what is missing, its events."""

from typing import Any

from django.db.models import QuerySet

from les_schemes.models import NamedGP, SignUp
from localities.models import Locality, Post, Practice
from pbc import audit, clock
from pbc.actor import Actor
from pbc.workflow import Transition


def locked(sign_up: SignUp) -> SignUp:
    """The sheet as it is now, locked until the transaction ends."""
    return (
        SignUp.objects.select_for_update(of=("self",))
        .select_related("version__scheme", "version__commissioner", "practice", "commissioner")
        .get(pk=sign_up.pk)
    )


def recorded(
    sign_up: SignUp,
    step: Transition,
    *,
    by: Actor,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    personal: dict[str, str] | None = None,
) -> None:
    """Write the event of a step into the commissioner's chain."""
    audit.record(
        event=step.event,
        by=by,
        subject=sign_up,
        chain=sign_up.commissioner.audit_chain,
        before=before,
        after={"status": step.to, **(after or {})},
        reason=reason,
        personal=personal,
    )


def posts_today(practice: Practice) -> list[Post]:
    """The GPs in post at the practice today (F-SIGN-13)."""
    return list(
        Post.objects.on(clock.today())
        .filter(practice=practice)
        .select_related("person", "practice")
    )


def named_gps(sign_up: SignUp) -> list[NamedGP]:
    return list(sign_up.named_gps.select_related("post__person", "post__practice", "signature"))


def not_on_sheet(sign_up: SignUp) -> list[Post]:
    """The GPs in post today who are not named on the sheet, in this post or an earlier one."""
    held = set(sign_up.named_gps.values_list("post__person_id", flat=True))
    return [post for post in posts_today(sign_up.practice) if post.person_id not in held]


def unsigned(named: list[NamedGP]) -> list[NamedGP]:
    """The GPs whose signature counts and is missing."""
    return [
        gp for gp in named if gp.required and not gp.joined_later and not hasattr(gp, "signature")
    ]


def why_not_required(post: Post) -> str:
    """Why a GP's signature is not asked for; empty where it is (AMB-05, AMB-07, ACT-22)."""
    if post.practice.is_run_by_the_commissioner:
        return "employed by the PCT, which runs this practice, so the LES does not apply"
    return post.why_not_asked


def joinable(sign_up: SignUp) -> QuerySet[Locality]:
    """The localities this practice may join: those of its commissioner that are open today."""
    return Locality.objects.on(clock.today()).filter(commissioner_id=sign_up.commissioner_id)
