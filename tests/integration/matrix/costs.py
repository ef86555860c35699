"""Terms that are tried out on the draft that is designed here, and a dry run of it."""

from dataclasses import replace
from typing import Any

from les_schemes.actions import costing
from les_schemes.costing import Assumptions
from les_schemes.definitions import definition_of


def add_costs(world: Any) -> None:
    """By the officer at home; the draft itself stays as it is."""
    version, officer = world.things["designed scheme"], world.people["officer"]
    definition = definition_of(version)
    tried = replace(definition, readings=replace(definition.readings, late_sign_up="full"))
    costing.try_out(version=version, tried=tried, assumptions=Assumptions(), by=officer)
    run = costing.make_dry_run(version=version, by=officer)
    world.put("dry run", run, version.pk, run.number)
    world.put("payee of the dry run", run, version.pk, run.number, world.cast.riverside.code)
