"""A database that is slow to store, so that a worker can be killed in the very middle of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# Longer than it takes to kill a process; PostgreSQL notices that its client is gone only then.
SECONDS = 8


@contextmanager
def slow_third_line() -> Iterator[None]:
    """The third line of a run takes its time: two stand before it in the same transaction."""
    with connection.cursor() as cursor:
        for statement in MADE[connection.vendor]:
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in UNMADE[connection.vendor]:
                cursor.execute(statement)


MADE = {
    "sqlite": [
        """CREATE TRIGGER slow_third_line BEFORE INSERT ON payments_line WHEN NEW.number = 3 BEGIN
             SELECT count(*) FROM localities_commissionermembership AS a,
               localities_commissionermembership AS b, localities_commissionermembership AS c,
               localities_commissionermembership AS d;
           END"""
    ],
    "postgresql": [
        f"""CREATE FUNCTION slow_third_line() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM pg_sleep({SECONDS}); RETURN NEW; END $$""",
        """CREATE TRIGGER slow_third_line BEFORE INSERT ON payments_line
           FOR EACH ROW WHEN (NEW.number = 3) EXECUTE FUNCTION slow_third_line()""",
    ],
}
UNMADE = {
    "sqlite": ["DROP TRIGGER slow_third_line"],
    "postgresql": [
        "DROP TRIGGER slow_third_line ON payments_line",
        "DROP FUNCTION slow_third_line()",
    ],
}
