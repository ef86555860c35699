"""Organisations, what is put right about them, and imports.

The map of organisations is no secret within a commissioner; an administrator, who imports the
national files, sees all of it.
"""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from localities.models import Import
from tests.integration.matrix.rows import Row, form, page
from tests.integration.matrix.world import LISTS, World

_IMPORTERS = "officers administrators"
_SEES_IMPORTS = "officers auditors administrators"


def _day(name: str, day: int, month: int) -> dict[str, str]:
    return {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": "2007"}


def _file(world: World) -> dict[str, Any]:
    return {"kind": "list_sizes", "file": SimpleUploadedFile("lists.csv", LISTS, "text/csv")}


def _fingerprint(world: World) -> dict[str, Any]:
    imported = Import.objects.get(pk=world.things["import"].pk)
    return {"fingerprint": imported.preview["fingerprint"]}


def _of_the_officer(name: str, of: str, data: Any, **more: Any) -> Row:
    """Something that only officers do; those of Watford find nothing of Dacorum."""
    return form(
        f"localities:{name}", of, may="officer", nowhere="far_officer", rest=403, data=data, **more
    )


def _of_the_practice(name: str, of: str, data: Any) -> Row:
    """Something that the manager of the practice does, or an officer."""
    return form(
        f"localities:{name}",
        of,
        may="manager officer",
        nowhere="near_manager far_manager far_officer",
        rest=403,
        data=data,
    )


CORRECTION = {
    **_day("as_at", 1, 4),
    "registered": "8,300",
    "source": "the corrected extract",
    "reason": "Counted twice",
}
MOVE = {"locality": "LHEM", **_day("on", 1, 10), "reason": "Both localities agreed"}
LISTING = {
    "commissioner": "XDA",
    "code": "FQQ07",
    "name": "Candle Street Pharmacy",
    "provider_type": "pharmacy",
    **_day("starts", 1, 4),
}
DETAILS = {"name": "Lantern Pharmacy", "provider_type": "pharmacy", "telephone": "01442 255902"}
_COMMISSION = "officers finance far_preparer far_approver committee far_secretary far_member lmc"
_COMMISSION += " far_lmc auditors administrators"
MERGER = {"kind": "merged", "successor": "QQ003", **_day("on", 1, 5), "reason": "They merged"}

_SEES_PROVIDER = "officer finance committee lmc auditor administrators pharmacist"

ROWS = [
    page("localities:practices", may="everyone"),
    page("localities:practice", "practice", may="home far_administrator"),
    page(
        "localities:practice",
        "near practice",
        may="near_manager near_gp near_lead officer finance committee lmc auditor administrators",
    ),
    page("localities:practice", "far practice", may="far administrator"),
    _of_the_officer(
        "list-size-correct",
        "practice",
        CORRECTION,
    ),
    _of_the_officer(
        "practice-move",
        "practice",
        MOVE,
    ),
    _of_the_practice(
        "post-start",
        "practice",
        {
            "title": "Dr",
            "given_name": "Oriel",
            "family_name": "Tamsin",
            "capacity": "partner",
            **_day("starts", 1, 4),
        },
    ),
    _of_the_practice("post-end", "post", _day("last_day", 16, 4)),
    form(
        "localities:post-end",
        "far post at home",
        may="",
        nowhere="managers officers",
        rest=403,
        data=_day("last_day", 16, 4),
    ),
    # Who has an interest in a practice decides nothing about it.
    *(
        form(
            f"localities:{name}",
            "practice of interest",
            may="",
            why=f"officer {also}",
            nowhere="far_officer",
            rest=403,
            data=data,
        )
        for name, also, data in (
            ("list-size-correct", "", CORRECTION),
            ("practice-move", "", MOVE),
            ("succession-record", "administrators", MERGER),
        )
    ),
    page("localities:organisation", "practice", may="home far_administrator", get=302),
    page("localities:organisation", "far practice", may="far administrator", get=302),
    form(
        "localities:succession-record",
        "practice",
        may="officer",
        why="administrators",
        nowhere="far_officer",
        rest=403,
        data=MERGER,
    ),
    form(
        "localities:succession-record",
        "commissioner",
        may="administrator",
        why="far_administrator officers",
        rest=403,
        data={"kind": "merged", "successor": "XWA", **_day("on", 1, 5), "reason": "They merged"},
    ),
    page("localities:organisation", "provider", may=_SEES_PROVIDER, get=302),
    page("localities:providers", may=f"{_COMMISSION} pharmacists", rest=403),
    form(
        "localities:provider-list",
        may="officers",
        rest=403,
        data=LISTING,
        # Not a commissioner of theirs.
        odd={"POST far_officer": 422, "POST two_hats": 422},
    ),
    page("localities:provider", "provider", may=_SEES_PROVIDER),
    page(
        "localities:provider",
        "far provider",
        may="far -far_manager -far_gp -far_lead far_pharmacist administrator",
    ),
    form(
        "localities:provider-change",
        "provider",
        may="officer pharmacist",
        nowhere="far_officer far_pharmacist",
        rest=403,
        data=DETAILS,
    ),
    form(
        "localities:provider-delist",
        "listing",
        may="officer",
        nowhere="far_officer",
        rest=403,
        data={**_day("last_day", 16, 4), "reason": "It closed"},
    ),
    page("localities:localities", may="everyone"),
    page("localities:locality", "locality", may="home far_administrator"),
    page(
        "localities:locality",
        "near locality",
        may="near_manager near_gp near_lead officer finance committee lmc auditor administrators",
    ),
    page("localities:locality", "far locality", may="far administrator"),
    _of_the_officer(
        "payee-nominate", "locality", {"payee": "QQ012", "reason": "The members chose it"}
    ),
    page("localities:commissioners", may="everyone"),
    form(
        "localities:locality-form",
        may="officers",
        rest=403,
        data={
            "commissioner": "XDA",
            "name": "Tring Locality",
            "code": "LTRI",
            **_day("opened", 1, 4),
            "legal_form": "informal",
        },
        # Not a commissioner of theirs.
        odd={"POST far_officer": 422, "POST two_hats": 422},
    ),
    page(
        "localities:commissioner",
        "commissioner",
        may="everyone -far_manager -far_gp -far_lead -far_pharmacist",
    ),
    form(
        "localities:commissioner-name",
        "provisional commissioner",
        may="administrators",
        rest=403,
        nowhere="",
        data={"name": "Zeal Primary Care Trust", "commissioner_type": "pct"},
    ),
    page("localities:import-list", may=_SEES_IMPORTS, rest=403),
    form("localities:import-upload", may=_IMPORTERS, rest=403, data=_file),
    page("localities:import", "import", may=_SEES_IMPORTS, rest=403),
    page("localities:import-findings", "import", may=_SEES_IMPORTS, rest=403),
    page("localities:import-report", "import", may=_SEES_IMPORTS, rest=403),
    *(
        form(
            f"localities:import-{act}",
            "import",
            may="officer administrators",
            why="far_officer",
            rest=403,
            get=302,
            data=_fingerprint,
        )
        for act in ("confirm", "abandon", "check-again")
    ),
]
