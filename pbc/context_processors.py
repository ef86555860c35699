"""What every page has around it: the demonstration's date, the navigation, unread messages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from pbc import clock, navigation

# Where the shell links to if the project has such a page.
_SHELL_LINKS = {
    "home": ("home", "pbc:home"),
    "sign_out": ("accounts:sign-out", "account_logout"),
    "sign_in": ("accounts:sign-in", "account_login"),
    "account": ("accounts:account",),
    "messages": ("pbc:messages", "accounts:messages"),
    "move_clock": ("pbc:demonstration-date",),
    "verify": ("pbc:verify-document", "les_schemes:agreement-verify"),
    "accessibility": ("pbc:accessibility-statement",),
    "privacy": ("pbc:privacy",),
    "about": ("pbc:about",),
}


def _first_address(names: tuple[str, ...]) -> str:
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """``demonstration`` ({date} or None), ``navigation``, ``unread_messages`` and ``shell`` links."""
    stands_on = clock.demonstration_date()
    user = getattr(request, "user", None)
    signed_in = bool(user is not None and user.is_authenticated)
    return {
        "demonstration": {"date": stands_on} if stands_on else None,
        "production": settings.PBC_IS_PRODUCTION,
        "signed_in": signed_in,
        "navigation": navigation.entries_for(user, request.path) if signed_in else [],
        "unread_messages": SimpleLazyObject(lambda: navigation.unread_by(user)) if signed_in else 0,
        "shell": {name: _first_address(names) for name, names in _SHELL_LINKS.items()},
    }
