"""Claims for items of service: the provider's own, accepted as monthly reports are."""

from typing import Any

from tests.integration.matrix.rows import Row, form, page

_NEAR = "near_manager near_gp near_lead readers administrator"
_REASON = {"reason": "Far more than in other months."}
_LOOKED_AT = {"revision": "1"}


def _of_manager(name: str, data: Any, **more: Any) -> Row:
    return form(
        f"les_schemes:{name}",
        "own claim",
        may="manager",
        why="of_the_sheet -manager",
        data=data,
        **more,
    )


def _of_officer(name: str, data: Any, **more: Any) -> Row:
    return form(
        f"les_schemes:{name}",
        "received claim",
        may="officer",
        why="of_the_sheet -officer",
        data=data,
        **more,
    )


ROWS = [
    page("les_schemes:claims", may="everyone"),
    page("les_schemes:claims-of", "claims of own practice", may="of_the_sheet"),
    page("les_schemes:claims-of", "claims of near practice", may=_NEAR),
    page("les_schemes:claim", "own claim", may="of_the_sheet"),
    page("les_schemes:claim", "near claim", may=_NEAR),
    _of_manager("claim-items", {"objective-1": "12"}),
    # April is not over.
    _of_manager("claim-submit", {"note": ""}, post=422),
    form(
        "les_schemes:claim-accept-for-locality",
        "sent claim",
        may="lead",
        why="of_the_sheet -lead",
        data=_LOOKED_AT,
    ),
    # A lead may accept it, so nobody stands in.
    form(
        "les_schemes:claim-pass-locality",
        "sent claim",
        may="",
        why="of_the_sheet",
        data={**_LOOKED_AT, **_REASON},
    ),
    form(
        "les_schemes:claim-send-back",
        "sent claim",
        may="lead officer",
        why="of_the_sheet -lead -officer",
        data={**_LOOKED_AT, **_REASON},
    ),
    _of_officer("claim-accept", _LOOKED_AT, sensitive=True),
    _of_officer("claim-void", _REASON, sensitive=True),
]
