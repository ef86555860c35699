"""Who decides, one module a concept."""

from governance.models.appeals import Appeal, AppealStep
from governance.models.committees import Committee, CommitteeMembership
from governance.models.decisions import (
    Condition,
    Decision,
    Letter,
    Ratification,
    TakingPart,
)
from governance.models.matters import Matter, MatterPaper
from governance.models.meetings import (
    ActionPoint,
    AgendaItem,
    Attendance,
    Conflict,
    Meeting,
    MeetingMove,
    Publication,
    Vote,
)

__all__ = [
    "ActionPoint",
    "AgendaItem",
    "Appeal",
    "AppealStep",
    "Attendance",
    "Committee",
    "CommitteeMembership",
    "Condition",
    "Conflict",
    "Decision",
    "Letter",
    "Matter",
    "MatterPaper",
    "Meeting",
    "MeetingMove",
    "Publication",
    "Ratification",
    "TakingPart",
    "Vote",
]
