"""A claim as its page shows it: its items, what is unusual, its record, what each may do next."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from les_schemes import permissions
from les_schemes.claims import history
from les_schemes.claims.months import ClaimSlot, objectives
from les_schemes.definitions import definition_of
from les_schemes.models import Claim, ClaimRevision
from les_schemes.record import Event
from les_schemes.reports.shown import REVIEWS, Step
from les_schemes.reports.workflow import CLAIM
from localities.models import Person
from pbc import clock
from pbc.actor import Actor
from pbc.permissions import why_not
from pbc.roles import Role


@dataclass(frozen=True)
class Item:
    """What is claimed under an objective, and how that stands to the months before."""

    number: int
    title: str
    sentence: str
    count: int | None
    unusual: history.Unusual | None


def items(slot: ClaimSlot, revision: ClaimRevision | None) -> list[Item]:
    """Every objective that pays by item, with what is claimed under it."""
    counts = dict(revision.items.values_list("objective", "count")) if revision else {}
    odd = (
        {one.objective: one for one in history.unusual_in(slot.claim, counts)}
        if slot.claim is not None
        else {}
    )
    return [
        Item(
            number=objective.number,
            title=objective.title or f"Objective {objective.number}",
            sentence=objective.kind.sentence(objective.terms, objective.readings),
            count=counts.get(objective.number),
            unusual=odd.get(objective.number),
        )
        for objective in objectives(definition_of(slot.sign_up.version))
    ]


def latest(claim: Claim | None) -> ClaimRevision | None:
    return None if claim is None else claim.revisions.order_by("number").last()


def address(name: str, slot: ClaimSlot) -> str:
    return reverse(f"les_schemes:{name}", args=slot.arguments)


def steps(actor: Actor, slot: ClaimSlot, revision: ClaimRevision | None) -> list[Step]:
    """What the person's role has to do with the month as it stands."""
    if permissions.can_claim(actor, slot.sign_up):
        return list(_of_provider(slot, revision))
    return list(_of_reviewers(actor, slot))


def _of_provider(slot: ClaimSlot, revision: ClaimRevision | None) -> Iterator[Step]:
    if slot.claim is not None and not CLAIM.allows(slot.claim.status, "enter"):
        return
    begun = None if slot.month <= clock.today() else f"{slot.name} has not begun."
    entered = revision is not None and revision.items.exists()
    yield Step(
        "Change the items" if entered else "Enter the items",
        address("claim-items", slot),
        begun,
        "secondary" if entered else None,
    )
    why = begun
    if not entered:
        why = "Enter the items first, 0 where there were none."
    elif not slot.is_over:
        why = f"{slot.name} is not over yet."
    yield Step("Check and submit", address("claim-submit", slot), why)


def _of_reviewers(actor: Actor, slot: ClaimSlot) -> Iterator[Step]:
    claim, sign_up = slot.claim, slot.sign_up
    leads = sign_up.locality_id is not None and actor.holds(
        Role.LOCALITY_LEAD, in_organisation=sign_up.locality_id
    )
    reviews = actor.holds(Role.COMMISSIONER, in_organisation=sign_up.commissioner_id)
    for verb, name, text, check, variant in REVIEWS:
        of_lead = leads and verb in ("accept_for_locality", "send_back")
        of_officer = reviews and verb != "accept_for_locality"
        if claim is None or not CLAIM.allows(claim.status, verb):
            continue
        if of_lead or of_officer:
            why = why_not(check, actor, claim)
            yield Step(
                text.replace("report", "claim"),
                address(name.replace("report", "claim"), slot),
                why,
                variant,
            )


def events(claim: Claim) -> list[Event]:
    """What has happened to a claim, newest first."""
    party = "by the commissioner for the locality" if claim.locality_passed_because else ""
    found = [
        (claim.created_at, "Begun", claim.created_by, ""),
        (
            claim.locality_accepted_at,
            f"Passed on {party}" if party else f"Accepted for {claim.locality}",
            claim.locality_accepted_by,
            claim.locality_passed_because,
        ),
        (
            claim.accepted_at,
            "Accepted late" if claim.is_late else "Accepted",
            claim.accepted_by,
            "",
        ),
        (claim.voided_at, "Made void", claim.voided_by, claim.voided_because),
    ]
    for revision in claim.revisions.prefetch_related("items"):
        counts = ", ".join(str(item.count) for item in revision.items.all())
        said = " ".join(filter(None, (revision.unusual_because, revision.note)))
        found.append(
            (
                revision.submitted_at,
                f"Submitted: {counts}",
                revision.submitted_by,
                said,
            )
        )
        found.append(
            (
                revision.returned_at,
                f"Sent back by the {revision.get_returned_from_display()}",
                revision.returned_by,
                revision.returned_because,
            )
        )
    people = Person.objects.in_bulk([who for _, _, who, _ in found if who is not None])
    happened = [
        Event(when, what, people[who].name if who in people else "", note)
        for when, what, who, note in found
        if when is not None
    ]
    return sorted(happened, key=lambda event: event.when, reverse=True)
