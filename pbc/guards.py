"""Who may open a page at all. Every view declares one; what may be done to an object on it is
decided by ``visible_to`` (else 404) and by the permissions (else 403)."""

from dataclasses import dataclass, field
from typing import Protocol

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from pbc import unfinished
from pbc.refusals import NotPermitted
from pbc.roles import Role

STEP_UP_SECONDS = 15 * 60


class Guard(Protocol):
    def check(self, request: HttpRequest) -> HttpResponse | None:
        """None to let the request in, a response to send it elsewhere; or raises NotPermitted."""
        ...


@dataclass(frozen=True)
class Public:
    """Anyone, signed in or not; ``why`` is for the reader of the code."""

    why: str

    def check(self, request: HttpRequest) -> HttpResponse | None:
        return None


@dataclass(frozen=True)
class SignedIn:
    """Any person signed in, with a second factor set up where a role of theirs needs one.

    With ``step_up`` the person must have signed in within the last quarter of an hour.
    """

    step_up: bool = False

    def check(self, request: HttpRequest) -> HttpResponse | None:
        if not request.user.is_authenticated:
            if request.method == "POST":
                unfinished.keep(request)
            return redirect_to_login(request.get_full_path())
        if request.user.lacks_second_factor:  # type: ignore[union-attr]
            return redirect("accounts:second-factor-needed")
        if self.step_up and not _signed_in_recently(request):
            if request.method == "POST":
                unfinished.keep(request)
            return redirect_to_login(
                request.get_full_path(), login_url="account_reauthenticate"
            )
        return None


@dataclass(frozen=True)
class HoldersOf(SignedIn):
    """Persons who hold one of these roles in any organisation."""

    roles: tuple[Role, ...] = field(default=())

    def check(self, request: HttpRequest) -> HttpResponse | None:
        response = super().check(request)
        if response is None and not request.user.holds(*self.roles):  # type: ignore[union-attr]
            names = " or ".join(Role(role).label for role in self.roles)
            raise NotPermitted(f"This page is for people who are {names}.")
        return response


def holders_of(*roles: Role, step_up: bool = False) -> HoldersOf:
    return HoldersOf(step_up=step_up, roles=roles)


def _signed_in_recently(request: HttpRequest) -> bool:
    records = request.session.get("account_authentication_methods", [])
    latest = max((record.get("at", 0) for record in records), default=0)
    return timezone.now().timestamp() - latest < STEP_UP_SECONDS
