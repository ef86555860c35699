"""The four tests, each with what shows that it is passed, by whom and when (R4-001)."""

from typing import IO

from les_schemes.models import ProcurementAssessment, SchemeVersion, TestEvidence
from les_schemes.procurement.assessment import evidence_in_force, locked, recorded
from les_schemes.procurement.permissions import check_can_assess
from les_schemes.procurement.statuses import FourTests, ProcurementStatus
from les_schemes.workflow import PROCUREMENT
from pbc import clock, files
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput

EVIDENCE_KIND = "procurement evidence"


@action
def evidence(
    *,
    version: SchemeVersion,
    test: FourTests,
    text: str,
    content: bytes | IO[bytes] | None,
    name: str = "",
    by: Actor,
) -> TestEvidence:
    """Give the evidence of a test in words and a file; a later one takes the place of this one.

    The first evidence begins the assessment; with that of the fourth test all are evidenced.
    """
    version = SchemeVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    check_can_assess(by, version)
    assessment = _begun(version, by)
    is_last = assessment.status == ProcurementStatus.DRAFTING and (
        {*evidence_in_force(assessment), test} == set(FourTests)
    )
    step = PROCUREMENT.step(assessment.status, "evidence_last" if is_last else "evidence")
    errors = {}
    if test not in FourTests.values:
        errors["test"] = "Choose one of the four tests"
    if not text.strip():
        errors["text"] = "Say what shows that this test is passed"
    if content is None:
        errors["file"] = "Choose the file that shows it"
    if content is None or errors:
        raise BadInput(errors)
    given = TestEvidence.objects.create(
        assessment=assessment,
        test=test,
        text=text.strip(),
        file=files.store(content=content, name=name, kind=EVIDENCE_KIND, by=by),
        given_at=clock.now(),
        given_by=by.person_id,  # type: ignore[misc]
    )
    assessment.status = step.to
    assessment.save(update_fields=["status"])
    recorded(
        assessment, step, by=by, after={"test": test, "file_sha256": given.file.sha256},
        reason=given.text,
    )  # fmt: skip
    return given


def _begun(version: SchemeVersion, by: Actor) -> ProcurementAssessment:
    """The assessment of the version, begun now if nobody has."""
    assessment, _ = ProcurementAssessment.objects.get_or_create(
        version=version,
        defaults={
            "started_at": clock.now(),
            "started_by": by.person_id,  # type: ignore[misc]
        },
    )
    return locked(assessment)
