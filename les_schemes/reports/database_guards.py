"""What the database refuses of monthly reports and claims."""

from les_schemes.models.claims import Claim, ClaimedItems, ClaimRevision
from les_schemes.models.report_templates import ReportTemplate, TemplateAgreement
from les_schemes.models.reports import (
    ActivityRow,
    MonthlyReport,
    PatientDataRefusal,
    ReferralRow,
    ReportRevision,
    ReportUpload,
)
from pbc import database_guards

for _returned in (MonthlyReport, Claim):
    database_guards.never_deleted(_returned)
    database_guards.refused(
        _returned,
        name="settled",
        operations=["UPDATE"],
        columns=(
            "version_id",
            "provider_id",
            "commissioner_id",
            "month",
            "accepted_at",
            "accepted_by",
            "excused_at",
            "excused_by",
            "excused_because",
            "received_at",
            "submitted_at",
        ),
        when="{row}.accepted_at IS NOT NULL OR {row}.excused_at IS NOT NULL",
        message="what was accepted or excused does not change: make it void",
    )
    database_guards.refused(
        _returned,
        name="void",
        operations=["UPDATE"],
        when="{row}.voided_at IS NOT NULL",
        message="what is void does not change",
    )
database_guards.never_deleted(ClaimRevision)
database_guards.refused(
    ClaimRevision,
    name="submitted",
    operations=["UPDATE"],
    columns=(
        "claim_id",
        "number",
        "note",
        "unusual_because",
        "submitted_at",
        "submitted_by",
    ),
    when="{row}.submitted_at IS NOT NULL",
    message="what was submitted does not change: send it back and submit a new revision",
)
database_guards.refused(
    ClaimedItems,
    name="submitted",
    operations=["INSERT", "UPDATE", "DELETE"],
    when="EXISTS (SELECT 1 FROM les_schemes_claimrevision r WHERE r.id = {row}.revision_id"
    " AND r.submitted_at IS NOT NULL)",
    message="what was submitted does not change: send it back and submit a new revision",
)
database_guards.never_deleted(ReportRevision)
database_guards.refused(
    ReportRevision,
    name="submitted",
    operations=["UPDATE"],
    columns=(
        "report_id",
        "number",
        "no_referrals",
        "no_activity",
        "note",
        "submitted_at",
        "submitted_by",
    ),
    when="{row}.submitted_at IS NOT NULL",
    message="what was submitted does not change: send it back and submit a new revision",
)
for _rows in (ReferralRow, ActivityRow):
    database_guards.refused(
        _rows,
        name="submitted",
        operations=["INSERT", "UPDATE", "DELETE"],
        when="EXISTS (SELECT 1 FROM les_schemes_reportrevision r WHERE r.id = {row}.revision_id"
        " AND r.submitted_at IS NOT NULL)",
        message="what was submitted does not change: send it back and submit a new revision",
    )
database_guards.never_deleted(ReportUpload)
database_guards.refused(
    ReportUpload,
    name="read",
    operations=["UPDATE"],
    columns=("report_id", "file_id", "content", "faults", "uploaded_at", "uploaded_by"),
    when="1 = 1",
    message="what was read in a file does not change: upload it again",
)
database_guards.append_only(PatientDataRefusal)
database_guards.never_deleted(ReportTemplate)
database_guards.refused(
    ReportTemplate,
    name="proposed",
    operations=["UPDATE"],
    columns=("version_id", "number", "standard", "standards_in_words", "proposed_by"),
    when="1 = 1",
    message="a proposed report template does not change: withdraw it and propose another",
)
database_guards.never_deleted(TemplateAgreement)
