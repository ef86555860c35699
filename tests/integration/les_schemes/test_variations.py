"""An open scheme is worded otherwise: only whom it touches is asked again (SM-01, NOT-15)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from governance.models import Matter
from governance.statuses import Outcome
from les_schemes import clauses, loading, terms_shown, variations, worth
from les_schemes.actions import sign_ups
from les_schemes.actions import variations as actions
from les_schemes.actions.variations.acknowledging import Signed
from les_schemes.models import Acknowledgement, SchemeVersion, SignUp, Variation
from les_schemes.statuses import SchemeStatus, SignUpStatus, Touches, VariationStatus
from les_schemes.variations_waiting import variations_waiting_on
from pbc import documents
from pbc.actor import SYSTEM
from pbc.models import Message
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests.cast import TODAY, a_gp, sign_in, stand_on
from tests.committee import sitting
from tests.factories import SHIPPED, scheme_at, sign, sign_up_at

COMMITMENTS = [
    "Time spent with patients to retain them in primary care where appropriate",
    "Collecting information as agreed with the PBC Locality",
    "Reading communications from the PBC Locality, within a week",
    "Participating in discussions in the practice and with the PBC Locality",
    "Implementing action agreed by the PBC Locality as appropriate",
]
MINUTE = "PBC Governance Committee, 24 May 2007, item 6"


def draft_of(cast, *, terms=None, **texts) -> SchemeVersion:
    """A further version of the shipped scheme, beside the open one."""
    scheme_file = loading.read(SHIPPED)
    scheme_file.content["texts"].update(texts)
    scheme_file.content["terms"].update(terms or {})
    return loading.load(
        scheme_file, commissioner=cast.dacorum, partners=[cast.watford], by=SYSTEM
    ).version


def prepared(cast, draft, **changed) -> Variation:
    varied = variations.may_vary(draft)
    found = clauses.differences(varied.as_varied, draft)
    given = {
        "touches": {difference.key: difference.touches for difference in found},
        "in_force_from": TODAY,
        "reason": "Letters were read too late.",
        "approval": MINUTE,
        **changed,
    }
    return actions.prepare(draft=draft, by=cast.officer, **given)


def varied(cast) -> Variation:
    return prepared(cast, draft_of(cast, commitments=COMMITMENTS))


def acknowledged(variation, user, sign_up, *, named=None, **changed) -> Acknowledgement:
    shown = variations.shown_to(variation, sign_up, named)
    person = user.person
    signed = {
        "typed_name": f"{person.given_name} {person.family_name}",
        "shown_sha256": shown.sha256,
        **changed,
    }
    return actions.acknowledge(
        variation=variation, sign_up=sign_up, named=named, signed=Signed(**signed), by=user
    )


def line(sign_up: SignUp, user):
    return sign_up.named_gps.get(post__person=user.person)


def who(variation) -> set[str]:
    return {one.who for one in variations.asked(variation)}


def test_two_versions_are_compared_clause_by_clause(cast):
    version = scheme_at(SchemeStatus.OPEN, cast)
    draft = draft_of(cast, commitments=COMMITMENTS, background=["Shorter."], extra="New.")

    found = {one.key: one for one in clauses.differences(version, draft)}

    assert set(found) == {"commitments", "background", "extra"}
    assert "Reading communications from the PBC Locality\n" in found["commitments"].before
    assert "within a week" in found["commitments"].after
    assert found["commitments"].touches == Touches.EACH_GP
    assert found["background"].touches == Touches.NOBODY
    assert (found["extra"].before, found["extra"].after) == ("", "New.")
    gone = {one.key: one for one in clauses.differences(draft, version)}
    assert (gone["extra"].before, gone["extra"].after) == ("New.", "")
    assert clauses.differences(version, version) == []


def test_a_changed_commitment_asks_each_gp_who_signed_and_no_manager(cast):
    sign_up_at(SignUpStatus.ACCEPTED, cast, unsigned=[cast.pugh])

    variation = varied(cast)

    assert variation.status == VariationStatus.IN_FORCE
    # Dr Pugh has not signed: she will sign the wording in force.
    assert who(variation) == {"Dr Ada Okafor", "Dr Ben Lindqvist"}
    asked = Message.objects.filter(kind="variation.please_acknowledge")
    assert {one.person_id for one in asked} == {cast.okafor.person_id, cast.lindqvist.person_id}
    told = Message.objects.get(kind="variation.told")
    assert told.person_id == cast.riverside_manager.person_id


def test_a_clause_that_binds_the_practice_asks_its_manager_alone(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)

    variation = prepared(cast, draft_of(cast, notes=["One note."]))

    assert who(variation) == {"For the practice"}
    acknowledged(variation, cast.riverside_manager, sign_up)
    assert variations.in_short(variations.asked(variation)) == "1 of 1 acknowledged"


def test_a_change_that_touches_nobody_is_in_force_at_once_and_only_told(cast):
    sitting(cast)
    sign_up_at(SignUpStatus.ACCEPTED, cast)

    variation = prepared(cast, draft_of(cast, background=["Shorter."]), approval="")

    assert variation.status == VariationStatus.IN_FORCE
    assert variations.asked(variation) == []
    assert not Matter.objects.exists()


def test_nobody_signs_up_again_and_no_payment_changes(cast):
    """NOT-15: re-acknowledged, not paid again."""
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    before = worth.of_sign_up(sign_up)

    variation = varied(cast)
    acknowledged(variation, cast.pugh, sign_up, named=line(sign_up, cast.pugh))

    sign_up = SignUp.objects.get()
    assert sign_up.status == SignUpStatus.ACCEPTED
    assert sign_up.version.status == SchemeStatus.OPEN
    assert worth.of_sign_up(sign_up) == before
    assert SchemeVersion.objects.open().count() == 1


def test_an_acknowledgement_is_given_for_oneself_alone_and_sealed(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    variation = varied(cast)
    own = line(sign_up, cast.pugh)

    with pytest.raises(NotPermitted, match="Only Dr Carys Pugh"):
        acknowledged(variation, cast.okafor, sign_up, named=own)
    with pytest.raises(BadInput, match="Type your own name"):
        acknowledged(variation, cast.pugh, sign_up, named=own, typed_name="Ada Okafor")
    with pytest.raises(BadInput, match="has changed"):
        acknowledged(variation, cast.pugh, sign_up, named=own, shown_sha256="0" * 64)
    given = acknowledged(variation, cast.pugh, sign_up, named=own)
    with pytest.raises(NotNow, match="acknowledged already"):
        acknowledged(variation, cast.pugh, sign_up, named=own)
    with pytest.raises(NotNow, match="does not touch you"):
        acknowledged(variation, cast.riverside_manager, sign_up)

    body = documents.screen_body(given.document)
    assert "within a week" in body
    assert MINUTE in body
    assert given.shown_id in body


def test_who_signs_from_then_on_is_shown_the_wording_in_force_and_not_asked_again(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast, unsigned=[cast.pugh])
    variation = varied(cast)

    shown = terms_shown.terms_of(sign_up).text
    sign(sign_up, cast.pugh)

    assert "within a week" in shown
    assert "PBC LES 2007/08, version 2" in shown
    assert "Dr Carys Pugh" not in who(variation)


def test_until_its_day_the_former_wording_holds(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    begins = TODAY + timedelta(days=14)
    prepared(cast, draft_of(cast, commitments=COMMITMENTS), in_force_from=begins)

    assert "within a week" not in terms_shown.terms_of(sign_up).text
    stand_on(begins)
    assert "within a week" in terms_shown.terms_of(sign_up).text


def test_a_second_variation_is_compared_with_the_first(cast):
    scheme_at(SchemeStatus.OPEN, cast)
    varied(cast)
    again = draft_of(cast, commitments=COMMITMENTS, background=["Shorter."])

    variation = prepared(cast, again)

    assert [clause.title for clause in variation.clauses.all()] == ["Background"]
    assert variation.varied.as_varied == again


def test_with_a_committee_on_record_it_decides(cast):
    seats = sitting(cast)
    sign_up_at(SignUpStatus.ACCEPTED, cast)
    variation = varied(cast)
    assert variation.status == VariationStatus.WAITING
    assert who(variation) == set()
    with pytest.raises(NotNow, match="waits for the Committee already"):
        prepared(cast, variation.by_version)

    decision = seats.rule(seats.hear(Matter.objects.get()), Outcome.AGREED)

    variation.refresh_from_db()
    assert (variation.status, variation.decision) == (VariationStatus.IN_FORCE, decision)
    assert variation.approval.startswith("PBC Governance Committee")
    assert len(variations.asked(variation)) == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        SchemeVersion.objects.filter(pk=variation.by_version_id).update(texts={})


def test_declined_the_scheme_reads_as_before_and_the_draft_may_be_tried_again(cast):
    seats = sitting(cast)
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    variation = varied(cast)

    seats.rule(seats.hear(Matter.objects.get()), Outcome.DECLINED)

    variation.refresh_from_db()
    assert variation.status == VariationStatus.DECLINED
    assert "within a week" not in terms_shown.terms_of(sign_up).text
    assert prepared(cast, variation.by_version).status == VariationStatus.WAITING


def test_a_draft_that_changed_meanwhile_is_not_what_was_approved(cast):
    seats = sitting(cast)
    scheme_at(SchemeStatus.OPEN, cast)
    variation = varied(cast)
    SchemeVersion.objects.filter(pk=variation.by_version_id).update(
        texts={**variation.by_version.texts, "background": ["Otherwise."]}
    )
    item = seats.hear(Matter.objects.get())

    with pytest.raises(NotNow, match="has changed since this was prepared"):
        seats.rule(item, Outcome.AGREED)
    variation.refresh_from_db()
    assert variation.status == VariationStatus.WAITING


def test_without_a_committee_on_record_its_minute_is_quoted(cast):
    scheme_at(SchemeStatus.OPEN, cast)
    draft = draft_of(cast, commitments=COMMITMENTS)

    with pytest.raises(BadInput) as refusal:
        prepared(cast, draft, approval=" ")
    assert "approval" in refusal.value.errors
    assert prepared(cast, draft).approval == MINUTE


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"in_force_from": TODAY - timedelta(days=1)}, "in_force_from"),
        ({"touches": {}}, "touches"),
    ],
)
def test_what_is_missing_is_named(cast, changed, field):
    scheme_at(SchemeStatus.OPEN, cast)

    with pytest.raises(BadInput) as refusal:
        prepared(cast, draft_of(cast, commitments=COMMITMENTS), **changed)
    assert field in refusal.value.errors


def test_a_draft_that_pays_otherwise_is_no_variation(cast):
    scheme_at(SchemeStatus.OPEN, cast)

    with pytest.raises(NotNow, match="what it pays, or how it is read"):
        prepared(cast, draft_of(cast, terms={"capitation_rate": "2.00"}))
    same = draft_of(cast, extra="New.")
    SchemeVersion.objects.filter(pk=same.pk).update(texts=variations.may_vary(same).texts)
    with pytest.raises(NotNow, match="reads as the scheme does"):
        prepared(cast, same)


def test_only_its_commissioner_varies_a_scheme_and_only_an_open_one(cast):
    draft = scheme_at(SchemeStatus.DRAFT, cast)
    with pytest.raises(NotNow, match="no open version"):
        actions.prepare(draft=draft, touches={}, in_force_from=TODAY, reason="So.", by=cast.officer)
    with pytest.raises(NotPermitted):
        actions.prepare(
            draft=draft, touches={}, in_force_from=TODAY, reason="So.", by=cast.watford_officer
        )


def test_nothing_is_put_in_force_unapproved(cast):
    sitting(cast)
    scheme_at(SchemeStatus.OPEN, cast)

    with pytest.raises(NotNow, match="needs the Committee's approval"):
        actions.put_in_force(variation=varied(cast), by=cast.officer)


def test_the_rest_is_reminded_once_a_day_until_nobody_is_left(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    variation = varied(cast)
    acknowledged(variation, cast.pugh, sign_up, named=line(sign_up, cast.pugh))

    assert actions.remind(variation=variation, by=cast.officer) == 2
    assert actions.remind(variation=variation, by=cast.officer) == 0
    with pytest.raises(NotPermitted):
        actions.remind(variation=variation, by=cast.auditor)
    for user in (cast.okafor, cast.lindqvist):
        acknowledged(variation, user, sign_up, named=line(sign_up, user))
    with pytest.raises(NotNow, match="Nobody is left"):
        actions.remind(variation=variation, by=cast.officer)


def test_who_has_left_or_joined_since_is_not_asked(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    variation = varied(cast)
    new = a_gp("Zadie", "Quill", cast.riverside, starts=TODAY)
    sign_ups.name_new_gps(sign_up=sign_up, by=cast.riverside_manager)
    sign(sign_up, new)
    line(sign_up, cast.pugh).post.__class__.objects.filter(person=cast.pugh.person).update(
        ends=date(2007, 6, 1)
    )
    stand_on(date(2007, 6, 1))

    assert who(variation) == {"Dr Ada Okafor", "Dr Ben Lindqvist"}


# Pages


def to(name: str, *things) -> str:
    return reverse(f"les_schemes:{name}", args=[thing.pk for thing in things])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_an_officer_varies_a_scheme_on_one_page(client, cast):
    sign_up_at(SignUpStatus.ACCEPTED, cast)
    draft = draft_of(cast, commitments=COMMITMENTS)
    sign_in(client, cast.officer)
    assert "Vary it by this draft" in text(client.get(draft.get_absolute_url()))
    page = client.get(to("variation-prepare", draft))
    assert "within a week" in text(page)

    data = {
        "touches_1": "each_gp",
        "reason": "Letters were read too late.",
        "in_force_from_day": "16",
        "in_force_from_month": "4",
        "in_force_from_year": "2007",
        "approval": MINUTE,
    }
    refused = client.post(to("variation-prepare", draft), {**data, "touches_1": ""})
    assert "Choose whom clause 1 touches" in text(refused)
    done = client.post(to("variation-prepare", draft), data, follow=True)

    assert "0 of 3 acknowledged." in text(done)
    variation = Variation.objects.get()
    assert "Variation of PBC LES 2007/08" in text(client.get(variation.varied.get_absolute_url()))
    assert "This wording varies" in text(client.get(draft.get_absolute_url()))
    assert client.get(to("variation-remind", variation)).status_code == 200
    assert client.post(to("variation-remind", variation)).status_code == 302
    away = client.get(to("variation-prepare", draft), follow=True)
    assert "no open version" in text(away)


def test_a_draft_that_is_more_than_a_variation_is_told_so_on_the_page(client, cast):
    scheme_at(SchemeStatus.OPEN, cast)
    sign_in(client, cast.officer)

    more = draft_of(cast, terms={"capitation_rate": "2.00"})
    assert "more than a variation" in text(client.get(to("variation-prepare", more)))


def test_a_gp_acknowledges_on_one_page_from_the_home_page(client, cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    variation = varied(cast)
    (card,) = variations_waiting_on(cast.pugh.refreshed())
    assert card.url == to("variation-acknowledge", variation, sign_up)
    sign_in(client, cast.pugh)

    page = client.get(card.url)
    assert "Until now:" in text(page)
    data = {"typed_name": "Carys Pugh", "shown": page.context["form"].initial["shown"]}
    done = client.post(card.url, data, follow=True)

    assert "your acknowledgement is recorded and sealed" in text(done)
    assert list(variations_waiting_on(cast.pugh.refreshed())) == []
    again = client.get(card.url, follow=True)
    assert "This was acknowledged on" in text(again)


def test_whom_it_does_not_touch_is_told_so(client, cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    variation = varied(cast)
    for user, status in [
        (cast.riverside_manager, 403),
        (cast.raman, 403),
        (cast.officer, 403),
        (cast.frost, 404),
    ]:
        sign_in(client, user)
        page = to("variation-acknowledge", variation, sign_up)
        assert client.get(page).status_code == status, user.name
    assert list(variations_waiting_on(cast.riverside_manager.refreshed())) == []


def test_a_variation_before_the_committee_is_its_commissioners_alone(client, cast):
    sitting(cast)
    scheme_at(SchemeStatus.OPEN, cast)
    variation = varied(cast)
    for user, status in [(cast.officer, 200), (cast.auditor, 200), (cast.pugh, 404)]:
        sign_in(client, user)
        assert client.get(to("variation", variation)).status_code == status
