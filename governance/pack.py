"""The pack of a meeting: agenda and papers in one document, whole or with the private redacted.

The same body template makes the PDF (bookmarked by its headings, numbered, tagged) and the page.
"""

from dataclasses import dataclass
from typing import Any

from accounts.models import Interest
from governance import agenda, kinds, publication
from governance.models import Matter, MatterPaper, Meeting
from governance.seats import rule_of
from governance.statuses import Capacity
from localities.models import Organisation
from pbc import clock, documents, files
from pbc.actor import Actor
from pbc.models import AuditChain, StoredFile

KIND = "committee pack"
PUBLIC_KIND = "committee pack, public"
PAPER_KIND = "committee paper"
TEMPLATE = "governance/meeting/pack_body.html"


@dataclass(frozen=True)
class Paper:
    """What the pack holds on one item."""

    entry: agenda.Entry
    kind: str = ""
    matter: Matter | None = None
    facts: tuple[kinds.Fact, ...] = ()
    concerned: tuple[Organisation, ...] = ()
    attachments: tuple[MatterPaper, ...] = ()

    @property
    def summary(self) -> str:
        """What the matter says of itself, unless a line of its paper says it already."""
        said = self.matter.summary if self.matter else ""
        return "" if any(fact.text == said for fact in self.facts) else said


def papers(meeting: Meeting, *, public: bool) -> tuple[list[Paper], list[Paper]]:
    """The papers of the public and of the private part."""
    read = agenda.of(meeting, with_private=not public)
    return (
        [_paper(entry, public=public) for entry in read.public],
        [_paper(entry, public=public) for entry in read.private],
    )


def _paper(entry: agenda.Entry, *, public: bool) -> Paper:
    matter = entry.item.matter
    if matter is None or entry.redacted:
        return Paper(entry)
    kind = kinds.kind_of(matter)
    attached = matter.papers.select_related("file")
    return Paper(
        entry,
        kind=kind.label,
        matter=matter,
        facts=tuple(kind.paper(matter)),
        concerned=tuple(matter.concerned.all()),
        attachments=tuple(paper for paper in attached if not (public and paper.private)),
    )


def title_of(meeting: Meeting, *, public: bool, number: int = 1) -> str:
    day = f"{meeting.starts_at.astimezone(clock.LONDON):%-d %B %Y}"
    parts = [f"Papers for {day}"]
    if public:
        parts.append("public part")
    if number > 1:
        parts.append(f"version {number}")
    return ", ".join(parts)


def document_context(meeting: Meeting, *, public: bool) -> dict[str, Any]:
    """What the body template shows, on screen and in the PDF; against the last version, if any."""
    open_part, closed_part = papers(meeting, public=public)
    committee = meeting.committee
    chain = AuditChain.objects.filter(name=committee.audit_chain).first()
    return {
        "subtitle": f"{committee.name} of {committee.commissioner}",
        "meeting": meeting,
        "is_public": public,
        "rule": rule_of(committee),
        "public_part": open_part,
        "private_part": closed_part,
        "papers": open_part + closed_part,
        "has_attachments": any(paper.attachments for paper in open_part + closed_part),
        "apologies": [
            one.person.name
            for one in meeting.attendances.filter(apologies=True).select_related("person")
        ],
        "members": _members(meeting, with_descriptions=not public),
        "previous": agenda.previous(meeting),
        "following": agenda.following(meeting),
        "minutes_to_approve": list(agenda.minutes_to_approve(meeting)),
        "points": agenda.open_points(meeting, with_private=not public),
        "to_ratify": [
            decision
            for decision in agenda.to_ratify(meeting)
            if not (public and decision.matter.private)
        ],
        "before": publication.last(meeting),
        "changes": publication.changes(meeting, with_private=not public),
        "chain": chain,
        "made_at": clock.now(),
    }


def _members(meeting: Meeting, *, with_descriptions: bool) -> list[dict[str, Any]]:
    """Who sits, in what capacities, and which interests they have registered on that day.

    The public reads in what an interest is held, not what was said of it: that may be personal.
    """
    capacities: dict[Any, list[str]] = {}
    names: dict[Any, str] = {}
    for membership in agenda.members(meeting):
        names[membership.person_id] = membership.person.name
        capacities.setdefault(membership.person_id, []).append(Capacity(membership.capacity).label)
    day = meeting.starts_at.astimezone(clock.LONDON).date()
    interests: dict[Any, list[str]] = {}
    for interest in (
        Interest.objects.on(day).filter(person_id__in=names).select_related("organisation")
    ):
        interests.setdefault(interest.person_id, []).append(
            f"{interest.get_kind_display()} interest in {interest.organisation}"
            f"{f': {interest.description}' if with_descriptions else ''}"
        )
    return [
        {
            "name": name,
            "capacities": ", ".join(capacities[person_id]),
            "interests": interests.get(person_id, []),
        }
        for person_id, name in names.items()
    ]


def keep(meeting: Meeting, *, public: bool, number: int, by: Actor) -> StoredFile:
    """Make the PDF and keep it; raises DocumentsUnavailable where PDF files cannot be made."""
    title = title_of(meeting, public=public, number=number)
    pdf = documents.render_pdf(
        TEMPLATE,
        document_context(meeting, public=public),
        title=title,
        publisher=str(meeting.committee.commissioner),
    )
    return files.keep_made(
        content=pdf,
        name=f"{title}.pdf",
        kind=PUBLIC_KIND if public else KIND,
        by=by,
        file_type=files.FileType.PDF,
    )
