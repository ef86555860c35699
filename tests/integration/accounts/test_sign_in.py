import pytest
from django.test import Client

from pbc.roles import Role
from tests import people

pytestmark = pytest.mark.django_db


def test_a_practice_manager_signs_in_with_a_password(client: Client) -> None:
    manager = people.holder(Role.PRACTICE_MANAGER, people.practice(people.commissioner()))
    people.sign_in(client, manager)
    assert "What waits on you" in client.get("/").content.decode()


def test_a_commissioner_signs_in_with_a_password_and_a_code(client: Client) -> None:
    officer = people.holder(Role.COMMISSIONER, people.commissioner())
    people.sign_in(client, officer)
    assert "What waits on you" in client.get("/").content.decode()
