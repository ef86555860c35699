"""The columns of a monthly report (O2-03, O2-04), and what an agreed template says of them.

Everything is a count or an amount: no column is about a person (EXC-13).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Form(Enum):
    """How a cell is written."""

    TEXT = "text"
    CHOICE = "choice"
    COUNT = "count"
    MONEY = "money"


class Use(Enum):
    """Whether a template asks for a column."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Column:
    """A column. ``key`` is the field it is kept in; money is kept in whole pence.

    A template may leave out a column that is not ``core``. ``blank`` is what an empty cell means;
    None where it has to be filled.
    """

    key: str
    heading: str
    form: Form
    core: bool = True
    choices: Mapping[str, str] = field(default_factory=dict)
    blank: int | None = None
    hint: str = ""


@dataclass(frozen=True)
class Section:
    """A table of the report and the sheet of a workbook that brings it.

    No two rows agree in all of ``identity``.
    """

    key: str
    title: str
    row: str
    none: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


ADMISSIONS = {"elective": "Elective", "unscheduled": "Unscheduled"}
PODS = {**ADMISSIONS, "a_and_e": "A&E"}
LONGEST_TEXT = 120

REFERRALS = Section(
    key="referrals",
    title="Referrals",
    row="referral",
    none="The practice made no referrals this month",
    columns=(
        Column("specialty", "Specialty", Form.TEXT),
        Column("admission", "Elective or unscheduled", Form.CHOICE, choices=ADMISSIONS),
        Column("provider", "Provider", Form.TEXT, core=False),
        Column("count", "Referrals", Form.COUNT),
    ),
    identity=("specialty", "admission", "provider"),
)
ACTIVITY = Section(
    key="activity",
    title="Activity",
    row="activity",
    none="No activity was reported to the practice this month",
    columns=(
        Column("provider", "Provider", Form.TEXT),
        Column("pod", "Elective, unscheduled or A&E", Form.CHOICE, choices=PODS),
        Column("reported_count", "Reported", Form.COUNT),
        Column("reported_pence", "Reported £", Form.MONEY),
        Column("validated_count", "Validated", Form.COUNT),
        Column("validated_pence", "Validated £", Form.MONEY),
        Column("challenged_count", "Challenged", Form.COUNT, blank=0),
        Column("challenged_pence", "Challenged £", Form.MONEY, blank=0),
        Column("outcome", "Outcome of the challenge", Form.TEXT, core=False),
        Column("source_system", "Source system", Form.TEXT, core=False),
    ),
    identity=("provider", "pod", "source_system"),
)
SECTIONS: Mapping[str, Section] = {section.key: section for section in (REFERRALS, ACTIVITY)}


@dataclass(frozen=True)
class Standard:
    """What a template asks: which columns, which words are allowed in them, how large a count.

    ``uses`` and ``words`` are by section and column, like ``activity.outcome``; a text column
    without words takes any.
    """

    uses: Mapping[str, Use] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    largest_count: int = 20_000

    def use(self, section: Section, column: Column) -> Use:
        if column.core:
            return Use.REQUIRED
        return self.uses.get(f"{section.key}.{column.key}", Use.OPTIONAL)

    def words_for(self, section: Section, column: Column) -> tuple[str, ...]:
        return tuple(self.words.get(f"{section.key}.{column.key}", ()))

    def columns(self, section: Section) -> list[Column]:
        """The columns asked for, in their order."""
        return [
            column for column in section.columns if self.use(section, column) is not Use.LEFT_OUT
        ]

    def to_data(self) -> dict[str, Any]:
        return {
            "uses": {key: use.value for key, use in self.uses.items()},
            "words": {key: list(words) for key, words in self.words.items() if words},
            "largest_count": self.largest_count,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Standard":
        return cls(
            uses={key: Use(use) for key, use in data["uses"].items()},
            words={key: tuple(words) for key, words in data["words"].items()},
            largest_count=data["largest_count"],
        )


def configurable() -> list[tuple[Section, Column]]:
    """The columns a template may leave out, make optional or hold to a list of words."""
    return [
        (section, column)
        for section in SECTIONS.values()
        for column in section.columns
        if column.form is Form.TEXT
    ]
