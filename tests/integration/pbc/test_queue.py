"""The queue as it runs: a real Redis server and a real worker."""

import uuid
from types import SimpleNamespace

from django.db import transaction
from django.test import Client

from pbc import outbox, tasks
from pbc.models import Message
from tests.servers import wait_until


def test_health_is_up_when_database_and_queue_answer(queue, db, client: Client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"database": "up", "queue": "up"})


def test_health_names_the_queue_when_it_is_down(db, client: Client, settings):
    settings.REDIS_URL = "unix:///nowhere/redis.sock?db=0"
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"database": "up", "queue": "down"})


def test_health_is_never_kept_by_a_cache(queue, db, client: Client):
    assert client.get("/healthz")["Cache-Control"] == "no-store"


def a_message_waiting() -> Message:
    recipient = SimpleNamespace(id=uuid.uuid4(), email="jane.okoro@example.org")
    with transaction.atomic():
        return outbox.send(to=recipient, kind="test", subject="Signed", body="Your sheet is in.")


def test_a_worker_sends_what_waits_in_the_outbox(start_worker):
    message = a_message_waiting()
    start_worker()
    tasks.send_outbox.delay()
    wait_until(
        lambda: Message.objects.filter(pk=message.pk, sent_at__isnull=False).exists(),
        what="the message",
    )


def test_a_hint_left_while_no_worker_runs_is_taken_by_the_next(start_worker):
    message = a_message_waiting()
    start_worker().kill()
    tasks.send_outbox.delay()
    start_worker()
    wait_until(
        lambda: Message.objects.filter(pk=message.pk, sent_at__isnull=False).exists(),
        what="the message",
    )
