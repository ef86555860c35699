"""The report of refused rows: what to mend, with each row as it stood in the file."""

from collections.abc import Iterable, Iterator
from typing import Any

from localities.importers.findings import Finding
from localities.models import ImportFinding
from localities.statuses import FindingProblem

HEADER = ("Row", "Column", "Value", "Problem", "Explanation", "What to do", "Original row")


def rows(findings: "Iterable[Finding | ImportFinding]") -> Iterator[tuple[Any, ...]]:
    """One line of the report for each finding."""
    for finding in findings:
        yield (
            finding.row,
            finding.column,
            finding.value,
            FindingProblem(finding.problem).label,
            finding.explanation,
            finding.remedy,
            finding.line,
        )
