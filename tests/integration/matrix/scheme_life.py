"""Scheme versions of the world at the statuses between a draft and an open one."""

from datetime import date
from typing import TYPE_CHECKING

from les_schemes.actions import designing
from pbc.financial_year import FinancialYear
from tests import designs, factories, procuring

if TYPE_CHECKING:
    from les_schemes.models import SchemeVersion
    from tests.integration.matrix.world import World


def add_scheme_life(world: "World") -> None:
    """One consulted on, one approved, one whose log has all it needs, and one that follows another.

    The officer of the tables approves, so the second officer is the one who designs.
    """
    cast = world.cast
    logged = procuring.draft_of(cast, title="Logged scheme")
    designing.consult(version=logged, asked=designs.LMC_ASKED, by=cast.second_officer)
    world.put("logged scheme", logged)
    world.put("consulted scheme", _consulted(world, "Consulted scheme"))
    approved = factories.approved(_consulted(world, "Approved scheme"), cast)
    world.put("approved scheme", approved)
    following = designing.make_next(
        version=world.things["scheme"],
        financial_year=FinancialYear(2008),
        last_day=date(2008, 4, 30),
        by=cast.officer,
    )
    world.put("following scheme", following)


def _consulted(world: "World", title: str) -> "SchemeVersion":
    return procuring.draft_of(world.cast, title=title, consulted=True)
