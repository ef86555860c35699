"""What the Committee's actions share: the lock of a row, and its place in the audit trail."""

from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from governance.models import AgendaItem, Committee
from pbc import audit
from pbc.actor import Actor
from pbc.models import AuditEvent
from pbc.refusals import NotPermitted

M = TypeVar("M", bound=models.Model)


def locked(thing: M) -> M:
    """The row of a thing, locked until the transaction ends, as it stands now."""
    return type(thing)._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)


def locked_item(item: AgendaItem) -> AgendaItem:
    """An item, locked after its meeting, so that who comes and goes waits for what is decided."""
    locked(item.meeting)
    return locked(item)


def person_of(by: Actor) -> UUID:
    """Who acts for the Committee: always a person, never the system."""
    if by.person_id is None:
        raise NotPermitted("Only a person acts for the Committee.")
    return by.person_id


def recorded(
    committee: Committee,
    event: str,
    subject: models.Model,
    *,
    by: Actor,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Write the event into the chain of the Committee's commissioner."""
    return audit.record(
        event=event,
        by=by,
        subject=subject,
        chain=committee.audit_chain,
        before=before,
        after=after,
        reason=reason,
    )
