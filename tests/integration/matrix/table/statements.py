"""Year-end statements: a GP's own, the practice's, the commissioner's board and checks."""

from typing import Any

from les_schemes import declarations, statements
from les_schemes.models import YearEndStatement
from tests.integration.matrix.rows import Row, form, page
from tests.integration.matrix.world import World

REASON = {"reason": "Which forum was it?"}
_SEES = "manager officer auditor"


def _declared(world: World) -> dict[str, Any]:
    held = YearEndStatement.objects.with_all().get(pk=world.things["asked statement"].pk)
    shown = declarations.shown_to(held, statements.asked_by(held))
    return {
        "categories": ["1"],
        "hours": "24",
        "typed_name": "Ben Lindqvist",
        "shown": shown.sha256,
    }


def _missing(world: World) -> dict[str, Any]:
    return {"statements": [str(world.things["missing statement"].pk)], "account": "No answer."}


def _of_the_officer(name: str, of: str, data: dict[str, Any], also_told: str = "") -> Row:
    return form(
        f"les_schemes:{name}", of, may="officer", why=f"manager auditor {also_told}", data=data
    )


ROWS = [
    page("les_schemes:statement", "asked statement", may=f"{_SEES} gp"),
    # A colleague's is none of a GP's business, nor of the locality's.
    page("les_schemes:statement", "given statement", may=_SEES),
    page("les_schemes:statement", "missing statement", may="near_manager near_gp officer auditor"),
    form(
        "les_schemes:statement-give",
        "asked statement",
        may="gp",
        why=_SEES,
        data=_declared,
        # Who left the practice still owes the own statement.
        personal=True,
    ),
    _of_the_officer("statement-accept", "given statement", {}),
    _of_the_officer("statement-query", "given statement", REASON),
    _of_the_officer(
        "statement-exempt", "asked statement", {"exemption": "sick", **REASON}, also_told="gp"
    ),
    _of_the_officer("statement-ask-again", "exempt statement", REASON),
    page(
        "les_schemes:sign-up-statements",
        "accepted sheet",
        may=_SEES,
        why="of_the_sheet -manager -officer -auditor",
    ),
    form(
        "les_schemes:sign-up-statements-remind",
        "accepted sheet",
        may="manager officer",
        why="of_the_sheet -manager -officer",
    ),
    page("les_schemes:scheme-statements", "scheme", may="officers auditors", rest=403),
    form("les_schemes:scheme-statements-remind", "scheme", may="officers", rest=403),
    form(
        "les_schemes:scheme-statements-check",
        "scheme",
        may="officers",
        rest=403,
        # Refused where all that was given is in the sample, which is drawn.
        post=(302, 422),
    ),
    form(
        "les_schemes:scheme-statements-refer",
        "scheme",
        may="officers",
        rest=403,
        data=_missing,
        # Not a practice of Watford.
        odd={"POST far_officer": 422, "POST two_hats": 422},
    ),
    form(
        "les_schemes:scheme-statement-terms",
        "draft scheme",
        may="officer",
        why="far_officer auditors administrators",
        data={"asks": "no"},
    ),
]
