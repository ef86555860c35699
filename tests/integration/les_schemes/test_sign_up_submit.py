from datetime import date

import pytest
import time_machine
from django.urls import reverse

from les_schemes.actions import sign_ups
from les_schemes.models import SignUp
from les_schemes.statuses import SigningCapacity, SignUpStatus
from localities.models import Post
from pbc.models import DemonstrationClock, Message
from pbc.refusals import BadInput, NotNow
from tests.cast import TODAY, a_gp, sign_in, stand_on
from tests.factories import given_by, named, sign, sign_up_at


def for_the_practice(sign_up: SignUp, manager) -> None:
    sign_ups.sign_for_practice(
        sign_up=sign_up,
        capacity=SigningCapacity.PRACTICE_MANAGER,
        given=given_by(manager, sign_up),
        by=manager,
    )


@pytest.fixture
def signed(cast) -> SignUp:
    """A sheet that everyone has signed and nobody has returned."""
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    for gp in (cast.okafor, cast.lindqvist, cast.pugh):
        sign(sign_up, gp)
    for_the_practice(sign_up, cast.riverside_manager)
    return sign_up


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        ("2007-04-30T23:59:59+01:00", False),
        ("2007-05-01T00:00:00+01:00", True),
        ("2007-04-30T22:59:59+00:00", False),
        ("2007-04-30T23:00:00+00:00", True),
    ],
)
def test_the_deadline_is_the_last_second_of_30_april_in_british_summer_time(
    cast, signed, moment, late
):
    DemonstrationClock.objects.all().delete()
    with time_machine.travel(moment, tick=False):
        sign_up = sign_ups.submit(sign_up=signed, unsigned_gps=[], by=cast.riverside_manager)

    assert sign_up.is_late is late


def test_a_sheet_is_not_returned_before_the_practice_has_signed(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    missing = [named(sign_up, gp).pk for gp in (cast.okafor, cast.lindqvist, cast.pugh)]

    with pytest.raises(NotNow, match="practice manager or the practice PBC lead has to sign"):
        sign_ups.submit(sign_up=sign_up, unsigned_gps=missing, by=cast.riverside_manager)


def test_a_sheet_with_a_signature_missing_is_returned_only_by_naming_the_gp(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    for gp in (cast.okafor, cast.lindqvist):
        sign(sign_up, gp)
    for_the_practice(sign_up, cast.riverside_manager)

    with pytest.raises(BadInput, match="without: Dr Carys Pugh"):
        sign_ups.submit(sign_up=sign_up, unsigned_gps=[], by=cast.riverside_manager)
    returned = sign_ups.submit(
        sign_up=sign_up,
        unsigned_gps=[named(sign_up, cast.pugh).pk],
        by=cast.riverside_manager,
    )
    assert returned.status == SignUpStatus.SUBMITTED


def test_a_gp_who_signed_meanwhile_is_not_returned_as_missing(cast, signed):
    with pytest.raises(BadInput, match="Every GP has signed since you opened this page"):
        sign_ups.submit(
            sign_up=signed,
            unsigned_gps=[named(signed, cast.pugh).pk],
            by=cast.riverside_manager,
        )


def test_a_gp_who_joined_since_has_to_be_confirmed_before_the_sheet_goes(cast, signed):
    a_gp("Zadie", "Quill", cast.riverside, starts=TODAY)

    with pytest.raises(NotNow, match="GPs have changed since they were confirmed"):
        sign_ups.submit(sign_up=signed, unsigned_gps=[], by=cast.riverside_manager)


def test_a_gp_who_left_without_signing_comes_off_the_sheet_when_the_gps_are_confirmed(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    sign(sign_up, cast.okafor)
    left = [cast.okafor.person_id, cast.lindqvist.person_id]
    Post.objects.filter(practice=cast.riverside, person__in=left).update(ends=TODAY)

    sign_ups.confirm_gps(sign_up=sign_up, by=cast.riverside_manager)

    names = {str(gp.post.person) for gp in sign_up.named_gps.select_related("post__person")}
    assert names == {"Dr Ada Okafor", "Dr Carys Pugh", "Dr Deepa Raman"}


def test_signing_on_a_day_before_the_return_is_never_after_it(cast):
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast)

    assert all(signature.signed_at <= sign_up.received_at for signature in sign_up.signatures.all())


@pytest.mark.parametrize(
    "number",
    [
        "01442 255 123",
        "(01442) 255123",
        "+44 1442 255123",
        "01442-255.123",
        "255123 ext. 42",
        "01442 255123 x7",
    ],
)
def test_contact_numbers_are_taken_as_people_write_them(cast, number):
    sign_up = sign_up_at(SignUpStatus.DRAFT, cast)

    changed = sign_ups.choose_locality(
        sign_up=sign_up,
        locality=cast.daccom,
        alone=False,
        contact_number=f"  {number} ",
        by=cast.riverside_manager,
    )

    assert changed.contact_number == number


@pytest.mark.parametrize("number", ["", "  ", "call me", "12345", "1" * 30, "01442 255123 <b>"])
def test_what_is_no_telephone_number_is_refused(cast, number):
    sign_up = sign_up_at(SignUpStatus.DRAFT, cast)

    with pytest.raises(BadInput) as refusal:
        sign_ups.choose_locality(
            sign_up=sign_up,
            locality=cast.daccom,
            alone=False,
            contact_number=number,
            by=cast.riverside_manager,
        )
    assert set(refusal.value.errors) == {"contact_number"}


@pytest.mark.parametrize(
    "choice",
    [
        {"locality": None, "alone": False},
        {"locality": "daccom", "alone": True},
        {"locality": "watcom", "alone": False},
    ],
)
def test_a_practice_joins_an_open_locality_of_its_commissioner_or_none(cast, choice):
    sign_up = sign_up_at(SignUpStatus.DRAFT, cast)
    locality = getattr(cast, choice["locality"]) if choice["locality"] else None

    with pytest.raises(BadInput) as refusal:
        sign_ups.choose_locality(
            sign_up=sign_up,
            locality=locality,
            alone=choice["alone"],
            contact_number="01442 255 123",
            by=cast.riverside_manager,
        )
    assert set(refusal.value.errors) == {"locality"}


@pytest.mark.parametrize("ticked", [[], [1, 2, 3, 4], [2, 3, 4, 5], [1, 1, 1, 1, 1]])
def test_the_undertaking_is_accepted_with_all_five_commitments(cast, ticked):
    sign_up = sign_up_at(SignUpStatus.DRAFT, cast)

    with pytest.raises(BadInput, match="Tick every commitment"):
        sign_ups.accept_undertaking(sign_up=sign_up, commitments=ticked, by=cast.riverside_manager)


def test_gps_are_asked_only_once_the_sheet_says_what_they_sign(cast):
    sign_up = sign_up_at(SignUpStatus.DRAFT, cast)

    with pytest.raises(NotNow, match="Confirm the practice's GPs first"):
        sign_ups.request_signatures(sign_up=sign_up, by=cast.riverside_manager)
    sign_ups.confirm_gps(sign_up=sign_up, by=cast.riverside_manager)
    with pytest.raises(NotNow, match="Choose the PBC Locality"):
        sign_ups.request_signatures(sign_up=sign_up, by=cast.riverside_manager)


def test_each_gp_is_asked_once_with_the_link_and_the_registrar_is_not(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    sign_ups.request_signatures(sign_up=sign_up, by=cast.riverside_manager)

    told = Message.objects.filter(kind="sign_up.please_sign")

    assert set(told.values_list("person_id", flat=True)) == {
        gp.person_id for gp in (cast.okafor, cast.lindqvist, cast.pugh)
    }
    assert set(told.values_list("path", flat=True)) == {f"/sign-ups/{sign_up.pk}/sign/"}


def test_a_practice_without_gps_recorded_cannot_confirm_them(cast):
    sign_up = sign_up_at(SignUpStatus.DRAFT, cast)
    Post.objects.filter(practice=cast.riverside).update(ends=TODAY)

    with pytest.raises(NotNow, match="No GP is recorded at this practice"):
        sign_ups.confirm_gps(sign_up=sign_up, by=cast.riverside_manager)


def test_there_is_one_sheet_in_hand_at_a_time(cast):
    sign_up = sign_up_at(SignUpStatus.DRAFT, cast)

    with pytest.raises(NotNow, match="already has a sign-up to PBC LES 2007/08 in hand"):
        sign_ups.start(version=sign_up.version, provider=cast.riverside, by=cast.riverside_manager)
    sign_ups.withdraw(sign_up=sign_up, reason="", by=cast.riverside_manager)
    sign_ups.start(version=sign_up.version, provider=cast.riverside, by=cast.riverside_manager)


def test_starting_twice_on_the_page_leads_to_the_one_sheet(client, cast):
    sign_up = sign_up_at(SignUpStatus.DRAFT, cast)
    sign_in(client, cast.riverside_manager)

    response = client.post(reverse("les_schemes:sign-up-start", args=[sign_up.version_id, "QQ001"]))

    assert response["Location"] == f"/sign-ups/{sign_up.pk}/"


def test_the_whole_journey_of_a_practice_goes_through_its_pages(client, cast):
    version = sign_up_at(SignUpStatus.WITHDRAWN, cast).version
    manager = sign_in(client, cast.riverside_manager)

    started = manager.post(reverse("les_schemes:sign-up-start", args=[version.pk, "QQ001"]))
    sheet = started["Location"]
    manager.post(f"{sheet}gps/", {"complete": "on"})
    manager.post(
        f"{sheet}locality/",
        {"locality": cast.daccom.pk, "contact_number": "01442 255 123"},
    )
    manager.post(f"{sheet}undertaking/", {"commitments": [1, 2, 3, 4, 5]})
    manager.post(f"{sheet}request-signatures/")
    sign_up = SignUp.objects.get(status=SignUpStatus.SIGNING)
    for gp in (cast.okafor, cast.lindqvist):
        sign(sign_up, gp)
    for_the_practice(sign_up, cast.riverside_manager)
    check = manager.get(f"{sheet}submit/").content.decode()
    assert "2 of 3 signed. Missing: Dr Carys Pugh" in check
    assert "Objective 1 pays nothing until every one of them has signed" in check
    refused = manager.post(f"{sheet}submit/")
    assert refused.status_code == 422
    done = manager.post(
        f"{sheet}submit/", {"unsigned_gps": [named(sign_up, cast.pugh).pk]}, follow=True
    )

    page = done.content.decode()
    assert "Sheet returned" in page
    assert "£4,102.50" in page
    assert "£8,205.00" in page
    assert "30 April 2007" in page


def test_a_cured_sheet_keeps_its_time_for_ten_working_days(cast):
    stand_on(date(2007, 4, 27))
    sign_up = sign_up_at(SignUpStatus.QUERIED, cast)
    query = sign_up.queries.get()
    # Friday 27 April; 7 May is a bank holiday: ten working days end on Monday 14 May.
    assert query.cure_by == date(2007, 5, 14)

    stand_on(date(2007, 5, 14))
    cured = sign_ups.answer(
        sign_up=sign_up, answer="Put right.", unsigned_gps=[], by=cast.riverside_manager
    )

    assert cured.received_at == sign_up.received_at
    assert not cured.is_late


def test_a_sheet_cured_too_late_counts_as_received_when_it_came_back(cast):
    stand_on(date(2007, 4, 27))
    sign_up = sign_up_at(SignUpStatus.QUERIED, cast)

    stand_on(date(2007, 5, 15))
    cured = sign_ups.answer(
        sign_up=sign_up, answer="Put right.", unsigned_gps=[], by=cast.riverside_manager
    )

    assert cured.received_at.date() == date(2007, 5, 15)
    assert cured.is_late


def test_an_empty_answer_does_not_return_the_sheet(cast):
    sign_up = sign_up_at(SignUpStatus.QUERIED, cast)

    with pytest.raises(BadInput, match="Say what you have put right"):
        sign_ups.answer(sign_up=sign_up, answer="  ", unsigned_gps=[], by=cast.riverside_manager)


def test_a_returned_sheet_is_withdrawn_with_a_reason_and_the_officers_are_told(cast):
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast)

    with pytest.raises(BadInput, match="Give the reason"):
        sign_ups.withdraw(sign_up=sign_up, reason=" ", by=cast.riverside_manager)
    sign_ups.withdraw(
        sign_up=sign_up, reason="The partners think again.", by=cast.riverside_manager
    )

    told = Message.objects.filter(kind="sign_up.withdrawn").values_list("person_id", flat=True)
    assert set(told) == {cast.officer.person_id, cast.second_officer.person_id}


def test_an_accepted_sign_up_that_is_withdrawn_keeps_its_acceptance(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)

    withdrawn = sign_ups.withdraw(
        sign_up=sign_up, reason="The practice closes.", by=cast.riverside_manager
    )

    assert withdrawn.accepted_at == sign_up.accepted_at
    assert withdrawn.agreements.exists()
