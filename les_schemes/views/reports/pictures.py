"""Who reports when, and what is challenged: each a picture with its table and its files."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from les_schemes.models import SchemeVersion, SignUp
from les_schemes.reports import months, pictures
from les_schemes.reports.pictures import Year
from les_schemes.reports.statuses import COUNTED, SUBMITTED, WITH_THE_PRACTICE, MonthState
from les_schemes.views.schemes import versions_visible_to
from les_schemes.views.sheet import sign_ups_visible_to
from localities.models import Locality
from pbc import tables
from pbc.guards import SignedIn
from pbc.pages import Page


class _VersionPage(Page):
    guard = SignedIn()
    version: SchemeVersion

    def load(self) -> None:
        self.version = self.find(versions_visible_to(self.actor), pk=self.kwargs["pk"])

    def context(self) -> dict[str, Any]:
        return {"version": self.version, "asks": months.asks_for_reports(self.version)}


class TimelinessFilter(forms.Form):
    practice = forms.CharField(label="Practice name or code", required=False)
    locality = forms.ModelChoiceField(
        Locality.objects.none(), label="PBC Locality", required=False, empty_label="All"
    )

    def __init__(self, *args: Any, localities: "QuerySet[Locality]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["locality"].queryset = localities  # type: ignore[attr-defined]

    def narrow(self, rows: "QuerySet[SignUp]") -> "QuerySet[SignUp]":
        practice, locality = self.cleaned_data["practice"], self.cleaned_data["locality"]
        if practice:
            rows = rows.named_like(practice)  # type: ignore[attr-defined]
        return rows.filter(locality=locality) if locality else rows


class TimelinessTable(tables.Table):
    """A practice a row, a month a column, in words."""

    caption = "Practice by month"
    filters = TimelinessFilter
    default_sort = "provider__name"
    empty = "No practice that you see reports under this scheme."

    def make_filters(self) -> forms.Form:
        shown = self.given.order_by().values("locality")
        return TimelinessFilter(
            self.request.GET, localities=Locality.objects.filter(pk__in=shown).order_by("name")
        )


def timeliness_table(year: Year) -> type[TimelinessTable]:
    """The table of the year: what stands where in words, and in a file each month by itself."""

    class OfYear(TimelinessTable):
        columns = [
            tables.Column(
                "provider.name", "Practice", sort=True, href=pictures.address_of, header=True
            ),
            tables.Column("provider.code", "Code", screen=False),
            tables.Column("locality.name", "PBC Locality", sort="locality__name"),
            tables.NumberColumn(lambda row: row.counted or 0, "Months that count", sort="counted"),
            tables.NumberColumn(lambda row: row.late or 0, "Late", sort="late"),
            *(
                tables.Column(_states(year, wanted), heading, export=False)
                for heading, wanted in _IN_WORDS.items()
            ),
            tables.Column(year.owed_in_words, "Overdue"),
            *(
                tables.Column(_state(year, month), f"{month:%b %Y}", screen=False)
                for month in year.months
            ),
        ]

    return OfYear


_IN_WORDS = {
    "Accepted or excused": COUNTED,
    "Being received": SUBMITTED,
    "With the practice": (*WITH_THE_PRACTICE, MonthState.EXPECTED),
}


def _states(year: Year, wanted: tuple[str, ...]) -> Callable[[Any], str]:
    def words(row: Any) -> str:
        return year.in_words(row, wanted)

    return words


def _state(year: Year, month: date) -> Callable[[Any], str]:
    def words(row: Any) -> str:
        state = year.states(row).get(month)
        return "" if state is None else str(state.label)

    return words


class Timeliness(_VersionPage):
    """Every month of every practice that reports, as it stands today (REP-03)."""

    template_name = "les_schemes/report/timeliness.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = pictures.sign_ups_that_report(self.version, sign_ups_visible_to(self.actor))
        year = Year(self.version)
        table = timeliness_table(year)(request, rows)
        if table.export_format:
            return table.export()
        return self.show(table=table, chart=pictures.grid(year, table.page.object_list))


class ChallengeFilter(forms.Form):
    which = forms.ChoiceField(
        label="Reports",
        required=False,
        choices=[("", "Accepted"), ("waiting", "Accepted and submitted")],
    )

    def narrow(self, rows: Any) -> Any:
        return rows


def _share(row: Any) -> float:
    whole = row["all_reported_pence"]
    return round(100 * row["all_challenged_pence"] / whole, 1) if whole else 0.0


class ChallengeTable(tables.Table):
    caption = "Reported and challenged by provider"
    filters = ChallengeFilter
    columns = [
        tables.Column("name", "Provider", sort=True, header=True),
        tables.NumberColumn("all_reported_count", "Reported", sort=True, total=True),
        tables.MoneyColumn("all_reported_pence", "Reported £", sort=True, total=True),
        tables.NumberColumn("all_challenged_count", "Challenged", sort=True, total=True),
        tables.MoneyColumn("all_challenged_pence", "Challenged £", sort=True, total=True),
        tables.Column(_share, "Of its value", text=lambda row: f"{_share(row)}%"),
        tables.NumberColumn("practices", "Practices that challenge", sort=True),
    ]
    default_sort = "-all_challenged_pence"
    empty = "No activity has been reported yet."


class Challenges(_VersionPage):
    """What practices challenge of what providers report to them, in count and value (REP-17)."""

    template_name = "les_schemes/report/challenges.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        accepted_only = request.GET.get("which") != "waiting"
        visible = sign_ups_visible_to(self.actor)
        rows = list(pictures.challenged(self.version, visible, accepted_only=accepted_only))
        table = ChallengeTable(request, rows)
        return (
            table.export()
            if table.export_format
            else self.show(table=table, chart=pictures.bars(rows) if rows else None)
        )
