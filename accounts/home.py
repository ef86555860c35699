"""What accounts puts on the home page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, RoleHolding, User
from accounts.querysets import area_of
from pbc import clock, waiting
from pbc.actor import Actor
from pbc.roles import NEEDS_SECOND_FACTOR, Role


@waiting.register
def own_invitations(actor: Actor) -> Iterator[waiting.WaitingItem]:
    """Roles offered to the person, which they may take up (the link is in the message)."""
    offered = Invitation.objects.open_at(timezone.now()).filter(person=actor.person_id)
    for invitation in offered.select_related("organisation"):
        yield waiting.WaitingItem(
            title=f"Accept: {invitation.get_role_display()} of {invitation.organisation}",
            url=reverse("pbc:messages"),
            since=invitation.invited_at.date(),
            explanation="Open the invitation among your messages.",
            organisation=invitation.organisation.name,
        )


@waiting.register
def people_without_second_step(actor: Actor) -> Iterator[waiting.WaitingItem]:
    """For administrators: who cannot work yet, for want of a second step."""
    administered = actor.organisations(Role.ADMINISTRATOR)
    if not administered:
        return
    lacking = (
        User.objects.with_second_factor_state()
        .filter(
            is_active=True,
            needs_second_factor=True,
            second_factor_set_up=False,
            role_holdings__in=RoleHolding.objects.on(clock.today()).filter(
                role__in=NEEDS_SECOND_FACTOR, organisation__in=area_of(administered).values("pk")
            ),
        )
        .distinct()
        .count()
    )
    if lacking:
        yield waiting.WaitingItem(
            title="People who have not set up their second step",
            url=reverse("accounts:people") + "?state=lacking",
            count=lacking,
            explanation="They can do nothing until they have. Remind them.",
        )


@waiting.register_panel
def roles(actor: Actor) -> waiting.Panel:
    held = RoleHolding.objects.on(clock.today()).filter(user__person=actor.person_id)
    return waiting.Panel(
        title="What you are",
        template_name="accounts/_roles.html",
        context={"holdings": held.select_related("organisation")},
        order=90,
    )
