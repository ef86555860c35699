"""What a signatory is shown, word for word, and its SHA-256 (R1-006).

The page draws the same blocks that the text is made of, so what is shown and what is hashed cannot
drift apart. Everyone who signs a sheet is shown the same text: the same hash beside every
signature says that all signed the same.
"""

import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from les_schemes.models import SchemeVersion, ShownTerms, SignUp
from les_schemes.rules.schemes import SCHEMES
from les_schemes.rules.wording import on_day
from pbc.money import from_contract, pounds


@dataclass(frozen=True)
class Block:
    """A heading with what stands under it, in the order paragraphs, numbered list, pairs, after."""

    heading: str
    paragraphs: list[str] = field(default_factory=list)
    numbered: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    def text(self) -> str:
        parts = [
            f"# {self.heading}",
            *self.paragraphs,
            *(f"{number}. {item}" for number, item in enumerate(self.numbered, start=1)),
            *(f"{key}: {value}" for key, value in self.pairs),
            *self.after,
        ]
        return "\n".join(parts)


@dataclass(frozen=True)
class Terms:
    """The blocks shown to whoever signs a sheet, their canonical text and its SHA-256."""

    blocks: list[Block]

    @property
    def text(self) -> str:
        whole = "\n\n".join(block.text() for block in self.blocks) + "\n"
        return unicodedata.normalize("NFC", whole)

    @property
    def sha256(self) -> str:
        """In hexadecimal, of the canonical text in UTF-8."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def kept(self) -> ShownTerms:
        """The stored copy of this text, stored now if nobody was shown it before."""
        shown, _ = ShownTerms.objects.get_or_create(
            sha256=self.sha256, defaults={"text": self.text}
        )
        return shown


def terms_of(sign_up: SignUp) -> Terms:
    """What is shown to whoever signs this sheet now."""
    version = sign_up.version
    texts = version.texts
    return Terms(
        [
            Block(
                texts["sheet_title"],
                pairs=[
                    ("Scheme", f"{version}, version {version.number}"),
                    ("Offered by", version.commissioner.name),
                    ("Practice name", f"{sign_up.practice.name} ({sign_up.practice.code})"),
                    ("PBC Locality practice has joined", sign_up.locality_joined),
                ],
            ),
            Block(
                "Undertaking",
                paragraphs=[texts["undertaking"]],
                numbered=texts["commitments"],
                after=[texts["expected_time"]],
            ),
            Block(
                "Governance arrangements",
                paragraphs=[texts["governance"]],
                pairs=[
                    ("Framework", str(version.framework)),
                    ("SHA-256 of its file", version.framework.file.sha256),
                ],
            ),
            Block("Terms", pairs=term_pairs(version)),
            Block("How the terms are read", pairs=reading_pairs(version)),
            Block(texts["notes_title"], paragraphs=texts["notes"]),
            Block("To whom this does not apply", paragraphs=texts["funding"]),
            Block(
                "Signing",
                paragraphs=[
                    "By signing I give this undertaking for myself alone, and accept the "
                    "governance arrangements of the Framework named above."
                ],
            ),
        ]
    )


def term_pairs(version: SchemeVersion) -> list[tuple[str, str]]:
    """The terms in force: what each is, in words, and its value as people write it."""
    return [
        (term.label, _written(term.form.name, version.terms[term.name]))
        for term in SCHEMES[version.rules].terms
    ]


@dataclass(frozen=True)
class ReadingInForce:
    """A question the source leaves open, the answer chosen, and the answers not chosen."""

    name: str
    question: str
    answer: str
    others: list[str]


def readings_in_force(version: SchemeVersion) -> list[ReadingInForce]:
    """Every reading of the version, for the page of the scheme."""
    return [
        ReadingInForce(
            name=reading.name,
            question=reading.question,
            answer=reading.choices[version.readings[reading.name]],
            others=[
                words
                for choice, words in reading.choices.items()
                if choice != version.readings[reading.name]
            ],
        )
        for reading in SCHEMES[version.rules].readings
    ]


def reading_pairs(version: SchemeVersion) -> list[tuple[str, str]]:
    """The readings in force: each question the source leaves open, and the answer chosen."""
    return [
        (reading.question, reading.choices[version.readings[reading.name]])
        for reading in SCHEMES[version.rules].readings
    ]


def _written(form: str, value: object) -> str:
    return _WRITERS.get(form, str)(value)


def _percent(value: object) -> str:
    whole, _, decimals = str(value).partition(".")
    digits = decimals.ljust(4, "0")
    hundredths = f"{int(whole) * 100 + int(digits[:2])}"
    rest = digits[2:].rstrip("0")
    return f"{hundredths}.{rest}%" if rest else f"{hundredths}%"


def _day(value: object) -> str:
    return on_day(date.fromisoformat(str(value)))


_WRITERS = {
    "money": lambda value: pounds(from_contract(str(value))),
    "fraction": _percent,
    "date": _day,
}
