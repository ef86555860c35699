"""Which months a practice reports, by when, and where each stands: derived, never scheduled.

Readings that are decided (readings.md): AMB-38 due on the last working day of the following month,
AMB-40 late reports count until the year is closed, AMB-46 an excused month counts as reported.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.dates import MONTHS

from les_schemes.definitions import definition_of
from les_schemes.models import MonthlyReport, SchemeVersion, SignUp
from les_schemes.reports.statuses import (
    COUNTED,
    WITH_THE_PRACTICE,
    MonthState,
    ReportStatus,
)
from les_schemes.rules import SchemeDefinition
from pbc import clock
from pbc.financial_year import FinancialYear, last_working_day_of_month


def asks_for_reports(version: SchemeVersion) -> bool:
    """Whether the scheme has an objective that releases money on monthly reports."""
    return _asks(definition_of(version))


def _asks(definition: SchemeDefinition) -> bool:
    return any(definition.of_kind("information_fund"))


def of_year(year: FinancialYear) -> list[date]:
    """The first days of the twelve months of a financial year."""
    return [date(year.starts_in + (month < 4), month, 1) for month in (*range(4, 13), 1, 2, 3)]


def following(month: date) -> date:
    """The first day of the month after that of a day."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def due_on(month: date) -> date:
    """The day on which the report of a month falls due (AMB-38, CAL-04)."""
    return last_working_day_of_month(following(month))


def closes_at(year: FinancialYear) -> datetime:
    """The last moment at which an acceptance still releases a month of the year (AMB-40)."""
    return clock.end_of_day(date(year.starts_in + 1, 4, 30))


def earned_of(sign_up: SignUp, definition: SchemeDefinition | None = None) -> list[date]:
    """The months of the year that an accepted sign-up earns, as the rules count them.

    All twelve of one received in time; of a late one those after its acceptance, by the scheme's
    reading; of a practice opened in the year those after its opening (AMB-70). ``definition``, if
    given, is that of the sign-up's version.
    """
    definition = definition or definition_of(sign_up.version)
    if sign_up.accepted_at is None or not _asks(definition):
        return []
    months = of_year(sign_up.version.financial_year)
    accepted = sign_up.accepted_at.astimezone(clock.LONDON).date()
    late_reading = definition.readings.late_sign_up
    if sign_up.is_late and late_reading == "none":
        return []
    if sign_up.is_late and late_reading != "full":
        months = [month for month in months if month > accepted]
    opened = sign_up.provider.opened
    if opened is not None:
        months = [month for month in months if month >= opened]
    return months


def expected_of(sign_up: SignUp, definition: SchemeDefinition | None = None) -> list[date]:
    """The months a practice is to report: those it earns, none from the month of a withdrawal
    on (AMB-69)."""
    months = earned_of(sign_up, definition)
    left = sign_up.withdrawn_from
    return months if left is None else [month for month in months if following(month) <= left]


@dataclass(frozen=True)
class Slot:
    """One month of a practice, with what is held of it."""

    sign_up: SignUp
    month: date
    report: MonthlyReport | None = None

    @property
    def due_on(self) -> date:
        return self.report.due_on if self.report else due_on(self.month)

    @property
    def is_over(self) -> bool:
        """Whether the month has ended, so that it can be reported."""
        return clock.today() >= following(self.month)

    @property
    def state(self) -> ReportStatus | MonthState:
        if self.report is not None:
            return ReportStatus(self.report.status)
        if not self.is_over:
            return MonthState.NOT_YET
        return MonthState.OVERDUE if self.due_on < clock.today() else MonthState.EXPECTED

    @property
    def waits_on_practice(self) -> bool:
        return self.is_over and (self.report is None or self.report.status in WITH_THE_PRACTICE)

    @property
    def is_overdue(self) -> bool:
        """Whether the practice still owes it after the day it was due."""
        return self.waits_on_practice and self.due_on < clock.today()

    @property
    def counts(self) -> bool:
        return self.report is not None and self.report.status in COUNTED

    @property
    def waits_on(self) -> tuple[str, datetime | date | None] | None:
        """Who it waits on and since when; None where it waits on nobody."""
        report = self.report
        if report is not None and report.status == ReportStatus.WITH_LOCALITY:
            return f"{report.locality}", report.submitted_at
        if report is not None and report.status == ReportStatus.WITH_COMMISSIONER:
            return f"{report.commissioner}", report.locality_accepted_at or report.submitted_at
        if report is not None and report.status == ReportStatus.RETURNED:
            returned = report.revisions.filter(returned_at__isnull=False).latest("number")
            return self.sign_up.holder.name, returned.returned_at
        if self.waits_on_practice:
            return self.sign_up.holder.name, following(self.month)
        return None

    @property
    def name(self) -> str:
        """``April 2007``."""
        return f"{MONTHS[self.month.month]} {self.month.year}"

    @property
    def key(self) -> str:
        """``2007-04``, as addresses have it."""
        return f"{self.month:%Y-%m}"

    @property
    def arguments(self) -> list[object]:
        return [self.sign_up.version_id, self.sign_up.provider.code, self.key]

    def get_absolute_url(self) -> str:
        return reverse("les_schemes:report", args=self.arguments)


def slots_of(sign_ups: Collection[SignUp]) -> dict[object, list[Slot]]:
    """Every expected month of accepted sign-ups, by the sign-up's key, in two queries at most.

    Sign-ups come with their version and provider. A month that is held and no longer expected
    (the practice withdrew since) is shown all the same.
    """
    held: dict[tuple[object, int], dict[date, MonthlyReport]] = defaultdict(dict)
    reports = (
        MonthlyReport.objects.live()
        .filter(
            version__in={sign_up.version_id for sign_up in sign_ups},
            provider__in={sign_up.provider_id for sign_up in sign_ups},
        )
        .select_related("locality", "commissioner")
    )
    for report in reports:
        held[report.version_id, report.provider_id][report.month] = report
    slots: dict[object, list[Slot]] = {}
    definitions = _definitions(sign_ups)
    for sign_up in sign_ups:
        found = held.get((sign_up.version_id, sign_up.provider_id), {})
        months = sorted({*expected_of(sign_up, definitions[sign_up.version_id]), *found})
        slots[sign_up.pk] = [Slot(sign_up, month, found.get(month)) for month in months]
    return slots


def _definitions(sign_ups: Iterable[SignUp]) -> dict[object, SchemeDefinition]:
    """The definition of each version, once."""
    versions = {sign_up.version_id: sign_up.version for sign_up in sign_ups}
    return {key: definition_of(version) for key, version in versions.items()}


def slots(sign_up: SignUp) -> list[Slot]:
    """The expected months of one sign-up."""
    return slots_of([sign_up])[sign_up.pk]


def reporting(sign_ups: Iterable[SignUp]) -> list[SignUp]:
    """Of sign-ups those that have months to report, one a practice and version."""
    best: dict[tuple[object, int], SignUp] = {}
    candidates = list(sign_ups)
    definitions = _definitions(candidates)
    for sign_up in candidates:
        if not expected_of(sign_up, definitions[sign_up.version_id]):
            continue
        key = (sign_up.version_id, sign_up.provider_id)
        held = best.get(key)
        if held is None or sign_up.is_in_force:
            best[key] = sign_up
    return list(best.values())


def known(version: SchemeVersion, known_at: datetime) -> dict[int, list[date]]:
    """By provider, the months that count as reported, as known at a moment (O2-08).

    Accepted or excused by then and before the year was closed, and not made void by then.
    """
    months: dict[int, list[date]] = defaultdict(list)
    counting = MonthlyReport.objects.filter(version=version).counting(
        known_at, closes_at(version.financial_year)
    )
    for provider_id, month in counting.order_by("provider", "month").values_list(
        "provider_id", "month"
    ):
        months[provider_id].append(month)
    return dict(months)
