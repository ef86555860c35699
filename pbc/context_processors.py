"""What every page has around it: the demonstration's date, the navigation, unread messages."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from pbc import clock, navigation
from pbc.roles import Role

# Where the shell links to, if the project has such a page.
_SHELL_LINKS = {
    "sign_in": "account_login",
    "sign_out": "account_logout",
    "account": "accounts:account",
    "messages": "accounts:messages",
    "move_clock": "demonstration:date",
    "verify": "documents:verify",
    "accessibility": "accessibility-statement",
    "privacy": "privacy",
    "about": "about",
}


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """``demonstration`` ({date} or None), ``navigation``, ``unread_messages``, ``shell`` links."""
    stands_on = clock.demonstration_date()
    context: dict[str, Any] = {
        "demonstration": {"date": stands_on} if stands_on else None,
        "shell": {part: _address(name) for part, name in _SHELL_LINKS.items()},
        "signed_in": False,
    }
    user: Any = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        context |= {
            "signed_in": True,
            "navigation": navigation.entries_for(user, request.path),
            "unread_messages": SimpleLazyObject(lambda: navigation.unread_by(user)),
            "may_move_clock": SimpleLazyObject(lambda: user.holds(Role.ADMINISTRATOR)),
        }
    return context
