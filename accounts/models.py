import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import salted_hmac

from accounts.querysets import (
    InterestQuerySet,
    InvitationQuerySet,
    RoleHoldingQuerySet,
    UserQuerySet,
)
from accounts.statuses import InterestKind, InvitationStatus
from localities.models import Organisation, Person
from pbc import clock
from pbc.roles import NEEDS_SECOND_FACTOR, Role


def new_session_salt() -> str:
    return secrets.token_hex(16)


@dataclass(frozen=True)
class Recipient:
    """Where a message to a person goes: the person's inbox and the address they sign in with."""

    id: uuid.UUID
    email: str


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, *, person: Person, email: str, password: str | None = None) -> "User":
        """A sign-in for a person. There is no shared and no generic account (NFR-13)."""
        user = self.model(person=person, email=self.normalize_email(email).lower())
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person's sign-in, and that person as an actor. Rights are role holdings, nothing else."""

    # What allauth hangs on a user; declared for the type checker.
    authenticator_set: Any

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="user")
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_by = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    session_salt = models.CharField(
        max_length=32, default=new_session_salt, help_text="Made anew, it ends every session"
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_active=True, disabled_at__isnull=True)
                | Q(is_active=False, disabled_at__isnull=False),
                name="a_disabled_user_has_its_time",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:person", args=[self.pk])

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def as_recipient(self) -> Recipient:
        return Recipient(self.person_id, self.email)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A session holds this: it ends when the password or the salt changes."""
        value = f"{self.password}:{self.session_salt}"
        return salted_hmac(
            "accounts.User.session", value, secret=secret, algorithm="sha256"
        ).hexdigest()

    @cached_property
    def _held_today(self) -> dict[str, frozenset[int]]:
        held: dict[str, set[int]] = {}
        holdings = self.role_holdings.on(clock.today())
        for role, organisation_id in holdings.values_list("role", "organisation_id"):
            held.setdefault(role, set()).add(organisation_id)
        return {role: frozenset(ids) for role, ids in held.items()}

    @cached_property
    def _interests_today(self) -> frozenset[int]:
        interests = Interest.objects.on(clock.today()).filter(person_id=self.person_id)
        return frozenset(interests.values_list("organisation_id", flat=True))

    def organisations(self, *roles: Role) -> frozenset[int]:
        if not self.is_active:
            return frozenset()
        return frozenset().union(*(self._held_today.get(role, frozenset()) for role in roles))

    def holds(self, *roles: Role, in_organisation: int | None = None) -> bool:
        held = self.organisations(*roles)
        return bool(held) if in_organisation is None else in_organisation in held

    def has_interest_in(self, organisation_id: int) -> bool:
        return organisation_id in self._interests_today

    def refreshed(self) -> Self:
        return type(self).objects.select_related("person").get(pk=self.pk)

    @cached_property
    def has_second_factor(self) -> bool:
        return self.authenticator_set.exclude(type="recovery_codes").exists()

    @property
    def lacks_second_factor(self) -> bool:
        """Whether a role held today needs a second factor that is not set up."""
        return self.holds(*NEEDS_SECOND_FACTOR) and not self.has_second_factor

    # Django's own permission system is not used; parts of it ask these.
    is_staff = False
    is_superuser = False

    def has_perm(self, *_: Any) -> bool:
        return False

    def has_module_perms(self, *_: Any) -> bool:
        return False


class RoleHolding(models.Model):
    """A person holds a role in an organisation: ``[starts, ends)``."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_holdings")
    role = models.CharField(max_length=20, choices=Role)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="role_holdings"
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    granted_by = models.UUIDField(null=True)
    granted_at = models.DateTimeField()
    ended_by = models.UUIDField(null=True, blank=True)

    objects = RoleHoldingQuerySet.as_manager()

    class Meta:
        ordering = ["user", "role", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="a_role_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} in {self.organisation}"

    def is_held_on(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or self.ends > day)

    @property
    def last_day(self) -> date | None:
        return self.ends - timedelta(days=1) if self.ends else None


class Invitation(models.Model):
    """A named person is invited by e-mail to hold a role; there is no open sign-up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.UUIDField(null=True)
    invited_at = models.DateTimeField(help_text="Real time, as is the expiry")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="an_accepted_invitation_is_not_withdrawn",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} invited as {self.get_role_display()} of {self.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:invitation", args=[self.pk])

    def status_at(self, moment: datetime) -> InvitationStatus:
        """Where it stands at a moment of real time."""
        if self.accepted_at is not None:
            return InvitationStatus.ACCEPTED
        if self.withdrawn_at is not None:
            return InvitationStatus.WITHDRAWN
        return InvitationStatus.EXPIRED if self.expires_at <= moment else InvitationStatus.OPEN


class Interest(models.Model):
    """An interest a person has declared in an organisation: ``[starts, ends)`` (ENT-35)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interests")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="interests"
    )
    kind = models.CharField(max_length=14, choices=InterestKind)
    description = models.CharField(max_length=300)
    mitigation = models.CharField(max_length=300, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    declared_at = models.DateTimeField()
    declared_by = models.UUIDField(null=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["person__family_name", "-starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="an_interest_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display().lower()} interest in {self.organisation}"

    @property
    def end_address(self) -> str:
        return reverse("accounts:interest-end", args=[self.pk])

    @property
    def last_day(self) -> date | None:
        return self.ends - timedelta(days=1) if self.ends else None
