from typing import NamedTuple

import pytest
from django.test import Client

from accounts.models import User
from localities.models import Commissioner, Locality, Practice
from pbc.roles import Role
from tests import people


class Town(NamedTuple):
    """One commissioner with its people, and another commissioner next door."""

    commissioner: Commissioner
    locality: Locality
    practice: Practice
    administrator: User
    manager: User
    gp: User
    other_commissioner: Commissioner
    other_practice: Practice
    other_administrator: User


@pytest.fixture
def town(db: None) -> Town:
    commissioner = people.commissioner()
    locality = people.locality(commissioner)
    practice = people.practice(commissioner, within=locality)
    other = people.commissioner("UPCT", "Other PCT")
    other_practice = people.practice(other, "Y00002", "Hill Road Surgery")
    return Town(
        commissioner,
        locality,
        practice,
        people.holder(Role.ADMINISTRATOR, commissioner, "Ada Minster"),
        people.holder(Role.PRACTICE_MANAGER, practice, "Pat Manning"),
        people.holder(Role.GP, practice, "Gwen Price"),
        other,
        other_practice,
        people.holder(Role.ADMINISTRATOR, other, "Otto Minster"),
    )


@pytest.fixture
def signed_in(client: Client):
    """A function that signs a person in and gives the browser."""

    def sign_in(user: User, **more) -> Client:
        browser = Client(**more)
        people.sign_in(browser, user)
        return browser

    return sign_in
