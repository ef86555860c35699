"""The entry of the menu that leads to operating levels."""

from applications.board import SEES_LEVELS
from pbc import navigation
from pbc.actor import Actor


def _sees_levels(actor: Actor) -> bool:
    return actor.holds(*SEES_LEVELS)


navigation.register("Levels", "applications:levels", order=33, shown_to=_sees_levels)
