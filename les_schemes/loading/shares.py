"""The part ``[cost_shares]`` of a scheme file: percent by the commissioner's code (EXC-25)."""

import re
from typing import Any

from les_schemes.models.design import WHOLE_PERCENT_HUNDREDTHS
from les_schemes.rules.inspection import Inspection
from les_schemes.rules.values import Wrong, shown

_PERCENT = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?")


def of(content: dict[str, Any]) -> dict[str, int]:
    """Hundredths of a percent by code, of a file without faults; empty where it says nothing."""
    return {code: _hundredths(share) for code, share in content.get("cost_shares", {}).items()}


def faults(content: dict[str, Any]) -> list[str]:
    if "cost_shares" not in content:
        return []
    inspection = Inspection()
    given = inspection.object(content["cost_shares"], "cost_shares")
    if given is not None:
        shares = [given.required(code, _hundredths) for code in given.values]
        if not inspection.faults and sum(shares) != WHOLE_PERCENT_HUNDREDTHS:
            inspection.fault("cost_shares", "must come to 100%")
    return [str(fault) for fault in inspection.faults]


def written(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _hundredths(value: object) -> int:
    found = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Wrong(f'must be percent as text, like "33.34", not {shown(value)}')
    hundredths = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
    if not 0 < hundredths <= WHOLE_PERCENT_HUNDREDTHS:
        raise Wrong("must be above 0 and at most 100")
    return hundredths
