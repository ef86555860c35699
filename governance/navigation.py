"""Where the Committee stands in the menu."""

from governance.querysets import SITS_OR_SERVES
from pbc import navigation
from pbc.actor import Actor
from pbc.roles import Role


def _sees_meetings(actor: Actor) -> bool:
    return actor.holds(*SITS_OR_SERVES, Role.LMC_OBSERVER, Role.ADMINISTRATOR)


navigation.register("Committee", "governance:meetings", order=35, shown_to=_sees_meetings)
