"""Many rows in one statement, on both databases.

``bulk_create`` cuts its rows into as many statements as the parameter limit of the database asks
for; an import of a nation's practices must not make more queries than one of three. Here the rows
travel as a single JSON parameter.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper


class _ExactEncoder(DjangoJSONEncoder):
    """Django's own cuts moments off at the millisecond: a row would seem older than it is."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


def insert_rows(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """Insert rows (values in the order of ``fields``, attnames such as ``practice_id``).

    One statement however many rows. Returns the number inserted. Constraints and triggers apply:
    the first row they refuse raises ``IntegrityError`` and none is kept. Defaults of the model
    are not filled in: name every field that has no default in the database.
    """
    connection = connections[router.db_for_write(model)]
    columns = [_field(model, name) for name in fields]
    prepared = _prepared(connection, columns, rows)
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in columns)
    selected = ", ".join(_entry(connection, index, field) for index, field in enumerate(columns))
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({names}) "
        f"SELECT {selected} FROM {_entries(connection)}"
    )
    return _executed(connection, statement, prepared)


def update_rows(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """Set fields of rows, each known by the first value: ``(pk, *values in the order of fields)``.

    One statement however many rows. Returns the number of rows that were there to be updated:
    compare it with the number given. Constraints and triggers apply, as in ``insert_rows``.
    """
    connection = connections[router.db_for_write(model)]
    key = _field(model, model._meta.pk.name)
    columns = [_field(model, name) for name in fields]
    prepared = _prepared(connection, [key, *columns], rows)
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    assigned = ", ".join(
        f"{quote(field.column)} = {_entry(connection, index, field)}"
        for index, field in enumerate(columns, start=1)
    )
    statement = (
        f"UPDATE {table} SET {assigned} FROM {_entries(connection)} "
        f"WHERE {table}.{quote(key.column)} = {_entry(connection, 0, key)}"
    )
    return _executed(connection, statement, prepared)


def _prepared(
    connection: BaseDatabaseWrapper, columns: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> list[list[Any]]:
    plain = [_travels_as_it_is(field) for field in columns]
    return [
        [
            value
            if value is None or type(value) is as_it_is
            else _for_database(connection, field, value)
            for field, as_it_is, value in zip(columns, plain, row, strict=True)
        ]
        for row in rows
    ]


def _for_database(connection: BaseDatabaseWrapper, field: Any, value: Any) -> Any:
    if isinstance(field, models.JSONField):
        return json.dumps(value, cls=DjangoJSONEncoder)
    return field.get_db_prep_save(value, connection)


def _travels_as_it_is(field: Any) -> type | None:
    """The type whose values JSON carries as the column takes them, where there is one.

    Preparing values one by one is what most of an import's writing would be.
    """
    if field.is_relation:
        field = field.target_field
    if isinstance(field, (models.CharField, models.TextField)):
        return str
    if isinstance(field, models.IntegerField):
        return int
    return date if type(field) is models.DateField else None


def _entries(connection: BaseDatabaseWrapper) -> str:
    """The rows of the parameter, as a table."""
    if connection.vendor == "postgresql":
        return "json_array_elements(%s::json) AS entry"
    return "json_each(%s) AS entry"


def _entry(connection: BaseDatabaseWrapper, index: int, field: Any) -> str:
    """One value of a row of the parameter, in the type of its column."""
    if connection.vendor != "postgresql":
        return f"json_extract(entry.value, '$[{index}]')"
    column_type = field.rel_db_type(connection) if field.is_relation else field.db_type(connection)
    return f"(entry ->> {index})::{column_type}"


def _executed(connection: BaseDatabaseWrapper, statement: str, prepared: list[list[Any]]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(prepared, cls=_ExactEncoder)])
        # Triggers of SQLite do not count, nor does a statement without rows.
        return max(cursor.rowcount, 0)


def _field(model: type[models.Model], name: str) -> Any:
    for field in model._meta.concrete_fields:
        if name in (field.name, field.attname):
            return field
    raise LookupError(f"{model._meta.label} has no field {name!r}")
