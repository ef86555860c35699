"""A form that could not be proved to come from our own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pbc import unfinished


def failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before the person signed in anew: what was typed is kept for them.

    Only a form of our own pages gets here with the cookie that says who had been signed in (it is
    not sent with a request from another site), and nothing is done until the person sends it.
    """
    from_elsewhere = "Origin" in reason or "Referer" in reason
    kept = not from_elsewhere and unfinished.keep(request)
    return render(request, "403_csrf.html", {"kept": kept, "back": request.path}, status=403)
