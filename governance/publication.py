"""What has changed on the agenda of a meeting since its papers were published last.

The published pack is kept as it was; the page says that it is older than the agenda, and a new
version says at its beginning what is different.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from governance import agenda
from governance.models import AgendaItem, Meeting, Publication
from pbc import clock


@dataclass(frozen=True)
class Change:
    """An item that differs from the published papers, and how."""

    title: str
    what: str


def held(meeting: Meeting) -> dict[str, Any]:
    """What the papers of a meeting hold now: when, where, and each item in its order."""
    items = meeting.items.select_related("matter").prefetch_related("matter__papers")
    ordered = sorted(items.order_by("section", "position", "pk"), key=agenda.is_private)
    return {
        "starts_at": meeting.starts_at.isoformat(),
        "place": meeting.place,
        "items": [_item(item) for item in ordered],
    }


def _item(item: AgendaItem) -> dict[str, Any]:
    matter = item.matter
    papers = matter.papers.all() if matter is not None else ()
    return {
        "id": str(item.pk),
        "title": item.title,
        "private": agenda.is_private(item),
        "summary": matter.summary if matter is not None else "",
        "papers": [{"title": paper.title, "private": paper.private} for paper in papers],
    }


def last(meeting: Meeting) -> Publication | None:
    return meeting.publications.select_related("pack", "public_pack").order_by("-number").first()


def changes(meeting: Meeting, *, with_private: bool) -> list[Change]:
    """What differs from the papers published last, for a reader who may read the private part.

    Nothing where none are published, or where what they held was not kept.
    """
    published = last(meeting)
    if published is None or published.held is None:
        return []
    before, after = published.held, held(meeting)
    return compare(before, after) if with_private else compare(_public(before), _public(after))


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The items that differ between what was published and what stands, each once."""
    was = {item["id"]: item for item in before["items"]}
    now = {item["id"]: item for item in after["items"]}
    moved = _in_another_place(
        [one for one in was if one in now], [one for one in now if one in was]
    )
    found = []
    if (before["starts_at"], before["place"]) != (after["starts_at"], after["place"]):
        found.append(Change("The meeting", f"Now on {_when(after)}"))
    for key, item in now.items():
        how = ["Added"] if key not in was else _differences(was[key], item)
        if key in moved:
            how.append("In another place on the agenda")
        if how:
            found.append(Change(item["title"], "; ".join(how)))
    found += [
        Change(item["title"], "Taken off the agenda") for key, item in was.items() if key not in now
    ]
    return found


def _public(held: Mapping[str, Any]) -> dict[str, Any]:
    """What the public part told of it (GOV-10)."""
    return {
        **held,
        "items": [
            {**item, "title": agenda.IN_PRIVATE, "summary": "", "papers": []}
            if item["private"]
            else {**item, "papers": [one for one in item["papers"] if not one["private"]]}
            for item in held["items"]
        ],
    }


def _differences(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    if was["private"] != now["private"]:
        return ["Now heard in private" if now["private"] else "Now heard in public"]
    how = []
    if (was["title"], was["summary"]) != (now["title"], now["summary"]):
        how.append("Reworded")
    added = [paper["title"] for paper in now["papers"][len(was["papers"]) :]]
    if added:
        how.append(f"With a new paper: {', '.join(added)}")
    return how


def _in_another_place(before: Sequence[str], after: Sequence[str]) -> set[str]:
    return {one for one, other in zip(after, before, strict=True) if one != other}


def _when(meeting: Mapping[str, Any]) -> str:
    starts = datetime.fromisoformat(meeting["starts_at"]).astimezone(clock.LONDON)
    place = f", {meeting['place']}" if meeting["place"] else ""
    return f"{starts:%-d %B %Y at %H:%M}{place}"
