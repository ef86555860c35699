"""What a sign-up is worth to its practice, worked out by the rules from the list held."""

from dataclasses import dataclass
from datetime import date

from les_schemes.models import SchemeVersion, SignUp
from les_schemes.rules import SCHEMES, LesFacts, calculate, parse_readings, parse_terms
from les_schemes.rules.facts import LocalityFacts, PracticeFacts, SignUpFacts
from les_schemes.rules.pbc_les_2007_08.scheme import CODE as PBC_LES
from les_schemes.rules.wording import on_day, patients
from localities import list_sizes
from localities.models import ListSize, Practice
from pbc import clock
from pbc.financial_year import last_working_day_of_month
from pbc.money import pounds


@dataclass(frozen=True)
class Worth:
    """Whole pence of a year: objective 1 now, and objective 2 if every report arrives.

    ``waiting_pence`` is what objective 1 would pay besides, had every GP signed.
    """

    list_size: ListSize
    capitation_pence: int
    information_pence: int
    waiting_pence: int = 0

    @property
    def total_pence(self) -> int:
        return self.capitation_pence + self.information_pence

    @property
    def in_short(self) -> str:
        """``£8,205.00 + £4,102.50``."""
        return f"{pounds(self.capitation_pence)} + {pounds(self.information_pence)}"


def list_held(version: SchemeVersion, practice: Practice) -> ListSize | None:
    """The list of the practice that counts for the scheme's year, if it is recorded."""
    held = list_sizes.for_financial_year([practice.pk], version.financial_year, clock.known_until())
    return held.get(practice.pk)


def if_signed_now(version: SchemeVersion, practice: Practice) -> Worth | None:
    """What a practice would get that returned a sheet signed by all today, and accepted."""
    held = list_held(version, practice)
    if held is None or version.rules != PBC_LES:
        return None
    today = clock.today()
    return _worth(version, held, received=today, accepted=today, eligible=1, signed=1)


def of_sign_up(sign_up: SignUp) -> Worth | None:
    """What this sheet is worth as it stands, accepted today if it is not accepted yet."""
    held = list_held(sign_up.version, sign_up.practice)
    if held is None or sign_up.version.rules != PBC_LES:
        return None
    today = clock.today()
    received = sign_up.received_at.astimezone(clock.LONDON).date() if sign_up.received_at else today
    accepted = sign_up.accepted_at.astimezone(clock.LONDON).date() if sign_up.accepted_at else today
    counting = sign_up.named_gps.filter(required=True, joined_later=False)
    return _worth(
        sign_up.version,
        held,
        received=received,
        accepted=max(received, accepted),
        eligible=counting.count(),
        signed=counting.filter(signature__isnull=False).count(),
    )


def _worth(
    version: SchemeVersion,
    held: ListSize,
    *,
    received: date,
    accepted: date,
    eligible: int,
    signed: int,
) -> Worth:
    def amounts(signatures: int) -> dict[str, int]:
        return _amounts(version, held, SignUpFacts(received, accepted, eligible, signatures))

    now, complete = amounts(signed), amounts(eligible)
    capitation = now.get("capitation", 0)
    return Worth(
        list_size=held,
        capitation_pence=capitation,
        information_pence=now.get("information_release", 0),
        waiting_pence=complete.get("capitation", 0) - capitation,
    )


def _amounts(version: SchemeVersion, held: ListSize, sign_up: SignUpFacts) -> dict[str, int]:
    scheme = SCHEMES[version.rules]
    year = version.financial_year
    months = tuple(
        date(year.starts_in + (month < 4), month, 1) for month in (*range(4, 13), 1, 2, 3)
    )
    facts = LesFacts(
        as_at=year.last_day,
        localities=(LocalityFacts("LOCALITY", year.first_day),),
        practices=(
            PracticeFacts("PRACTICE", held.registered, "LOCALITY", sign_up, reports=months),
        ),
        terms=parse_terms(scheme, version.terms),
        readings=parse_readings(scheme, version.readings),
    )
    return {
        line.component: line.entitlement_pence
        for line in calculate(facts).lines
        if line.payee == "PRACTICE"
    }


def next_pay_date() -> date:
    """The last working day of this month, or of the next once that is past (AMB-100)."""
    today = clock.today()
    this_month = last_working_day_of_month(today)
    if today <= this_month:
        return this_month
    return last_working_day_of_month(date(today.year + today.month // 12, today.month % 12 + 1, 1))


def in_words(sign_up: SignUp) -> str:
    """What an accepted sign-up is expected to pay, and when (NOT-05)."""
    worth = of_sign_up(sign_up)
    if worth is None:
        year = sign_up.version.financial_year
        return (
            f"The practice's list on {on_day(year.first_day)} is not recorded yet; payment is "
            "worked out once it is."
        )
    held = worth.list_size
    sentences = [
        f"On your list of {patients(held.registered)} on {on_day(held.as_at)} we expect to pay "
        f"{pounds(worth.capitation_pence)} for objective 1, with the payments of "
        f"{on_day(next_pay_date())}, and up to {pounds(worth.information_pence)} for objective 2, "
        "released month by month as reports are received."
    ]
    if worth.waiting_pence:
        sentences.append(
            f"A further {pounds(worth.waiting_pence)} of objective 1 waits for the signatures "
            "that are missing."
        )
    return " ".join(sentences)
