"""A small fixed cast for tests: organisations, persons with roles, and their ways of signing in."""

from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts import demonstration
from accounts.models import RoleHolding, User
from localities.models import (
    Commissioner,
    CommissionerMembership,
    Locality,
    LocalityMembership,
    Organisation,
    Person,
    Practice,
)
from pbc.models import DemonstrationClock
from pbc.roles import NEEDS_SECOND_FACTOR, Role

PASSWORD = "river-lamp-orchard"
START = date(2006, 4, 1)


def commissioner(code: str = "TPCT", name: str = "Test PCT") -> Commissioner:
    return Commissioner.objects.create(
        code=code, name=name, commissioner_type="pct", recorded_at=timezone.now()
    )


def locality(of: Commissioner, code: str = "TLOC", name: str = "Test Locality") -> Locality:
    return Locality.objects.create(
        code=code, name=name, commissioner=of, legal_form="informal", recorded_at=timezone.now()
    )


def practice(
    of: Commissioner,
    code: str = "Y00001",
    name: str = "Mill Lane Surgery",
    within: Locality | None = None,
) -> Practice:
    made = Practice.objects.create(
        code=code, name=name, contract_type="gms", recorded_at=timezone.now()
    )
    common = {"practice": made, "starts": START, "source": "test", "recorded_at": timezone.now()}
    CommissionerMembership.objects.create(commissioner=of, **common)
    if within is not None:
        LocalityMembership.objects.create(locality=within, **common)
    return made


def user(name: str = "Ann Ashdown", **more: Any) -> User:
    given, family = name.split(" ", 1)
    email = f"{given}.{family}@example.nhs.uk".lower().replace(" ", "")
    person = Person.objects.create(given_name=given, family_name=family, email=email, **more)
    return User.objects.create_user(person=person, email=email, password=PASSWORD)


def give(user: User, role: Role, organisation: Organisation, **dates: date) -> RoleHolding:
    return RoleHolding.objects.create(
        user=user,
        role=role,
        organisation=Organisation.objects.get(pk=organisation.pk),
        granted_at=timezone.now(),
        **{"starts": START, **dates},
    )


def holder(role: Role, organisation: Organisation, name: str = "") -> User:
    """A person with one role, with a second factor where the role needs one."""
    made = user(name or f"{Role(role).name.title().replace('_', '')} Tester")
    give(made, role, organisation)
    if role in NEEDS_SECOND_FACTOR:
        demonstration.give_second_factor(made)
    return User.objects.get(pk=made.pk)


def sign_in(client: Client, user: User) -> None:
    """Through the pages, as the person does it: password, then the code where one is set up."""
    page = client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    assert page.status_code == 302, page.content.decode()
    if user.has_second_factor:
        assert page["Location"] == "/sign-in/code/"
        page = client.post("/sign-in/code/", {"code": demonstration.current_code(user)})
        assert page.status_code == 302, page.content.decode()


def stand_on(day: date) -> None:
    """Put the demonstration's date on a day."""
    DemonstrationClock.objects.update_or_create(id=1, defaults={"stands_on": day})
