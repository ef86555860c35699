"""Dataclasses of exact numbers as plain JSON data and back, for sums that are kept.

Known are text, whole numbers, booleans, nothing, days (``"2007-04-30"``), fractions (``"1/10"``),
tuples of one kind, dataclasses of these, and what has a ``to_data`` and ``from_data`` of its own.
"""

from dataclasses import fields
from datetime import date
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_data(value: Any) -> Any:
    """JSON-able data that ``from_data`` makes the same value of."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return [to_data(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    if hasattr(value, "to_data"):
        return value.to_data()
    return fields_to_data(value)


def fields_to_data(value: Any) -> dict[str, Any]:
    """The fields of a dataclass, each as data."""
    return {name: to_data(getattr(value, name)) for name in _names(value.__class__)}


def from_data(kind: Any, data: Any) -> Any:
    """The value of a kind (a class or an annotation) that was made into data."""
    if get_origin(kind) is UnionType:
        (kind,) = (option for option in get_args(kind) if option is not NoneType)
        return None if data is None else from_data(kind, data)
    if get_origin(kind) is tuple:
        item = get_args(kind)[0]
        return tuple(from_data(item, value) for value in data)
    if kind is date:
        return date.fromisoformat(data)
    if kind is Fraction:
        return Fraction(data)
    if kind in {str, int, bool}:
        return data
    if hasattr(kind, "from_data"):
        return kind.from_data(data)
    return fields_from_data(kind, data)


def fields_from_data(kind: type, data: Any) -> Any:
    """The dataclass whose fields were made into data."""
    return kind(**{name: from_data(hint, data[name]) for name, hint in _hints(kind).items()})


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {name: hints[name] for name in _names(kind)}
