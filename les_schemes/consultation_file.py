"""The part ``[[consultation]]`` of a scheme file: who was asked, when, and what they said (R0-002).

A file without that part makes a draft whose consultation is entered on its page.
"""

from datetime import date
from typing import Any

from les_schemes.actions import schemes
from les_schemes.design import readiness
from les_schemes.design.statuses import Body
from les_schemes.models import Consultation, SchemeVersion
from les_schemes.statuses import SchemeStatus
from pbc import clock
from pbc.actor import Actor

_KEYS: dict[str, tuple[type, str]] = {
    "body": (str, f"one of {', '.join(Body.values)}"),
    "name": (str, "text"),
    "on": (date, "a date, like 2007-03-02"),
    "said": (str, "text"),
    "response": (str, "text"),
}
_REQUIRED = {"body", "on", "said"}


def faults(content: dict[str, Any]) -> list[str]:
    """Everything wrong with the part, each by its place and name."""
    found = []
    for index, entry in enumerate(content.get("consultation", [])):
        place = f"consultation[{index}]"
        if not isinstance(entry, dict):
            found.append(f"{place}: must be a table")
            continue
        found += [f"{place}.{key}: is not known" for key in sorted(entry.keys() - _KEYS.keys())]
        found += [f"{place}.{key}: is missing" for key in sorted(_REQUIRED - entry.keys())]
        found += [
            f"{place}.{key}: must be {_KEYS[key][1]}"
            for key in sorted(entry.keys() & _KEYS.keys())
            if not _may_be(key, entry[key])
        ]
    return found


def keep(version: SchemeVersion, content: dict[str, Any], by: Actor) -> None:
    """Enter what is not in the log yet; with the LMC's word the draft is consulted on."""
    held = _held(version)
    new = [entry for entry in _entries(content) if entry not in held]
    Consultation.objects.bulk_create(
        Consultation(
            version=version,
            recorded_at=clock.now(),
            recorded_by=by.person_id,
            **dict(zip(_KEYS, entry, strict=True)),
        )
        for entry in new
    )
    if version.status == SchemeStatus.DRAFT and new and not readiness.why_not_consulted(version):
        schemes.record_consultation(version=version, by=by)
        version.refresh_from_db(fields=["status", "consulted_at", "consulted_by", "changed_at"])


def says(version: SchemeVersion, content: dict[str, Any]) -> bool:
    """Whether the version's log holds what the file says."""
    held = _held(version)
    return all(entry in held for entry in _entries(content))


def _held(version: SchemeVersion) -> list[tuple[Any, ...]]:
    return list(version.consultations.values_list(*_KEYS))


def _entries(content: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [tuple(entry.get(key, "") for key in _KEYS) for entry in content.get("consultation", [])]


def _may_be(key: str, value: Any) -> bool:
    if type(value) is not _KEYS[key][0]:
        return False
    if key == "body":
        return value in Body.values
    return key != "said" or bool(str(value).strip())
