import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions import invitations
from accounts.actions.invitations import Invitee
from pbc import waiting
from pbc.roles import Role
from pbc.waiting import WaitingItem
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other rooms put on the page is theirs to test."""
    for name in ("_waiting", "_panels"):
        kept = [f for f in getattr(waiting, name) if f.__module__.startswith("accounts.")]
        monkeypatch.setattr(waiting, name, kept)


def visitor_of(user) -> Client:
    visitor = Client()
    people.sign_in(visitor, user)
    return visitor


def test_whoever_is_not_signed_in_is_welcomed_and_shown_where_to_sign_in(client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'href="/sign-in/"' in page
    assert "invited by e-mail" in page
    assert "This is a demonstration" not in page


def test_in_the_demonstration_it_says_where_the_sign_ins_are(client: Client) -> None:
    people.stand_on(timezone.now().date())
    page = client.get("/").content.decode()
    assert "lists one sign-in for each role" in page
    assert people.PASSWORD not in page


@pytest.mark.usefixtures("only_ours")
def test_nothing_waits_and_the_page_says_so_and_what_one_is() -> None:
    manager = people.holder(Role.PRACTICE_MANAGER, people.practice(people.commissioner()))
    page = visitor_of(manager).get("/").content.decode()
    assert "Nothing waits on you today" in page
    assert "Practice manager of Mill Lane Surgery" in page


@pytest.mark.usefixtures("only_ours")
def test_what_waits_is_shown_with_its_date_and_worth(monkeypatch: pytest.MonkeyPatch) -> None:
    item = WaitingItem(
        title="Sign up to the PBC LES",
        url="/somewhere/",
        due=timezone.now().date().replace(year=2007, month=4, day=30),
        worth_pence=743100,
        explanation="Check the sheet and send it.",
        count=3,
        organisation="Mill Lane Surgery",
    )
    monkeypatch.setattr(waiting, "_waiting", [lambda actor: [item]])
    manager = people.holder(Role.PRACTICE_MANAGER, people.practice(people.commissioner()))
    page = visitor_of(manager).get("/").content.decode()
    for words in (
        "Mill Lane Surgery</h2>",
        "/somewhere/",
        "30 April 2007",
        "£7,431.00",
        "Check the",
    ):
        assert words in page


@pytest.mark.usefixtures("only_ours")
def test_administrators_see_how_many_lack_their_second_step() -> None:
    commissioner = people.commissioner()
    administrator = people.holder(Role.ADMINISTRATOR, commissioner)
    visitor = visitor_of(administrator)
    assert "second step" not in visitor.get("/").content.decode()
    lacking = people.user("Lou Lacking")
    people.give(lacking, Role.COMMISSIONER, commissioner)
    people.give(lacking, Role.FINANCE_APPROVER, commissioner)
    page = visitor.get("/").content.decode()
    assert "People who have not set up their second step" in page
    assert '<p class="app-card__number">1</p>' in page


@pytest.mark.usefixtures("only_ours")
def test_an_invitation_waits_on_whoever_signs_in_already() -> None:
    commissioner = people.commissioner()
    administrator = people.holder(Role.ADMINISTRATOR, commissioner)
    gp = people.holder(Role.GP, people.practice(commissioner), "Gwen Price")
    invitations.invite(
        invitee=Invitee(email=gp.email, given_name="Gwen", family_name="Price"),
        role=Role.LOCALITY_LEAD,
        organisation=people.locality(commissioner),
        by=administrator,
    )
    page = visitor_of(gp).get("/").content.decode()
    assert "Accept: Locality lead of Test Locality" in page
