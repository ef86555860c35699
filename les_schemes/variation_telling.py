"""What people are told of a variation (NOT-15): whom it touches is asked, the rest only told."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from accounts.models import User
from les_schemes import variations
from les_schemes.models import SignUp, Variation
from les_schemes.rules.wording import on_day
from les_schemes.telling import managers_of
from les_schemes.variations import Asked
from pbc import outbox
from pbc.models import Message
from pbc.outbox import Recipient


def tell(variation: Variation) -> None:
    """Those it touches get the link to their page; managers of the other practices are told."""
    asked = variations.asked(variation)
    for one in asked:
        for person in _people(one):
            outbox.send(
                to=person,
                kind="variation.please_acknowledge",
                subject=f"Please acknowledge: {variation.varied} is worded otherwise",
                body=(
                    f"{variation.varied.commissioner} has varied {variation.varied} from "
                    f"{on_day(variation.in_force_from)} on: {variation.reason}\n\nOpen the page, "
                    "read what changes for you, and acknowledge it. Nobody signs up again, and no "
                    "payment changes."
                ),
                path=_page(variation, one.sign_up),
                key=f"variation:{variation.pk}:{_key(one)}:{person.id}",
            )
    touched = {one.sign_up.pk for one in asked if one.named_gp is None}
    standing = SignUp.objects.standing().filter(version=variation.varied_id)
    for sign_up in standing.exclude(pk__in=touched):
        for user in managers_of(sign_up.holder.pk):
            outbox.send(
                to=user.as_recipient,
                kind="variation.told",
                subject=f"{variation.varied} is worded otherwise",
                body=(
                    f"From {on_day(variation.in_force_from)} on: {variation.reason}\n\nNothing is "
                    "asked of you as its manager, and no payment changes."
                ),
                path=variation.get_absolute_url(),
                key=f"variation-told:{variation.pk}:{sign_up.pk}:{user.person_id}",
            )


def remind(variation: Variation, waiting: Iterable[Asked], today: date) -> int:
    """Once a day at most. Returns how many messages were queued."""
    told = 0
    for one in waiting:
        for person in _people(one):
            key = f"variation-reminder:{variation.pk}:{_key(one)}:{person.id}:{today.isoformat()}"
            if Message.objects.filter(key=key).exists():
                continue
            outbox.send(
                to=person,
                kind="variation.reminder",
                subject=f"Not acknowledged yet: {variation.varied} is worded otherwise",
                body=f"In force from {on_day(variation.in_force_from)} on: {variation.reason}",
                path=_page(variation, one.sign_up),
                key=key,
            )
            told += 1
    return told


def _people(one: Asked) -> list[Recipient]:
    if one.named_gp is None:
        return [user.as_recipient for user in managers_of(one.sign_up.holder.pk)]
    person = one.named_gp.post.person
    user = User.objects.filter(person=person, is_active=True).first()
    return [user.as_recipient if user else person]


def _key(one: Asked) -> str:
    return str(one.named_gp.pk if one.named_gp is not None else one.sign_up.pk)


def _page(variation: Variation, sign_up: SignUp) -> str:
    return reverse("les_schemes:variation-acknowledge", args=[variation.pk, sign_up.pk])
