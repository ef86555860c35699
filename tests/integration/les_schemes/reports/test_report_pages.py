"""The pages of monthly reports: nothing typed is lost, and every fault is named."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from les_schemes.actions import reports
from les_schemes.models import MonthlyReport, ReportUpload
from les_schemes.reports.statuses import ReportStatus
from les_schemes.statuses import SignUpStatus
from tests import cast as the_cast
from tests import factories
from tests.cast import TODAY, stand_on
from tests.reports import (
    APRIL,
    IN_MAY,
    MAY,
    REFERRAL_ROWS,
    entered,
    good_sheets,
    on,
    report_at,
    signed_up,
    values,
    workbook,
)

ROW = {
    "row1-specialty": "Cardiology",
    "row1-admission": "elective",
    "row1-provider": "Watford General",
    "row1-count": "12",
}


@pytest.fixture
def sign_up(cast):
    made = signed_up(cast)
    stand_on(IN_MAY)
    return made


def browser(user) -> Client:
    return the_cast.sign_in(Client(), user)


def to(name: str, sign_up, month: date = APRIL, *more: object) -> str:
    arguments = [sign_up.version_id, sign_up.provider.code, f"{month:%Y-%m}", *more]
    return reverse(f"les_schemes:{name}", args=arguments)


def words(page) -> str:
    return " ".join(page.content.decode().split())


def test_a_manager_types_referrals_and_is_led_to_the_activity(cast, sign_up):
    manager = browser(cast.riverside_manager)
    page = manager.get(to("report-referrals", sign_up))
    assert "Counts by specialty; all activity looked at." in words(page)
    answer = manager.post(to("report-referrals", sign_up), {"rows": "5", **ROW, "save": "save"})
    assert answer["Location"] == to("report-activity", sign_up)
    report = MonthlyReport.objects.get()
    assert values(report)["referrals"][0]["count"] == 12


def test_save_and_add_rows_leads_back_to_the_page_with_more_boxes(cast, sign_up):
    manager = browser(cast.riverside_manager)
    address = to("report-referrals", sign_up)
    answer = manager.post(address, {"rows": "5", **ROW, "more": "more"})
    assert answer["Location"] == address
    page = manager.get(address)
    # The row held and five blank ones.
    assert 'name="row6-specialty"' in words(page)
    assert 'name="row7-specialty"' not in words(page)


def test_a_fault_is_told_beside_its_box_and_everything_typed_is_still_there(cast, sign_up):
    manager = browser(cast.riverside_manager)
    typed = {"rows": "5", **ROW, "row2-specialty": "General medicine", "row2-count": "a dozen"}
    page = manager.post(to("report-referrals", sign_up), typed)
    assert page.status_code == 422
    assert 'href="#id_row2-count"' in words(page)
    assert 'href="#id_row2-admission"' in words(page)
    assert 'value="a dozen"' in words(page)
    assert 'value="Cardiology"' in words(page)
    assert not MonthlyReport.objects.exists()


def test_a_nil_return_is_one_tick(cast, sign_up):
    manager = browser(cast.riverside_manager)
    for name in ("report-referrals", "report-activity"):
        assert manager.post(to(name, sign_up), {"rows": "5", "none": "true"}).status_code == 302
    page = manager.get(to("report-submit", sign_up))
    assert "None this month" in words(page)
    assert manager.post(to("report-submit", sign_up), {"note": ""}).status_code == 302
    assert MonthlyReport.objects.get().status == ReportStatus.WITH_LOCALITY


def test_what_cannot_be_done_yet_says_why(cast, sign_up):
    manager = browser(cast.riverside_manager)
    page = manager.get(to("report", sign_up))
    assert "Enter the referrals and activity first, or say that there were none." in words(page)
    entered(sign_up, MAY, cast.riverside_manager)
    page = manager.get(to("report", sign_up, MAY))
    assert "May 2007 is not over yet." in words(page)
    page = manager.get(to("report", sign_up, date(2007, 7, 1)))
    assert "July 2007 has not begun." in words(page)
    answer = manager.get(to("report-referrals", sign_up, date(2007, 7, 1)), follow=True)
    assert "July 2007 has not begun." in words(answer)


def test_a_step_out_of_its_time_leads_back_with_the_reason(cast, sign_up):
    report_at(ReportStatus.WITH_LOCALITY, cast, sign_up=sign_up)
    manager = browser(cast.riverside_manager)
    for name in ("report-referrals", "report-activity", "report-upload", "report-submit"):
        page = manager.get(to(name, sign_up), follow=True)
        assert "That cannot be done now: the report is with the locality." in words(page)
    officer = browser(cast.officer)
    page = officer.get(to("report-accept", sign_up), follow=True)
    assert "That cannot be done now" in words(page)


def upload(client: Client, sign_up, content: bytes, name: str = "april.xlsx"):
    file = SimpleUploadedFile(name, content)
    return client.post(to("report-upload", sign_up), {"file": file})


def test_a_file_with_faults_is_kept_with_every_one_and_enters_nothing(cast, sign_up):
    entered(sign_up, APRIL, cast.riverside_manager)
    manager = browser(cast.riverside_manager)
    sheets = good_sheets()
    sheets["Referrals"][1][3] = "a dozen"
    sheets["Activity"][1][6] = 99
    answer = upload(manager, sign_up, workbook(**sheets))
    held = ReportUpload.objects.get()
    assert answer["Location"] == held.get_absolute_url()
    page = words(manager.get(held.get_absolute_url()))
    assert "2 faults in <strong>april.xlsx</strong>" in page
    assert "D (Referrals)" in page
    assert "More are challenged than the 20 reported" in page
    listed = manager.get(held.get_absolute_url() + "?export=csv").content.decode("utf-8-sig")
    assert "Referrals,2,D (Referrals),a dozen" in listed
    # What was entered before is as it was, and these rows cannot be used.
    assert len(values(MonthlyReport.objects.get())["referrals"]) == 2
    assert manager.post(held.get_absolute_url()).status_code == 422


def test_a_good_file_is_shown_before_its_rows_are_used(cast, sign_up):
    manager = browser(cast.riverside_manager)
    answer = upload(manager, sign_up, workbook())
    page = words(manager.get(answer["Location"]))
    assert "No fault in <strong>april.xlsx</strong>" in page
    assert "Hemel Hempstead General" in page
    assert values(MonthlyReport.objects.get()) == {"referrals": [], "activity": []}
    assert manager.post(answer["Location"]).status_code == 302
    held = values(MonthlyReport.objects.get())
    assert held["activity"][1]["reported_pence"] == 81_050
    upload_used = ReportUpload.objects.get()
    assert upload_used.used_by == cast.riverside_manager.person_id


def test_a_csv_file_replaces_its_own_section_alone(cast, sign_up):
    entered(sign_up, APRIL, cast.riverside_manager)
    manager = browser(cast.riverside_manager)
    csv = b"Specialty,Elective or unscheduled,Provider,Referrals\nENT,Elective,,3\n"
    answer = upload(manager, sign_up, csv, "referrals.csv")
    manager.post(answer["Location"])
    held = values(MonthlyReport.objects.get())
    assert [row["specialty"] for row in held["referrals"]] == ["ENT"]
    assert len(held["activity"]) == 2


@pytest.mark.parametrize(
    "content, word",
    [
        (workbook(Referrals=[["Specialty"], ["=HYPERLINK()"]]), "formulas (cell A2)"),
        (b"Specialty,Referrals\n=1+1,2\n", "starts like a formula"),
        (b"%PDF-1.7\nstartxref\n%%EOF", "looks like a PDF"),
        (b"", "empty"),
        (b"x" * (2 * 1024 * 1024 + 1), "smaller than 2 MB"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_plain_words_and_not_kept(
    cast, sign_up, content, word
):
    page = upload(browser(cast.riverside_manager), sign_up, content)
    assert page.status_code == 422
    assert word in words(page)
    assert not ReportUpload.objects.exists()
    assert not MonthlyReport.objects.exists()


def test_the_rows_entered_can_be_taken_away_changed_and_sent_back(cast, sign_up):
    entered(sign_up, APRIL, cast.riverside_manager)
    manager = browser(cast.riverside_manager)
    content = manager.get(to("report-file", sign_up, APRIL, "report.xlsx")).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Referrals", "Activity"]
    book["Referrals"]["D2"] = 13
    stream = io.BytesIO()
    book.save(stream)
    answer = upload(manager, sign_up, stream.getvalue())
    manager.post(answer["Location"])
    assert values(MonthlyReport.objects.get())["referrals"][0]["count"] == 13
    csv = manager.get(to("report-file", sign_up, APRIL, "activity.csv")).content
    assert upload(manager, sign_up, csv, "activity.csv").status_code == 302
    assert ReportUpload.objects.first().faults == []


def test_an_empty_template_can_be_taken_away_before_anything_is_entered(cast, sign_up):
    manager = browser(cast.riverside_manager)
    content = manager.get(to("report-file", sign_up, APRIL, "referrals.csv")).content
    assert content.decode("utf-8-sig").strip() == (
        "Specialty,Elective or unscheduled,Provider,Referrals"
    )


def test_lead_and_officer_accept_and_the_practice_is_told_what_it_releases(cast, sign_up):
    report_at(ReportStatus.WITH_LOCALITY, cast, sign_up=sign_up)
    lead = browser(cast.lead)
    assert "Monthly report to receive" in words(lead.get("/"))
    assert "Riverside Surgery" in words(lead.get(reverse("les_schemes:reports")))
    answer = lead.post(to("report-accept-for-locality", sign_up), {"revision": "1"})
    assert answer.status_code == 302
    officer = browser(cast.officer)
    page = words(officer.get(to("report-accept", sign_up)))
    assert "it releases <strong>£341.88</strong> to Riverside Surgery" in page
    assert officer.post(to("report-accept", sign_up), {"revision": "1"}).status_code == 302
    page = words(browser(cast.riverside_manager).get(to("report", sign_up)))
    assert "Accepted" in page
    months_page = reverse("les_schemes:report-practice", args=[sign_up.version_id, "QQ001"])
    page = words(browser(cast.riverside_manager).get(months_page))
    assert "1 of 12 months count" in page
    assert "£341.88 (£4,102.50 × 1/12)" in page


def test_a_new_revision_sent_meanwhile_is_told_and_not_accepted_unseen(cast, sign_up):
    report = report_at(ReportStatus.RETURNED, cast, sign_up=sign_up)
    reports.submit(sign_up=sign_up, month=APRIL, note="", by=cast.riverside_manager)
    lead = browser(cast.lead)
    page = lead.post(to("report-accept-for-locality", sign_up), {"revision": "1"})
    assert page.status_code == 422
    assert "has sent a new revision meanwhile" in words(page)
    report.refresh_from_db()
    assert report.status == ReportStatus.WITH_LOCALITY


def test_the_page_of_a_report_sent_back_says_why_and_shows_what_was_sent(cast, sign_up):
    report_at(ReportStatus.RETURNED, cast, sign_up=sign_up)
    manager = browser(cast.riverside_manager)
    page = words(manager.get(to("report", sign_up)))
    assert "Sent back to be mended" in page
    assert "Cardiology is missing." in page
    page = words(manager.get(to("report-revision", sign_up, APRIL, 1)))
    assert "as it was submitted" in page
    assert "Cardiology is missing." in page


def test_home_tells_a_manager_each_month_with_its_day_and_its_worth(cast, sign_up):
    """NOT-06, and the cards of the practice."""
    manager = browser(cast.riverside_manager)
    page = words(manager.get("/"))
    assert "Report of April 2007" in page
    assert "31 May 2007" in page
    assert "£341.88" in page
    stand_on(date(2007, 9, 3))
    page = words(manager.get("/"))
    # April to August: five months, £4,102.50 × 5/12 = £1,709.375.
    assert "Reports of 5 months" in page
    assert "£1,709.38" in page
    # July's was due on 31 August, August's is due on 28 September.
    assert "4 overdue" in page


def test_pictures_show_every_practice_and_month_and_go_into_a_file(cast, sign_up):
    """REP-03."""
    with on(TODAY):
        factories.sign_up_at(
            SignUpStatus.ACCEPTED, cast, practice=cast.northgate, version=sign_up.version
        )
    stand_on(date(2007, 6, 4))
    report_at(ReportStatus.ACCEPTED, cast, sign_up=sign_up)
    officer = browser(cast.officer)
    address = reverse("les_schemes:report-timeliness", args=[sign_up.version_id])
    page = words(officer.get(address))
    assert "1 of 12 count" in page
    assert "0 of 12 count, 1 overdue" in page
    rows = officer.get(f"{address}?export=csv").content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Practice,Code,PBC Locality,Months that count,Late,Overdue,Apr 2007")
    assert rows[1] == (
        "Northgate Health Centre,QQ004,DacCom,0,0,Apr,Overdue,Expected" + ",Not due yet" * 10
    )
    assert rows[2].startswith("Riverside Surgery,QQ001,DacCom,1,1,,Accepted late,Expected")


def test_what_is_challenged_is_added_up_by_provider_of_accepted_reports(cast, sign_up):
    """REP-17."""
    stand_on(date(2007, 6, 4))
    report_at(ReportStatus.ACCEPTED, cast, sign_up=sign_up)
    other = [
        {
            "provider": "WATFORD GENERAL",
            "pod": "unscheduled",
            "reported_count": "10",
            "reported_pence": "10,000",
            "validated_count": "9",
            "validated_pence": "9,000",
            "challenged_count": "1",
            "challenged_pence": "1,000.50",
            "outcome": "Agreed",
        }
    ]
    report_at(ReportStatus.WITH_LOCALITY, cast, sign_up=sign_up, month=MAY, activity=other)
    officer = browser(cast.officer)
    address = reverse("les_schemes:report-challenges", args=[sign_up.version_id])
    rows = officer.get(f"{address}?export=csv").content.decode("utf-8-sig").splitlines()
    assert rows[1:] == [
        "Watford General,20,24000.00,3,3600.00,15.0,1",
        "Hemel Hempstead General,9,810.00,0,0.00,0.0,0",
    ]
    both = f"{address}?which=waiting&export=csv"
    rows = officer.get(both).content.decode("utf-8-sig").splitlines()
    # £3,600.00 + £1,000.50 of £34,000.00, whichever way its name is written.
    assert rows[1] == "Watford General,30,34000.00,4,4600.50,13.5,1"
    assert "£3,600.00 of £24,000.00 (15%)" in words(officer.get(address))


def test_what_was_sent_back_is_not_added_up_twice(cast, sign_up):
    report_at(ReportStatus.RETURNED, cast, sign_up=sign_up)
    report = reports.submit(sign_up=sign_up, month=APRIL, note="", by=cast.riverside_manager)
    report = reports.accept_for_locality(report=report, revision=2, by=cast.lead)
    reports.accept(report=report, revision=2, by=cast.officer)
    address = reverse("les_schemes:report-challenges", args=[sign_up.version_id])
    rows = browser(cast.officer).get(f"{address}?export=csv").content.decode("utf-8-sig")
    assert "Watford General,20,24000.00,3,3600.00" in rows


def test_lists_take_no_more_queries_for_more_practices(
    cast, sign_up, django_assert_max_num_queries
):
    for practice in (cast.northgate, cast.millbrook):
        more = {"alone": True} if practice == cast.millbrook else {}
        with on(TODAY):
            factories.sign_up_at(
                SignUpStatus.ACCEPTED, cast, practice=practice, version=sign_up.version, **more
            )
    officer = browser(cast.officer)
    with django_assert_max_num_queries(40):
        officer.get(reverse("les_schemes:report-timeliness", args=[sign_up.version_id]))
    with django_assert_max_num_queries(40):
        officer.get(reverse("les_schemes:reports"))


def test_sixty_rows_are_for_a_file_and_the_page_says_so(cast, sign_up):
    rows = [{**REFERRAL_ROWS[0], "specialty": f"Specialty {n}"} for n in range(61)]
    entered(sign_up, APRIL, cast.riverside_manager, referrals=rows)
    page = browser(cast.riverside_manager).get(to("report-referrals", sign_up), follow=True)
    assert "There are 61 rows, too many for one page." in words(page)
