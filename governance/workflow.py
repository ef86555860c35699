"""The transition tables of meetings, items, matters and appeals (SM-13, SM-17), as data."""

from governance.statuses import AppealStatus, ItemStatus, MatterStatus, MeetingStatus
from pbc.workflow import Transition, Workflow

SECRETARY = "Committee secretary"
MEMBER = "Committee member"
COMMISSIONER = "commissioner"
CONCERNED = "whoever speaks for the organisation concerned"

_SCHEDULED, _DRAFT, _PAPERS, _SESSION, _CLOSED, _MINUTES, _APPROVED, _PUBLISHED, _CANCELLED = (
    MeetingStatus
)

MEETING = Workflow(
    name="meeting",
    labels=dict(MeetingStatus.choices),
    transitions={
        (_SCHEDULED, "draft_agenda"): Transition(_DRAFT, SECRETARY, "meeting.agenda_drafted"),
        (_DRAFT, "change_agenda"): Transition(_DRAFT, SECRETARY, "meeting.agenda_changed"),
        (_PAPERS, "change_agenda"): Transition(_PAPERS, SECRETARY, "meeting.agenda_changed"),
        (_DRAFT, "publish_papers"): Transition(_PAPERS, SECRETARY, "meeting.papers_published"),
        (_PAPERS, "publish_papers"): Transition(_PAPERS, SECRETARY, "meeting.papers_published"),
        **{
            (status, "send_apologies"): Transition(
                status, f"{SECRETARY}, or the member", "meeting.apologies_sent"
            )
            for status in (_SCHEDULED, _DRAFT, _PAPERS, _SESSION)
        },
        (_PAPERS, "open"): Transition(_SESSION, SECRETARY, "meeting.opened"),
        (_SESSION, "arrive"): Transition(_SESSION, SECRETARY, "meeting.arrived"),
        (_SESSION, "leave"): Transition(_SESSION, SECRETARY, "meeting.left"),
        (_SESSION, "close"): Transition(_CLOSED, SECRETARY, "meeting.closed"),
        (_CLOSED, "draft_minutes"): Transition(_MINUTES, SECRETARY, "meeting.minutes_drafted"),
        (_MINUTES, "draft_minutes"): Transition(_MINUTES, SECRETARY, "meeting.minutes_drafted"),
        (_MINUTES, "approve_minutes"): Transition(
            _APPROVED, f"{SECRETARY}, at the next meeting", "meeting.minutes_approved"
        ),
        (_APPROVED, "publish_minutes"): Transition(
            _PUBLISHED, SECRETARY, "meeting.minutes_published"
        ),
        **{
            (status, "move"): Transition(status, SECRETARY, "meeting.moved")
            for status in (_SCHEDULED, _DRAFT, _PAPERS)
        },
        **{
            (status, "cancel"): Transition(_CANCELLED, SECRETARY, "meeting.cancelled")
            for status in (_SCHEDULED, _DRAFT, _PAPERS)
        },
    },
)

ITEM = Workflow(
    name="item",
    labels=dict(ItemStatus.choices),
    transitions={
        (ItemStatus.WAITING, "open"): Transition(ItemStatus.OPEN, SECRETARY, "item.opened"),
        (ItemStatus.OPEN, "declare"): Transition(ItemStatus.OPEN, MEMBER, "item.conflict_declared"),
        (ItemStatus.OPEN, "vote"): Transition(ItemStatus.OPEN, SECRETARY, "item.vote_recorded"),
        (ItemStatus.OPEN, "note"): Transition(ItemStatus.OPEN, SECRETARY, "item.noted"),
        (ItemStatus.OPEN, "decide"): Transition(ItemStatus.HEARD, SECRETARY, "item.decided"),
        (ItemStatus.OPEN, "close"): Transition(ItemStatus.HEARD, SECRETARY, "item.closed"),
        (ItemStatus.OPEN, "defer"): Transition(ItemStatus.DEFERRED, SECRETARY, "item.deferred"),
        (ItemStatus.WAITING, "carry_over"): Transition(
            ItemStatus.NOT_REACHED, "the system, on closing", "item.carried_over"
        ),
    },
)

MATTER = Workflow(
    name="matter",
    labels=dict(MatterStatus.choices),
    transitions={
        (MatterStatus.PROPOSED, "put_on_agenda"): Transition(
            MatterStatus.ON_AGENDA, SECRETARY, "matter.put_on_agenda"
        ),
        (MatterStatus.ON_AGENDA, "take_off_agenda"): Transition(
            MatterStatus.PROPOSED, SECRETARY, "matter.taken_off_agenda"
        ),
        (MatterStatus.PROPOSED, "bring_back"): Transition(
            MatterStatus.PROPOSED, COMMISSIONER, "matter.brought_back"
        ),
        **{
            (status, "decide"): Transition(
                MatterStatus.DECIDED, f"{SECRETARY}, for the Committee", "matter.decided"
            )
            for status in (MatterStatus.PROPOSED, MatterStatus.ON_AGENDA)
        },
        (MatterStatus.ON_AGENDA, "defer"): Transition(
            MatterStatus.PROPOSED, f"{SECRETARY}, for the Committee", "matter.deferred"
        ),
        **{
            (status, "withdraw"): Transition(
                MatterStatus.WITHDRAWN, "whoever raised it", "matter.withdrawn"
            )
            for status in (MatterStatus.PROPOSED, MatterStatus.ON_AGENDA)
        },
        (MatterStatus.DECIDED, "correct"): Transition(
            MatterStatus.DECIDED, f"{SECRETARY}, for the Committee", "matter.corrected"
        ),
    },
)

APPEAL = Workflow(
    name="appeal",
    labels=dict(AppealStatus.choices),
    transitions={
        (AppealStatus.RAISED, "acknowledge"): Transition(
            AppealStatus.ACKNOWLEDGED, f"{SECRETARY} or {COMMISSIONER}", "appeal.acknowledged"
        ),
        (AppealStatus.ACKNOWLEDGED, "answer"): Transition(
            AppealStatus.ANSWERED, COMMISSIONER, "appeal.answered"
        ),
        **{
            (status, "escalate"): Transition(AppealStatus.ESCALATED, CONCERNED, "appeal.escalated")
            for status in (
                AppealStatus.RAISED,
                AppealStatus.ACKNOWLEDGED,
                AppealStatus.ANSWERED,
            )
        },
        (AppealStatus.ESCALATED, "decide"): Transition(
            AppealStatus.DECIDED, "the Committee", "appeal.decided"
        ),
        (AppealStatus.DECIDED, "correct"): Transition(
            AppealStatus.DECIDED, "the Committee", "appeal.corrected"
        ),
        (AppealStatus.DECIDED, "take_outside"): Transition(
            AppealStatus.EXTERNAL, CONCERNED, "appeal.taken_outside"
        ),
        **{
            (status, "close"): Transition(
                AppealStatus.CLOSED, f"{CONCERNED}, or {COMMISSIONER}", "appeal.closed"
            )
            for status in (
                AppealStatus.RAISED,
                AppealStatus.ACKNOWLEDGED,
                AppealStatus.ANSWERED,
                AppealStatus.ESCALATED,
                AppealStatus.DECIDED,
                AppealStatus.EXTERNAL,
            )
        },
    },
)
