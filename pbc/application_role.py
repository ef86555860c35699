"""The database role the application runs as: it reads and writes rows, and nothing else.

It owns no table, so it can neither drop nor alter one nor disable its triggers; it is granted no
TRUNCATE, TRIGGER or REFERENCES. What the guards refuse, it cannot get round (PostgreSQL only).
"""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2 import sql

from pbc.refusals import Refusal

ON_TABLES = "SELECT, INSERT, UPDATE, DELETE"
ON_SEQUENCES = "USAGE, SELECT"
SCHEMA = "public"


@dataclass(frozen=True)
class Role:
    """A login of the database server."""

    name: str
    password: str


def role_of(database_url: str) -> Role:
    """The role a database address signs in as."""
    address = urlsplit(database_url)
    if not address.username:
        raise Refusal("The application's database address names no role to sign in as.")
    return Role(unquote(address.username), unquote(address.password or ""))


def grant(connection: BaseDatabaseWrapper, role: Role) -> None:
    """Make the role if need be and give it rows to read and write, now and in later tables.

    Run as the owner of the tables, with leave to make roles where the role does not exist.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (owner,) = cursor.fetchone()
        if owner == role.name:
            raise Refusal(
                f"The application would run as {owner}, who owns the tables and could take every "
                "guard away. DATABASE_URL needs a role of its own."
            )
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role.name])
        if cursor.fetchone() is None:
            _make(cursor, role)
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [role.name])
        if cursor.fetchone() == (True,):
            raise Refusal(f"{role.name} is a superuser: nothing can be refused to it.")
        database = connection.settings_dict["NAME"]
        for statement in _grants(database, owner, role):
            cursor.execute(statement)


def _make(cursor: object, role: Role) -> None:
    cursor.execute(  # type: ignore[attr-defined]
        sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} NOSUPERUSER NOCREATEDB NOCREATEROLE").format(
            sql.Identifier(role.name), sql.Literal(role.password)
        )
    )


def _grants(database: str, owner: str, role: Role) -> list[sql.Composed]:
    names = {
        "database": sql.Identifier(database),
        "owner": sql.Identifier(owner),
        "role": sql.Identifier(role.name),
        "schema": sql.Identifier(SCHEMA),
        "on_tables": sql.SQL(ON_TABLES),
        "on_sequences": sql.SQL(ON_SEQUENCES),
    }
    statements = [
        "REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
        "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}",
        "REVOKE ALL ON SCHEMA {schema} FROM {role}",
        "GRANT CONNECT ON DATABASE {database} TO {role}",
        "GRANT USAGE ON SCHEMA {schema} TO {role}",
        "GRANT {on_tables} ON ALL TABLES IN SCHEMA {schema} TO {role}",
        "GRANT {on_sequences} ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} "
        "GRANT {on_tables} ON TABLES TO {role}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} "
        "GRANT {on_sequences} ON SEQUENCES TO {role}",
    ]
    return [sql.SQL(statement).format(**names) for statement in statements]
