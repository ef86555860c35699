"""Whom the Committee may choose from: who sits on it, and who has a role with its commissioner."""

from django.db.models import Q, QuerySet

from accounts.models import RoleHolding
from governance.models import Committee, CommitteeMembership, Matter
from localities.models import Person
from pbc import clock
from pbc.roles import Role


def around(committee: Committee) -> "QuerySet[Person]":
    """Members, officers and observers of today, by name."""
    today = clock.today()
    holdings = RoleHolding.objects.on(today).filter(organisation_id=committee.commissioner_id)
    seats = CommitteeMembership.objects.on(today).filter(committee=committee)
    return Person.objects.filter(
        Q(pk__in=holdings.values("user__person")) | Q(pk__in=seats.values("person"))
    ).order_by("family_name", "given_name")


def secretaries(committee: Committee) -> "QuerySet[Person]":
    holdings = RoleHolding.objects.on(clock.today()).filter(
        organisation_id=committee.commissioner_id, role=Role.COMMITTEE_SECRETARY
    )
    return Person.objects.filter(pk__in=holdings.values("user__person"))


def who_may_own(matter: Matter) -> "QuerySet[Person]":
    """Who can see to a condition: people around the Committee, and of those it concerns."""
    holdings = RoleHolding.objects.on(clock.today()).filter(
        organisation__in=matter.concerned.values("pk")
    )
    around_it = around(matter.committee)
    return Person.objects.filter(
        Q(pk__in=holdings.values("user__person")) | Q(pk__in=around_it.values("pk"))
    ).order_by("family_name", "given_name")
