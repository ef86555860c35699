"""Where payments stand in the menu."""

from payments import statements
from pbc import navigation
from pbc.actor import Actor
from pbc.roles import READS_ALL_MONEY


def _sees_money(actor: Actor) -> bool:
    return actor.holds(*READS_ALL_MONEY, *statements.OWN)


navigation.register("Payments", "payments:payments", order=40, shown_to=_sees_money)
