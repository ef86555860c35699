"""A half-filled form outlives its session.

A form posted after the session has ended is put, in the new anonymous session, beside the id of
the person who last signed in with this browser (a signed cookie). Once that same person has
signed in again the form's page finds it and shows it filled; another person never sees it, and
when another person signs in it is dropped. Passwords, codes, files, and what looks like a
patient's NHS number are never kept.
"""

import uuid

from django.http import HttpRequest, HttpResponse, QueryDict

from pbc import nhs_numbers

SESSION_KEY = "unfinished_form"
COOKIE = "last_signed_in"
COOKIE_AGE = 14 * 24 * 3600
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "code", "credential"})
LARGEST = 200_000


def keep(request: HttpRequest) -> bool:
    """Put a posted form aside for the person who is, or last was, signed in with this browser."""
    signed_in = request.user.is_authenticated
    person = str(request.user.pk) if signed_in else _last_signed_in(request)
    if person is None:
        return False
    kept = request.POST.copy()
    for name in list(kept):
        secret = name in NEVER_KEPT or "password" in name
        if secret or any(map(nhs_numbers.holds, kept.getlist(name))):
            del kept[name]
    data = kept.urlencode()
    if len(data) > LARGEST:
        return False
    request.session[SESSION_KEY] = {
        "person": person,
        "path": request.path,
        "data": data,
        "had_files": bool(request.FILES),
    }
    return True


def take(request: HttpRequest) -> QueryDict | None:
    """The form this person had been filling in at this address, once."""
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["path"] != request.path:
        return None
    if kept["person"] != str(request.user.pk):
        return None
    del request.session[SESSION_KEY]
    request.unfinished_had_files = kept["had_files"]  # type: ignore[attr-defined]
    return QueryDict(kept["data"])


def drop_of_others(request: HttpRequest, person: uuid.UUID) -> None:
    """Forget what somebody else had left unfinished in this browser: ``person`` signed in."""
    kept = request.session.get(SESSION_KEY)
    if kept and kept["person"] != str(person):
        del request.session[SESSION_KEY]


def remember_person(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser remember, signed, who is signed in."""
    if request.user.is_authenticated:
        person = str(request.user.pk)
        if _last_signed_in(request) != person:
            response.set_signed_cookie(
                COOKIE,
                person,
                max_age=COOKIE_AGE,
                httponly=True,
                samesite="Lax",
                secure=request.is_secure(),
            )


def _last_signed_in(request: HttpRequest) -> str | None:
    return request.get_signed_cookie(COOKIE, default=None, max_age=COOKIE_AGE)
