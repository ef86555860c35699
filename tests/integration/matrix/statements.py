"""Year-end statements for the world: asked for, given, exempt, and missing next door."""

from typing import TYPE_CHECKING

from les_schemes.actions import statements as actions
from les_schemes.models import YearEndStatement
from les_schemes.statuses import Exemption
from pbc.actor import SYSTEM
from tests.cast import TODAY, stand_on
from tests.year_end import AFTER_GRACE, OPENS, give, of

if TYPE_CHECKING:
    from tests.integration.matrix.world import World


def add_statements(world: "World") -> None:
    """Played in spring 2008; the clock then stands where it stood."""
    stand_on(OPENS)
    actions.ask_all(by=SYSTEM)
    cast, officer = world.cast, world.people["officer"]
    sheet = world.things["accepted sheet"]
    given = of(cast.pugh, sheet)
    give(cast.pugh, given)
    stand_on(AFTER_GRACE)
    actions.note_missing(by=SYSTEM)
    exempt = of(cast.okafor, sheet)
    own = of(world.people["gp"], sheet)
    for statement in (exempt, own):
        actions.exempt(
            statement=statement, exemption=Exemption.SICK, reason="Since June.", by=officer
        )
    actions.ask_again(statement=own, reason="Was not sick.", by=officer)
    stand_on(TODAY)
    for name, statement in {
        "asked statement": own,
        "given statement": given,
        "exempt statement": exempt,
        "missing statement": of(world.people["near_gp"]),
    }.items():
        world.put(name, YearEndStatement.objects.get(pk=statement.pk))
