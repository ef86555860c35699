"""The transition tables of a monthly report (SM-04), a claim and a report template (O2-07)."""

from les_schemes.reports.statuses import ReportStatus, TemplateStatus
from pbc.workflow import Transition, Workflow

_MANAGER = "practice manager"
_LEAD = "locality lead"
_OFFICER = "commissioner"
_EITHER = "locality lead or commissioner"

_DRAFT, _LOCALITY, _COMMISSIONER, _RETURNED, _ACCEPTED, _LATE, _EXCUSED, _VOID = ReportStatus


def _monthly(noun: str, *, excusable: bool) -> dict[tuple[str, str], Transition]:
    """What may happen to anything that is returned for a month, received by two."""
    with_practice, received = (_DRAFT, _RETURNED), (_LOCALITY, _COMMISSIONER)
    settled = (_ACCEPTED, _LATE, _EXCUSED) if excusable else (_ACCEPTED, _LATE)
    steps: dict[tuple[str, str], Transition] = {}
    for status in with_practice:
        steps[status, "enter"] = Transition(status, _MANAGER, f"{noun}.entered")
    for status in with_practice:
        steps[status, "submit"] = Transition(_LOCALITY, _MANAGER, f"{noun}.submitted")
    # A provider that commissions alone has no locality to accept it (AMB-08).
    for status in with_practice:
        steps[status, "submit_alone"] = Transition(_COMMISSIONER, _MANAGER, f"{noun}.submitted")
    steps[_LOCALITY, "accept_for_locality"] = Transition(
        _COMMISSIONER, _LEAD, f"{noun}.accepted_for_locality"
    )
    steps[_LOCALITY, "pass_locality"] = Transition(
        _COMMISSIONER, "commissioner, where no lead may", f"{noun}.passed_for_locality"
    )
    steps[_LOCALITY, "send_back"] = Transition(_RETURNED, _EITHER, f"{noun}.returned")
    steps[_COMMISSIONER, "send_back"] = Transition(_RETURNED, _OFFICER, f"{noun}.returned")
    steps[_COMMISSIONER, "accept"] = Transition(_ACCEPTED, _OFFICER, f"{noun}.accepted")
    steps[_COMMISSIONER, "accept_late"] = Transition(_LATE, _OFFICER, f"{noun}.accepted_late")
    for status in (*received, _RETURNED, *settled):
        steps[status, "void"] = Transition(_VOID, _OFFICER, f"{noun}.voided")
    return steps


REPORT = Workflow(
    name="monthly report",
    labels=dict(ReportStatus.choices),
    transitions={
        **_monthly("report", excusable=True),
        **{
            (status, "upload"): Transition(status, _MANAGER, "report.uploaded")
            for status in (_DRAFT, _RETURNED)
        },
        **{
            (status, "excuse"): Transition(_EXCUSED, _OFFICER, "report.excused")
            for status in (_DRAFT, _RETURNED, _LOCALITY, _COMMISSIONER)
        },
    },
)

CLAIM = Workflow(
    name="claim",
    labels={value: label for value, label in ReportStatus.choices if value != _EXCUSED},
    transitions=_monthly("claim", excusable=False),
)

TEMPLATE = Workflow(
    name="report template",
    labels=dict(TemplateStatus.choices),
    transitions={
        (TemplateStatus.PROPOSED, "agree"): Transition(
            TemplateStatus.PROPOSED, _LEAD, "report_template.agreed_by_lead"
        ),
        (TemplateStatus.PROPOSED, "settle"): Transition(
            TemplateStatus.AGREED, "the last locality lead to agree", "report_template.agreed"
        ),
        (TemplateStatus.PROPOSED, "refuse"): Transition(
            TemplateStatus.REFUSED, _LEAD, "report_template.refused"
        ),
        (TemplateStatus.PROPOSED, "withdraw"): Transition(
            TemplateStatus.WITHDRAWN, _OFFICER, "report_template.withdrawn"
        ),
    },
)
