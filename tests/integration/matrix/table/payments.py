"""Runs, their lines and statements (section L: calculate, approve, see other practices' money)."""

from typing import Any

from tests.integration.matrix.rows import form, page
from tests.integration.matrix.world import World

PREPARERS = "preparer far_preparer"


def _digest(world: World) -> dict[str, Any]:
    return {"digest": world.things["prepared run"].digest}


ROWS = [
    # Readers are led to the runs, whoever has one payee to its statements.
    page("payments:payments", may="everyone", get=(200, 302)),
    page("payments:runs", may="readers far_readers", rest=403),
    page("payments:run-new", may=PREPARERS, rest=403),
    # One run at a time: the open one is named. Of another commissioner, there is none to choose.
    form(
        "payments:run-request",
        may=PREPARERS,
        rest=403,
        get=302,
        post=422,
        data={"commissioner": "XDA", "pay_date": "2007-06-29"},
    ),
    *(
        page(f"payments:{name}", "approved run", may="readers", nowhere="far_readers", rest=403)
        for name in ("run", "run-changes", "run-left-out", "run-review-cases", "lines")
    ),
    page("payments:run", "prepared run", may="readers", nowhere="far_readers", rest=403),
    page("payments:run", "far run", may="far_readers", nowhere="readers", rest=403),
    form(
        "payments:run-approve",
        "prepared run",
        may="approver",
        nowhere="far_approver",
        rest=403,
        data=_digest,
        sensitive=True,
    ),
    form(
        "payments:run-cancel",
        "prepared run",
        may="finance",
        nowhere="far_preparer far_approver",
        rest=403,
        data={"reason": "The lists were wrong."},
    ),
    form(
        "payments:run-mark-paid",
        "approved run",
        may="finance",
        nowhere="far_preparer far_approver",
        rest=403,
        data={"reference": "BACS 0704-112"},
    ),
    # Out of its time: whoever may is led back and told so.
    form(
        "payments:run-prepare-again",
        "prepared run",
        may="preparer",
        why="approver",
        nowhere="far_preparer far_approver",
        rest=403,
        get=302,
        post=422,
    ),
    page("payments:line", "line", may="manager gp readers"),
    page("payments:line", "near line", may="near_manager near_gp readers"),
    page("payments:line", "fund line", may="lead readers"),
    page("payments:line", "far line", may="far_manager far_gp far_readers"),
    page("payments:line", "far line in our run", may=""),
    page("payments:line", "unapproved line", may="readers"),
    *(
        page(f"payments:{name}", of, may=may)
        for name in ("statement", "statement-pdf")
        for of, may in (
            ("statement", "manager gp readers"),
            ("near statement", "near_manager near_gp readers"),
            ("fund statement", "lead readers"),
            ("unapproved statement", "readers"),
            ("far payee in our run", ""),
        )
    ),
    page("payments:statement", "far statement", may="far_manager far_gp far_readers"),
    page("payments:statements", "practice", may="manager gp readers"),
    page("payments:statements", "near practice", may="near_manager near_gp readers"),
    page("payments:statements", "locality", may="lead readers"),
    page("payments:statements", "far practice", may="far_manager far_gp far_readers"),
]
