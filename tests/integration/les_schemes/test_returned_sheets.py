"""A sheet that came on paper: uploaded by one officer, verified or rejected by another (SM-02)."""

from datetime import date, datetime, time

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Interest, RoleHolding
from les_schemes import blank_sheet, returned_sheets
from les_schemes.actions import returned_sheets as sheets
from les_schemes.actions import sign_ups
from les_schemes.models import ReturnedSheet, Signature, SignUp
from les_schemes.statuses import SheetStatus, SigningMethod, SignUpStatus
from localities.models import Person, Post
from pbc import clock
from pbc.models import AuditEvent, Message, StoredFile
from pbc.refusals import BadInput, NotNow, NotPermitted
from pbc.roles import Role
from tests import cast as the_cast
from tests import factories, paper
from tests.cast import TODAY, stand_on
from tests.factories import sign_up_at

OPENED = date(2007, 3, 12)


@pytest.fixture
def version(cast):
    """The scheme, opened on 12 March 2007; today is 16 April."""
    stand_on(OPENED)
    made = factories.open_version(cast)
    stand_on(TODAY)
    return made


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=clock.LONDON)


# Uploading


def test_an_uploaded_sheet_waits_and_changes_nothing_of_the_sign_up(cast, version):
    sheet = paper.uploaded(cast, received_on=date(2007, 4, 12))
    assert sheet.status == SheetStatus.WAITING
    sign_up = SignUp.objects.get()
    assert (sign_up.status, sign_up.channel) == (SignUpStatus.DRAFT, "post")
    assert sign_up.received_at is None
    assert sign_up.locality is None
    assert not Signature.objects.exists()


def test_a_scan_goes_to_the_sign_up_that_is_in_hand(cast, version):
    held = sign_up_at(SignUpStatus.SIGNING, cast)
    assert paper.uploaded(cast).sign_up == held
    assert SignUp.objects.count() == 1


@pytest.mark.parametrize("status", [SignUpStatus.REFUSED, SignUpStatus.WITHDRAWN])
def test_after_a_refused_or_withdrawn_sheet_paper_begins_a_new_one(cast, version, status):
    over = sign_up_at(status, cast)
    assert paper.uploaded(cast).sign_up != over


def test_the_other_officers_and_the_practice_are_told(cast, version):
    paper.uploaded(cast)
    told = dict(
        Message.objects.filter(kind__startswith="returned_sheet").values_list("kind", "person_id")
    )
    assert told == {
        "returned_sheet.received": cast.riverside_manager.person_id,
        "returned_sheet.to_verify": cast.second_officer.person_id,
    }


def test_the_upload_is_in_the_audit_trail_with_the_scans_sha256(cast, version):
    sheet = paper.uploaded(cast)
    event = AuditEvent.objects.get(event="returned_sheet.uploaded")
    assert event.actor_id == cast.officer.person_id
    assert event.content["after"]["scan_sha256"] == sheet.file.sha256


@pytest.mark.parametrize(
    "changed, field, words",
    [
        ({"received_on": date(2007, 4, 17)}, "received_on", "today or in the past"),
        ({"received_on": date(2007, 3, 11)}, "received_on", "on or after 12 March 2007"),
        ({"signed_on": date(2007, 4, 17)}, "signed_on", "on or before the day it was received"),
        ({"signed_on": date(2007, 3, 11)}, "signed_on", "on or after 12 March 2007"),
        ({"channel": "web"}, "channel", "by post or by e-mail"),
        ({"channel": "pigeon"}, "channel", "by post or by e-mail"),
        ({"contact_number": "ask at the desk"}, "contact_number", "telephone number"),
        ({"alone": True}, "locality", "Choose one"),
        ({"practice_capacity": ""}, "practice_capacity", "Choose the capacity"),
        ({"practice_capacity": "gp"}, "practice_capacity", "Choose the capacity"),
        (
            {"practice_person": None, "practice_signatory": "Bell"},
            "practice_signatory",
            "name in full",
        ),
        (
            {"practice_person": None, "practice_signatory": "Mrs Bell"},
            "practice_signatory",
            "name in full",
        ),
        (
            {"practice_person": None, "signed_posts": []},
            "signed_posts",
            "nobody signed",
        ),
    ],
)
def test_wrong_entries_are_named_by_field_and_nothing_is_written(
    cast, version, changed, field, words
):
    with pytest.raises(BadInput) as refusal:
        paper.uploaded(cast, **changed)
    assert words in refusal.value.errors[field]
    assert not SignUp.objects.exists()
    assert not ReturnedSheet.objects.exists()
    assert not StoredFile.objects.filter(kind=returned_sheets.FILE_KIND).exists()


def test_a_locality_of_another_commissioner_is_refused(cast, version):
    with pytest.raises(BadInput) as refusal:
        paper.uploaded(cast, locality=cast.watcom)
    assert "locality" in refusal.value.errors


def test_a_gp_of_another_practice_is_refused(cast, version):
    with pytest.raises(BadInput, match="GPs in post at Riverside"):
        paper.uploaded(cast, signed_posts=[cast.posts["frost", "millbrook"].pk])


def test_a_gp_who_had_not_joined_on_the_day_is_refused(cast, version):
    the_cast.a_gp("Vera", "Quist", cast.riverside, starts=date(2007, 4, 13))
    joined = Post.objects.get(person__family_name="Quist")
    with pytest.raises(BadInput, match="in post at Riverside Surgery on 12 April 2007"):
        paper.uploaded(cast, received_on=date(2007, 4, 12), signed_posts=[joined.pk])


def test_a_gp_employed_by_the_pct_does_not_sign_and_the_reason_is_given(cast, version):
    the_cast.a_gp("Vera", "Quist", cast.riverside, starts=OPENED, employed_by_commissioner=True)
    employed = Post.objects.get(person__family_name="Quist")
    with pytest.raises(BadInput, match="Quist does not sign: employed by the PCT"):
        paper.uploaded(cast, signed_posts=[employed.pk])


def test_of_a_practice_that_the_pct_runs_no_gp_signs(cast, version):
    with pytest.raises(BadInput, match="the LES does not apply"):
        paper.uploaded(cast, cast.northgate, signed_posts=[cast.posts["tierney", "northgate"].pk])


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "empty"),
        (b"%PDF-1.7 cut off", "Choose a PDF"),
        (b"<html><script>alert(1)</script>", "Choose a PDF"),
        (b"MZ\x90\x00", "Choose a PDF"),
        (b"%PDF-1.7\n" + b"0" * (10 * 1024 * 1024), "smaller than 10 MB"),
    ],
)
def test_a_file_that_is_no_scan_is_refused(cast, version, content, words):
    with pytest.raises(BadInput) as refusal:
        sheets.upload(
            version=version,
            practice=cast.riverside,
            entries=paper.entries(cast),
            scan=content,
            file_name="sheet.pdf",
            by=cast.officer,
        )
    assert words in refusal.value.errors["scan"]


def test_one_scan_is_not_the_sheet_of_two_practices(cast, version):
    paper.uploaded(cast)
    with pytest.raises(BadInput, match="already held as the sheet of Riverside Surgery"):
        paper.uploaded(cast, cast.millbrook)


def test_a_practice_of_another_commissioner_is_not_named_to_whom_has_its_scan(cast, version):
    paper.uploaded(cast, cast.cassio, by=cast.watford_officer, locality=cast.watcom)
    with pytest.raises(BadInput, match="already held as the sheet of another practice"):
        paper.uploaded(cast)


def test_a_rejected_scan_may_be_uploaded_again(cast, version):
    sheet = paper.uploaded(cast)
    sheets.reject(sheet=sheet, reason="Wrong date entered.", by=cast.officer)
    assert paper.uploaded(cast).status == SheetStatus.WAITING


def test_one_sheet_waits_at_a_time(cast, version):
    paper.uploaded(cast)
    with pytest.raises(NotNow, match="waits to be verified already"):
        paper.uploaded(cast, words="another scan")


def test_the_database_too_lets_one_sheet_wait_at_a_time(cast, version):
    sheet = paper.uploaded(cast)
    sheet.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        ReturnedSheet.objects.create(
            **{
                field.attname: getattr(sheet, field.attname)
                for field in ReturnedSheet._meta.concrete_fields
                if field.name != "id"
            }
        )


def test_paper_is_not_taken_for_a_scheme_that_is_not_open(cast):
    draft = factories.scheme_at("draft", cast)
    with pytest.raises(NotNow, match="not open"):
        paper.uploaded(cast, version=draft)


@pytest.mark.parametrize(
    "who",
    [
        "riverside_manager",
        "okafor",
        "lead",
        "watford_officer",
        "preparer",
        "approver",
        "secretary",
        "member",
        "lmc_observer",
        "auditor",
        "administrator",
    ],
)
def test_only_an_officer_of_the_practices_commissioner_uploads(cast, version, who):
    with pytest.raises(NotPermitted):
        paper.uploaded(cast, by=getattr(cast, who))
    assert not ReturnedSheet.objects.exists()
    assert not SignUp.objects.exists()


def declare_interest(user, practice) -> None:
    Interest.objects.create(
        person=user.person,
        organisation_id=practice.pk,
        kind="indirect",
        description="A brother is a partner.",
        starts=OPENED,
        declared_at=clock.now(),
    )


def test_an_officer_with_an_interest_in_the_practice_neither_uploads_nor_verifies(cast, version):
    sheet = paper.uploaded(cast)
    declare_interest(cast.second_officer, cast.riverside)
    with pytest.raises(NotPermitted, match="interest"):
        paper.agreed(sheet, by=cast.second_officer)
    declare_interest(cast.second_officer, cast.millbrook)
    with pytest.raises(NotPermitted, match="interest"):
        paper.uploaded(cast, cast.millbrook, by=cast.second_officer, words="other")


def test_an_officer_who_works_at_the_practice_neither_uploads_nor_verifies(cast, version):
    sheet = paper.uploaded(cast)
    for practice in (cast.riverside, cast.millbrook):
        RoleHolding.objects.create(
            user=cast.second_officer,
            role=Role.GP,
            organisation_id=practice.pk,
            starts=OPENED,
            granted_at=clock.now(),
        )
    with pytest.raises(NotPermitted, match="You hold a role at this practice"):
        paper.agreed(sheet, by=cast.second_officer)
    with pytest.raises(NotPermitted, match="You hold a role at this practice"):
        paper.uploaded(cast, cast.millbrook, by=cast.second_officer, words="other")


# Verifying


def test_a_verified_sheet_is_submitted_as_received_on_the_day_it_arrived(cast, version):
    sheet = paper.verified(cast, received_on=date(2007, 4, 12), signed_on=date(2007, 4, 10))
    sign_up = SignUp.objects.get()
    assert sheet.status == SheetStatus.VERIFIED
    assert sign_up.status == SignUpStatus.SUBMITTED
    assert sign_up.received_at == noon(date(2007, 4, 12))
    assert sign_up.locality == cast.daccom
    assert sign_up.contact_number == "01442 255 123"
    assert sign_up.channel == "post"
    assert sign_up.submitted_by == cast.officer.person_id
    assert sign_up.undertaking_accepted_by == cast.riverside_manager.person_id


def test_its_signatures_are_on_paper_by_the_date_written_there(cast, version):
    sheet = paper.verified(cast, received_on=date(2007, 4, 12), signed_on=date(2007, 4, 10))
    signatures = list(Signature.objects.all())
    assert {signature.name_as_signed for signature in signatures} == {
        "Dr Ada Okafor",
        "Dr Ben Lindqvist",
        "Dr Carys Pugh",
        "Mrs Morag Bell",
    }
    assert {signature.method for signature in signatures} == {SigningMethod.SHEET}
    assert {signature.sheet for signature in signatures} == {sheet}
    assert {signature.signed_at for signature in signatures} == {noon(date(2007, 4, 10))}
    assert {signature.shown.text for signature in signatures} == {blank_sheet.words(version).text}


def test_a_sheet_without_a_date_was_signed_by_the_day_it_came(cast, version):
    paper.verified(cast, received_on=date(2007, 4, 12))
    assert Signature.objects.first().signed_at == noon(date(2007, 4, 12))


def test_received_today_it_is_not_received_in_the_future(cast, version):
    paper.verified(cast)
    assert SignUp.objects.get().received_at <= clock.now()


@pytest.mark.parametrize("received, late", [(date(2007, 4, 30), False), (date(2007, 5, 1), True)])
def test_the_last_day_counts_whole(cast, version, received, late):
    stand_on(date(2007, 5, 3))
    paper.verified(cast, received_on=received)
    assert SignUp.objects.get().is_late is late


def test_unsigned_gps_are_named_asked_and_may_sign_on_the_page(cast, version):
    paper.verified(
        cast,
        signed_posts=[
            cast.posts["okafor", "riverside"].pk,
            cast.posts["lindqvist", "riverside"].pk,
        ],
    )
    sign_up = SignUp.objects.with_progress().get()
    assert (sign_up.signed_gps, sign_up.required_gps) == (2, 3)
    waiting = factories.named(sign_up, cast.pugh)
    assert waiting.asked_at is not None
    told = Message.objects.get(kind="returned_sheet.verified").body
    assert "Not signed yet by Dr Carys Pugh" in told
    assert Message.objects.filter(
        kind="sign_up.please_sign", person_id=cast.pugh.person_id
    ).exists()
    factories.sign(sign_up, cast.pugh)
    assert SignUp.objects.with_progress().get().signed_gps == 3


def test_gps_are_those_of_the_day_it_was_received(cast, version):
    the_cast.a_gp("Vera", "Quist", cast.riverside, starts=date(2007, 4, 14))
    Post.objects.filter(pk=cast.posts["pugh", "riverside"].pk).update(ends=date(2007, 4, 13))
    paper.verified(
        cast,
        received_on=date(2007, 4, 12),
        signed_posts=[cast.posts[name, "riverside"].pk for name in ("okafor", "lindqvist", "pugh")],
    )
    named = SignUp.objects.get().named_gps.values_list("post__person__family_name", flat=True)
    assert set(named) == {"Okafor", "Lindqvist", "Pugh", "Raman"}


def test_what_was_signed_on_the_page_before_stays_and_the_paper_adds_the_rest(cast, version):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    factories.sign(sign_up, cast.okafor)
    paper.verified(cast)
    sign_up = SignUp.objects.with_progress().get()
    assert sign_up.status == SignUpStatus.SUBMITTED
    assert (sign_up.signed_gps, sign_up.required_gps) == (3, 3)
    methods = dict(sign_up.signatures.values_list("person__family_name", "method"))
    assert methods["Okafor"] == SigningMethod.TYPED
    assert methods["Pugh"] == SigningMethod.SHEET


def test_who_signed_on_the_page_and_took_another_post_is_not_named_twice(cast, version):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    factories.sign(sign_up, cast.pugh)
    earlier = cast.posts["pugh", "riverside"]
    Post.objects.filter(pk=earlier.pk).update(ends=date(2007, 4, 14))
    later = Post.objects.create(
        person=earlier.person,
        practice=cast.riverside,
        capacity=earlier.capacity,
        starts=date(2007, 4, 14),
    )
    sign_ups.confirm_gps(sign_up=sign_up, by=cast.riverside_manager)
    names = ("okafor", "lindqvist", "pugh")
    paper.verified(
        cast,
        received_on=date(2007, 4, 12),
        signed_posts=[cast.posts[name, "riverside"].pk for name in names],
    )
    sign_up = SignUp.objects.with_progress().get()
    assert (sign_up.signed_gps, sign_up.required_gps) == (3, 3)
    named = sign_up.named_gps.get(post__person=earlier.person)
    assert (named.post, named.signature.method) == (later, SigningMethod.TYPED)


def test_paper_that_says_another_locality_than_was_shown_on_the_page_is_refused(cast, version):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    factories.sign(sign_up, cast.okafor)
    with pytest.raises(BadInput, match="were shown “DacCom”"):
        paper.uploaded(cast, locality=None, alone=True)


def test_a_signatory_nobody_knew_becomes_known_by_name(cast, version):
    paper.verified(
        cast,
        practice_person=None,
        practice_signatory="Miss  Anna Maria Stone",
        practice_capacity="pbc_lead",
    )
    stone = Person.objects.get(family_name="Stone")
    assert (stone.title, stone.given_name) == ("Miss", "Anna Maria")
    signature = Signature.objects.get(named_gp__isnull=True)
    assert (signature.person, signature.capacity) == (stone, "pbc_lead")
    assert signature.name_as_signed == "Miss Anna Maria Stone"


@pytest.mark.parametrize(
    "changed, lacking",
    [
        ({"practice_person": None}, "signature of the practice manager"),
        ({"locality": None}, "the PBC Locality"),
        ({"contact_number": ""}, "the contact number"),
    ],
)
def test_an_incomplete_sheet_keeps_its_day_and_is_queried(cast, version, changed, lacking):
    """EXC-24."""
    paper.verified(cast, received_on=date(2007, 4, 12), **changed)
    sign_up = SignUp.objects.get()
    assert sign_up.status == SignUpStatus.QUERIED
    assert sign_up.received_at == noon(date(2007, 4, 12))
    query = sign_up.queries.get()
    assert lacking in query.reason
    # Ten working days from 16 April 2007.
    assert query.cure_by == date(2007, 4, 30)


def test_a_second_sheet_in_time_cures_the_first_and_keeps_its_day(cast, version):
    paper.verified(cast, received_on=date(2007, 4, 12), practice_person=None)
    stand_on(date(2007, 5, 3))
    paper.verified(cast, received_on=date(2007, 4, 30), words="complete")
    sign_up = SignUp.objects.get()
    assert sign_up.status == SignUpStatus.SUBMITTED
    assert sign_up.received_at == noon(date(2007, 4, 12))
    query = sign_up.queries.get()
    assert query.answer == "Completed on paper: sheet received on 30 April 2007."
    assert query.answered_by == cast.officer.person_id


def test_a_second_sheet_too_late_counts_from_its_own_day(cast, version):
    paper.verified(cast, received_on=date(2007, 4, 12), practice_person=None)
    stand_on(date(2007, 5, 3))
    paper.verified(cast, received_on=date(2007, 5, 1), words="complete")
    sign_up = SignUp.objects.get()
    assert sign_up.received_at == noon(date(2007, 5, 1))
    assert sign_up.is_late


def test_a_second_sheet_that_lacks_something_too_leaves_the_query_open(cast, version):
    paper.verified(cast, practice_person=None, contact_number="")
    paper.verified(cast, practice_person=None, words="with the number")
    sign_up = SignUp.objects.get()
    assert sign_up.status == SignUpStatus.QUERIED
    assert sign_up.contact_number == "01442 255 123"
    assert sign_up.queries.get().answered_at is None


def test_the_manager_may_cure_on_the_page_what_the_paper_lacked(cast, version):
    paper.verified(cast, locality=None)
    sign_up = SignUp.objects.get()
    manager = cast.riverside_manager
    with pytest.raises(NotNow, match="Choose the PBC Locality"):
        sign_ups.answer(sign_up=sign_up, answer="It is DacCom.", unsigned_gps=[], by=manager)
    sign_ups.choose_locality(
        sign_up=sign_up,
        locality=cast.daccom,
        alone=False,
        contact_number="01442 255 123",
        by=manager,
    )
    answered = sign_ups.answer(sign_up=sign_up, answer="It is DacCom.", unsigned_gps=[], by=manager)
    assert answered.status == SignUpStatus.SUBMITTED


def test_a_signature_on_paper_after_acceptance_is_sealed_as_a_supplement(cast, version):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast, unsigned=[cast.pugh])
    paper.verified(
        cast,
        signed_posts=[cast.posts["pugh", "riverside"].pk],
        practice_person=None,
        practice_capacity="",
    )
    sign_up.refresh_from_db()
    assert sign_up.status == SignUpStatus.ACCEPTED
    assert sign_up.channel == "web"
    supplement = sign_up.agreements.get(kind="supplement")
    evidence = supplement.document.facts["evidence"]
    assert [item["who"] for item in evidence] == ["Dr Carys Pugh"]


def test_who_joined_after_acceptance_may_sign_on_paper_without_effect_on_payment(cast, version):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    the_cast.a_gp("Vera", "Quist", cast.riverside, starts=TODAY)
    joined = Post.objects.get(person__family_name="Quist")
    paper.verified(cast, signed_posts=[joined.pk], practice_person=None, practice_capacity="")
    named = sign_up.named_gps.get(post=joined)
    assert named.joined_later
    assert SignUp.objects.with_progress().get(pk=sign_up.pk).required_gps == 3


def test_before_review_a_further_sheet_adds_what_was_missing(cast, version):
    signed = [cast.posts["okafor", "riverside"].pk, cast.posts["lindqvist", "riverside"].pk]
    paper.verified(cast, received_on=date(2007, 4, 12), signed_posts=signed)
    paper.verified(
        cast,
        words="the third",
        signed_posts=[cast.posts["pugh", "riverside"].pk],
        practice_person=None,
        practice_capacity="",
    )
    sign_up = SignUp.objects.with_progress().get()
    assert (sign_up.status, sign_up.signed_gps) == (SignUpStatus.SUBMITTED, 3)
    assert sign_up.received_at == noon(date(2007, 4, 12))


def test_a_gp_who_had_declined_and_signs_on_paper_declines_no_more(cast, version):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    line = factories.named(sign_up, cast.pugh)
    sign_ups.decline(named=line, reason="Not sure.", by=cast.riverside_manager)
    paper.verified(cast)
    line.refresh_from_db()
    assert line.declined_at is None


def test_every_line_has_to_agree_with_the_scan(cast, version):
    sheet = paper.uploaded(cast)
    keys = [line.key for line in returned_sheets.lines(sheet)]
    for key in keys:
        with pytest.raises(BadInput, match="Tick every line"):
            sheets.verify(
                sheet=sheet,
                agreed=[other for other in keys if other != key],
                by=cast.second_officer,
            )
    assert not Signature.objects.exists()


def test_nobody_verifies_an_own_upload(cast, version):
    sheet = paper.uploaded(cast)
    with pytest.raises(NotPermitted, match="another person"):
        paper.agreed(sheet, by=cast.officer)


def test_the_database_too_refuses_an_own_upload_verified(cast, version):
    sheet = paper.uploaded(cast)
    for changed in (
        {"verified_at": clock.now(), "verified_by": sheet.uploaded_by},
        {"verified_at": clock.now(), "verified_by": None},
        {"verified_at": None, "verified_by": cast.second_officer.person_id},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            ReturnedSheet.objects.filter(pk=sheet.pk).update(**changed)


def test_who_uploaded_a_sheet_does_not_accept_the_sign_up(cast, version):
    paper.verified(cast)
    sign_up = SignUp.objects.get()
    with pytest.raises(NotPermitted, match="another person has to accept"):
        sign_ups.accept(sign_up=sign_up, by=cast.officer)
    assert sign_ups.accept(sign_up=sign_up, by=cast.second_officer).status == "accepted"


@pytest.mark.parametrize(
    "who",
    [
        "riverside_manager",
        "okafor",
        "lead",
        "watford_officer",
        "preparer",
        "approver",
        "secretary",
        "member",
        "lmc_observer",
        "auditor",
        "administrator",
    ],
)
def test_only_another_officer_verifies_or_rejects(cast, version, who):
    sheet = paper.uploaded(cast)
    actor = getattr(cast, who)
    with pytest.raises(NotPermitted):
        paper.agreed(sheet, by=actor)
    with pytest.raises(NotPermitted):
        sheets.reject(sheet=sheet, reason="No.", by=actor)
    sheet.refresh_from_db()
    assert sheet.status == SheetStatus.WAITING


def test_a_sheet_is_verified_once(cast, version):
    sheet = paper.verified(cast)
    with pytest.raises(NotNow, match="it is verified"):
        paper.agreed(sheet, by=cast.second_officer)
    with pytest.raises(NotNow, match="it is verified"):
        sheets.reject(sheet=sheet, reason="Too late.", by=cast.second_officer)
    assert Signature.objects.count() == 4


def test_a_sheet_of_a_sign_up_withdrawn_meanwhile_cannot_be_verified(cast, version):
    sheet = paper.uploaded(cast)
    sign_ups.withdraw(sign_up=sheet.sign_up, reason="", by=cast.riverside_manager)
    with pytest.raises(NotNow, match="it is withdrawn"):
        paper.agreed(sheet, by=cast.second_officer)


# Rejecting


def test_a_rejected_sheet_counts_for_nothing_and_says_why(cast, version):
    sheet = paper.uploaded(cast)
    sheets.reject(sheet=sheet, reason=" The page is cut off. ", by=cast.second_officer)
    sheet.refresh_from_db()
    assert (sheet.status, sheet.rejection_reason) == ("rejected", "The page is cut off.")
    assert SignUp.objects.get().status == SignUpStatus.DRAFT
    assert not Signature.objects.exists()
    told = Message.objects.filter(kind="returned_sheet.rejected")
    assert {message.person_id for message in told} == {
        cast.riverside_manager.person_id,
        cast.officer.person_id,
    }


def test_a_rejection_needs_a_reason(cast, version):
    sheet = paper.uploaded(cast)
    with pytest.raises(BadInput, match="Say why"):
        sheets.reject(sheet=sheet, reason="  ", by=cast.second_officer)


def test_who_uploaded_may_take_a_mistake_back(cast, version):
    sheet = paper.uploaded(cast)
    sheets.reject(sheet=sheet, reason="I chose the wrong practice.", by=cast.officer)
    assert not Message.objects.filter(
        kind="returned_sheet.rejected", person_id=cast.officer.person_id
    ).exists()


# What the database refuses


@pytest.mark.parametrize(
    "column, value",
    [
        ("received_on", date(2007, 3, 20)),
        ("contact_number", "01442 000 000"),
        ("practice_signatory", "Somebody Else"),
        ("uploaded_by", "00000000000000000000000000000000"),
    ],
)
def test_what_was_read_on_the_paper_cannot_be_changed_by_sql(cast, version, column, value):
    paper.uploaded(cast)
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        connection.cursor().execute(f"UPDATE les_schemes_returnedsheet SET {column} = %s", [value])


def test_a_settled_sheet_cannot_be_changed_or_deleted_by_sql(cast, version):
    paper.verified(cast)
    cursor = connection.cursor()
    for statement in (
        "UPDATE les_schemes_returnedsheet SET verified_at = NULL, verified_by = NULL",
        "DELETE FROM les_schemes_returnedsheet",
        "DELETE FROM les_schemes_returnedsheet_signed_posts",
        "UPDATE les_schemes_returnedsheet_signed_posts SET post_id = post_id",
        "INSERT INTO les_schemes_returnedsheet_signed_posts (returnedsheet_id, post_id)"
        " SELECT r.id, p.id FROM les_schemes_returnedsheet r, localities_post p",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement)


# Who sees


@pytest.mark.parametrize(
    "who, sees",
    [
        ("riverside_manager", True),
        ("okafor", True),
        ("officer", True),
        ("second_officer", True),
        ("auditor", True),
        ("administrator", True),
        ("millbrook_manager", False),
        ("frost", False),
        ("watford_officer", False),
        ("lead", False),
        ("preparer", False),
        ("member", False),
        ("lmc_observer", False),
    ],
)
def test_a_scan_is_seen_by_its_practice_and_its_commissioner_alone(cast, version, who, sees):
    sheet = paper.uploaded(cast)
    actor = getattr(cast, who)
    assert ReturnedSheet.objects.visible_to(actor).filter(pk=sheet.pk).exists() is sees
    assert returned_sheets.may_read_file(actor, sheet.file) is sees


def test_it_waits_on_the_other_officers_of_its_commissioner(cast, version):
    sheet = paper.uploaded(cast)
    waiting = ReturnedSheet.objects.to_verify_by
    assert list(waiting(cast.second_officer)) == [sheet]
    assert not waiting(cast.officer).exists()
    assert not waiting(cast.watford_officer).exists()
    paper.agreed(sheet, by=cast.second_officer)
    assert not waiting(cast.second_officer).exists()
