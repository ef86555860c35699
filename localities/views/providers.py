"""Providers that are no practices: the list, one provider, and how it comes on and off."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from localities import permissions
from localities.actions import providers
from localities.forms import providers as forms
from localities.models import Commissioner, Provider, ProviderListing
from localities.views.practices import successions_of
from pbc import audit_trail, clock, tables
from pbc.guards import SignedIn, holders_of
from pbc.pages import ActionPage, Page
from pbc.permissions import why_not
from pbc.roles import HELD_IN_A_COMMISSIONER, HELD_IN_A_PROVIDER, Role

SEES = holders_of(*sorted(HELD_IN_A_COMMISSIONER | HELD_IN_A_PROVIDER))


def _address_of(row: Provider) -> str:
    return reverse("localities:provider", args=[row.code])


class ProviderTable(tables.Table):
    caption = "Providers that are no practices"
    columns = [
        tables.Column("name", "Provider", sort="name", header=True, href=_address_of),
        tables.Column("code", "Code", sort="code"),
        tables.Column("get_provider_type_display", "Type", sort="provider_type"),
        tables.Column("listed_by", "On the list of", sort="listed_by"),
        tables.DateColumn("listed_since", "Since", sort="listed_since"),
    ]
    filters = forms.ProviderFilter
    default_sort = "name"
    empty = "No provider besides the practices is on a list yet."


class Providers(Page):
    """The providers a person sees."""

    guard = SEES
    template_name = "localities/providers.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        listings = ProviderListing.objects.on(clock.today()).filter(provider=OuterRef("pk"))
        listings = listings.order_by("starts")
        rows = Provider.objects.providers_visible_to(self.actor).annotate(
            listed_by=Subquery(listings.values("commissioner__name")[:1]),
            listed_since=Subquery(listings.values("starts")[:1]),
        )
        table = ProviderTable(request, rows)
        if table.export_format:
            return table.export()
        return self.show(table=table, may_list=self.actor.holds(Role.COMMISSIONER))


class ProviderList(ActionPage):
    """An officer puts a provider on the commissioner's list."""

    guard = holders_of(Role.COMMISSIONER)
    template_name = "localities/provider/list.html"
    form_class = forms.ProviderListForm
    done_message = "It is on the list. Invite somebody to act for it, so that it can sign up."

    def form_arguments(self) -> dict[str, Any]:
        own = Commissioner.objects.filter(pk__in=self.actor.organisations(Role.COMMISSIONER))
        return {"commissioners": list(own), "initial": {"starts": clock.today()}}

    def act(self, form: forms.ProviderListForm) -> Provider:
        return providers.list_provider(
            commissioner=form.cleaned_data["commissioner"],
            code=form.cleaned_data["code"],
            starts=form.cleaned_data["starts"],
            details=form.details(),
            by=self.actor,
        )

    def done(self, result: Provider) -> str:
        return _address_of(result)


class _OnProvider:
    """Finds the provider that the address names, among those the person sees."""

    def load(self) -> None:
        visible = Provider.objects.providers_visible_to(self.actor)  # type: ignore[attr-defined]
        self.provider = self.find(visible, code=self.kwargs["code"])  # type: ignore[attr-defined]
        self.check()

    def check(self) -> None:
        """Whether the person may do what the page is for."""

    def context(self) -> dict[str, Any]:
        return {"provider": self.provider}

    def done(self, result: object) -> str:
        return _address_of(self.provider)


class ProviderPage(_OnProvider, Page):
    """Everything known of a provider, and who acts for it."""

    guard = SignedIn()
    template_name = "localities/provider/provider.html"

    def context(self) -> dict[str, Any]:
        provider, actor, today = self.provider, self.actor, clock.today()
        listings = provider.listings.select_related("commissioner").order_by("-starts")
        managers = provider.role_holdings.on(today).of(Role.PROVIDER_MANAGER)
        invitations = provider.invitations.open_now().select_related("person")
        officer_of = actor.organisations(Role.COMMISSIONER)
        listed_by = {
            listing.commissioner_id
            for listing in listings
            if listing.ends is None or listing.ends > today
        }
        return {
            **super().context(),
            "listings": [
                {
                    "listing": listing,
                    "may_delist": listing.ends is None
                    and permissions.can_delist_provider(actor, listing),
                    "why_not": why_not(permissions.check_can_delist_provider, actor, listing)
                    if listing.ends is None and listing.commissioner_id in officer_of
                    else None,
                }
                for listing in listings
            ],
            "managers": managers.select_related("user__person").order_by("starts"),
            "invitations": invitations,
            "may_change": permissions.can_change_provider(actor, provider),
            "may_invite": actor.holds(Role.PROVIDER_MANAGER, in_organisation=provider.pk)
            or bool(listed_by & actor.organisations(Role.COMMISSIONER, Role.ADMINISTRATOR)),
            **successions_of(provider),
            "history": audit_trail.history_of(provider, actor),
        }


class ProviderChange(_OnProvider, ActionPage):
    guard = holders_of(Role.COMMISSIONER, Role.PROVIDER_MANAGER)
    template_name = "localities/provider/change.html"
    form_class = forms.ProviderChangeForm
    done_message = "The provider’s details are saved."

    def check(self) -> None:
        permissions.check_can_change_provider(self.actor, self.provider)

    def form_arguments(self) -> dict[str, Any]:
        return {
            "provider": self.provider,
            "may_name": permissions.can_name_provider(self.actor, self.provider),
        }

    def act(self, form: forms.ProviderChangeForm) -> Provider:
        return providers.change(provider=self.provider, details=form.details(), by=self.actor)


class ProviderDelist(_OnProvider, ActionPage):
    guard = holders_of(Role.COMMISSIONER)
    template_name = "localities/provider/delist.html"
    form_class = forms.ProviderDelistForm
    done_message = "The provider is off the list after that day. What it agreed and was paid stays."

    def check(self) -> None:
        open_listings = self.provider.listings.filter(ends__isnull=True)
        self.listing = self.find(
            open_listings.select_related("commissioner", "provider"),
            commissioner__code=self.kwargs["commissioner"],
        )
        permissions.check_can_delist_provider(self.actor, self.listing)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "listing": self.listing}

    def act(self, form: forms.ProviderDelistForm) -> ProviderListing:
        return providers.delist(listing=self.listing, by=self.actor, **form.cleaned_data)
