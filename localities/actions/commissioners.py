"""Name a commissioner that is known by its code only."""

from localities.models import Commissioner
from localities.permissions import chain_of, check_can_name_commissioner
from localities.statuses import CommissionerType
from pbc import audit
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


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
