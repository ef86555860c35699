"""A change of a reading in the world that is walked, waiting for the Committee."""

from typing import TYPE_CHECKING

from les_schemes.actions import readings
from les_schemes.models import SchemeVersion

if TYPE_CHECKING:
    from tests.integration.matrix.world import World


def add_readings(world: "World") -> None:
    """Of the scheme at home that pays by the item; of the one that Watford shares nothing waits."""
    version = SchemeVersion.objects.get(pk=world.places["own claim"][0])
    change = readings.propose(
        version=version,
        objective=0,
        reading="late_sign_up",
        choice="none",
        why="Late sheets cost more than they bring.",
        by=world.people["officer"],
    )
    world.put("reading change", change)
    scheme = world.things["scheme"]
    world.put("reading", scheme, scheme.pk, 1, "gp_signatures")
    world.put("other reading", scheme, scheme.pk, 1, "gp_signatures", "any")
