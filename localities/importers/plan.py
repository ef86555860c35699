"""What an import would write: nothing in it has been written, and it can be compared."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder

from localities.importers.findings import Finding, Parsed
from localities.statuses import FindingProblem

SAMPLES = 20
WARN_BEYOND_PERCENT = 5


class NewOrganisation(NamedTuple):
    code: str
    kind: str
    name: str
    address: str = ""
    postcode: str = ""
    telephone: str = ""
    opened: date | None = None
    closed: date | None = None
    provisional: bool = False
    commissioner_type: str = ""
    contract_type: str = ""
    ods_status: str = ""


class ChangedOrganisation(NamedTuple):
    id: int
    name: str
    address: str
    postcode: str
    telephone: str
    opened: date | None
    closed: date | None
    provisional: bool
    commissioner_type: str
    ods_status: str


class NewMembership(NamedTuple):
    practice: str
    commissioner: str
    starts: date
    ends: date | None


class ChangedMembership(NamedTuple):
    id: int
    starts: date
    ends: date | None
    old_starts: date
    old_ends: date | None

    @property
    def final(self) -> tuple[int, date, date | None]:
        return self.id, self.starts, self.ends

    @property
    def in_common(self) -> tuple[int, date, date | None]:
        """The days that the old and the new dates share."""
        ends = [day for day in (self.ends, self.old_ends) if day is not None]
        return self.id, max(self.starts, self.old_starts), min(ends, default=None)


class NewListSize(NamedTuple):
    practice: str
    as_at: date
    registered: int
    weighted: Decimal | None
    source: str
    reason: str
    supersedes: int | None = None
    superseded_recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One row that would change something: of what, and each value old and new, in words."""

    row: int
    code: str
    name: str
    values: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Total:
    """A control total of this file beside the one of last time."""

    label: str
    this: int
    last: int | None
    last_when: str = ""

    @property
    def percent(self) -> float | None:
        """By how much it differs from last time, in per cent; None where there was none."""
        if not self.last:
            return None
        return round(100 * (self.this - self.last) / self.last, 1)

    @property
    def is_beyond(self) -> bool:
        """Whether it differs by more than five per cent (EXC-03)."""
        if not self.last:
            return False
        return abs(self.this - self.last) * 100 > WARN_BEYOND_PERCENT * self.last


@dataclass(slots=True)
class Plan:
    """The rows of a file, sorted into new, changed, unchanged, refused, ignored; and the writes."""

    kind: str
    rows: int
    encoding: str
    ignored: Counter[str]
    findings: list[Finding]
    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    totals: list[Total] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    gone: list[tuple[str, str, int]] = field(default_factory=list)
    new_organisations: list[NewOrganisation] = field(default_factory=list)
    changed_organisations: list[ChangedOrganisation] = field(default_factory=list)
    new_memberships: list[NewMembership] = field(default_factory=list)
    changed_memberships: list[ChangedMembership] = field(default_factory=list)
    new_list_sizes: list[NewListSize] = field(default_factory=list)
    made_commissioners: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, kind: str, parsed: Parsed) -> "Plan":
        return cls(
            kind=kind,
            rows=parsed.rows,
            encoding=parsed.encoding,
            ignored=parsed.ignored,
            findings=list(parsed.findings),
        )

    def refuse(
        self, record: Any, column: str, value: str, problem: FindingProblem, why: str, remedy: str
    ) -> None:
        """Refuse a record that reads well but does not fit what is held."""
        self._find(record, column, value, problem, why, remedy, refused=True)

    def note(
        self, record: Any, column: str, value: str, problem: FindingProblem, why: str, remedy: str
    ) -> None:
        """Say something of a record that is taken all the same."""
        self._find(record, column, value, problem, why, remedy, refused=False)

    @property
    def refused(self) -> int:
        return len({finding.row for finding in self.findings if finding.refused})

    @property
    def changes_nothing(self) -> bool:
        return not any(self._writes())

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that would be written: equal plans write the same."""
        text = json.dumps([self.kind, *self._writes()], cls=DjangoJSONEncoder)
        return hashlib.sha256(text.encode()).hexdigest()

    def _writes(self) -> list[list[Any]]:
        return [
            self.new_organisations,
            self.changed_organisations,
            self.new_memberships,
            self.changed_memberships,
            self.new_list_sizes,
        ]

    def _find(
        self,
        record: Any,
        column: str,
        value: str,
        problem: FindingProblem,
        why: str,
        remedy: str,
        *,
        refused: bool,
    ) -> None:
        self.findings.append(
            Finding(
                row=record.row,
                column=column,
                value=value,
                problem=problem,
                explanation=why,
                remedy=remedy,
                refused=refused,
                line=record.line,
            )
        )

    def summary(self) -> dict[str, Any]:
        """What the preview shows, as data."""
        refused = [finding for finding in self.findings if finding.refused]
        noted = [finding for finding in self.findings if not finding.refused]
        return {
            "rows": self.rows,
            "encoding": self.encoding,
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "refused": self.refused,
            "noted": len(noted),
            "ignored": dict(self.ignored),
            "problems": dict(Counter(str(finding.problem) for finding in refused)),
            "totals": [
                {
                    "label": total.label,
                    "this": total.this,
                    "last": total.last,
                    "last_when": total.last_when,
                    "percent": total.percent,
                    "beyond": total.is_beyond,
                }
                for total in self.totals
            ],
            "cautions": self.cautions,
            "gone": [list(gone) for gone in self.gone[:SAMPLES]],
            "gone_count": len(self.gone),
            "samples": {
                "new": [_as_data(change) for change in self.new[:SAMPLES]],
                "changed": [_as_data(change) for change in self.changed[:SAMPLES]],
            },
            "made_commissioners": self.made_commissioners[:SAMPLES],
            "made_commissioners_count": len(self.made_commissioners),
            "changes_nothing": self.changes_nothing,
            "fingerprint": self.fingerprint,
        }


def _as_data(change: Change) -> dict[str, Any]:
    return {
        "row": change.row,
        "code": change.code,
        "name": change.name,
        "values": [list(value) for value in change.values],
    }
