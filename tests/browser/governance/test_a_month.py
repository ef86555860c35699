"""A month of the Committee in Chromium, by clicks and forms only, each person signed in.

Seven matters, two members conflicted, one item without a quorum, one chair's action (SM-13). What
is decided is carried out, told in letters (GOV-07), minuted (GOV-10), and paid by the next run; the
appeal (SM-17) is heard by others than those who decided before (AMB-96). In each act somebody takes
a wrong turn, and nothing is done twice.
"""

from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from les_schemes.statuses import SignUpStatus
from tests import cast as casting
from tests.browser.governance.month import afterwards, before, papers, session
from tests.browser.governance.month.paying import lines_of, pay, sees_held
from tests.browser.governance.month.people import People, everyone
from tests.browser.steps import move_the_date
from tests.cast import stand_on
from tests.factories import sign_up_at
from tests.integration.applications.asking import a_scheme
from tests.month import MAY_14, NOTES, seat_the_committee
from tests.servers import Server

_REPORTING = "2. Collection, reporting and validation of information on activity"
_LEVEL = "3. PBC Locality to achieve highest operating level"
INFORMATION = f"{_REPORTING}: Information fund"
SESSIONS = f"{_LEVEL}: GP leadership sessions"
STAFF = f"{_LEVEL}: Practice staff allowance"
# What DacCom has earned, was paid before, and is due; every sum is written out.
PAID_IN_JUNE = {
    # Riverside's 100,000 patients × £0.50.
    INFORMATION: ("£50,000.00", "£0.00", "£50,000.00"),
    # Level 1: one session a week of £300.00, 52 weeks: £15,600.00 a year, £1,300.00 a month.
    # April, May and June: 3 × £1,300.00 = £3,900.00.
    SESSIONS: ("£3,900.00", "£0.00", "£3,900.00"),
    "Total": ("£53,900.00", "£0.00", "£53,900.00"),
}
PAID_IN_JULY = {
    # Millbrook's sheet came late and was accepted in June, so nine months count for it:
    # 7,431 patients × £0.50 × 9/12 = £2,786.625, which is £2,786.63.
    INFORMATION: ("£52,786.63", "£50,000.00", "£2,786.63"),
    # Level 2 from 1 July, for the 100,000 patients who signed up in time:
    # 3 sessions × £300.00 × 52 = £46,800.00 a year, £3,900.00 a month.
    # April to June at level 1 and July at level 2: £3,900.00 + £3,900.00 = £7,800.00.
    SESSIONS: ("£7,800.00", "£3,900.00", "£3,900.00"),
    # 10 hours × £30.00 × 52 = £15,600.00 a year, £1,300.00 a month.
    STAFF: ("£1,300.00", "£0.00", "£1,300.00"),
    "Total": ("£61,886.63", "£53,900.00", "£7,986.63"),
}
# In July DacCom is paid £3,900.00 + £1,300.00 = £5,200.00 under objective 3, and not the £1,300.00
# of level 1. Millbrook's £5,573.25 (7,431 × £1.00 × 9/12) are held by a condition.
# In June £3,900.00 go to DacCom and £100,000.00 to Riverside, £1.00 a patient.

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(live_server: LiveServer, transactional_db: None, browser: Browser) -> Iterator[People]:
    """Everyone signed in on 14 May; Riverside has signed up in time, Millbrook's sheet is late."""
    cast = casting.gather()
    a_scheme(cast)
    committee = seat_the_committee(cast)
    stand_on(MAY_14)
    sign_up_at(SignUpStatus.SUBMITTED, cast, practice=cast.millbrook)
    people = everyone(browser, live_server.url, cast, committee)
    yield people
    for visitor in people.all:
        visitor.context.close()


def test_a_month_of_the_committee(people: People, start_worker: Callable[[], Server]) -> None:
    secretary = people.secretary
    before.arrange_the_meetings(secretary)
    before.decide_what_cannot_wait(people)
    before.tell_northgate(people)
    before.appeal(people)
    before.apply_for_level_2(people)
    before.bring_the_late_sheet(people.officer)
    before.put_the_notes(people.officer)

    move_the_date(people.administrator, 25, 6, 2007)
    papers.put_the_matters_on(secretary)
    papers.publish_them(people)
    start_worker()
    pay(people, 1, "Friday 29 June 2007", lines=3, amount="£103,900.00")
    assert lines_of(people.preparer, 1, "LDAC") == PAID_IN_JUNE

    move_the_date(people.administrator, 28, 6, 2007)
    session.open_in_june(secretary)
    session.ratify_the_chairs_action(secretary)
    session.raise_the_level(people)
    session.let_in_the_late_sheet(people)
    session.hear_the_appeal(people)
    session.note(secretary, NOTES[0], "The audit is sound.")
    session.note(secretary, NOTES[1], "The hours suit.")
    session.lose_the_quorum(secretary)
    session.note(secretary, NOTES[2], "The price is Quagmire.")
    session.close(secretary)

    afterwards.send_the_letters(people)
    afterwards.close_the_appeal(people.northgate)
    afterwards.write_the_minutes(secretary)
    afterwards.approve_them_in_july(people)
    afterwards.read_the_minutes(people)
    afterwards.look_at_the_board(people.officer)
    pay(people, 2, "Tuesday 31 July 2007", lines=5, amount="£5,200.00")
    assert lines_of(people.preparer, 2, "LDAC") == PAID_IN_JULY
    sees_held(people.preparer, 2, "£5,573.25", "Name a deputy")
    afterwards.meet_the_condition(secretary)
    afterwards.read_the_registers(people.auditor)
    call_command("verify_audit", stdout=StringIO())
