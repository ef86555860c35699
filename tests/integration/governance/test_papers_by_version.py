"""Papers that are older than the agenda say so, and are published anew under the next number."""

import io

import pypdf
import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from governance import publication
from governance.actions import matters, meetings
from governance.models import Meeting, Publication
from governance.statuses import MeetingStatus
from pbc import files
from pbc.models import Message
from tests import pdf_ua
from tests.cast import sign_in
from tests.integration.governance.room import APRIL, Room, a_note, bring_to, meetings_on

PDF = b"%PDF-1.4\nstartxref\n0\n%%EOF"


@pytest.fixture
def april(room: Room) -> Meeting:
    """Its papers are out, with three notes, one of them heard in private."""
    [meeting] = meetings_on(room, APRIL)
    meeting = bring_to(MeetingStatus.AGENDA_DRAFT, meeting, room)
    for title, private in (("Referral audit", False), ("Opening hours", False), ("Zanzibar", True)):
        matters.put_on_agenda(
            matter=a_note(room, title, private=private), meeting=meeting, by=room.secretary
        )
    return bring_to(MeetingStatus.PAPERS_PUBLISHED, meeting, room)


def put(room: Room, meeting: Meeting, title: str, *, private: bool = False) -> None:
    matters.put_on_agenda(
        matter=a_note(room, title, private=private), meeting=meeting, by=room.secretary
    )


def page(user: User, meeting: Meeting) -> str:
    response = sign_in(Client(), user).get(meeting.get_absolute_url())
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def changed(meeting: Meeting, *, with_private: bool = True) -> list[tuple[str, str]]:
    return [
        (change.title, change.what)
        for change in publication.changes(meeting, with_private=with_private)
    ]


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(one.extract_text() for one in pages).split())


def test_papers_that_hold_the_agenda_say_nothing(room: Room, april: Meeting) -> None:
    assert changed(april) == []
    assert "older than the agenda" not in page(room.secretary, april)


def test_each_item_that_changed_is_told_once(room: Room, april: Meeting) -> None:
    put(room, april, "Eye clinic")
    audit = april.items.get(title="Referral audit")
    hours = april.items.get(title="Opening hours")
    matters.add_paper(
        matter=audit.matter, title="The audit", name="audit.pdf", content=PDF, private=False,
        by=room.secretary,
    )  # fmt: skip
    matters.take_off_agenda(item=hours, reason="Too early", by=room.secretary)
    assert changed(april) == [
        ("Referral audit", "With a new paper: The audit"),
        ("Eye clinic", "Added"),
        ("Opening hours", "Taken off the agenda"),
    ]
    shown = page(room.lay, april)
    assert "Changed since the pack was published on" in shown
    assert ", 3 items:" in shown
    assert "Publish version 2" not in shown
    assert "Publish version 2" in page(room.secretary, april)


def test_another_order_is_a_change(room: Room, april: Meeting) -> None:
    meetings.move_item(item=april.items.get(title="Opening hours"), earlier=True, by=room.secretary)
    assert changed(april) == [
        ("Opening hours", "In another place on the agenda"),
        ("Referral audit", "In another place on the agenda"),
    ]


def test_what_changed_in_private_is_not_told_outside(room: Room, april: Meeting) -> None:
    put(room, april, "Quagmire", private=True)
    matters.add_paper(
        matter=april.items.get(title="Zanzibar").matter, title="Its price", name="price.pdf",
        content=PDF, private=True, by=room.secretary,
    )  # fmt: skip
    matters.add_paper(
        matter=april.items.get(title="Referral audit").matter, title="Names", name="names.pdf",
        content=PDF, private=True, by=room.secretary,
    )  # fmt: skip
    assert len(changed(april)) == 3
    assert changed(april, with_private=False) == [("Item heard in private", "Added")]
    shown = page(room.cast.lmc_observer, april)
    assert ", 1 item:" in shown
    for secret in ("Quagmire", "Zanzibar", "Its price", "Names"):
        assert secret not in shown


def test_a_new_version_says_what_changed_and_the_old_one_is_kept(
    room: Room, april: Meeting
) -> None:
    first = Publication.objects.get()
    put(room, april, "Eye clinic")
    put(room, april, "Quagmire", private=True)
    secretary = sign_in(Client(), room.secretary)
    address = reverse("governance:meeting-publish-papers", args=[april.pk])
    asked = " ".join(secretary.get(address).content.decode().split())
    assert "Changed since version 1" in asked
    assert ", 2 items:" in asked
    assert secretary.post(address).status_code == 302
    second, kept = Publication.objects.order_by("-number")
    assert (second.number, kept) == (2, first)
    april.refresh_from_db()
    assert (april.pack, april.public_pack) == (second.pack, second.public_pack)
    assert changed(april) == []

    whole, public = files.open_verified(second.pack), files.open_verified(second.public_pack)
    for pdf in (whole, public):
        assert pdf_ua.faults(pdf) == []
        assert "What has changed" in words(pdf)
        assert "Eye clinic: Added" in words(pdf)
    assert "Quagmire: Added" in words(whole)
    assert "Item heard in private: Added" in words(public)
    assert "Quagmire" not in words(public)
    assert "version 2" in pypdf.PdfReader(io.BytesIO(whole)).metadata.title
    assert "What has changed" not in words(files.open_verified(first.pack))

    told = Message.objects.filter(
        kind="meeting.papers_published", person_id=room.lay.person_id
    ).order_by("at")
    assert "version 2: 2 items have changed since version 1" in list(told)[-1].body
    shown = page(room.lay, april)
    assert "Earlier versions" in shown
    for reader, may_read_whole in ((room.lay, 200), (room.cast.lmc_observer, 404)):
        client = sign_in(Client(), reader)
        assert (
            client.get(reverse("documents:file", args=[first.pack_id])).status_code
            == may_read_whole
        )
        assert client.get(reverse("documents:file", args=[first.public_pack_id])).status_code == 200
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.filter(pk=first.pk).delete()
