"""How far a sheet has come: who has signed, whom it waits on and since when."""

from dataclasses import dataclass
from datetime import date, datetime

from les_schemes.models import NamedGP, Signature, SignUp
from les_schemes.sheet import counts, named_gps, unsigned
from les_schemes.statuses import IN_FORCE, SignUpStatus
from les_schemes.workflow import SIGN_UP
from pbc import clock

# Asked for signatures and still alive: GPs may be missing.
WITH_UNSIGNED = (
    SignUpStatus.SIGNING,
    SignUpStatus.SUBMITTED,
    SignUpStatus.QUERIED,
    *IN_FORCE,
)


@dataclass(frozen=True)
class Progress:
    """The signatures of a sheet. ``required`` are those that count (AMB-04 to AMB-06)."""

    named: list[NamedGP]
    for_practice: Signature | None

    @property
    def required(self) -> list[NamedGP]:
        return [gp for gp in self.named if counts(gp)]

    @property
    def not_required(self) -> list[NamedGP]:
        return [gp for gp in self.named if not gp.required]

    @property
    def joined_later(self) -> list[NamedGP]:
        return [gp for gp in self.named if gp.joined_later and gp.required]

    @property
    def unsigned(self) -> list[NamedGP]:
        return unsigned(self.named)

    @property
    def declined(self) -> list[NamedGP]:
        return [gp for gp in self.unsigned if gp.declined_at]

    @property
    def waiting(self) -> list[NamedGP]:
        """Who was asked, counts, and has neither signed nor declined."""
        return [gp for gp in self.unsigned if gp.asked_at and not gp.declined_at]

    @property
    def waiting_since(self) -> date | None:
        asked = [gp.asked_at for gp in self.waiting if gp.asked_at]
        return min(asked).astimezone(clock.LONDON).date() if asked else None

    @property
    def waiting_names(self) -> str:
        return listed([str(gp.post.person) for gp in self.waiting])

    @property
    def signed_count(self) -> int:
        return len(self.required) - len(self.unsigned)

    @property
    def in_short(self) -> str:
        """``4 of 5 signed``."""
        return f"{self.signed_count} of {len(self.required)} signed"

    @property
    def all_signed(self) -> bool:
        return not self.unsigned


def of(sign_up: SignUp) -> Progress:
    return Progress(
        named=named_gps(sign_up),
        for_practice=sign_up.signatures.filter(named_gp__isnull=True)
        .select_related("person", "drawing")
        .first(),
    )


def listed(names: list[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def waits_on(sign_up: SignUp, progress: Progress) -> tuple[str, date] | None:
    """Who has the sheet now, and since when; None once it is settled."""
    if sign_up.status == SignUpStatus.SUBMITTED and sign_up.submitted_at:
        return sign_up.commissioner.name, _day(sign_up.submitted_at)
    if sign_up.status == SignUpStatus.QUERIED:
        query = sign_up.queries.get(answered_at__isnull=True)
        return sign_up.provider.name, _day(query.raised_at)
    if sign_up.status == SignUpStatus.DRAFT:
        return sign_up.provider.name, _day(sign_up.created_at)
    if progress.waiting_since and SIGN_UP.allows(sign_up.status, "remind"):
        return progress.waiting_names, progress.waiting_since
    if sign_up.status == SignUpStatus.SIGNING and sign_up.signatures_requested_at:
        return sign_up.provider.name, _day(sign_up.signatures_requested_at)
    return None


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.LONDON).date()
