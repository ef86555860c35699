"""Whether a scheme may open as far as its procurement goes (R4-001, R4-003)."""

from les_schemes.models import ProcurementAssessment, SchemeVersion
from les_schemes.procurement.statuses import ProcurementStatus


def why_not_open(version: SchemeVersion) -> str:
    """Why it cannot open yet, in a sentence; empty where nothing stands in the way."""
    if not version.four_tests_required:
        return ""
    assessment = ProcurementAssessment.objects.filter(version=version).first()
    if assessment is not None and assessment.status == ProcurementStatus.CONFIRMED:
        return ""
    where = (
        assessment.get_status_display().lower()
        if assessment is not None
        else "nobody has evidenced a test yet"
    )
    return (
        f"A {version.kind_name} opens only once its four tests are evidenced and its procurement "
        f"is confirmed: {where}."
    )
