"""A month's report in Chromium: typed, mended from a file, accepted by the locality and the PCT."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from les_schemes.models import MonthlyReport, PatientDataRefusal
from les_schemes.reports.statuses import ReportStatus
from tests import cast as the_cast
from tests.cast import stand_on
from tests.reports import APRIL, IN_MAY, report_at, signed_up, values

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADINGS = (
    'Provider,"Elective, unscheduled or A&E",Reported,Reported £,Validated,Validated £,'
    "Challenged,Challenged £,Outcome of the challenge,Source system\n"
)
BAD = (
    HEADINGS
    + "Watford General,Elective,20,24000,17,20400,3,36OO,Agreed,SUS\n"
    + "Hemel Hempstead General,Emergency,9,810,9,810,,,,SUS\n"
)
GOOD = BAD.replace("36OO", "3600").replace("Emergency", "A&E")


@pytest.fixture
def cast() -> the_cast.Cast:
    return the_cast.gather()


def signed_in(page, live_server, user: User):
    """The page, with the session of a person who has just signed in."""
    browser = the_cast.sign_in(Client(), user)
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": "sessionid", "value": browser.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


def send_file(page, name: str, content: str) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.get_by_role("button", name="Upload and check").click()


def heading(page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def test_a_month_is_typed_uploaded_mended_and_accepted_by_both(page, live_server, cast):
    signed_up(cast)
    stand_on(IN_MAY)
    signed_in(page, live_server, cast.riverside_manager).goto("/")
    expect(page.get_by_role("main")).to_contain_text("£341.88")
    page.get_by_role("link", name="Report of April 2007").click()
    page.get_by_role("button", name="Enter referrals").click()
    page.locator("[name=row1-specialty]").fill("Cardiology")
    page.locator("[name=row1-admission]").select_option("Elective")
    page.locator("[name=row1-count]").fill("a dozen")
    page.get_by_role("button", name="Save and continue").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Enter a whole number")
    expect(page.locator("[name=row1-specialty]")).to_have_value("Cardiology")
    page.locator("[name=row1-count]").fill("12")
    page.get_by_role("button", name="Save and continue").click()

    heading(page, "Activity")
    page.get_by_role("link", name="uploaded as a file").click()
    send_file(page, "activity.csv", BAD)
    heading(page, "The file has faults")
    expect(page.get_by_role("main")).to_contain_text("H (Challenged £)")
    expect(page.get_by_role("main")).to_contain_text("Enter one of: Elective, Unscheduled, A&E")
    page.get_by_role("button", name="Upload it again").click()
    send_file(page, "activity mended.csv", GOOD)
    heading(page, "Check what the file brings")
    expect(page.get_by_role("main")).to_contain_text("Hemel Hempstead General")
    page.get_by_role("button", name="Use these rows").click()
    page.get_by_role("button", name="Check and submit").click()
    expect(page.get_by_role("main")).to_contain_text("It goes to DacCom")
    page.get_by_role("button", name="Submit the report").click()
    expect(page.get_by_role("main")).to_contain_text("The report of April 2007 is with DacCom")

    signed_in(page, live_server, cast.lead).goto("/")
    page.get_by_role("link", name="Monthly report to receive").click()
    page.get_by_role("link", name="Riverside Surgery").first.click()
    page.get_by_role("button", name="Accept for the locality").click()
    page.get_by_role("button", name="Accept for the locality").click()
    expect(page.get_by_role("main")).to_contain_text("Accepted for the locality")

    signed_in(page, live_server, cast.officer).goto("/")
    page.get_by_role("link", name="Monthly report to receive").click()
    page.get_by_role("link", name="Riverside Surgery").first.click()
    page.get_by_role("button", name="Accept the report").click()
    expect(page.get_by_role("main")).to_contain_text("it releases £341.88")
    page.get_by_role("button", name="Accept the report").click()
    expect(page.get_by_role("main")).to_contain_text("Its month is in the next payments")

    report = MonthlyReport.objects.get()
    assert report.status == ReportStatus.ACCEPTED
    assert values(report)["activity"][0]["challenged_pence"] == 360_000
    page.get_by_role("link", name="Reports").first.click()
    page.get_by_role("link", name="who reports when").click()
    expect(page.get_by_role("main")).to_contain_text("1 of 12 count")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").first.click()
    assert "Riverside Surgery,QQ001" in Path(download.value.path()).read_text("utf-8-sig")


def test_a_file_with_an_nhs_number_is_refused_by_keyboard_and_without_script(
    browser, live_server, cast
):
    sign_up = signed_up(cast)
    stand_on(IN_MAY)
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = signed_in(context.new_page(), live_server, cast.riverside_manager)
    arguments = [sign_up.version_id, "QQ001", f"{APRIL:%Y-%m}"]
    page.goto(reverse("les_schemes:report-upload", args=arguments))
    send_file(page, "activity.csv", GOOD.replace("SUS", "943 476 5919"))
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("looks like an NHS number (row 2, column J; row 3, column J)")
    assert "5919" not in page.content()
    assert PatientDataRefusal.objects.count() == 1
    assert not MonthlyReport.objects.exists()
    context.close()


def test_a_report_sent_back_is_mended_and_submitted_again(page, live_server, cast):
    sign_up = signed_up(cast)
    stand_on(IN_MAY)
    report = report_at(ReportStatus.RETURNED, cast, sign_up=sign_up)
    signed_in(page, live_server, cast.riverside_manager).goto("/")
    page.get_by_role("link", name="Report of April 2007").click()
    expect(page.get_by_role("main")).to_contain_text("Cardiology is missing.")
    page.get_by_role("button", name="Change referrals").click()
    page.locator("[name=row3-specialty]").fill("ENT")
    page.locator("[name=row3-admission]").select_option("Unscheduled")
    page.locator("[name=row3-count]").fill("2")
    page.get_by_role("button", name="Save and add rows").click()
    expect(page.locator("[name=row3-specialty]")).to_have_value("ENT")
    page.get_by_role("link", name="Back to the report").click()
    page.get_by_role("button", name="Check and submit").click()
    page.get_by_label("Anything to tell with it?").fill("ENT added.")
    page.get_by_role("button", name="Submit the report").click()
    expect(page.get_by_role("main")).to_contain_text("ENT added.")
    page.get_by_role("link", name="Submitted", exact=True).click()
    heading(page, "Revision 1, as it was submitted")
    assert report.revisions.count() == 2
