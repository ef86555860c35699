"""Telephone numbers as people write them (F-SIGN-15: validated, tolerantly)."""

import re

from pbc.refusals import BadInput

FEWEST_DIGITS = 6
MOST_DIGITS = 21  # fifteen of the number, six of an extension
_TELEPHONE = re.compile(r"\+?[\d\s().\-/]+(?:(?:ext\.?|x|extension)\s*\d{1,6})?", re.IGNORECASE)


def telephone_number(typed: str) -> str:
    """The number with single spaces: brackets, dots, a country code and an extension may stay.

    Raises BadInput on ``contact_number`` where it is empty or no number.
    """
    number = " ".join(typed.split())
    digits = sum(character.isdigit() for character in number)
    plain = _TELEPHONE.fullmatch(number)
    if not number:
        raise BadInput({"contact_number": "Enter a telephone number"})
    if not plain or not FEWEST_DIGITS <= digits <= MOST_DIGITS:
        raise BadInput(
            {"contact_number": "Enter a telephone number, like 01442 255 123 or 01442 255123 ext 4"}
        )
    return number
