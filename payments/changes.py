"""What differs between two documents of facts: pure, in words a finance officer can check."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Change:
    """One fact that was one thing and is another."""

    kind: str
    code: str
    before: str
    after: str
    scheme: str = ""


def between(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """Everything that differs between two documents of the same scheme but the day and what was
    paid meanwhile: terms, readings, localities and practices."""
    return [
        *_values("Term", _of_scheme(before, "terms"), _of_scheme(after, "terms")),
        *_values("Reading", _of_scheme(before, "readings"), _of_scheme(after, "readings")),
        *_localities(_by_code(before["localities"]), _by_code(after["localities"])),
        *_practices(_by_code(before["providers"]), _by_code(after["providers"])),
        *_mergers(before["mergers"], after["mergers"]),
    ]


def count_by_kind(changes: list[Change]) -> list[tuple[str, int]]:
    """How many changes there are of each kind, the most first."""
    counts: dict[str, int] = {}
    for change in changes:
        counts[change.kind] = counts.get(change.kind, 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _by_code(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {item["code"]: item for item in items}


def _of_scheme(facts: dict[str, Any], part: str) -> dict[str, Any]:
    """The terms, or the readings, of the scheme and of its objectives, those by their number."""
    scheme = facts["scheme"]
    values = dict(scheme[part])
    for objective in scheme["objectives"]:
        for name, value in objective[part].items():
            values[f"{name} of objective {objective['number']}"] = value
    return values


def _values(kind: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield Change(kind, name, str(before.get(name, "")), str(after.get(name, "")))


def _localities(
    before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]
) -> Iterator[Change]:
    for code in sorted(before.keys() | after.keys()):
        then, now = before.get(code), after.get(code)
        if then is None or now is None:
            kind = "Locality added" if then is None else "Locality gone"
            yield Change(kind, code, _formed(then), _formed(now))
            continue
        if then["formed"] != now["formed"]:
            yield Change("Locality formed", code, then["formed"], now["formed"])
        if then["levels"] != now["levels"]:
            yield Change("Level", code, _levels(then), _levels(now))


def _practices(
    before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]
) -> Iterator[Change]:
    for code in sorted(before.keys() | after.keys()):
        then, now = before.get(code), after.get(code)
        if then is None or now is None:
            kind = "Provider added" if then is None else "Provider gone"
            yield Change(kind, code, _patients(then), _patients(now))
            continue
        yield from _practice(code, then, now)


def _practice(code: str, then: dict[str, Any], now: dict[str, Any]) -> Iterator[Change]:
    if then["lists"] != now["lists"]:
        yield Change("List size", code, _patients(then), _patients(now))
    if then["memberships"] != now["memberships"]:
        yield Change("Locality", code, _localities_of(then), _localities_of(now))
    old, new = then["sign_up"], now["sign_up"]
    if (old is None) != (new is None):
        kind = "Sign-up accepted" if old is None else "Sign-up no longer counts"
        yield Change(kind, code, _signed(old), _signed(new))
    elif old is not None and old != new:
        kind = "Sign-up"
        if old["withdrawn"] != new["withdrawn"]:
            kind = "Sign-up withdrawn"
        elif (old["received"], old["accepted"]) == (new["received"], new["accepted"]):
            kind = "GP signatures"
        yield Change(kind, code, _signed(old), _signed(new))
    if then.get("reports", []) != now.get("reports", []):
        yield Change(
            "Reports", code, ", ".join(then.get("reports", [])), ", ".join(now.get("reports", []))
        )
    if then.get("claims", []) != now.get("claims", []):
        yield Change("Items claimed", code, _claimed(then), _claimed(now))


def _claimed(provider: dict[str, Any]) -> str:
    """``12 in 2007-04, 9 in 2007-05``, each under its objective where there are several."""
    claims = provider.get("claims", [])
    several = len({claim["objective"] for claim in claims}) > 1
    return ", ".join(
        f"{claim['count']:,} in {claim['month']}"
        + (f" under objective {claim['objective']}" if several else "")
        for claim in claims
    )


def _formed(locality: dict[str, Any] | None) -> str:
    return "" if locality is None else f"formed {locality['formed']}"


def _levels(locality: dict[str, Any]) -> str:
    return ", ".join(f"{award['level']} from {award['decided']}" for award in locality["levels"])


def _mergers(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[Change]:
    for merger in before:
        if merger not in after:
            yield Change("Merger gone", merger["successor"], _merged(merger), "")
    for merger in after:
        if merger not in before:
            yield Change("Merger", merger["successor"], "", _merged(merger))


def _merged(merger: dict[str, Any]) -> str:
    return f"took the place of {', '.join(merger['predecessors'])} on {merger['on']}"


def _patients(practice: dict[str, Any] | None) -> str:
    if practice is None:
        return ""
    return ", ".join(f"{one['size']:,} patients" for one in practice["lists"]) or "no list"


def _localities_of(practice: dict[str, Any]) -> str:
    """``DAC``, ``DAC until 2007-10-01, WAT from 2007-10-01``."""
    memberships = practice["memberships"]
    if not memberships:
        return "alone"
    parts = []
    for number, one in enumerate(memberships):
        since = f" from {one['from']}" if number else ""
        until = f" until {one['to']}" if one["to"] else ""
        parts.append(f"{one['locality']}{since}{until}")
    return ", ".join(parts)


def _signed(sign_up: dict[str, Any] | None) -> str:
    if sign_up is None:
        return "not signed up"
    return (
        f"{sign_up['signed_gps']} of {sign_up['eligible_gps']} GPs, received "
        f"{sign_up['received']}, accepted {sign_up['accepted']}"
        + (f", withdrawn {sign_up['withdrawn']}" if sign_up["withdrawn"] else "")
    )
