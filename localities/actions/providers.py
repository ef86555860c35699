"""A commissioner's list of providers that are no practices: put on it, kept right, taken off it."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from localities.actions.commissioners import CODE
from localities.actions.localities import RESERVED
from localities.models import Commissioner, Organisation, Provider, ProviderListing
from localities.permissions import (
    chain_of,
    check_can_change_provider,
    check_can_delist_provider,
    check_can_list_provider,
    check_can_name_provider,
)
from localities.statuses import OrganisationKind, ProviderType
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@dataclass(frozen=True)
class Details:
    """What is held of a provider besides its code."""

    name: str
    provider_type: str
    contact_name: str = ""
    address: str = ""
    postcode: str = ""
    telephone: str = ""
    email: str = ""

    @classmethod
    def of(cls, provider: Organisation) -> "Details":
        return cls(**{name: getattr(provider, name) for name in cls.__dataclass_fields__})

    def tidied(self) -> "Details":
        return Details(**{name: value.strip() for name, value in asdict(self).items()})


@action
def list_provider(
    *, commissioner: Commissioner, code: str, details: Details, starts: date, by: Actor
) -> Provider:
    """Put a provider on the commissioner's list from a day on; one not held yet is recorded.

    Its code is the one ODS gave it. One that another commissioner lists already keeps what is held
    of it: the name given must be its name.
    """
    commissioner = Commissioner.objects.select_for_update().get(pk=commissioner.pk)
    check_can_list_provider(by, commissioner)
    code, details = code.strip().upper(), details.tidied()
    held = Organisation.objects.select_for_update().filter(code=code).first()
    _check(commissioner, code, held, details, starts)
    if held is None:
        provider = Provider.objects.create(
            code=code, recorded_at=clock.now(), **_public(details), **_personal(details)
        )
    else:
        provider = Provider.objects.get(pk=held.pk)
    ProviderListing.objects.create(
        provider=provider,
        commissioner=commissioner,
        starts=starts,
        recorded_at=clock.now(),
        recorded_by=by.person_id,
    )
    audit.record(
        event="provider.listed",
        by=by,
        subject=provider,
        chain=chain_of(commissioner),
        after={"code": code, "recorded": held is None, "starts": starts, **_public(details)},
        personal={name: value for name, value in _personal(details).items() if value},
    )
    return provider


@action
def change(*, provider: Provider, details: Details, by: Actor) -> Provider:
    """Put right where a provider is and whom to ask for; its name and type only by an officer."""
    provider = Provider.objects.select_for_update().get(pk=provider.pk)
    check_can_change_provider(by, provider)
    before, after = Details.of(provider), details.tidied()
    if (before.name, before.provider_type) != (after.name, after.provider_type):
        check_can_name_provider(by, provider)
    if errors := _faults(after):
        raise BadInput(errors)
    for name, value in asdict(after).items():
        setattr(provider, name, value)
    provider.save(update_fields=list(asdict(after)))
    for listing in provider.listings.on(clock.today()).select_related("commissioner"):
        audit.record(
            event="provider.changed",
            by=by,
            subject=provider,
            chain=chain_of(listing.commissioner),
            before=_public(before),
            after=_public(after),
            personal={name: value for name, value in _personal(after).items() if value},
        )
    return provider


@action
def delist(*, listing: ProviderListing, last_day: date, reason: str, by: Actor) -> ProviderListing:
    """Take a provider off the list: ``last_day`` is its last one there. What it agreed stands."""
    listing = (
        ProviderListing.objects.select_for_update(of=("self",))
        .select_related("provider", "commissioner")
        .get(pk=listing.pk)
    )
    check_can_delist_provider(by, listing)
    if listing.ends is not None:
        raise NotNow(f"{listing.provider} is off the list already.")
    errors = {}
    if last_day < listing.starts:
        errors["last_day"] = f"Enter a day from {listing.starts:%-d %B %Y} on."
    if not reason.strip():
        errors["reason"] = "Say why it is taken off the list."
    if errors:
        raise BadInput(errors)
    listing.ends = last_day + timedelta(days=1)
    listing.reason = reason.strip()[:300]
    listing.save(update_fields=["ends", "reason"])
    audit.record(
        event="provider.delisted",
        by=by,
        subject=listing.provider,
        chain=chain_of(listing.commissioner),
        before={"ends": None},
        after={"ends": listing.ends},
        reason=listing.reason,
    )
    return listing


def _public(details: Details) -> dict[str, str]:
    return {
        name: value
        for name, value in asdict(details).items()
        if name not in ("contact_name", "telephone", "email")
    }


def _personal(details: Details) -> dict[str, str]:
    """Whom to ask for: a person, whose name can be erased from beside the trail."""
    return {name: getattr(details, name) for name in ("contact_name", "telephone", "email")}


def _check(
    commissioner: Commissioner,
    code: str,
    held: Organisation | None,
    details: Details,
    starts: date,
) -> None:
    errors: dict[str, Any] = _faults(details)
    if not CODE.fullmatch(code):
        errors["code"] = "Enter its ODS code: 2 to 20 letters, digits and hyphens, like FKL07."
    elif code in RESERVED:
        errors["code"] = f"{code} means the commissioner itself. Check the code."
    elif held is not None and held.kind != OrganisationKind.PROVIDER:
        errors["code"] = (
            f"{code} is the code of {held}, a {held.get_kind_display().lower()}. Check the code."
        )
    elif held is not None and held.name.casefold() != details.name.casefold():
        errors["name"] = f"{code} is held already as {held}. Enter that name, or check the code."
    elif held is not None and _overlaps(commissioner, held, starts):
        errors["code"] = f"{held} stands on the list already."
    if commissioner.opened is not None and starts < commissioner.opened:
        errors["starts"] = f"{commissioner} exists only since {commissioner.opened:%-d %B %Y}."
    if errors:
        raise BadInput(errors)


def _overlaps(commissioner: Commissioner, held: Organisation, starts: date) -> bool:
    listings = ProviderListing.objects.filter(commissioner=commissioner, provider_id=held.pk)
    return any(listing.ends is None or listing.ends > starts for listing in listings)


def _faults(details: Details) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    if not details.name:
        errors["name"] = "Enter the name of the provider."
    if details.provider_type not in ProviderType.values:
        errors["provider_type"] = "Choose what kind of provider it is."
    return errors
