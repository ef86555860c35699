"""Money in exact numbers: whole pence at rest, rationals inside a sum, one rounding function.

Nothing here knows Django, so that the rules of a scheme can stand on it alone.
"""

import re
from collections.abc import Mapping
from fractions import Fraction

_CONTRACT_MONEY = re.compile(r"(-?)([0-9]+)\.([0-9]{2})")
_MINUS = "\N{MINUS SIGN}"


def round_half_up(pence: Fraction) -> int:
    """The whole pence nearest to an exact sum; half a penny goes away from zero."""
    numerator, denominator = pence.numerator, pence.denominator
    if denominator == 1:
        return numerator
    whole, rest = divmod(abs(numerator), denominator)
    if 2 * rest >= denominator:
        whole += 1
    return whole if numerator >= 0 else -whole


def pounds(pence: int) -> str:
    """Pence as people read them: ``743100`` is ``£7,431.00``, ``-10000`` is ``−£100.00``."""
    sign = _MINUS if pence < 0 else ""
    whole, rest = divmod(abs(pence), 100)
    return f"{sign}£{whole:,}.{rest:02d}"


def to_contract(pence: int) -> str:
    """Pence as the calculation contract writes them: ``743100`` is ``7431.00``."""
    sign = "-" if pence < 0 else ""
    whole, rest = divmod(abs(pence), 100)
    return f"{sign}{whole}.{rest:02d}"


def from_contract(text: str) -> int:
    """The pence of an amount written as in the contract; ``ValueError`` for any other form."""
    match = _CONTRACT_MONEY.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not an amount with exactly two decimals")
    sign, whole, rest = match.groups()
    pence = int(whole + rest)
    return -pence if sign else pence


def share(total_pence: int, weights: Mapping[str, int]) -> dict[str, int]:
    """A total shared in proportion to weights by largest remainders, so that the parts add up.

    Each share is rounded down to the penny; the pennies left over go one each to the largest
    remainders, equal remainders in the order of the names. ``ValueError`` if there is nobody to
    share among.
    """
    whole = sum(weights.values())
    if whole <= 0 or total_pence < 0 or min(weights.values()) < 0:
        raise ValueError("a share needs a total and weights that are not below nothing")
    shares = {name: total_pence * weight // whole for name, weight in weights.items()}
    left_over = total_pence - sum(shares.values())
    by_remainder = sorted(weights, key=lambda name: (-(total_pence * weights[name] % whole), name))
    for name in by_remainder[:left_over]:
        shares[name] += 1
    return shares
