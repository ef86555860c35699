"""Who may provide a scheme, its procurement, and the register (SM-18, REP-11)."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from les_schemes import terms_shown
from les_schemes.models import SignUp
from tests import paper
from tests.integration.matrix.rows import Row, form, page
from tests.integration.matrix.world import World

# Of whom a draft is the business: those of the commissioners that lead or share the scheme.
_DRAFT = "officers auditors administrators"
_READERS = "officer finance auditor administrator"
DAY = {"day": "16", "month": "4", "year": "2007"}


def _on(name: str) -> dict[str, str]:
    return {f"{name}_{part}": value for part, value in DAY.items()}


def _evidence(world: World) -> dict[str, Any]:
    return {"text": "Shown", "file": SimpleUploadedFile("value.pdf", paper.scan("value"))}


def _of_the_leading_officer(name: str, of: str, data: Any, **more: Any) -> Row:
    return form(
        f"les_schemes:{name}",
        of,
        may="officer",
        why="far_officer auditors administrators",
        data=data,
        **more,
    )


def _signature(world: World) -> dict[str, Any]:
    sheet = SignUp.objects.get(pk=world.things["sheet of the pharmacy"].pk)
    shown = terms_shown.terms_of(sheet).sha256
    return {"typed_name": "Odile Grantham", "shown": shown, "accepts": "on"}


def _of_the_pharmacist(name: str, data: Any) -> Row:
    return form(
        f"les_schemes:{name}",
        "sheet of the pharmacy",
        may="pharmacist",
        why=_READERS,
        data=data,
    )


ROWS = [
    page("les_schemes:sign-up", "sheet of the pharmacy", may=f"pharmacist {_READERS}"),
    _of_the_pharmacist("sign-up-give-contact-number", {"contact_number": "01442 255 126"}),
    _of_the_pharmacist("sign-up-sign-for-provider", _signature),
    form(
        "les_schemes:sign-up-start",
        "scheme for the pharmacy",
        may="pharmacist",
        why=f"{_READERS} committee lmc far_administrator",
    ),
    page("les_schemes:scheme-providers", "scheme", may="everyone"),
    page("les_schemes:scheme-providers", "tested scheme", may=_DRAFT),
    _of_the_leading_officer(
        "scheme-providers-change",
        "tested scheme",
        {
            "kind": "les",
            "who_may_provide": "practices",
            "provider_reason": "Only practices hold registers",
            "requires_registered_list": "yes",
            "registered_list_reason": "It pays per patient",
        },
    ),
    form(
        "les_schemes:scheme-provider-invite",
        "tested scheme",
        may="officers",
        why="auditors administrators",
        data={"provider": "FQQ01"},
    ),
    form(
        "les_schemes:scheme-provider-answer",
        "offer to the pharmacy",
        may="officers pharmacist",
        why="auditors administrators",
        data={"answer": "will_sign_up"},
    ),
    page("les_schemes:procurement", "tested scheme", may=_DRAFT),
    page("les_schemes:procurement", "scheme", may=_DRAFT, rest=403),
    _of_the_leading_officer("procurement-evidence", "test of tested scheme", _evidence),
    _of_the_leading_officer(
        "procurement-route", "tested scheme", {"route": "any_qualified", "reason": "All may"}
    ),
    _of_the_leading_officer(
        "procurement-notice",
        "routed scheme",
        {"reference": "N1", "place": "Here", **_on("noticed_on")},
    ),
    _of_the_leading_officer(
        "procurement-challenge",
        "noticed scheme",
        {"challenger": "Beacon Health", "grounds": "Not asked", **_on("received_on")},
    ),
    _of_the_leading_officer(
        "procurement-answer",
        "challenge",
        {"outcome": "stands", "answer": "All were asked", **_on("answered_on")},
    ),
    _of_the_leading_officer(
        "procurement-confirm",
        "noticed scheme",
        {"deciding_body": "The Committee", "no_interest": "on"},
        sensitive=True,
    ),
    page("les_schemes:procurement-register", may="everyone"),
    page("les_schemes:procurement-decision", "published decision", may="everyone"),
]
