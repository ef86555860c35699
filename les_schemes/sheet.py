"""What actions and pages ask of a sheet: its locked row, its GPs, what is missing, its events."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from les_schemes.models import NamedGP, SchemeVersion, SignUp
from les_schemes.statuses import IN_FORCE, LIVE
from localities.models import Locality, Organisation, Post
from pbc import audit, clock
from pbc.actor import Actor
from pbc.refusals import NotNow
from pbc.workflow import Transition


def locked(sign_up: SignUp) -> SignUp:
    """The sheet as it is now, locked until the transaction ends."""
    return (
        SignUp.objects.select_for_update(of=("self",))
        .select_related("version__scheme", "version__commissioner", "provider", "commissioner")
        .get(pk=sign_up.pk)
    )


def of_a_practice(sign_up: SignUp) -> None:
    """Refuse what only a practice's sheet has: GPs, a PBC Locality."""
    if not sign_up.is_of_practice:
        raise NotNow(
            f"{sign_up.provider} is no practice: it names no GPs and joins no PBC Locality."
        )


def of_another_provider(sign_up: SignUp) -> None:
    """Refuse what only the sheet of a provider that is no practice has."""
    if sign_up.is_of_practice:
        raise NotNow(f"{sign_up.provider} is a practice: its GPs sign, and its manager for it.")


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


def posts_today(practice: Organisation) -> list[Post]:
    """The GPs in post at the practice today (F-SIGN-13)."""
    return list(
        Post.objects.on(clock.today())
        .filter(practice=practice.pk)
        .select_related("person", "practice")
    )


def named_gps(sign_up: SignUp) -> list[NamedGP]:
    """Every line, with whether its GP is still at the practice (``is_present``)."""
    lines = sign_up.named_gps.with_presence(clock.today())
    return list(lines.select_related("post__person", "post__practice", "signature"))


def not_on_sheet(sign_up: SignUp) -> list[Post]:
    """The GPs in post today who are not named on the sheet, in this post or an earlier one.

    A practice that merged may hold several sheets to the scheme: whoever is named on one of them
    is named, and who joined since goes on its own sheet, else on the first that passed to it. The
    GPs whom a successor without a sheet of its own had before have joined nothing.
    """
    holder, sheets, since = sign_up.holder, [sign_up.pk], None
    if sign_up.is_in_force:
        held = SignUp.objects.held_by([holder.pk]).standing().filter(version=sign_up.version_id)
        order = sorted(held, key=lambda one: (one.provider_id != holder.pk, one.accepted_at))
        sheets = [one.pk for one in order] or sheets
        if sheets[0] != sign_up.pk:
            return []
        passed_on = sign_up.transfers.filter(successor=holder.pk).last()
        since = passed_on.on if passed_on is not None else None
    named = set(
        NamedGP.objects.filter(sign_up__in=sheets).values_list("post__person_id", flat=True)
    )
    return [
        post
        for post in posts_today(holder)
        if post.person_id not in named and (since is None or post.starts >= since)
    ]


def under_way(version: SchemeVersion, provider: Organisation) -> SignUp | None:
    """The sign-up a provider has in hand or holds, its own or a predecessor's."""
    held = SignUp.objects.held_by([provider.pk]).filter(
        version=version, status__in={*LIVE, *IN_FORCE}
    )
    return held.order_by("created_at").first()


def earliest_end(sign_up: SignUp) -> date:
    """The first day from which a practice may withdraw that says so today."""
    return clock.today() + timedelta(days=sign_up.version.withdrawal_notice_days)


def unsigned(named: list[NamedGP]) -> list[NamedGP]:
    """The GPs whose signature counts and is missing; who left unsigned holds nothing up."""
    return [gp for gp in named if counts(gp) and not hasattr(gp, "signature")]


def counts(gp: NamedGP) -> bool:
    """Whether a line of ``named_gps`` counts (AMB-04 to AMB-06)."""
    signed_or_there = hasattr(gp, "signature") or gp.is_present  # type: ignore[attr-defined]
    return gp.required and not gp.joined_later and signed_or_there


def is_employed_by_the_pct(post: Post) -> bool:
    """Whether the LES does not apply to this GP in this post (AMB-07, ACT-22)."""
    return post.employed_by_commissioner or post.practice.is_run_by_the_commissioner


def why_not_required(post: Post) -> str:
    """Why a GP's signature is not asked for; empty where it is (AMB-05, AMB-07, ACT-22)."""
    if post.practice.is_run_by_the_commissioner:
        return "employed by the PCT, which runs this practice, so the LES does not apply"
    return post.why_not_asked


def joinable(sign_up: SignUp) -> QuerySet[Locality]:
    """The localities this practice may join: those of its commissioner that are open today."""
    return Locality.objects.on(clock.today()).filter(commissioner_id=sign_up.commissioner_id)
