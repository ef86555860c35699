"""EXC-13, TV-44: what looks like an NHS number is refused and logged, and kept nowhere.

Nowhere is looked at: every table, every stored file, the log and the page that comes back.
"""

import logging

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from les_schemes.actions import report_templates, reports
from les_schemes.models import MonthlyReport, PatientDataRefusal, ReportUpload
from les_schemes.reports.columns import REFERRALS, Standard
from les_schemes.reports.identifiable import PatientData
from les_schemes.reports.statuses import ReportStatus
from pbc.models import AuditEvent, StoredFile
from tests import cast as the_cast
from tests.cast import stand_on
from tests.integration.les_schemes.reports.test_report_pages import ROW, browser, to, words
from tests.reports import (
    APRIL,
    IN_MAY,
    NHS_NUMBER,
    REFERRAL_ROWS,
    good_sheets,
    raw,
    report_at,
    signed_up,
    workbook,
)

FORMS = (NHS_NUMBER, NHS_NUMBER.replace(" ", ""), NHS_NUMBER.replace(" ", "-"))


@pytest.fixture
def sign_up(cast):
    made = signed_up(cast)
    stand_on(IN_MAY)
    return made


def places_in_the_database() -> list[str]:
    """Tables in which the number stands, in any of its forms."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f'SELECT * FROM "{table}"')
            held = repr(cursor.fetchall())
            if any(form in held for form in FORMS):
                found.append(table)
    return found


def files_that_hold_it(folder: str = "") -> list[str]:
    """Stored files, referenced or not, in which the number stands."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    forms = [form.encode() for form in FORMS]
    found = []
    for name in files:
        with default_storage.open(f"{folder}/{name}".lstrip("/")) as stored:
            content = stored.read()
        if any(form in content for form in forms):
            found.append(name)
    for name in folders:
        found += files_that_hold_it(f"{folder}/{name}".lstrip("/"))
    return found


def assert_kept_nowhere(page, caplog) -> None:
    assert page.status_code == 422
    for form in FORMS:
        assert form not in page.content.decode()
        assert form not in caplog.text
    assert places_in_the_database() == []
    assert files_that_hold_it() == []
    assert PatientDataRefusal.objects.count() == 1
    assert AuditEvent.objects.filter(event="report.patient_data_refused").count() == 1


@pytest.mark.parametrize("number", FORMS)
def test_typed_into_a_box_it_is_taken_out_and_the_rest_stays(cast, sign_up, caplog, number):
    caplog.set_level(logging.DEBUG)
    typed = {"rows": "5", **ROW, "row2-specialty": f"Patient {number}", "row2-count": "4"}
    page = browser(cast.riverside_manager).post(to("report-referrals", sign_up), typed)
    assert_kept_nowhere(page, caplog)
    assert "This looks like an NHS number. It was not kept." in words(page)
    assert 'value="Cardiology"' in words(page)
    assert not MonthlyReport.objects.exists()
    assert PatientDataRefusal.objects.get().places == ["row 2, Specialty"]


@pytest.mark.parametrize(
    "name, status, who, data",
    [
        ("report-submit", ReportStatus.DRAFT, "riverside_manager", "note"),
        ("report-send-back", ReportStatus.WITH_LOCALITY, "lead", "reason"),
        ("report-excuse", ReportStatus.WITH_LOCALITY, "officer", "reason"),
        ("report-void", ReportStatus.ACCEPTED, "officer", "reason"),
    ],
)
def test_typed_into_a_note_or_a_reason_it_is_refused_too(
    cast, sign_up, caplog, name, status, who, data
):
    report = report_at(status, cast, sign_up=sign_up)
    typed = {data: f"See patient {NHS_NUMBER}", "revision": "1"}
    page = browser(cast.people[who]).post(to(name, sign_up), typed)
    assert_kept_nowhere(page, caplog)
    report.refresh_from_db()
    assert report.status == status


def test_a_file_with_it_is_refused_as_a_whole_and_not_kept(cast, sign_up, caplog):
    sheets = good_sheets()
    sheets["Referrals"][2][0] = NHS_NUMBER
    files = StoredFile.objects.count()
    page = browser(cast.riverside_manager).post(
        to("report-upload", sign_up),
        {"file": SimpleUploadedFile("april.xlsx", workbook(**sheets))},
    )
    assert_kept_nowhere(page, caplog)
    assert "Referrals, row 3, column A" in words(page)
    assert not ReportUpload.objects.exists()
    assert not MonthlyReport.objects.exists()
    assert StoredFile.objects.count() == files
    assert PatientDataRefusal.objects.get().by_file


def test_a_csv_file_and_the_name_of_a_file_are_looked_at_too(cast, sign_up, caplog):
    csv = f"Specialty,Elective or unscheduled,Provider,Referrals\n{NHS_NUMBER},Elective,,1\n"
    manager = browser(cast.riverside_manager)
    page = manager.post(
        to("report-upload", sign_up), {"file": SimpleUploadedFile("a.csv", csv.encode())}
    )
    assert_kept_nowhere(page, caplog)
    named = SimpleUploadedFile(f"{NHS_NUMBER}.xlsx", workbook())
    page = manager.post(to("report-upload", sign_up), {"file": named})
    assert page.status_code == 422
    assert NHS_NUMBER not in page.content.decode()
    assert places_in_the_database() == []


def test_it_is_not_kept_when_the_session_has_ended_meanwhile(cast, sign_up):
    """A form that outlives its session is kept without it: a session is a row, too."""
    manager = browser(cast.riverside_manager)
    manager.get(to("report-referrals", sign_up))
    manager.cookies.pop("sessionid")
    typed = {"rows": "5", **ROW, "row2-specialty": NHS_NUMBER}
    assert manager.post(to("report-referrals", sign_up), typed).status_code == 302
    assert places_in_the_database() == []


def test_no_action_takes_it_whoever_calls(cast, sign_up):
    with pytest.raises(PatientData) as refused:
        reports.enter(
            sign_up=sign_up,
            month=APRIL,
            section=REFERRALS,
            rows=raw([{**REFERRAL_ROWS[0], "provider": NHS_NUMBER}]),
            none=False,
            by=cast.riverside_manager,
        )
    assert "row1-provider" in refused.value.places
    assert NHS_NUMBER not in str(refused.value)
    with pytest.raises(PatientData):
        report_templates.propose(
            version=sign_up.version,
            standard=Standard(words={"referrals.specialty": (NHS_NUMBER,)}),
            standards_in_words="",
            by=cast.officer,
        )
    with pytest.raises(PatientData):
        reports.excuse(sign_up=sign_up, month=APRIL, reason=NHS_NUMBER, by=cast.officer)
    assert places_in_the_database() == []


def test_the_commissioner_and_the_auditor_see_where_it_was_refused(cast, sign_up):
    typed = {"rows": "5", **ROW, "row2-specialty": NHS_NUMBER}
    browser(cast.riverside_manager).post(to("report-referrals", sign_up), typed)
    address = reverse("les_schemes:report-refused")
    for who in (cast.officer, cast.auditor):
        page = browser(who).get(address)
        assert "Riverside Surgery" in words(page)
        assert "row 2, Specialty" in words(page)
    assert "Riverside Surgery" not in words(browser(cast.watford_officer).get(address))
    assert browser(cast.riverside_manager).get(address).status_code == 403


def test_another_number_is_taken(cast, sign_up):
    typed = {"rows": "5", **ROW, "row1-specialty": "Clinic 943 476 5918"}
    answer = browser(cast.riverside_manager).post(to("report-referrals", sign_up), typed)
    assert answer.status_code == 302


def test_the_templates_page_does_not_show_it_again(cast, sign_up):
    address = reverse("les_schemes:report-template-propose", args=[sign_up.version_id])
    typed = {
        "standards_in_words": f"Like {NHS_NUMBER}",
        "largest_count": "20000",
        "use-referrals.provider": "optional",
        "use-activity.outcome": "optional",
        "use-activity.source_system": "optional",
    }
    page = the_cast.sign_in(Client(), cast.officer).post(address, typed)
    assert page.status_code == 422
    assert NHS_NUMBER not in page.content.decode()
    assert places_in_the_database() == []
