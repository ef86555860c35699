"""What is said about a line of an imported file: where, what is wrong, and what to do."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from localities.statuses import FindingProblem


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing said about one line. A refused line is not written; a noted one is."""

    row: int
    column: str
    value: str
    problem: FindingProblem
    explanation: str
    remedy: str
    refused: bool
    line: str


@dataclass(frozen=True, slots=True)
class PracticeRecord:
    """A GP practice as an ODS file describes it. ``closed`` is the day after the last."""

    row: int
    line: str
    code: str
    name: str
    address: str
    postcode: str
    telephone: str
    opened: date | None
    closed: date | None
    ods_status: str
    membership: "MembershipRecord | None"


@dataclass(frozen=True, slots=True)
class CommissionerRecord:
    """A commissioning organisation as an ODS file describes it."""

    row: int
    line: str
    code: str
    name: str
    address: str
    postcode: str
    opened: date | None
    closed: date | None
    commissioner_type: str


@dataclass(frozen=True, slots=True)
class MembershipRecord:
    """A practice in a commissioner, ``[starts, ends)``."""

    row: int
    line: str
    practice: str
    commissioner: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class ListSizeRecord:
    """The patients registered at a practice on a day; ``weighted`` to four decimals, or None."""

    row: int
    line: str
    practice: str
    as_at: date
    registered: int
    weighted: Decimal | None
    source: str


@dataclass(slots=True)
class Parsed:
    """A file taken apart: ``rows`` = records + refused rows + ignored rows, always."""

    rows: int = 0
    records: list[Any] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    encoding: str = "UTF-8"

    @property
    def refused_rows(self) -> set[int]:
        return {finding.row for finding in self.findings if finding.refused}


class Unreadable(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""
