"""A version that is being designed: taken under lock, by someone who may, while it may change."""

from collections.abc import Mapping
from typing import Any

from les_schemes import permissions
from les_schemes.models import SchemeDesigner, SchemeVersion
from les_schemes.statuses import BEING_DESIGNED, NOT_OPENED
from pbc import audit, clock
from pbc.actor import Actor
from pbc.refusals import NotNow


def locked(version: SchemeVersion, by: Actor) -> SchemeVersion:
    """The version as it is now, locked; raises where it is not this person's to design."""
    held = locked_from_anywhere(version, by)
    check_is_designed(held)
    return held


def locked_from_anywhere(version: SchemeVersion, by: Actor) -> SchemeVersion:
    """The same, also of a version that came from a scheme file."""
    held = SchemeVersion.objects.select_for_update().get(pk=version.pk)
    permissions.check_can_design(by, held)
    check_may_change(held)
    return held


def check_may_change(version: SchemeVersion) -> None:
    if version.status in BEING_DESIGNED:
        return
    if version.status in NOT_OPENED:
        raise NotNow("It is approved. Take it back to a draft to change it.")
    raise NotNow("Only a draft can be changed: make a new version of this one.")


def check_is_designed(version: SchemeVersion) -> None:
    check_may_change(version)
    if version.rules:
        raise NotNow(
            "This draft came from a scheme file of fixed rules. Change the file and load it again."
        )


def took_part(version: SchemeVersion, by: Actor) -> None:
    """Keep that this person took part in the design: another approves it (SM-01)."""
    if by.person_id is not None:
        SchemeDesigner.objects.get_or_create(
            version=version, person=by.person_id, defaults={"since": clock.now()}
        )


def changed(version: SchemeVersion, by: Actor) -> None:
    """Keep that the design was changed, when and by whom."""
    took_part(version, by)
    version.changed_at = clock.now()
    version.save(update_fields=["changed_at"])


def record(
    version: SchemeVersion, by: Actor, event: str, after: Mapping[str, Any], before: Any = None
) -> None:
    """A change to the design: its time, its designer and its audit event."""
    changed(version, by)
    recorded(version, by, event, after, before)


def recorded(
    version: SchemeVersion, by: Actor, event: str, after: Mapping[str, Any], before: Any = None
) -> None:
    """The audit event of what was done to a draft."""
    audit.record(
        event=event,
        by=by,
        subject=version,
        chain=version.commissioner.audit_chain,
        before=before,
        after=dict(after),
    )
