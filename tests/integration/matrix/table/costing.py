"""What a draft would cost, and its dry runs: its officers; auditors look at the dry runs."""

from typing import Any

from tests.integration.matrix.rows import Row, form, page
from tests.integration.matrix.world import World

_COSTED = {
    "o1_bands_0_fee": "12.00",
    "o1_bands_1_from": "101",
    "o1_bands_1_fee": "9.50",
    "o1_minimum_volume": "0",
    "o1_band_mode": "each_item_at_its_band",
    "o2_amount": "1500.00",
    "scheme_late_sign_up": "none",
    "scheme_withdrawal": "keep",
    "scheme_locality_move": "stays",
    "sign_up_share": "100",
    "late_share": "0",
}
_REFUSED_TO_AUDITORS = {"POST auditor": 403, "POST two_hats": 403}


def _why(world: World) -> dict[str, Any]:
    return {"why": "Agreed with the LMC"}


def _costs(name: str, data: Any) -> Row:
    return form(
        f"les_schemes:{name}",
        "designed scheme",
        may="officer",
        why="auditor administrator",
        data=data,
    )


def _run(name: str, of: str = "dry run") -> Row:
    return page(f"les_schemes:{name}", of, may="officer auditor", why="administrator")


ROWS = [
    _costs("scheme-costs", _COSTED),
    _costs("scheme-costs-keep", _why),
    _costs("scheme-costs-drop", {}),
    form(
        "les_schemes:dry-runs",
        "designed scheme",
        may="officer auditor",
        why="administrator",
        odd=_REFUSED_TO_AUDITORS,
    ),
    _run("dry-run"),
    form(
        "les_schemes:dry-run-accept",
        "dry run",
        may="officer",
        why="auditor administrator",
        data={"looked_at": "Every line of it"},
    ),
    _run("dry-run-facts"),
    _run("dry-run-payee", "payee of the dry run"),
]
