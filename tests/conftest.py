"""What every test stands on: the database's guards, a real queue, no way out to the network."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.core.management.commands import flush

from tests import emptying, servers


@pytest.fixture(autouse=True, scope="session")
def flush_past_the_guards() -> Iterator[None]:
    """Let the test runner empty the tables, which the guards refuse to everyone else."""
    emptied = flush.Command.handle
    flush.Command.handle = emptying.empty
    yield
    flush.Command.handle = emptied


@pytest.fixture
def soak() -> bool:
    """Whether this is a soak run: long proofs take their full length."""
    return os.environ.get("PBC_SOAK") == "1"


@pytest.fixture(scope="session")
def queue() -> Iterator[None]:
    """A running Redis server, at the address the settings give."""
    server = servers.start_redis()
    yield
    if server is not None:
        server.kill()


@pytest.fixture
def start_worker(queue: None, transactional_db: None) -> Iterator[Callable[[], servers.Server]]:
    """Starts a Celery worker on the test database, as often as called; ``kill()`` ends one."""
    started: list[servers.Server] = []

    def start() -> servers.Server:
        started.append(servers.start_worker())
        return started[-1]

    yield start
    for server in started:
        server.kill()
