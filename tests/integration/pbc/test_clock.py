from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from pbc import clock, clock_actions, clock_watchers
from pbc.clock_watchers import Passing
from pbc.models import AuditEvent, DemonstrationClock
from pbc.refusals import BadInput, NotNow, NotPermitted
from pbc.roles import Role
from tests import people

pytestmark = pytest.mark.django_db

STANDS = date(2007, 4, 16)
PATH = "/demonstration/clock/"


@pytest.fixture
def administrator():
    people.stand_on(STANDS)
    return people.holder(Role.ADMINISTRATOR, people.commissioner())


@pytest.fixture
def visitor(administrator) -> Client:
    visitor = Client()
    people.sign_in(visitor, administrator)
    return visitor


def day(value: date) -> dict[str, int]:
    return {"to_day": value.day, "to_month": value.month, "to_year": value.year}


def test_the_date_moves_forward_and_every_page_says_so(visitor: Client) -> None:
    assert "16 April 2007" in visitor.get(PATH).content.decode()
    done = visitor.post(PATH, day(date(2007, 5, 1)), follow=True)
    assert "The date is moved." in done.content.decode()
    assert clock.today() == date(2007, 5, 1)
    assert "today is 1 May 2007" in visitor.get("/interests/").content.decode()


def test_the_audit_trail_keeps_both_dates_and_the_real_time(administrator, visitor: Client) -> None:
    before = timezone.now()
    visitor.post(PATH, day(date(2007, 5, 1)))
    event = AuditEvent.objects.get(event="clock.moved")
    assert event.content["before"] == {"stands_on": "2007-04-16"}
    assert event.content["after"] == {"stands_on": "2007-05-01"}
    assert event.at.astimezone(clock.LONDON).date() == STANDS
    assert before <= event.real_at <= timezone.now()
    assert event.actor_id == administrator.person_id


@pytest.mark.parametrize(
    "to", [STANDS, STANDS - timedelta(days=1), STANDS + timedelta(days=6 * 366)]
)
def test_it_goes_neither_back_nor_very_far(administrator, visitor: Client, to: date) -> None:
    page = visitor.post(PATH, day(to))
    assert page.status_code == 422
    with pytest.raises(BadInput):
        clock_actions.move(to=to, by=administrator)
    assert clock.today() == STANDS


def test_what_passes_on_the_way_is_shown_before(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deadlines(actor, start: date, end: date):
        deadline = date(2007, 4, 30)
        if start <= deadline < end:
            yield Passing(deadline, "Sign-up to the PBC LES closes", "/interests/")

    monkeypatch.setattr(clock_watchers, "_watchers", [])
    clock_watchers.watch(deadlines)
    clock_watchers.watch(deadlines)
    near = visitor.get(f"{PATH}?to=2007-04-20").content.decode()
    assert "Nothing." in near
    far = visitor.get(f"{PATH}?to=2007-05-01").content.decode()
    assert far.count("Sign-up to the PBC LES closes") == 1
    assert "30 April 2007" in far
    assert visitor.get(f"{PATH}?to=nonsense").status_code == 200


def test_only_administrators_move_it(administrator) -> None:
    auditor = people.holder(Role.AUDITOR, people.commissioner("UPCT"))
    visitor = Client()
    people.sign_in(visitor, auditor)
    assert visitor.get(PATH).status_code == 403
    assert visitor.post(PATH, day(date(2007, 5, 1))).status_code == 403
    with pytest.raises(NotPermitted):
        clock_actions.move(to=date(2007, 5, 1), by=auditor)
    assert not clock_actions.can_move(auditor)
    assert clock_actions.can_move(administrator)


def test_without_demonstration_data_there_is_no_date_to_move(
    administrator, visitor: Client
) -> None:
    DemonstrationClock.objects.all().delete()
    assert "stands on the real date" in visitor.get(PATH).content.decode()
    with pytest.raises(NotNow):
        clock_actions.move(to=date(2030, 1, 1), by=administrator)


def test_in_production_there_is_no_such_page_and_the_clock_is_the_real_one(
    administrator, visitor: Client, settings
) -> None:
    settings.PBC_IS_PRODUCTION = True
    assert visitor.get(PATH).status_code == 404
    assert visitor.post(PATH, day(date(2007, 5, 1))).status_code == 404
    assert Client().get(PATH).status_code == 404
    with pytest.raises(NotNow, match="not a demonstration"):
        clock_actions.move(to=date(2007, 5, 1), by=administrator)
    assert clock.today() == timezone.localdate()
