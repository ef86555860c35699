"""The import journey in pages: upload, look, confirm, take the refused rows away."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from localities.models import Import, ListSize, Practice
from pbc.models import Job
from tests import cast as people
from tests.integration.localities import files
from tests.integration.localities.files import an_ods_row, list_rows, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(cast, client) -> Client:
    return people.sign_in(client, cast.administrator)


def send(client: Client, kind: str, content: str, **more: str):
    file = SimpleUploadedFile("lists.csv", content.encode(), content_type="text/csv")
    return client.post(reverse("localities:import-upload"), {"kind": kind, "file": file, **more})


def the_import() -> Import:
    return Import.objects.get()


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_from_upload_to_what_was_written(administrator):
    response = send(
        administrator, "list_sizes", list_rows(("QQ001", "2007-07-01", 8_100), ("QQ9", "x", -1))
    )
    page = the_import().get_absolute_url()
    assert response["Location"] == page
    assert "Checking lists.csv" in text_of(administrator, page)

    files.run_job(the_import())
    shown = text_of(administrator, page)
    assert "What this file would change" in shown
    assert "Confirm and write" in shown
    assert not ListSize.objects.filter(registered=8_100).exists()

    confirm = reverse("localities:import-confirm", args=[the_import().pk])
    assert administrator.post(confirm, {"fingerprint": "another"}).status_code == 422
    fingerprint = the_import().preview["fingerprint"]
    assert administrator.post(confirm, {"fingerprint": fingerprint})["Location"] == page
    assert "Writing lists.csv" in text_of(administrator, page)

    files.run_job(the_import())
    assert "What was written" in text_of(administrator, page)
    assert ListSize.objects.held().filter(registered=8_100).exists()
    assert administrator.post(confirm, {"fingerprint": fingerprint}).status_code == 422


def test_refused_rows_are_taken_away_as_a_file_no_spreadsheet_runs(administrator):
    imported = upload(
        "list_sizes", list_rows(("QQ001", "2007-02-30", 5), ("=1+1", "2007-07-01", 5))
    )

    response = administrator.get(reverse("localities:import-report", args=[imported.pk]))

    assert "refused-rows-file.csv" in response["Content-Disposition"]
    header, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert header[-1] == "Original row"
    assert [row[1:4] for row in rows] == [
        ["as at", "2007-02-30", "Impossible date"],
        ["code", "'=1+1", "Unknown code"],
    ]
    assert rows[1][-1] == "'=1+1,2007-07-01,5"


def test_findings_are_filtered_and_paged(administrator):
    rows = [(f"QZ{row:03d}", "2007-07-01", 5) for row in range(60)] + [("QQ001", "2007-07-01", -5)]
    imported = upload("list_sizes", list_rows(*rows))
    address = reverse("localities:import-findings", args=[imported.pk])

    assert "1 to 50 of 61" in text_of(administrator, address)
    assert "A number of patients cannot be below 0." in text_of(
        administrator, f"{address}?problem=negative"
    )
    assert administrator.get(f"{address}?export=csv").content.count(b"\n") == 62


def test_a_file_that_cannot_be_read_says_why(administrator):
    imported = upload("practices", "a,b\n")

    assert "This is not an epraccur file" in text_of(administrator, imported.get_absolute_url())


def test_a_file_that_changes_nothing_says_so_and_cannot_be_confirmed(administrator):
    imported = upload("list_sizes", list_rows(("QQ001", "2007-04-01", 8_205)))

    shown = text_of(administrator, imported.get_absolute_url())

    assert "Nothing would change" in shown
    assert "Confirm and write" not in shown


def test_put_away(administrator):
    imported = upload("practices", an_ods_row())

    administrator.post(reverse("localities:import-abandon", args=[imported.pk]))

    assert "Nothing was written" in text_of(administrator, imported.get_absolute_url())
    assert not Practice.objects.filter(code="QQ101").exists()


def test_work_that_has_stopped_can_be_begun_again(administrator):
    send(administrator, "practices", an_ods_row())
    Job.objects.update(status="failed", finished_at="2007-04-16T09:00Z", message="Out of disk")
    page = the_import().get_absolute_url()
    shown = text_of(administrator, page)
    assert "Out of disk" in shown

    administrator.post(reverse("localities:import-check-again", args=[the_import().pk]))

    files.run_job(the_import())
    assert "What this file would change" in text_of(administrator, page)


@pytest.mark.parametrize(
    "values, message",
    [
        ({"kind": "payments"}, "Enter the financial year"),
        ({"kind": "payments", "year": "2016/18"}, "Enter the financial year"),
        ({"kind": ""}, "Select what the file holds"),
        ({"kind": "list_sizes", "as_at_day": "30", "as_at_month": "2"}, "must include a year"),
    ],
)
def test_what_is_missing_is_asked_for(administrator, values, message):
    response = send(administrator, **{"content": "a,b\n", **values})

    assert response.status_code == 422
    assert message in response.content.decode()


def test_a_file_that_is_no_text_is_refused_at_the_door(administrator):
    file = SimpleUploadedFile("x.csv", b"PK\x03\x04\x00\x00")
    response = administrator.post(
        reverse("localities:import-upload"), {"kind": "practices", "file": file}
    )

    assert response.status_code == 422
    assert not Import.objects.exists()


def test_a_commissioner_is_offered_lists_only(cast, client):
    people.sign_in(client, cast.officer)

    shown = text_of(client, reverse("localities:import-upload"))

    assert "Patients registered" in shown
    assert "epraccur" not in shown
    assert send(client, "practices", an_ods_row()).status_code == 422


def test_an_auditor_sees_and_is_told_why_not(cast, client):
    imported = upload("practices", an_ods_row())
    people.sign_in(client, cast.auditor)

    shown = text_of(client, imported.get_absolute_url())

    assert "Only an administrator may import" in shown
    assert client.get(reverse("localities:import-list")).status_code == 200
    address = reverse("localities:import-confirm", args=[imported.pk])
    assert client.post(address).status_code == 403


def test_the_imported_file_is_for_those_who_see_the_import(cast, client):
    imported = upload("practices", an_ods_row())
    address = reverse("documents:file", args=[imported.file_id])

    people.sign_in(client, cast.auditor)
    assert b"".join(client.get(address)) == an_ods_row().encode()
    people.sign_in(client, cast.riverside_manager)
    assert client.get(address).status_code == 404
