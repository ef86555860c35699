"""What the database itself refuses, whoever asks: kept by triggers on both databases.

PostgreSQL prevents; SQLite, whose triggers can be dropped by whoever holds the file, at least
makes tampering evident. Triggers are installed after every ``migrate``, because a migration that
rebuilds a table on SQLite silently drops them. Each app declares its guards in its own
``database_guards`` module, loaded when the app is ready.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

ROW = "{row}"


@dataclass(frozen=True)
class Refused:
    """A trigger that refuses one operation, always or where a condition on the row holds.

    ``when`` is SQL that both databases understand, with ``{row}`` for the row concerned (OLD, or
    NEW on insert). ``columns`` narrows an update to those columns.
    """

    model: type[models.Model]
    name: str
    operation: str
    message: str
    when: str = ""
    columns: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def trigger(self) -> str:
        return f"{self.table}_{self.name}_{self.operation.lower()}"


@dataclass(frozen=True)
class NoOverlap:
    """Of the rows that agree in ``same``, no two may cover the same day: ``[starts, ends)``."""

    model: type[models.Model]
    same: tuple[str, ...]
    starts: str
    ends: str
    where: str = ""

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def trigger(self) -> str:
        return f"{self.table}_no_overlap"


_guards: list[Refused | NoOverlap] = []


def append_only(model: type[models.Model], *, message: str = "") -> None:
    """Rows of this table are written once: no update, no delete, no truncate."""
    text = message or f"{model._meta.verbose_name_plural} are never changed or deleted"
    for operation in ("UPDATE", "DELETE", "TRUNCATE"):
        _guards.append(Refused(model, "append_only", operation, text))


def never_deleted(model: type[models.Model]) -> None:
    """Rows of this table may change but stay: supersede instead."""
    text = f"{model._meta.verbose_name_plural} are never deleted"
    for operation in ("DELETE", "TRUNCATE"):
        _guards.append(Refused(model, "never_deleted", operation, text))


def refused(
    model: type[models.Model],
    *,
    name: str,
    operations: Sequence[str],
    when: str,
    message: str,
    columns: tuple[str, ...] = (),
) -> None:
    """These operations are refused on rows for which ``when`` holds."""
    for operation in operations:
        _guards.append(
            Refused(
                model,
                name,
                operation,
                message,
                when,
                columns if operation == "UPDATE" else (),
            )
        )


def no_overlap(
    model: type[models.Model],
    *,
    same: tuple[str, ...],
    starts: str = "starts",
    ends: str = "ends",
    where: str = "",
) -> None:
    """Refuse dated rows that overlap; ``same`` names columns, ``where`` narrows the rows."""
    _guards.append(NoOverlap(model, same, starts, ends, where))


def install_after_migrate(*, sender: AppConfig, using: str, **_: Any) -> None:
    """Signal receiver: put the guards of one app in place once its tables stand."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    for guard in _guards:
        if guard.model._meta.app_label == sender.label and guard.table in tables:
            _install(connection, guard)


def install_all(connection: BaseDatabaseWrapper) -> None:
    """Put every guard in place (again)."""
    tables = set(connection.introspection.table_names())
    for guard in _guards:
        if guard.table in tables:
            _install(connection, guard)


def lift_all(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger away. Needs the tables' owner; only the test runner's flush does this."""
    with connection.cursor() as cursor:
        for guard in _guards:
            if connection.vendor == "postgresql":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{guard.trigger}" ON "{guard.table}"')
            else:
                for name in (
                    guard.trigger,
                    f"{guard.trigger}_insert",
                    f"{guard.trigger}_update",
                ):
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the guards that do not stand in this database."""
    query = (
        "SELECT tgname FROM pg_trigger UNION SELECT conname FROM pg_constraint"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    wanted = [name for guard in _guards for name in _names(connection, guard)]
    return [name for name in wanted if name not in present]


def _names(connection: BaseDatabaseWrapper, guard: Refused | NoOverlap) -> list[str]:
    if connection.vendor == "postgresql":
        return [guard.trigger]
    if isinstance(guard, NoOverlap):
        return [f"{guard.trigger}_insert", f"{guard.trigger}_update"]
    return [] if guard.operation == "TRUNCATE" else [guard.trigger]


def _install(connection: BaseDatabaseWrapper, guard: Refused | NoOverlap) -> None:
    with connection.cursor() as cursor:
        for statement in _statements(connection, guard):
            cursor.execute(statement)


def _statements(connection: BaseDatabaseWrapper, guard: Refused | NoOverlap) -> list[str]:
    if connection.vendor == "postgresql":
        if isinstance(guard, NoOverlap):
            return _exclusion_on_postgresql(guard)
        return _refusal_on_postgresql(guard)
    if isinstance(guard, NoOverlap):
        return _exclusion_on_sqlite(guard)
    return _refusal_on_sqlite(guard)


def _row(guard: Refused) -> str:
    return "NEW" if guard.operation == "INSERT" else "OLD"


def _refusal_on_postgresql(guard: Refused) -> list[str]:
    condition = guard.when.replace(ROW, _row(guard)) or "TRUE"
    function = f'"{guard.trigger}"'
    level = "STATEMENT" if guard.operation == "TRUNCATE" else "ROW"
    returned = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD", "TRUNCATE": "NULL"}
    of_columns = f" OF {', '.join(guard.columns)}" if guard.columns else ""
    message = guard.message.replace("'", "''").replace("%", "%%")
    return [
        f"""CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $guard$
        BEGIN
            IF {condition if guard.operation != "TRUNCATE" else "TRUE"} THEN
                RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN {returned[guard.operation]};
        END $guard$""",
        f"CREATE OR REPLACE TRIGGER {function} BEFORE {guard.operation}{of_columns} "
        f'ON "{guard.table}" FOR EACH {level} EXECUTE FUNCTION {function}()',
    ]


def _refusal_on_sqlite(guard: Refused) -> list[str]:
    if guard.operation == "TRUNCATE":
        return []
    condition = guard.when.replace(ROW, _row(guard))
    of_columns = f" OF {', '.join(guard.columns)}" if guard.columns else ""
    message = guard.message.replace("'", "''")
    return [
        f'DROP TRIGGER IF EXISTS "{guard.trigger}"',
        f'CREATE TRIGGER "{guard.trigger}" BEFORE {guard.operation}{of_columns} '
        f'ON "{guard.table}" FOR EACH ROW {f"WHEN {condition}" if condition else ""} '
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
    ]


def _exclusion_on_postgresql(guard: NoOverlap) -> list[str]:
    same = ", ".join(f"{column} WITH =" for column in guard.same)
    where = f" WHERE ({guard.where})" if guard.where else ""
    return [
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        f"""DO $guard$ BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{guard.trigger}') THEN
                ALTER TABLE "{guard.table}" ADD CONSTRAINT "{guard.trigger}" EXCLUDE USING gist
                ({same}, daterange({guard.starts}, {guard.ends}, '[)') WITH &&){where};
            END IF;
        END $guard$""",
    ]


def _exclusion_on_sqlite(guard: NoOverlap) -> list[str]:
    same = " AND ".join(f"held.{column} = NEW.{column}" for column in guard.same)
    where = f"AND ({guard.where})" if guard.where else ""
    forever = "'9999-12-31'"
    condition = f"""EXISTS (SELECT 1 FROM "{guard.table}" AS held
        WHERE {same} AND held.id <> COALESCE(NEW.id, -1) {where}
        AND held.{guard.starts} < COALESCE(NEW.{guard.ends}, {forever})
        AND NEW.{guard.starts} < COALESCE(held.{guard.ends}, {forever}))"""
    statements = []
    for operation, timing in (("insert", "BEFORE INSERT"), ("update", "BEFORE UPDATE")):
        name = f"{guard.trigger}_{operation}"
        statements += [
            f'DROP TRIGGER IF EXISTS "{name}"',
            f'CREATE TRIGGER "{name}" {timing} ON "{guard.table}" FOR EACH ROW WHEN {condition} '
            f"BEGIN SELECT RAISE(ABORT, '{guard.model._meta.verbose_name_plural} overlap'); END",
        ]
    return statements
