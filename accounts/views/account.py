"""One's own account: what one is, how one signs in."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from accounts.models import RoleHolding
from pbc import clock
from pbc.guards import SignedIn
from pbc.pages import Page
from pbc.roles import NEEDS_SECOND_FACTOR


class Account(Page):
    guard = SignedIn(second_factor=False)
    template_name = "accounts/account.html"

    def context(self) -> dict[str, Any]:
        held = RoleHolding.objects.on(clock.today()).filter(user=self.request.user.pk)
        return {"holdings": held.select_related("organisation")}


class SecondFactorNeeded(Page):
    """Explains why a second factor is needed and leads to setting one up."""

    guard = SignedIn(second_factor=False)
    template_name = "accounts/second_factor_needed.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.lacks_second_factor:  # type: ignore[union-attr]
            return redirect("home")
        return self.show()

    def context(self) -> dict[str, Any]:
        held = RoleHolding.objects.on(clock.today()).filter(user=self.request.user.pk)
        return {"holdings": held.of(*NEEDS_SECOND_FACTOR).select_related("organisation")}
