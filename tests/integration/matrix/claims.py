"""Claims in the world that is walked: one being prepared, one with each who receives it."""

from typing import TYPE_CHECKING

from les_schemes.models import Claim
from les_schemes.reports.statuses import ReportStatus
from tests.claims import claim_at, opened, signed_up
from tests.integration.matrix.reports import IN_JULY, RECEIVED, SENT
from tests.reports import APRIL, on

if TYPE_CHECKING:
    from tests.integration.matrix.world import World


def add_claims(world: "World") -> None:
    """Riverside's April in hand, May and June sent; Highfield next door has claimed nothing."""
    cast = world.cast
    version = opened(cast, "smoking-by-the-item")
    sign_up = signed_up(cast, locality=cast.daccom, version=version)
    code = sign_up.provider.code
    near = signed_up(
        cast, provider=cast.highfield, locality=cast.practices["hemel"], version=version
    )
    with on(IN_JULY):
        for name, month, status in (
            ("sent claim", SENT, ReportStatus.WITH_LOCALITY),
            ("received claim", RECEIVED, ReportStatus.WITH_COMMISSIONER),
        ):
            claim = claim_at(status, cast, sign_up=sign_up, month=month)
            world.put(name, claim, version.pk, code, f"{month:%Y-%m}")
    claim_at(ReportStatus.DRAFT, cast, sign_up=sign_up, month=APRIL)
    april = f"{APRIL:%Y-%m}"
    world.put("own claim", Claim.objects.get(month=APRIL), version.pk, code, april)
    world.put("claims of own practice", sign_up, version.pk, code)
    world.put("claims of near practice", near, version.pk, near.provider.code)
    world.put("near claim", None, version.pk, near.provider.code, april)
