"""Whether a version may be opened for sign-up: all that has to stand before (SM-01)."""

from collections.abc import Callable

from les_schemes.costing import dry_runs
from les_schemes.design import readiness
from les_schemes.design.digest import digest_of
from les_schemes.models import SchemeVersion
from les_schemes.procurement import opening as procurement_opening
from les_schemes.statuses import SchemeStatus


def why_not_open(version: SchemeVersion) -> str:
    """Why it cannot open yet, in a sentence; empty where nothing stands in the way."""
    return next(iter(missing(version)), "")


def missing(version: SchemeVersion) -> list[str]:
    """All that stands in the way, a sentence each."""
    return [why_not for check in CHECKS if (why_not := check(version))]


def _why_not_consulted(version: SchemeVersion) -> str:
    if version.status != SchemeStatus.DRAFT:
        return ""
    return readiness.why_not_consulted(version) or "Its consultation is not recorded as done yet."


def _why_not_approved(version: SchemeVersion) -> str:
    if version.status != SchemeStatus.APPROVED:
        return "It is not approved yet, by an officer who took no part in its design."
    if version.approved_digest != digest_of(version):
        return (
            "It pays something else than was approved: take it back to a draft, and have it "
            "approved again."
        )
    return ""


def _why_not_costed(version: SchemeVersion) -> str:
    """A scheme of fixed rules came costed with its file; one designed here is costed here."""
    return "" if version.rules else dry_runs.why_not(version)


# Each gives a sentence, or nothing where it has nothing to say.
CHECKS: tuple[Callable[[SchemeVersion], str], ...] = (
    _why_not_consulted,
    procurement_opening.why_not_open,
    readiness.why_not_proved,
    _why_not_costed,
    _why_not_approved,
)
