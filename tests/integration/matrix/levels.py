"""Applications for a level in the world that is walked: one submitted, one being prepared."""

from typing import TYPE_CHECKING

from accounts.models import User
from applications import levels
from applications.actions import levels as actions
from applications.models import LevelApplication
from localities.models import Locality

if TYPE_CHECKING:
    from tests.integration.matrix.world import World


def add_levels(world: "World") -> None:
    """Criteria of level 2; DacCom's application submitted, Hemel's complete but not handed in."""
    version = world.things["scheme"]
    actions.set_criteria(
        version=version,
        level=2,
        texts=["Every practice takes part", "A patient sits on the board"],
        by=world.people["officer"],
    )
    world.put("criteria of level 2", version, version.pk, 2)
    near = _complete(world, world.cast.practices["hemel"], world.people["near_lead"])
    world.put("draft application", near)
    first = levels.criteria(version, 2)[0]
    world.put("criterion of the draft", first, near.pk, first.pk)
    own = _complete(world, world.cast.daccom, world.people["lead"])
    world.put("submitted application", actions.submit(application=own, by=world.people["lead"]))


def _complete(world: "World", locality: Locality, lead: User) -> LevelApplication:
    version = world.things["scheme"]
    application = actions.start(version=version, locality=locality, level=2, by=lead)
    return actions.give_evidence(
        application=application,
        case="We are ready.",
        evidence={
            criterion.pk: actions.Shown("The minutes show it.")
            for criterion in levels.criteria(version, 2)
        },
        by=lead,
    )
