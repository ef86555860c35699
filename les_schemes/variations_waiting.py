"""What of variations waits on a person, for the home page."""

from collections.abc import Iterator

from django.urls import reverse

from les_schemes import permissions, variations
from les_schemes.models import NamedGP, SignUp, Variation
from les_schemes.statuses import VariationStatus
from pbc import clock, waiting
from pbc.actor import Actor
from pbc.roles import Role
from pbc.waiting import WaitingItem


@waiting.register
def variations_waiting_on(actor: Actor) -> Iterator[WaitingItem]:
    """What a GP, or a manager for the practice, has to acknowledge."""
    if actor.person_id is None:
        return
    today = clock.today()
    in_hand = Variation.objects.filter(status=VariationStatus.IN_FORCE).select_related(
        "varied__scheme", "varied__commissioner"
    )
    for variation in in_hand:
        if today <= variation.varied.financial_year.last_day and _concerns(actor, variation):
            yield from _of(actor, variation)


def _concerns(actor: Actor, variation: Variation) -> bool:
    """Whether the person has anything to do with its sign-ups at all, before each is looked at."""
    own = NamedGP.objects.filter(sign_up__version=variation.varied_id, post__person=actor.person_id)
    managed = SignUp.objects.held_by(actor.organisations(Role.PRACTICE_MANAGER))
    return own.exists() or managed.filter(version=variation.varied_id).exists()


def _of(actor: Actor, variation: Variation) -> Iterator[WaitingItem]:
    for one in variations.asked(variation):
        if one.acknowledgement is None and permissions.can_acknowledge(
            actor, one.sign_up, one.named_gp
        ):
            yield WaitingItem(
                title=f"Acknowledge what changes: {variation.varied}",
                url=reverse(
                    "les_schemes:variation-acknowledge", args=[variation.pk, one.sign_up.pk]
                ),
                since=one.since,
                due=variation.in_force_from,
                explanation="Nobody signs up again, and no payment changes.",
                organisation=one.sign_up.provider.name,
            )
