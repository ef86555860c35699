"""The register of procurement decisions, its counts of a year, and who was invited."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet

from les_schemes.models import ProcurementDecision
from les_schemes.procurement.statuses import ChallengeOutcome, Route
from localities.models import Commissioner
from pbc import tables
from pbc.financial_year import FinancialYear


class RegisterFilter(forms.Form):
    """Decisions by words, route, commissioner, financial year of the notice, and standing."""

    q = forms.CharField(label="Scheme or notice", required=False, max_length=100)
    route = forms.ChoiceField(label="Route", required=False, choices=[("", "Any"), *Route.choices])
    commissioner = forms.ModelChoiceField(
        Commissioner.objects.none(),
        to_field_name="code",
        label="Commissioner",
        required=False,
        empty_label="Any",
    )
    year = forms.TypedChoiceField(
        label="Noticed in", required=False, coerce=int, empty_value=None, choices=[]
    )
    standing = forms.ChoiceField(
        label="Standing",
        required=False,
        choices=[
            ("", "Any"),
            ("noticed", "Notice published"),
            ("confirmed", "Confirmed"),
            ("set_aside", "Set aside"),
        ],
    )

    def __init__(
        self, *args: Any, commissioners: QuerySet[Commissioner], years: list[FinancialYear],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["commissioner"].queryset = commissioners  # type: ignore[attr-defined]
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            ("", "Any year"),
            *((year.starts_in, year.label) for year in years),
        ]

    def narrow(self, rows: Any) -> Any:
        asked = self.cleaned_data
        for word in asked["q"].split():
            rows = rows.filter(
                Q(assessment__version__scheme__title__icontains=word)
                | Q(notice_reference__icontains=word)
            )
        if asked["route"]:
            rows = rows.filter(route=asked["route"])
        if asked["commissioner"]:
            rows = rows.filter(assessment__version__commissioner=asked["commissioner"])
        if asked["year"] is not None:
            year = FinancialYear(asked["year"])
            rows = rows.filter(noticed_on__range=(year.first_day, year.last_day))
        standing = {
            "noticed": Q(confirmed_at=None, set_aside_at=None),
            "confirmed": ~Q(confirmed_at=None),
            "set_aside": ~Q(set_aside_at=None),
        }.get(asked["standing"])
        return rows.filter(standing) if standing is not None else rows


class RegisterTable(tables.Table):
    caption = "Procurement decisions"
    columns = [
        tables.Column(
            lambda row: str(row.assessment.version),
            "Scheme",
            sort="assessment__version__scheme__title",
            header=True,
            href=lambda row: row.get_absolute_url(),
        ),
        tables.Column(lambda row: row.assessment.version.kind_name, "Kind", screen=False),
        tables.Column(
            "assessment.version.commissioner.name",
            "Commissioner",
            sort="assessment__version__commissioner__name",
        ),
        tables.Column(
            lambda row: row.assessment.version.get_who_may_provide_display(), "Who may provide"
        ),
        tables.Column("get_route_display", "Route", sort="route"),
        tables.Column("reason", "Why this route", screen=False),
        tables.Column("notice_reference", "Notice", sort="notice_reference"),
        tables.Column("notice_place", "Where it can be read", screen=False),
        tables.DateColumn("noticed_on", "Published", sort="noticed_on"),
        tables.DateColumn("standstill_ends", "Standstill to the end of", sort="standstill_ends"),
        tables.NumberColumn("challenged", "Challenges", sort="challenged"),
        tables.Column("deciding_body", "Who decided", screen=False),
        tables.DateColumn("confirmed_at", "Confirmed", sort="confirmed_at"),
        tables.StatusColumn("standing", "Standing"),
    ]
    default_sort = "-noticed_on"
    empty = "No procurement decision has been published yet."

    def make_filters(self) -> RegisterFilter:
        return RegisterFilter(self.request.GET, **self.context)


class SummaryTable(tables.Table):
    """The counts of a year by route (EXP-06; regulation 25 of SI 2023/1348)."""

    prefix = "summary"
    columns = [
        tables.Column("route", "Route", header=True),
        tables.NumberColumn("noticed", "Notices published", total=True),
        tables.NumberColumn("confirmed", "Decisions confirmed", total=True),
        tables.NumberColumn("set_aside", "Set aside", total=True),
        tables.NumberColumn("challenged", "Challenges received", total=True),
        tables.NumberColumn("upheld", "Challenges after which it was decided again", total=True),
    ]
    empty = "Nothing was published in this year."


def with_challenges(decisions: "QuerySet[ProcurementDecision]") -> "QuerySet[ProcurementDecision]":
    """Decisions with the number of their challenges, and all that the register shows of them."""
    return decisions.select_related(
        "assessment__version__scheme", "assessment__version__commissioner"
    ).annotate(challenged=Count("challenges", distinct=True))


def years_of(decisions: "QuerySet[ProcurementDecision]") -> list[FinancialYear]:
    """The financial years in which a notice was published, the latest first."""
    days = decisions.filter(noticed_on__isnull=False).order_by().values_list("noticed_on")
    return sorted({FinancialYear.of(day) for (day,) in days.distinct() if day}, reverse=True)


def summary(
    decisions: "QuerySet[ProcurementDecision]", first: date, last: date
) -> list[dict[str, Any]]:
    """Counts by route of the decisions noticed between two days, routes with none left out."""
    rows = (
        decisions.filter(noticed_on__range=(first, last))
        .order_by()
        .values("route")
        .annotate(
            noticed=Count("pk", distinct=True),
            confirmed=Count("pk", filter=Q(confirmed_at__isnull=False), distinct=True),
            set_aside=Count("pk", filter=Q(set_aside_at__isnull=False), distinct=True),
            challenged=Count("challenges", distinct=True),
            upheld=Count(
                "challenges",
                filter=Q(challenges__outcome=ChallengeOutcome.DECIDED_AGAIN),
                distinct=True,
            ),
        )
    )
    counted = {row["route"]: row for row in rows}
    return [{**counted[route], "route": route.label} for route in Route if route in counted]


class InvitationTable(tables.Table):
    """The invitation list: providers invited one by one (R4-003)."""

    caption = "Providers invited"
    columns = [
        tables.Column(
            "provider.name",
            "Provider",
            sort="provider__name",
            header=True,
            href=lambda row: row["answer_url"],
        ),
        tables.Column("provider.code", "Code", sort="provider__code"),
        tables.Column("provider_type", "Type"),
        tables.DateColumn("invited_at", "Invited", sort="invited_at"),
        tables.DateColumn("told_at", "Told", sort="told_at"),
        tables.StatusColumn("answer", "Answer"),
        tables.Column("answer_note", "Note"),
        tables.DateColumn("answered_at", "Answered", sort="answered_at"),
        tables.Column("standing", "Sign-up", href=lambda row: row["sign_up_url"]),
    ]
    default_sort = "provider__name"
    empty = "No provider has been invited yet."
