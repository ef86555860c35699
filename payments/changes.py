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


def between(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """Everything that differs between two documents of the same scheme but the day and what was
    paid meanwhile: terms, readings, localities and practices."""
    return [
        *_values("Term", before.get("terms", {}), after.get("terms", {})),
        *_values("Reading", before.get("readings", {}), after.get("readings", {})),
        *_localities(_by_code(before["localities"]), _by_code(after["localities"])),
        *_practices(_by_code(before["practices"]), _by_code(after["practices"])),
    ]


def count_by_kind(changes: list[Change]) -> list[tuple[str, int]]:
    """How many changes there are of each kind, the most first."""
    counts: dict[str, int] = {}
    for change in changes:
        counts[change.kind] = counts.get(change.kind, 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _by_code(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {item["code"]: item for item in items}


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
            kind = "Practice added" if then is None else "Practice gone"
            yield Change(kind, code, _patients(then), _patients(now))
            continue
        yield from _practice(code, then, now)


def _practice(code: str, then: dict[str, Any], now: dict[str, Any]) -> Iterator[Change]:
    if then["list_size"] != now["list_size"]:
        yield Change("List size", code, _patients(then), _patients(now))
    if then["locality"] != now["locality"]:
        yield Change("Locality", code, then["locality"] or "alone", now["locality"] or "alone")
    old, new = then["sign_up"], now["sign_up"]
    if (old is None) != (new is None):
        kind = "Sign-up accepted" if old is None else "Sign-up no longer counts"
        yield Change(kind, code, _signed(old), _signed(new))
    elif old is not None and old != new:
        same_sheet = (old["received"], old["accepted"]) == (new["received"], new["accepted"])
        kind = "GP signatures" if same_sheet else "Sign-up"
        yield Change(kind, code, _signed(old), _signed(new))
    if then.get("reports", []) != now.get("reports", []):
        yield Change(
            "Reports", code, ", ".join(then.get("reports", [])), ", ".join(now.get("reports", []))
        )


def _formed(locality: dict[str, Any] | None) -> str:
    return "" if locality is None else f"formed {locality['formed']}"


def _levels(locality: dict[str, Any]) -> str:
    return ", ".join(f"{award['level']} from {award['decided']}" for award in locality["levels"])


def _patients(practice: dict[str, Any] | None) -> str:
    return "" if practice is None else f"{practice['list_size']:,} patients"


def _signed(sign_up: dict[str, Any] | None) -> str:
    if sign_up is None:
        return "not signed up"
    return (
        f"{sign_up['signed_gps']} of {sign_up['eligible_gps']} GPs, received "
        f"{sign_up['received']}, accepted {sign_up['accepted']}"
    )
