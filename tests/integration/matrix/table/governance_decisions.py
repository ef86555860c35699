"""Items, matters, decisions, letters, conditions and appeals (section L: decide, record)."""

from typing import Any

from tests.integration.matrix.rows import form, page
from tests.integration.matrix.world import World

COMMITTEE = "secretary member officer auditor"
FAR_COMMITTEE = "far_secretary far_member far_officer far_auditor"
CONCERNED = "manager gp"  # of Riverside, which the matters here concern


def _recorded(name: str, of: str, **more: Any) -> Any:
    """What only the secretary of that Committee records."""
    return form(
        f"governance:{name}", of, may="secretary", nowhere="far_secretary", rest=403, **more
    )


def _proposed(name: str, of: str, **more: Any) -> Any:
    return form(
        f"governance:{name}",
        of,
        may="secretary officer",
        nowhere="far_secretary far_officer",
        rest=403,
        **more,
    )


def _ratifying(world: World) -> dict[str, str]:
    return {"decision": str(world.things["chair's decision"].pk), "ratified": "yes"}


def _meeting(world: World) -> dict[str, str]:
    return {"meeting": str(world.things["drafted meeting"].pk)}


def _declaring(world: World) -> dict[str, str]:
    return {"person": str(world.things["person in the room"].pk), "reason": "A friend of it"}


def _voting(world: World) -> dict[str, str]:
    seats = world.things["committee"].memberships.values_list("person_id", flat=True)
    return {str(person): "for" for person in seats}


_AGREED = {"outcome": "agreed", "reasons": "It is noted."}

ROWS = [
    page(
        "governance:item",
        "open item",
        may=COMMITTEE,
        nowhere=FAR_COMMITTEE,
        rest=403,
    ),
    # Another item is being heard.
    _recorded("item-hear", "item to come", post=422),
    _recorded("item-declare", "open item", data=_declaring),
    _recorded("item-vote", "open item", data=_voting),
    _recorded("item-note", "open item", data={"text": "Said."}),
    # A standing item holds nothing to decide: there is no form for it.
    form(
        "governance:item-decide",
        "item of a note",
        may="secretary",
        nowhere="far_secretary",
        rest=403,
        post=422,
        data={**_AGREED, "manner": "consensus"},
        sensitive=True,
    ),
    form(
        "governance:item-decide",
        "open item of a note",
        may="far_secretary",
        nowhere="secretary",
        rest=403,
        data={**_AGREED, "manner": "consensus"},
        sensitive=True,
    ),
    _recorded("item-defer", "item of a note", data={"reason": "Too early"}, post=422),
    form(
        "governance:item-defer",
        "open item of a note",
        may="far_secretary",
        nowhere="secretary",
        rest=403,
        data={"reason": "Too early"},
    ),
    _recorded("item-close", "open item", data={"text": ""}),
    _recorded("item-ratify", "open item", data=_ratifying),
    page("governance:matters", may="everyone"),
    # An auditor here who is officer elsewhere passes the guard, and finds no Committee to serve.
    _proposed(
        "note-new",
        "committee",
        data={"title": "Note", "summary": "To know."},
        odd={"GET two_hats": 404, "POST two_hats": 404},
    ),
    page("governance:matter", "matter of Riverside", may=f"{COMMITTEE} {CONCERNED}"),
    _proposed("matter-add-paper", "waiting note", data={"title": "Plan"}, post=422),
    _recorded("matter-put-on-agenda", "waiting note", data=_meeting),
    _recorded("matter-take-off-agenda", "note on an agenda", data={"reason": "Too early"}),
    _proposed("matter-withdraw", "waiting note", data={"reason": "Settled"}),
    form(
        "governance:matter-decide-alone",
        "waiting note",
        may="member",
        nowhere="far_member",
        rest=403,
        data=_AGREED,
        sensitive=True,
    ),
    page("governance:decisions", may="everyone"),
    page("governance:took-part", may=f"{COMMITTEE} {FAR_COMMITTEE}", rest=403),
    page("governance:decision", "chair's decision", may=f"{COMMITTEE} {CONCERNED}"),
    page("governance:decision", "untold decision", may=COMMITTEE),
    _recorded(
        "decision-correct",
        "chair's decision",
        data={**_AGREED, "manner": "consensus"},
        sensitive=True,
    ),
    _recorded("letter-preview", "letter to send", post=405),
    _recorded("letter-preview-pdf", "letter to send", post=405),
    _recorded("letter-issue", "letter to send"),
    page("governance:conditions", may="everyone"),
    form(
        "governance:condition-discharge",
        "condition",
        may="secretary officer",
        nowhere="far_secretary far_officer",
        rest=403,
        data={"note": "Shown"},
        sensitive=True,
    ),
    page("governance:appeals", may="everyone"),
    form(
        "governance:appeal-new",
        "appeal to raise",
        may="manager",
        nowhere="near_manager far_manager lead near_lead far_lead",
        rest=403,
        data={"grounds": "It was wrong."},
        odd={"GET two_hats": 404, "POST two_hats": 404},
    ),
    page("governance:appeal", "appeal", may=f"{COMMITTEE} {CONCERNED}"),
    _proposed("appeal-acknowledge", "appeal"),
    _proposed("appeal-answer", "acknowledged appeal", data={"text": "It was right."}),
    *(
        form(
            f"governance:appeal-{name}",
            of,
            may="manager",
            nowhere="near_manager far_manager lead near_lead far_lead",
            rest=403,
            **more,
        )
        for name, of, more in (
            ("escalate", "acknowledged appeal", {"data": {"text": "It was wrong."}}),
            ("take-outside", "appeal", {"data": {"text": "The arbiter"}, "post": 422}),
            ("take-outside", "decided appeal", {"data": {"text": "The arbiter"}}),
        )
    ),
    form(
        "governance:appeal-close",
        "appeal",
        may="manager",
        nowhere="near_manager lead near_lead far_manager far_lead far_officer far_secretary",
        rest=403,
        data={"text": "Settled"},
    ),
]
