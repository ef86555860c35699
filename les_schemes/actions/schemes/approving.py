"""A draft is consulted on and approved by somebody else; either may be taken back (SM-01)."""

from les_schemes import permissions
from les_schemes.design import digest, drafts, readiness
from les_schemes.models import SchemeVersion
from les_schemes.workflow import SCHEME
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow

_APPROVAL = ["status", "approved_at", "approved_by", "approved_digest"]


@action
def record_consultation(*, version: SchemeVersion, by: Actor) -> SchemeVersion:
    """Record that the consultation is done: the log has at least what the LMC said (R0-002)."""
    held = _locked(version)
    permissions.check_can_record_consultation(by, held)
    step = SCHEME.step(held.status, "record_consultation")
    if why_not := readiness.why_not_consulted(held):
        raise NotNow(why_not)
    drafts.took_part(held, by)
    held.status = step.to
    held.consulted_at = clock.now()
    held.consulted_by = by.person_id
    # What is changed from now on, the approver is told.
    held.changed_at = None
    held.save(update_fields=["status", "consulted_at", "consulted_by", "changed_at"])
    audit.record(
        event=step.event,
        by=by,
        subject=held,
        chain=held.commissioner.audit_chain,
        after={"status": held.status, "entries": held.consultations.count()},
    )
    return held


@action
def approve(*, version: SchemeVersion, seen: str, by: Actor) -> SchemeVersion:
    """Approve it, by an officer who took no part in its design. ``seen`` is ``digest.seen`` of what
    the approver had before them; what was approved is kept as a digest, and changes no more."""
    held = _locked(version)
    permissions.check_can_approve(by, held)
    step = SCHEME.step(held.status, "approve")
    if seen != digest.seen(held):
        raise NotNow("It was changed while you read it. Read it again before you approve it.")
    if why_not := readiness.why_not_approved(held):
        raise NotNow(why_not)
    held.status = step.to
    held.approved_at = clock.now()
    held.approved_by = by.person_id
    held.approved_digest = digest.digest_of(held)
    held.save(update_fields=_APPROVAL)
    audit.record(
        event=step.event,
        by=by,
        subject=held,
        chain=held.commissioner.audit_chain,
        after={"status": held.status, "digest": held.approved_digest},
    )
    return held


@action
def take_back(*, version: SchemeVersion, reason: str, by: Actor) -> SchemeVersion:
    """Make it a draft again, so that it can be changed: it is consulted on and approved anew."""
    held = _locked(version)
    permissions.check_can_design(by, held)
    step = SCHEME.step(held.status, "take_back")
    if not reason.strip():
        raise BadInput({"reason": "Say why it is taken back"})
    before = {"status": held.status, "digest": held.approved_digest}
    held.status = step.to
    held.consulted_at = held.consulted_by = None
    held.approved_at = held.approved_by = None
    held.approved_digest = ""
    held.save(update_fields=[*_APPROVAL, "consulted_at", "consulted_by"])
    audit.record(
        event=step.event,
        by=by,
        subject=held,
        chain=held.commissioner.audit_chain,
        before=before,
        after={"status": held.status},
        reason=reason.strip(),
    )
    return held


def _locked(version: SchemeVersion) -> SchemeVersion:
    return SchemeVersion.objects.select_for_update().get(pk=version.pk)
