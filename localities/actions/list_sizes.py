"""Correct a list size: a new row supersedes the old one, with the reason (EXC-02, AMB-17)."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from localities.models import ListSize, Practice
from localities.permissions import chain_of, check_can_correct_list_size, commissioner_of
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput


@action
def correct(
    *,
    practice: Practice,
    as_at: date,
    registered: int,
    weighted: Decimal | None = None,
    source: str,
    reason: str,
    by: Actor,
) -> ListSize:
    """Hold another figure for a practice and day, or the first one for that day.

    The figure held until now stays, superseded. What was paid on it is put right by the next run,
    which pays what is due less what was paid. ``weighted`` None keeps the weighted list as it is.
    """
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    check_can_correct_list_size(by, practice)
    held = practice.list_sizes.held().select_for_update().filter(as_at=as_at).first()
    if weighted is None and held is not None:
        weighted = held.weighted
    _check(practice, as_at, registered, weighted, reason, held)
    # The demonstration's day stands still while its hours go round.
    now = clock.now() if held is None else max(clock.now(), held.recorded_at)
    with transaction.atomic():
        if held is not None:
            held.superseded_at = now
            held.save(update_fields=["superseded_at"])
        corrected = ListSize.objects.create(
            practice=practice,
            as_at=as_at,
            registered=registered,
            weighted=weighted,
            source=source,
            reason=reason,
            recorded_at=now,
            recorded_by=by.person_id,
            supersedes=held,
        )
    audit.record(
        event="list_size.corrected" if held is not None else "list_size.entered",
        by=by,
        subject=corrected,
        chain=chain_of(commissioner_of(practice)),
        before=_figures(held) if held is not None else None,
        after={"practice": practice.code, "as_at": as_at, **_figures(corrected)},
        reason=reason,
    )
    return corrected


def _check(
    practice: Practice,
    as_at: date,
    registered: int,
    weighted: Decimal | None,
    reason: str,
    held: ListSize | None,
) -> None:
    errors: dict[str, str] = {}
    if as_at > timezone.localdate():
        errors["as_at"] = "Enter a day that is not in the future."
    if practice.closed is not None and practice.closed <= as_at:
        errors["as_at"] = f"{practice} had closed by then."
    if registered < 0:
        errors["registered"] = "Enter the number of patients, 0 or more."
    if not reason.strip():
        errors["reason"] = "Say why, for example: the practice was counted twice."
    if held is not None and (held.registered, held.weighted) == (registered, weighted):
        errors["registered"] = f"This is the figure held already: {held.registered:,}."
    if errors:
        raise BadInput(errors)


def _figures(list_size: ListSize) -> dict[str, object]:
    return {
        "registered": list_size.registered,
        "weighted": None if list_size.weighted is None else str(list_size.weighted),
        "source": list_size.source,
    }
