"""An empty installation begins at the command line, once."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.actions import invitations
from accounts.models import Invitation, RoleHolding
from localities.actions import commissioners
from localities.models import Commissioner, Practice
from localities.statuses import CommissionerType
from pbc import audit, outbox
from pbc.models import AuditEvent, Message
from pbc.refusals import NotPermitted
from pbc.roles import Role
from tests import people

pytestmark = pytest.mark.django_db

GIVEN = {
    "commissioner": "5P4",
    "commissioner_name": "West Hertfordshire Primary Care Trust",
    "given_name": "Ingrid",
    "family_name": "Marlowe",
    "email": "ingrid.marlowe@example.nhs.uk",
}
PASSWORD = {"password": "kettle-moss-bridge", "password_again": "kettle-moss-bridge"}


def begin(**other: str) -> str:
    """What the command prints."""
    printed = StringIO()
    call_command("invite_first_administrator", **{**GIVEN, **other}, stdout=printed)
    return printed.getvalue()


def path_printed(words: str) -> str:
    return "/" + words.rstrip().split("/", 3)[3]


def test_an_empty_installation_gets_its_commissioner_and_the_link_for_its_administrator():
    words = begin()

    commissioner = Commissioner.objects.get()
    assert (commissioner.code, commissioner.name, commissioner.commissioner_type) == (
        "5P4", "West Hertfordshire Primary Care Trust", "pct",
    )  # fmt: skip
    assert "Ingrid Marlowe is invited as Administrator of West Hertfordshire" in words
    outbox.deliver()
    assert mail.outbox[0].to == ["ingrid.marlowe@example.nhs.uk"]
    assert path_printed(words) in mail.outbox[0].body
    assert "You are the first person invited." in mail.outbox[0].body


def test_whoever_opens_the_link_becomes_the_administrator():
    browser = Client()
    page = browser.post(path_printed(begin()), PASSWORD)

    assert page["Location"] == "/sign-in/"
    holding = RoleHolding.objects.get()
    assert (holding.role, holding.organisation.code) == (Role.ADMINISTRATOR, "5P4")
    assert holding.user.email == "ingrid.marlowe@example.nhs.uk"


def test_an_invitation_that_was_accepted_does_not_stand_unread():
    Client().post(path_printed(begin()), PASSWORD)

    assert Message.objects.get().read_at is not None


def test_it_is_in_the_audit_trail_of_the_commissioner():
    begin()

    events = AuditEvent.objects.order_by("number").values_list("chain", "event", "actor_id")
    assert list(events) == [
        ("5P4", "commissioner.established", None),
        ("5P4", "invitation.sent", None),
    ]
    assert list(audit.verify()) == []


def test_where_somebody_administers_nobody_is_invited_and_nothing_made():
    elsewhere = people.commissioner()
    people.holder(Role.ADMINISTRATOR, elsewhere, "Ada Minster")

    with pytest.raises(CommandError, match=r"Ada Minster is Administrator of .* already"):
        begin()

    assert not Commissioner.objects.filter(code="5P4").exists()
    assert not Invitation.objects.exists()


def test_an_administrator_who_may_no_longer_sign_in_does_not_lock_the_house_for_good():
    administrator = people.holder(Role.ADMINISTRATOR, people.commissioner(), "Ada Minster")
    administrator.is_active, administrator.disabled_at = False, administrator.created_at
    administrator.save()

    assert "is invited as Administrator" in begin()


def test_a_wrong_address_is_put_right_by_asking_again_and_the_first_link_is_dead():
    first = begin(email="ingrid.marlow@example.nhs.uk")
    second = begin()

    assert Client().get(path_printed(first)).status_code == 410
    assert Client().get(path_printed(second)).status_code == 200
    assert Commissioner.objects.count() == 1


def test_a_commissioner_of_which_a_file_brought_the_code_is_named():
    held = people.commissioner("5P4", "5P4")
    Commissioner.objects.update(provisional=True, commissioner_type=CommissionerType.UNKNOWN)

    begin()

    held.refresh_from_db()
    assert (held.name, held.provisional) == ("West Hertfordshire Primary Care Trust", False)


@pytest.mark.parametrize(
    "wrong, told",
    [
        ({"commissioner": "5 P4"}, "ODS code"),
        ({"commissioner": "Y00001"}, "is no commissioner"),
        ({"commissioner_name": " "}, "name of the commissioner"),
        ({"email": "ingrid"}, "--email: Enter a valid email address"),
        ({"email": "finance@example.nhs.uk"}, "person"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_made(wrong, told):
    Practice.objects.create(
        code="Y00001", name="Mill Lane Surgery", recorded_at="2007-04-01T00:00Z"
    )

    with pytest.raises(CommandError, match=told):
        begin(**wrong)

    assert not Commissioner.objects.exists()
    assert not Invitation.objects.exists()


def test_only_the_command_line_begins():
    elsewhere = people.commissioner()
    stranger = people.holder(Role.COMMISSIONER, elsewhere, "Nora Whitlock")
    invitee = invitations.Invitee(email="a.b@example.nhs.uk", family_name="B")
    with pytest.raises(NotPermitted):
        invitations.invite_first_administrator(invitee=invitee, commissioner=elsewhere, by=stranger)
    with pytest.raises(NotPermitted):
        commissioners.establish(
            code="5P4", name="West", commissioner_type=CommissionerType.PCT, by=stranger
        )
