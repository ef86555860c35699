"""What people are told by the Committee: to whom, when, in which words."""

from collections.abc import Iterable

from accounts.models import RoleHolding, User
from localities.models import Person
from pbc import clock, outbox
from pbc.roles import Role


def holders(organisation_ids: Iterable[int], *roles: Role) -> list[User]:
    """Who holds any of the roles today in any of the organisations, each once."""
    holdings = RoleHolding.objects.on(clock.today()).filter(
        role__in=roles, organisation_id__in=list(organisation_ids)
    )
    return list(
        User.objects.filter(is_active=True, role_holdings__in=holdings)
        .select_related("person")
        .distinct()
    )


def recipient(person: Person) -> outbox.Recipient:
    """The address a person signs in with; that on record for one who has no sign-in yet."""
    user = User.objects.filter(person=person, is_active=True).first()
    return user.as_recipient if user else person
