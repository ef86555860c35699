"""A draft that is being designed: taken under lock, by someone who may, while it is a draft."""

from collections.abc import Mapping
from typing import Any

from les_schemes import permissions
from les_schemes.models import SchemeVersion
from les_schemes.statuses import SchemeStatus
from pbc import audit
from pbc.actor import Actor
from pbc.refusals import NotNow


def locked(version: SchemeVersion, by: Actor) -> SchemeVersion:
    """The version as it is now, locked; raises where it is not this person's to design."""
    held = SchemeVersion.objects.select_for_update().get(pk=version.pk)
    permissions.check_can_design(by, held)
    check_is_designed(held)
    return held


def check_is_designed(version: SchemeVersion) -> None:
    if version.status != SchemeStatus.DRAFT:
        raise NotNow("Only a draft can be changed: make a new version of this one.")
    if version.rules:
        raise NotNow(
            "This draft came from a scheme file of fixed rules. Change the file and load it again."
        )


def record(
    version: SchemeVersion, by: Actor, event: str, after: Mapping[str, Any], before: Any = None
) -> None:
    """The audit event of a change to a draft."""
    audit.record(
        event=event,
        by=by,
        subject=version,
        chain=version.commissioner.audit_chain,
        before=before,
        after=dict(after),
    )
