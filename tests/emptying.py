"""Emptying the test database between tests, which the product's own guards would refuse.

What Django itself keeps of the models (content types, permissions) stays, so that nothing has to be
made again: Django's own flush truncates every table and then does all that ``migrate`` does last.
"""

from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from pbc import database_guards

KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def empty(command: object, *, database: str, **options: Any) -> None:
    """Stands in for ``flush.Command.handle``."""
    connection = connections[database]
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - KEPT)
    if connection.vendor == "postgresql" and _is_superuser(connection):
        with transaction.atomic(using=database), connection.cursor() as cursor:
            # Neither guards nor foreign keys are looked at by a replica.
            cursor.execute("SET LOCAL session_replication_role = replica")
            _delete_all(cursor, tables)
        return
    database_guards.lift_all(connection)
    try:
        with (
            connection.constraint_checks_disabled(),
            transaction.atomic(using=database),
            connection.cursor() as cursor,
        ):
            if connection.vendor == "postgresql":
                names = ", ".join(f'"{table}"' for table in tables)
                cursor.execute(f"TRUNCATE {names}")
            else:
                _delete_all(cursor, tables)
    finally:
        database_guards.install_all(connection)


def _delete_all(cursor: Any, tables: list[str]) -> None:
    for table in tables:
        cursor.execute(f'DELETE FROM "{table}"')


def _is_superuser(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return cursor.fetchone() == (True,)
