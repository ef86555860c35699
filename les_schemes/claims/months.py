"""Which months a provider may claim for under a scheme that pays a fee for each item."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from les_schemes.definitions import definition_of
from les_schemes.models import Claim, SchemeVersion, SignUp
from les_schemes.reports.months import closes_at, due_on, following, of_year
from les_schemes.reports.statuses import WITH_THE_PRACTICE, MonthState, ReportStatus
from les_schemes.rules import SchemeDefinition
from les_schemes.rules.definition import Objective
from localities.models import Organisation
from pbc import clock


def objectives(definition: SchemeDefinition) -> list[Objective]:
    """The objectives of the kind that pays by item, in order."""
    return list(definition.of_kind("item_of_service"))


def takes_claims(version: SchemeVersion) -> bool:
    return bool(objectives(definition_of(version)))


@dataclass(frozen=True)
class ClaimSlot:
    """One month of a provider, with what is claimed for it.

    The provider is the sign-up's own, from the month of a merger on whoever took its place.
    """

    sign_up: SignUp
    provider: Organisation
    month: date
    claim: Claim | None = None

    @property
    def due_on(self) -> date:
        return self.claim.due_on if self.claim else due_on(self.month)

    @property
    def is_over(self) -> bool:
        return clock.today() >= following(self.month)

    @property
    def state(self) -> ReportStatus | MonthState:
        if self.claim is not None:
            return ReportStatus(self.claim.status)
        return MonthState.EXPECTED if self.is_over else MonthState.NOT_YET

    @property
    def waits_on_provider(self) -> bool:
        return self.is_over and (self.claim is None or self.claim.status in WITH_THE_PRACTICE)

    @property
    def waits_on(self) -> tuple[str, datetime | date | None] | None:
        """Who it waits on and since when; None where it waits on nobody."""
        claim = self.claim
        if claim is not None and claim.status == ReportStatus.WITH_LOCALITY:
            return f"{claim.locality}", claim.submitted_at
        if claim is not None and claim.status == ReportStatus.WITH_COMMISSIONER:
            return f"{claim.commissioner}", claim.locality_accepted_at or claim.submitted_at
        return (self.provider.name, following(self.month)) if self.waits_on_provider else None

    @property
    def name(self) -> str:
        """``April 2007``."""
        return f"{self.month:%B %Y}"

    @property
    def key(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def arguments(self) -> list[object]:
        return [self.sign_up.version_id, self.provider.code, self.key]

    def get_absolute_url(self) -> str:
        return reverse("les_schemes:claim", args=self.arguments)


def slots_of(sign_ups: Collection[SignUp]) -> list[ClaimSlot]:
    """The months of accepted sign-ups for which items count, in order, one a provider and month.

    From the month of acceptance on, while the sign-up binds at the month's first day.
    """
    slots: dict[tuple[object, int, date], ClaimSlot] = {}
    definitions = {one.version_id: definition_of(one.version) for one in sign_ups}
    for sign_up in sign_ups:
        definition = definitions[sign_up.version_id]
        if sign_up.accepted_at is None or not objectives(definition):
            continue
        if sign_up.is_late and definition.readings.late_sign_up == "none":
            continue
        for month in _months(sign_up):
            provider = claimant(sign_up, month)
            key = (sign_up.version_id, provider.pk, month)
            slots.setdefault(key, ClaimSlot(sign_up, provider, month))
    held: dict[tuple[object, int, date], Claim] = {
        (claim.version_id, claim.provider_id, claim.month): claim
        for claim in Claim.objects.live()
        .filter(
            version__in=set(definitions),
            provider__in={provider_id for _, provider_id, _ in slots},
        )
        .select_related("locality", "commissioner")
    }
    return [
        ClaimSlot(slot.sign_up, slot.provider, slot.month, held.get(key))
        for key, slot in slots.items()
    ]


def _months(sign_up: SignUp) -> list[date]:
    accepted = sign_up.accepted_at.astimezone(clock.LONDON).date()  # type: ignore[union-attr]
    left = sign_up.withdrawn_from
    return [
        month
        for month in of_year(sign_up.version.financial_year)
        if month >= accepted.replace(day=1) and (left is None or month < left)
    ]


def claimant(sign_up: SignUp, month: date) -> Organisation:
    """Who claims under a sign-up for a month: from the month of a merger on its successor."""
    provider = sign_up.provider
    if sign_up.is_in_force and sign_up.status == "accepted":
        return provider
    for transfer in sign_up.transfers.select_related("successor").order_by("on", "pk"):
        if month >= transfer.on.replace(day=1):
            provider = transfer.successor
    return provider


def known(version: SchemeVersion, known_at: datetime) -> dict[int, list[tuple[int, date, int]]]:
    """By provider, what counts as claimed as known at a moment: objective, month, items.

    Accepted by then and before the year was closed, and not made void by then.
    """
    found: dict[int, list[tuple[int, date, int]]] = defaultdict(list)
    rows = (
        Claim.objects.filter(
            version=version,
            revisions__submitted_at__isnull=False,
            revisions__returned_at__isnull=True,
        )
        .counting(known_at, closes_at(version.financial_year))
        .order_by("provider", "month", "revisions__items__objective")
        .values_list(
            "provider_id", "revisions__items__objective", "month", "revisions__items__count"
        )
    )
    for provider_id, objective, month, count in rows:
        if objective is not None:
            found[provider_id].append((objective, month, count))
    return dict(found)
