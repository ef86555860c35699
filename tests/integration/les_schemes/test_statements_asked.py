"""Who is asked for a year-end statement, when, for how much (O1-02, O1-07, AMB-10, AMB-12)."""

from datetime import date, timedelta

import pytest

from les_schemes import statements
from les_schemes.actions import sign_ups
from les_schemes.actions import statements as actions
from les_schemes.models import YearEndStatement
from les_schemes.statuses import Exemption, SignUpStatus, StatementStatus
from les_schemes.tasks import keep_statements
from localities.actions import posts
from localities.models import Post
from pbc.actor import SYSTEM
from pbc.models import AuditEvent, Message
from pbc.refusals import NotNow, NotPermitted
from tests.cast import a_gp, stand_on
from tests.factories import named, sign, sign_up_at
from tests.year_end import AFTER_GRACE, DUE, GRACE_ENDS, OPENS, asked, give, of


def standings() -> dict[str, str]:
    return {one.person.family_name: one.status for one in YearEndStatement.objects.with_all()}


def hours_asked(user) -> tuple[int, object]:
    found = statements.asked_by(of(user))
    return found.months, found.hours


def test_nobody_is_asked_before_1_march_and_each_gp_who_signed_once_from_then(cast):
    sign_up_at(SignUpStatus.ACCEPTED, cast)
    stand_on(OPENS - timedelta(days=1))
    assert actions.ask_all(by=SYSTEM) == 0

    stand_on(OPENS)
    assert actions.ask_all(by=SYSTEM) == 3
    assert actions.ask_all(by=SYSTEM) == 0

    # Raman is a registrar, whose signature is not asked for (AMB-05): no statement is either.
    assert standings() == {"Okafor": "asked", "Lindqvist": "asked", "Pugh": "asked"}
    (event,) = AuditEvent.objects.filter(event="statement.asked")
    assert len(event.content["after"]["statements"]) == 3


def test_a_gp_is_told_with_the_link_to_the_page_and_the_managers_hear_of_it(cast):
    asked(cast)

    message = Message.objects.get(kind="statement.asked", person_id=cast.pugh.person_id)
    assert message.path.endswith(f"/statements/{of(cast.pugh).pk}/give/")
    assert "by 31 March 2008" in message.body
    assert "24 hours are asked for" in message.body
    told = Message.objects.filter(kind="statement.gps_asked")
    assert [one.person_id for one in told] == [cast.riverside_manager.person_id]


def test_who_did_not_sign_or_declined_owes_none(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast, unsigned=[cast.pugh, cast.lindqvist])
    sign_ups.decline(named=named(sign_up, cast.pugh), reason="", by=cast.riverside_manager)
    stand_on(OPENS)
    actions.ask_all(by=SYSTEM)
    assert standings() == {"Okafor": "asked"}

    # Signed on 10 March after all: asked the next time.
    stand_on(date(2008, 3, 10))
    sign(sign_up, cast.lindqvist)
    assert actions.ask_all(by=SYSTEM) == 1
    assert standings() == {"Okafor": "asked", "Lindqvist": "asked"}


def test_a_sheet_that_is_not_accepted_asks_nobody(cast):
    sign_up_at(SignUpStatus.SUBMITTED, cast)
    stand_on(OPENS)

    assert actions.ask_all(by=SYSTEM) == 0


def test_a_full_year_asks_24_hours_and_a_gp_from_1_october_is_asked_for_12(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    stand_on(date(2007, 10, 1))
    new = a_gp("Zadie", "Quill", cast.riverside, starts=date(2007, 10, 1))
    sign_ups.name_new_gps(sign_up=sign_up, by=cast.riverside_manager)
    sign(sign_up, new)
    stand_on(OPENS)
    actions.ask_all(by=SYSTEM)

    # 2 hours × 12 months, and 2 hours × 6 months (AMB-10).
    assert hours_asked(cast.okafor) == (12, 24)
    assert hours_asked(new) == (6, 12)


def test_a_gp_who_took_another_post_at_the_practice_was_there_all_year(cast):
    sign_up_at(SignUpStatus.ACCEPTED, cast)
    stand_on(date(2007, 9, 1))
    post = Post.objects.get(person=cast.pugh.person, practice=cast.riverside)
    posts.end(post=post, last_day=date(2007, 8, 31), by=cast.riverside_manager)
    posts.start(
        practice=cast.riverside,
        person=cast.pugh.person,
        capacity="partner",
        employed_by_commissioner=False,
        starts=date(2007, 9, 1),
        by=cast.riverside_manager,
    )
    stand_on(OPENS)
    actions.ask_all(by=SYSTEM)

    assert hours_asked(cast.pugh) == (12, 24)
    assert of(cast.pugh).status == StatementStatus.ASKED


def test_a_gp_who_left_is_exempt_by_the_record_itself(cast):
    sign_up_at(SignUpStatus.ACCEPTED, cast)
    post = Post.objects.get(person=cast.pugh.person, practice=cast.riverside)
    posts.end(post=post, last_day=date(2007, 12, 31), by=cast.riverside_manager)
    stand_on(OPENS)
    actions.ask_all(by=SYSTEM)

    statement = of(cast.pugh)
    assert (statement.status, statement.exemption) == (StatementStatus.EXEMPT, Exemption.LEFT)
    assert statement.exemption_reason == "Left the practice on 31 December 2007"
    assert statement.exempted_by is None
    assert not Message.objects.filter(kind="statement.asked", person_id=cast.pugh.person_id)


def test_a_gp_whom_the_pct_employs_is_exempt_and_blocked_with_the_reason(cast):
    """EXC-18, AMB-07."""
    asked(cast, practice=cast.northgate)

    statement = of(cast.tierney)
    assert statement.exemption == Exemption.PCT_EMPLOYED
    assert statement.exemption_reason.startswith("Employed by the PCT")
    with pytest.raises(NotPermitted, match="employed by the PCT"):
        give(cast.tierney)


def test_after_the_grace_what_was_not_given_is_missing_and_officers_are_told_once(cast):
    asked(cast)
    give(cast.okafor)
    stand_on(GRACE_ENDS)
    assert actions.note_missing(by=SYSTEM) == 0
    assert of(cast.pugh).is_overdue

    stand_on(AFTER_GRACE)
    assert keep_statements() == 2
    assert keep_statements() == 0

    assert standings() == {"Okafor": "given", "Lindqvist": "missing", "Pugh": "missing"}
    told = Message.objects.filter(kind="statement.missing")
    officers = {cast.officer.person_id, cast.second_officer.person_id}
    assert {one.person_id for one in told} == officers
    assert "2 year-end statements are missing" in told[0].subject


def told(kind: str) -> int:
    return Message.objects.filter(kind=kind).count()


def test_reminders_go_14_7_2_and_0_days_before_the_day_and_before_the_grace_ends(cast):
    asked(cast)
    give(cast.okafor)
    sent = {}
    day = OPENS
    while day <= GRACE_ENDS:
        stand_on(day)
        before = told("statement.due")
        for _ in range(2):
            actions.send_due(by=SYSTEM)
        if told("statement.due") != before:
            sent[f"{day:%-d %b}"] = told("statement.due") - before
        day += timedelta(days=1)

    assert sent == {
        "17 Mar": 2,
        "24 Mar": 2,
        "29 Mar": 2,
        "31 Mar": 2,
        "16 Apr": 2,
        "23 Apr": 2,
        "28 Apr": 2,
        "30 Apr": 2,
    }


def test_a_manager_and_an_officer_remind_by_hand_once_a_day(cast):
    sign_up = asked(cast)
    everyone = YearEndStatement.objects.all()

    assert actions.remind(asked=everyone, by=cast.riverside_manager) == 3
    assert actions.remind(asked=everyone, by=cast.officer) == 0
    stand_on(OPENS + timedelta(days=1))
    assert actions.remind(asked=everyone, by=cast.officer) == 3
    with pytest.raises(NotPermitted):
        actions.remind(asked=everyone, by=cast.millbrook_manager)
    for user in (cast.okafor, cast.pugh, cast.lindqvist):
        give(user)
    with pytest.raises(NotNow, match="Nobody is left"):
        actions.remind(asked=everyone, by=cast.officer)
    assert AuditEvent.objects.filter(event="statement.reminded").count() == 3
    assert sign_up.commissioner == cast.dacorum


@pytest.mark.parametrize("step", [actions.ask_all, actions.note_missing, actions.send_due])
def test_nobody_does_by_hand_what_the_day_does(cast, step):
    with pytest.raises(NotPermitted, match="by the system itself"):
        step(by=cast.officer)


def test_asking_many_takes_as_many_queries_as_asking_few(cast, django_assert_max_num_queries):
    sign_up_at(SignUpStatus.ACCEPTED, cast)
    sign_up_at(SignUpStatus.ACCEPTED, cast, practice=cast.cassio)
    stand_on(OPENS)

    with django_assert_max_num_queries(45):
        assert actions.ask_all(by=SYSTEM) == 8
    assert timedelta(days=30) == DUE - OPENS
