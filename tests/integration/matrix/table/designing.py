"""Designing a scheme: an officer of the commissioner whose draft it is."""

from typing import Any

from les_schemes.design.objectives import digest
from les_schemes.design.statuses import Body
from tests import designs
from tests.integration.matrix.rows import Row, form, page
from tests.integration.matrix.world import World

# A draft is seen by auditors and administrators of its commissioner, who do not design.
_SEEN = "auditor administrator"


def _begun(world: World) -> dict[str, Any]:
    return {
        "commissioner": world.cast.dacorum.pk,
        "title": "Another scheme",
        "code": "another-scheme",
        "financial_year": "2007",
        "last_day_day": "29",
        "last_day_month": "6",
        "last_day_year": "2007",
        "return_address": "Commissioning House",
        "return_email": "returns@pct.example",
        "framework_title": "Framework",
        "framework_agreed": "May 2007",
        "framework_file": designs.upload("another.pdf"),
    }


def _described(world: World) -> dict[str, Any]:
    return {
        "full_title": "Stop smoking",
        "sheet_title": "Agreement",
        "undertaking": "We agree to",
        "purpose": "Fewer smokers",
        "aims": "Health",
        "commitments": "See patients",
        "last_day_day": "29",
        "last_day_month": "6",
        "last_day_year": "2007",
        "return_address": "Commissioning House",
        "return_email": "returns@pct.example",
    }


def _readings(world: World) -> dict[str, Any]:
    return {**world.things["designed scheme"].readings, "late_sign_up": "none"}


_BLOCK = {
    "title": "Block",
    "level": "AT PRACTICE LEVEL",
    "measure": "Clinic open",
    "amount": "12.00",
    "instalment_months": ["04"],
}


def _changed(world: World) -> dict[str, Any]:
    return {**_BLOCK, "seen": digest(world.things["objective"])}


_ASKED = {"body": Body.LMC, "on_day": 2, "on_month": 4, "on_year": 2007, "said": "Agreed"}


def _draft_page(name: str, of: str = "designed scheme", data: Any = None, **more: Any) -> Row:
    return form(f"les_schemes:{name}", of, may="officer", why=_SEEN, data=data or {}, **more)


ROWS = [
    form(
        "les_schemes:scheme-start",
        may="officers",
        rest=403,
        data=_begun,
        # An officer elsewhere begins no scheme of this commissioner's.
        odd={"POST far_officer": 422, "POST two_hats": 422},
    ),
    page("les_schemes:scheme-design", "designed scheme", may="officer", why=_SEEN),
    _draft_page("scheme-describe", data=_described),
    _draft_page("scheme-consultation", data=_ASKED),
    _draft_page("scheme-readings", data=_readings),
    _draft_page("scheme-shares", data=lambda world: {world.cast.dacorum.code: "100"}),
    _draft_page("objective-choose-kind", data={"kind": "block"}),
    _draft_page("objective-add", "block for the designed scheme", _BLOCK),
    _draft_page("objective-change", "objective", _changed),
    _draft_page("objective-move", "objective", {"to": "1"}),
    _draft_page("objective-remove", "objective"),
]
