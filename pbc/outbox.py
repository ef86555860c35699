"""What people are told: kept with the change it tells of, e-mailed afterwards, readable in-app."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from pbc import clock
from pbc.bulk import insert_rows
from pbc.models import Message

GIVES_UP_AFTER_ATTEMPTS = 20


class Recipient(Protocol):
    @property
    def id(self) -> uuid.UUID: ...

    @property
    def email(self) -> str: ...


def send(
    *,
    to: Recipient,
    kind: str,
    subject: str,
    body: str,
    path: str = "",
    key: str | None = None,
) -> Message:
    """Queue a message in the caller's transaction; with a ``key`` it is told only once."""
    values = {
        "person_id": to.id,
        "email": to.email,
        "kind": kind,
        "subject": _one_line(subject),
        "body": body,
        "path": path,
        "at": clock.now(),
        "queued_at": timezone.now(),
    }
    if key is None:
        return Message.objects.create(**values)
    message, _ = Message.objects.get_or_create(key=key, defaults=values)
    return message


@dataclass(frozen=True)
class Letter:
    """One of many messages sent together; ``key`` is what must not be told twice."""

    person_id: uuid.UUID
    email: str
    kind: str
    subject: str
    body: str
    path: str
    key: str


def send_many(letters: Iterable[Letter]) -> int:
    """Queue many messages in the caller's transaction, in one statement. Returns how many.

    Unlike ``send`` it raises ``IntegrityError`` for a key told before: call it where the change
    itself happens once.
    """
    at, queued_at = clock.now(), timezone.now()
    return insert_rows(
        Message,
        [
            "id",
            "person_id",
            "email",
            "kind",
            "subject",
            "body",
            "path",
            "key",
            "at",
            "queued_at",
            "attempts",
            "last_error",
        ],
        (
            [
                uuid.uuid4(),
                letter.person_id,
                letter.email,
                letter.kind,
                _one_line(letter.subject),
                letter.body,
                letter.path,
                letter.key,
                at,
                queued_at,
                0,
                "",
            ]
            for letter in letters
        ),
    )


def _one_line(subject: str) -> str:
    """A name with a line break in it would be refused as a header, and hold up all mail."""
    return " ".join(subject.split())[:200]


def deliver() -> int:
    """E-mail what waits; a fault is kept on the message and tried again. Returns how many went."""
    waiting = Message.objects.filter(
        sent_at__isnull=True, attempts__lt=GIVES_UP_AFTER_ATTEMPTS
    ).exclude(email="")
    sent = 0
    for message_id in waiting.order_by("queued_at").values_list("pk", flat=True)[:200]:
        sent += _deliver_one(message_id)
    return sent


def _deliver_one(message_id: uuid.UUID) -> bool:
    with transaction.atomic():
        message = (
            Message.objects.select_for_update().filter(pk=message_id, sent_at__isnull=True).first()
        )
        if message is None:
            return False
        link = f"\n\n{settings.PBC_SITE_URL}{message.path}" if message.path else ""
        try:
            EmailMessage(message.subject, message.body + link, to=[message.email]).send()
        except OSError as fault:
            Message.objects.filter(pk=message_id).update(
                attempts=F("attempts") + 1, last_error=str(fault)[:300]
            )
            return False
        Message.objects.filter(pk=message_id).update(
            sent_at=timezone.now(), attempts=F("attempts") + 1
        )
    return True
