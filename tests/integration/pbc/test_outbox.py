from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from accounts.models import Recipient
from pbc import outbox
from pbc.models import Message
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def nora() -> Recipient:
    return people.user("Nora New").as_recipient


def tell(to: Recipient, subject: str = "Accepted", **more) -> Message:
    return outbox.send(to=to, kind="test", subject=subject, body="All is well.", **more)


def test_a_message_is_written_with_the_change_it_tells_of(nora: Recipient) -> None:
    with transaction.atomic():
        tell(nora)
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_it_is_emailed_once_with_a_link_to_its_page(nora: Recipient, settings) -> None:
    settings.PBC_SITE_URL = "https://pbc.example"
    tell(nora, path="/interests/")
    assert [outbox.deliver(), outbox.deliver()] == [1, 0]
    (sent,) = mail.outbox
    assert sent.to == ["nora.new@example.nhs.uk"]
    assert sent.body == "All is well.\n\nhttps://pbc.example/interests/"
    assert Message.objects.get().sent_at is not None


def test_with_a_key_it_is_told_only_once(nora: Recipient) -> None:
    first = tell(nora, key="sign-up accepted 1")
    assert tell(nora, "Again", key="sign-up accepted 1") == first
    assert Message.objects.get().subject == "Accepted"


def test_whoever_has_no_address_reads_it_in_the_inbox_only(nora: Recipient) -> None:
    tell(Recipient(nora.id, ""))
    assert outbox.deliver() == 0
    assert Message.objects.get().attempts == 0


def test_a_fault_of_the_mail_server_is_kept_and_the_message_tried_again(
    nora: Recipient, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(nora)
    settings.EMAIL_BACKEND = "tests.integration.pbc.test_outbox.Refusing"
    assert outbox.deliver() == 0
    message = Message.objects.get()
    assert (message.attempts, message.last_error) == (1, "Connection unexpectedly closed")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert outbox.deliver() == 1


class Refusing:
    """A mail server that hangs up."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        pass

    def send_messages(self, messages: list) -> int:
        raise SMTPServerDisconnected("Connection unexpectedly closed")


def test_after_twenty_attempts_it_is_given_up(nora: Recipient) -> None:
    tell(nora)
    Message.objects.update(attempts=outbox.GIVES_UP_AFTER_ATTEMPTS)
    assert outbox.deliver() == 0


def test_a_line_break_in_a_name_neither_forges_a_header_nor_holds_up_the_others(
    nora: Recipient,
) -> None:
    tell(nora, "Accepted: Mill\r\nBcc: everybody@example.nhs.uk")
    tell(nora, "x" * 300)
    assert outbox.deliver() == 2
    assert mail.outbox[0].subject == "Accepted: Mill Bcc: everybody@example.nhs.uk"
    assert mail.outbox[0].bcc == []


def letter(to: Recipient, key: str) -> outbox.Letter:
    return outbox.Letter(to.id, to.email, "test", "Due\nsoon", "By Friday.", "/", key)


def test_many_are_queued_in_one_statement(nora: Recipient, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):  # one of them asks what day it is
        assert outbox.send_many(letter(nora, str(number)) for number in range(500)) == 500
    assert Message.objects.filter(subject="Due soon", read_at=None).count() == 500


def test_many_told_before_are_refused(nora: Recipient) -> None:
    outbox.send_many([letter(nora, "1")])
    with pytest.raises(IntegrityError), transaction.atomic():
        outbox.send_many([letter(nora, "1")])
