"""What people are told of a sign-up (NOT-01 to NOT-05): to whom, when, in which words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import RoleHolding, User
from les_schemes.models import NamedGP, OfferInvitation, SchemeVersion, SignUp, SignUpQuery
from les_schemes.offered import practices_offered
from les_schemes.procurement.statuses import InvitationAnswer
from les_schemes.rules.wording import on_day
from les_schemes.statuses import RECEIVED, SignUpStatus
from localities.models import Person, Succession
from pbc import clock, outbox
from pbc.models import Message
from pbc.roles import MANAGES_A_PROVIDER, Role


def holders(role: Role, organisation_ids: Iterable[int]) -> list[User]:
    """Who holds a role today in any of the organisations, each once."""
    return _holders_of((role,), organisation_ids)


def _holders_of(roles: Iterable[Role], organisation_ids: Iterable[int]) -> list[User]:
    holdings = RoleHolding.objects.on(clock.today()).of(*roles)
    return list(
        User.objects.filter(
            is_active=True,
            role_holdings__in=holdings.filter(organisation_id__in=list(organisation_ids)),
        )
        .select_related("person")
        .distinct()
    )


def managers_of(provider_id: int) -> list[User]:
    """Who speaks for a practice, or for a provider that is none."""
    return _holders_of(MANAGES_A_PROVIDER, [provider_id])


def _recipient(person: Person) -> outbox.Recipient:
    """The address a person signs in with; that on record for one who has no sign-in yet."""
    user = User.objects.filter(person=person, is_active=True).first()
    return user.as_recipient if user else person


def ask_gp_to_sign(named: NamedGP) -> None:
    """NOT-02, once for a GP and sheet."""
    sign_up = named.sign_up
    outbox.send(
        to=_recipient(named.post.person),
        kind="sign_up.please_sign",
        key=f"please-sign:{named.pk}",
        subject=f"Please sign {sign_up.version} for {sign_up.provider}",
        body=(
            f"{sign_up.provider} is joining {sign_up.version}. Each of its GPs signs for himself "
            f"or herself alone. Read the terms and sign by "
            f"{on_day(sign_up.version.last_day)}. "
            "The link opens the page; you sign in as yourself before you sign."
        ),
        path=reverse("les_schemes:sign-up-sign", args=[sign_up.pk]),
    )


def remind_gp(named: NamedGP, today: date) -> None:
    """A reminder, once a day at most."""
    sign_up = named.sign_up
    outbox.send(
        to=_recipient(named.post.person),
        kind="sign_up.reminder_to_sign",
        key=f"remind-to-sign:{named.pk}:{today.isoformat()}",
        subject=f"Your signature is missing: {sign_up.version} for {sign_up.provider}",
        body=(
            f"You were asked to sign for {sign_up.provider}. The sheet is to be returned by "
            f"{on_day(sign_up.version.last_day)}."
        ),
        path=reverse("les_schemes:sign-up-sign", args=[sign_up.pk]),
    )


def tell_managers(sign_up: SignUp, *, kind: str, subject: str, body: str, key: str) -> None:
    for user in managers_of(sign_up.holder.pk):
        outbox.send(
            to=user.as_recipient,
            kind=kind,
            subject=subject,
            body=body,
            path=sign_up.get_absolute_url(),
            key=f"{key}:{user.person_id}",
        )


def tell_of_query(query: SignUpQuery) -> None:
    """NOT-04."""
    sign_up = query.sign_up
    tell_managers(
        sign_up,
        kind="sign_up.queried",
        subject=f"Query on your sign-up to {sign_up.version}",
        body=(
            f"{sign_up.commissioner} asks: {query.reason}\n\nAnswer by {on_day(query.cure_by)}: "
            "the sheet then keeps the time at which it was first received. Answered later, it "
            "counts as received when you answer."
        ),
        key=f"sign-up-query:{query.pk}",
    )


def tell_of_acceptance(sign_up: SignUp, *, expected: str) -> None:
    """NOT-05: accepted, what it is expected to pay, and when."""
    tell_managers(
        sign_up,
        kind="sign_up.accepted",
        subject=f"Your sign-up to {sign_up.version} is accepted",
        body=(
            f"{sign_up.commissioner} has accepted the sign-up of {sign_up.provider}. The sealed "
            f"agreement can be downloaded from its page.\n\n{expected}"
        ),
        key=f"sign-up-accepted:{sign_up.pk}",
    )


def tell_of_refusal(sign_up: SignUp) -> None:
    tell_managers(
        sign_up,
        kind="sign_up.refused",
        subject=f"Your sign-up to {sign_up.version} is refused",
        body=f"{sign_up.commissioner} gives this reason: {sign_up.refusal_reason}",
        key=f"sign-up-refused:{sign_up.pk}",
    )


def tell_of_withdrawal(sign_up: SignUp) -> None:
    """The commissioner's officers hear of a sheet that was with them."""
    for user in holders(Role.COMMISSIONER, [sign_up.commissioner_id]):
        outbox.send(
            to=user.as_recipient,
            kind="sign_up.withdrawn",
            subject=f"{sign_up.provider} withdrew its sign-up to {sign_up.version}",
            body=sign_up.withdrawal_reason,
            path=sign_up.get_absolute_url(),
            key=f"sign-up-withdrawn:{sign_up.pk}:{user.person_id}",
        )


def tell_of_notice(sign_up: SignUp) -> None:
    """The commissioner's officers: from when a practice withdraws, and why."""
    withdrawn_from = f"{sign_up.withdrawn_from:%-d %B %Y}"
    for user in holders(Role.COMMISSIONER, [sign_up.commissioner_id]):
        outbox.send(
            to=user.as_recipient,
            kind="sign_up.notice_given",
            subject=f"{sign_up.holder} withdraws from {sign_up.version}",
            body=f"From {withdrawn_from} on. {sign_up.withdrawal_reason}",
            path=sign_up.get_absolute_url(),
            key=f"notice:{sign_up.pk}:{sign_up.notice_given_at}:{user.person_id}",
        )


def tell_of_notice_taken_back(sign_up: SignUp, reason: str) -> None:
    for user in holders(Role.COMMISSIONER, [sign_up.commissioner_id]):
        outbox.send(
            to=user.as_recipient,
            kind="sign_up.notice_taken_back",
            subject=f"{sign_up.holder} stays in {sign_up.version}",
            body=f"It has taken its notice back. {reason}",
            path=sign_up.get_absolute_url(),
        )


def tell_of_transfer(sign_up: SignUp, merger: Succession) -> None:
    """The successor's managers, and the commissioner's officers: who holds the sign-up now."""
    people = [
        *managers_of(merger.successor_id),
        *holders(Role.COMMISSIONER, [sign_up.commissioner_id]),
    ]
    for user in people:
        outbox.send(
            to=user.as_recipient,
            kind="sign_up.transferred",
            subject=f"{merger.successor} holds the sign-up of {sign_up.provider}",
            body=(
                f"{sign_up.provider} merged into {merger.successor} on {on_day(merger.on)}. Its "
                f"sign-up to {sign_up.version} goes on there, on its own list of 1 April: nothing "
                "is paid twice or taken back, and nobody signs again."
            ),
            path=sign_up.get_absolute_url(),
            key=f"transferred:{sign_up.pk}:{merger.pk}:{user.person_id}",
        )


def tell_of_late_signature(named: NamedGP) -> None:
    sign_up = named.sign_up
    tell_managers(
        sign_up,
        kind="sign_up.signed_later",
        subject=f"{named.post.person} has signed {sign_up.version}",
        body="The signature is sealed as a supplement to the agreement.",
        key=f"signed-later:{named.pk}",
    )


def remind_of_deadline(version: SchemeVersion, *, days_before: int, days_left: int) -> int:
    """NOT-03: managers whose sheet has not come back, and GPs who were asked and have not signed.

    Told once for each of the days before the deadline. Returns how many were told now.
    """
    queued = 0
    when = {0: "today", 1: "tomorrow"}.get(days_left, f"in {days_left} days")
    last_day = on_day(version.last_day)
    returned = SignUp.objects.filter(version=version, status__in=RECEIVED)
    managers = _managers_offered(version).exclude(organisation__in=returned.values("provider"))
    others = _managers_invited(version).exclude(organisation__in=returned.values("provider"))
    for holding in [*managers, *others]:
        queued += _told_once(
            to=holding.user.as_recipient,
            kind="scheme.deadline",
            subject=f"{version}: sign up by {last_day}",
            body=f"The sheet of {holding.organisation} is to be returned {when}, by {last_day}.",
            path=version.get_absolute_url(),
            key=f"deadline:{version.pk}:{holding.organisation_id}:{holding.user.person_id}:{days_before}",
        )
    for named in _asked_and_unsigned(version):
        queued += _told_once(
            to=_recipient(named.post.person),
            kind="sign_up.deadline",
            subject=f"Your signature is missing: {version}",
            body=(
                f"{named.sign_up.provider} returns its sheet {when}, by {last_day}, and you have "
                "not signed it yet."
            ),
            path=reverse("les_schemes:sign-up-sign", args=[named.sign_up_id]),
            key=f"deadline-to-sign:{named.pk}:{days_before}",
        )
    return queued


def _told_once(*, key: str, **message: Any) -> int:
    if Message.objects.filter(key=key).exists():
        return 0
    outbox.send(key=key, **message)
    return 1


def _asked_and_unsigned(version: SchemeVersion) -> QuerySet[NamedGP]:
    return NamedGP.objects.filter(
        sign_up__version=version,
        sign_up__status__in=[SignUpStatus.SIGNING, SignUpStatus.SUBMITTED, SignUpStatus.QUERIED],
        required=True,
        asked_at__isnull=False,
        declined_at__isnull=True,
        signature__isnull=True,
    ).select_related("post__person", "sign_up__provider")


def invite(version: SchemeVersion) -> None:
    """NOT-01: the managers of the practices to which an opened scheme is offered."""
    deadline = on_day(version.last_day)
    for holding in _managers_offered(version):
        outbox.send(
            to=holding.user.as_recipient,
            kind="scheme.invitation",
            subject=f"{version} is open: sign up by {deadline}",
            body=(
                f"{version.commissioner} offers {version} to {holding.organisation}. Read the "
                f"terms, have each GP sign, and return the sheet by {deadline}."
            ),
            path=version.get_absolute_url(),
            key=f"invitation:{version.pk}:{holding.organisation_id}:{holding.user.person_id}",
        )


def tell_of_withdrawn_scheme(version: SchemeVersion) -> None:
    """Whoever was invited to it: it is no more, and nobody signs or is paid by it."""
    for holding in [*_managers_offered(version), *_managers_invited(version)]:
        outbox.send(
            to=holding.user.as_recipient,
            kind="scheme.withdrawn",
            subject=f"{version} is withdrawn",
            body=(
                f"{version.commissioner} has withdrawn {version}. Nothing is paid by it, and any "
                f"sign-up to it has ended. {version.withdrawn_because}"
            ),
            path=version.get_absolute_url(),
            key=f"withdrawn:{version.pk}:{holding.organisation_id}:{holding.user.person_id}",
        )


def _managers_offered(version: SchemeVersion) -> QuerySet[RoleHolding]:
    """The managers of the practices to which the scheme is offered today."""
    return (
        RoleHolding.objects.on(clock.today())
        .of(Role.PRACTICE_MANAGER)
        .filter(organisation__in=practices_offered(version).values("pk"), user__is_active=True)
        .select_related("user__person", "organisation")
    )


def _managers_invited(version: SchemeVersion) -> QuerySet[RoleHolding]:
    """Who acts for the providers, no practices, that were invited and have not declined."""
    asked = OfferInvitation.objects.filter(version=version).exclude(
        answer=InvitationAnswer.DECLINES
    )
    return (
        RoleHolding.objects.on(clock.today())
        .of(Role.PROVIDER_MANAGER)
        .filter(organisation__in=asked.values("provider"), user__is_active=True)
        .select_related("user__person", "organisation")
    )
