"""What the rules call the things they pay, for people."""

from functools import cache

from les_schemes.rules import SCHEMES
from les_schemes.rules.scheme import Payable


@cache
def payable(rules: str, objective: int, component: str) -> Payable:
    """The component of an objective of the scheme that these rules work out."""
    return SCHEMES[rules].payables[objective, component]


@cache
def objective_title(rules: str, number: int) -> str:
    """``Objective 1: GPs take responsibility for commissioning``, in the rules' short words."""
    titles = {objective.number: objective.title for objective in SCHEMES[rules].objectives}
    return titles.get(number, f"Objective {number}")


def choices() -> list[tuple[str, str]]:
    """Every component that any rules pay, once, by name and title."""
    return list(
        {
            payable.component: payable.title
            for scheme in SCHEMES.values()
            for payable in scheme.payables.values()
        }.items()
    )
