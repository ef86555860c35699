"""An officer prepares a variation: clause by clause, whom it touches; the Committee approves it."""

from collections.abc import Mapping
from datetime import date

from governance.actions import matters
from les_schemes import clauses, permissions, variations
from les_schemes.actions.variations.settling import put_in_force
from les_schemes.models import Scheme, SchemeVersion, Variation, VariationClause
from les_schemes.statuses import Touches, VariationStatus
from les_schemes.workflow import VARIATION
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@action
def prepare(
    *,
    draft: SchemeVersion,
    touches: Mapping[str, Touches],
    in_force_from: date,
    reason: str,
    approval: str = "",
    by: Actor,
) -> Variation:
    """Vary the open version by a draft; ``touches`` says of each clause, by its key, whom.

    A variation that touches somebody goes before the Committee, or quotes its minute where its
    record is kept elsewhere; one that touches nobody is in force at once.
    """
    Scheme.objects.select_for_update().get(pk=draft.scheme_id)
    draft = SchemeVersion.objects.select_for_update().get(pk=draft.pk)
    permissions.check_can_open(by, draft)
    varied = variations.may_vary(draft)
    if varied is None:
        raise NotNow("There is no open version of this scheme and year for this draft to vary.")
    _drop_what_was_withdrawn(draft)
    found = _differences(varied, draft, touches)
    _check(in_force_from, reason)
    committee = variations.committee_of(varied)
    is_material = any(touches[difference.key] != Touches.NOBODY for difference in found)
    if is_material and committee is None and not approval.strip():
        raise BadInput(
            {
                "approval": "Name the Committee's decision that approves it, like “PBC Governance "
                "Committee, 24 May 2007, item 6”"
            }
        )
    variation = Variation(
        varied=varied,
        by_version=draft,
        reason=reason.strip(),
        in_force_from=in_force_from,
        status=VariationStatus.WAITING,
        approval=approval.strip()[:300] if committee is None else "",
        prepared_at=clock.now(),
    )
    variation.prepared_by = by.person_id  # type: ignore[assignment]
    variation.save(force_insert=True)
    VariationClause.objects.bulk_create(
        VariationClause(
            variation=variation,
            number=number,
            title=difference.title[:120],
            before=difference.before,
            after=difference.after,
            touches=touches[difference.key],
        )
        for number, difference in enumerate(found, start=1)
    )
    audit.record(
        event="variation.prepared",
        by=by,
        subject=variation,
        chain=varied.commissioner.audit_chain,
        after={
            "version": draft.number,
            "in_force_from": in_force_from,
            "clauses": {difference.key: touches[difference.key] for difference in found},
        },
        reason=variation.reason,
    )
    if is_material and committee is not None:
        matters.propose(
            committee=committee,
            kind=variations.KIND,
            subject_type=variations.SUBJECT,
            subject_id=str(variation.pk),
            title=f"Variation of {varied}"[:200],
            summary=variation.reason,
            concerned=[],
            by=by,
        )
        return variation
    return put_in_force(variation=variation, by=by)


def _drop_what_was_withdrawn(draft: SchemeVersion) -> None:
    """A variation whose matter was taken back from the Committee waits for nothing any more."""
    held = draft.varies_by.filter(status=VariationStatus.WAITING).first()
    if held is None:
        return
    if variations.matter_pending(held) is not None:
        raise NotNow("This draft waits for the Committee already.")
    held.status = VARIATION.step(held.status, "decline").to
    held.settled_at = clock.now()
    held.save(update_fields=["status", "settled_at"])


def _differences(
    varied: SchemeVersion, draft: SchemeVersion, touches: Mapping[str, Touches]
) -> list[clauses.Difference]:
    beyond = clauses.beyond_wording(varied, draft)
    if beyond:
        raise NotNow(
            f"The draft changes {'; '.join(beyond)}. A variation words clauses otherwise; what is "
            "paid changes by a reading that the Committee decides, or with a new year."
        )
    found = clauses.differences(varied.as_varied, draft)
    if not found:
        raise NotNow("The draft reads as the scheme does: there is nothing to vary.")
    if set(touches) != {difference.key for difference in found}:
        raise BadInput(
            {"touches": "The clauses have changed since you opened this page. Look at them again"}
        )
    return found


def _check(in_force_from: date, reason: str) -> None:
    errors = {}
    if not reason.strip():
        errors["reason"] = "Say why the scheme is worded otherwise"
    if in_force_from < clock.today():
        errors["in_force_from"] = "Enter today or a later day"
    if errors:
        raise BadInput(errors)
