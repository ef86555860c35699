"""What every page has around it: the demonstration's date, the navigation, unread messages."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from pbc import clock, navigation
from pbc.roles import Role


def shell(request: HttpRequest) -> dict[str, Any]:
    """``demonstration`` ({date} or None), ``navigation``, ``unread_messages``, ``shell`` links."""
    stands_on = clock.demonstration_date()
    context: dict[str, Any] = {
        "demonstration": {"date": stands_on} if stands_on else None,
        "shell": navigation.shell_links(),
        "signed_in": False,
    }
    user: Any = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        context |= {
            "signed_in": True,
            # Until a second factor is set up nothing else opens: nothing else is offered.
            "navigation": []
            if user.lacks_second_factor
            else navigation.entries_for(user, request.path),
            "unread_messages": SimpleLazyObject(lambda: navigation.unread_by(user)),
            "may_move_clock": SimpleLazyObject(lambda: user.holds(Role.ADMINISTRATOR)),
        }
    return context
