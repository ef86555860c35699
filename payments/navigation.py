"""Where payments stand in the menu."""

from pbc import navigation
from pbc.actor import Actor
from pbc.roles import READS_ALL_MONEY, Role


def _sees_money(actor: Actor) -> bool:
    return actor.holds(*READS_ALL_MONEY, Role.PRACTICE_MANAGER, Role.GP, Role.LOCALITY_LEAD)


navigation.register("Payments", "payments:payments", order=40, shown_to=_sees_money)
