"""Lists of claims: what waits on a person, and the months of a provider."""

from collections import defaultdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from les_schemes.claims import months
from les_schemes.claims.months import ClaimSlot
from les_schemes.models import Claim
from les_schemes.views.reports.listing import LeadQueue, OfficerQueue, QueueTable
from les_schemes.views.sheet import sign_ups_visible_to
from localities.querysets import WORKS_IN_A_PRACTICE
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


class Claims(Page):
    """What waits on a person, and the own months."""

    guard = SignedIn()
    template_name = "les_schemes/claims.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = Claim.objects.select_related(
            "version__scheme", "provider", "locality", "commissioner"
        )
        queues: list[QueueTable] = []
        if self.actor.holds(Role.LOCALITY_LEAD):
            queues.append(LeadQueue(request, found.waiting_for_lead(self.actor)))
        if self.actor.holds(Role.COMMISSIONER):
            queues.append(OfficerQueue(request, found.waiting_for_officer(self.actor)))
        for table in queues:
            if table.export_format:
                return table.export()
        return self.show(queues=queues)

    def context(self) -> dict[str, Any]:
        own = self.actor.organisations(*WORKS_IN_A_PRACTICE)
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
