"""No request is larger than the largest file anyone may send, whoever sends it.

Django reads what is sent onto the disk before a page may look at its size, also of somebody who
has not signed in.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pbc.files import MEGABYTE

LARGEST_REQUEST = 42 * MEGABYTE


class LargestRequest:
    """Turns away by its stated length what is too large, before any of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        stated = request.headers.get("content-length") or "0"
        if stated.isdecimal() and int(stated) > LARGEST_REQUEST:
            return render(request, "413.html", status=413)
        return self.get_response(request)
