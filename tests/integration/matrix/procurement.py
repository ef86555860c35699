"""Schemes of the world that providers besides the practices may provide, and their procurement."""

from typing import TYPE_CHECKING

from les_schemes.actions import offers, sign_ups
from les_schemes.models import SchemeVersion
from les_schemes.procurement.statuses import ProcurementStatus, Route
from tests import factories, procuring

if TYPE_CHECKING:
    from tests.integration.matrix.world import World


def add_procurement(world: "World") -> None:
    """One scheme at each stage, its route chosen by the second officer so that another confirms."""
    cast = world.cast
    for name, status in (
        ("tested scheme", ProcurementStatus.EVIDENCED),
        ("routed scheme", ProcurementStatus.ROUTE_CHOSEN),
        ("noticed scheme", ProcurementStatus.NOTICED),
        ("challenged scheme", ProcurementStatus.CHALLENGED),
        ("confirmed scheme", ProcurementStatus.CONFIRMED),
    ):
        # For others than practices: an interest in a practice keeps nobody from deciding.
        version = procuring.draft_for_anyone(cast, title=name.title(), who_may_provide="others")
        world.put(name, version)
        assessment = procuring.procurement_at(
            status, cast, version=version, route=Route.ANY_QUALIFIED, by=cast.second_officer
        )
        if status == ProcurementStatus.CHALLENGED:
            challenge = procuring.in_force(assessment).challenges.get()
            world.put("challenge", challenge, version.pk, challenge.pk)
    world.put("test of tested scheme", None, world.things["tested scheme"].pk, "value")
    tested = world.things["tested scheme"].procurement
    world.put("evidence of tested scheme", tested.evidence.first().file)
    _open(world, world.things["confirmed scheme"])


def _open(world: "World", version: SchemeVersion) -> None:
    decision = procuring.in_force(version.procurement)
    world.put("published decision", decision)
    pharmacy = world.things["provider"]
    offers.invite(version=version, provider=pharmacy, by=world.cast.officer)
    factories.opened(version, world.cast)
    world.put("offer to the pharmacy", None, version.pk, pharmacy.code)
    world.put("scheme for the pharmacy", version, version.pk, pharmacy.code)
    pharmacist = world.people["pharmacist"]
    sheet = sign_ups.start(version=version, provider=pharmacy, by=pharmacist)
    commitments = range(1, len(version.texts["commitments"]) + 1)
    sign_ups.accept_undertaking(sign_up=sheet, commitments=commitments, by=pharmacist)
    world.put("sheet of the pharmacy", sheet)
