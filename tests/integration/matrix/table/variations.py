"""Variations of an open scheme: by officers, and acknowledged by those whom they touch."""

from typing import Any

from les_schemes import variations
from les_schemes.models import SignUp
from tests.integration.matrix.rows import form, page
from tests.integration.matrix.world import World


def _acknowledged(world: World) -> dict[str, Any]:
    sheet = SignUp.objects.get(pk=world.things["accepted sheet"].pk)
    own = sheet.named_gps.get(post__person=world.people["gp"].person)
    shown = variations.shown_to(world.things["variation"], sheet, own)
    return {"typed_name": "Ben Lindqvist", "shown": shown.sha256}


ROWS = [
    form(
        "les_schemes:variation-prepare",
        "draft scheme",
        may="officer",
        why="far_officer auditors administrators",
        # It pays otherwise, so it is no variation.
        post=422,
        sensitive=True,
    ),
    page("les_schemes:variation", "variation", may="everyone"),
    form("les_schemes:variation-remind", "variation", may="officers", rest=403),
    form(
        "les_schemes:variation-acknowledge",
        "variation for the sheet",
        may="gp",
        why="of_the_sheet -gp",
        data=_acknowledged,
        # Who left the role acknowledges still what he or she signed.
        personal=True,
    ),
]
