"""Where the Committee stands in the menu."""

from governance.models import Appeal
from governance.querysets import SITS_OR_SERVES
from pbc import navigation
from pbc.actor import Actor
from pbc.roles import Role


def _sees_meetings(actor: Actor) -> bool:
    return actor.holds(*SITS_OR_SERVES, Role.LMC_OBSERVER, Role.ADMINISTRATOR)


def _has_appeals(actor: Actor) -> bool:
    """A practice or locality once it has raised one; the Committee's own pages lead there too."""
    if not actor.holds(Role.PRACTICE_MANAGER, Role.LOCALITY_LEAD):
        return False
    return Appeal.objects.visible_to(actor).exists()


navigation.register("Appeals", "governance:appeals", order=36, shown_to=_has_appeals)
navigation.register("Committee", "governance:meetings", order=35, shown_to=_sees_meetings)
