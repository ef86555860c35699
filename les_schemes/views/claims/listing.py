"""Lists of claims: what waits on a person, and the months of a provider."""

from collections import defaultdict
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from les_schemes.claims import months
from les_schemes.claims.months import ClaimSlot
from les_schemes.models import Claim
from les_schemes.reports.statuses import ReportStatus
from les_schemes.views.sheet import sign_ups_visible_to
from localities.querysets import WORKS_FOR_A_PROVIDER
from pbc import tables
from pbc.guards import SignedIn
from pbc.pages import Page
from pbc.roles import Role


class ClaimSlotTable(tables.Table):
    caption = "Months"
    columns = [
        tables.Column(
            "name", "Month", sort="month", href=lambda slot: slot.get_absolute_url(), header=True
        ),
        tables.DateColumn("due_on", "To be claimed by", sort=True),
        tables.StatusColumn("state", "Status"),
        tables.Column(lambda slot: slot.waits_on[0] if slot.waits_on else "", "Waits on"),
        tables.DateColumn("claim.received_at", "Received"),
    ]
    default_sort = "month"
    empty = "There is nothing to claim for."


class ClaimTable(tables.Table):
    """Claims of several providers."""

    columns = [
        tables.Column(
            "provider.name",
            "Provider",
            sort="provider__name",
            href=lambda claim: claim.get_absolute_url(),
            header=True,
        ),
        tables.Column(lambda claim: f"{claim.month:%B %Y}", "Month", sort="month"),
        tables.Column(lambda claim: str(claim.version), "Scheme"),
        tables.Column("locality.name", "PBC Locality"),
        tables.Column(lambda claim: "Late" if claim.is_late else "", "Late"),
        tables.DateColumn("submitted_at", "Submitted", sort=True),
    ]
    default_sort = "submitted_at"


class LeadQueue(ClaimTable):
    caption = "Waiting for the locality"
    prefix = "locality"
    empty = "No claim waits for the locality."


class OfficerQueue(ClaimTable):
    caption = "Waiting for the commissioner"
    prefix = "commissioner"
    empty = "No claim waits for the commissioner."


class ClaimsFilter(forms.Form):
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[
            ("", "All"),
            *(choice for choice in ReportStatus.choices if choice[0] != ReportStatus.EXCUSED),
        ],
    )
    provider = forms.CharField(label="Provider, or its code", required=False)

    def narrow(self, rows: "QuerySet[Claim]") -> "QuerySet[Claim]":
        asked = self.cleaned_data
        if asked["status"]:
            rows = rows.filter(status=asked["status"])
        if asked["provider"]:
            rows = rows.filter(
                Q(provider__name__icontains=asked["provider"])
                | Q(provider__code__iexact=asked["provider"])
            )
        return rows


class AllClaims(ClaimTable):
    """Every claim to a commissioner, wherever it stands: of those with a locality as well."""

    caption = "All claims"
    prefix = "all"
    columns = [*ClaimTable.columns, tables.StatusColumn("status", "Status")]
    filters = ClaimsFilter
    default_sort = "-month"
    empty = "Nothing was claimed yet."


class Claims(Page):
    """What waits on a person, the own months, and all claims to a commissioner."""

    guard = SignedIn()
    template_name = "les_schemes/claims.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = Claim.objects.select_related(
            "version__scheme", "provider", "locality", "commissioner"
        )
        queues: list[ClaimTable] = []
        if self.actor.holds(Role.LOCALITY_LEAD):
            queues.append(LeadQueue(request, found.waiting_for_lead(self.actor)))
        if self.actor.holds(Role.COMMISSIONER):
            queues.append(OfficerQueue(request, found.waiting_for_officer(self.actor)))
        if self.actor.holds(Role.COMMISSIONER, Role.AUDITOR):
            queues.append(AllClaims(request, found.of_commissioners_of(self.actor)))
        for table in queues:
            if table.export_format:
                return table.export()
        return self.show(queues=queues)

    def context(self) -> dict[str, Any]:
        own = self.actor.organisations(*WORKS_FOR_A_PROVIDER)
        held = sign_ups_visible_to(self.actor).held_by(own)  # type: ignore[attr-defined]
        groups: dict[tuple[object, int], list[ClaimSlot]] = defaultdict(list)
        for slot in months.slots_of(list(held.filter(accepted_at__isnull=False))):
            groups[slot.sign_up.version_id, slot.provider.pk].append(slot)
        return {"own": [(slots[0], slots) for slots in groups.values()]}


class ClaimsOf(Page):
    """The months of one provider under a scheme."""

    guard = SignedIn()
    template_name = "les_schemes/claim/provider.html"

    def load(self) -> None:
        sign_ups = sign_ups_visible_to(self.actor).filter(
            version=self.kwargs["pk"], accepted_at__isnull=False
        )
        self.slots = of_provider(list(sign_ups), self.kwargs["provider"])
        if not self.slots:
            raise Http404

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        table = ClaimSlotTable(request, self.slots)
        return table.export() if table.export_format else self.show(table=table)

    def context(self) -> dict[str, Any]:
        first = self.slots[0]
        return {"version": first.sign_up.version, "practice": first.provider}


def of_provider(sign_ups: list[Any], code: str) -> list[ClaimSlot]:
    """The slots of a provider by its code, among the sign-ups that a person sees."""
    near = [
        one
        for one in sign_ups
        if one.provider.code == code or one.status in ("transferred", "withdrawn")
    ]
    return [slot for slot in months.slots_of(near) if slot.provider.code == code]
