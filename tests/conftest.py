"""What every test stands on: the database's guards, a real queue, no way out to the network."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management.commands import flush
from django.db import connections

from pbc import database_guards


@pytest.fixture(autouse=True, scope="session")
def flush_past_the_guards() -> Iterator[None]:
    """Let the test runner empty the tables: the guards refuse that, so they are lifted for it."""
    emptied = flush.Command.handle

    def handle(self: flush.Command, **options: Any) -> None:
        connection = connections[options["database"]]
        database_guards.lift_all(connection)
        try:
            emptied(self, **options)
        finally:
            if database_guards.missing(connection):
                database_guards.install_all(connection)

    flush.Command.handle = handle
    yield
    flush.Command.handle = emptied


@pytest.fixture
def soak() -> bool:
    """Whether this is a soak run: long proofs take their full length."""
    return os.environ.get("PBC_SOAK") == "1"
