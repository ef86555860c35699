"""Who has signed up to a scheme by when: practices, and the patients on their lists (REP-01)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from les_schemes.models import NamedGP, SchemeVersion, SignUp
from les_schemes.statuses import LIVE
from localities import list_sizes
from localities.models import LocalityMembership, Practice
from pbc import clock
from pbc.actor import Actor
from pbc.charts import Bar, BarChart
from pbc.roles import Role

STANDINGS = {
    "accepted": "Accepted",
    "submitted": "Waits for review",
    "queried": "Queried",
    "signing": "Being signed",
    "draft": "Being prepared",
    "none": "Not begun",
}


@dataclass(frozen=True)
class PracticeUptake:
    """One practice the scheme is offered to, and where its sign-up stands."""

    name: str
    code: str
    locality: str
    patients: int | None
    standing: str
    signatures: str
    received_at: datetime | None
    url: str | None

    @property
    def standing_label(self) -> str:
        return STANDINGS[self.standing]


def practices_offered(
    version: SchemeVersion, commissioners: "frozenset[int] | None" = None
) -> QuerySet[Practice]:
    """The practices open today of the commissioners that lead or share the scheme."""
    offering = {version.commissioner_id, *version.partners.values_list("pk", flat=True)}
    if commissioners is not None:
        offering &= commissioners
    today = clock.today()
    return Practice.objects.commissioned_by(list(offering), today).on(today)


def of(version: SchemeVersion, actor: Actor) -> list[PracticeUptake]:
    """Every practice of the actor's own commissioners, in a fixed number of queries."""
    own = actor.organisations(Role.COMMISSIONER, Role.AUDITOR)
    practices = list(practices_offered(version, own))
    ids = [practice.pk for practice in practices]
    lists = list_sizes.for_financial_year(ids, version.financial_year, clock.known_until())
    sign_ups = {
        sign_up.practice_id: sign_up
        for sign_up in SignUp.objects.filter(
            version=version, practice__in=ids, status__in=LIVE
        ).with_progress()
    }
    localities = {
        membership.practice_id: membership.locality.name
        for membership in LocalityMembership.objects.on(clock.today())
        .filter(practice__in=ids)
        .select_related("locality")
    }
    rows = []
    for practice in practices:
        sign_up = sign_ups.get(practice.pk)
        held = lists.get(practice.pk)
        rows.append(
            PracticeUptake(
                name=practice.name,
                code=practice.code,
                locality=localities.get(practice.pk, ""),
                patients=held.registered if held else None,
                standing=sign_up.status if sign_up else "none",
                signatures=_signatures(sign_up),
                received_at=sign_up.received_at if sign_up else None,
                url=sign_up.get_absolute_url() if sign_up else None,
            )
        )
    return rows


def _signatures(sign_up: Any) -> str:
    """``4 of 5``, of a sign-up counted ``with_progress``."""
    return f"{sign_up.signed_gps} of {sign_up.required_gps}" if sign_up else ""


def unsigned_gps(version: SchemeVersion, actor: Actor) -> QuerySet[NamedGP]:
    """The GPs of the actor's commissioners who were asked to sign and have not (REP-02)."""
    return NamedGP.objects.filter(
        sign_up__version=version,
        sign_up__commissioner__in=actor.organisations(Role.COMMISSIONER, Role.AUDITOR),
        sign_up__status__in=LIVE,
        required=True,
        asked_at__isnull=False,
        signature__isnull=True,
    ).select_related("post__person", "sign_up__practice", "sign_up__locality")


def chart_of_practices(practices: list[PracticeUptake]) -> BarChart:
    """Practices by where their sign-up stands, each of all."""
    counts = Counter(row.standing for row in practices)
    return BarChart(
        title="Practices",
        caption="By where the sign-up stands",
        label_heading="Sign-up",
        value_heading="Practices",
        bars=[
            Bar(label, counts[standing], of=len(practices)) for standing, label in STANDINGS.items()
        ],
    )


def chart_of_patients(practices: list[PracticeUptake]) -> BarChart:
    """The same weighted by list: patients of the practices at each standing."""
    patients: Counter[str] = Counter()
    for row in practices:
        patients[row.standing] += row.patients or 0
    whole = sum(patients.values())
    return BarChart(
        title="Patients",
        caption="On the 1 April lists of those practices",
        label_heading="Sign-up",
        value_heading="Patients",
        bars=[Bar(label, patients[standing], of=whole) for standing, label in STANDINGS.items()],
    )


def chart_over_time(version: SchemeVersion, practices: list[PracticeUptake]) -> BarChart:
    """Sheets received by the end of each week up to the deadline, each of all practices."""
    received = sorted(
        row.received_at.astimezone(clock.LONDON).date() for row in practices if row.received_at
    )
    return BarChart(
        title="Sheets received by the deadline",
        caption=f"At the end of each week; the deadline is {version.last_day:%-d %B %Y}",
        label_heading="By",
        value_heading="Sheets received",
        bars=[
            Bar(
                f"{day:%-d %B}",
                sum(1 for one in received if one <= day),
                of=len(practices),
                note="deadline" if day == version.last_day else "",
            )
            for day in _weeks(version)
        ],
    )


def _weeks(version: SchemeVersion) -> list[date]:
    """The week ends from the opening to today or the deadline, whichever is first, and that day."""
    opened = version.opened_at.astimezone(clock.LONDON).date() if version.opened_at else None
    last = min(clock.today(), version.last_day)
    if opened is None or opened > last:
        return [last]
    days = [
        version.last_day - timedelta(weeks=weeks)
        for weeks in range((version.last_day - opened).days // 7 + 1)
    ]
    shown = sorted(day for day in days if day <= last)
    return shown if shown and shown[-1] == last else [*shown, last]
