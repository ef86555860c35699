"""The pages of items, matters, decisions, letters and appeals, walked by those who use them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from governance.models import Appeal, Decision, Matter, Meeting
from governance.statuses import MatterStatus, MeetingStatus, Section
from localities.models import Post
from localities.statuses import Capacity
from pbc.navigation import entries_for
from tests.cast import FIRST_DAY, sign_in
from tests.integration.governance.room import APRIL, Room, a_note, bring_to, meetings_on

PDF = b"%PDF-1.4\nstartxref\n0\n%%EOF"


@pytest.fixture
def meeting(room: Room) -> Meeting:
    """In session, with a note on Riverside that makes the clinician conflicted."""
    Post.objects.create(
        person=room.clinician.person,
        practice=room.cast.riverside,
        capacity=Capacity.PARTNER,
        starts=FIRST_DAY,
    )
    [meeting] = meetings_on(room, APRIL)
    bring_to(MeetingStatus.AGENDA_DRAFT, meeting, room)
    return meeting


def page(user: User, name: str, *args: object) -> str:
    response = sign_in(Client(), user).get(reverse(f"governance:{name}", args=args))
    assert response.status_code == 200, f"{name}: {response.status_code}"
    return response.content.decode()


def send(user: User, name: str, *args: object, **data: object) -> str:
    """Send a form that works; gives where it leads."""
    response = sign_in(Client(), user).post(reverse(f"governance:{name}", args=args), data)
    assert response.status_code == 302, response.content.decode()[:20_000]
    return response["Location"]


def status(user: User, name: str, *args: object) -> int:
    return sign_in(Client(), user).get(reverse(f"governance:{name}", args=args)).status_code


def test_a_note_goes_from_its_paper_to_its_letter(room: Room, meeting: Meeting) -> None:
    cast, secretary = room.cast, room.secretary
    code = cast.dacorum.code
    assert "Put a note before the Committee" in page(cast.officer, "matters")
    assert "Riverside Surgery" in page(cast.officer, "note-new", code)
    send(
        cast.officer,
        "note-new",
        code,
        title="Audit of referrals",
        summary="Referrals to the eye clinic.",
        concerned=[cast.riverside.pk],
    )
    matter = Matter.objects.get()
    paper = SimpleUploadedFile("audit.pdf", PDF)
    page(cast.officer, "matter-add-paper", matter.pk)
    send(cast.officer, "matter-add-paper", matter.pk, title="The audit", file=paper)
    page(secretary, "matter-put-on-agenda", matter.pk)
    send(secretary, "matter-put-on-agenda", matter.pk, meeting=meeting.pk)
    shown = page(secretary, "matter", matter.pk)
    for words in ("The audit", "Cyril Benbow", "Works at Riverside Surgery", "Take it off"):
        assert words in shown
    bring_to(MeetingStatus.IN_SESSION, Meeting.objects.get(pk=meeting.pk), room)
    item = matter.items.get()
    assert "Who will be out of it" in page(secretary, "item", item.pk)
    send(secretary, "item-hear", item.pk)
    shown = page(secretary, "item", item.pk)
    for words in (
        "Quorate",
        "4 members counted",
        "no vote",
        "Record the decision",
        "Save the note",
    ):
        assert words in shown
    assert "You are out of this item" in page(room.clinician, "item", item.pk)
    assert "You are out of this item" not in page(room.lay, "item", item.pk)
    page(secretary, "item-note", item.pk)
    send(secretary, "item-note", item.pk, text="The audit was welcomed.")
    assert "Cyril Benbow" not in page(secretary, "item-vote", item.pk)
    votes = {str(room.people[name].person_id): "for" for name in room.people}
    del votes[str(room.clinician.person_id)]
    send(secretary, "item-vote", item.pk, **votes)
    assert "for 4" in page(secretary, "item-decide", item.pk)
    refused = sign_in(Client(), secretary).post(
        reverse("governance:item-decide", args=[item.pk]), {"outcome": "agreed", "manner": "vote"}
    )
    assert refused.status_code == 422
    assert "Give the reasons" in refused.content.decode()
    send(secretary, "item-decide", item.pk, outcome="agreed", reasons="It is noted.", manner="vote")
    decision = Decision.objects.get()
    shown = page(secretary, "decision", decision.pk)
    for words in ("It is noted.", "Preview the letter to Riverside Surgery", "No: Works at"):
        assert words in shown
    letter = (decision.pk, cast.riverside.pk)
    assert "Write to the Committee" in page(secretary, "letter-preview", *letter)
    assert status(room.lay, "letter-preview", *letter) == 403
    assert status(cast.riverside_manager, "decision", decision.pk) == 404
    page(secretary, "letter-issue", *letter)
    send(secretary, "letter-issue", *letter)
    for gone in ("letter-preview", "letter-issue"):
        assert status(secretary, gone, *letter) == 302
    assert status(secretary, "letter-preview-pdf", *letter) == 404
    told = page(cast.riverside_manager, "decision", decision.pk)
    assert "Appeal against this decision" in told
    assert "Who took part" not in told
    assert status(cast.northgate_manager, "decision", decision.pk) == 404
    sealed = decision.letters.get().document_id
    read = sign_in(Client(), cast.riverside_manager)
    assert read.get(reverse("documents:document", args=[sealed])).status_code == 200
    other = sign_in(Client(), cast.northgate_manager)
    assert other.get(reverse("documents:document", args=[sealed])).status_code == 404
    for name in ("decisions", "took-part", "matters", "conditions", "appeals"):
        assert "Audit of referrals" in page(secretary, name) or name in ("conditions", "appeals")
        exported = sign_in(Client(), secretary).get(
            reverse(f"governance:{name}"), {"export": "csv"}
        )
        assert exported["Content-Type"].startswith("text/csv")
    narrowed = sign_in(Client(), secretary).get(
        reverse("governance:decisions"), {"outcome": "declined"}
    )
    assert "Nothing matches" in narrowed.content.decode()


def test_an_appeal_is_raised_answered_and_taken_to_the_committee(
    room: Room, meeting: Meeting
) -> None:
    cast, secretary = room.cast, room.secretary
    matter = a_note(room, "Audit of referrals", concerned=[cast.riverside])
    shown = page(room.chair, "matter-decide-alone", matter.pk)
    assert "Only what cannot wait" in shown
    assert status(room.lay, "matter-decide-alone", matter.pk) == 403
    send(room.chair, "matter-decide-alone", matter.pk, outcome="agreed", reasons="It cannot wait.")
    decision = Decision.objects.get()
    assert "Waits for the next meeting" in page(room.chair, "decision", decision.pk)
    assert entries(cast.riverside_manager).count("Appeals") == 0
    subject = ("governance.decision", str(decision.pk))
    assert status(cast.riverside_manager, "appeal-new", *subject) == 404
    send(secretary, "letter-issue", decision.pk, cast.riverside.pk)
    assert "two working days" in page(cast.riverside_manager, "appeal-new", *subject)
    send(cast.riverside_manager, "appeal-new", *subject, grounds="It was wrong.")
    assert entries(cast.riverside_manager).count("Appeals") == 1
    appeal = Appeal.objects.get()
    assert "It was wrong." in page(cast.officer, "appeal", appeal.pk)
    assert status(cast.northgate_manager, "appeal", appeal.pk) == 404
    assert status(cast.watford_officer, "appeal", appeal.pk) == 404
    page(cast.officer, "appeal-acknowledge", appeal.pk)
    send(cast.officer, "appeal-acknowledge", appeal.pk)
    page(cast.officer, "appeal-answer", appeal.pk)
    send(cast.officer, "appeal-answer", appeal.pk, text="It was right.")
    assert "Take it to the Committee" in page(cast.riverside_manager, "appeal", appeal.pk)
    page(cast.riverside_manager, "appeal-escalate", appeal.pk)
    send(cast.riverside_manager, "appeal-escalate", appeal.pk, text="It was not.")
    appeal.refresh_from_db()
    shown = page(secretary, "matter", appeal.matter_id)
    assert "Took part in the decision that is appealed against" in shown
    assert "Took part" not in page(cast.riverside_manager, "matter", appeal.matter_id)

    bring_to(MeetingStatus.IN_SESSION, Meeting.objects.get(pk=meeting.pk), room)
    arising = meeting.items.get(section=Section.MATTERS_ARISING)
    send(secretary, "item-hear", arising.pk)
    assert "Decided by the chair, to ratify" in page(secretary, "item", arising.pk)
    page(secretary, "item-ratify", arising.pk)
    send(
        secretary,
        "item-ratify",
        arising.pk,
        decision=decision.pk,
        ratified="no",
        reasons="It could wait.",
    )
    assert "Not ratified on" in page(secretary, "decision", decision.pk)
    assert "It cannot wait." in page(secretary, "decision-correct", decision.pk)
    send(
        secretary,
        "decision-correct",
        decision.pk,
        outcome="agreed",
        reasons="Put better.",
        manner="consensus",
    )
    assert "Corrected" in page(secretary, "decision", decision.pk)
    page(secretary, "item-close", arising.pk)
    send(secretary, "item-close", arising.pk, text="")


def entries(user: User) -> list[object]:
    return [entry["text"] for entry in entries_for(user, "/")]


def test_a_matter_is_withdrawn_or_taken_off_with_a_reason(room: Room, meeting: Meeting) -> None:
    cast, secretary = room.cast, room.secretary
    matter = a_note(room, "Audit of referrals", concerned=[cast.riverside])
    send(secretary, "matter-put-on-agenda", matter.pk, meeting=meeting.pk)
    page(secretary, "matter-take-off-agenda", matter.pk)
    send(secretary, "matter-take-off-agenda", matter.pk, reason="Too early")
    page(cast.officer, "matter-withdraw", matter.pk)
    send(cast.officer, "matter-withdraw", matter.pk, reason="Settled otherwise")
    matter.refresh_from_db()
    assert matter.status == MatterStatus.WITHDRAWN
    assert "Settled otherwise" in page(cast.riverside_manager, "matter", matter.pk)
    assert status(cast.northgate_manager, "matter", matter.pk) == 404
    assert status(cast.watford_officer, "matter", matter.pk) == 404
    assert status(cast.lmc_observer, "matter", matter.pk) == 404
