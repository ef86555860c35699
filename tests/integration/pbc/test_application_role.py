"""On PostgreSQL the application's role reads and writes rows, and can take no guard away."""

import secrets
from collections.abc import Iterator

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from pbc import application_role
from pbc.models import Message
from pbc.refusals import Refusal

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
        reason="SQLite knows no roles; TEST_DATABASE_URL names no PostgreSQL server",
    ),
]
MESSAGES = Message._meta.db_table


@pytest.fixture
def role() -> Iterator[application_role.Role]:
    """A role of the server that only this test knows; it and its rights are gone afterwards."""
    name = f"pbc_test_{secrets.token_hex(6)}"
    role = application_role.Role(name, secrets.token_urlsafe())
    yield role
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
        if cursor.fetchone():
            cursor.execute(f"DROP OWNED BY {name}")
            cursor.execute(f"DROP ROLE {name}")


@pytest.fixture
def application(role: application_role.Role) -> Iterator[psycopg2.extensions.cursor]:
    """What the application can do: a cursor signed in as nobody but the granted role."""
    application_role.grant(connection, role)
    given = connection.get_connection_params()
    params = {name: given[name] for name in ("dbname", "host", "port") if name in given}
    if not params.get("host"):
        # The local socket may let people in by their own name alone.
        params["host"] = "localhost"
    signed_in = psycopg2.connect(**params, user=role.name, password=role.password)
    signed_in.autocommit = True
    with signed_in.cursor() as cursor:
        yield cursor
    signed_in.close()


def test_it_reads_and_writes_rows(application):
    application.execute(f"SELECT count(*) FROM {MESSAGES}")
    assert application.fetchone() == (0,)
    application.execute(f"UPDATE {MESSAGES} SET attempts = 1")
    application.execute("DELETE FROM django_session")


def test_it_writes_to_tables_that_a_later_migration_makes(application):
    with connection.cursor() as owner:
        owner.execute("CREATE TABLE made_later (id serial PRIMARY KEY, word text)")
    try:
        application.execute("INSERT INTO made_later (word) VALUES ('later') RETURNING id")
        assert application.fetchone() == (1,)
    finally:
        with connection.cursor() as owner:
            owner.execute("DROP TABLE made_later")


@pytest.mark.parametrize(
    "attempt",
    [
        "DROP TABLE {table}",
        "TRUNCATE {table}",
        "TRUNCATE {table} CASCADE",
        "ALTER TABLE {table} DISABLE TRIGGER ALL",
        "ALTER TABLE {table} DISABLE TRIGGER USER",
        "ALTER TABLE {table} ADD COLUMN more text",
        "ALTER TABLE {table} OWNER TO {role}",
        "CREATE TRIGGER mine BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION "
        "suppress_redundant_updates_trigger()",
        "CREATE TABLE public.mine (id int)",
        "SET session_replication_role = replica",
        "ALTER ROLE {role} SUPERUSER",
        "CREATE ROLE another",
        "GRANT TRUNCATE ON {table} TO {role}",
    ],
)
def test_it_may_not(application, role, attempt):
    statement = attempt.format(table=MESSAGES, role=role.name)
    if attempt.startswith("GRANT"):
        # PostgreSQL answers a grant of what one has not got with a warning, and grants nothing.
        application.execute(statement)
        application.execute("SELECT has_table_privilege(%s, 'TRUNCATE')", [MESSAGES])
        assert application.fetchone() == (False,)
        return
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        application.execute(statement)


def test_it_may_not_drop_a_trigger(application):
    with connection.cursor() as owner:
        owner.execute(
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal LIMIT 1"
        )
        trigger, table = owner.fetchone()
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        application.execute(f'DROP TRIGGER "{trigger}" ON "{table}"')


def test_granting_twice_changes_nothing(application, role):
    application_role.grant(connection, role)
    application.execute(f"SELECT count(*) FROM {MESSAGES}")


def test_a_right_given_by_hand_is_taken_back_by_the_next_grant(application, role):
    with connection.cursor() as owner:
        owner.execute(f"GRANT TRUNCATE, TRIGGER ON {MESSAGES} TO {role.name}")
    application_role.grant(connection, role)
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        application.execute(f"TRUNCATE {MESSAGES}")


def test_the_owner_is_refused_as_the_application(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (owner,) = cursor.fetchone()
    with pytest.raises(Refusal, match="owns the tables"):
        application_role.grant(connection, application_role.Role(owner, ""))


def test_a_superuser_is_refused_as_the_application(role):
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role.name} SUPERUSER")
    with pytest.raises(Refusal, match="superuser"):
        application_role.grant(connection, role)


def test_the_command_takes_the_role_from_the_address(role):
    url = f"postgresql://{role.name}:{role.password}@localhost/any"
    call_command("grant_application_role", url=url)
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s, 'INSERT')", [role.name, MESSAGES])
        assert cursor.fetchone() == (True,)


def test_the_command_wants_a_role_named():
    with pytest.raises(CommandError, match="names no role"):
        call_command("grant_application_role", url="postgresql://localhost/any")
