"""What a change of a reading comes to on the assumptions typed in for its scheme.

Savings, claims and whatever else later facts decide is not held when a reading is changed. These
amounts are worked out for everyone who may take part, and are shown as assumed wherever they are.
"""

from collections.abc import Mapping
from typing import Any

from les_schemes import costing
from les_schemes.costing.assumption_questions import in_words
from les_schemes.costing.costed import Costed
from les_schemes.definitions import definition_of, with_reading
from les_schemes.models import SchemeVersion
from les_schemes.readings import effects


def of_change(version: SchemeVersion, objective: int, reading: str, choice: str) -> dict[str, Any]:
    """As JSON, to be kept with the change: what was assumed, and what it comes to in whole pence,
    together and for each payee whose amount changes."""
    before = costing.work_out(version, costing.assumptions_of(version))
    changed = with_reading(definition_of(version), objective, reading, choice)
    after = costing.cost(before.eligible, before.assumptions, changed)
    sums = [
        (effects.PAID, before.total.paid_pence, after.total.paid_pence),
        (effects.SET_ASIDE, before.total.set_aside_pence, after.total.set_aside_pence),
    ]
    return {
        "assumptions": before.assumptions.to_data(),
        "said": in_words(before.definition, before.assumptions),
        "not_assumed": sorted(before.assumptions.missing(before.definition)),
        "together": [
            {"what": what, "before_pence": old, "after_pence": new} for what, old, new in sums
        ],
        "payees": _changed(before, after),
    }


def changes_anything(kept: Mapping[str, Any]) -> bool:
    """Whether what ``of_change`` wrote changes any amount."""
    return bool(kept.get("payees"))


def _changed(before: Costed, after: Costed) -> list[dict[str, Any]]:
    held = {one.code: one for one in before.by_payee}
    rows = []
    for one in after.by_payee:
        old = held.get(one.code)
        for what, then, now in (
            (effects.PAID, old.paid_pence if old else 0, one.paid_pence),
            (effects.SET_ASIDE, old.set_aside_pence if old else 0, one.set_aside_pence),
        ):
            if then != now:
                rows.append(
                    {
                        "name": one.name,
                        "code": one.code,
                        "what": what,
                        "before_pence": then,
                        "after_pence": now,
                    }
                )
    return rows
