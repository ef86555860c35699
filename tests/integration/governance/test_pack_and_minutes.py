"""Packs and minutes read back from their PDF files: bookmarks, pages, tags, redaction, seal."""

import io
from datetime import date

import pypdf
import pytest

from governance import minutes as made
from governance.actions import action_points, attendance, decisions, items, matters, minutes
from governance.actions.decisions import Ruling
from governance.models import Meeting
from governance.statuses import Choice, Manner, MeetingStatus, Outcome
from pbc import documents, files
from pbc.documents import access
from pbc.models import AuditChain
from tests import pdf_ua
from tests.integration.governance.room import (
    APRIL,
    MAY,
    Room,
    a_note,
    bring_to,
    meetings_on,
    minutes_item_of,
)

SECRET = ("Zanzibar", "Quagmire", "Persimmon", "Bumblebee")


@pytest.fixture
def april(room: Room) -> Meeting:
    """A meeting with a public and a private matter, on which the papers are out."""
    meeting, _ = meetings_on(room, APRIL, MAY)
    meeting = bring_to(MeetingStatus.AGENDA_DRAFT, meeting, room)
    for matter in (
        a_note(room, "Referral audit", summary="An audit of referrals to the eye clinic."),
        a_note(room, "Contract with Zanzibar", private=True, summary="The price is Quagmire."),
    ):
        matters.put_on_agenda(matter=matter, meeting=meeting, by=room.secretary)
    return bring_to(MeetingStatus.PAPERS_PUBLISHED, meeting, room)


def text_of(pdf: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def bookmarks(pdf: bytes) -> list[str]:
    def flat(outline: list) -> list[str]:
        found = []
        for entry in outline:
            found += flat(entry) if isinstance(entry, list) else [str(entry.title)]
        return found

    return flat(pypdf.PdfReader(io.BytesIO(pdf)).outline)


def test_the_pack_is_bookmarked_numbered_and_tagged(april: Meeting) -> None:
    head = AuditChain.objects.get(name="XDA")
    pdf = files.open_verified(april.pack)
    assert pdf_ua.faults(pdf) == []
    marks = bookmarks(pdf)
    for title in ("Agenda", "Public part", "5. Referral audit", "Private part", "Attachments"):
        assert title in marks
    assert "8. Contract with Zanzibar" in marks
    text = text_of(pdf)
    pages = len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert f"Page 1 of {pages}" in text
    assert "The price is Quagmire." in text
    assert head.events.filter(hash__in=[word for word in text.split() if len(word) == 64]).exists()


def test_the_public_pack_holds_nothing_of_the_private_part(april: Meeting) -> None:
    pdf = files.open_verified(april.public_pack)
    assert pdf_ua.faults(pdf) == []
    text = text_of(pdf)
    assert "Item heard in private" in text
    assert "Referral audit" in text
    for word in SECRET:
        assert word not in text
        assert all(word not in mark for mark in bookmarks(pdf))
        assert word.encode() not in pdf


@pytest.fixture
def minuted(room: Room, april: Meeting) -> Meeting:
    """The same meeting, held: two decisions, one by vote, a departure, action points."""
    by = room.secretary
    april = bring_to(MeetingStatus.IN_SESSION, april, room)
    audit_item = april.items.get(title="Referral audit")
    secret_item = april.items.get(title="Contract with Zanzibar")
    items.open_item(item=audit_item, by=by)
    items.declare(
        item=audit_item,
        person=room.clinician.person,
        reason="Works in the eye clinic",
        managed="Left the room",
        by=by,
    )
    items.vote(
        item=audit_item,
        choices={
            room.chair.person_id: Choice.FOR,
            room.lay.person_id: Choice.FOR,
            room.executive.person_id: Choice.ABSTAIN,
        },
        by=by,
    )
    decisions.decide(
        item=audit_item,
        ruling=Ruling(Outcome.AGREED, "The audit is sound."),
        manner=Manner.VOTE,
        by=by,
    )
    attendance.leave(meeting=april, person=room.deputy.person, by=by)
    items.open_item(item=secret_item, by=by)
    decisions.decide(
        item=secret_item,
        ruling=Ruling(Outcome.AGREED, "Persimmon is the cheapest."),
        manner=Manner.CONSENSUS,
        by=by,
    )
    for item, text in ((audit_item, "Send the audit round"), (secret_item, "Ring Bumblebee")):
        action_points.add(
            meeting=april,
            item=item,
            text=text,
            owner=room.lay.person,
            due=date(2007, 5, 20),
            by=by,
        )
    april = bring_to(MeetingStatus.CLOSED, april, room)
    return minutes.draft(
        meeting=april,
        texts={"": "The chair thanked all.", str(secret_item.pk): "Bumblebee rang back."},
        by=by,
    )


def test_minutes_tell_what_the_record_holds_and_the_public_ones_leave_the_private_out(
    room: Room, minuted: Meeting
) -> None:
    may = room.committee.meetings.get(starts_at__date=MAY)
    item = minutes_item_of(may, room)
    approved = minutes.approve(meeting=minuted, at=item, by=room.secretary)
    pdf = documents.pdf_of(approved.minutes_document)
    assert pdf_ua.faults(pdf) == []
    text = text_of(pdf)
    for words in (
        "Daphne Orme Deputy chair",
        "Conflict of interest: Cyril Benbow. Works in the eye clinic. Left the room.",
        "Quorate, with 4 members counted",
        "For: 2 (Mrs Thea Lonsdale, Lorna Quill)",
        "Abstained: 1 (Edwin Marlowe)",
        "Decision 1: agreed, by vote",
        "The audit is sound.",
        "Persimmon is the cheapest.",
        "Send the audit round Lorna Quill, by 20 May 2007.",
        "The chair thanked all.",
        "Next meeting: Thursday 24 May 2007, 13:00",
        "At the meeting of 24 May 2007",
    ):
        assert words in text, words
    assert "5. Referral audit" in bookmarks(pdf)
    assert documents.examine(pdf).state.value == "intact"

    minutes.publish(meeting=approved, by=room.secretary)
    public = documents.pdf_of(made.published(approved))
    assert pdf_ua.faults(public) == []
    text = text_of(public)
    assert "The audit is sound." in text
    assert "Item heard in private" in text
    for word in SECRET:
        assert word not in text
    screen = str(documents.screen_body(made.published(approved)))
    for word in SECRET:
        assert word not in screen


def test_who_follows_from_outside_reads_the_public_minutes_only(
    room: Room, minuted: Meeting
) -> None:
    may = room.committee.meetings.get(starts_at__date=MAY)
    approved = minutes.approve(meeting=minuted, at=minutes_item_of(may, room), by=room.secretary)
    published = minutes.publish(meeting=approved, by=room.secretary)
    observer = room.cast.lmc_observer
    assert access.may_read(observer, made.published(published))
    assert not access.may_read(observer, published.minutes_document)
    assert access.may_read(room.chair, published.minutes_document)
    assert not access.may_read(room.cast.watford_officer, made.published(published))
