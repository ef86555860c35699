"""The hall's own pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from pbc import guards, unfinished, waiting
from pbc.money import pounds
from pbc.pages import Page
from pbc.waiting import WaitingItem


class Home(Page):
    """What waits on the person, by organisation, and the panels that the apps give."""

    guard = guards.Public("whoever is not signed in is welcomed and shown where to sign in")
    template_name = "pbc/home.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            self.template_name = "pbc/welcome.html"
            return self.show()
        turned_away = guards.SignedIn().check(request)
        return turned_away or self.show()

    def context(self) -> dict[str, Any]:
        if not self.request.user.is_authenticated:
            return {}
        groups = [
            {"organisation": organisation, "cards": [card_of(item) for item in items]}
            for organisation, items in waiting.groups_for(self.actor)
        ]
        return {"groups": groups, "panels": waiting.panels_for(self.actor)}


def card_of(item: WaitingItem) -> dict[str, Any]:
    """A waiting item as the face's card."""
    return {
        "heading": item.title,
        "href": item.url,
        "text": item.explanation,
        "number": item.count,
        "since": item.since,
        "due": item.due,
        "worth": None if item.worth_pence is None else pounds(item.worth_pence),
    }


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before the person signed in anew: what was typed is kept for them.

    Only a form of our own pages gets here with the cookie that says who had been signed in (it is
    not sent with a request from another site), and nothing is done until the person sends it.
    """
    from_elsewhere = "Origin" in reason or "Referer" in reason
    kept = not from_elsewhere and unfinished.keep(request)
    return render(request, "403_csrf.html", {"kept": kept, "back": request.path}, status=403)
