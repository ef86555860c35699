"""What a signatory is shown, word for word, and its SHA-256 (R1-006).

The page draws the same blocks that the text is made of, so what is shown and what is hashed cannot
drift apart. Everyone who signs a sheet is shown the same text: the same hash beside every
signature says that all signed the same.
"""

import hashlib
import unicodedata
from dataclasses import dataclass, field

from les_schemes.definitions import definition_of
from les_schemes.models import SchemeVersion, ShownTerms, SignUp
from les_schemes.readings import changes
from les_schemes.readings.slots import slots_of
from les_schemes.rules.definition import scheme_terms


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
    """What is shown to whoever signs this sheet now: the wording in force, where it was varied."""
    version = sign_up.version.as_varied
    texts = version.texts
    return Terms(
        [
            Block(
                texts["sheet_title"],
                pairs=[
                    ("Scheme", f"{version}, version {version.number}"),
                    ("Offered by", version.commissioner.name),
                    *_who_joins(sign_up),
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
            Block("How the terms are read", pairs=reading_pairs(sign_up.version)),
            # A scheme that was designed here need not have these.
            *_where_said(texts["notes_title"] or "Notes", texts["notes"]),
            *_where_said("To whom this does not apply", texts["funding"]),
            Block(
                "Signing",
                paragraphs=[
                    f"By signing I give this undertaking for {_for_whom(sign_up)}, and accept the "
                    "governance arrangements of the Framework named above."
                ],
            ),
        ]
    )


def _where_said(heading: str, paragraphs: list[str]) -> list[Block]:
    return [Block(heading, paragraphs=paragraphs)] if paragraphs else []


def _who_joins(sign_up: SignUp) -> list[tuple[str, str]]:
    named = f"{sign_up.provider.name} ({sign_up.provider.code})"
    if not sign_up.is_of_practice:
        return [("Provider name", named), ("Registered list", "None: it is no practice")]
    return [
        ("Practice name", named),
        ("PBC Locality practice has joined", sign_up.locality_joined),
    ]


def _for_whom(sign_up: SignUp) -> str:
    if sign_up.is_of_practice:
        return "myself alone"
    return f"{sign_up.provider.name}, for which I am authorised to sign"


def term_pairs(version: SchemeVersion) -> list[tuple[str, str]]:
    """The terms in force: what each is, in words, and its value as people write it."""
    definition = definition_of(version)
    return [
        *(
            (
                f"Objective {objective.number}, {term.label[:1].lower()}{term.label[1:]}",
                term.form.show(getattr(objective.terms, term.name)),
            )
            for objective in definition.objectives
            for term in objective.kind.terms
        ),
        *(
            (term.label, term.form.show(getattr(definition.terms, term.name)))
            for term in scheme_terms()
        ),
    ]


@dataclass(frozen=True)
class ReadingInForce:
    """A question the source leaves open, the answer chosen, and the answers not chosen."""

    name: str
    question: str
    answer: str
    others: list[str]
    decided: str = ""
    """By which decision of the Committee it was changed after opening, if it was."""


def readings_in_force(version: SchemeVersion) -> list[ReadingInForce]:
    """Every reading of the version, for the page of the scheme."""
    decided = changes.decisions_on(version)
    return [
        ReadingInForce(
            name=slot.reading.name,
            question=slot.reading.question,
            answer=slot.answer,
            others=list(slot.others.values()),
            decided=decided.get(slot.key, ""),
        )
        for slot in slots_of(version)
    ]


def reading_pairs(version: SchemeVersion) -> list[tuple[str, str]]:
    """The readings in force: each question the source leaves open, and the answer chosen."""
    return [(slot.reading.question, slot.answer) for slot in slots_of(version)]
