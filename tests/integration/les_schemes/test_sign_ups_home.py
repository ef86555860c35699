from datetime import date

import pytest

from les_schemes.actions import reminders, sign_ups
from les_schemes.home import sign_ups_waiting_on
from les_schemes.statuses import SchemeStatus, SignUpStatus
from les_schemes.tasks import send_reminders
from pbc.actor import SYSTEM
from pbc.models import Message
from pbc.refusals import NotPermitted
from tests.cast import TODAY, a_gp, stand_on
from tests.factories import named, scheme_at, sign, sign_up_at


def titles(user) -> list[str]:
    return [item.title for item in sign_ups_waiting_on(user.refreshed())]


def test_a_manager_is_told_of_an_open_scheme_its_date_and_its_worth(cast):
    scheme_at(SchemeStatus.OPEN, cast)

    (item,) = sign_ups_waiting_on(cast.riverside_manager)

    assert item.title == "Sign up to PBC LES 2007/08 by 30 April 2007"
    # 8,205 × £1.00 and 8,205 × £0.50.
    assert item.explanation == "Worth £8,205.00 + £4,102.50."
    assert item.worth_pence == 820_500 + 410_250
    assert (item.due, item.organisation) == (date(2007, 4, 30), "Riverside Surgery")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (SignUpStatus.DRAFT, ["Go on with the sign-up to PBC LES 2007/08"]),
        (SignUpStatus.SIGNING, ["3 GPs not signed: PBC LES 2007/08"]),
        (SignUpStatus.SUBMITTED, []),
        (SignUpStatus.QUERIED, ["Query to answer on PBC LES 2007/08"]),
        (SignUpStatus.ACCEPTED, []),
    ],
)
def test_a_manager_sees_what_the_sheet_waits_for(cast, status, expected):
    sign_up_at(status, cast)

    assert titles(cast.riverside_manager) == expected


def test_a_manager_sees_a_signature_missing_after_acceptance(cast):
    sign_up_at(SignUpStatus.ACCEPTED, cast, unsigned=[cast.pugh])

    (item,) = sign_ups_waiting_on(cast.riverside_manager)

    assert item.title == "1 GP not signed: PBC LES 2007/08"
    assert item.explanation == "2 of 3 signed, waiting on Dr Carys Pugh."
    assert item.since == TODAY


def test_a_gp_sees_each_sheet_to_sign_until_it_is_signed(cast):
    at_riverside = sign_up_at(SignUpStatus.SIGNING, cast)
    sign_up_at(SignUpStatus.SIGNING, cast, practice=cast.millbrook)

    assert titles(cast.okafor) == ["Sign PBC LES 2007/08"] * 2
    sign(at_riverside, cast.okafor)
    assert titles(cast.okafor) == ["Sign PBC LES 2007/08"]
    assert titles(cast.raman) == []


def test_an_officer_sees_how_many_sheets_wait_and_since_when(cast):
    sign_up_at(SignUpStatus.SUBMITTED, cast)
    stand_on(date(2007, 4, 18))
    sign_up_at(SignUpStatus.SUBMITTED, cast, practice=cast.millbrook)

    (item,) = sign_ups_waiting_on(cast.officer)

    assert (item.title, item.count) == ("Sheets await review", 2)
    assert (item.since, item.explanation) == (TODAY, "The oldest since 16 April 2007.")
    assert titles(cast.watford_officer) == []


def told(kind: str = "scheme.deadline") -> int:
    return Message.objects.filter(kind=kind).count()


def test_reminders_go_21_14_7_2_and_0_days_before_the_deadline_and_once_each(cast):
    stand_on(date(2007, 4, 1))
    scheme_at(SchemeStatus.OPEN, cast)
    sent = {}
    for day in range(1, 31):
        stand_on(date(2007, 4, day))
        before = told()
        for _ in range(3):
            reminders.send_due(by=SYSTEM)
        if told() != before:
            sent[day] = told() - before

    assert sent == {9: 5, 16: 5, 23: 5, 28: 5, 30: 5}


def test_nothing_is_sent_after_the_deadline_or_before_it_is_near(cast):
    scheme_at(SchemeStatus.OPEN, cast)

    for day in (date(2007, 5, 1), date(2007, 6, 1)):
        stand_on(day)
        assert reminders.send_due(by=SYSTEM) == 0


def test_a_missed_day_is_made_good_once(cast):
    stand_on(date(2007, 4, 1))
    scheme_at(SchemeStatus.OPEN, cast)

    stand_on(date(2007, 4, 25))
    assert send_reminders() == 5
    assert send_reminders() == 0
    assert "is to be returned in 5 days" in Message.objects.filter(kind="scheme.deadline")[0].body


def test_who_has_returned_or_signed_is_left_in_peace(cast):
    sign_up_at(SignUpStatus.SUBMITTED, cast)
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast, practice=cast.cassio)
    sign(sign_up, cast.abara)
    sign_ups.decline(named=named(sign_up, cast.bright), reason="", by=cast.cassio_manager)

    reminders.send_due(by=SYSTEM)

    managers = Message.objects.filter(kind="scheme.deadline").values_list("person_id", flat=True)
    assert cast.riverside_manager.person_id not in managers
    assert cast.cassio_manager.person_id in managers
    gps = Message.objects.filter(kind="sign_up.deadline").values_list("person_id", flat=True)
    assert set(gps) == {gp.person_id for gp in (cast.cole, cast.dunmore, cast.estrada)}


def test_reminders_before_the_deadline_are_nobodys_to_send_by_hand(cast):
    with pytest.raises(NotPermitted):
        reminders.send_due(by=cast.officer)


def test_a_manager_is_told_of_gps_who_joined_since_acceptance(cast):
    sign_up_at(SignUpStatus.ACCEPTED, cast)
    a_gp("Zadie", "Quill", cast.riverside, starts=TODAY)
    a_gp("Yusuf", "Reed", cast.riverside, starts=TODAY, capacity="locum")

    (item,) = sign_ups_waiting_on(cast.riverside_manager)

    assert (item.title, item.count) == ("Ask new GPs to sign PBC LES 2007/08", 1)
    assert "Zadie Quill joined since acceptance" in item.explanation
