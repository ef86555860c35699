"""Whether a typed name is the signatory's own: loosely, as people write their names."""

import re
import unicodedata

_TITLES = {"dr", "doctor", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir", "dame"}


def is_own_name(typed: str, *, given: str, family: str) -> bool:
    """Whether ``typed`` holds the whole family name and, of the rest, only given names, their
    initials and titles. Case, accents, order and punctuation do not matter.

    ``Dr A. Okafor``, ``Okafor, Ada`` and ``ada okafor`` are Ada Okafor's name; ``Ben Okafor``
    and ``Ada`` are not.
    """
    words = _words(typed)
    family_words = _words(family)
    if not family_words or not _take(words, family_words):
        return False
    given_words = _words(given)
    return all(
        word in _TITLES
        or word in given_words
        or (len(word) == 1 and any(name.startswith(word) for name in given_words))
        or (len(word) <= 3 and word == "".join(name[0] for name in given_words))
        for word in words
    )


def _take(words: list[str], wanted: list[str]) -> bool:
    for word in wanted:
        if word not in words:
            return False
        words.remove(word)
    return True


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.replace("’", "").replace("'", ""))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.findall(r"\w+", plain.casefold())
