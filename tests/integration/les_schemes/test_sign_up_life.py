"""What happens to a sign-up after it was accepted: notice, merger, split, move, GPs who come and go
(SM-02, EXC-04 to EXC-08, AMB-06, AMB-66 to AMB-69)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from les_schemes import changes, progress, statements, uptake, worth
from les_schemes.actions import sign_ups
from les_schemes.actions import statements as statement_actions
from les_schemes.home import sign_ups_waiting_on
from les_schemes.models import SchemeVersion, SignUp, SignUpTransfer
from les_schemes.sheet import not_on_sheet
from les_schemes.statuses import SchemeStatus, SignUpStatus
from les_schemes.tasks import keep_sign_ups
from localities.actions import memberships, posts, successions
from localities.models import Locality, LocalityMembership, Organisation, Post, Practice
from localities.statuses import SuccessionKind
from pbc.actor import SYSTEM
from pbc.clock_watchers import passing
from pbc.models import AuditEvent, Message
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests.cast import FIRST_DAY, RECORDED, TODAY, a_gp, sign_in, stand_on
from tests.factories import merged, named, opened, scheme_at, sign, sign_up_at
from tests.year_end import OPENS, of

FROM = date(2008, 1, 1)


def notice(cast, sign_up, **changed) -> SignUp:
    given = {"withdrawn_from": FROM, "reason": "The partners think again.", **changed}
    return sign_ups.give_notice(sign_up=sign_up, by=cast.riverside_manager, **given)


def now(sign_up: SignUp) -> SignUp:
    return SignUp.objects.get(pk=sign_up.pk)


# Withdrawal, with notice


def test_a_practice_gives_notice_and_has_left_on_its_day(cast):
    """AMB-69."""
    sign_up = notice(cast, sign_up_at(SignUpStatus.ACCEPTED, cast))
    assert (sign_up.status, sign_up.withdrawn_from) == (SignUpStatus.WITHDRAWING, FROM)
    told = Message.objects.filter(kind="sign_up.notice_given")
    assert {one.person_id for one in told} == {
        cast.officer.person_id,
        cast.second_officer.person_id,
    }
    stand_on(FROM - timedelta(days=1))
    assert keep_sign_ups() == 0

    stand_on(FROM)
    assert keep_sign_ups() == 1
    assert keep_sign_ups() == 0

    sign_up = now(sign_up)
    assert sign_up.status == SignUpStatus.WITHDRAWN
    assert sign_up.withdrawn_by == cast.riverside_manager.person_id
    assert sign_up.accepted_at is not None
    event = AuditEvent.objects.get(event="sign_up.withdrawn")
    assert event.content["after"]["withdrawn_from"] == "2008-01-01"


def test_moving_the_clock_tells_who_leaves_meanwhile(cast):
    notice(cast, sign_up_at(SignUpStatus.ACCEPTED, cast))

    told = passing(cast.administrator, TODAY, FROM + timedelta(days=1))

    assert (FROM, "Riverside Surgery withdraws from PBC LES 2007/08") in [
        (one.on, one.what) for one in told
    ]


def test_until_its_day_a_notice_is_taken_back(cast):
    sign_up = notice(cast, sign_up_at(SignUpStatus.ACCEPTED, cast))
    with pytest.raises(BadInput):
        sign_ups.take_back_notice(sign_up=sign_up, reason=" ", by=cast.riverside_manager)

    sign_ups.take_back_notice(sign_up=sign_up, reason="They stay.", by=cast.riverside_manager)

    sign_up = now(sign_up)
    assert (sign_up.status, sign_up.withdrawn_from) == (SignUpStatus.ACCEPTED, None)
    assert Message.objects.filter(kind="sign_up.notice_taken_back").count() == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"withdrawn_from": TODAY - timedelta(days=1)}, "withdrawn_from"),
        ({"withdrawn_from": date(2008, 4, 1)}, "withdrawn_from"),
        ({"reason": " "}, "reason"),
    ],
)
def test_a_notice_says_why_and_names_a_day_to_come_within_the_year(cast, changed, field):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)

    with pytest.raises(BadInput) as refusal:
        notice(cast, sign_up, **changed)
    assert field in refusal.value.errors


def test_where_the_scheme_asks_for_notice_nobody_leaves_at_once(cast):
    draft = scheme_at(SchemeStatus.DRAFT, cast)
    SchemeVersion.objects.filter(pk=draft.pk).update(withdrawal_notice_days=28)
    version = opened(draft, cast)
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast, version=version)

    with pytest.raises(NotNow, match="28 days of notice"):
        sign_ups.withdraw(sign_up=sign_up, reason="At once.", by=cast.riverside_manager)
    with pytest.raises(BadInput) as refusal:
        notice(cast, sign_up, withdrawn_from=TODAY + timedelta(days=27))
    assert "Enter 14 May 2007 or a later day" in refusal.value.errors["withdrawn_from"]
    assert notice(cast, sign_up, withdrawn_from=TODAY + timedelta(days=28)).status == "withdrawing"


def test_without_notice_a_practice_may_leave_today(cast):
    sign_up = notice(cast, sign_up_at(SignUpStatus.ACCEPTED, cast), withdrawn_from=TODAY)

    assert now(sign_up).status == SignUpStatus.WITHDRAWN
    other = sign_up_at(SignUpStatus.ACCEPTED, cast, practice=cast.millbrook)
    sign_ups.withdraw(sign_up=other, reason="At once.", by=cast.millbrook_manager)
    assert now(other).withdrawn_from == TODAY


def test_what_follows_of_a_withdrawal_is_said_on_the_page_before_and_after(client, cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    sign_in(client, cast.riverside_manager)
    page = reverse("les_schemes:sign-up-give-notice", args=[sign_up.pk])

    assert "for review: nothing is taken back by itself" in client.get(page).content.decode()
    data = {
        "withdrawn_from_day": "1",
        "withdrawn_from_month": "1",
        "withdrawn_from_year": "2008",
        "reason": "The partners think again.",
    }
    shown = client.post(page, data, follow=True).content.decode()

    assert "withdraws from <strong>1 January 2008</strong> on" in shown
    assert "Take back the notice to withdraw" in shown
    back = reverse("les_schemes:sign-up-take-back-notice", args=[sign_up.pk])
    assert client.get(back).status_code == 200
    assert client.post(back, {"reason": "They stay."}).status_code == 302
    assert now(sign_up).status == SignUpStatus.ACCEPTED


def test_who_may_binds_on_a_day(cast):
    sign_up = notice(cast, sign_up_at(SignUpStatus.ACCEPTED, cast))

    def binding(day: date) -> list[SignUp]:
        return list(SignUp.objects.binding_on(day))

    assert binding(TODAY - timedelta(days=1)) == []
    assert binding(FROM - timedelta(days=1)) == [sign_up]
    assert binding(FROM) == []


# Mergers and splits


def test_a_merger_passes_on_what_was_signed_and_nothing_else(cast):
    """EXC-08: the successor inherits; of practices that did not sign nothing counts."""
    signed = sign_up_at(SignUpStatus.ACCEPTED, cast)
    merged(cast, cast.riverside, into=cast.millbrook)
    merged(cast, cast.highfield, into=cast.millbrook)

    (transfer,) = SignUpTransfer.objects.all()
    assert (transfer.sign_up, transfer.successor, transfer.on) == (signed, cast.millbrook, TODAY)
    signed = now(signed)
    assert (signed.status, signed.holder) == (SignUpStatus.TRANSFERRED, cast.millbrook)
    assert sign_ups.transfer_due(by=SYSTEM) == 0
    told = Message.objects.filter(
        kind="sign_up.transferred", person_id=cast.millbrook_manager.person_id
    )
    assert "nobody signs again" in told.get().body
    with pytest.raises(NotNow, match="in hand"):
        sign_ups.start(version=signed.version, provider=cast.millbrook, by=cast.millbrook_manager)


def test_both_signed_the_successor_holds_both_and_the_board_weighs_both_lists(cast):
    first = sign_up_at(SignUpStatus.ACCEPTED, cast)
    sign_up_at(SignUpStatus.ACCEPTED, cast, practice=cast.millbrook)
    merged(cast, cast.riverside, into=cast.millbrook)

    (row,) = [one for one in uptake.of(first.version, cast.officer) if one.code == "QQ002"]

    # 7,431 patients of Millbrook's own list and 8,205 of Riverside's.
    assert (row.standing, row.patients) == ("accepted", 7_431 + 8_205)
    assert {one.code for one in uptake.of(first.version, cast.officer)} == {
        "QQ002",
        "QQ003",
        "QQ004",
    }


def test_only_the_signed_list_counts_where_the_successor_did_not_sign(cast):
    first = sign_up_at(SignUpStatus.ACCEPTED, cast)
    merged(cast, cast.riverside, into=cast.millbrook)

    (row,) = [one for one in uptake.of(first.version, cast.officer) if one.code == "QQ002"]

    assert (row.standing, row.patients) == ("transferred", 8_205)


def test_the_successors_manager_sees_it_and_asks_gps_who_join_once(client, cast):
    first = sign_up_at(SignUpStatus.ACCEPTED, cast)
    second = sign_up_at(SignUpStatus.ACCEPTED, cast, practice=cast.millbrook)
    merged(cast, cast.riverside, into=cast.millbrook)
    for gp in (cast.lindqvist, cast.pugh):
        Post.objects.create(
            person=gp.person, practice=cast.millbrook, capacity="partner", starts=TODAY
        )
    a_gp("Zadie", "Quill", cast.millbrook, starts=TODAY)
    sign_in(client, cast.millbrook_manager)

    page = client.get(now(first).get_absolute_url()).content.decode()
    assert "<strong>Millbrook Practice</strong> holds this sign-up now" in page
    # Who came over from Riverside has signed its sheet; only who is new is asked, on one sheet.
    asked = {str(post.person) for sheet in (first, second) for post in not_on_sheet(now(sheet))}
    assert asked == {"Zadie Quill"}
    titles = [one.title for one in sign_ups_waiting_on(cast.millbrook_manager.refreshed())]
    assert titles == ["Ask new GPs to sign PBC LES 2007/08"]


def test_a_merger_frees_no_payment_of_a_signature_that_is_missing(cast):
    """Its GPs' posts end with the practice: that is no leaving (AMB-04)."""
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast, unsigned=[cast.pugh])
    merged(cast, cast.riverside, into=cast.millbrook)

    assert progress.of(now(sign_up)).in_short == "2 of 3 signed"
    assert SignUp.objects.with_progress().get().required_gps == 3
    # Millbrook's own GPs have joined nothing.
    assert not_on_sheet(now(sign_up)) == []


def test_a_second_merger_passes_it_on_again(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    merged(cast, cast.riverside, into=cast.millbrook)
    stand_on(date(2007, 9, 1))
    merged(cast, cast.millbrook, into=cast.highfield)

    assert now(sign_up).holder == cast.highfield
    assert list(SignUp.objects.held_by([cast.highfield.pk])) == [sign_up]
    assert not SignUp.objects.held_by([cast.millbrook.pk, cast.riverside.pk]).exists()


def test_a_merger_after_the_year_changes_nothing(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    stand_on(date(2008, 4, 1))
    merged(cast, cast.riverside, into=cast.millbrook)

    assert now(sign_up).status == SignUpStatus.ACCEPTED


def test_a_notice_holds_through_a_merger(cast):
    sign_up = notice(cast, sign_up_at(SignUpStatus.ACCEPTED, cast))
    merged(cast, cast.riverside, into=cast.millbrook)
    with pytest.raises(NotPermitted):
        sign_ups.take_back_notice(sign_up=sign_up, reason="Stay.", by=cast.riverside_manager)

    stand_on(FROM)
    assert keep_sign_ups() == 1
    assert now(sign_up).status == SignUpStatus.WITHDRAWN


def test_of_a_split_the_parent_keeps_the_year(cast):
    """AMB-68."""
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    stand_on(date(2007, 10, 1))
    new = Practice(code="QQ090", name="Ferry Road Surgery", recorded_at=RECORDED)
    Organisation.objects.bulk_create([new])
    successions.record(
        predecessor=cast.riverside,
        successor=new,
        kind=SuccessionKind.SPLIT,
        on=date(2007, 10, 1),
        reason="Two partners part.",
        by=cast.officer,
    )

    assert sign_ups.transfer_due(by=SYSTEM) == 0
    (change,) = changes.since_acceptance(now(sign_up))
    assert change.effect == changes.EFFECT_OF_SPLIT
    assert now(sign_up).holder == cast.riverside


def test_the_statements_of_a_merged_practice_count_both_posts(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    stand_on(date(2007, 10, 1))
    merged(cast, cast.riverside, into=cast.millbrook)
    Post.objects.create(
        person=cast.pugh.person,
        practice=cast.millbrook,
        capacity="salaried",
        starts=date(2007, 10, 1),
    )
    stand_on(OPENS)
    statement_actions.ask_all(by=SYSTEM)

    # April to September at Riverside, October to March at Millbrook: 2 hours × 12 months.
    assert statements.asked_by(of(cast.pugh)) == statements.Asked(12, 24)
    assert of(cast.lindqvist, now(sign_up)).exemption == "left"
    told = Message.objects.filter(kind="statement.gps_asked")
    assert {one.person_id for one in told} == {cast.millbrook_manager.person_id}


# Moves


def test_a_move_of_locality_is_shown_with_its_reason_and_what_follows(client, cast):
    """EXC-07, AMB-66."""
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    hemel = Locality(
        code="LHEM",
        name="Hemel Locality",
        legal_form="informal",
        opened=FIRST_DAY,
        commissioner=cast.dacorum,
        recorded_at=RECORDED,
    )
    Organisation.objects.bulk_create([hemel])
    memberships.move(
        practice=cast.riverside,
        locality=hemel,
        on=date(2007, 10, 1),
        reason="The boundary was redrawn.",
        by=cast.officer,
    )

    (change,) = changes.since_acceptance(now(sign_up))

    assert (change.on, change.what) == (date(2007, 10, 1), "Moved to Hemel Locality")
    assert change.reason == "The boundary was redrawn."
    assert "months of objective 2 that remain follow the practice" in change.effect
    sign_in(client, cast.riverside_manager)
    page = client.get(sign_up.get_absolute_url()).content.decode()
    assert "Moved to Hemel Locality: The boundary was redrawn." in page


def test_a_practice_that_leaves_its_locality_is_shown_too(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    LocalityMembership.objects.filter(practice=cast.riverside).update(ends=date(2007, 10, 1))

    (change,) = changes.since_acceptance(now(sign_up))

    assert change.what == "Left DacCom"


def test_what_follows_is_told_before_a_move_or_a_merger_is_recorded(client, cast):
    sign_up_at(SignUpStatus.ACCEPTED, cast)
    sign_in(client, cast.officer)

    move = client.get(reverse("localities:practice-move", args=["QQ001"])).content.decode()
    merger = client.get(reverse("localities:succession-record", args=["QQ001"])).content.decode()
    none = client.get(reverse("localities:practice-move", args=["QQ002"])).content.decode()

    assert "PBC LES 2007/08: Objective 3 stays with the former locality" in move
    assert "PBC LES 2007/08, merged or replaced: the successor holds it." in merger
    assert "PBC LES 2007/08, split: this practice keeps the sign-up" in merger
    assert "What follows" not in none


# GPs who come and go


def test_a_gp_who_leaves_unsigned_is_waited_for_no_longer(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast, unsigned=[cast.pugh])
    assert progress.of(sign_up).in_short == "2 of 3 signed"
    # 8,205 × £1.00 waits for Dr Pugh.
    assert worth.of_sign_up(sign_up).waiting_pence == 820_500
    post = Post.objects.get(person=cast.pugh.person, practice=cast.riverside)
    posts.end(post=post, last_day=date(2007, 6, 30), by=cast.riverside_manager)
    assert progress.of(sign_up).in_short == "2 of 3 signed"

    stand_on(date(2007, 7, 1))

    assert progress.of(sign_up).in_short == "2 of 2 signed"
    assert worth.of_sign_up(sign_up).capitation_pence == 820_500
    counted = SignUp.objects.with_counted_gps(date(2007, 6, 30), sign_up.accepted_at).get()
    assert (counted.eligible_gps, counted.signed_gps) == (3, 2)
    counted = SignUp.objects.with_counted_gps(date(2007, 7, 1), sign_up.accepted_at).get()
    assert (counted.eligible_gps, counted.signed_gps) == (2, 2)
    (change,) = changes.since_acceptance(sign_up)
    assert (change.what, change.effect) == (
        "Dr Carys Pugh left",
        "The sheet waits for this signature no longer.",
    )
    assert not uptake.unsigned_gps(sign_up.version, cast.officer).exists()


def test_a_gp_who_leaves_after_signing_changes_nothing(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    post = Post.objects.get(person=cast.pugh.person, practice=cast.riverside)
    posts.end(post=post, last_day=date(2007, 6, 30), by=cast.riverside_manager)
    stand_on(date(2007, 7, 1))

    assert progress.of(sign_up).in_short == "3 of 3 signed"
    (change,) = changes.since_acceptance(sign_up)
    assert change.effect == "The signature stays; the payment stays as it is."


def test_an_unsigned_gp_who_takes_another_post_there_is_waited_for_still(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast, unsigned=[cast.pugh])
    post = Post.objects.get(person=cast.pugh.person, practice=cast.riverside)
    posts.end(post=post, last_day=date(2007, 6, 30), by=cast.riverside_manager)
    posts.start(
        practice=cast.riverside,
        person=cast.pugh.person,
        capacity="partner",
        employed_by_commissioner=False,
        starts=date(2007, 7, 1),
        by=cast.riverside_manager,
    )
    stand_on(date(2007, 7, 1))

    assert progress.of(sign_up).in_short == "2 of 3 signed"
    assert SignUp.objects.with_progress().get().required_gps == 3


def test_a_gp_who_joins_is_asked_and_the_payment_stays(cast):
    """EXC-06, AMB-06."""
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    before = worth.of_sign_up(sign_up).capitation_pence
    stand_on(date(2007, 6, 1))
    new = a_gp("Zadie", "Quill", cast.riverside, starts=date(2007, 6, 1))
    (change,) = changes.since_acceptance(sign_up)
    assert change.effect == changes.EFFECT_OF_JOINING

    sign_ups.name_new_gps(sign_up=sign_up, by=cast.riverside_manager)
    assert worth.of_sign_up(sign_up).capitation_pence == before
    sign(sign_up, new)
    assert sign_up.agreements.count() == 2


def test_a_refusal_is_recorded_by_the_manager_with_its_day_and_the_effect_is_shown(client, cast):
    """EXC-05, AMB-04."""
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast, unsigned=[cast.pugh])
    line = named(sign_up, cast.pugh)
    sign_in(client, cast.riverside_manager)
    page = reverse("les_schemes:sign-up-decline", args=[sign_up.pk, line.pk])

    assert "pays nothing until every one of them has signed" in client.get(page).content.decode()
    client.post(page, {"reason": "Does not agree with the terms."})

    line.refresh_from_db()
    assert line.declined_by == cast.riverside_manager.person_id
    assert line.declined_at is not None


# The chase list


def test_an_officer_reminds_everyone_on_the_chase_list_who_has_not_declined(client, cast):
    """REP-02."""
    first = sign_up_at(SignUpStatus.SIGNING, cast)
    second = sign_up_at(SignUpStatus.SIGNING, cast, practice=cast.highfield)
    sign_ups.decline(named=named(first, cast.pugh), reason="", by=cast.riverside_manager)
    sign_in(client, cast.officer)
    page = reverse("les_schemes:scheme-unsigned-remind", args=[first.version_id])

    assert "3 GPs of your practices" in client.get(page).content.decode()
    client.post(page)

    told = Message.objects.filter(kind="sign_up.reminder_to_sign")
    assert {one.person_id for one in told} == {
        gp.person_id for gp in (cast.okafor, cast.lindqvist, cast.noor)
    }
    for query, names in {
        "standing=declined": {"Carys Pugh"},
        "who=noor": {"Fatima Noor"},
        "who=qq003": {"Fatima Noor"},
    }.items():
        address = reverse("les_schemes:scheme-unsigned", args=[second.version_id])
        shown = client.get(f"{address}?{query}").content.decode()
        everyone = {"Carys Pugh", "Fatima Noor", "Ada Okafor", "Ben Lindqvist"}
        assert {name for name in everyone if name in shown} == names, query


def test_nobody_left_to_remind_is_said(cast):
    with pytest.raises(NotNow, match="Nobody is left"):
        sign_ups.remind_all(named=[], by=cast.officer)


@pytest.mark.parametrize("step", [sign_ups.transfer_due, sign_ups.end_due])
def test_nobody_does_by_hand_what_the_day_does(cast, step):
    with pytest.raises(NotPermitted, match="by the system itself"):
        step(by=cast.officer)


def test_the_board_weighs_received_sheets_by_list_against_the_deadline(cast):
    """REP-01, R2-001."""
    version = sign_up_at(SignUpStatus.SUBMITTED, cast).version
    practices = uptake.of(version, cast.officer)

    (*_, last) = uptake.chart_of_patients_over_time(version, practices).bars

    # 8,205 of 8,205 + 7,431 + 6,913 + 6,000 patients.
    assert (last.value, last.of) == (8_205, 28_549)
