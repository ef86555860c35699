"""Who may open a page at all. Every view declares one; what may be done to an object on it is
decided by ``visible_to`` (else 404) and by the permissions (else 403)."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
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

    With ``step_up`` the person must have proved within the last quarter of an hour that it is
    they: with the second factor if they have one, else with the password. ``second_factor`` is
    False only on the pages on which one is set up.
    """

    step_up: bool = False
    second_factor: bool = True

    def check(self, request: HttpRequest) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return _later(request, login_url=None)
        if self.second_factor and request.user.lacks_second_factor:
            return redirect("accounts:second-factor-needed")
        if self.step_up and not signed_in_recently(request):
            return _later(request, login_url="account_reauthenticate")
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


@dataclass(frozen=True)
class InDemonstration:
    """What only the demonstration has: in production there is no such page."""

    then: Guard

    def check(self, request: HttpRequest) -> HttpResponse | None:
        if settings.PBC_IS_PRODUCTION:
            raise Http404
        return self.then.check(request)


class Guarded:
    """Mixed into a view of a library, so that it too is let in only past a declared guard."""

    guard: ClassVar[Guard]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        turned_away = self.guard.check(request)
        if turned_away is not None:
            return turned_away
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


def signed_in_recently(request: HttpRequest) -> bool:
    """Whether the person proved within the last quarter of an hour that it is they.

    A second factor counts for whoever has one; a password alone does not.
    """
    user = request.user
    if not user.is_authenticated:
        return False
    wanted = {"mfa"} if user.has_second_factor else {"password", "mfa"}
    records = get_authentication_records(request, user)
    latest = max((record["at"] for record in records if record["method"] in wanted), default=0)
    return timezone.now().timestamp() - latest < STEP_UP_SECONDS


def _later(request: HttpRequest, login_url: str | None) -> HttpResponse:
    """To the sign-in page and back here; a form that was sent is kept for the person."""
    if request.method == "POST":
        unfinished.keep(request)
    return redirect_to_login(request.get_full_path(), login_url=login_url)
