"""Chainable questions about roles and interests."""

from typing import Self

from django.db.models import Q

from localities.querysets import DatedQuerySet
from pbc.actor import Actor
from pbc.roles import Role


class RoleHoldingQuerySet(DatedQuerySet):
    def of(self, *roles: Role) -> Self:
        return self.filter(role__in=roles)


class InterestQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """One's own; those who keep or audit the register, or sit in Committee, see all of it."""
        if actor.holds(
            Role.COMMITTEE_SECRETARY,
            Role.COMMITTEE_MEMBER,
            Role.COMMISSIONER,
            Role.AUDITOR,
        ) or actor.holds(Role.ADMINISTRATOR):
            return self
        return self.filter(Q(person_id=actor.person_id))
