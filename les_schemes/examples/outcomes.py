"""Whether the worked examples of a version pass, and so prove what it pays (SM-01)."""

from dataclasses import dataclass

from les_schemes.definitions import definition_of
from les_schemes.examples.statuses import ComesOut
from les_schemes.models import SchemeVersion, WorkedExample
from les_schemes.rules import Outcome, SchemeDefinition, check


@dataclass(frozen=True)
class Checked:
    """An example of a version with its outcome under the version's own definition."""

    example: WorkedExample
    outcome: Outcome

    @property
    def is_worked_out(self) -> bool:
        """Whether someone has said what it should come to."""
        return bool(self.example.expected)

    @property
    def passed(self) -> bool:
        return self.is_worked_out and self.outcome.passed

    @property
    def comes_out(self) -> ComesOut:
        if not self.is_worked_out:
            return ComesOut.TO_WORK_OUT
        return ComesOut.PASSES if self.outcome.passed else ComesOut.FAILS

    @property
    def has_differed(self) -> bool:
        """Whether the amounts could be compared and came out otherwise."""
        return self.is_worked_out and bool(self.outcome.lines) and not self.outcome.passed

    @property
    def why_not(self) -> str:
        """What keeps it from passing, in a sentence; empty where it passes."""
        if not self.is_worked_out:
            return "Its amounts are still to be worked out."
        differences = self.outcome.differences
        if not differences:
            return ""
        first = differences[0]
        further = f", and {len(differences) - 1} more" if len(differences) > 1 else ""
        return f"{first[0].upper()}{first[1:]}{further}."


def outcome_of(example: WorkedExample, definition: SchemeDefinition) -> Checked:
    return Checked(example, check(definition, example.facts, example.expected))


def outcomes(version: SchemeVersion) -> list[Checked]:
    """The examples of a version in their order, each as it comes out today."""
    definition = definition_of(version)
    return [outcome_of(example, definition) for example in version.examples.order_by("number")]


def why_not(version: SchemeVersion) -> str:
    """Why the examples do not prove the version yet, in a sentence; empty where they do.

    There has to be one at least, all have to pass, and each objective has to pay in one of them.
    """
    return why_not_proved(outcomes(version), definition_of(version))


def why_not_proved(checked: list[Checked], definition: SchemeDefinition) -> str:
    """``why_not`` of examples that have been checked."""
    if not checked:
        return (
            "It has to pass its worked examples first, and there are none yet: work out by hand "
            "what it pays in at least one example."
        )
    for one in checked:
        if not one.passed:
            example = one.example
            return f"Worked example {example.number}, {example.title}, fails. {one.why_not}"
    paying = set[int]().union(*(one.outcome.objectives_paying for one in checked))
    for objective in definition.objectives:
        if objective.number not in paying:
            return (
                f"No worked example has objective {objective.number}, {objective.shown_title}, "
                "pay anything: work out one in which it does."
            )
    return ""
