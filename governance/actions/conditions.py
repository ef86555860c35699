"""A condition is found met, and the payments that waited on it are free."""

from governance.models import Condition
from governance.permissions import check_can_discharge
from governance.record import locked, recorded
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@action
def discharge(*, condition: Condition, note: str, by: Actor) -> Condition:
    """Find a condition met, saying by what; the next run pays what it held."""
    condition = locked(condition)
    committee = condition.decision.matter.committee
    check_can_discharge(by, condition)
    if condition.discharged_at is not None:
        raise NotNow("This condition was found met already.")
    if not note.strip():
        raise BadInput({"note": "Say what shows that the condition is met"})
    condition.discharged_at = clock.now()
    condition.discharged_by = by.person_id
    condition.discharge_note = note.strip()[:300]
    condition.save(update_fields=["discharged_at", "discharged_by", "discharge_note"])
    recorded(
        committee,
        "condition.discharged",
        condition,
        by=by,
        after={"condition": condition.text},
        reason=condition.discharge_note,
    )
    return condition
