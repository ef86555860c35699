"""What looked like an NHS number was refused: that it happened is recorded, never what it was."""

from collections.abc import Sequence
from datetime import date

from les_schemes import permissions
from les_schemes.models import PatientDataRefusal, SignUp
from pbc import audit, clock, nhs_numbers
from pbc.actions import action
from pbc.actor import Actor
from pbc.roles import Role

_MOST_PLACES = 50
_LONGEST_PLACE = 120


@action
def record_patient_data(
    *, sign_up: SignUp, month: date, places: Sequence[str], by_file: bool, by: Actor
) -> PatientDataRefusal:
    """Record where something like an NHS number was refused, and by whom it was sent (EXC-13).

    Called once the refused action has left nothing behind.
    """
    led = sign_up.locality_id is not None and by.holds(
        Role.LOCALITY_LEAD, in_organisation=sign_up.locality_id
    )
    if not (led or permissions.can_prepare_report(by, sign_up)):
        permissions.check_can_excuse_month(by, sign_up)
    refusal = PatientDataRefusal(
        version=sign_up.version,
        provider=sign_up.provider,
        commissioner=sign_up.commissioner,
        month=month,
        by_file=by_file,
        places=[
            place[:_LONGEST_PLACE]
            for place in places[:_MOST_PLACES]
            if not nhs_numbers.holds(place)
        ],
        at=clock.now(),
    )
    refusal.by = by.person_id  # type: ignore[assignment]  # who holds a role is a person
    refusal.save(force_insert=True)
    audit.record(
        event="report.patient_data_refused",
        by=by,
        subject=refusal,
        chain=sign_up.commissioner.audit_chain,
        after={
            "provider": sign_up.provider.code,
            "month": f"{month:%Y-%m}",
            "by_file": by_file,
            "places": refusal.places,
        },
    )
    return refusal
