"""Sheets on paper for tests: their scans, and sheets brought to a state by the actions."""

import io
from datetime import date

from PIL import Image

from accounts.models import User
from les_schemes import returned_sheets
from les_schemes.actions.returned_sheets import Entries, upload, verify
from les_schemes.models import ReturnedSheet, SchemeVersion
from les_schemes.returned_sheets import lines
from localities.models import Practice
from tests import factories
from tests.cast import Cast

RECEIVED = date(2007, 4, 16)


def scan(words: str = "signed") -> bytes:
    """A PDF as small as a scan can be; other words make another file."""
    return b"%PDF-1.7\n%" + words.encode() + b"\nstartxref\n9\n%%EOF\n"


def photograph(colour: str = "white") -> bytes:
    """A PNG picture of a sheet."""
    held = io.BytesIO()
    Image.new("RGB", (40, 56), colour).save(held, "PNG")
    return held.getvalue()


def entries(cast: Cast, practice: Practice | None = None, **changed: object) -> Entries:
    """A complete sheet of Riverside, or of another practice: all who must have signed."""
    practice = practice or cast.riverside
    posts = returned_sheets.posts_on(practice, RECEIVED)
    return Entries(
        **{
            "channel": "post",
            "received_on": RECEIVED,
            "locality": cast.daccom,
            "contact_number": "01442 255 123",
            "signed_posts": [post.pk for post in posts if post.must_sign],
            "practice_person": cast.manager_of(practice).person,
            "practice_capacity": "practice_manager",
            **changed,
        }
    )


def uploaded(
    cast: Cast,
    practice: Practice | None = None,
    *,
    by: User | None = None,
    words: str = "signed",
    version: SchemeVersion | None = None,
    **changed: object,
) -> ReturnedSheet:
    """A sheet that waits to be verified."""
    practice = practice or cast.riverside
    return upload(
        version=version or factories.open_version(cast),
        practice=practice,
        entries=entries(cast, practice, **changed),
        scan=scan(words),
        file_name="sheet.pdf",
        by=by or cast.officer,
    )


def verified(cast: Cast, practice: Practice | None = None, **changed: object) -> ReturnedSheet:
    """A sheet that the second officer has found to agree with its scan."""
    return agreed(uploaded(cast, practice, **changed), by=cast.second_officer)


def agreed(sheet: ReturnedSheet, *, by: User) -> ReturnedSheet:
    """The sheet verified, with every line ticked."""
    keys = [line.key for line in lines(sheet)]
    return verify(sheet=sheet, agreed=keys, by=by)
