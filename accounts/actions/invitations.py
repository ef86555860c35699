"""A named person is invited by e-mail to hold a role; there is no open sign-up.

The link holds a random token of which only the digest is stored. It works once, for fourteen days
of real time, and only while whoever invited still may.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import areas, permissions
from accounts.actions.people import GENERIC_ADDRESS
from accounts.addresses import is_generic
from accounts.links import digest_of, new_token, path_of
from accounts.models import Invitation, Recipient, RoleHolding, User
from accounts.statuses import InvitationStatus
from localities.models import Organisation, Person
from pbc import actor as actors
from pbc import audit, clock, inbox, outbox
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow, Refusal
from pbc.roles import Role

VALID_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Invitee:
    """Who is invited: a person already known, or the names of a new one."""

    email: str
    family_name: str
    given_name: str = ""
    title: str = ""
    person: Person | None = None


@dataclass(frozen=True)
class Invited:
    """An invitation and, this once, the path of its link."""

    invitation: Invitation
    path: str


@action
def invite(*, invitee: Invitee, role: Role, organisation: Organisation, by: Actor) -> Invited:
    """Invite a person to a role in an organisation, and send them the link."""
    email = invitee.email.strip().lower()
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    # Before anything is told about whoever has the address.
    permissions.check_can_grant(by, role, organisation, None)
    if is_generic(email, names=[invitee.given_name, invitee.family_name]):
        raise BadInput({"email": GENERIC_ADDRESS})
    person = _person_of(invitee, email, organisation)
    permissions.check_can_grant(by, role, organisation, person)
    _refuse_a_second(person, role, organisation)
    return _invite(person, email, role, organisation, by)


@action
def invite_first_administrator(
    *, invitee: Invitee, commissioner: Organisation, by: Actor
) -> Invited:
    """Invite the first administrator of an installation, whom nobody is there to invite yet.

    Only the installation itself does this (``manage.py invite_first_administrator``), and only
    while nobody administers anything. Called again before the invitation is accepted, it makes a
    new one and takes back the old: the link was lost, or the address was wrong.
    """
    email = invitee.email.strip().lower()
    Organisation.objects.select_for_update().get(pk=commissioner.pk)
    permissions.check_can_begin(by)
    administrators = RoleHolding.objects.current().of(Role.ADMINISTRATOR)
    if (held := administrators.filter(user__is_active=True).first()) is not None:
        raise NotNow(
            f"{held.user} is Administrator of {held.organisation} already: ask for an invitation "
            "there."
        )
    if is_generic(email, names=[invitee.given_name, invitee.family_name]):
        raise BadInput({"email": GENERIC_ADDRESS})
    earlier = Invitation.objects.open_at(timezone.now()).filter(role=Role.ADMINISTRATOR)
    for invitation in earlier.select_for_update(of=("self",)).select_related("organisation"):
        _withdraw(invitation, by)
    person = _person_of(invitee, email, commissioner)
    return _invite(person, email, Role.ADMINISTRATOR, commissioner, by)


@action
def renew(*, invitation: Invitation, by: Actor) -> Invited:
    """Send the invitation again with a new link; the old link no longer works."""
    invitation, token = _with_new_link(invitation, by)
    _record("invitation.sent_again", by, invitation)
    return _send(invitation, token, by)


@action
def hand_over(*, invitation: Invitation, by: Actor) -> Invited:
    """A new link to give to the person oneself, where e-mail does not reach them (NFR-12)."""
    invitation, token = _with_new_link(invitation, by)
    _record("invitation.handed_over", by, invitation)
    return Invited(invitation, path_of(token))


@action
def withdraw(*, invitation: Invitation, by: Actor) -> Invitation:
    """The link no longer works."""
    invitation = _lock(invitation)
    permissions.check_can_handle_invitation(by, invitation)
    _refuse_unless_pending(invitation)
    _withdraw(invitation, by)
    return invitation


@action
def accept(*, invitation: Invitation, password: str = "", by: Actor) -> RoleHolding:
    """Take up the role. A person new here chooses a password; anyone else is signed in.

    ``by`` is the signed-in person, or ``SYSTEM`` for one who has no sign-in yet: the link, found
    through its digest, is then what proves who they are.
    """
    invitation = _lock(invitation)
    user = User.objects.select_for_update().filter(person=invitation.person_id).first()
    if user is not None:
        permissions.check_can_accept(by, invitation)
    _refuse_unless_open(invitation, timezone.now())
    _refuse_if_inviter_no_longer_may(invitation)
    if user is None:
        user = _make_user(invitation, password)
    _refuse_if_held(invitation.person, Role(invitation.role), invitation.organisation)
    holding = RoleHolding.objects.create(
        user=user,
        role=invitation.role,
        organisation=invitation.organisation,
        starts=clock.today(),
        granted_by=invitation.invited_by,
        granted_at=clock.now(),
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    inbox.read_told(key=_message_key(invitation))
    _record("invitation.accepted", user.refreshed(), invitation)
    return holding


def _invite(
    person: Person, email: str, role: Role, organisation: Organisation, by: Actor
) -> Invited:
    now, token = timezone.now(), new_token()
    invitation = Invitation.objects.create(
        person=person,
        email=email,
        role=role,
        organisation=organisation,
        token_digest=digest_of(token),
        invited_by=by.person_id,
        invited_at=now,
        expires_at=now + VALID_FOR,
    )
    _record("invitation.sent", by, invitation)
    return _send(invitation, token, by)


def _withdraw(invitation: Invitation, by: Actor) -> None:
    invitation.withdrawn_at, invitation.withdrawn_by = timezone.now(), by.person_id
    invitation.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _record("invitation.withdrawn", by, invitation)


def _person_of(invitee: Invitee, email: str, organisation: Organisation) -> Person:
    """The person meant: who signs in with the address, whom the practice lists, or a new one."""
    known = Person.objects.filter(user__email=email).first()
    if known is not None:
        same = invitee.person is None or invitee.person.pk == known.pk
        if not same or known.family_name.casefold() != invitee.family_name.strip().casefold():
            raise BadInput({"email": "Somebody else signs in with this address. Check it."})
        return known
    person = invitee.person or _listed_at(organisation, invitee) or _invited_before(email, invitee)
    if person is None:
        person = Person.objects.create(
            title=invitee.title.strip(),
            given_name=invitee.given_name.strip(),
            family_name=invitee.family_name.strip(),
            email=email,
        )
    elif not User.objects.filter(person=person).exists():
        person.email = email
        person.save(update_fields=["email"])
    else:
        raise BadInput({"email": f"{person} signs in with another address. Use that one."})
    return person


def _listed_at(organisation: Organisation, invitee: Invitee) -> Person | None:
    """The GP of that name with a post at the practice: the sign-up sheet waits for that person."""
    listed = Person.objects.filter(
        posts__practice=organisation.pk,
        given_name__iexact=invitee.given_name.strip(),
        family_name__iexact=invitee.family_name.strip(),
        user__isnull=True,
    ).distinct()
    return listed[0] if len(listed) == 1 else None


def _invited_before(email: str, invitee: Invitee) -> Person | None:
    """Whoever was invited at this address under this name and has no sign-in yet."""
    return Person.objects.filter(
        invitations__email=email,
        family_name__iexact=invitee.family_name.strip(),
        user__isnull=True,
    ).first()


def _refuse_a_second(person: Person, role: Role, organisation: Organisation) -> None:
    _refuse_if_held(person, role, organisation)
    pending = Invitation.objects.open_at(timezone.now()).filter(
        person=person, role=role, organisation=organisation
    )
    if pending.exists():
        raise NotNow(
            f"{person} was already invited to this. Send that invitation again, or withdraw it."
        )


def _refuse_if_held(person: Person, role: Role, organisation: Organisation) -> None:
    held = RoleHolding.objects.on(clock.today()).filter(
        user__person=person, role=role, organisation=organisation
    )
    if held.exists():
        raise NotNow(f"{person} is already {Role(role).label} of {organisation}.")


def _refuse_unless_pending(invitation: Invitation) -> None:
    if invitation.accepted_at is not None:
        raise NotNow("This invitation was already accepted.")
    if invitation.withdrawn_at is not None:
        raise NotNow("This invitation was withdrawn. Ask whoever invited you for a new one.")


def _refuse_unless_open(invitation: Invitation, moment: datetime) -> None:
    _refuse_unless_pending(invitation)
    if invitation.status_at(moment) == InvitationStatus.EXPIRED:
        raise NotNow(
            f"This invitation expired on {invitation.expires_at:%-d %B %Y}. Ask whoever invited "
            "you to send it again."
        )


def _refuse_if_inviter_no_longer_may(invitation: Invitation) -> None:
    if invitation.invited_by is None:
        return
    try:
        inviter = actors.load(invitation.invited_by)
        permissions.check_can_grant(
            inviter, invitation.role, invitation.organisation, invitation.person
        )
    except (Refusal, User.DoesNotExist):
        raise NotNow(
            "Whoever invited you may no longer do so. Ask an administrator for a new invitation."
        ) from None


def _make_user(invitation: Invitation, password: str) -> User:
    user = User(person=invitation.person, email=invitation.email)
    try:
        validate_password(password, user)
    except ValidationError as refused:
        raise BadInput({"password": " ".join(refused.messages)}) from refused
    return User.objects.create_user(
        person=invitation.person, email=invitation.email, password=password
    )


def _with_new_link(invitation: Invitation, by: Actor) -> tuple[Invitation, str]:
    invitation = _lock(invitation)
    permissions.check_can_handle_invitation(by, invitation)
    _refuse_unless_pending(invitation)
    token, now = new_token(), timezone.now()
    invitation.token_digest = digest_of(token)
    invitation.invited_by, invitation.invited_at = by.person_id, now
    invitation.expires_at = now + VALID_FOR
    invitation.save(update_fields=["token_digest", "invited_by", "invited_at", "expires_at"])
    return invitation, token


def _lock(invitation: Invitation) -> Invitation:
    locked = Invitation.objects.select_for_update(of=("self",))
    return locked.select_related("person", "organisation").get(pk=invitation.pk)


def _send(invitation: Invitation, token: str, by: Actor) -> Invited:
    path = path_of(token)
    outbox.send(
        to=Recipient(invitation.person_id, invitation.email),
        kind="invitation",
        subject=f"You are invited as {invitation.get_role_display()} of {invitation.organisation}",
        body=f"{_sentence_of(by)} Open the link below to accept. It works once, until "
        f"{invitation.expires_at:%-d %B %Y}.",
        path=path,
        key=_message_key(invitation),
    )
    return Invited(invitation, path)


def _message_key(invitation: Invitation) -> str:
    return f"invitation:{invitation.token_digest}"


def _sentence_of(by: Actor) -> str:
    return f"{by.name} invites you." if by.person_id else "You are the first person invited."


def _record(event: str, by: Actor, invitation: Invitation) -> None:
    audit.record(
        event=event,
        by=by,
        subject=invitation,
        chain=areas.audit_chain_of(invitation.organisation),
        after={
            "role": invitation.role,
            "in": invitation.organisation.code,
            "expires": invitation.expires_at,
        },
        personal={"person": invitation.person.name, "email": invitation.email},
    )
