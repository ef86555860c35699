"""Make the commissioner of a new installation; name one that is known by its code only."""

import re

from localities.models import Commissioner, Organisation
from localities.permissions import (
    chain_of,
    check_can_establish_commissioner,
    check_can_name_commissioner,
)
from localities.statuses import CommissionerType, OrganisationKind
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,19}")


@action
def establish(
    *, code: str, name: str, commissioner_type: CommissionerType, by: Actor
) -> Commissioner:
    """The commissioner of a new installation: made, or named where a file brought its code only.

    One that is held and named is returned as it is.
    """
    check_can_establish_commissioner(by)
    code = code.strip().upper()
    held = Organisation.objects.select_for_update().filter(code=code).first()
    _check_establish(code, name, held)
    if held is not None and not held.provisional:
        return Commissioner.objects.get(pk=held.pk)
    commissioner = (
        Commissioner.objects.get(pk=held.pk)
        if held is not None
        else Commissioner(code=code, recorded_at=clock.now())
    )
    before = {"name": held.name, "provisional": True} if held is not None else {}
    commissioner.name = name.strip()
    commissioner.commissioner_type = commissioner_type
    commissioner.provisional = False
    commissioner.save()
    audit.record(
        event="commissioner.established",
        by=by,
        subject=commissioner,
        chain=chain_of(commissioner),
        before=before,
        after={"code": code, "name": commissioner.name, "commissioner_type": commissioner_type},
    )
    return commissioner


def _check_establish(code: str, name: str, held: Organisation | None) -> None:
    errors = {}
    if not CODE.fullmatch(code):
        errors["code"] = "Give the commissioner's ODS code: letters and digits, such as 5P4."
    elif held is not None and held.kind != OrganisationKind.COMMISSIONER:
        errors["code"] = f"{code} is the code of {held}, which is no commissioner."
    if not name.strip():
        errors["name"] = "Give the name of the commissioner."
    if errors:
        raise BadInput(errors)


@action
def name(
    *, commissioner: Commissioner, name: str, commissioner_type: CommissionerType, by: Actor
) -> Commissioner:
    """Give a provisional commissioner its name and type; it is provisional no longer."""
    commissioner = Commissioner.objects.select_for_update().get(pk=commissioner.pk)
    check_can_name_commissioner(by, commissioner)
    if not commissioner.provisional:
        raise NotNow(f"{commissioner} is named already.")
    if not name.strip():
        raise BadInput({"name": "Enter the name of the organisation."})
    before = {
        "name": commissioner.name,
        "commissioner_type": commissioner.commissioner_type,
        "provisional": True,
    }
    commissioner.name = name.strip()
    commissioner.commissioner_type = commissioner_type
    commissioner.provisional = False
    commissioner.save(update_fields=["name", "commissioner_type", "provisional"])
    audit.record(
        event="commissioner.named",
        by=by,
        subject=commissioner,
        chain=chain_of(commissioner),
        before=before,
        after={
            "name": commissioner.name,
            "commissioner_type": commissioner_type,
            "provisional": False,
        },
    )
    return commissioner
