"""The home page."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from pbc import guards, waiting
from pbc.money import pounds
from pbc.pages import Page
from pbc.waiting import WaitingItem


class Home(Page):
    """What waits on the person, by organisation, and the panels that the apps give."""

    guard = guards.Public("whoever is not signed in is welcomed and shown where to sign in")
    template_name = "pbc/home.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return render(request, "pbc/welcome.html")
        turned_away = guards.SignedIn().check(request)
        return turned_away or self.show()

    def context(self) -> dict[str, Any]:
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
