"""Who has signed up to a scheme by when: practices, and the patients on their lists (REP-01)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from les_schemes.models import NamedGP, SchemeVersion, SignUp, SignUpTransfer
from les_schemes.offered import is_practice, others_offered, practices_offered
from les_schemes.statuses import IN_FORCE, LIVE
from localities import list_sizes
from localities.models import LocalityMembership
from pbc import clock
from pbc.actor import Actor
from pbc.charts import Bar, BarChart
from pbc.roles import Role

STANDINGS = {
    "accepted": "Accepted",
    "withdrawing": "Withdrawing",
    "transferred": "Held after a merger",
    "submitted": "Waits for review",
    "queried": "Queried",
    "signing": "Being signed",
    "draft": "Being prepared",
    "none": "Not begun",
}


@dataclass(frozen=True)
class PracticeUptake:
    """One practice or other provider the scheme is offered to, and where its sign-up stands."""

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


def of(version: SchemeVersion, actor: Actor) -> list[PracticeUptake]:
    """Every practice of the actor's own commissioners, and every other provider it is offered to,
    in a fixed number of queries."""
    own = actor.organisations(Role.COMMISSIONER, Role.AUDITOR)
    practices = [*practices_offered(version, own), *others_offered(version, own)]
    ids = [practice.pk for practice in practices]
    sign_ups = _sign_ups(version, ids)
    behind = [one.provider_id for held in sign_ups.values() for one in held]
    lists = list_sizes.for_financial_year(
        {*ids, *behind}, version.financial_year, clock.known_until()
    )
    localities = {
        membership.practice_id: membership.locality.name
        for membership in LocalityMembership.objects.on(clock.today())
        .filter(practice__in=ids)
        .select_related("locality")
    }
    rows = []
    for practice in practices:
        held = sign_ups.get(practice.pk, [])
        sign_up = held[0] if held else None
        counted = {one.provider_id for one in held} or {practice.pk}
        patients = [lists[pk].registered for pk in counted if pk in lists]
        rows.append(
            PracticeUptake(
                name=practice.name,
                code=practice.code,
                locality=localities.get(practice.pk, ""),
                patients=sum(patients) if patients else None,
                standing=sign_up.status if sign_up else "none",
                signatures=_signatures(sign_up) if is_practice(practice) else "",
                received_at=sign_up.received_at if sign_up else None,
                url=sign_up.get_absolute_url() if sign_up else None,
            )
        )
    return rows


def _sign_ups(version: SchemeVersion, practices: list[int]) -> dict[int, list[SignUp]]:
    """By the practice that holds them: its own first, then those of practices merged into it.

    Of a merged practice only what was signed counts, each with its own list (EXC-08).
    """
    found: dict[int, list[SignUp]] = {}
    own = SignUp.objects.filter(version=version, provider__in=practices, status__in=LIVE)
    for sign_up in own.with_progress():
        found.setdefault(sign_up.provider_id, []).append(sign_up)
    passed_on = SignUpTransfer.objects.filter(
        sign_up__version=version, successor__in=practices, sign_up__status="transferred"
    )
    by_sign_up = dict(passed_on.order_by("on", "pk").values_list("sign_up", "successor"))
    for sign_up in SignUp.objects.filter(pk__in=by_sign_up).with_progress().order_by("accepted_at"):
        found.setdefault(by_sign_up[sign_up.pk], []).append(sign_up)
    return found


def _signatures(sign_up: Any) -> str:
    """``4 of 5``, of a sign-up counted ``with_progress``."""
    return f"{sign_up.signed_gps} of {sign_up.required_gps}" if sign_up else ""


def unsigned_gps(version: SchemeVersion, actor: Actor) -> QuerySet[NamedGP]:
    """The GPs of the actor's commissioners who were asked to sign and have not (REP-02)."""
    return (
        NamedGP.objects.with_presence(clock.today())
        .filter(
            sign_up__version=version,
            sign_up__commissioner__in=actor.organisations(Role.COMMISSIONER, Role.AUDITOR),
            sign_up__status__in={*LIVE, *IN_FORCE},
            required=True,
            asked_at__isnull=False,
            signature__isnull=True,
        )
        .present()
        .select_related(
            "post__person",
            "post__practice",
            "sign_up__provider",
            "sign_up__locality",
            "sign_up__version__scheme",
            "sign_up__commissioner",
        )
    )


def chart_of_practices(version: SchemeVersion, practices: list[PracticeUptake]) -> BarChart:
    """Practices, or all providers, by where their sign-up stands, each of all."""
    counts = Counter(row.standing for row in practices)
    return BarChart(
        title="Practices" if version.is_for_practices_only else "Providers",
        caption="By where the sign-up stands",
        label_heading="Sign-up",
        value_heading="Practices" if version.is_for_practices_only else "Providers",
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
    return _over_time(
        version,
        [(_received_on(row), 1) for row in practices],
        title="Sheets received by the deadline",
        value_heading="Sheets received",
    )


def chart_of_patients_over_time(
    version: SchemeVersion, practices: list[PracticeUptake]
) -> BarChart:
    """The same weighted by list: patients of the practices whose sheet had come back."""
    return _over_time(
        version,
        [(_received_on(row), row.patients or 0) for row in practices],
        title="Patients of practices whose sheet is received",
        value_heading="Patients",
    )


def _over_time(
    version: SchemeVersion,
    weights: list[tuple[date | None, int]],
    *,
    title: str,
    value_heading: str,
) -> BarChart:
    whole = sum(weight for _, weight in weights)
    return BarChart(
        title=title,
        caption=f"At the end of each week; the deadline is {version.last_day:%-d %B %Y}",
        label_heading="By",
        value_heading=value_heading,
        bars=[
            Bar(
                f"{day:%-d %B}",
                sum(weight for received, weight in weights if received and received <= day),
                of=whole,
                note="deadline" if day == version.last_day else "",
            )
            for day in _weeks(version)
        ],
    )


def _received_on(row: PracticeUptake) -> date | None:
    return row.received_at.astimezone(clock.LONDON).date() if row.received_at else None


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
