"""A reading of an open scheme is changed: put before the Committee, then carried out (REP-19)."""

from typing import Any

from governance.actions import matters
from governance.models import Decision
from les_schemes.models import ReadingAmount, ReadingChange, ReadingChoice, SchemeVersion
from les_schemes.readings import assumed, changes, effects, permissions, telling
from les_schemes.readings.effects import Effects
from les_schemes.readings.slots import slot_of
from localities.models import Organisation
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@action
def propose(
    *, version: SchemeVersion, objective: int, reading: str, choice: str, why: str, by: Actor
) -> ReadingChange:
    """Put before the Committee that one reading be changed for the whole of the version's year.

    What it comes to for every payee is worked out now and kept with the matter.
    """
    version = _locked(version)
    permissions.check_can_propose_change(by, version)
    if refusal := changes.why_not_change(version):
        raise NotNow(refusal)
    held = slot_of(version, objective, reading)
    if choice not in held.others:
        raise BadInput({"choice": "Choose a reading that is not in force"})
    if not why.strip():
        raise BadInput({"why": "Say why it should be changed: the Committee and payees read it"})
    worked_out = Effects(version)
    if refusal := effects.why_not(worked_out.definition, objective, reading, choice):
        raise NotNow(f"This cannot stand with the other readings: {refusal}.")
    amounts = worked_out.of_choice(objective, reading, choice)
    change = ReadingChange(
        version=version,
        objective=objective,
        reading=reading,
        before=held.choice,
        after=choice,
        why=why.strip(),
        assumed=assumed.of_change(version, objective, reading, choice),
        prepared_at=clock.now(),
        prepared_by=by.person_id,  # type: ignore[misc]
    )
    change.save(force_insert=True)
    ReadingAmount.objects.bulk_create(effects.rows_of(change, amounts))
    _recorded(change, "reading.change_proposed", by, reason=change.why)
    matters.propose(
        committee=changes.committee_of(version),  # type: ignore[arg-type]  # checked above
        kind=changes.KIND,
        subject_type=changes.SUBJECT,
        subject_id=str(change.pk),
        title=f"Change of a reading: {version}, {held.where.lower()}"[:200],
        summary=change.why,
        concerned=Organisation.objects.filter(pk__in=effects.concerned(amounts)),
        by=by,
    )
    return change


@action
def carry_out(*, change: ReadingChange, decision: Decision, by: Actor) -> ReadingChoice:
    """Put in force what the Committee decided on a change: its reading, or by a correction the
    one before. Called by the decision; doing it again changes nothing.
    """
    version = change.version = _locked(change.version)
    done = ReadingChoice.objects.filter(decision=decision).first()
    if done is not None:
        return done
    _check_decides(decision, change)
    choice, before = change.after, change.before
    if not decision.is_carried_out:
        choice, before = before, choice
    if refusal := changes.why_not_in_force(change, choice):
        raise NotNow(refusal)
    amounts = Effects(version).of_choice(change.objective, change.reading, choice)
    if not version.readings_decided:
        version.readings_decided = True
        version.save(update_fields=["readings_decided"])
    made = ReadingChoice.objects.create(
        version=version,
        objective=change.objective,
        reading=change.reading,
        choice=choice,
        before=before,
        why=decision.reasons,
        chosen_at=clock.now(),
        chosen_by=by.person_id,
        change=change,
        decision=decision,
    )
    ReadingAmount.objects.bulk_create(effects.rows_of(change, amounts, decision=decision))
    _recorded(
        change,
        "reading.changed" if decision.is_carried_out else "reading.restored",
        by,
        reason=decision.reasons,
        choice=choice,
        before=before,
        decision=str(decision.pk),
    )
    telling.tell_payees(made)
    return made


def _check_decides(decision: Decision, change: ReadingChange) -> None:
    matter = decision.matter
    about = (matter.kind, matter.subject_type, matter.subject_id)
    decides = decision.is_carried_out or (
        decision.corrects is not None and decision.corrects.is_carried_out
    )
    if not decides or about != (changes.KIND, changes.SUBJECT, str(change.pk)):
        raise NotNow("A reading is changed only by a decision of the Committee on it.")


def _locked(version: SchemeVersion) -> SchemeVersion:
    return (
        SchemeVersion.objects.select_for_update(of=("self",))
        .select_related("scheme", "commissioner")
        .get(pk=version.pk)
    )


def _recorded(change: ReadingChange, event: str, by: Actor, *, reason: str, **after: Any) -> None:
    audit.record(
        event=event,
        by=by,
        subject=change,
        chain=change.version.commissioner.audit_chain,
        before={"choice": after.pop("before", change.before)},
        after={
            "version": str(change.version_id),
            "objective": change.objective,
            "reading": change.reading,
            "choice": change.after,
            **after,
        },
        reason=reason,
    )
