"""How far a change of a reading has come: its matter, the decision on it, what is in force."""

from governance.models import Committee, Decision, Matter
from governance.statuses import PENDING
from les_schemes.models import ReadingChange, ReadingChoice, SchemeVersion
from les_schemes.readings.slots import Slot, slot_of
from les_schemes.statuses import SchemeStatus
from pbc.clock import LONDON

KIND = "reading_change"
SUBJECT = "les_schemes.readingchange"


def committee_of(version: SchemeVersion) -> Committee | None:
    return Committee.objects.filter(commissioner_id=version.commissioner_id).first()


def matter_of(change: ReadingChange) -> Matter | None:
    """The matter by which the Committee decides, or decided, on a change."""
    return Matter.objects.filter(kind=KIND, subject_type=SUBJECT, subject_id=str(change.pk)).first()


def pending(version: SchemeVersion) -> Matter | None:
    """The matter that waits for the Committee about any reading of a version."""
    changes = [str(pk) for pk in version.reading_changes.values_list("pk", flat=True)]
    return Matter.objects.filter(
        kind=KIND, subject_type=SUBJECT, subject_id__in=changes, status__in=PENDING
    ).first()


def settled(change: ReadingChange) -> ReadingChoice | None:
    """What was decided last on a change and carried out, if anything."""
    return change.choices.select_related("decision").order_by("decision__number").last()


def decisions_on(version: SchemeVersion) -> dict[tuple[int, str], str]:
    """In words, the latest decision on each reading of a version that the Committee changed."""
    if not version.readings_decided:
        return {}
    decided = version.reading_choices.filter(decision__isnull=False).select_related(
        "decision__matter__committee", "decision__corrects"
    )
    return {
        (choice.objective, choice.reading): in_words(choice.decision)  # type: ignore[arg-type]
        for choice in decided.order_by("decision__number")
    }


def slot(change: ReadingChange) -> Slot:
    return slot_of(change.version, change.objective, change.reading)


def why_not_change(version: SchemeVersion) -> str:
    """Why no reading of a version can be put before the Committee now; or nothing."""
    if version.status != SchemeStatus.OPEN:
        if version.opened_at is None:
            return "It is not open yet: whoever designs it chooses its readings."
        return "Only a reading of an open scheme is changed."
    if committee_of(version) is None:
        return (
            f"{version.commissioner} has no Governance Committee yet: its secretary establishes "
            "one."
        )
    waits = pending(version)
    if waits is not None:
        return f"“{waits}” waits for the Committee: one change is decided after the other."
    return ""


def why_not_in_force(change: ReadingChange, choice: str) -> str:
    """Why a change cannot lead to a choice, its own or the one before; or nothing."""
    other = change.before if choice == change.after else change.after
    held = slot(change)
    if held.choice == other:
        return ""
    if held.choice == choice:
        return "This reading is in force already."
    return (
        f"“{held.answer}” is in force by a later decision. Correct that one, or put another change "
        "before the Committee."
    )


def in_words(decision: Decision) -> str:
    """How the register names a decision: the minute of which meeting, and its number."""
    day = decision.decided_at.astimezone(LONDON)
    name = decision.matter.committee.name
    corrects = f", correcting decision {decision.corrects.number}" if decision.corrects else ""
    return f"{name}, {day:%-d %B %Y}, decision {decision.number}{corrects}"
