import base64
import io
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image, ImageDraw

from les_schemes import terms_shown
from les_schemes.actions import sign_ups
from les_schemes.models import Signature, SignUp
from les_schemes.statuses import AgreementKind, SigningCapacity, SigningMethod, SignUpStatus
from localities.models import Post
from pbc.models import AuditEvent, Message
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests.cast import TODAY, a_gp, sign_in, stand_on
from tests.factories import given_by, named, sign, sign_up_at


def drawing() -> bytes:
    picture = Image.new("RGB", (560, 180), "white")
    ImageDraw.Draw(picture).line([(20, 150), (200, 30), (520, 140)], fill="black", width=3)
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


def test_a_gp_signs_for_himself_with_time_method_address_and_what_was_shown(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)

    sign(sign_up, cast.okafor)

    signature = Signature.objects.get()
    assert signature.person == cast.okafor.person
    assert signature.method == SigningMethod.TYPED
    assert signature.address == "192.0.2.7"
    assert signature.signed_at.date() == TODAY
    assert signature.shown.text == terms_shown.terms_of(sign_up).text
    assert "Riverside Surgery (QQ001)" in signature.shown.text
    assert "DacCom" in signature.shown.text
    assert sign_up.version.framework.file.sha256 in signature.shown.text


def test_a_gp_cannot_sign_for_another(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)

    with pytest.raises(NotPermitted, match="Only Dr Ben Lindqvist can give this signature"):
        sign_ups.sign_as_gp(
            named=named(sign_up, cast.lindqvist),
            given=given_by(cast.okafor, sign_up),
            by=cast.okafor,
        )


def test_a_gp_whom_the_pct_employs_is_blocked_and_told_why(client, cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast, practice=cast.northgate)
    sign_in(client, cast.tierney)

    response = client.get(reverse("les_schemes:sign-up-sign", args=[sign_up.pk]))

    assert response.status_code == 403
    assert "employed by the PCT" in response.content.decode()
    assert named(sign_up, cast.tierney).required is False


def test_a_registrar_is_not_asked_and_the_sheet_says_why(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)

    line = named(sign_up, cast.raman)

    assert (line.required, line.asked_at) == (False, None)
    assert line.why_not_required == "a registrar, whose signature is not required"


@pytest.mark.parametrize("typed", ["Ben Lindqvist", "Ada", "", "   ", "Ada Okafor Lindqvist"])
def test_a_name_that_is_not_ones_own_does_not_sign(cast, typed):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)

    with pytest.raises(BadInput, match="Type your own name, Dr Ada Okafor"):
        sign(sign_up, cast.okafor, typed_name=typed)
    assert not Signature.objects.exists()


def test_a_sheet_changed_while_the_page_was_open_is_read_again_before_it_is_signed(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    read_before = given_by(cast.okafor, sign_up)
    sign_ups.choose_locality(
        sign_up=sign_up,
        locality=None,
        alone=True,
        contact_number="01442 255 123",
        by=cast.riverside_manager,
    )

    with pytest.raises(BadInput, match="The sheet has changed since you opened this page"):
        sign_ups.sign_as_gp(named=named(sign_up, cast.okafor), given=read_before, by=cast.okafor)


def test_once_signed_the_locality_shown_to_who_signed_stays(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    sign(sign_up, cast.okafor)

    with pytest.raises(NotNow, match="those who signed were shown “DacCom”"):
        sign_ups.choose_locality(
            sign_up=sign_up,
            locality=None,
            alone=True,
            contact_number="01442 255 123",
            by=cast.riverside_manager,
        )
    same_locality = {"locality": cast.daccom, "alone": False}
    changed = sign_ups.choose_locality(
        sign_up=sign_up,
        **same_locality,
        contact_number="01442 255 777",
        by=cast.riverside_manager,
    )
    assert changed.contact_number == "01442 255 777"


def test_nobody_signs_twice(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    sign(sign_up, cast.okafor)

    with pytest.raises(NotNow, match="You have signed this sheet already"):
        sign(sign_up, cast.okafor)


def test_nobody_signs_before_being_asked(cast):
    sign_up = sign_up_at(SignUpStatus.QUERIED, cast)
    late = a_gp("Zadie", "Quill", cast.riverside, starts=TODAY)
    sign_ups.confirm_gps(sign_up=sign_up, by=cast.riverside_manager)

    with pytest.raises(NotNow, match="has not asked for signatures yet"):
        sign(sign_up, late)


def test_a_gp_at_two_practices_signs_once_at_each(cast):
    at_riverside = sign_up_at(SignUpStatus.SIGNING, cast)
    at_millbrook = sign_up_at(SignUpStatus.SIGNING, cast, practice=cast.millbrook)

    sign(at_riverside, cast.okafor)
    assert not at_millbrook.signatures.exists()
    sign(at_millbrook, cast.okafor)

    assert Signature.objects.filter(person=cast.okafor.person).count() == 2


def test_a_drawn_signature_is_kept_beside_the_typed_name(client, cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    sign_in(client, cast.okafor)
    address = reverse("les_schemes:sign-up-sign", args=[sign_up.pk])

    client.post(
        address,
        {
            "typed_name": "Ada Okafor",
            "accepts": "on",
            "shown": terms_shown.terms_of(sign_up).sha256,
            "drawing": "data:image/png;base64," + base64.b64encode(drawing()).decode(),
        },
    )

    signature = Signature.objects.get()
    assert (signature.method, signature.name_as_signed) == (SigningMethod.DRAWN, "Ada Okafor")
    picture = client.get(reverse("documents:file", args=[signature.drawing_id]) + "?inline")
    assert b"".join(picture.streaming_content) == drawing()
    sign_in(client, cast.cassio_manager)
    assert client.get(reverse("documents:file", args=[signature.drawing_id])).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        "data:image/svg+xml;base64,PHN2Zy8+",
        "data:image/png;base64,####",
        "data:image/png;base64," + base64.b64encode(b"<html>").decode(),
    ],
)
def test_a_drawing_that_is_no_picture_is_refused_and_nothing_typed_is_lost(client, cast, sent):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    sign_in(client, cast.okafor)

    response = client.post(
        reverse("les_schemes:sign-up-sign", args=[sign_up.pk]),
        {
            "typed_name": "Ada Okafor",
            "accepts": "on",
            "shown": terms_shown.terms_of(sign_up).sha256,
            "drawing": sent,
        },
    )

    assert response.status_code == 422
    assert 'value="Ada Okafor"' in response.content.decode()
    assert not Signature.objects.exists()


def test_a_page_that_showed_other_terms_shows_the_present_ones_and_then_signs(client, cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    sign_in(client, cast.okafor)
    address = reverse("les_schemes:sign-up-sign", args=[sign_up.pk])
    typed = {"typed_name": "Ada Okafor", "accepts": "on"}

    refused = client.post(address, {**typed, "shown": "0" * 64})
    now_shown = terms_shown.terms_of(sign_up).sha256
    assert refused.status_code == 422
    assert f'value="{now_shown}"' in refused.content.decode()
    client.post(address, {**typed, "shown": now_shown})

    assert Signature.objects.get().shown_id == now_shown


def test_only_gps_named_on_the_sheet_open_the_page_and_outsiders_do_not_find_it(client, cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    address = reverse("les_schemes:sign-up-sign", args=[sign_up.pk])

    for name, expected in [
        ("okafor", 200),
        ("riverside_manager", 403),
        ("officer", 403),
        ("lead", 403),
        ("abara", 404),
        ("cassio_manager", 404),
        ("lmc_observer", 404),
    ]:
        sign_in(client, cast.people[name])
        assert client.get(address).status_code == expected, name
    client.logout()
    assert client.get(address).status_code == 302


def test_the_practice_is_signed_for_once_in_one_capacity(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    sign_ups.sign_for_practice(
        sign_up=sign_up,
        capacity=SigningCapacity.PBC_LEAD,
        given=given_by(cast.okafor, sign_up),
        by=cast.okafor,
    )

    with pytest.raises(NotNow, match="already signed for the practice"):
        sign_ups.sign_for_practice(
            sign_up=sign_up,
            capacity=SigningCapacity.PRACTICE_MANAGER,
            given=given_by(cast.riverside_manager, sign_up),
            by=cast.riverside_manager,
        )
    assert Signature.objects.get().capacity == SigningCapacity.PBC_LEAD


def test_a_gp_does_not_sign_as_the_manager(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)

    for capacity in (SigningCapacity.PRACTICE_MANAGER, SigningCapacity.GP):
        with pytest.raises(NotPermitted):
            sign_ups.sign_for_practice(
                sign_up=sign_up,
                capacity=capacity,
                given=given_by(cast.okafor, sign_up),
                by=cast.okafor,
            )


def test_a_gp_who_declines_is_recorded_not_reminded_and_may_sign_after_all(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    sign_ups.decline(
        named=named(sign_up, cast.pugh), reason="Leaves in May", by=cast.riverside_manager
    )

    assert sign_ups.remind(sign_up=sign_up, by=cast.riverside_manager) == 2
    assert not Message.objects.filter(
        kind="sign_up.reminder_to_sign", person_id=cast.pugh.person_id
    ).exists()
    sign(sign_up, cast.pugh)
    assert named(sign_up, cast.pugh).declined_at is None


def test_reminders_go_once_a_day(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)

    for _ in range(3):
        sign_ups.remind(sign_up=sign_up, by=cast.riverside_manager)
    assert Message.objects.filter(kind="sign_up.reminder_to_sign").count() == 3
    stand_on(date(2007, 4, 17))
    sign_ups.remind(sign_up=sign_up, by=cast.officer)
    assert Message.objects.filter(kind="sign_up.reminder_to_sign").count() == 6


def test_a_later_signature_counts_and_is_sealed_as_a_supplement(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast, unsigned=[cast.lindqvist])

    sign(sign_up, cast.lindqvist)

    kinds = list(sign_up.agreements.values_list("kind", flat=True))
    assert kinds == [AgreementKind.AGREEMENT, AgreementKind.SUPPLEMENT]
    counted = SignUp.objects.with_progress().get(pk=sign_up.pk)
    assert (counted.signed_gps, counted.required_gps) == (3, 3)
    supplement = sign_up.agreements.get(kind=AgreementKind.SUPPLEMENT).document
    assert [item["who"] for item in supplement.facts["evidence"]] == ["Dr Ben Lindqvist"]


def test_a_gp_who_joins_after_acceptance_is_asked_and_changes_nothing_of_the_payment(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    newcomer = a_gp("Zadie", "Quill", cast.riverside, starts=TODAY)

    (line,) = sign_ups.name_new_gps(sign_up=sign_up, by=cast.riverside_manager)

    counted = SignUp.objects.with_progress().get(pk=sign_up.pk)
    assert (counted.signed_gps, counted.required_gps) == (3, 3)
    assert (line.joined_later, line.required) == (True, True)
    assert Message.objects.filter(kind="sign_up.please_sign", person_id=newcomer.person_id).exists()
    sign(sign_up, newcomer)
    assert sign_up.agreements.filter(kind=AgreementKind.SUPPLEMENT).count() == 1
    assert sign_ups.name_new_gps(sign_up=sign_up, by=cast.riverside_manager) == []


def test_a_signature_is_never_changed_nor_deleted(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    sign(sign_up, cast.okafor)

    for change in (
        lambda: Signature.objects.update(name_as_signed="Ben Lindqvist"),
        lambda: Signature.objects.all().delete(),
    ):
        with pytest.raises(Exception, match=r"(?i)append|never|refused|kept"), transaction.atomic():
            change()
    assert Signature.objects.get().name_as_signed == "Ada Okafor"


def test_the_database_holds_one_signature_for_the_practice(cast):
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast)
    held = sign_up.signatures.get(named_gp__isnull=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(
            sign_up=sign_up,
            person=cast.okafor.person,
            capacity=SigningCapacity.PBC_LEAD,
            method=SigningMethod.TYPED,
            name_as_signed="Ada Okafor",
            shown=held.shown,
            signed_at=held.signed_at,
            real_at=held.real_at,
        )


def test_names_and_addresses_stand_beside_the_audit_chain_and_not_in_it(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    sign(sign_up, cast.okafor)

    event = AuditEvent.objects.get(event="sign_up.signed_by_gp")

    assert "Okafor" not in str(event.content)
    assert "192.0.2.7" not in str(event.content)
    assert set(event.content["personal"]) == {"name_as_signed", "address"}


def test_a_gp_who_signed_and_then_changes_post_at_the_practice_stays_signed(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    sign(sign_up, cast.pugh)
    old = cast.posts["pugh", "riverside"]
    Post.objects.filter(pk=old.pk).update(ends=TODAY)
    new = Post.objects.create(
        person=cast.pugh.person, practice=cast.riverside, capacity="partner", starts=TODAY
    )

    sign_ups.confirm_gps(sign_up=sign_up, by=cast.riverside_manager)

    line = named(sign_up, cast.pugh)
    assert (line.post, line.signature.person) == (new, cast.pugh.person)
    counted = SignUp.objects.with_progress().get(pk=sign_up.pk)
    assert (counted.signed_gps, counted.required_gps) == (1, 3)
