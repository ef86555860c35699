"""What the database refuses, attacked with SQL typed by hand."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from localities.models import (
    Commissioner,
    CommissionerMembership,
    ListSize,
    Locality,
    LocalityMembership,
    Practice,
)
from pbc import audit, database_guards
from pbc.actor import SYSTEM
from pbc.clock import LONDON
from pbc.models import AuditEvent

pytestmark = pytest.mark.django_db

NOON = datetime(2007, 4, 16, 12, tzinfo=LONDON)


@pytest.fixture
def practice() -> Practice:
    return Practice.objects.create(code="X-1", name="Elm Surgery", recorded_at=NOON)


@pytest.fixture
def commissioner() -> Commissioner:
    return Commissioner.objects.create(code="X-PCT", name="Elmshire PCT", recorded_at=NOON)


@pytest.fixture
def belongs(
    practice: Practice, commissioner: Commissioner
) -> Callable[[date, date | None], CommissionerMembership]:
    def create(starts: date, ends: date | None) -> CommissionerMembership:
        return CommissionerMembership.objects.create(
            practice=practice,
            commissioner=commissioner,
            starts=starts,
            ends=ends,
            source="test",
            recorded_at=NOON,
        )

    return create


def refused(sql: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_every_guard_that_was_declared_stands() -> None:
    assert database_guards.missing(connection) == []


def test_a_guard_that_was_dropped_is_missed_and_comes_back() -> None:
    name = "pbc_auditevent_append_only_update"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'DROP TRIGGER "{name}" ON pbc_auditevent')
        else:
            cursor.execute(f'DROP TRIGGER "{name}"')
    assert database_guards.missing(connection) == [name]
    database_guards.install_all(connection)
    assert database_guards.missing(connection) == []


def test_an_audit_event_can_be_neither_changed_nor_deleted(practice: Practice) -> None:
    audit.record(event="practice.renamed", by=SYSTEM, subject=practice)
    refused("UPDATE pbc_auditevent SET event = 'nothing happened'")
    refused("DELETE FROM pbc_auditevent")
    if connection.vendor == "postgresql":
        refused("TRUNCATE pbc_auditevent CASCADE")
    assert AuditEvent.objects.get().event == "practice.renamed"


def test_insert_or_replace_does_not_go_round_the_guard_on_sqlite(practice: Practice) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's own")
    audit.record(event="practice.renamed", by=SYSTEM, subject=practice)
    names = ", ".join(field.column for field in AuditEvent._meta.concrete_fields)
    refused(f"INSERT OR REPLACE INTO pbc_auditevent ({names}) SELECT {names} FROM pbc_auditevent")


def test_a_practice_never_belongs_to_two_commissioners_at_once(
    belongs: Callable[[date, date | None], CommissionerMembership],
) -> None:
    belongs(date(2001, 4, 1), date(2006, 10, 1))
    belongs(date(2006, 10, 1), None)
    for starts, ends in (
        (date(2006, 9, 30), date(2006, 10, 2)),
        (date(2010, 4, 1), None),
        (date(2000, 1, 1), date(2001, 4, 2)),
        (date(2002, 1, 1), date(2002, 1, 2)),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            belongs(starts, ends)
    assert CommissionerMembership.objects.count() == 2


def test_a_membership_cannot_be_stretched_over_another(
    belongs: Callable[[date, date | None], CommissionerMembership],
) -> None:
    belongs(date(2001, 4, 1), date(2006, 10, 1))
    later = belongs(date(2006, 10, 1), None)
    refused(
        f"UPDATE localities_commissionermembership SET starts = '2006-09-01' WHERE id = {later.pk}"
    )


def test_a_practice_never_belongs_to_two_localities_at_once(
    practice: Practice, commissioner: Commissioner
) -> None:
    for code in ("X-L1", "X-L2"):
        Locality.objects.create(code=code, name=code, commissioner=commissioner, recorded_at=NOON)
    first, second = Locality.objects.order_by("code")
    values = {"practice": practice, "source": "test", "recorded_at": NOON}
    LocalityMembership.objects.create(locality=first, starts=date(2007, 4, 1), **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        LocalityMembership.objects.create(locality=second, starts=date(2007, 6, 1), **values)


def test_a_list_size_is_superseded_never_overwritten(practice: Practice) -> None:
    ListSize.objects.create(
        practice=practice,
        as_at=date(2007, 4, 1),
        registered=8000,
        source="test",
        recorded_at=NOON,
    )
    refused("UPDATE localities_listsize SET registered = 9000")
    refused("DELETE FROM localities_listsize")
    assert ListSize.objects.get().registered == 8000


def test_only_one_figure_is_held_for_a_practice_and_a_day(practice: Practice) -> None:
    values = {
        "practice": practice,
        "as_at": date(2007, 4, 1),
        "source": "test",
        "recorded_at": NOON,
    }
    ListSize.objects.create(registered=8000, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        ListSize.objects.create(registered=7900, **values)


def test_an_organisation_is_never_deleted(practice: Practice) -> None:
    refused("DELETE FROM localities_organisation")
    assert Practice.objects.count() == 1
