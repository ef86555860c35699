"""Whether a draft may be opened for sign-up: all that has to stand before."""

from les_schemes.models import SchemeVersion
from les_schemes.procurement import opening as procurement_opening


def why_not_open(version: SchemeVersion) -> str:
    """Why it cannot open yet, in a sentence; empty where nothing stands in the way."""
    return procurement_opening.why_not_open(version) or _why_not_designed(version)


def _why_not_designed(version: SchemeVersion) -> str:
    """A scheme designed here pays only what the runs gather facts of (SM-01)."""
    if version.rules:
        return ""
    if not version.objectives.exists():
        return "The draft has no objective yet: add what it pays for."
    return (
        "A scheme designed here cannot be opened yet: it has to pass its worked examples first, "
        "and those cannot be entered yet."
    )
