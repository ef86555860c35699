"""Two pictures of monthly reports: who reports when (REP-03), and what is challenged (REP-17)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Lower
from django.urls import reverse

from les_schemes.definitions import definition_of
from les_schemes.models import ActivityRow, MonthlyReport, SchemeVersion, SignUp
from les_schemes.reports import months
from les_schemes.reports.months import Slot
from les_schemes.reports.statuses import (
    COUNTED,
    WITH_THE_PRACTICE,
    MonthState,
    ReportStatus,
)
from les_schemes.statuses import IN_FORCE
from pbc.charts import Bar, BarChart, GridChart, GridRow, Square

_WHITE, _DARK = "#ffffff", "#212b32"
_NOTHING = Square("", "#f0f4f5", _DARK, "Not to be reported")
SQUARES: Mapping[str, Square] = {
    ReportStatus.ACCEPTED: Square("A", "#007f3b", _WHITE, "Accepted"),
    ReportStatus.LATE_ACCEPTED: Square("L", "#8ce0b0", _DARK, "Accepted late"),
    ReportStatus.EXCUSED: Square("E", "#330072", _WHITE, "Excused"),
    ReportStatus.WITH_LOCALITY: Square("W", "#005eb8", _WHITE, "With the locality"),
    ReportStatus.WITH_COMMISSIONER: Square("C", "#41b6e6", _DARK, "With the commissioner"),
    ReportStatus.RETURNED: Square("R", "#ed8b00", _DARK, "Returned"),
    ReportStatus.DRAFT: Square("D", "#fff9c4", _DARK, "Being prepared"),
    MonthState.EXPECTED: Square("?", "#ffeb3b", _DARK, "Expected"),
    MonthState.OVERDUE: Square("!", "#d5281b", _WHITE, "Overdue"),
    MonthState.NOT_YET: Square("", "#ffffff", _DARK, "Not due yet"),
}


def sign_ups_that_report(version: SchemeVersion, visible: "QuerySet[SignUp]") -> "QuerySet[SignUp]":
    """The accepted sign-ups of a version, each with the status of every month and their sums.

    Annotates ``m04`` … ``m03`` and ``counted``, ``late``: in one query, whatever the page shows.
    """
    live = MonthlyReport.objects.live().filter(version=version, provider=OuterRef("provider"))
    statuses = {
        key_of(month): Subquery(live.filter(month=month).values("status")[:1])
        for month in months.of_year(version.financial_year)
    }
    counts = {
        name: Subquery(
            live.filter(status__in=of)
            .order_by()
            .values("provider")
            .annotate(number=Count("pk"))
            .values("number")
        )
        for name, of in (("counted", COUNTED), ("late", [ReportStatus.LATE_ACCEPTED]))
    }
    return visible.filter(version=version, status__in=IN_FORCE).annotate(**statuses, **counts)


def key_of(month: date) -> str:
    return f"m{month:%m}"


class Year:
    """The year of a scheme version, and where each of its months stands of the sign-ups that
    :func:`sign_ups_that_report` gives."""

    def __init__(self, version: SchemeVersion) -> None:
        self.version = version
        self.definition = definition_of(version)
        self.months = months.of_year(version.financial_year)

    def states(self, sign_up: Any) -> dict[date, ReportStatus | MonthState]:
        """The state of every month that is to be reported, or is held; worked out once."""
        if not hasattr(sign_up, "month_states"):
            expected = months.expected_of(sign_up, self.definition)
            sign_up.month_states = {
                month: ReportStatus(held) if held else Slot(sign_up, month).state
                for month in self.months
                if (held := getattr(sign_up, key_of(month))) or month in expected
            }
        found: dict[date, ReportStatus | MonthState] = sign_up.month_states
        return found

    def owed(self, sign_up: Any) -> list[date]:
        """The months that the practice still owes after their day, begun or not."""
        return [
            month
            for month, state in self.states(sign_up).items()
            if state == MonthState.OVERDUE
            or (state in WITH_THE_PRACTICE and Slot(sign_up, month).state == MonthState.OVERDUE)
        ]

    def in_words(self, sign_up: Any, wanted: Collection[str]) -> str:
        """The months in one of these states, each with its state: ``May, Jun (excused)``."""
        return ", ".join(
            f"{month:%b}"
            if state == ReportStatus.ACCEPTED
            else f"{month:%b} ({SQUARES[state].words.lower()})"
            for month, state in self.states(sign_up).items()
            if state in wanted
        )

    def owed_in_words(self, sign_up: Any) -> str:
        return ", ".join(f"{month:%b}" for month in self.owed(sign_up))


def grid(year: Year, sign_ups: Iterable[Any]) -> GridChart:
    """Practice by month (REP-03)."""
    rows = []
    for sign_up in sign_ups:
        states = year.states(sign_up)
        owed = len(year.owed(sign_up))
        rows.append(
            GridRow(
                label=sign_up.provider.name,
                href=address_of(sign_up),
                squares=[
                    SQUARES[states[month]] if month in states else _NOTHING for month in year.months
                ],
                words=f"{sign_up.counted or 0} of {len(states)} count"
                + (f", {owed} overdue" if owed else ""),
            )
        )
    return GridChart(
        title="Reports by practice and month",
        caption=f"Months of {year.version.financial_year}, as they stand today",
        columns=[f"{month:%b}"[:1] for month in year.months],
        rows=rows,
        label_heading="Practice",
        words_heading="Months that count, and overdue",
        kinds=[*SQUARES.values(), _NOTHING],
    )


def address_of(sign_up: SignUp) -> str:
    return reverse("les_schemes:report-practice", args=[sign_up.version_id, sign_up.provider.code])


def challenged(version: SchemeVersion, visible: "QuerySet[SignUp]", *, accepted_only: bool) -> Any:
    """What the practices reported and challenged, by provider of the activity (REP-17).

    Of each report the revision that stands. Names that differ in their capitals are one.
    """
    statuses = [ReportStatus.ACCEPTED, ReportStatus.LATE_ACCEPTED]
    if not accepted_only:
        statuses += [ReportStatus.WITH_LOCALITY, ReportStatus.WITH_COMMISSIONER]
    reports = MonthlyReport.objects.filter(version=version, status__in=statuses).of(visible)
    standing = ActivityRow.objects.filter(
        revision__report__in=reports,
        revision__submitted_at__isnull=False,
        revision__returned_at__isnull=True,
    )
    sums = {
        name: Sum(name)
        for name in ("reported_count", "reported_pence", "challenged_count", "challenged_pence")
    }
    return (
        standing.annotate(key=Lower("provider"))
        .order_by()
        .values("key")
        .annotate(
            name=Max("provider"),
            practices=Count(
                "revision__report__provider", filter=Q(challenged_count__gt=0), distinct=True
            ),
            **{f"all_{name}": total for name, total in sums.items()},
        )
    )


def bars(rows: Iterable[Mapping[str, Any]]) -> BarChart:
    """The providers with the largest amounts challenged, each of what was reported."""
    most = sorted(rows, key=lambda row: -row["all_challenged_pence"])[:15]
    return BarChart(
        title="Value challenged, by provider",
        caption="Of the value reported; the fifteen largest",
        label_heading="Provider",
        value_heading="Challenged of reported",
        kind="money",
        bars=[
            Bar(row["name"], row["all_challenged_pence"], of=row["all_reported_pence"])
            for row in most
            if row["all_challenged_pence"]
        ],
    )
