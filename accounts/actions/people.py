"""Roles end, sign-ins are disabled and mended. Granting is by invitation only."""

from django.utils import timezone

from accounts import areas, permissions
from accounts.addresses import is_generic
from accounts.models import RoleHolding, User, new_session_salt
from localities.models import Organisation
from pbc import audit, clock, outbox
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow
from pbc.roles import Role


@action
def end_role(*, holding: RoleHolding, reason: str, by: Actor) -> RoleHolding:
    """The person no longer holds the role, from today on. Counts on their next request."""
    holding = _lock_holding(holding)
    permissions.check_can_end_role(by, holding)
    today = clock.today()
    if holding.ends is not None and holding.ends <= today:
        raise NotNow(f"This role has already ended, on {holding.ends:%-d %B %Y}.")
    _refuse_to_end_the_last_administrator(holding)
    before = holding.ends
    holding.ends = max(today, holding.starts)
    holding.ended_by = by.person_id
    holding.save(update_fields=["ends", "ended_by"])
    audit.record(
        event="role.ended",
        by=by,
        subject=holding,
        chain=areas.audit_chain_of(holding.organisation),
        before={"ends": before},
        after={"ends": holding.ends, "role": holding.role, "in": holding.organisation.code},
        reason=reason,
    )
    outbox.send(
        to=holding.user.as_recipient,
        kind="account",
        subject=f"You are no longer {holding.get_role_display()} of {holding.organisation}",
        body=f"Your role ended on {holding.ends:%-d %B %Y}. If you think that is a mistake, "
        "ask your administrator.",
    )
    return holding


@action
def disable(*, user: User, reason: str, by: Actor) -> User:
    """The person can no longer sign in; sessions they have open end with their next request."""
    user = _lock_user(user)
    permissions.check_can_administer(by, user)
    if not user.is_active:
        raise NotNow(f"{user.name}’s sign-in is already disabled.")
    for holding in user.role_holdings.on(clock.today()).of(Role.ADMINISTRATOR):
        _lock_organisation(holding)
        _refuse_to_end_the_last_administrator(holding)
    user.is_active = False
    user.disabled_at, user.disabled_by = timezone.now(), by.person_id
    user.session_salt = new_session_salt()
    user.save(update_fields=["is_active", "disabled_at", "disabled_by", "session_salt"])
    _record("person.disabled", by, user, reason, before={"active": True}, after={"active": False})
    return user


@action
def enable(*, user: User, reason: str, by: Actor) -> User:
    """The person can sign in again, with what they had."""
    user = _lock_user(user)
    permissions.check_can_administer(by, user)
    if user.is_active:
        raise NotNow(f"{user.name}’s sign-in is not disabled.")
    user.is_active, user.disabled_at, user.disabled_by = True, None, None
    user.save(update_fields=["is_active", "disabled_at", "disabled_by"])
    _record("person.enabled", by, user, reason, before={"active": False}, after={"active": True})
    return user


@action
def reset_second_factor(*, user: User, reason: str, by: Actor) -> User:
    """The person lost it: apps, passkeys and recovery codes go, sessions end, a new one is set up
    after the next sign-in."""
    user = _lock_user(user)
    permissions.check_can_administer(by, user)
    kinds = sorted(user.authenticator_set.values_list("type", flat=True))
    if not kinds:
        raise NotNow(f"{user.name} has no second step set up.")
    user.authenticator_set.all().delete()
    user.session_salt = new_session_salt()
    user.save(update_fields=["session_salt"])
    _record("second_factor.reset", by, user, reason, before={"kinds": kinds}, after={"kinds": []})
    outbox.send(
        to=user.as_recipient,
        kind="account",
        subject="Your second step of signing in was reset",
        body=f"{by.name} reset it. Sign in with your password and set up a new one. If you did not "
        "ask for this, tell your administrator at once.",
    )
    return user


@action
def change_address(*, user: User, email: str, reason: str, by: Actor) -> User:
    """The e-mail address with which the person signs in. Told to both the old and the new one."""
    user = _lock_user(user)
    permissions.check_can_administer(by, user)
    email = email.strip().lower()
    if is_generic(email, names=[user.person.given_name, user.person.family_name]):
        raise BadInput({"email": GENERIC_ADDRESS})
    if User.objects.filter(email=email).exclude(pk=user.pk).exists():
        raise BadInput({"email": "Somebody else signs in with this address. Check it."})
    old = user.as_recipient
    user.email, user.session_salt = email, new_session_salt()
    user.save(update_fields=["email", "session_salt"])
    user.person.email = email
    user.person.save(update_fields=["email"])
    audit.record(
        event="person.address_changed",
        by=by,
        subject=user,
        chain=_chain_of(user),
        reason=reason,
        personal={"before": old.email, "after": email},
    )
    for recipient in (old, user.as_recipient):
        outbox.send(
            to=recipient,
            kind="account",
            subject="The e-mail address you sign in with was changed",
            body=f"{by.name} changed it. If you did not ask for this, tell your administrator.",
        )
    return user


GENERIC_ADDRESS = (
    "This looks like the address of a desk, not of a person. Everybody signs in with an address of "
    "their own, like first.last@example.nhs.uk"
)


def _lock_user(user: User) -> User:
    return User.objects.select_for_update(of=("self",)).select_related("person").get(pk=user.pk)


def _lock_holding(holding: RoleHolding) -> RoleHolding:
    holdings = RoleHolding.objects.select_related("user__person", "organisation")
    _lock_organisation(holding)
    return holdings.select_for_update(of=("self",)).get(pk=holding.pk)


def _lock_organisation(holding: RoleHolding) -> None:
    """Two administrators who end or disable each other wait for one another."""
    Organisation.objects.select_for_update().get(pk=holding.organisation_id)


def _refuse_to_end_the_last_administrator(holding: RoleHolding) -> None:
    if holding.role != Role.ADMINISTRATOR:
        return
    others = (
        RoleHolding.objects.on(clock.today())
        .of(Role.ADMINISTRATOR)
        .filter(organisation=holding.organisation_id, user__is_active=True)
        .exclude(user=holding.user_id)
    )
    if not others.exists():
        raise NotNow(
            f"This is the only administrator of {holding.organisation}. Invite another one first."
        )


def _chain_of(user: User) -> str:
    holding = user.role_holdings.select_related("organisation").order_by("-starts").first()
    return areas.audit_chain_of(holding.organisation) if holding else audit.SYSTEM_CHAIN


def _record(
    event: str,
    by: Actor,
    user: User,
    reason: str,
    *,
    before: dict[str, object],
    after: dict[str, object],
) -> None:
    audit.record(
        event=event,
        by=by,
        subject=user,
        chain=_chain_of(user),
        before=before,
        after=after,
        reason=reason,
    )
