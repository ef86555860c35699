"""The shipped scheme file says what the source says, word for word."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCHEME_FILE = ROOT / "les_schemes" / "schemes" / "pbc_les_2007_08.toml"
SOURCE = ROOT.parent / "shared" / "seeds" / "001_4b9e8e9580bd5053.txt"
# Ours, not the source's: sentences with a place for a figure, and a heading in other case.
OUR_WORDING = {"texts.full_title", "texts.totals"}


def sentences(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for entry in value:
            yield from sentences(entry, path)
    elif isinstance(value, dict):
        for name, entry in value.items():
            yield from sentences(entry, f"{path}.{name}".lstrip("."))


def flattened(text: str) -> str:
    """White space folded; a full stop apart from its sentence, as the source has it, joined."""
    return re.sub(r"\s+\.", ".", re.sub(r"\s+", " ", text)).strip()


def test_the_year_end_statement_repeats_the_commitments_in_the_sources_shorter_words() -> None:
    """C3, O1-02: both texts are kept."""
    texts = tomllib.loads(SCHEME_FILE.read_text())["texts"]
    assert texts["commitments"][0].endswith("in primary care where appropriate")
    assert texts["statement_commitments"] == [
        "Time spent with patients to retain them in primary care",
        "Collecting information",
        "Reading communications",
        "Participating in discussions",
        "Implementing agreed action",
    ]


def test_every_text_and_objective_stands_in_the_source_word_for_word() -> None:
    if not SOURCE.exists():
        pytest.skip("the source documents are not beside the checkout")
    source = flattened(SOURCE.read_text(encoding="utf-8"))
    scheme = tomllib.loads(SCHEME_FILE.read_text())
    invented = [
        f"{path}: {text}"
        for part in ("texts", "objectives")
        for path, text in sentences(scheme[part], part)
        if flattened(text) not in source and not any(path.startswith(ours) for ours in OUR_WORDING)
    ]
    assert invented == []


def test_no_real_person_or_address_is_in_the_file() -> None:
    text = SCHEME_FILE.read_text()
    for private in ("Phipps", "nhs.net", "Waverley", "King Street"):
        assert private not in text
