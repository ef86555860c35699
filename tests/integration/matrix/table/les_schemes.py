"""Schemes, sign-ups, signatures and agreements (section L: prepare, sign, accept)."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from les_schemes import returned_sheets, terms_shown
from les_schemes.models import SignUp
from tests import paper
from tests.integration.matrix.rows import Row, form, page
from tests.integration.matrix.world import World

# Of whom a draft is the business: those of the commissioners that lead or share the scheme.
_DRAFT = "officers auditors administrators"
_SEES_PAPER = "manager gp officer auditor administrator"
_NOTICE = {
    "withdrawn_from_day": "1",
    "withdrawn_from_month": "1",
    "withdrawn_from_year": "2008",
    "reason": "The partners think again.",
}
REASON = {"reason": "The contact number does not answer."}


def _signature(of: str, name: str, **more: Any) -> Any:
    def data(world: World) -> dict[str, Any]:
        sheet = SignUp.objects.get(pk=world.things[of].pk)
        return {
            "typed_name": name,
            "shown": terms_shown.terms_of(sheet).sha256,
            "accepts": "on",
            **more,
        }

    return data


def _locality(world: World) -> dict[str, Any]:
    return {"locality": str(world.cast.daccom.pk), "contact_number": "01442 255 124"}


def _paper(world: World) -> dict[str, Any]:
    practice = world.cast.practices["fresh"]
    posts = [post.pk for (_, at), post in world.cast.posts.items() if at == "fresh"]
    assert len(posts) == 2, practice
    return {
        "scan": SimpleUploadedFile("scan.pdf", paper.scan("fresh"), "application/pdf"),
        "locality": str(world.cast.daccom.pk),
        "signatory": str(world.people["manager"].person_id),
        "practice_capacity": "practice_manager",
        "signed_posts": [str(pk) for pk in posts],
        "contact_number": "01442 255 123",
        "signed_on_day": "16",
        "signed_on_month": "4",
        "signed_on_year": "2007",
    }


def _agreed(world: World) -> dict[str, Any]:
    return {"agreed": [line.key for line in returned_sheets.lines(world.things["returned sheet"])]}


def _of_the_manager(name: str, of: str, data: Any = None, **more: Any) -> Row:
    return form(
        f"les_schemes:{name}",
        of,
        may="manager",
        why="of_the_sheet -manager",
        data=data or {},
        **more,
    )


def _of_the_officer(name: str, of: str, data: Any = None, **more: Any) -> Row:
    return form(
        f"les_schemes:{name}",
        of,
        may="officer",
        why="of_the_sheet -officer",
        data=data or {},
        **more,
    )


ROWS = [
    page("les_schemes:schemes", may="everyone"),
    page("les_schemes:scheme", "scheme", may="everyone"),
    page("les_schemes:scheme", "draft scheme", may=_DRAFT),
    page("les_schemes:scheme-framework", "scheme", may="everyone"),
    page("les_schemes:scheme-framework", "draft scheme", may=_DRAFT),
    page("les_schemes:scheme-uptake", "scheme", may="officers auditors", rest=403),
    page("les_schemes:scheme-unsigned", "scheme", may="officers auditors", rest=403),
    form(
        "les_schemes:scheme-unsigned-remind",
        "scheme",
        may="officers",
        rest=403,
        # Everyone in Watford has signed.
        odd={"POST far_officer": 422, "POST two_hats": 422},
    ),
    form(
        "les_schemes:sign-up-start",
        "scheme for fresh",
        may="manager",
        why="home far_administrator -manager",
    ),
    form(
        "les_schemes:sign-up-start",
        "scheme for near",
        may="",
        why="officer finance committee lmc auditor administrators",
    ),
    page("les_schemes:sign-ups", may="everyone"),
    page("les_schemes:sign-up", "draft sheet", may="of_the_sheet"),
    page("les_schemes:sign-up", "accepted sheet", may="of_the_sheet"),
    page(
        "les_schemes:sign-up",
        "near sheet",
        may="near_manager near_gp near_lead readers administrator",
    ),
    page(
        "les_schemes:sign-up",
        "far sheet",
        may="far_manager far_gp far_lead far_readers far_administrator",
    ),
    _of_the_manager("sign-up-confirm-gps", "draft sheet", {"complete": "on"}),
    _of_the_manager("sign-up-choose-locality", "draft sheet", _locality),
    _of_the_manager(
        "sign-up-accept-undertaking", "draft sheet", {"commitments": ["1", "2", "3", "4", "5"]}
    ),
    _of_the_manager("sign-up-request-signatures", "draft sheet"),
    _of_the_manager("sign-up-decline", "own line", REASON),
    _of_the_manager("sign-up-submit", "ready sheet"),
    _of_the_manager("sign-up-answer", "queried sheet", {"answer": "It answers now."}),
    _of_the_manager("sign-up-withdraw", "submitted sheet", REASON),
    _of_the_manager("sign-up-give-notice", "accepted sheet", _NOTICE),
    _of_the_manager("sign-up-take-back-notice", "leaving sheet", REASON),
    # The manager finds no line of another practice's sheet under the own one; nobody does.
    form(
        "les_schemes:sign-up-decline",
        "far line at home",
        may="",
        why="of_the_sheet -manager",
        data=REASON,
    ),
    page("les_schemes:sign-up-submitted", "submitted sheet", may="of_the_sheet"),
    *(
        form(
            f"les_schemes:{name}",
            of,
            may="manager officer",
            why="of_the_sheet -manager -officer",
        )
        for name, of in (
            ("sign-up-remind", "signing sheet"),
            ("sign-up-name-new-gps", "accepted sheet"),
        )
    ),
    form(
        "les_schemes:sign-up-sign",
        "signing sheet",
        may="gp",
        why="of_the_sheet -gp",
        data=_signature("signing sheet", "Ben Lindqvist"),
    ),
    form(
        "les_schemes:sign-up-sign-for-practice",
        "signing sheet",
        may="manager",
        why="of_the_sheet -manager -gp",
        data=_signature("signing sheet", "Morag Bell", capacity="practice_manager"),
        # A GP who is the practice's PBC lead may; never in the manager's name or capacity.
        odd={"GET gp": 200, "POST gp": 422},
    ),
    page("les_schemes:sign-up-signature", "signature", may="of_the_sheet"),
    page("les_schemes:sign-up-signature", "far signature at home", may=""),
    page(
        "les_schemes:sign-up-review",
        "submitted sheet",
        may="officer",
        why="of_the_sheet -officer",
    ),
    _of_the_officer("sign-up-accept", "submitted sheet", sensitive=True),
    _of_the_officer("sign-up-query", "submitted sheet", REASON),
    _of_the_officer("sign-up-refuse", "submitted sheet", REASON),
    # It came back in time.
    _of_the_officer("sign-up-put-before-committee", "submitted sheet", REASON, post=422),
    _of_the_officer("sign-up-put-before-committee", "late sheet", REASON),
    page(
        "les_schemes:agreement",
        "agreement of accepted sheet",
        may="of_the_sheet",
        reading_writes=True,
    ),
    page(
        "les_schemes:agreement",
        "agreement of near sheet",
        may="near_manager near_gp near_lead readers administrator",
        reading_writes=True,
    ),
    page("les_schemes:sheet-blank", "scheme", may="everyone"),
    page("les_schemes:sheet-blank-pdf", "scheme", may="everyone"),
    page("les_schemes:sheet-blank", "draft scheme", may=_DRAFT),
    page("les_schemes:sheet-blank-pdf", "draft scheme", may=_DRAFT),
    page("les_schemes:returned-sheets", "scheme", may="everyone"),
    form(
        "les_schemes:returned-sheet-start",
        "scheme",
        may="officers",
        rest=403,
        data={
            "practice": "QQ010",
            "received_on_day": "16",
            "received_on_month": "4",
            "received_on_year": "2007",
            "channel": "post",
        },
        # Not a practice of Watford.
        odd={"POST far_officer": 422, "POST two_hats": 422},
    ),
    form(
        "les_schemes:returned-sheet-upload",
        "paper of fresh",
        may="officer",
        why="home far_administrator -officer",
        data=_paper,
    ),
    page("les_schemes:returned-sheet", "returned sheet", may=_SEES_PAPER),
    *(
        form(
            f"les_schemes:returned-sheet-{act}",
            "returned sheet",
            may="officer",
            why=f"{_SEES_PAPER} -officer",
            data=data,
            sensitive=True,
        )
        for act, data in (("verify", _agreed), ("reject", REASON))
    ),
]
