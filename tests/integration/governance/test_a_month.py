"""A month of the Committee, played through the pages by those who do it.

The June meeting has seven matters: a level, a late sign-up, an appeal and four notes. Two members
are conflicted, one item loses its quorum, and one chair's action waits to be ratified. What is
decided is carried out, told in letters, minuted, and paid by the next run.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import pytest

from applications import levels
from applications.models import LevelApplication
from governance import minutes
from governance.models import AgendaItem, Appeal, Condition, Decision, Matter, Meeting
from governance.statuses import AppealStatus, ItemStatus, MatterStatus, MeetingStatus, Section
from les_schemes.models import SignUp
from les_schemes.statuses import SignUpStatus
from payments.models import Run
from pbc.clock import LONDON
from tests import cast as casting
from tests.factories import sign_up_at
from tests.integration.applications.asking import CRITERIA, a_scheme
from tests.integration.governance.month import Month
from tests.month import (
    JULY_26,
    JULY_31,
    JUNE_25,
    JUNE_28,
    JUNE_29,
    MAY_14,
    MAY_30,
    NOTES,
    WORTH,
    seat_the_committee,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def month(db: None) -> Month:
    """Riverside is in DacCom with 100,000 patients; one clinician of the Committee works there."""
    cast = casting.gather()
    version = a_scheme(cast)
    return Month(cast, version, seat_the_committee(cast))


def test_a_month_of_the_committee(month: Month) -> None:
    acted, appeal = before_the_meeting(month)
    june, july = the_agenda(month, appeal)
    in_session(month, june, acted)
    afterwards(month, june, july, appeal)


def before_the_meeting(month: Month) -> tuple[Decision, Appeal]:
    """A chair's action and the appeal against it, an application, a late sheet, four notes."""
    cast, secretary = month.cast, month.secretary
    month.stand_on(MAY_14)
    late = sign_up_at(SignUpStatus.SUBMITTED, cast, practice=cast.millbrook)
    assert late.is_late
    month.do(
        secretary,
        "governance:meeting-schedule",
        cast.dacorum.code,
        occurrence="4",
        weekday="3",
        months="2",
        at="13:00",
        place="Board room",
        starting_day="1",
        starting_month="6",
        starting_year="2007",
    )
    acted = a_chairs_action(month)
    appeal = an_appeal(month, acted)
    apply_for_level_2(month)
    month.do(
        cast.officer,
        "les_schemes:sign-up-put-before-committee",
        late.pk,
        reason="The post was late; let it in.",
    )
    month.note(NOTES[0], cast.riverside)
    month.note(NOTES[1], cast.highfield)
    month.note(NOTES[2], cast.highfield, private=True)
    month.note(NOTES[3])
    return acted, appeal


def a_chairs_action(month: Month) -> Decision:
    """What could not wait: decided by the chair, told to Northgate by letter."""
    matter = month.note("Northgate's branch", month.cast.northgate)
    month.do(
        month.member("chair"),
        "governance:matter-decide-alone",
        matter.pk,
        outcome="agreed",
        reasons="The lease ends this week.",
    )
    decision = Decision.objects.get(matter=matter)
    letter = month.send_letter(decision, month.cast.northgate)
    words = month.pdf(month.cast.northgate_manager, "documents:pdf", letter.document_id)
    assert "The lease ends this week." in words
    return decision


def an_appeal(month: Month, decision: Decision) -> Appeal:
    """Northgate disagrees, is answered, and takes it to the Committee."""
    manager, officer = month.cast.northgate_manager, month.cast.officer
    month.do(
        manager,
        "governance:appeal-new",
        "governance.decision",
        str(decision.pk),
        grounds="Nobody asked us.",
    )
    appeal = Appeal.objects.get()
    month.do(officer, "governance:appeal-acknowledge", appeal.pk)
    month.stand_on(MAY_30)
    month.do(officer, "governance:appeal-answer", appeal.pk, text="There was no time.")
    month.do(manager, "governance:appeal-escalate", appeal.pk, text="There was.")
    appeal.refresh_from_db()
    assert appeal.status == AppealStatus.ESCALATED
    return appeal


def apply_for_level_2(month: Month) -> LevelApplication:
    """DacCom shows each criterion; an officer reads it and puts it before the Committee."""
    cast, version = month.cast, month.version
    rows = {f"row_{number}": text for number, text in enumerate(CRITERIA, start=1)}
    month.do(cast.officer, "applications:level-criteria-enter", version.pk, 2, **rows)
    month.do(cast.lead, "applications:level-start", cast.daccom.code, level="2")
    application = LevelApplication.objects.get()
    month.do(cast.lead, "applications:level-case", application.pk, case="We meet each month.")
    for criterion in levels.criteria(version, 2):
        month.do(
            cast.lead,
            "applications:level-give-evidence",
            application.pk,
            criterion.pk,
            text="The minutes show it.",
        )
    month.do(cast.lead, "applications:level-submit", application.pk)
    findings = {f"met_{criterion.pk}": "yes" for criterion in levels.criteria(version, 2)}
    month.do(
        cast.officer,
        "applications:level-review",
        application.pk,
        notes="All is shown.",
        recommends="yes",
        **findings,
    )
    return application


def the_agenda(month: Month, appeal: Appeal) -> tuple[Meeting, Meeting]:
    """Seven matters on June's agenda, its papers out; a run pays June at the level that was."""
    secretary = month.secretary
    month.stand_on(JUNE_25)
    june, july = Meeting.objects.order_by("starts_at")
    assert [at_of(one) for one in (june, july)] == [JUNE_28, JULY_26]
    month.do(secretary, "governance:meeting-draft-agenda", june.pk)
    waiting = Matter.objects.filter(status=MatterStatus.PROPOSED)
    assert waiting.count() == 7
    month.do(
        secretary,
        "governance:meeting-add-matters",
        june.pk,
        matters=[matter.pk for matter in waiting],
    )
    outlook = month.read(secretary, "governance:meeting-publish-papers", june.pk)
    assert "Edmund Rusk" in outlook
    month.do(secretary, "governance:meeting-publish-papers", june.pk)
    assert "Level sought" in month.pdf(
        month.member("lay"), "governance:meeting-pack-draft", june.pk
    )
    assert objective_3_of(month.run_for(JUNE_29)) == 3 * 130_000
    return june, july


def in_session(month: Month, june: Meeting, acted: Decision) -> None:
    """28 June: heard, voted, decided, deferred; the chair's action ratified."""
    secretary = month.secretary
    month.stand_on(JUNE_28)
    month.do(secretary, "governance:meeting-open", june.pk, **month.here())
    arising = month.standing(june, Section.MATTERS_ARISING)
    month.do(secretary, "governance:item-ratify", arising.pk, decision=acted.pk, ratified="yes")
    month.close_item(arising, "Nothing else arose.")
    assert "Ratified" in month.read(secretary, "governance:decision", acted.pk)

    the_level(month, june)
    the_late_sheet(month, june)
    the_appeal(month, june)

    item = month.hear(june, NOTES[0])
    assert out_of(item) == {"Edmund Rusk"}
    month.decide(item, reasons="The audit is sound.")
    month.decide(month.hear(june, NOTES[1]), reasons="The hours suit.")

    item = month.hear(june, NOTES[3])
    lay = month.member("lay").person_id
    month.do(secretary, "governance:meeting-leave", june.pk, lay)
    shown = month.read(secretary, "governance:item", item.pk)
    assert "a lay or patient representative" in shown
    refusal = month.refused(
        secretary,
        "governance:item-decide",
        item.pk,
        outcome="agreed",
        reasons="They suit.",
        manner="consensus",
    )
    assert "not quorate" in refusal
    month.do(secretary, "governance:item-defer", item.pk, reason="No quorum was left.")
    month.do(secretary, "governance:meeting-arrive", june.pk, lay)

    month.decide(month.hear(june, NOTES[2]), reasons="The price is Quagmire.")
    month.do(secretary, "governance:meeting-close", june.pk)
    june.refresh_from_db()
    assert june.status == MeetingStatus.CLOSED


def the_level(month: Month, june: Meeting) -> None:
    """Worth shown before, votes of those without a conflict, the award carried out."""
    secretary, clinician = month.secretary, month.member("clinician")
    item = month.hear(june, "Award level 2 to DacCom")
    assert out_of(item) == {"Edmund Rusk"}
    assert "You are out of this item" in month.read(clinician, "governance:item", item.pk)
    worth = month.read(secretary, "governance:item-decide", item.pk)
    for amount in WORTH:
        assert amount in worth
    voting = {
        str(user.person_id): "for"
        for seat, user in month.committee.members.items()
        if seat != "clinician"
    }
    assert "Edmund Rusk" not in month.read(secretary, "governance:item-vote", item.pk)
    month.do(secretary, "governance:item-vote", item.pk, **voting)
    decision = month.decide(item, reasons="Every criterion is shown.", manner="vote")
    assert [row.person.name for row in decision.taking_part.filter(took_part=False)] == [
        "Edmund Rusk"
    ]
    assert levels.standing(month.version, month.cast.daccom).level == 2
    locality = month.read(month.cast.officer, "applications:level-locality", "LDAC")
    assert "Level 2" in locality
    assert "1 July 2007" in locality
    letter = month.send_letter(decision, month.cast.daccom)
    words = month.pdf(month.cast.lead, "documents:pdf", letter.document_id)
    for said in (
        "Every criterion is shown.",
        *WORTH,
        "Takes effect 1 July 2007",
        "Pays from 1 July 2007",
        "Together £15,600.00 £50,700.00",
        "Difference £35,100.00",
    ):
        assert said in words, said
    page = month.read(month.cast.lead, "governance:decision", decision.pk)
    assert page.count("1 July 2007") == 2


def the_late_sheet(month: Month, june: Meeting) -> None:
    """Let in on a condition that holds its payments; the officer accepts the sheet."""
    cast = month.cast
    item = month.hear(june, f"Late sign-up of {cast.millbrook}")
    executive = month.member("executive").person
    decision = month.decide(
        item,
        outcome="agreed_with_conditions",
        reasons="The post was late.",
        condition_1_text="Name a deputy",
        condition_1_owner=executive.pk,
        condition_1_due_day="31",
        condition_1_due_month="8",
        condition_1_due_year="2007",
    )
    letter = month.send_letter(decision, cast.millbrook)
    words = month.pdf(cast.millbrook_manager, "documents:pdf", letter.document_id)
    assert "Name a deputy" in words
    sheet = SignUp.objects.get(provider=cast.millbrook)
    month.do(cast.officer, "les_schemes:sign-up-accept", sheet.pk)
    sheet.refresh_from_db()
    assert sheet.status == SignUpStatus.ACCEPTED


def the_appeal(month: Month, june: Meeting) -> None:
    """Heard without the chair, who decided before; the deputy leads."""
    cast = month.cast
    title = Matter.objects.get(kind="appeal").title
    item = month.hear(june, title)
    assert out_of(item) == {"Agatha Pym"}
    assert "You are out of this item" in month.read(
        month.member("chair"), "governance:item", item.pk
    )
    refusal = month.refused(
        month.secretary,
        "governance:item-decide",
        item.pk,
        outcome="declined",
        reasons="It could not wait.",
        manner="consensus",
    )
    assert "would resolve" in refusal
    decision = month.decide(
        item,
        outcome="declined",
        reasons="It could not wait.",
        would_resolve="Show that the lease was prolonged.",
    )
    assert "Agatha Pym" not in {row.person.name for row in decision.taking_part.filter(took_part=1)}
    letter = month.send_letter(decision, cast.northgate)
    words = month.pdf(cast.northgate_manager, "documents:pdf", letter.document_id)
    assert "Show that the lease was prolonged." in words
    assert Appeal.objects.get().status == AppealStatus.DECIDED


def afterwards(month: Month, june: Meeting, july: Meeting, appeal: Appeal) -> None:
    """Minutes, the meeting that approves them, and the run that pays what was decided."""
    cast, secretary = month.cast, month.secretary
    month.do(cast.northgate_manager, "governance:appeal-close", appeal.pk, text="We accept it.")
    july.refresh_from_db()
    carried = july.items.filter(matter__isnull=False)
    assert [item.matter.title for item in carried if item.matter] == [NOTES[3]]
    month.do(secretary, "governance:minutes-draft", june.pk, whole="A full meeting.")

    month.stand_on(JULY_26)
    month.do(secretary, "governance:meeting-publish-papers", july.pk)
    month.do(secretary, "governance:meeting-open", july.pk, **month.here("second_clinician"))
    before = month.standing(july, Section.MINUTES)
    month.do(secretary, "governance:minutes-approve", june.pk)
    month.close_item(before)
    month.decide(month.hear(july, NOTES[3]))
    month.do(secretary, "governance:meeting-close", july.pk)
    the_minutes(month, june)

    run = month.run_for(JULY_31)
    june_run = Run.objects.get(pay_date=JUNE_29)
    assert objective_3_of(run) == 3 * 130_000 + 520_000
    assert objective_3_of(run) > objective_3_of(june_run)
    held = run.lines.filter(payee_id=cast.millbrook.pk)
    assert held.exists()
    assert all("Name a deputy" in line.held_reason for line in held)
    month.do(
        secretary,
        "governance:condition-discharge",
        Condition.objects.filter(organisation=cast.millbrook)[0].pk,
        note="She is named.",
    )
    register = month.read(cast.auditor, "governance:decisions")
    for title in (*NOTES, "Award level 2 to DacCom", "Northgate&#x27;s branch"):
        assert title in register
    assert "Edmund Rusk" in month.read(cast.auditor, "governance:took-part")


def the_minutes(month: Month, june: Meeting) -> None:
    """Sealed as approved; the public ones without what was heard in private."""
    secretary = month.secretary
    june.refresh_from_db()
    assert june.minutes_document_id is not None
    words = month.pdf(secretary, "documents:pdf", june.minutes_document_id)
    for said in (
        "A full meeting.",
        "Nothing else arose.",
        "No quorum was left.",
        "Every criterion is shown.",
        "Takes effect 1 July 2007",
        "Pays from 1 July 2007",
        "£15,600.00 before, £50,700.00 after: £35,100.00 in the year",
        "The price is Quagmire.",
        "Edmund Rusk",
        "Agatha Pym",
    ):
        assert said in words, said
    month.do(secretary, "governance:minutes-publish", june.pk)
    june.refresh_from_db()
    assert june.status == MeetingStatus.PUBLISHED
    public = month.read(month.cast.lmc_observer, "governance:meeting", june.pk)
    assert "Quagmire" not in public
    assert NOTES[2] not in public
    sealed = minutes.published(june)
    assert sealed is not None
    public = month.pdf(month.cast.lmc_observer, "documents:pdf", sealed.pk)
    assert NOTES[0] in public
    assert "Quagmire" not in public
    assert NOTES[2] not in public


def at_of(meeting: Meeting) -> date:
    starts: datetime = meeting.starts_at
    return starts.astimezone(LONDON).date()


def out_of(item: AgendaItem) -> set[str]:
    assert item.status == ItemStatus.OPEN
    return {conflict.person.name for conflict in item.conflicts.select_related("person")}


def objective_3_of(run: Run) -> int:
    """What DacCom is entitled to under objective 3 so far, in pence."""
    lines: Iterable[Any] = run.lines.filter(objective=3)
    return sum(line.entitlement_pence for line in lines)
