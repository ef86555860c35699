"""What the rules call the things they pay, for people."""

from les_schemes.definitions import definition_of
from les_schemes.models import SchemeVersion
from les_schemes.rules import KINDS, Payable


def payable(version: SchemeVersion, objective: int, component: str) -> Payable:
    """The component of an objective of a scheme version."""
    return definition_of(version).payables[objective, component]


def objective_title(version: SchemeVersion, number: int) -> str:
    """``Individual GPs take responsibility for commissioning``, in the rules' short words."""
    for objective in definition_of(version).objectives:
        if objective.number == number:
            return objective.shown_title
    return f"Objective {number}"


def choices() -> list[tuple[str, str]]:
    """Every component that any kind of rule pays, once, by name and title."""
    return list(
        {pays.component: pays.title for kind in KINDS.values() for pays in kind.pays}.items()
    )
