"""Chainable questions about people, roles, invitations and interests."""

from datetime import datetime
from typing import Any, Self

from allauth.mfa.models import Authenticator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from localities.models import Organisation
from localities.querysets import DatedQuerySet, OrganisationQuerySet, in_force
from pbc import clock
from pbc.actor import Actor
from pbc.roles import MANAGES_A_PROVIDER, NEEDS_SECOND_FACTOR, Role

SEES_PEOPLE = (Role.ADMINISTRATOR, Role.AUDITOR)
READS_REGISTER = (
    Role.COMMITTEE_SECRETARY,
    Role.COMMITTEE_MEMBER,
    Role.COMMISSIONER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)


def area_of(commissioners: frozenset[int]) -> OrganisationQuerySet:
    """The commissioners themselves, their localities, their practices and listed providers of
    today."""
    today = clock.today()
    practices = Organisation.objects.commissioned_by(commissioners, today).values("pk")
    providers = Organisation.objects.listed_by(commissioners, today).values("pk")
    return Organisation.objects.filter(
        Q(pk__in=commissioners)
        | Q(commissioner_id__in=commissioners)
        | Q(pk__in=practices)
        | Q(pk__in=providers)
    )


def people_organisations(actor: Actor) -> OrganisationQuerySet:
    """The organisations whose people the actor sees: an administrator's and an auditor's area,
    the own practice or provider of its manager, and the providers on an officer's list."""
    area = area_of(actor.organisations(*SEES_PEOPLE)).values("pk")
    own = actor.organisations(*MANAGES_A_PROVIDER)
    listed = Organisation.objects.listed_by(
        actor.organisations(Role.COMMISSIONER), clock.today()
    ).values("pk")
    return Organisation.objects.filter(Q(pk__in=area) | Q(pk__in=own) | Q(pk__in=listed))


class UserQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Oneself, and whoever ever held a role in an organisation whose people one sees."""
        seen = self._holdings().filter(
            organisation__in=people_organisations(actor).values("pk"), user=OuterRef("pk")
        )
        return self.filter(Q(Exists(seen)) | Q(person_id=actor.person_id))

    def with_second_factor_state(self) -> Self:
        """Annotates ``second_factor_set_up`` and ``needs_second_factor`` (roles held today)."""
        factors = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
        held = self._holdings().on(clock.today()).filter(role__in=NEEDS_SECOND_FACTOR)
        return self.annotate(
            second_factor_set_up=Exists(factors.filter(user=OuterRef("pk"))),
            needs_second_factor=Exists(held.filter(user=OuterRef("pk"))),
        )

    def _holdings(self) -> "RoleHoldingQuerySet":
        field: Any = self.model._meta.get_field("role_holdings")
        return field.related_model.objects.all()


class RoleHoldingQuerySet(DatedQuerySet):
    def of(self, *roles: Role) -> Self:
        return self.filter(role__in=roles)

    def current(self) -> Self:
        """Held today or later: not ended."""
        return self.filter(Q(ends__isnull=True) | Q(ends__gt=clock.today()))

    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those in organisations whose people one sees."""
        seen = people_organisations(actor).values("pk")
        return self.filter(Q(organisation__in=seen) | Q(user__person_id=actor.person_id))


class InvitationQuerySet(models.QuerySet):
    def open_at(self, moment: datetime) -> Self:
        """Neither accepted nor withdrawn nor, in real time, expired."""
        return self.filter(
            accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=moment
        )

    def open_now(self) -> Self:
        """Open at this moment of real time."""
        return self.open_at(timezone.now())

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(organisation__in=people_organisations(actor).values("pk"))


class InterestQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """One's own; those who keep or audit the register, or sit in Committee, see all of their
        commissioner's area: interests in its organisations, and of the people who work in it."""
        area = area_of(actor.organisations(*READS_REGISTER))
        works_there = Q(
            in_force(clock.today(), "person__user__role_holdings__"),
            person__user__role_holdings__organisation__in=area.values("pk"),
        )
        seen = self.model._default_manager.filter(
            Q(organisation__in=area.values("pk")) | works_there
        ).values("pk")
        return self.filter(Q(pk__in=seen) | Q(person_id=actor.person_id))
