"""The Committee agrees to a variation or declines it; agreed, whom it touches is asked."""

from governance.models import Decision
from les_schemes import clauses, variation_telling, variations
from les_schemes.models import SchemeVersion, Variation
from les_schemes.statuses import BEING_DESIGNED, Touches
from les_schemes.workflow import SCHEME, VARIATION
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import NotNow


@action
def carry_out(*, variation: Variation, decision: Decision, by: Actor) -> Variation:
    """Carry out that the Committee agreed to a variation."""
    variation = _locked(variation)
    variation.decision = decision
    variation.approval = variations.in_words(decision)
    return put_in_force(variation=variation, by=by)


@action
def decline(*, variation: Variation, decision: Decision, by: Actor) -> Variation:
    """Carry out that the Committee declined it: the scheme reads as before, the draft stays."""
    variation = _locked(variation)
    step = VARIATION.step(variation.status, "decline")
    variation.status = step.to
    variation.decision = decision
    variation.settled_at = clock.now()
    variation.save(update_fields=["status", "decision", "settled_at"])
    _recorded(variation, step.event, by, reason=decision.reasons)
    return variation


@action
def put_in_force(*, variation: Variation, by: Actor) -> Variation:
    """What every way to it ends in: refused without an approval where it touches anybody."""
    is_material = variation.clauses.exclude(touches=Touches.NOBODY).exists()
    if is_material and not variation.approval:
        raise NotNow("A variation that touches those who signed needs the Committee's approval.")
    step = VARIATION.step(variation.status, "put_in_force")
    draft = SchemeVersion.objects.select_for_update().get(pk=variation.by_version_id)
    varied = variation.varied
    _check_reads_as_approved(variation, varied, draft)
    scheme_step = SCHEME.step(draft.status, "vary")
    now = clock.now()
    draft.status = scheme_step.to
    draft.opened_at = now
    draft.opened_by = by.person_id
    draft.save(update_fields=["status", "opened_at", "opened_by"])
    variation.status = step.to
    variation.settled_at = now
    variation.in_force_from = max(variation.in_force_from, clock.today())
    variation.save(update_fields=["status", "decision", "approval", "settled_at", "in_force_from"])
    _recorded(variation, step.event, by, reason=variation.reason)
    variation_telling.tell(variation)
    return variation


def _check_reads_as_approved(
    variation: Variation, varied: SchemeVersion, draft: SchemeVersion
) -> None:
    held = [(clause.title, clause.before, clause.after) for clause in variation.clauses.all()]
    now = [
        (found.title[:120], found.before, found.after)
        for found in clauses.differences(varied.as_varied, draft)
    ]
    if draft.status in BEING_DESIGNED and (held != now or clauses.beyond_wording(varied, draft)):
        raise NotNow(
            "The draft, or the scheme, has changed since this was prepared: decline it, and "
            "prepare it anew."
        )


def _locked(variation: Variation) -> Variation:
    return (
        Variation.objects.select_for_update(of=("self",))
        .select_related("varied__scheme", "varied__commissioner", "by_version")
        .get(pk=variation.pk)
    )


def _recorded(variation: Variation, event: str, by: Actor, *, reason: str) -> None:
    audit.record(
        event=event,
        by=by,
        subject=variation,
        chain=variation.varied.commissioner.audit_chain,
        after={
            "status": variation.status,
            "approval": variation.approval,
            "in_force_from": variation.in_force_from,
        },
        reason=reason,
    )
