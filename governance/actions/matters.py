"""A matter is raised, put on an agenda or taken off it, or withdrawn."""

from collections.abc import Iterable
from typing import IO

from django.db import IntegrityError, transaction
from django.db.models import Max

from governance import kinds
from governance.models import AgendaItem, Committee, Matter, MatterPaper, Meeting
from governance.pack import PAPER_KIND
from governance.permissions import check_can_propose, check_can_serve, check_can_withdraw
from governance.record import locked, person_of, recorded
from governance.statuses import PENDING, MatterStatus, Section
from governance.workflow import MATTER, MEETING
from localities.models import Organisation, Person
from pbc import clock, files
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow

LARGEST_PAPER = 20 * files.MEGABYTE


@action
def propose(
    *,
    committee: Committee,
    kind: str,
    subject_type: str,
    subject_id: str,
    title: str,
    summary: str,
    concerned: Iterable[Organisation],
    by: Actor,
    people_concerned: Iterable[Person] = (),
    private: bool = False,
    raised_by_the_thing: bool = False,
) -> Matter:
    """Put something before the Committee; a thing has one pending matter of a kind at a time.

    ``raised_by_the_thing`` is for actions of higher rooms, which have checked their own
    permission: a locality that submits its application thereby raises the matter.
    """
    if not raised_by_the_thing:
        check_can_propose(by, committee)
    try:
        with transaction.atomic():
            matter = Matter.objects.create(
                committee=committee,
                kind=kinds.get(kind).code,
                subject_type=subject_type,
                subject_id=subject_id,
                title=title,
                summary=summary,
                private=private,
                raised_at=clock.now(),
                raised_by=by.person_id,
            )
    except IntegrityError:
        raise NotNow("This already waits for the Committee's decision.") from None
    matter.concerned.set(concerned)
    matter.people_concerned.set(people_concerned)
    recorded(
        committee,
        "matter.raised",
        matter,
        by=by,
        after={"kind": kind, "title": title, "subject": f"{subject_type} {subject_id}"},
    )
    return matter


@action
def bring_back(*, matter: Matter, summary: str, by: Actor) -> Matter:
    """A deferred matter can be heard again, with what was asked for since in its summary."""
    matter = locked(matter)
    check_can_propose(by, matter.committee)
    step = MATTER.step(matter.status, "bring_back")
    before = {"summary": matter.summary}
    matter.summary = summary
    matter.save(update_fields=["summary"])
    recorded(matter.committee, step.event, matter, by=by, before=before, after={"summary": summary})
    return matter


@action
def add_paper(
    *, matter: Matter, title: str, content: bytes | IO[bytes], name: str, private: bool, by: Actor
) -> MatterPaper:
    """Keep a paper that the Committee reads with a matter it has not decided yet."""
    matter = locked(matter)
    check_can_propose(by, matter.committee)
    if matter.status not in PENDING:
        raise NotNow("Papers are added until the matter is decided.")
    if not title.strip():
        raise BadInput({"title": "Say what the paper is"})
    stored = files.store(
        content=content, name=name, kind=PAPER_KIND, by=by, max_size=LARGEST_PAPER, field="file"
    )
    paper = MatterPaper.objects.create(
        matter=matter,
        title=title.strip()[:200],
        file=stored,
        private=private or matter.private,
        added_at=clock.now(),
        added_by=person_of(by),
    )
    recorded(
        matter.committee,
        "matter.paper_added",
        matter,
        by=by,
        after={"paper": paper.title, "sha256": stored.sha256, "private": paper.private},
    )
    return paper


@action
def put_on_agenda(*, matter: Matter, meeting: Meeting, by: Actor) -> AgendaItem:
    """Give a matter its item on the agenda of a meeting that has not begun."""
    meeting = locked(meeting)
    check_can_serve(by, meeting.committee)
    MEETING.step(meeting.status, "change_agenda")
    matter = locked(matter)
    if matter.committee_id != meeting.committee_id:
        raise BadInput({"matter": "This matter belongs to another Committee."})
    step = MATTER.step(matter.status, "put_on_agenda")
    kinds.kind_of(matter).check_ready(matter)
    last = meeting.items.filter(section=Section.MATTERS).aggregate(last=Max("position"))["last"]
    item = AgendaItem.objects.create(
        meeting=meeting,
        section=Section.MATTERS,
        position=(last or 0) + 1,
        title=matter.title,
        private=matter.private,
        matter=matter,
    )
    matter.status = step.to
    matter.save(update_fields=["status"])
    recorded(meeting.committee, step.event, matter, by=by, after={"meeting": str(meeting)})
    return item


@action
def put_together_on_agenda(
    *, matters: Iterable[Matter], meeting: Meeting, by: Actor
) -> list[AgendaItem]:
    """Put several matters on an agenda: all of them, or where one is refused none."""
    return [put_on_agenda(matter=matter, meeting=meeting, by=by) for matter in matters]


@action
def take_off_agenda(*, item: AgendaItem, reason: str, by: Actor) -> Matter:
    """Take a matter off an agenda before its item was reached; it waits for another."""
    meeting = locked(item.meeting)
    check_can_serve(by, meeting.committee)
    MEETING.step(meeting.status, "change_agenda")
    if item.matter is None:
        raise NotNow("The standing items stay on every agenda.")
    if not reason.strip():
        raise BadInput({"reason": "Say why it is taken off"})
    matter = locked(item.matter)
    step = MATTER.step(matter.status, "take_off_agenda")
    matter.status = step.to
    matter.save(update_fields=["status"])
    AgendaItem.objects.filter(pk=item.pk).delete()
    recorded(
        meeting.committee,
        step.event,
        matter,
        by=by,
        before={"meeting": str(meeting)},
        reason=reason.strip(),
    )
    return matter


@action
def withdraw(
    *, matter: Matter, reason: str, by: Actor, raised_by_the_thing: bool = False
) -> Matter:
    """Withdraw a matter before it is decided; what it was about stays as it was."""
    matter = locked(matter)
    if not raised_by_the_thing:
        check_can_withdraw(by, matter)
    step = MATTER.step(matter.status, "withdraw")
    if matter.items.filter(status="open").exists():
        raise NotNow("The Committee is hearing this matter now.")
    if not reason.strip():
        raise BadInput({"reason": "Give the reason for withdrawing"})
    matter.status = step.to
    matter.withdrawn_at = clock.now()
    matter.withdrawn_by = by.person_id
    matter.withdrawal_reason = reason.strip()[:300]
    matter.save(update_fields=["status", "withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    if matter.status == MatterStatus.WITHDRAWN:
        matter.items.filter(status="waiting").delete()
    recorded(matter.committee, step.event, matter, by=by, reason=reason.strip())
    return matter
