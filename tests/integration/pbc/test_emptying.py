"""The suite's own emptying of tables: the guards stand again afterwards."""

import uuid

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from pbc import database_guards
from pbc.models import Message


@pytest.mark.django_db(transaction=True)
def test_the_tables_are_empty_and_the_guards_stand():
    Message.objects.create(
        person_id=uuid.uuid4(), kind="test", subject="Signed", body="", at=timezone.now(),
        queued_at=timezone.now(), email="",
    )  # fmt: skip
    call_command("flush", interactive=False, verbosity=0)
    assert not Message.objects.exists()
    assert ContentType.objects.exists()
    assert database_guards.missing(connection) == []
