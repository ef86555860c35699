"""Who may read the Committee's files and sealed documents."""

from governance import letters, minutes, pack
from governance.models import Letter, MatterPaper, Meeting
from governance.permissions import can_read_private
from governance.querysets import own_organisations
from pbc import files
from pbc.actor import Actor
from pbc.documents import access
from pbc.models import StoredFile


def may_read_pack(actor: Actor, stored: StoredFile) -> bool:
    """The whole pack, each version: whoever may read the private part."""
    meeting = Meeting.objects.visible_to(actor).filter(publications__pack=stored).first()
    return meeting is not None and can_read_private(actor, meeting.committee)


def may_read_public_pack(actor: Actor, stored: StoredFile) -> bool:
    return Meeting.objects.visible_to(actor).filter(publications__public_pack=stored).exists()


def may_read_minutes(actor: Actor, meeting_id: str) -> bool:
    meeting = Meeting.objects.visible_to(actor).filter(pk=meeting_id).first()
    return meeting is not None and can_read_private(actor, meeting.committee)


def may_read_public_minutes(actor: Actor, meeting_id: str) -> bool:
    return Meeting.objects.visible_to(actor).filter(pk=meeting_id).exists()


def may_read_paper(actor: Actor, stored: StoredFile) -> bool:
    """A paper of a matter: who reads the private part; of the public ones, once it was published
    with the papers of a meeting, whoever follows the Committee."""
    papers = MatterPaper.objects.filter(file=stored).select_related("matter__committee")
    for paper in papers:
        if can_read_private(actor, paper.matter.committee):
            return True
        published = Meeting.objects.visible_to(actor).filter(
            published_at__gte=paper.added_at, items__matter=paper.matter, items__private=False
        )
        if not (paper.private or paper.matter.private) and published.exists():
            return True
    return False


def may_read_letter(actor: Actor, letter_id: str) -> bool:
    """The Committee's own people, and those who speak for the organisation it went to."""
    letter = Letter.objects.select_related("decision__matter__committee").filter(pk=letter_id)
    return any(
        can_read_private(actor, one.decision.matter.committee)
        or one.organisation_id in own_organisations(actor)
        for one in letter
    )


files.register_kind(pack.KIND, visible=may_read_pack)
files.register_kind(pack.PUBLIC_KIND, visible=may_read_public_pack)
files.register_kind(pack.PAPER_KIND, visible=may_read_paper)
access.register_subject("governance.meeting", visible=may_read_minutes)
access.register_subject(
    "governance.meeting", kind=minutes.PUBLIC_KIND, visible=may_read_public_minutes
)
access.register_subject(letters.SUBJECT, visible=may_read_letter)
