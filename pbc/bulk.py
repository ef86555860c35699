"""Many rows in one statement, on both databases.

``bulk_create`` cuts its rows into as many statements as the parameter limit of the database asks
for; an import of a nation's practices must not make more queries than one of three. Here the rows
travel as a single JSON parameter.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models, router


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
    prepared = [
        [
            None
            if value is None
            else json.dumps(value, cls=DjangoJSONEncoder)
            if isinstance(field, models.JSONField)
            else field.get_db_prep_save(value, connection)
            for field, value in zip(columns, row, strict=True)
        ]
        for row in rows
    ]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in columns)
    if connection.vendor == "postgresql":
        selected = ", ".join(
            f"(entry ->> {index})::{field.rel_db_type(connection) if field.is_relation else field.db_type(connection)}"
            for index, field in enumerate(columns)
        )
        source = "json_array_elements(%s::json) AS entry"
    else:
        selected = ", ".join(
            f"json_extract(value, '$[{index}]')" for index in range(len(columns))
        )
        source = "json_each(%s)"
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) SELECT {selected} FROM {source}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(prepared, cls=DjangoJSONEncoder)])
    return len(prepared)


def _field(model: type[models.Model], name: str) -> Any:
    for field in model._meta.concrete_fields:
        if name in (field.name, field.attname):
            return field
    raise LookupError(f"{model._meta.label} has no field {name!r}")
