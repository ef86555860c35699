"""The part ``[statement]`` of a scheme file: what is wrong with it, and the terms it makes.

A file without that part asks GPs for no year-end statement.
"""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from les_schemes.models import SchemeVersion, StatementTerms
from les_schemes.statuses import HoursTest
from pbc.financial_year import FinancialYear

_KINDS: dict[str, tuple[type, str]] = {
    "hours_a_month": (str, 'hours as text, like "2"'),
    "hours_test": (str, f"one of {', '.join(HoursTest.values)}"),
    "opens_on": (date, "a date, like 2008-03-01"),
    "due_on": (date, "a date, like 2008-03-31"),
    "grace_days": (int, "a whole number of days"),
    "sample_percent": (int, "a whole number from 0 to 100"),
}


def faults(content: dict[str, Any]) -> list[str]:
    """Everything wrong with the part, each by its name."""
    part = content.get("statement")
    if part is None:
        return []
    found = [f"statement.{name}: is not known" for name in sorted(part.keys() - _KINDS.keys())]
    for name, (kind, words) in _KINDS.items():
        if name not in part:
            found.append(f"statement.{name}: is missing")
        elif type(part[name]) is not kind or not _may_be(name, part[name]):
            found.append(f"statement.{name}: must be {words}")
    if (
        not found
        and part["opens_on"] < FinancialYear(content["financial_year_starts_in"]).first_day
    ):
        found.append("statement.opens_on: must not be before the scheme's year")
    if not found and part["due_on"] < part["opens_on"]:
        found.append("statement.due_on: must not be before statement.opens_on")
    return found


def keep(version: SchemeVersion, content: dict[str, Any]) -> None:
    """Make the draft's terms what the file says, or none where it says nothing."""
    values = _values(content)
    if values is None:
        StatementTerms.objects.filter(version=version).delete()
    else:
        StatementTerms.objects.update_or_create(version=version, defaults=values)


def says(version: SchemeVersion, content: dict[str, Any]) -> bool:
    """Whether the version holds what the file says."""
    held = StatementTerms.objects.filter(version=version).values(*_KINDS).first()
    return held == _values(content)


def _values(content: dict[str, Any]) -> dict[str, Any] | None:
    part = content.get("statement")
    return None if part is None else {**part, "hours_a_month": Decimal(part["hours_a_month"])}


def _may_be(name: str, value: Any) -> bool:
    if name == "hours_a_month":
        return _is_hours(value)
    if name == "hours_test":
        return value in HoursTest.values
    if name == "sample_percent":
        return 0 <= value <= 100
    return name != "grace_days" or 0 <= value <= 366


def _is_hours(text: str) -> bool:
    try:
        hours = Decimal(text)
    except InvalidOperation:
        return False
    return hours.is_finite() and 0 < hours < 1000 and hours == round(hours, 2)
