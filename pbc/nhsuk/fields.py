"""Form fields the design system has and Django has not: a date in three boxes, pounds."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

PARTS = ("day", "month", "year")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FIGURES = re.compile("[0-9]{1,4}")
_AMOUNT = re.compile(r"(?P<minus>-?)£?(?P<pounds>[0-9]+)(?:\.(?P<pence>[0-9]{1,2}))?")


class SplitDateWidget(forms.MultiWidget):
    """Day, month and year in boxes of their own, posted as ``name_day`` and so on."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def values(self, value: object) -> dict[str, Any]:
        """What stands in each box, whether typed by a person or given as a date."""
        parts = value if isinstance(value, list) else self.decompress(value)  # type: ignore[arg-type]
        return dict(zip(PARTS, parts, strict=True))


class SplitDateField(forms.Field):
    """A date typed in three boxes; cleans to a ``date``. A month may be typed as a word."""

    widget = SplitDateWidget
    default_error_messages = {
        "not_a_date": "Enter a real date, like 16 4 2007",
        "incomplete": "The date must include a %(missing)s",
        "year": "The year must have 4 numbers, like 2007",
    }

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        parts = dict(zip(PARTS, [str(part or "").strip() for part in value], strict=True))
        missing = [part for part, typed in parts.items() if not typed]
        if len(missing) == len(PARTS):
            return None
        if missing:
            raise self._error("incomplete", missing=" and a ".join(missing))
        if len(parts["year"]) != 4:
            raise self._error("year")
        try:
            return date(_whole(parts["year"]), _month(parts["month"]), _whole(parts["day"]))
        except ValueError:
            raise self._error("not_a_date") from None

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def _error(self, code: str, **params: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)


def wrong_parts(typed: dict[str, Any]) -> list[str]:
    """The boxes to mark when a date is refused: the empty ones, or all of them."""
    empty = [part for part, value in typed.items() if not str(value or "").strip()]
    return empty or list(PARTS)


def _month(typed: str) -> int:
    word = typed.lower()[:3]
    return _MONTHS.index(word) + 1 if word in _MONTHS else _whole(typed)


def _whole(typed: str) -> int:
    """Figures alone: ``int`` would also take "+4" and "1_6"."""
    if not _FIGURES.fullmatch(typed):
        raise ValueError(typed)
    return int(typed)


class MoneyField(forms.Field):
    """An amount typed in pounds; cleans to whole pence. ``initial`` is in pence too."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": "Enter an amount in pounds, like 1,250 or 1,250.00",
        "negative": "Enter an amount of £0 or more",
        "too_large": "Enter an amount below £1,000,000,000",
    }

    def __init__(self, *, negative: bool = False, **kwargs: Any) -> None:
        self.negative = negative
        super().__init__(**kwargs)

    def prepare_value(self, value: object) -> object:
        if isinstance(value, int):
            sign = "-" if value < 0 else ""
            pounds, pence = divmod(abs(value), 100)
            return f"{sign}{pounds:,}.{pence:02d}"
        return value

    def to_python(self, value: object) -> int | None:
        typed = re.sub(r"[\s,]", "", str(value if value is not None else ""))
        if not typed:
            return None
        found = _AMOUNT.fullmatch(typed.replace("£-", "-£"))
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if len(found["pounds"].lstrip("0")) > 9:
            raise ValidationError(self.error_messages["too_large"], code="too_large")
        pence = int(found["pounds"]) * 100 + int((found["pence"] or "").ljust(2, "0"))
        if found["minus"] and pence:
            if not self.negative:
                raise ValidationError(self.error_messages["negative"], code="negative")
            return -pence
        return pence
