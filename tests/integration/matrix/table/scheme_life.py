"""The life of a scheme version: its commissioner's officers, and finance at its end (SM-01)."""

from typing import Any

from les_schemes.design import digest
from tests.integration.matrix.rows import Row, form, page
from tests.integration.matrix.world import World

# Watford shares these schemes: it sees them, and does not decide on them.
_SEEN = "far_officer auditors administrators"
_NEXT = {
    "financial_year": "2008",
    "last_day_day": "30",
    "last_day_month": "4",
    "last_day_year": "2008",
}


def _seen(world: World) -> dict[str, Any]:
    return {"seen": digest.seen(world.things["consulted scheme"])}


def _step(name: str, of: str, data: Any = None, **more: Any) -> Row:
    return form(f"les_schemes:{name}", of, may="officer", why=_SEEN, data=data or {}, **more)


ROWS = [
    page("les_schemes:scheme", "consulted scheme", may=f"officer {_SEEN}"),
    page("les_schemes:scheme", "approved scheme", may=f"officer {_SEEN}"),
    _step("scheme-record-consultation", "logged scheme"),
    _step("scheme-approve", "consulted scheme", _seen, sensitive=True),
    _step("scheme-open", "approved scheme", sensitive=True),
    _step("scheme-take-back", "approved scheme", {"reason": "The fee is wrong."}),
    _step("scheme-withdraw", "approved scheme", {"reason": "No money."}, sensitive=True),
    form(
        "les_schemes:scheme-reconcile",
        "scheme",
        may="officer finance",
        rest=403,
        data={"reason": "All is paid."},
        # Its year goes on.
        post=422,
        sensitive=True,
    ),
    form("les_schemes:scheme-next", "scheme", may="officer", rest=403, data=_NEXT),
    page("les_schemes:scheme-changed", "following scheme", may=f"officer {_SEEN}"),
]
