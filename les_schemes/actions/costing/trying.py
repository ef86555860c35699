"""Other terms are tried out on a draft, and kept if they are liked."""

from uuid import UUID

from django.db.models import QuerySet

from les_schemes.actions.designing import Written, change_objective, choose_readings
from les_schemes.costing import permissions
from les_schemes.costing.assumptions import Assumptions
from les_schemes.costing.changes import changes_readings
from les_schemes.costing.stored import assumptions_of, written
from les_schemes.definitions import definition_of
from les_schemes.design import drafts
from les_schemes.design.digest import digest_of
from les_schemes.design.objectives import digest
from les_schemes.models import CostAssumptions, CostTrial, SchemeVersion
from les_schemes.rules import SchemeDefinition, parse_definition
from les_schemes.rules.definition import document, written_readings, written_terms
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow, NotPermitted

CHANGED_MEANWHILE = (
    "The draft was changed since these terms were tried out. Look at what it costs now, and try "
    "them again."
)


@action
def try_out(
    *, version: SchemeVersion, tried: SchemeDefinition, assumptions: Assumptions, by: Actor
) -> SchemeVersion:
    """Keep the assumptions with the version, and for this person the terms that are tried out.

    The draft itself does not change.
    """
    held = _locked(version, by)
    _assume(held, assumptions, by)
    if tried == definition_of(held):
        _own_trial(held, by).delete()
        return held
    CostTrial.objects.update_or_create(
        version=held,
        person=_person(by),
        defaults={
            "digest": digest_of(held),
            "scheme": document(tried),
            "tried_at": clock.now(),
        },
    )
    return held


@action
def drop_trial(*, version: SchemeVersion, by: Actor) -> SchemeVersion:
    """Put aside what this person tried out."""
    held = _locked(version, by)
    _own_trial(held, by).delete()
    return held


@action
def keep_trial(*, version: SchemeVersion, why: str, by: Actor) -> SchemeVersion:
    """Write what this person tried out into the draft, by the actions that design it.

    ``why`` goes to the register with every reading that changes (REP-19), and must then be given.
    """
    held = drafts.locked(version, by)
    trial = _own_trial(held, by).first()
    if trial is None:
        raise NotNow("There are no terms to keep: try some out first.")
    if trial.digest != digest_of(held):
        raise NotNow(CHANGED_MEANWHILE)
    tried, before = parse_definition(trial.scheme), definition_of(held)
    if changes_readings(before, tried) and not why.strip():
        raise BadInput({"why": "Say why, for the register of readings"})
    if tried.readings != before.readings:
        choose_readings(version=held, readings=written_readings(tried.readings), why=why, by=by)
    for objective in held.objectives.order_by("number"):
        now, wanted = before.objective(objective.number), tried.objective(objective.number)
        if (now.terms, now.readings) == (wanted.terms, wanted.readings):
            continue
        change_objective(
            objective=objective,
            written=Written(
                title=objective.title,
                level=objective.level,
                rationale=objective.rationale,
                measure=objective.measure,
                additional=objective.additional,
                terms=written_terms(wanted.terms),
                readings=written_readings(wanted.readings),
                why=why,
            ),
            seen=digest(objective),
            by=by,
        )
    trial.delete()
    return held


def _assume(version: SchemeVersion, assumptions: Assumptions, by: Actor) -> None:
    before = assumptions_of(version)
    if before == assumptions and CostAssumptions.objects.filter(version=version).exists():
        return
    CostAssumptions.objects.update_or_create(
        version=version,
        defaults={
            "assumed": written(version, assumptions),
            "written_at": clock.now(),
            "written_by": by.person_id,
        },
    )
    audit.record(
        event="scheme.costs_assumed",
        by=by,
        subject=version,
        chain=version.commissioner.audit_chain,
        before=before.to_data(),
        after=assumptions.to_data(),
    )


def _person(by: Actor) -> UUID:
    if by.person_id is None:
        raise NotPermitted("Only a person tries terms out.")
    return by.person_id


def _own_trial(version: SchemeVersion, by: Actor) -> "QuerySet[CostTrial]":
    return CostTrial.objects.filter(version=version, person=_person(by))


def _locked(version: SchemeVersion, by: Actor) -> SchemeVersion:
    held = SchemeVersion.objects.select_for_update().get(pk=version.pk)
    permissions.check_can_cost(by, held)
    return held
