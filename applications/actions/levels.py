"""A locality applies for a level, shows evidence, is reviewed, and goes before the Committee."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from applications import certificates, corrections, levels, telling
from applications.models import (
    LEVELS,
    CriterionEvidence,
    LevelApplication,
    LevelAward,
    LevelCriterion,
)
from applications.permissions import (
    check_can_apply,
    check_can_propose_lower,
    check_can_review,
    check_can_set_criteria,
    check_can_withdraw,
)
from applications.statuses import Direction, LevelApplicationStatus
from applications.workflow import LEVEL_APPLICATION
from governance.actions import matters
from governance.models import Committee, Decision, Matter
from governance.statuses import PENDING, Outcome
from les_schemes.models import SchemeVersion
from localities.models import Locality
from pbc import audit, clock, files
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow

KIND = "operating_level"
SUBJECT = "applications.levelapplication"
EVIDENCE_KIND = "level evidence"


@dataclass(frozen=True)
class Shown:
    """Evidence as it is given: words, a file, or both; a file kept before may be taken away."""

    text: str = ""
    content: bytes | None = None
    name: str = ""
    without_file: bool = False


@dataclass(frozen=True)
class Finding:
    """How the officer reads the evidence for one criterion."""

    met: bool
    note: str = ""


@action
def set_criteria(
    *, version: SchemeVersion, level: int, texts: Sequence[str], by: Actor
) -> list[LevelCriterion]:
    """Enter the Framework's criteria for a level; those entered before are retired, not lost."""
    version = SchemeVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    check_can_set_criteria(by, version)
    if level not in LEVELS[1:]:
        raise BadInput({"level": "Only levels 2 and 3 have criteria: every locality starts at 1."})
    kept = [text.strip() for text in texts if text.strip()]
    now = clock.now()
    held = {criterion.number: criterion for criterion in levels.criteria(version, level)}
    # One that reads as before stays the same, so that evidence given for it goes on counting.
    same = {
        number
        for number, text in enumerate(kept, start=1)
        if number in held and held[number].text == text
    }
    LevelCriterion.objects.filter(
        pk__in=[criterion.pk for number, criterion in held.items() if number not in same]
    ).update(retired_at=now)
    entered = [
        held[number]
        if number in same
        else LevelCriterion.objects.create(
            framework=version.framework,
            level=level,
            number=number,
            text=text,
            recorded_at=now,
            recorded_by=by.person_id,  # type: ignore[misc]
        )
        for number, text in enumerate(kept, start=1)
    ]
    audit.record(
        event="level_criteria.entered",
        by=by,
        subject=version,
        chain=version.commissioner.audit_chain,
        after={"level": level, "criteria": kept},
    )
    return entered


@action
def start(*, version: SchemeVersion, locality: Locality, level: int, by: Actor) -> LevelApplication:
    """Begin to apply for a higher level; level 3 may be sought from level 1 (AMB-27)."""
    locality = Locality.objects.select_for_update(of=("self",)).get(pk=locality.pk)
    check_can_apply(by, locality)
    now_at = levels.standing(version, locality).level
    if level not in LEVELS or level <= now_at:
        raise BadInput({"level": f"Choose a level above {now_at}, where the locality stands."})
    if not levels.criteria(version, level):
        raise NotNow(
            f"The criteria of level {level} are not entered yet. Ask your commissioner to enter "
            "them from the Framework."
        )
    return _create(version, locality, level, Direction.UP, by)


@action
def give_evidence(
    *,
    application: LevelApplication,
    case: str | None = None,
    evidence: Mapping[int, Shown],
    by: Actor,
) -> LevelApplication:
    """Keep the locality's case, if one is given, and by criterion id what it shows.

    A file already kept stays until another takes its place or it is taken away.
    """
    application = _locked(application)
    check_can_apply(by, application.locality)
    step = LEVEL_APPLICATION.step(application.status, "give_evidence")
    asked = {criterion.pk for criterion in levels.criteria(application.version, application.level)}
    if strange := set(evidence) - asked:
        raise BadInput({"evidence": f"There is no criterion {min(strange)} for this level."})
    if case is not None:
        application.case = case.strip()
        application.save(update_fields=["case"])
    for criterion_id, shown in evidence.items():
        row, _ = CriterionEvidence.objects.get_or_create(
            application=application, criterion_id=criterion_id
        )
        row.text = shown.text.strip()
        if shown.without_file:
            row.file = None
        if shown.content is not None:
            row.file = files.store(
                content=shown.content, name=shown.name, kind=EVIDENCE_KIND, by=by
            )
        row.met, row.officer_note = None, ""
        row.save()
    _recorded(application, step.event, by=by, after={"criteria": sorted(evidence)})
    return application


@action
def submit(*, application: LevelApplication, by: Actor) -> LevelApplication:
    """Hand the application to the commissioner: every criterion must have something to show."""
    application = _locked(application)
    check_can_apply(by, application.locality)
    step = LEVEL_APPLICATION.step(application.status, "submit")
    missing = levels.unanswered(application)
    if missing:
        numbers = ", ".join(str(criterion.number) for criterion in missing)
        raise NotNow(f"Show something for each criterion first. Nothing is shown for {numbers}.")
    if not application.case:
        raise BadInput({"case": "Say why the locality has reached this level"})
    application.status = step.to
    application.submitted_at = clock.now()
    application.submitted_by = by.person_id
    application.save(update_fields=["status", "submitted_at", "submitted_by"])
    _recorded(application, step.event, by=by)
    telling.tell_of_submission(application)
    return application


@action
def review(
    *,
    application: LevelApplication,
    findings: Mapping[int, Finding],
    notes: str,
    recommends: bool,
    by: Actor,
) -> Matter:
    """Say, criterion by criterion, what the evidence shows, and put it before the Committee."""
    application = _locked(application)
    check_can_review(by, application)
    step = LEVEL_APPLICATION.step(application.status, "put_before_committee")
    rows = {row.criterion_id: row for row in application.evidence.all()}
    if missing := rows.keys() - findings.keys():
        raise BadInput(
            {"findings": f"Say of each criterion whether it is met ({len(missing)} left)"}
        )
    for criterion_id, row in rows.items():
        row.met = findings[criterion_id].met
        row.officer_note = findings[criterion_id].note.strip()[:300]
        row.save(update_fields=["met", "officer_note"])
    application.officer_notes = notes.strip()
    application.officer_recommends = recommends
    application.reviewed_at = clock.now()
    application.reviewed_by = by.person_id
    application.status = step.to
    application.save(
        update_fields=[
            "officer_notes",
            "officer_recommends",
            "reviewed_at",
            "reviewed_by",
            "status",
        ]
    )
    _recorded(application, step.event, by=by, after={"recommends": recommends})
    matter = _propose(application, by)
    telling.tell_of_matter(application)
    return matter


@action
def propose_lower(
    *, version: SchemeVersion, locality: Locality, level: int, case: str, by: Actor
) -> LevelApplication:
    """Put before the Committee that a locality go down; it takes effect only forwards (AMB-26)."""
    locality = Locality.objects.select_for_update(of=("self",)).get(pk=locality.pk)
    check_can_propose_lower(by, locality)
    now_at = levels.standing(version, locality).level
    if level not in LEVELS or level >= now_at:
        raise BadInput({"level": f"Choose a level below {now_at}, where the locality stands."})
    if not case.strip():
        raise BadInput({"case": "Say why: the locality and the Committee read it"})
    application = _create(version, locality, level, Direction.DOWN, by)
    now = clock.now()
    application.case = case.strip()
    application.status = LevelApplicationStatus.ON_AGENDA
    application.submitted_at = application.reviewed_at = now
    application.submitted_by = application.reviewed_by = by.person_id
    application.save()
    _recorded(application, "level_application.lower_proposed", by=by, reason=application.case)
    _propose(application, by)
    telling.tell_of_matter(application)
    return application


@action
def withdraw(*, application: LevelApplication, reason: str, by: Actor) -> LevelApplication:
    """Take an application back; a matter that waits for the Committee goes with it."""
    # The matter before what it is about, as a decision locks them.
    pending = (
        Matter.objects.select_for_update(of=("self",))
        .filter(kind=KIND, subject_type=SUBJECT, subject_id=str(application.pk), status__in=PENDING)
        .first()
    )
    application = _locked(application)
    check_can_withdraw(by, application)
    step = LEVEL_APPLICATION.step(application.status, "withdraw")
    if not reason.strip():
        raise BadInput({"reason": "Give the reason for withdrawing"})
    if pending is not None:
        matters.withdraw(matter=pending, reason=reason, by=by, raised_by_the_thing=True)
    application.status = step.to
    application.ended_at = clock.now()
    application.save(update_fields=["status", "ended_at"])
    _recorded(application, step.event, by=by, reason=reason.strip())
    if application.submitted_at is not None:
        telling.tell_of_withdrawal(application, reason.strip())
    return application


@action
def award(*, application: LevelApplication, decision: Decision, by: Actor) -> LevelAward:
    """Carry out that the Committee agreed a level, or corrected a decision to that. Called by it.

    A correction counts from the day of the decision that was corrected first.
    """
    application = _locked(application)
    held = LevelAward.objects.filter(decision=decision).first()
    if held is not None:
        return held
    about = decision.matter
    if not decision.is_carried_out or (about.subject_type, about.subject_id) != (
        SUBJECT,
        str(application.pk),
    ):
        raise NotNow("This decision does not agree this level (TV-35).")
    step = LEVEL_APPLICATION.step(application.status, _verb(decision, "agree"))
    made = LevelAward.objects.create(
        version=application.version,
        locality=application.locality,
        application=application,
        decision=decision,
        level=corrections.level_of(application, decision),
        decided_on=corrections.first_decided(decision),
        recorded_at=clock.now(),
    )
    certificates.issue(made, by=by)
    _ended(application, step.to)
    _recorded(
        application,
        step.event,
        by=by,
        after={"level": made.level, "decided_on": made.decided_on, "decision": str(decision.pk)},
    )
    return made


@action
def turn_down(*, application: LevelApplication, decision: Decision, by: Actor) -> LevelApplication:
    """Carry out that the Committee deferred or declined a level, or corrected a decision to that.

    Called by the decision.
    """
    application = _locked(application)
    verb = _verb(decision, "decline")
    if decision.outcome == Outcome.DEFERRED:
        # More evidence is asked of who applied; a lower level, which nobody applied for, waits.
        verb = "defer" if application.direction == Direction.UP else "put_off"
    step = LEVEL_APPLICATION.step(application.status, verb)
    if decision.outcome == Outcome.DEFERRED:
        application.status = step.to
        application.save(update_fields=["status"])
    else:
        _ended(application, step.to)
    _recorded(application, step.event, by=by, reason=decision.reasons)
    return application


def _verb(decision: Decision, verb: str) -> str:
    return verb if decision.corrects is None else f"correct_to_{verb}"


def _ended(application: LevelApplication, status: str) -> None:
    application.status = status
    application.ended_at = clock.now()
    application.save(update_fields=["status", "ended_at"])


def _create(
    version: SchemeVersion, locality: Locality, level: int, direction: Direction, by: Actor
) -> LevelApplication:
    try:
        with transaction.atomic():
            application = LevelApplication.objects.create(
                version=version,
                locality=locality,
                direction=direction,
                level=level,
                created_at=clock.now(),
                created_by=by.person_id,  # type: ignore[misc]
            )
    except IntegrityError:
        raise NotNow("An application for this locality's level is under way already.") from None
    _recorded(application, "level_application.started", by=by, after={"level": level})
    return application


def _propose(application: LevelApplication, by: Actor) -> Matter:
    locality = application.locality
    verb = "Award" if application.direction == Direction.UP else "Lower"
    committee = Committee.objects.filter(commissioner=locality.commissioner).first()
    if committee is None:
        raise NotNow(
            f"{locality.commissioner} has no Governance Committee yet: its secretary establishes "
            "one."
        )
    deferred = Matter.objects.filter(
        kind=KIND, subject_type=SUBJECT, subject_id=str(application.pk), status__in=PENDING
    ).first()
    if deferred is not None:
        return matters.bring_back(matter=deferred, summary=application.case, by=by)
    return matters.propose(
        committee=committee,
        kind=KIND,
        subject_type=SUBJECT,
        subject_id=str(application.pk),
        title=f"{verb} {locality.name} to level {application.level}"
        if verb == "Lower"
        else f"Award level {application.level} to {locality.name}",
        summary=application.case,
        concerned=[locality],
        by=by,
    )


def _locked(application: LevelApplication) -> LevelApplication:
    return (
        LevelApplication.objects.select_for_update(of=("self",))
        .select_related("locality__commissioner", "version__framework")
        .get(pk=application.pk)
    )


def _recorded(
    application: LevelApplication,
    event: str,
    *,
    by: Actor,
    after: dict[str, object] | None = None,
    reason: str = "",
) -> None:
    audit.record(
        event=event,
        by=by,
        subject=application,
        chain=application.locality.commissioner.code,  # type: ignore[union-attr]
        after={"status": application.status, **(after or {})},
        reason=reason,
    )
