"""What every part of a scheme file is looked through for."""

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from les_schemes.rules.inspection import InspectedObject
from les_schemes.rules.values import Wrong, shown, text
from pbc.refusals import Refusal

_LINE_BREAKS_AND_TABS = "\n\t"
NO_PARAGRAPHS: list[str] = []


class UnreadableScheme(Refusal):
    """A scheme file that cannot be taken; ``faults`` names everything wrong with it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def unprintable(value: Any, place: str = "") -> Iterator[str]:
    """Texts that hold characters no database or page takes, each by its place."""
    if isinstance(value, str):
        if any(
            unicodedata.category(character) in {"Cc", "Cs"}
            and character not in _LINE_BREAKS_AND_TABS
            for character in value
        ):
            yield f"{place}: holds a control character"
    elif isinstance(value, list):
        for position, one in enumerate(value):
            yield from unprintable(one, f"{place}[{position}]")
    elif isinstance(value, dict):
        for key, one in value.items():
            within = f"{place}.{key}" if place else key
            if not key.isprintable():
                yield f"{place or 'the file'}: holds a name with a control character"
            else:
                yield from unprintable(one, within)


def refuse_unknown(given: InspectedObject) -> None:
    """To be called when every known name has been asked for."""
    for key in sorted(given.values.keys() - set(given.asked)):
        given.fault(key, "is not known")


def words(value: object) -> str:
    """Text that says something."""
    given = text(value)
    if not given.strip():
        raise Wrong("must not be empty")
    return given


def at_most(longest: int, form: Callable[[object], str]) -> Callable[[object], str]:
    """A form of text with at most so many characters."""

    def read(value: object) -> str:
        given = form(value)
        if len(given) > longest:
            raise Wrong(f"must not have more than {longest} characters, and has {len(given)}")
        return given

    return read


def paragraphs(value: object) -> list[str]:
    """A list of texts, none of them empty."""
    if not isinstance(value, list):
        raise Wrong(f"must be a list of texts, not {shown(value)}")
    faults = []
    for position, one in enumerate(value):
        try:
            words(one)
        except Wrong as wrong:
            faults += [(f"[{position}]", message) for _, message in wrong.faults]
    if faults:
        raise Wrong(faults=faults)
    return value
