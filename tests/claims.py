"""Claims for tests, made by the product's own actions, under a designed scheme that is open."""

from datetime import date
from typing import Any

from les_schemes.actions import claims
from les_schemes.models import Claim, SchemeVersion, SignUp
from les_schemes.reports.statuses import ReportStatus
from les_schemes.statuses import Channel, SignUpStatus
from localities.models import Locality, Organisation
from pbc import clock
from tests import designs, factories
from tests.cast import Cast
from tests.reports import APRIL

# The objective of ``designs.with_objectives`` that pays by item.
ITEMS = 1


def opened(cast: Cast, code: str = "stop-smoking") -> SchemeVersion:
    """A scheme that pays £12.00 for each item, from item 101 on £9.50, and a block."""
    return factories.opened(designs.with_objectives(cast, code), cast)


def signed_up(
    cast: Cast,
    *,
    provider: Organisation | None = None,
    locality: Locality | None = None,
    version: SchemeVersion | None = None,
    **more: Any,
) -> SignUp:
    """An accepted sign-up as it stands; how it gets there is tested where it belongs."""
    now = clock.now()
    provider = provider or cast.riverside
    return SignUp.objects.create(
        version=version or opened(cast),
        provider_id=provider.pk,
        commissioner=cast.dacorum,
        locality=locality,
        alone=locality is None,
        status=SignUpStatus.ACCEPTED,
        channel=Channel.WEB,
        created_at=now,
        submitted_at=now,
        received_at=now,
        accepted_at=now,
        accepted_by=cast.officer.person_id,
        **more,
    )


def claim_at(
    status: ReportStatus,
    cast: Cast,
    *,
    sign_up: SignUp,
    month: date = APRIL,
    count: int = 12,
    because: str = "",
) -> Claim:
    """A claim of a month brought to a status by its actions, from the month's end on."""
    manager = cast.manager_of(sign_up.holder)
    claim = claims.enter(sign_up=sign_up, month=month, counts={ITEMS: count}, by=manager)
    if status == ReportStatus.DRAFT:
        return claim
    claim = claims.submit(
        sign_up=sign_up, month=month, note="", unusual_because=because, by=manager
    )
    if status == ReportStatus.WITH_LOCALITY:
        return claim
    if status == ReportStatus.RETURNED:
        by = cast.lead if claim.locality_id else cast.officer
        return claims.send_back(report=claim, revision=1, reason="Too many.", by=by)
    if claim.locality_id is not None:
        claim = claims.accept_for_locality(report=claim, revision=1, by=cast.lead)
    if status == ReportStatus.WITH_COMMISSIONER:
        return claim
    claim = claims.accept(report=claim, revision=1, by=cast.officer)
    if status == ReportStatus.VOID:
        return claims.void(report=claim, reason="Claimed twice.", by=cast.officer)
    return claim
