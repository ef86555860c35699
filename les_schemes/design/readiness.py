"""Whether the design of a version says enough to be consulted on and approved."""

from les_schemes.design.statuses import Body
from les_schemes.design.texts import REQUIRED
from les_schemes.examples import outcomes
from les_schemes.models import SchemeVersion


def is_described(version: SchemeVersion) -> bool:
    return all(version.texts.get(name) for name in REQUIRED)


def why_not_described(version: SchemeVersion) -> str:
    """What a designed draft lacks in words or objectives; one from a file was read complete."""
    if version.rules:
        return ""
    if not is_described(version):
        return "The draft is not described yet: write its purpose, aims and commitments."
    if not version.objectives.exists():
        return "The draft has no objective yet: add what it pays for."
    return ""


def why_not_consulted(version: SchemeVersion) -> str:
    """Why its consultation cannot be recorded as done; empty where nothing stands in the way."""
    if why_not := why_not_described(version):
        return why_not
    if not version.consultations.filter(body=Body.LMC).exists():
        return (
            "The consultation log has no entry of the Local Medical Committee: enter what it was "
            "asked and what it said."
        )
    return ""


def why_not_proved(version: SchemeVersion) -> str:
    """Fixed rules are proved with the product; examples that their file brings have to pass."""
    if version.rules and not version.examples.exists():
        return ""
    return outcomes.why_not(version)


def why_not_approved(version: SchemeVersion) -> str:
    """Why it cannot be approved: its worked examples change no more from then on."""
    return why_not_consulted(version) or why_not_proved(version)
