import re

import pytest
from django.test import Client

from accounts.models import Recipient
from pbc import inbox, outbox
from pbc.actor import SYSTEM
from pbc.models import Message
from pbc.roles import Role
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return people.holder(Role.PRACTICE_MANAGER, people.practice(people.commissioner()))


@pytest.fixture
def visitor(manager) -> Client:
    visitor = Client()
    people.sign_in(visitor, manager)
    return visitor


def tell(user, subject: str = "Your sheet was accepted", **more) -> Message:
    return outbox.send(
        to=user.as_recipient, kind="test", subject=subject, body="All is well.\n\nBye.", **more
    )


def unread_in(page) -> int:
    """The number in the header."""
    return int(re.search(r'app-unread">(\d+)<', page.content.decode())[1])


def test_messages_are_there_without_any_email(manager, visitor: Client) -> None:
    message = tell(manager, path="/interests/")
    page = visitor.get("/messages/").content.decode()
    assert "Your sheet was accepted" in page
    assert "Unread" in page
    shown = visitor.get(f"/messages/{message.pk}/").content.decode()
    assert "All is well.</p>" in shown
    assert 'href="/interests/"' in shown


def test_opening_a_message_reads_it_and_the_count_in_the_header_falls(
    manager, visitor: Client
) -> None:
    first, _ = tell(manager, "First"), tell(manager, "Second")
    assert unread_in(visitor.get("/messages/")) == 2
    visitor.get(f"/messages/{first.pk}/")
    first.refresh_from_db()
    read_at = first.read_at
    assert read_at is not None
    assert unread_in(visitor.get("/messages/")) == 1
    visitor.get(f"/messages/{first.pk}/")
    first.refresh_from_db()
    assert first.read_at == read_at


def test_all_are_marked_as_read_at_once(manager, visitor: Client) -> None:
    for number in range(3):
        tell(manager, f"Message {number}")
    assert visitor.post("/messages/")["Location"] == "/messages/"
    assert not Message.objects.filter(read_at=None).exists()


def test_nobody_reads_anothers_messages(manager, visitor: Client) -> None:
    other = people.user("Otto Other")
    message = tell(other, "For Otto alone")
    assert "For Otto alone" not in visitor.get("/messages/").content.decode()
    assert visitor.get(f"/messages/{message.pk}/").status_code == 404
    visitor.post("/messages/")
    message.refresh_from_db()
    assert message.read_at is None


def test_the_system_has_no_inbox(manager) -> None:
    outbox.send(to=Recipient(None, "pct@example.nhs.uk"), kind="x", subject="x", body="x")
    assert not inbox.of(SYSTEM).exists()


def test_messages_come_in_pages(manager, visitor: Client) -> None:
    for number in range(51):
        tell(manager, f"Message {number}")
    assert len(visitor.get("/messages/?page=2").context["table"].page.object_list) == 1


def test_a_script_in_a_message_does_not_run(manager, visitor: Client) -> None:
    message = tell(manager, "<script>alert(1)</script>")
    for path in ("/messages/", f"/messages/{message.pk}/"):
        assert "<script>alert" not in visitor.get(path).content.decode()


def test_whoever_is_not_signed_in_has_none(manager, client: Client) -> None:
    assert client.get("/messages/")["Location"] == "/sign-in/?next=/messages/"
