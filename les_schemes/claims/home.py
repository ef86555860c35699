"""What of claims waits on a person, for the home page."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse

from les_schemes.claims import months
from les_schemes.claims.months import ClaimSlot
from les_schemes.models import Claim, SignUp
from les_schemes.reports.statuses import ReportStatus
from pbc import clock, waiting
from pbc.actor import Actor
from pbc.roles import MANAGES_A_PROVIDER, Role
from pbc.waiting import WaitingItem


@waiting.register
def claims_waiting_on(actor: Actor) -> Iterator[WaitingItem]:
    """A manager's months to claim for; what a lead and an officer have to receive."""
    managed = actor.organisations(*MANAGES_A_PROVIDER)
    if managed:
        yield from _to_claim(managed)
    if actor.holds(Role.LOCALITY_LEAD):
        yield from _to_receive(actor, "locality")
    if actor.holds(Role.COMMISSIONER):
        yield from _to_receive(actor, "commissioner")


def _to_claim(managed: frozenset[int]) -> Iterator[WaitingItem]:
    sign_ups = list(
        SignUp.objects.held_by(managed).standing().select_related("version__scheme", "provider")
    )
    groups: dict[tuple[object, int], list[ClaimSlot]] = defaultdict(list)
    for slot in months.slots_of(sign_ups):
        if slot.waits_on_provider:
            groups[slot.sign_up.version_id, slot.provider.pk].append(slot)
    for slots in groups.values():
        first, number = slots[0], len(slots)
        back = any(slot.state == ReportStatus.RETURNED for slot in slots)
        yield WaitingItem(
            title=f"Claim for {first.name}" if number == 1 else f"Claims for {number} months",
            url=first.get_absolute_url()
            if number == 1
            else reverse("les_schemes:claims-of", args=first.arguments[:2]),
            since=months.following(first.month),
            due=first.due_on,
            count=number if number > 1 else None,
            explanation="One was sent back: mend it."
            if back
            else "Enter how many items, 0 if there were none.",
            organisation=first.provider.name,
        )


def _to_receive(actor: Actor, party: str) -> Iterator[WaitingItem]:
    found = (
        Claim.objects.waiting_for_lead(actor)
        if party == "locality"
        else Claim.objects.waiting_for_officer(actor)
    )
    groups = (
        found.order_by()
        .values(f"{party}__name")
        .annotate(count=Count("pk"), oldest=Min("submitted_at"))
        .order_by(f"{party}__name")
    )
    for group in groups:
        since = group["oldest"].astimezone(clock.LONDON).date()
        yield WaitingItem(
            title="Claim to receive" if group["count"] == 1 else "Claims to receive",
            url=reverse("les_schemes:claims"),
            since=since,
            count=group["count"],
            explanation=f"The oldest since {since:%-d %B %Y}. Accept each, or send it back.",
            organisation=group[f"{party}__name"],
        )
