"""Names of people who do not exist, drawn in a fixed order so that every load gives the same."""

import random
import tomllib
from collections.abc import Iterator
from pathlib import Path

_LISTS = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
GIVEN = _LISTS["given"].split()
FAMILY = _LISTS["family"].split()
WORDS = _LISTS["words"].split()


def fictional_names() -> Iterator[tuple[str, str]]:
    """Endless distinct (given name, family name), the same at every call."""
    order = random.Random(2007)  # noqa: S311 - names, not secrets
    seen: set[tuple[str, str]] = set()
    while True:
        name = (order.choice(GIVEN), order.choice(FAMILY))
        if name not in seen:
            seen.add(name)
            yield name
