"""To whom a scheme version is offered: practices, and where it allows, providers that are none."""

from datetime import date

from django.db.models import QuerySet

from les_schemes.definitions import definition_of
from les_schemes.models import ProcurementDecision, SchemeVersion
from les_schemes.procurement.statuses import BY_INVITATION, WhoMayProvide
from localities.models import (
    Commissioner,
    CommissionerMembership,
    Organisation,
    Practice,
    Provider,
    ProviderListing,
)
from localities.statuses import OrganisationKind
from pbc import clock


def is_practice(organisation: Organisation) -> bool:
    return organisation.kind == OrganisationKind.PRACTICE


def offering(version: SchemeVersion) -> frozenset[int]:
    """The commissioners that lead or share the scheme."""
    return frozenset({version.commissioner_id, *version.partners.values_list("pk", flat=True)})


def practices_offered(
    version: SchemeVersion,
    commissioners: frozenset[int] | None = None,
    day: date | None = None,
) -> QuerySet[Practice]:
    """The practices open on a day (today) of the commissioners that lead or share the scheme, if
    any may."""
    if version.who_may_provide == WhoMayProvide.OTHERS:
        return Practice.objects.none()
    day = day or clock.today()
    return Practice.objects.commissioned_by(list(_within(version, commissioners)), day).on(day)


def others_offered(
    version: SchemeVersion,
    commissioners: frozenset[int] | None = None,
    day: date | None = None,
) -> QuerySet[Provider]:
    """The providers, no practices, that may sign up: on the list on a day (today), and invited
    where only those invited may."""
    if version.is_for_practices_only:
        return Provider.objects.none()
    day = day or clock.today()
    listed = Provider.objects.listed_by(list(_within(version, commissioners)), day).on(day)
    if is_by_invitation(version):
        return listed.filter(offers_received__version=version)
    return listed


def is_by_invitation(version: SchemeVersion) -> bool:
    """Whether of the providers that are no practices only those invited may sign up."""
    return ProcurementDecision.objects.filter(
        assessment__version=version,
        confirmed_at__isnull=False,
        set_aside_at__isnull=True,
        route__in=BY_INVITATION,
    ).exists()


def commissioner_offering(version: SchemeVersion, provider: Organisation) -> Commissioner | None:
    """Of those offering the version, the one that commissions or lists a provider today."""
    today, among = clock.today(), offering(version)
    if is_practice(provider):
        memberships = CommissionerMembership.objects.on(today).select_related("commissioner")
        held = memberships.filter(practice=provider.pk, commissioner__in=among).first()
        return held.commissioner if held is not None else None
    listings = ProviderListing.objects.on(today).select_related("commissioner")
    listed = listings.filter(provider=provider.pk, commissioner__in=among)
    # Listed by more than one, it agrees with the one that leads.
    ordered = sorted(listed, key=lambda held: held.commissioner_id != version.commissioner_id)
    return ordered[0].commissioner if ordered else None


def needing_a_list(version: SchemeVersion) -> list[int]:
    """The numbers of the objectives that pay by registered patients (readings.md AMB-106)."""
    return [
        objective.number
        for objective in definition_of(version).objectives
        if objective.kind.needs_list
    ]


def why_not(version: SchemeVersion, provider: Organisation) -> str:
    """Why a provider may not sign up, in a sentence; empty where it may."""
    if is_practice(provider):
        if version.who_may_provide == WhoMayProvide.OTHERS:
            return f"{version} is for providers that are no practices. {version.provider_reason}"
        if commissioner_offering(version, provider) is None:
            return f"{version} is not offered to {provider}: its commissioner is another."
        return ""
    if version.requires_registered_list:
        return _reasoned(
            f"{version} needs a registered list, and {provider} holds none",
            version.registered_list_reason,
        )
    if version.is_for_practices_only:
        return _reasoned(f"{version} is for practices only", version.provider_reason)
    if commissioner_offering(version, provider) is None:
        return f"{version} is for providers on its commissioner's list, and {provider} is on none."
    if not others_offered(version).filter(pk=provider.pk).exists():
        return f"{version} is offered by invitation, and {provider} was not invited."
    return ""


def _reasoned(sentence: str, reason: str) -> str:
    return f"{sentence}: {reason}" if reason else f"{sentence}."


def _within(version: SchemeVersion, commissioners: frozenset[int] | None) -> frozenset[int]:
    among = offering(version)
    return among if commissioners is None else among & commissioners
