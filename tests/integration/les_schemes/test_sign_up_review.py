"""What an officer is shown and refused besides acceptance: queries, refusals, what checks find."""

from datetime import date

import pytest

from accounts.models import RoleHolding
from les_schemes import checks, progress, worth
from les_schemes.actions import sign_ups
from les_schemes.models import SignUp
from les_schemes.statuses import SignUpStatus
from localities.models import CommissionerMembership, ListSize, LocalityMembership, Post
from pbc.models import Message
from pbc.refusals import BadInput, NotNow, NotPermitted
from pbc.roles import Role
from tests.cast import LISTS_RECORDED, TODAY, a_gp, stand_on
from tests.factories import given_by, named, scheme_at, sign, sign_up_at


def findings(sign_up: SignUp) -> dict[str, checks.Check]:
    return {check.title: check for check in checks.of(sign_up, progress.of(sign_up))}


def test_every_check_holds_of_a_sheet_that_is_in_order(cast):
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast)

    assert [check.title for check in findings(sign_up).values() if not check.holds] == []


def test_the_checks_find_who_joined_and_who_left_since_the_sheet_came_back(cast):
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast)
    a_gp("Zadie", "Quill", cast.riverside, starts=TODAY)
    Post.objects.filter(pk=cast.posts["pugh", "riverside"].pk).update(ends=TODAY)

    check = findings(sign_up)["GPs named are the GPs in post"]

    assert not check.holds
    assert "In post and not on the sheet: Zadie Quill." in check.finding
    assert "On the sheet and no longer in post: Dr Carys Pugh." in check.finding


def test_the_checks_find_a_missing_list_and_another_locality(cast):
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast, alone=True)
    ListSize.objects.filter(practice=cast.riverside).update(superseded_at=LISTS_RECORDED)

    found = findings(sign_up)

    assert "No list of 1 April 2007 is recorded" in found["List size held"].finding
    assert "Recorded as a member of DacCom" in found["Locality agrees with the record"].finding
    assert not found["Locality agrees with the record"].holds
    assert worth.of_sign_up(sign_up) is None
    assert worth.if_signed_now(sign_up.version, cast.riverside) is None
    assert "is not recorded yet" in worth.in_words(sign_up)


def test_a_practice_that_the_pct_runs_needs_no_signature_and_is_told_what_it_earns(cast):
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast, practice=cast.northgate)

    check = findings(sign_up)["Every GP who must has signed"]

    assert check.holds
    assert "No GP of this practice has to sign, so objective 1 pays nothing" in check.finding
    assert worth.of_sign_up(sign_up).capitation_pence == 0


def test_a_late_sheet_and_a_practice_alone_are_found(cast):
    stand_on(date(2007, 5, 1))
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast, practice=cast.highfield, alone=True)

    found = findings(sign_up)

    assert not found["Received on time"].holds
    assert "The practice is in no locality, and its sheet says so." in (
        found["Locality agrees with the record"].finding
    )


@pytest.mark.parametrize(
    ("reading", "now", "waiting"),
    [
        # 4 of 5 signed on a list of 8,000: nothing, 8,000 × 4 / 5 = £6,400, or £8,000.
        ("all_required", 0, 800_000),
        ("pro_rata", 640_000, 160_000),
        ("any", 800_000, 0),
    ],
)
def test_what_four_signatures_of_five_are_worth_is_the_reading_in_force(
    cast, reading, now, waiting
):
    scheme_at("open", cast, gp_signatures=reading)
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast, practice=cast.cassio, unsigned=[cast.cole])

    value = worth.of_sign_up(sign_up)

    assert (value.capitation_pence, value.waiting_pence) == (now, waiting)


@pytest.mark.parametrize(
    ("today", "paid_on"),
    [
        (date(2007, 4, 30), date(2007, 4, 30)),
        (date(2007, 6, 30), date(2007, 7, 31)),
        (date(2007, 12, 31), date(2007, 12, 31)),
        (date(2008, 3, 31), date(2008, 3, 31)),
    ],
)
def test_money_comes_on_the_last_working_day_of_the_month(cast, today, paid_on):
    stand_on(today)

    assert worth.next_pay_date() == paid_on


def test_a_query_and_a_refusal_need_a_reason_and_the_practice_is_told_it(cast):
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast)
    for verb in (sign_ups.query, sign_ups.refuse):
        with pytest.raises(BadInput):
            verb(sign_up=sign_up, reason="  ", by=cast.officer)

    sign_ups.query(sign_up=sign_up, reason="The number does not answer.", by=cast.officer)
    sign_ups.refuse(sign_up=sign_up, reason="Another sheet replaces it.", by=cast.officer)

    queried = Message.objects.get(kind="sign_up.queried")
    assert "The number does not answer." in queried.body
    assert "Answer by 30 April 2007" in queried.body
    assert "Another sheet replaces it." in Message.objects.get(kind="sign_up.refused").body


def test_a_decline_is_recorded_once_of_a_gp_who_is_asked_and_has_not_signed(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    sign(sign_up, cast.okafor)

    for gp, said in [(cast.okafor, "has signed"), (cast.raman, "is not asked for")]:
        with pytest.raises(NotNow, match=said):
            sign_ups.decline(named=named(sign_up, gp), reason="", by=cast.riverside_manager)
    sign_ups.decline(named=named(sign_up, cast.pugh), reason="", by=cast.riverside_manager)
    with pytest.raises(NotNow, match="already recorded"):
        sign_ups.decline(named=named(sign_up, cast.pugh), reason="", by=cast.riverside_manager)


def test_a_gp_who_is_no_gp_of_the_practice_any_more_does_not_sign(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)
    RoleHolding.objects.filter(user=cast.pugh, role=Role.GP).update(ends=TODAY)

    with pytest.raises(NotPermitted, match="are not one of its GPs now"):
        sign(sign_up, cast.pugh)


def test_a_signature_is_taken_from_a_network_without_an_address(cast):
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)

    sign_ups.sign_as_gp(
        named=named(sign_up, cast.okafor),
        given=given_by(cast.okafor, sign_up, address=None),
        by=cast.okafor,
    )

    assert sign_up.signatures.get().address is None


def test_gps_are_not_asked_before_the_undertaking_is_accepted(cast):
    sign_up = sign_up_at(SignUpStatus.DRAFT, cast)
    sign_ups.confirm_gps(sign_up=sign_up, by=cast.riverside_manager)
    sign_ups.choose_locality(
        sign_up=sign_up,
        locality=cast.daccom,
        alone=False,
        contact_number="01442 255 123",
        by=cast.riverside_manager,
    )

    with pytest.raises(NotNow, match="Read and accept the undertaking first"):
        sign_ups.request_signatures(sign_up=sign_up, by=cast.riverside_manager)


def test_a_scheme_is_not_started_where_it_is_not_offered_or_not_open(cast):
    draft = scheme_at("draft", cast)
    with pytest.raises(NotNow, match="is not open for sign-up"):
        sign_ups.start(version=draft, provider=cast.riverside, by=cast.riverside_manager)

    CommissionerMembership.objects.filter(practice=cast.riverside).update(ends=TODAY)
    with pytest.raises(NotNow, match="its commissioner is another"):
        sign_ups.start(version=draft, provider=cast.riverside, by=cast.riverside_manager)


def test_a_membership_planned_in_another_locality_stands_in_the_way_too(cast):
    LocalityMembership.objects.create(
        practice=cast.millbrook,
        locality=cast.watcom,
        starts=date(2007, 6, 1),
        source="the test",
        recorded_at=LISTS_RECORDED,
    )
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast, practice=cast.millbrook)

    with pytest.raises(NotNow, match="member of Watford Locality from 1 June 2007"):
        sign_ups.accept(sign_up=sign_up, by=cast.officer)
