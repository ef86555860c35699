"""``{% load money %}{{ line.due_pence|pounds }}`` shows whole pence as ``£7,431.00``.

``{{ rows|total:"due_pence" }}`` adds up the pence of rows, ``{{ after|less:before }}`` takes one
amount from another.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from pbc import money

register = template.Library()

register.filter("pounds", money.pounds)


@register.filter
def total(rows: Iterable[Any], name: str) -> int:
    """The sum of a value, in whole pence, over rows that are objects or dicts."""
    return sum(row[name] if isinstance(row, Mapping) else getattr(row, name) for row in rows)


@register.filter
def less(pence: int, taken: int) -> int:
    return pence - taken
