"""States of meetings, items, matters, letters and appeals, and how decisions are made."""

from django.db import models

from pbc.nhsuk import colours


class MeetingStatus(models.TextChoices):
    """SM-13."""

    SCHEDULED = "scheduled", "Scheduled"
    AGENDA_DRAFT = "agenda_draft", "Agenda being drafted"
    PAPERS_PUBLISHED = "papers_published", "Papers published"
    IN_SESSION = "in_session", "In session"
    CLOSED = "closed", "Closed"
    MINUTES_DRAFT = "minutes_draft", "Minutes being drafted"
    MINUTES_APPROVED = "minutes_approved", "Minutes approved"
    PUBLISHED = "published", "Minutes published"
    CANCELLED = "cancelled", "Cancelled"


class Section(models.TextChoices):
    """The proper order of an agenda (GOV-03)."""

    APOLOGIES = "1_apologies", "Apologies for absence"
    INTERESTS = "2_interests", "Declarations of interest"
    MINUTES = "3_minutes", "Minutes of the last meeting"
    MATTERS_ARISING = "4_matters_arising", "Matters arising and action log"
    MATTERS = "5_matters", "Matters for decision"
    OTHER_BUSINESS = "6_other_business", "Any other business"
    NEXT_MEETING = "7_next_meeting", "Date of next meeting"


class ItemStatus(models.TextChoices):
    WAITING = "waiting", "Not reached yet"
    OPEN = "open", "Being heard"
    HEARD = "heard", "Heard"
    DEFERRED = "deferred", "Deferred"
    NOT_REACHED = "not_reached", "Not reached: carried over"


class MatterStatus(models.TextChoices):
    PROPOSED = "proposed", "Waiting for an agenda"
    ON_AGENDA = "on_agenda", "On an agenda"
    DECIDED = "decided", "Decided"
    WITHDRAWN = "withdrawn", "Withdrawn"


# A thing has at most one matter of these of a kind.
PENDING = (MatterStatus.PROPOSED, MatterStatus.ON_AGENDA)


class Capacity(models.TextChoices):
    """In what capacity a person sits: the quorum asks (AMB-93)."""

    CHAIR = "chair", "Chair"
    DEPUTY = "deputy", "Deputy chair"
    EXECUTIVE = "executive", "Finance or executive"
    LAY = "lay", "Lay or patient representative"
    CLINICIAN = "clinician", "Clinician"
    OFFICER = "officer", "Commissioning officer"


class Outcome(models.TextChoices):
    AGREED = "agreed", "Agreed"
    AGREED_WITH_CONDITIONS = "agreed_with_conditions", "Agreed with conditions"
    DEFERRED = "deferred", "Deferred"
    DECLINED = "declined", "Declined"


CARRIED_OUT = (Outcome.AGREED, Outcome.AGREED_WITH_CONDITIONS)


class Manner(models.TextChoices):
    CONSENSUS = "consensus", "By consensus"
    VOTE = "vote", "By vote"
    CHAIRS_ACTION = "chairs_action", "By chair's action"


class Choice(models.TextChoices):
    FOR = "for", "For"
    AGAINST = "against", "Against"
    ABSTAIN = "abstain", "Abstained"


class ConflictSource(models.TextChoices):
    """Why the system takes a member out, or that the member said so."""

    OWN_ORGANISATION = "own_organisation", "Own practice or locality"
    RIVAL = "rival", "Own locality's rival"
    PARTNER = "partner", "Works with the person concerned"
    REGISTERED = "registered", "Registered interest"
    DECLARED = "declared", "Declared at the meeting"
    DECIDED_BEFORE = "decided_before", "Took part in the decision appealed against"


class AppealStatus(models.TextChoices):
    """SM-17."""

    RAISED = "raised", "Raised"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    ANSWERED = "answered", "Answered"
    ESCALATED = "escalated", "Before the Committee"
    DECIDED = "decided", "Decided"
    EXTERNAL = "external", "With the external arbiter"
    CLOSED = "closed", "Closed"


# What a step of an appeal was, in words.
APPEAL_STEPS = {
    "raise": "Raised",
    "acknowledge": "Acknowledged",
    "answer": "Answered",
    "escalate": "Taken to the Committee",
    "decide": "Decided by the Committee",
    "take_outside": "Taken to the outside arbiter",
    "close": "Closed",
}


colours.register(
    {
        MeetingStatus.SCHEDULED: "white",
        MeetingStatus.AGENDA_DRAFT: "blue",
        MeetingStatus.PAPERS_PUBLISHED: "aqua-green",
        MeetingStatus.IN_SESSION: "green",
        MeetingStatus.MINUTES_DRAFT: "yellow",
        MeetingStatus.MINUTES_APPROVED: "aqua-green",
        Outcome.AGREED_WITH_CONDITIONS: "yellow",
        ItemStatus.DEFERRED: "orange",
        ItemStatus.NOT_REACHED: "orange",
        "to_do": "blue",
    }
)
