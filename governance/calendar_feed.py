"""The Committee's meetings and paper deadlines as a calendar that programs subscribe to (RFC 5545).

It tells days, times and places, and nothing of what is discussed.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer

from governance.models import Committee, Meeting
from governance.statuses import MeetingStatus
from pbc import clock

CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75  # octets, without the line break (RFC 5545, 3.1)
# A meeting has no end of its own; a calendar keeps this long free.
KEPT_FREE = "PT2H"

# The rules of British time since 1996; before, only the autumn change fell on another day.
_TIMEZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
END:DAYLIGHT
END:VTIMEZONE"""

_signer = Signer(salt="governance.calendar_feed")


def key_of(committee: Committee) -> str:
    """The part of the feed's address that nobody can guess: calendar programs cannot sign in."""
    return _signer.sign(committee.commissioner.code)


def committee_of(key: str) -> Committee | None:
    """The Committee an address is of; None for one that we did not give out."""
    try:
        code = _signer.unsign(key)
    except BadSignature:
        return None
    return Committee.objects.select_related("commissioner").filter(commissioner__code=code).first()


def feed(committee: Committee) -> bytes:
    """The whole calendar, cancelled meetings marked as such so that programs take them out."""
    name = f"{committee.name}, {committee.commissioner}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Practice Based Commissioning//Committee//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        *_TIMEZONE.splitlines(),
    ]
    for meeting in committee.meetings.prefetch_related("moves").order_by("starts_at"):
        lines += _meeting(meeting, name)
        if meeting.status != MeetingStatus.CANCELLED:
            lines += _papers(meeting, name)
    lines.append("END:VCALENDAR")
    return "".join(folded(lines)).encode()


def _meeting(meeting: Meeting, name: str) -> Iterator[str]:
    local = meeting.starts_at.astimezone(clock.LONDON)
    cancelled = meeting.status == MeetingStatus.CANCELLED
    address = f"{settings.PBC_SITE_URL.rstrip('/')}{meeting.get_absolute_url()}"
    due = f"{meeting.papers_due:%-d %B %Y}"
    yield "BEGIN:VEVENT"
    yield f"UID:{meeting.pk}@pbc-committee"
    yield f"DTSTAMP:{_utc(_changed_at(meeting))}"
    yield f"SEQUENCE:{_changes(meeting)}"
    yield f"DTSTART;TZID=Europe/London:{local:%Y%m%dT%H%M%S}"
    yield f"DURATION:{KEPT_FREE}"
    yield f"SUMMARY:{_text(name)}"
    if meeting.place:
        yield f"LOCATION:{_text(meeting.place)}"
    words = meeting.cancel_reason if cancelled else f"Papers are due by {due}."
    yield f"DESCRIPTION:{_text(words)}"
    yield f"URL:{address}"
    yield f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _papers(meeting: Meeting, name: str) -> Iterator[str]:
    day = meeting.papers_due
    yield "BEGIN:VEVENT"
    yield f"UID:papers-{meeting.pk}@pbc-committee"
    yield f"DTSTAMP:{_utc(_changed_at(meeting))}"
    yield f"SEQUENCE:{_changes(meeting)}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(f'Papers due: {name}')}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _changed_at(meeting: Meeting) -> datetime:
    """When the calendar last had something new to tell of a meeting."""
    moments = [
        meeting.cancelled_at,
        meeting.published_at,
        *(move.at for move in meeting.moves.all()),
    ]
    return max((moment for moment in moments if moment is not None), default=meeting.starts_at)


def _changes(meeting: Meeting) -> int:
    """How often it was moved or cancelled: programs take the higher number (RFC 5545, 3.8.7.4)."""
    return len(meeting.moves.all()) + (meeting.status == MeetingStatus.CANCELLED)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """A TEXT value with what means something escaped (3.3.11)."""
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(lines: Iterable[str]) -> Iterator[str]:
    """Each line with its break, in pieces of at most 75 octets that never cut a character."""
    for line in lines:
        room, piece = LONGEST_LINE, ""
        for character in line:
            size = len(character.encode())
            if size > room:
                yield f"{piece}\r\n"
                piece, room = " ", LONGEST_LINE - 1
            piece += character
            room -= size
        yield f"{piece}\r\n"
