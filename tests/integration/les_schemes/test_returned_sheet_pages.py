"""The pages of the sheet on paper: who opens which, and what they say when something is wrong."""

import io
from datetime import date

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from les_schemes.actions import returned_sheets as sheets
from les_schemes.models import ReturnedSheet, SignUp
from les_schemes.statuses import SheetStatus, SignUpStatus
from pbc import documents, waiting
from tests import factories, paper
from tests.cast import TODAY, sign_in, stand_on
from tests.pdf_ua import faults

OPENED = date(2007, 3, 12)
DAY = "2007-04-12"


@pytest.fixture
def version(cast):
    stand_on(OPENED)
    made = factories.open_version(cast)
    stand_on(TODAY)
    return made


@pytest.fixture
def sheet(cast, version):
    return paper.uploaded(cast, received_on=date(2007, 4, 12))


def at(name: str, *args: object) -> str:
    return reverse(f"les_schemes:{name}", args=args)


def signed_in(user) -> Client:
    return sign_in(Client(), user)


def words_of(response) -> str:
    return response.content.decode()


def filled(cast, **changed: object) -> dict[str, object]:
    """A complete form, as the browser sends it."""
    posts = {name: cast.posts[name, "riverside"].pk for name in ("okafor", "lindqvist", "pugh")}
    return {
        "scan": SimpleUploadedFile("scan.pdf", paper.scan(), "application/pdf"),
        "locality": str(cast.daccom.pk),
        "signatory": str(cast.riverside_manager.person_id),
        "practice_capacity": "practice_manager",
        "signed_posts": [str(pk) for pk in posts.values()],
        "contact_number": "01442 255 123",
        "signed_on_day": "10",
        "signed_on_month": "4",
        "signed_on_year": "2007",
        **changed,
    }


# Every address, by every role: 200 sees, 403 may not, 404 does not exist for them

INSIDE = {"officer": 200, "second_officer": 200}
NOBODY_ELSE = dict.fromkeys(
    ("preparer", "approver", "secretary", "member", "lmc_observer", "lead", "millbrook_manager"),
    403,
)
ADDRESSES = {
    "sheet-blank": {
        **INSIDE,
        **dict.fromkeys(NOBODY_ELSE, 200),
        "riverside_manager": 200,
        "okafor": 200,
        "auditor": 200,
        "watford_officer": 200,
    },
    "returned-sheets": {
        **INSIDE,
        **dict.fromkeys(NOBODY_ELSE, 200),
        "riverside_manager": 200,
        "okafor": 200,
        "auditor": 200,
    },
    "returned-sheet-start": {
        **INSIDE,
        **NOBODY_ELSE,
        "riverside_manager": 403,
        "okafor": 403,
        "auditor": 403,
        "administrator": 403,
        "watford_officer": 200,
    },
}


@pytest.mark.parametrize(
    "name, who, status",
    [(name, who, status) for name, roles in ADDRESSES.items() for who, status in roles.items()],
)
def test_who_opens_the_pages_of_a_scheme(cast, version, name, who, status):
    response = signed_in(getattr(cast, who)).get(at(name, version.pk))
    assert response.status_code == status


UPLOADERS = {
    "officer": 200,
    "second_officer": 200,
    "riverside_manager": 403,
    "okafor": 403,
    "auditor": 403,
    "preparer": 403,
    "administrator": 403,
    "lead": 403,
    "millbrook_manager": 404,
    "watford_officer": 404,
}


@pytest.mark.parametrize("who, status", UPLOADERS.items())
def test_who_opens_the_upload_of_a_practice(cast, version, who, status):
    address = at("returned-sheet-upload", version.pk, "QQ001", DAY, "post")
    client = signed_in(getattr(cast, who))
    assert client.get(address).status_code == status
    posted = client.post(address, filled(cast))
    assert posted.status_code == (302 if status == 200 else status)
    assert ReturnedSheet.objects.count() == (1 if status == 200 else 0)


SEES = {"officer": 200, "second_officer": 200, "auditor": 200, "administrator": 200}
SHEET_PAGES = {
    "returned-sheet": {**SEES, "riverside_manager": 200, "okafor": 200},
    "returned-sheet-verify": {
        "second_officer": 200,
        "officer": 403,
        "auditor": 403,
        "administrator": 403,
        "riverside_manager": 403,
        "okafor": 403,
    },
    "returned-sheet-reject": {
        "second_officer": 200,
        "officer": 200,
        "auditor": 403,
        "administrator": 403,
        "riverside_manager": 403,
        "okafor": 403,
    },
}
OUTSIDE = dict.fromkeys(
    (
        "watford_officer",
        "millbrook_manager",
        "frost",
        "lead",
        "preparer",
        "approver",
        "secretary",
        "member",
        "lmc_observer",
    ),
    404,
)


@pytest.mark.parametrize(
    "name, who, status",
    [
        (name, who, status)
        for name, roles in SHEET_PAGES.items()
        for who, status in {**roles, **OUTSIDE}.items()
    ],
)
def test_who_opens_the_pages_of_a_sheet(cast, sheet, name, who, status):
    client = signed_in(getattr(cast, who))
    assert client.get(at(name, sheet.pk)).status_code == status
    if name == "returned-sheet":
        scan = client.get(reverse("documents:file", args=[sheet.file_id]))
        assert scan.status_code == status
    elif status != 200:
        assert client.post(at(name, sheet.pk), {"reason": "No."}).status_code == status
        sheet.refresh_from_db()
        assert sheet.status == SheetStatus.WAITING


@pytest.mark.parametrize("name", [*ADDRESSES, "sheet-blank-pdf"])
def test_whoever_is_not_signed_in_is_asked_to(version, name):
    response = Client().get(at(name, version.pk))
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


def test_verifying_asks_for_the_second_factor_again_after_a_quarter_of_an_hour(cast, sheet):
    client = signed_in(cast.second_officer)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 16 * 60
    session.save()
    for name in ("returned-sheet-verify", "returned-sheet-reject"):
        response = client.get(at(name, sheet.pk))
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_reauthenticate"))


# The blank


def test_the_blank_has_the_words_of_the_source(cast, version):
    page = words_of(signed_in(cast.riverside_manager).get(at("sheet-blank", version.pk)))
    for words in (
        "Practice agreement to join the Local Enhanced Service for Practice Based Commissioning",
        "Please complete and return this sheet to",
        "We agree to actively participate and take personal responsibility",
        "Time spent with patients to retain them in primary care where appropriate",
        "Implementing action agreed by the PBC Locality as appropriate",
        "at least 2 hours per GP per month",
        "Practice name",
        "PBC Locality practice has joined",
        "Names of all GPs",
        "Signatures of all GPs",
        "Contact number",
        version.return_email,
        "30 April 2007",
    ):
        assert words in page


def test_filled_in_it_names_the_gps_and_says_who_is_not_asked_and_why(cast, version):
    client = signed_in(cast.riverside_manager)
    page = words_of(client.get(at("sheet-blank", version.pk), {"practice": "QQ001"}))
    for words in ("Riverside Surgery (QQ001)", "DacCom", "Dr Ada Okafor", "Dr Carys Pugh"):
        assert words in page
    assert "Not asked to sign: Dr Deepa Raman: a registrar" in page


def test_it_is_not_filled_in_for_a_practice_of_others(cast, version):
    client = signed_in(cast.riverside_manager)
    for name in ("sheet-blank", "sheet-blank-pdf"):
        response = client.get(at(name, version.pk), {"practice": "QQ002"})
        assert response.status_code == 404


@pytest.mark.skipif(documents.missing() is not None, reason="no Pango here")
@pytest.mark.parametrize("query", [{}, {"practice": "QQ001"}])
def test_its_pdf_is_one_tagged_page(cast, version, query):
    client = signed_in(cast.riverside_manager)
    response = client.get(at("sheet-blank-pdf", version.pk), query)
    assert response["Content-Type"] == "application/pdf"
    assert faults(response.content) == []
    assert len(pypdf.PdfReader(io.BytesIO(response.content)).pages) == 1


# The upload, step by step


def test_the_first_step_leads_to_the_entries_of_the_day(cast, version):
    client = signed_in(cast.officer)
    response = client.post(
        at("returned-sheet-start", version.pk),
        {
            "practice": "QQ001",
            "received_on_day": "12",
            "received_on_month": "4",
            "received_on_year": "2007",
            "channel": "email",
        },
    )
    assert response["Location"] == at("returned-sheet-upload", version.pk, "QQ001", DAY, "email")


@pytest.mark.parametrize(
    "changed, words",
    [
        ({"practice": ""}, "Choose the practice"),
        ({"practice": "QQ005"}, "Select a valid choice"),
        ({"received_on_day": ""}, "The date must include a day"),
        ({"received_on_day": "17"}, "must be today or in the past"),
        ({"received_on_month": "3", "received_on_day": "11"}, "on or after 12 March 2007"),
        ({"channel": "web"}, "Select a valid choice"),
        ({"channel": ""}, "Choose whether the sheet came by post or by e-mail"),
    ],
)
def test_the_first_step_says_what_is_wrong(cast, version, changed, words):
    given = {
        "practice": "QQ001",
        "received_on_day": "12",
        "received_on_month": "4",
        "received_on_year": "2007",
        "channel": "post",
        **changed,
    }
    response = signed_in(cast.officer).post(at("returned-sheet-start", version.pk), given)
    assert response.status_code == 422
    assert words in words_of(response)


@pytest.mark.parametrize("day, channel", [("2007-13-01", "post"), ("soon", "post"), (DAY, "web")])
def test_an_address_of_no_day_or_channel_does_not_exist(cast, version, day, channel):
    address = at("returned-sheet-upload", version.pk, "QQ001", day, channel)
    assert signed_in(cast.officer).get(address).status_code == 404


def test_gps_who_do_not_sign_are_not_offered_and_the_reason_is_given(cast, version):
    address = at("returned-sheet-upload", version.pk, "QQ004", DAY, "post")
    page = words_of(signed_in(cast.officer).get(address))
    assert "Dr Grainne Tierney: employed by the PCT, which runs this practice" in page
    assert (
        f'name="signed_posts" type="checkbox" value="{cast.posts["tierney", "northgate"].pk}"'
        not in page
    )


def test_who_has_signed_on_the_page_already_is_said_beside_the_name(cast, version):
    sign_up = factories.sign_up_at(SignUpStatus.SIGNING, cast)
    factories.sign(sign_up, cast.okafor)
    address = at("returned-sheet-upload", version.pk, "QQ001", DAY, "post")
    page = words_of(signed_in(cast.officer).get(address))
    assert page.count("Has signed: typed name, signed in") == 1
    assert sign_up.get_absolute_url() in page


def test_a_complete_form_makes_a_sheet_that_waits(cast, version):
    client = signed_in(cast.officer)
    address = at("returned-sheet-upload", version.pk, "QQ001", DAY, "post")
    response = client.post(address, filled(cast), follow=True)
    sheet = ReturnedSheet.objects.get()
    assert response.redirect_chain == [(sheet.get_absolute_url(), 302)]
    assert (sheet.received_on, sheet.signed_on) == (date(2007, 4, 12), date(2007, 4, 10))
    assert sheet.file.original_name == "scan.pdf"
    page = words_of(response)
    assert "It counts once another person has verified it" in page
    assert "You uploaded this sheet, so another person has to verify it" in page


@pytest.mark.parametrize(
    "changed, words",
    [
        ({"scan": ""}, "Choose the file of the scan"),
        (
            {"scan": SimpleUploadedFile("scan.pdf", b"MZ\x90 not a scan", "application/pdf")},
            "Choose a PDF or a PNG picture or a JPEG picture",
        ),
        ({"locality": ""}, "Choose what the sheet says of the PBC Locality"),
        ({"locality": "999999"}, "Select a valid choice"),
        ({"signatory": ""}, "Choose who signed for the practice"),
        ({"signatory": "other"}, "Enter the name in full"),
        ({"signatory": "other", "practice_signatory": "Bell"}, "Enter the name in full"),
        ({"practice_capacity": ""}, "Choose the capacity"),
        ({"practice_capacity": "gp"}, "Select a valid choice"),
        ({"signed_posts": ["999999"]}, "Select a valid choice"),
        ({"signatory": "empty", "signed_posts": []}, "A sheet that nobody signed"),
        ({"contact_number": "ring us"}, "Enter a telephone number"),
        ({"signed_on_year": ""}, "The date must include a year"),
        ({"signed_on_day": "13"}, "on or before the day it was received"),
    ],
)
def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(cast, version, changed, words):
    address = at("returned-sheet-upload", version.pk, "QQ001", DAY, "post")
    given = filled(cast, **changed)
    response = signed_in(cast.officer).post(address, given)
    assert response.status_code == 422
    page = words_of(response)
    assert words in page
    assert "There is a problem" in page
    assert given["contact_number"] in page
    assert not ReturnedSheet.objects.exists()


def test_a_late_sheet_is_said_to_be_late_and_is_recorded_all_the_same(cast, version):
    stand_on(date(2007, 5, 3))
    address = at("returned-sheet-upload", version.pk, "QQ001", "2007-05-02", "post")
    client = signed_in(cast.officer)
    assert "This sheet is late" in words_of(client.get(address))
    assert client.post(address, filled(cast)).status_code == 302


# The second person


def test_the_scan_stands_beside_the_entries(cast, sheet):
    response = signed_in(cast.second_officer).get(at("returned-sheet-verify", sheet.pk))
    scan = reverse("documents:file", args=[sheet.file_id])
    assert f'<iframe src="{scan}?inline' in words_of(response)
    assert "frame-src 'self'" in response["Content-Security-Policy"]


def test_only_a_page_of_ours_may_frame_the_scan(cast, sheet):
    scan = reverse("documents:file", args=[sheet.file_id])
    client = signed_in(cast.second_officer)
    shown = client.get(f"{scan}?inline")
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert shown["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'self'"
    taken = client.get(scan)
    assert taken["X-Frame-Options"] == "DENY"
    assert "sandbox" in taken["Content-Security-Policy"]


def test_a_picture_is_shown_as_a_picture(cast, version):
    sheet = sheets.upload(
        version=version,
        practice=cast.riverside,
        entries=paper.entries(cast),
        scan=paper.photograph(),
        file_name="sheet.png",
        by=cast.officer,
    )
    page = words_of(signed_in(cast.second_officer).get(sheet.get_absolute_url()))
    scan = reverse("documents:file", args=[sheet.file_id])
    assert f'<img src="{scan}?inline"' in page


def test_verifying_with_every_line_ticked_submits_the_sign_up(cast, sheet):
    client = signed_in(cast.second_officer)
    keys = [line.key for line in paper.lines(sheet)]
    response = client.post(at("returned-sheet-verify", sheet.pk), {"agreed": keys}, follow=True)
    assert "The sign-up is now submitted" in words_of(response)
    assert SignUp.objects.get().status == SignUpStatus.SUBMITTED


def test_a_line_not_ticked_is_named(cast, sheet):
    client = signed_in(cast.second_officer)
    keys = [line.key for line in paper.lines(sheet) if line.key != "contact_number"]
    response = client.post(at("returned-sheet-verify", sheet.pk), {"agreed": keys})
    assert response.status_code == 422
    assert "Not ticked: contact number: 01442 255 123" in words_of(response)


def test_a_rejection_says_why_on_the_page(cast, sheet):
    client = signed_in(cast.second_officer)
    address = at("returned-sheet-reject", sheet.pk)
    assert client.post(address, {"reason": " "}).status_code == 422
    response = client.post(address, {"reason": "Cut off <b>below</b>."}, follow=True)
    assert "Cut off &lt;b&gt;below&lt;/b&gt;." in words_of(response)


@pytest.mark.parametrize("name", ["returned-sheet-verify", "returned-sheet-reject"])
def test_a_settled_sheet_leads_back_to_its_page(cast, sheet, name):
    paper.agreed(sheet, by=cast.second_officer)
    response = signed_in(cast.second_officer).get(at(name, sheet.pk), follow=True)
    assert "That cannot be done now: the sheet is verified" in words_of(response)


# Where people find it


def test_one_sheet_waits_on_the_home_page_by_name_several_by_number(cast, sheet):
    (item,) = [found for found in waiting.items_for(cast.second_officer) if "Paper" in found.title]
    assert (item.title, item.url) == ("Paper sheet to verify", sheet.get_absolute_url())
    paper.uploaded(cast, cast.millbrook, words="millbrook")
    (item,) = [found for found in waiting.items_for(cast.second_officer) if "Paper" in found.title]
    assert (item.title, item.count) == ("Paper sheets to verify", 2)
    assert item.url == at("returned-sheets", sheet.sign_up.version_id)
    assert not [found for found in waiting.items_for(cast.officer) if "Paper" in found.title]


def test_the_sign_up_and_its_review_lead_to_the_sheet(cast, sheet):
    paper.agreed(sheet, by=cast.second_officer)
    client = signed_in(cast.second_officer)
    for name in ("sign-up", "sign-up-review"):
        assert sheet.get_absolute_url() in words_of(client.get(at(name, sheet.sign_up_id)))


def test_a_locality_lead_sees_the_sign_up_and_not_its_scan(cast, sheet):
    paper.agreed(sheet, by=cast.second_officer)
    page = signed_in(cast.lead).get(at("sign-up", sheet.sign_up_id))
    assert page.status_code == 200
    assert sheet.get_absolute_url() not in words_of(page)


def test_the_table_shows_each_officer_the_own_commissioners_sheets(cast, sheet):
    paper.uploaded(cast, cast.cassio, by=cast.watford_officer, locality=cast.watcom, words="cassio")
    address = at("returned-sheets", sheet.sign_up.version_id)
    ours = words_of(signed_in(cast.officer).get(address))
    theirs = words_of(signed_in(cast.watford_officer).get(address))
    assert "Riverside Surgery" in ours
    assert "Cassio House" not in ours
    assert "Cassio House" in theirs
    assert "Riverside Surgery" not in theirs
    assert "Riverside Surgery" not in words_of(signed_in(cast.millbrook_manager).get(address))
