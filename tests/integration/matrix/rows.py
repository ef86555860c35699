"""How a row of the matrix is written: who is let in, who is told why not, who finds nothing.

A row names an address and an object and sorts everyone into three:

- ``may``: the page opens (200) and, where something is done on it, doing it works (302);
- ``why``: insiders without the right, who are told so (403);
- ``nowhere``: for whom the object does not exist (404).

Whoever is in none of them gets ``rest``: 404 for objects, 403 where the address is for some roles
only. Nobody signed in is always led to the sign-in page, but for ``public`` rows.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pbc.roles import Role

HOME = {
    "manager": Role.PRACTICE_MANAGER,
    "gp": Role.GP,
    "lead": Role.LOCALITY_LEAD,
    "officer": Role.COMMISSIONER,
    "preparer": Role.FINANCE_PREPARER,
    "approver": Role.FINANCE_APPROVER,
    "secretary": Role.COMMITTEE_SECRETARY,
    "member": Role.COMMITTEE_MEMBER,
    "lmc": Role.LMC_OBSERVER,
    "auditor": Role.AUDITOR,
    "administrator": Role.ADMINISTRATOR,
}
NEAR = ("near_manager", "near_gp", "near_lead")
FAR = tuple(f"far_{name}" for name in HOME)
# Who acts for a pharmacy on the list of Dacorum, and of Watford.
PROVIDERS = ("pharmacist", "far_pharmacist")
EVERYONE = (*HOME, *NEAR, *FAR, *PROVIDERS)
# Auditor at home and every role in Watford: the guards of all roles let this person in, and at home
# she sees what an auditor sees. Only the check of the act itself stands in the way.
TWO_HATS = "two_hats"
HATS = ("auditor", *FAR, "far_pharmacist")
ACTORS = (*EVERYONE, TWO_HATS)
GROUPS = {
    "everyone": EVERYONE,
    "home": tuple(HOME),
    "far": FAR,
    "finance": ("preparer", "approver"),
    # Who reads all money of their commissioner.
    "readers": ("officer", "preparer", "approver", "auditor"),
    "far_readers": ("far_officer", "far_preparer", "far_approver", "far_auditor"),
    # Who sees a sheet of a practice at home.
    "of_the_sheet": (
        "manager",
        "gp",
        "lead",
        "officer",
        "preparer",
        "approver",
        "auditor",
        "administrator",
    ),
    "administrators": ("administrator", "far_administrator"),
    "auditors": ("auditor", "far_auditor"),
    "managers": ("manager", "near_manager", "far_manager"),
    "pharmacists": PROVIDERS,
    "officers": ("officer", "far_officer"),
    "committee": ("secretary", "member"),
}

# What a form is sent: values, or a function that takes the world.
Data = Mapping[str, Any] | Callable[[Any], Mapping[str, Any]]
# What a request may come to: a status, or one of the words below, or any of several.
Codes = int | str | tuple[int | str, ...]
Pair = tuple[Codes, Codes]

SIGN_IN = "led to the sign-in"
DONE = "done and led to the sign-in"
SECOND_FACTOR = "led to setting up the second factor"
PROVE_IT = "led to proving that it is they"
NOT_LED_AWAY = "not led to proving that it is they"
METHODS = ("GET", "POST")


def names(words: str) -> frozenset[str]:
    """Actors by their names and groups; ``-name`` takes one out again."""
    found: set[str] = set()
    for word in words.split():
        group = set(GROUPS.get(word.removeprefix("-"), (word.removeprefix("-"),)))
        assert group <= set(EVERYONE), word
        found = found - group if word.startswith("-") else found | group
    return frozenset(found)


@dataclass(frozen=True)
class Row:
    """One address with one object, and what each actor gets of it."""

    name: str
    of: str
    may: frozenset[str]
    why: frozenset[str]
    nowhere: frozenset[str]
    rest: int
    get: Codes = 200
    post: Codes = 405
    data: Data = field(default_factory=dict)
    anonymous: Mapping[str, Codes] = field(
        default_factory=lambda: {"GET": SIGN_IN, "POST": SIGN_IN}
    )
    odd: Mapping[str, Codes] = field(default_factory=dict)
    # Opening the page is itself recorded.
    reading_writes: bool = False
    # The page is about the person, whatever roles the person holds.
    personal: bool = False
    # The page stays open to whoever has yet to set up the second factor.
    needs_second_factor: bool = True
    # Whoever signed in more than a quarter of an hour ago proves again that it is they.
    sensitive: bool = False

    @property
    def is_for_all(self) -> bool:
        """Whether everybody signed in gets the same."""
        return set(EVERYONE) <= self.may

    @property
    def is_form(self) -> bool:
        return self.post != 405

    def __str__(self) -> str:
        return f"{self.name} of {self.of}" if self.of else self.name

    def expected(self, actor: str, method: str) -> Codes:
        """The statuses that are right for an actor; ``sign-in`` for being led there."""
        if actor == "anonymous":
            return self.anonymous[method]
        if (odd := self.odd.get(f"{method} {actor}")) is not None:
            return odd
        if actor == TWO_HATS:
            return self._of_two_hats(method)
        if actor in self.may:
            return self.get if method == "GET" else self.post
        if actor in self.why:
            return 403
        return 404 if actor in self.nowhere else self.rest

    def _of_two_hats(self, method: str) -> Codes:
        """What any hat may; else why not, if any is told; else nothing."""
        if not self.may.isdisjoint(HATS):
            return self.get if method == "GET" else self.post
        told = {self.expected(hat, method) for hat in HATS}
        return 403 if 403 in told else next(iter(told - {403}))


def page(
    name: str,
    of: str = "",
    *,
    may: str,
    why: str = "",
    nowhere: str = "",
    rest: int = 404,
    **more: Any,
) -> Row:
    """A page that shows; posted to, it says that nothing can be done there (405)."""
    return _row(name, of, may, why, nowhere, rest, **more)


def form(
    name: str,
    of: str = "",
    *,
    may: str,
    why: str = "",
    nowhere: str = "",
    rest: int = 404,
    post: Codes = 302,
    **more: Any,
) -> Row:
    """A page with a form; with ``data`` it is done and leads on (302)."""
    return _row(name, of, may, why, nowhere, rest, post=post, **more)


def public(name: str, of: str = "", *, get: Codes = 200, post: Codes = 405, **more: Any) -> Row:
    """A page for anyone, signed in or not."""
    more.setdefault("anonymous", {"GET": get, "POST": post})
    more.setdefault("needs_second_factor", False)
    return _row(name, of, "everyone", "", "", 404, get=get, post=post, **more)


def of_allauth(name: str, of: str = "", *, anonymous: Pair, signed_in: Pair, **more: Any) -> Row:
    """A page of django-allauth: what whoever is not signed in, and is, gets by GET and POST."""
    return _row(
        name,
        of,
        "everyone",
        "",
        "",
        404,
        get=signed_in[0],
        post=signed_in[1],
        anonymous=dict(zip(METHODS, anonymous, strict=True)),
        needs_second_factor=False,
        personal=True,
        **more,
    )


def _row(name: str, of: str, may: str, why: str, nowhere: str, rest: int, **more: Any) -> Row:
    sorted_into = [names(may), names(why), names(nowhere)]
    for first, second in ((0, 1), (0, 2), (1, 2)):
        both = sorted_into[first] & sorted_into[second]
        assert not both, f"{name} of {of}: {sorted(both)} stand in two places"
    return Row(name, of, *sorted_into, rest, **more)


def duplicates(rows: Iterable[Row]) -> list[str]:
    """Rows that are written twice."""
    seen: set[str] = set()
    return [str(row) for row in rows if str(row) in seen or seen.add(str(row))]  # type: ignore[func-returns-value]
