"""Tasks that come twice, and two people who write at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connections

from localities.actions import imports
from localities.models import Import, ListSize
from localities.statuses import ImportStatus
from pbc.models import AuditEvent
from pbc.refusals import NotNow
from tests import cast as people
from tests.integration.localities.files import SYSTEM, list_rows, upload

JULY = date(2007, 7, 1)
LISTS = list_rows(("QQ001", JULY, 8_100), ("QQ002", JULY, 7_400))


def confirmed() -> Import:
    imported = upload("list_sizes", LISTS)
    return imports.confirm(
        imported=imported, fingerprint=imported.preview["fingerprint"], by=SYSTEM
    )


@pytest.mark.django_db
def test_a_task_delivered_again_while_the_first_is_at_it_checks_once(cast):
    waiting = imports.upload(
        kind="list_sizes", content=LISTS.encode(), name="x", stated_date=None, by=SYSTEM
    )

    def again(done: int, total: int, message: str) -> None:
        if done == 1:
            imports.check(import_id=waiting.pk)

    assert imports.check(import_id=waiting.pk, progress=again).status == ImportStatus.CHECKED
    assert AuditEvent.objects.filter(event="import.checked").count() == 1


@pytest.mark.django_db
def test_a_task_delivered_again_while_the_first_is_at_it_writes_once(cast):
    imported = confirmed()

    def again(done: int, total: int, message: str) -> None:
        if done == 1:
            imports.write(import_id=imported.pk)

    assert imports.write(import_id=imported.pk, progress=again).status == ImportStatus.WRITTEN
    assert ListSize.objects.filter(as_at=JULY).count() == 2


@pytest.mark.django_db
def test_an_import_put_right_meanwhile_is_not_sent_back(cast, monkeypatch):
    imported = confirmed()

    def changed_meanwhile(*arguments: object) -> Import:
        raise NotNow("changed")

    def checked_again(*arguments: object) -> object:
        Import.objects.filter(pk=imported.pk).update(
            status=ImportStatus.UPLOADED, confirmed_at=None, confirmed_by=None
        )

    monkeypatch.setattr(imports, "_write", changed_meanwhile)
    monkeypatch.setattr(imports, "_plan", checked_again)

    assert imports.write(import_id=imported.pk).status == ImportStatus.UPLOADED


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_of_two_that_write_the_same_at_once_one_is_sent_back(attempt):
    people.gather()
    both = [confirmed(), confirmed()]

    def write(imported: Import) -> str:
        try:
            return imports.write(import_id=imported.pk).status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        statuses = sorted(threads.map(write, both))

    assert statuses == [ImportStatus.CHECKED, ImportStatus.WRITTEN]
    assert ListSize.objects.filter(as_at=JULY).count() == 2
    sent_back = Import.objects.get(status=ImportStatus.CHECKED)
    assert sent_back.preview["notice"] == imports.CHANGED_SINCE
    assert sent_back.preview["changes_nothing"]
