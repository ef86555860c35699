"""Record what took the place of an organisation: a merger, a split, a replacement (NFR-14)."""

from datetime import date

from django.db.models import Q, QuerySet

from localities.models import (
    Commissioner,
    Locality,
    Organisation,
    Practice,
    Provider,
    Succession,
)
from localities.permissions import chain_of, check_can_record_succession, commissioner_of
from localities.statuses import OrganisationKind, SuccessionKind
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput

# The trail of an organisation is kept under its kind, as its page reads it.
KINDS: dict[str, type[Organisation]] = {
    model.KIND: model for model in (Commissioner, Locality, Practice, Provider) if model.KIND
}


@action
def record(
    *,
    predecessor: Organisation,
    successor: Organisation,
    kind: SuccessionKind,
    on: date,
    reason: str,
    by: Actor,
) -> Succession:
    """From a day on one organisation stands for another, wholly or (a split) in part.

    Unless it was split, the predecessor closes on that day: its memberships and posts end, its
    history stays, and its code is never used again.
    """
    predecessor = KINDS[predecessor.kind].objects.select_for_update().get(pk=predecessor.pk)
    check_can_record_succession(by, predecessor)
    successor = Organisation.objects.select_for_update().get(pk=successor.pk)
    _check(predecessor, successor, kind, on)
    succession = Succession.objects.create(
        predecessor=predecessor,
        successor=successor,
        kind=kind,
        on=on,
        reason=reason,
        recorded_at=clock.now(),
        recorded_by=by.person_id,
    )
    was_closed = predecessor.closed
    ended = 0
    if kind != SuccessionKind.SPLIT and was_closed is None:
        ended = _close(predecessor, on)
    audit.record(
        event="organisation.succeeded",
        by=by,
        subject=predecessor,
        chain=_chain(predecessor),
        before={"closed": was_closed},
        after={
            "successor": successor.code,
            "kind": kind,
            "on": on,
            "closed": predecessor.closed,
            "memberships_and_posts_ended": ended,
        },
        reason=reason,
    )
    return succession


def _close(organisation: Organisation, on: date) -> int:
    organisation.closed = on
    organisation.save(update_fields=["closed"])
    ended = 0
    for rows in _dated_rows(organisation):
        ended += rows.filter(Q(ends__isnull=True) | Q(ends__gt=on), starts__lt=on).update(ends=on)
    return ended


def _dated_rows(organisation: Organisation) -> list[QuerySet]:
    if organisation.kind == OrganisationKind.PRACTICE:
        return [
            organisation.commissioner_memberships.all(),
            organisation.locality_memberships.all(),
            organisation.posts.all(),
        ]
    if organisation.kind == OrganisationKind.LOCALITY:
        return [organisation.member_practices.all(), organisation.officers.all()]
    return []


def _check(
    predecessor: Organisation, successor: Organisation, kind: SuccessionKind, on: date
) -> None:
    errors: dict[str, str] = {}
    if successor.pk == predecessor.pk:
        errors["successor"] = "An organisation cannot take its own place."
    elif successor.kind != predecessor.kind:
        errors["successor"] = f"{successor} is not a {predecessor.get_kind_display().lower()}."
    elif Succession.objects.filter(
        Q(predecessor=predecessor, successor=successor)
        | Q(predecessor=successor, successor=predecessor)
    ).exists():
        errors["successor"] = "This is recorded already, this way or the other."
    elif successor.closed is not None and successor.closed <= on:
        errors["successor"] = f"{successor} has closed by then."
    if predecessor.opened is not None and on <= predecessor.opened:
        errors["on"] = f"{predecessor} opened on {predecessor.opened:%-d %B %Y}. Enter a later day."
    elif kind != SuccessionKind.SPLIT and predecessor.closed not in (None, on):
        errors["on"] = (
            f"{predecessor} closed: its successor began on {predecessor.closed:%-d %B %Y}."
        )
    if errors:
        raise BadInput(errors)


def _chain(organisation: Organisation) -> str:
    if organisation.kind == OrganisationKind.PRACTICE:
        return chain_of(commissioner_of(organisation))
    if organisation.kind == OrganisationKind.LOCALITY:
        return chain_of(organisation.commissioner)
    return chain_of(organisation)
