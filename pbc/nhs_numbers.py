"""What looks like an NHS number: ten digits whose last is their check digit (EXC-13).

Reports are counts and amounts. Something that could name a patient has no place in them, so text
that holds such a number is refused before it is kept anywhere. The number itself is never told:
the caller learns that there is one, and says where.
"""

import re
import unicodedata

_DIGITS = 10
# Spaces and hyphens of every kind may stand between digits, as people write 943 476 5919.
_BETWEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff_'\u2010-\u2015\u2212\u30fb-]")
_RUN = re.compile(r"[0-9](?:[ ]{0,3}[0-9])*")
# Three, three and four, however parted; and a whole number with its thousands marked.
_PARTED = re.compile(r"(?<![0-9])([0-9]{3})[.,/:;|\\]([0-9]{3})[.,/:;|\\]([0-9]{4})(?![0-9])")
_THOUSANDS = re.compile(r"(?<![0-9,.])[0-9],[0-9]{3},[0-9]{3},[0-9]{3}(?![0-9,])")
_SCIENTIFIC = re.compile(r"[0-9]\.[0-9]{1,9}E\+?0?9", re.IGNORECASE)


def has_check_digit(digits: str) -> bool:
    """Whether ten digits end in their check digit, by modulus 11."""
    weighted = sum(int(digit) * (_DIGITS - place) for place, digit in enumerate(digits[:9]))
    return (11 - weighted % 11) % 11 == int(digits[9])


def holds(text: str) -> bool:
    """Whether a text holds ten digits, joined or with spaces or hyphens, that are such a number."""
    plain = "".join(
        str(unicodedata.digit(letter)) if letter.isdigit() else letter
        for letter in unicodedata.normalize("NFKC", text)
    )
    plain = _SCIENTIFIC.sub(lambda found: str(round(float(found[0]))), plain)
    plain = _PARTED.sub(r"\1 \2 \3", plain)
    plain = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), plain)
    spaced = _BETWEEN.sub(" ", plain)
    return any(_is_one(run.group()) for run in _RUN.finditer(spaced))


def _is_one(run: str) -> bool:
    """Whether any whole groups of a run of digits make ten that end in their check digit."""
    groups = run.split()
    for first in range(len(groups)):
        joined = ""
        for group in groups[first:]:
            joined += group
            if len(joined) >= _DIGITS:
                break
        if len(joined) == _DIGITS and has_check_digit(joined):
            return True
    return False
