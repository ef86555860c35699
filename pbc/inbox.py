"""What a person was told, and has read."""

from django.db.models import QuerySet
from django.utils import timezone

from pbc.actions import action
from pbc.actor import Actor
from pbc.models import Message


@action
def read(*, message: Message, by: Actor) -> None:
    """Keep that the person it was sent to has opened it; only the first time counts."""
    Message.objects.filter(pk=message.pk, person_id=by.person_id, read_at=None).update(
        read_at=timezone.now()
    )


@action
def read_all(*, by: Actor) -> int:
    """Mark all of one's messages as read. Returns how many were not."""
    return Message.objects.filter(person_id=by.person_id, read_at=None).update(
        read_at=timezone.now()
    )


def read_told(*, key: str) -> None:
    """What a message asked for is done, so it does not stand unread; called within an action."""
    Message.objects.filter(key=key, read_at=None).update(read_at=timezone.now())


def of(actor: Actor) -> QuerySet[Message]:
    """What the person was told; nobody else reads it."""
    if actor.person_id is None:
        return Message.objects.none()
    return Message.objects.filter(person_id=actor.person_id)


def count_unread(actor: Actor) -> int:
    return of(actor).filter(read_at=None).count()
