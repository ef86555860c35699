"""A half-filled form outlives its session.

A form posted after the session has ended is put, in the new anonymous session, beside the id of
the person who last signed in with this browser (a signed cookie). Once that same person has
signed in again the form's page finds it and shows it filled; another person never sees it.
"""

from django.http import HttpRequest, HttpResponse, QueryDict

SESSION_KEY = "unfinished_form"
COOKIE = "last_signed_in"
COOKIE_AGE = 14 * 24 * 3600
NEVER_KEPT = ("password", "code", "csrfmiddlewaretoken")
LARGEST = 200_000


def keep(request: HttpRequest) -> None:
    """Put a posted form aside for the person who last signed in with this browser."""
    person = request.get_signed_cookie(COOKIE, default=None, max_age=COOKIE_AGE)
    if person is None or len(request.body) > LARGEST:
        return
    kept = request.POST.copy()
    for name in list(kept):
        if any(part in name for part in NEVER_KEPT):
            del kept[name]
    request.session[SESSION_KEY] = {
        "person": person,
        "path": request.path,
        "data": kept.urlencode(),
    }


def take(request: HttpRequest) -> QueryDict | None:
    """The form this person had been filling in at this address, once."""
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["path"] != request.path:
        return None
    if kept["person"] != str(request.user.pk):
        return None
    del request.session[SESSION_KEY]
    return QueryDict(kept["data"])


def remember_person(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser remember, signed, who is signed in."""
    if request.user.is_authenticated:
        person = str(request.user.pk)
        if (
            request.get_signed_cookie(COOKIE, default=None, max_age=COOKIE_AGE)
            != person
        ):
            response.set_signed_cookie(
                COOKIE,
                person,
                max_age=COOKIE_AGE,
                httponly=True,
                samesite="Lax",
                secure=request.is_secure(),
            )
