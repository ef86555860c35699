"""``DATABASE_URL`` and ``REDIS_URL`` switch to PostgreSQL and Redis: the same product."""

from django.conf import settings

from tests.integration.launch.installations import needs_postgresql, run

pytestmark = needs_postgresql


def test_it_starts_there_as_a_role_that_owns_nothing(start, database, queue):
    running = start(**database, REDIS_URL=settings.REDIS_URL).wait_until_started()
    assert running.health() == {"database": "up", "queue": "up"}
    assert not any("redis-server" in line for line in running.processes().values())
    assert not (running.var / "pbc.sqlite3").exists()


def test_a_database_that_does_not_answer_is_said_at_once(tmp_path):
    refused = run(PBC_VAR=str(tmp_path), DATABASE_URL="postgresql://localhost:1/pbc")
    assert refused.returncode == 1
    assert "The database does not answer" in refused.stderr
