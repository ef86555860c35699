"""Many rows in one statement, the same on both databases."""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from localities.models import ListSize, Organisation, Practice
from pbc import bulk
from pbc.models import Job

pytestmark = pytest.mark.django_db

NOW = datetime(2007, 4, 2, 9, 30, 15, 123456, tzinfo=UTC)


def practices(number: int) -> list[Practice]:
    return [
        Practice.objects.create(code=f"QQ{row:03d}", name=f"Surgery {row}", recorded_at=NOW)
        for row in range(number)
    ]


def insert_lists(rows: list[tuple[object, ...]]) -> int:
    names = ("practice_id", "as_at", "registered", "weighted", "source", "reason", "recorded_at")
    return bulk.insert_rows(ListSize, names, rows)


def test_every_type_comes_back_as_it_went_in():
    [practice] = practices(1)

    number = insert_lists(
        [(practice.pk, date(2007, 4, 1), 8_205, Decimal("8011.5432"), 'é ’ " \\ %s', "", NOW)]
    )

    row = ListSize.objects.get()
    assert number == 1
    assert (row.as_at, row.registered, row.weighted) == (
        date(2007, 4, 1),
        8_205,
        Decimal("8011.5432"),
    )
    assert (row.source, row.recorded_at) == ('é ’ " \\ %s', NOW)


def test_identifiers_json_and_truth_values_too():
    key = uuid.uuid4()
    bulk.insert_rows(
        Job,
        (
            "id", "kind", "key", "title", "arguments", "status", "done", "total", "message",
            "result_url", "attempts", "queued_at", "requested_by",
        ),
        [(key, "a", "b", "c", {"x": [1, None]}, "queued", 0, 0, "", "", 0, NOW, None)],
    )  # fmt: skip

    job = Job.objects.get(pk=key)
    assert (job.arguments, job.queued_at, job.requested_by) == ({"x": [1, None]}, NOW, None)


def test_one_statement_however_many_rows(django_assert_num_queries):
    [practice] = practices(1)
    with django_assert_num_queries(1):
        number = insert_lists(
            [
                (practice.pk, date.fromordinal(700_000 + row), row, None, "x", "", NOW)
                for row in range(5_000)
            ]
        )

    assert number == ListSize.objects.count() == 5_000


def test_a_row_the_database_refuses_keeps_them_all_out():
    [practice] = practices(1)
    row = (practice.pk, date(2007, 4, 1), 1, None, "x", "", NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_lists([row, row])
    assert not ListSize.objects.exists()


def test_rows_are_updated_in_one_statement_and_counted(django_assert_num_queries):
    held = practices(3)
    with django_assert_num_queries(1):
        number = bulk.update_rows(
            Organisation,
            ("name", "closed", "provisional"),
            [(held[0].pk, "One", date(2007, 5, 1), True), (held[2].pk, "Three", None, False)],
        )

    assert number == 2
    rows = Organisation.objects.order_by("code").values_list("name", "closed", "provisional")
    assert list(rows) == [
        ("One", date(2007, 5, 1), True),
        ("Surgery 1", None, False),
        ("Three", None, False),
    ]


def test_a_row_that_is_not_there_is_not_counted():
    [held] = practices(1)

    number = bulk.update_rows(Organisation, ("name",), [(held.pk, "A"), (held.pk + 999, "B")])

    assert number == 1


def test_constraints_and_triggers_hold_for_updates():
    [practice] = practices(1)
    insert_lists([(practice.pk, date(2007, 4, 1), 1, None, "x", "", NOW)])
    row = ListSize.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.update_rows(ListSize, ("superseded_at",), [(row.pk, NOW.replace(year=2006))])
    with pytest.raises(IntegrityError, match="never overwritten"), transaction.atomic():
        bulk.update_rows(ListSize, ("registered",), [(row.pk, 2)])


def test_nothing_to_do_is_done():
    assert bulk.insert_rows(Organisation, ("code",), []) == 0
    assert bulk.update_rows(Organisation, ("name",), []) == 0


def test_a_field_that_is_not_there_is_said():
    with pytest.raises(LookupError, match="nickname"):
        bulk.update_rows(Organisation, ("nickname",), [(1, "x")])


def test_identifiers_of_other_kinds_are_keys_too():
    job = Job.objects.create(kind="a", key="b", title="c", queued_at=timezone.now())

    assert bulk.update_rows(Job, ("title",), [(job.pk, "d")]) == 1
    job.refresh_from_db()
    assert job.title == "d"
