"""The audit trail: who, what, when, before and after, chained by hash.

One chain for each commissioner and one for the system, so that a busy commissioner does not make
the others wait. The canonical form is versioned and has frozen test vectors: an event written
today must verify in years. Personal values are hashed with a salt; the values themselves stand
beside the chain and can be erased without breaking it.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from pbc import clock
from pbc.actor import Actor
from pbc.models import AuditChain, AuditEvent, AuditPersonalValue

SYSTEM_CHAIN = "system"
CURRENT_FORM = 1


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not hold."""

    chain: str
    number: int
    what: str

    def __str__(self) -> str:
        return f"chain {self.chain}, event {self.number}: {self.what}"


def record(
    *,
    event: str,
    by: Actor,
    subject: models.Model,
    chain: str = SYSTEM_CHAIN,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    personal: Mapping[str, str] | None = None,
) -> AuditEvent:
    """Append an event to a chain, in the caller's transaction.

    ``personal`` maps names to personal values: the event keeps salted digests of them.
    """
    with transaction.atomic():
        AuditChain.objects.get_or_create(name=chain)
        head = AuditChain.objects.select_for_update().get(name=chain)
        salts = {name: secrets.token_hex(16) for name in personal or {}}
        content = _plain(
            {
                "before": dict(before or {}),
                "after": dict(after or {}),
                "reason": reason,
                "personal": {
                    name: personal_digest(salts[name], value)
                    for name, value in (personal or {}).items()
                },
            }
        )
        entry = AuditEvent(
            chain=head,
            number=head.head_number + 1,
            form=CURRENT_FORM,
            event=event,
            at=clock.now(),
            real_at=timezone.now(),
            actor_id=by.person_id,
            subject_type=subject._meta.label,
            subject_id=str(subject.pk),
            content=content,
            previous_hash=head.head_hash,
        )
        entry.hash = event_hash(entry)
        entry.save(force_insert=True)
        head.head_number, head.head_hash = entry.number, entry.hash
        head.save(update_fields=["head_number", "head_hash"])
        AuditPersonalValue.objects.bulk_create(
            AuditPersonalValue(event=entry, name=name, salt=salts[name], value=value)
            for name, value in (personal or {}).items()
        )
    return entry


def event_hash(entry: AuditEvent) -> str:
    """SHA-256, in hexadecimal, of an event's canonical form."""
    return hashlib.sha256(CANONICAL_FORMS[entry.form](entry)).hexdigest()


def personal_digest(salt: str, value: str) -> str:
    """What an event keeps of a personal value."""
    return hashlib.sha256(f"{salt}:{value}".encode()).hexdigest()


def verify() -> Iterator[Break]:
    """Every place where a chain is broken: an event altered, missing, or cut off at the end."""
    for chain in AuditChain.objects.order_by("name"):
        yield from _verify_chain(chain)


def _verify_chain(chain: AuditChain) -> Iterator[Break]:
    number, previous = 0, "0" * 64
    for entry in chain.events.order_by("number").iterator():
        if entry.number != number + 1:
            yield Break(chain.name, number + 1, "is missing")
        if entry.previous_hash != previous:
            yield Break(chain.name, entry.number, "does not follow from the event before it")
        if event_hash(entry) != entry.hash:
            yield Break(chain.name, entry.number, "was altered")
        number, previous = entry.number, entry.hash
    if (chain.head_number, chain.head_hash) != (number, previous):
        yield Break(
            chain.name,
            chain.head_number,
            "is the recorded head, but the chain ends before",
        )


def _canonical_form_1(entry: AuditEvent) -> bytes:
    values = {
        "chain": entry.chain_id,
        "number": entry.number,
        "event": entry.event,
        "at": _instant(entry.at),
        "real_at": _instant(entry.real_at),
        "actor": str(entry.actor_id) if entry.actor_id else None,
        "subject": [entry.subject_type, entry.subject_id],
        "content": entry.content,
        "previous": entry.previous_hash,
    }
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return b"pbc-audit-1\n" + text.encode("ascii")


CANONICAL_FORMS = {1: _canonical_form_1}


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
