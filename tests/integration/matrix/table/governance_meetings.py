"""Meetings, packs, minutes, the action log and the Committee itself (section L: the record)."""

from typing import Any

from tests.integration.matrix.rows import form, page, public
from tests.integration.matrix.world import World

FOLLOWERS = "secretary member officer auditor"
OBSERVERS = "lmc administrator"
FAR = "far_secretary far_member far_officer far_auditor far_lmc far_administrator"
_DAY = {"day": "1", "month": "6", "year": "2007"}


def _split(name: str) -> dict[str, str]:
    return {f"{name}_{part}": value for part, value in _DAY.items()}


def _pk(thing: str, field: str) -> Any:
    return lambda world: {field: str(world.things[thing].pk)}


def _opening(world: World) -> dict[str, str]:
    seats = world.things["committee"].memberships.values_list("person_id", flat=True)
    return {str(person): "here" for person in seats}


def _attend(world: World) -> dict[str, str]:
    return {"person": str(world.people["officer"].person_id)}


def _ask(world: World) -> dict[str, str]:
    return {"text": "Ring them", "owner": _attend(world)["person"], **_split("due")}


def _seat(world: World) -> dict[str, str]:
    return {**_attend(world), "capacity": "officer", **_split("starts")}


def _served(name: str, of: str, **more: Any) -> Any:
    """What only the secretary of that Committee does."""
    return form(
        f"governance:{name}", of, may="secretary", nowhere="far_secretary", rest=403, **more
    )


def _read(name: str, of: str, **more: Any) -> Any:
    """What whoever follows the Committee reads, observers too."""
    return page(
        f"governance:{name}", of, may=f"{FOLLOWERS} {OBSERVERS}", nowhere=FAR, rest=403, **more
    )


def _read_whole(name: str, of: str) -> Any:
    """What holds the private part: observers are told that it is not for them."""
    return page(f"governance:{name}", of, may=FOLLOWERS, why=OBSERVERS, nowhere=FAR, rest=403)


ROWS = [
    page("governance:meetings", may=f"{FOLLOWERS} {OBSERVERS} {FAR}", rest=403),
    public("governance:calendar", "calendar"),
    _read("committee", "committee"),
    # There is one already.
    form(
        "governance:committee-establish",
        "commissioner",
        may="secretary",
        rest=403,
        post=422,
    ),
    _served(
        "committee-settings",
        "committee",
        data={
            "name": "Committee",
            "quorum_members": "5",
            "paper_days": "7",
            "letter_working_days": "5",
            "appeal_to": "Write.",
        },
    ),
    _served("committee-seat", "committee", data=_seat),
    _served("committee-end-seat", "seat", data=_split("last_day")),
    _served(
        "meeting-schedule",
        "committee",
        data={
            "occurrence": "4",
            "weekday": "3",
            "months": "1",
            "at": "13:00",
            "starting_day": "1",
            "starting_month": "9",
            "starting_year": "2007",
        },
    ),
    page(
        "governance:meeting",
        "arranged meeting",
        may=FOLLOWERS,
        nowhere=f"{OBSERVERS} {FAR}",
        rest=403,
    ),
    _read("meeting", "published meeting"),
    _read("meeting", "sitting meeting"),
    _served("meeting-draft-agenda", "arranged meeting"),
    _served("meeting-draft-agenda", "published meeting", post=422),
    _served("meeting-add-matters", "drafted meeting", data=_pk("waiting note", "matters")),
    _served("meeting-move-item", "second item"),
    _served("meeting-publish-papers", "drafted meeting"),
    # Another meeting is in session.
    _served("meeting-open", "published meeting", data=_opening, post=422),
    # An item is being heard.
    _served("meeting-close", "sitting meeting", post=422),
    _served(
        "meeting-move",
        "published meeting",
        data={**_split("day"), "at": "14:00", "place": "Hall", "reason": "Snow"},
    ),
    # It has begun.
    _served(
        "meeting-move",
        "sitting meeting",
        data={**_split("day"), "at": "14:00", "place": "Hall", "reason": "Snow"},
        post=422,
    ),
    _served("meeting-cancel", "published meeting", data={"reason": "Snow"}),
    _served("meeting-attend", "sitting meeting", data=_attend),
    _served("meeting-arrive", "person outside"),
    _served("meeting-leave", "person in the room"),
    form(
        "governance:meeting-send-apologies",
        "member of an arranged meeting",
        may="secretary member",
        why="officer auditor",
        nowhere=f"{OBSERVERS} {FAR}",
        rest=403,
    ),
    _read_whole("meeting-pack", "published meeting"),
    _read_whole("meeting-pack-draft", "published meeting"),
    _read("meeting-public-pack", "published meeting"),
    *(
        _read_whole(name, "approved meeting")
        for name in ("minutes", "minutes-pdf", "minutes-public")
    ),
    _served("minutes-draft", "minuted meeting", data={"whole": "All went well."}),
    _served("minutes-approve", "minuted meeting"),
    _served("minutes-publish", "approved meeting"),
    _served("action-point-add", "sitting meeting", data=_ask),
    page("governance:action-points", may="everyone"),
    form(
        "governance:action-point-finish",
        "action point",
        may="officer secretary",
        why="member auditor",
        data={"note": "Brought"},
        personal=True,  # it is the owner's own, whatever roles the owner holds
    ),
]
