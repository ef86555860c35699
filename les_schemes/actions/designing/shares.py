"""Which commissioners bear what part of a scheme (R0-001, AMB-105)."""

from collections.abc import Mapping

from les_schemes.design import drafts
from les_schemes.models import CostShare, SchemeVersion
from les_schemes.models.design import WHOLE_PERCENT_HUNDREDTHS
from localities.models import Commissioner
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput


@action
def share_costs(
    *, version: SchemeVersion, shares: Mapping[Commissioner, int], by: Actor
) -> SchemeVersion:
    """Set the shares, in hundredths of a percent; those above 0 must total 100% (EXC-25).

    Who bears a share offers the scheme: the commissioners beside the lead become its partners.
    """
    held = drafts.locked(version, by)
    bearing = {commissioner: share for commissioner, share in shares.items() if share}
    total = sum(bearing.values())
    if total != WHOLE_PERCENT_HUNDREDTHS:
        percent = f"{total // 100}.{total % 100:02d}"
        raise BadInput({"": f"The shares come to {percent}%. They must come to 100%."})
    lead = Commissioner.objects.get(pk=held.commissioner_id)
    if lead not in bearing:
        raise BadInput({"": f"{lead} leads the scheme and must bear a share."})
    before = {share.commissioner.code: share.hundredths for share in _of(held)}
    held.cost_shares.all().delete()
    CostShare.objects.bulk_create(
        CostShare(version=held, commissioner=commissioner, hundredths=share)
        for commissioner, share in bearing.items()
    )
    held.partners.set([commissioner for commissioner in bearing if commissioner != lead])
    after = {share.commissioner.code: share.hundredths for share in _of(held)}
    drafts.record(held, by, "scheme.costs_shared", after, before)
    return held


def _of(version: SchemeVersion) -> list[CostShare]:
    return list(version.cost_shares.select_related("commissioner"))
