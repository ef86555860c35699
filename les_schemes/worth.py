"""What a sign-up is worth to its practice, worked out by the rules from the list held."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from les_schemes.definitions import definition_of
from les_schemes.models import SchemeVersion, SignUp
from les_schemes.rules import Facts, SchemeDefinition, calculate
from les_schemes.rules.facts import (
    LocalityFacts,
    Membership,
    ProviderFacts,
    RegisteredList,
    SignUpFacts,
)
from les_schemes.rules.wording import joined, on_day, patients
from localities import list_sizes
from localities.models import ListSize, Organisation
from pbc import clock
from pbc.financial_year import last_working_day_of_month
from pbc.money import pounds


@dataclass(frozen=True)
class Worth:
    """Whole pence of a year: by patients now, and the information fund if every report arrives.

    ``for_patients`` and ``on_reports`` name the objectives that pay them, like ``objective 1``;
    ``on_reports`` is empty where the scheme has no such fund. ``waiting_pence`` is what would be
    paid by patients besides, had every GP signed.
    """

    list_size: ListSize
    for_patients: str
    on_reports: str
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


def list_held(version: SchemeVersion, practice: Organisation) -> ListSize | None:
    """The list of the practice that counts for the scheme's year, if it is recorded."""
    held = list_sizes.for_financial_year([practice.pk], version.financial_year, clock.known_until())
    return held.get(practice.pk)


def pays_by_patients(version: SchemeVersion) -> bool:
    """Whether a list alone says what a sign-up is worth."""
    return any(definition_of(version).of_kind("per_patient"))


def if_signed_now(version: SchemeVersion, practice: Organisation) -> Worth | None:
    """What a practice would get that returned a sheet signed by all today, and accepted."""
    held = list_held(version, practice)
    if held is None or not pays_by_patients(version):
        return None
    today = clock.today()
    return _worth(version, held, received=today, accepted=today, eligible=1, signed=1)


def of_sign_up(sign_up: SignUp) -> Worth | None:
    """What this sheet is worth as it stands, accepted today if it is not accepted yet."""
    held = list_held(sign_up.version, sign_up.provider)
    if held is None or not pays_by_patients(sign_up.version):
        return None
    today = clock.today()
    received = sign_up.received_at.astimezone(clock.LONDON).date() if sign_up.received_at else today
    accepted = sign_up.accepted_at.astimezone(clock.LONDON).date() if sign_up.accepted_at else today
    counting = sign_up.named_gps.counting(today)
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
    definition = definition_of(version)
    return Worth(
        list_size=held,
        for_patients=_named(definition, "per_patient"),
        on_reports=_named(definition, "information_fund"),
        capitation_pence=capitation,
        information_pence=now.get("information_release", 0),
        waiting_pence=complete.get("capitation", 0) - capitation,
    )


def _named(definition: SchemeDefinition, kind: str) -> str:
    """``objective 1``, ``objectives 1 and 3``; empty where there is none of the kind."""
    numbers = [str(objective.number) for objective in definition.of_kind(kind)]
    if not numbers:
        return ""
    return f"objective{'s' if len(numbers) > 1 else ''} {joined(numbers)}"


def _amounts(version: SchemeVersion, held: ListSize, sign_up: SignUpFacts) -> dict[str, int]:
    year = version.financial_year
    months = tuple(
        date(year.starts_in + (month < 4), month, 1) for month in (*range(4, 13), 1, 2, 3)
    )
    practice = ProviderFacts(
        code="PRACTICE",
        lists=(RegisteredList(held.as_at, held.registered),),
        opened=None if held.as_at == year.first_day else held.as_at,
        memberships=(Membership("LOCALITY", year.first_day),),
        sign_up=sign_up,
        reports=months,
    )
    facts = Facts(
        definition=definition_of(version),
        as_at=year.last_day,
        localities=(LocalityFacts("LOCALITY", year.first_day),),
        providers=(practice,),
    )
    amounts: dict[str, int] = defaultdict(int)
    for line in calculate(facts).lines:
        if line.payee == "PRACTICE":
            amounts[line.component] += line.entitlement_pence
    return amounts


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
        return f"{why_unknown(sign_up)} The next payments are on {on_day(next_pay_date())}."
    held = worth.list_size
    released = (
        f", and up to {pounds(worth.information_pence)} for {worth.on_reports}, released month by "
        "month as reports are received"
        if worth.on_reports
        else ""
    )
    sentences = [
        f"On your list of {patients(held.registered)} on {on_day(held.as_at)} we expect to pay "
        f"{pounds(worth.capitation_pence)} for {worth.for_patients}, with the payments of "
        f"{on_day(next_pay_date())}{released}."
    ]
    if worth.waiting_pence:
        sentences.append(
            f"A further {pounds(worth.waiting_pence)} of {worth.for_patients} waits for the "
            "signatures that are missing."
        )
    return " ".join(sentences)


def why_unknown(sign_up: SignUp) -> str:
    """Why ``of_sign_up`` has no amounts, in a sentence for whom it pays."""
    if not sign_up.is_of_practice or not pays_by_patients(sign_up.version):
        return (
            "What is due is worked out from what is claimed and done, and paid with the payments "
            "of each month."
        )
    first_day = sign_up.version.financial_year.first_day
    return (
        f"The practice’s list of {on_day(first_day)} is not recorded yet, so its worth cannot be "
        "worked out."
    )
