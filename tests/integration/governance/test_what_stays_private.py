"""What was heard in private stays there: on the way to an appeal, a correction, a paper, a page."""

import io

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from governance import minutes, pack
from governance.actions import appeals, decisions, matters, meetings
from governance.actions import letters as letter_actions
from governance.disputable import Disputed, find
from governance.own_kinds import DECISION
from governance.readers import may_read_paper
from governance.statuses import Outcome, Section
from pbc import documents
from tests.cast import sign_in, stand_on
from tests.integration.governance.room import APRIL, Room, meetings_on
from tests.integration.governance.workshop import (
    Workshop,
    a_matter,
    correct,
    decide,
    heard,
    ruling,
    standing,
)

SECRET = "Persimmon"
PDF = b"%PDF-1.4\nstartxref\n0\n%%EOF"


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_correction_of_a_private_decision_is_not_in_the_public_minutes(
    room: Room, workshop: Workshop
) -> None:
    item = heard(room, a_matter(room, private=True))
    first = decide(room, item)
    arising = standing(room, item.meeting, Section.MATTERS_ARISING)
    second = correct(room, first, arising, reasons=f"The price is {SECRET}.")

    def words(*, public: bool) -> str:
        return text_of(
            documents.render_pdf(
                minutes.TEMPLATE,
                minutes.document_context(item.meeting, public=public),
                title="Minutes",
                publisher="Dacorum",
            )
        )

    assert SECRET in words(public=False)
    assert SECRET not in words(public=True)
    assert f"Decision {second.number}" in words(public=True)


def test_an_appeal_against_a_private_decision_is_heard_in_private(
    room: Room, workshop: Workshop
) -> None:
    cast = room.cast
    matter = a_matter(room, private=True)
    decision = decisions.chairs_action(
        matter=matter, ruling=ruling(Outcome.DECLINED), by=room.chair
    )
    letter_actions.issue(decision=decision, organisation=cast.riverside, by=room.secretary)
    appeal = appeals.raise_appeal(
        disputed=find(cast.riverside_manager, DECISION, str(decision.pk)),
        subject_type=DECISION,
        subject_id=str(decision.pk),
        grounds=f"{SECRET} is cheap.",
        supported_by_lmc=False,
        by=cast.riverside_manager,
    )
    appeals.acknowledge(appeal=appeal, by=cast.officer)
    heard_again = appeals.escalate(appeal=appeal, text="See.", by=cast.riverside_manager)
    assert heard_again.private
    [meeting] = meetings_on(room, APRIL)
    meeting = meetings.draft_agenda(meeting=meeting, by=room.secretary)
    matters.put_on_agenda(matter=heard_again, meeting=meeting, by=room.secretary)
    shown = str(pack.document_context(meeting, public=True)["public_part"])
    assert matter.title not in shown


def test_a_dispute_of_an_amount_is_heard_in_private(room: Room) -> None:
    cast = room.cast
    appeal = appeals.raise_appeal(
        disputed=Disputed("£7,431.00 of run 1, line 3", cast.dacorum, cast.riverside, "/"),
        subject_type="payments.line",
        subject_id="1.3",
        grounds="It should be more.",
        supported_by_lmc=False,
        by=cast.riverside_manager,
    )
    appeals.acknowledge(appeal=appeal, by=cast.officer)
    matter = appeals.escalate(appeal=appeal, text="See.", by=cast.riverside_manager)
    assert matter.private, "an LMC observer reads amounts of practices only added up (section L)"


def test_a_paper_added_after_the_papers_were_published_waits_for_the_next_publication(
    room: Room, workshop: Workshop
) -> None:
    matter = a_matter(room)
    [meeting] = meetings_on(room, APRIL)
    meeting = meetings.draft_agenda(meeting=meeting, by=room.secretary)
    matters.put_on_agenda(matter=matter, meeting=meeting, by=room.secretary)

    def a_paper(title: str) -> object:
        paper = matters.add_paper(
            matter=matter, title=title, name="a.pdf", content=PDF, private=False, by=cast.officer
        )
        return paper.file

    cast = room.cast
    observer = cast.lmc_observer
    before = a_paper("In time")
    assert not may_read_paper(observer, before)
    meeting = meetings.publish_papers(meeting=meeting, by=room.secretary)
    assert may_read_paper(observer, before)
    stand_on(APRIL)
    after = a_paper("Too late")
    assert not may_read_paper(observer, after)
    meetings.publish_papers(meeting=meeting, by=room.secretary)
    assert may_read_paper(observer, after)


def test_whom_a_private_matter_concerns_reads_its_letter_and_not_its_paper(
    room: Room, workshop: Workshop, client: Client
) -> None:
    matter = a_matter(room, private=True, summary=f"The price is {SECRET}.")
    sign_in(client, room.cast.riverside_manager)
    page = client.get(reverse("governance:matter", args=[matter.pk]))
    assert page.status_code == 200
    assert SECRET not in page.content.decode()


@pytest.mark.parametrize("subject", ["not-a-decision", "7"])
def test_what_cannot_be_named_cannot_be_appealed_against(
    room: Room, client: Client, subject: str
) -> None:
    sign_in(client, room.cast.riverside_manager)
    page = client.get(reverse("governance:appeal-new", args=[DECISION, subject]))
    assert page.status_code == 404


def test_an_observer_reads_the_pack_as_it_was_published(
    room: Room, workshop: Workshop, client: Client
) -> None:
    [meeting] = meetings_on(room, APRIL)
    meeting = meetings.draft_agenda(meeting=meeting, by=room.secretary)
    meeting = meetings.publish_papers(meeting=meeting, by=room.secretary)
    page = reverse("governance:meeting-public-pack", args=[meeting.pk])
    sign_in(client, room.cast.lmc_observer)
    assert client.get(page).status_code == 200
    unpublished = a_matter(room, summary=f"{SECRET} comes to Tring.")
    matters.put_on_agenda(matter=unpublished, meeting=meeting, by=room.secretary)
    response = client.get(page)
    assert response.status_code == 302
    assert response["Location"] == reverse("documents:file", args=[meeting.public_pack.pk])
    sign_in(client, room.secretary)
    assert SECRET in client.get(page).content.decode(), "who serves sees what would be published"
