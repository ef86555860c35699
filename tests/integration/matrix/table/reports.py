"""Monthly reports and their templates (section L: prepare and submit, accept as step 1 and 2)."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.integration.matrix.rows import Row, form, page
from tests.integration.matrix.world import World
from tests.reports import workbook

_DRAFT = "officers auditors administrators"
_NEAR = "near_manager near_gp near_lead readers administrator"
_FAR = "far_manager far_gp far_lead far_readers far_administrator"
_REASON = {"reason": "SUS data was not supplied."}
_LOOKED_AT = {"revision": "1"}
_ROWS = {
    "rows": "1",
    "row1-specialty": "Cardiology",
    "row1-admission": "elective",
    "row1-count": "12",
    "save": "save",
}
_PROPOSAL = {
    "standards_in_words": "",
    "largest_count": "20000",
    "use-referrals.provider": "optional",
    "use-activity.outcome": "optional",
    "use-activity.source_system": "required",
}
# The page is open to whoever sees the month; only the practice uses the rows.
_SEES_THE_UPLOAD = ("gp", "lead", "officer", "preparer", "approver", "auditor", "administrator")


def _file(world: World) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("april.xlsx", workbook())}


def _of_manager(name: str, of: str, data: Any = None, **more: Any) -> Row:
    return form(
        f"les_schemes:{name}",
        of,
        may="manager",
        why="of_the_sheet -manager",
        data=data or {},
        **more,
    )


def _of_officer(name: str, of: str, data: Any, **more: Any) -> Row:
    return form(
        f"les_schemes:{name}",
        of,
        may="officer",
        why="of_the_sheet -officer",
        data=data,
        **more,
    )


ROWS = [
    page("les_schemes:reports", may="everyone"),
    page("les_schemes:report-refused", may="officers auditors", rest=403),
    *(
        page(f"les_schemes:{name}", of, may=may)
        for name in ("report-timeliness", "report-challenges", "report-templates")
        for of, may in (("scheme", "everyone"), ("draft scheme", _DRAFT))
    ),
    form(
        "les_schemes:report-template-propose",
        "scheme",
        may="officer",
        rest=403,
        data=_PROPOSAL,
        # One is proposed already.
        post=422,
    ),
    page("les_schemes:report-template", "agreed template", may="everyone"),
    *(
        form(
            f"les_schemes:report-template-{act}",
            "proposed template",
            may="lead near_lead",
            rest=403,
            data=data,
        )
        for act, data in (("agree", {}), ("refuse", _REASON))
    ),
    form(
        "les_schemes:report-template-withdraw",
        "proposed template",
        may="officer",
        rest=403,
        data=_REASON,
    ),
    page("les_schemes:report-practice", "months of own practice", may="of_the_sheet"),
    page("les_schemes:report-practice", "months of near practice", may=_NEAR),
    page("les_schemes:report-practice", "months of far practice", may=_FAR),
    page("les_schemes:report", "own month", may="of_the_sheet"),
    page("les_schemes:report", "sent month", may="of_the_sheet"),
    page("les_schemes:report", "near month", may=_NEAR),
    page("les_schemes:report", "far month", may=_FAR),
    page("les_schemes:report-revision", "sent revision", may="of_the_sheet"),
    page("les_schemes:report-file", "rows of own month", may="of_the_sheet"),
    page("les_schemes:report-file", "unknown file of own month", may=""),
    _of_manager("report-referrals", "own month", _ROWS),
    _of_manager("report-activity", "own month", {"rows": "0", "none": "true"}),
    _of_manager("report-upload", "own month", _file),
    form(
        "les_schemes:report-uploaded",
        "own upload",
        may="manager",
        why="of_the_sheet -manager",
        odd={f"GET {actor}": 200 for actor in (*_SEES_THE_UPLOAD, "two_hats")},
    ),
    # A file is found under its own month alone.
    page("les_schemes:report-uploaded", "far upload at home", may="", post=404),
    page("documents:file", "report file", may="of_the_sheet"),
    # April is not over.
    _of_manager("report-submit", "own month", post=422),
    form(
        "les_schemes:report-accept-for-locality",
        "sent month",
        may="lead",
        why="of_the_sheet -lead",
        data=_LOOKED_AT,
    ),
    # A lead may accept it, so nobody stands in.
    form(
        "les_schemes:report-pass-locality",
        "sent month",
        may="",
        why="of_the_sheet",
        data={**_LOOKED_AT, **_REASON},
    ),
    form(
        "les_schemes:report-send-back",
        "sent month",
        may="lead officer",
        why="of_the_sheet -lead -officer",
        data={**_LOOKED_AT, **_REASON},
    ),
    _of_officer("report-send-back", "received month", {**_LOOKED_AT, **_REASON}),
    _of_officer("report-accept", "received month", _LOOKED_AT, sensitive=True),
    _of_officer("report-excuse", "own month", _REASON, sensitive=True),
    _of_officer("report-void", "received month", _REASON, sensitive=True),
]
