"""Who was asked about a draft, and what they said (R0-002)."""

from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile

from les_schemes.design import drafts
from les_schemes.design.statuses import Body
from les_schemes.models import Consultation, SchemeVersion
from pbc import clock, files
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput

CONSULTATION_FILE = "consultation"
LARGEST = 20 * files.MEGABYTE


@dataclass(frozen=True)
class Asked:
    """One entry of the consultation log; ``file`` is what they sent, if anything."""

    body: Body
    name: str
    on: date
    said: str
    response: str
    file: UploadedFile | None = None


@action
def consult(*, version: SchemeVersion, asked: Asked, by: Actor) -> Consultation:
    """Enter in the log who was asked, what they said and what was answered."""
    held = drafts.locked_from_anywhere(version, by)
    if asked.on > clock.today():
        raise BadInput({"on": "Enter a day that is not in the future"})
    if asked.body == Body.OTHER and not asked.name:
        raise BadInput({"name": "Say who was asked"})
    stored = None
    if asked.file is not None:
        stored = files.store(
            content=asked.file,
            name=asked.file.name or "",
            kind=CONSULTATION_FILE,
            by=by,
            max_size=LARGEST,
            allowed=[files.FileType.PDF],
        )
    entry = Consultation.objects.create(
        version=held,
        body=asked.body,
        name=asked.name,
        on=asked.on,
        said=asked.said,
        response=asked.response,
        file=stored,
        recorded_at=clock.now(),
        recorded_by=by.person_id,
    )
    drafts.took_part(held, by)
    drafts.recorded(
        held,
        by,
        "scheme.consulted",
        {
            "body": entry.body,
            "name": entry.name,
            "on": entry.on,
            "said": entry.said,
            "response": entry.response,
            "file_sha256": stored.sha256 if stored else "",
        },
    )
    return entry
