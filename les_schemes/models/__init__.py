"""What is offered and agreed, one module a concept."""

from les_schemes.models.agreements import Agreement
from les_schemes.models.claims import Claim, ClaimedItems, ClaimRevision
from les_schemes.models.costing import CostAssumptions, CostTrial, DryRun
from les_schemes.models.design import (
    Consultation,
    CostShare,
    ReadingAmount,
    ReadingChange,
    ReadingChoice,
    SchemeDesigner,
)
from les_schemes.models.examples import WorkedExample
from les_schemes.models.procurement import (
    OfferInvitation,
    ProcurementAssessment,
    ProcurementChallenge,
    ProcurementDecision,
    TestEvidence,
)
from les_schemes.models.report_templates import ReportTemplate, TemplateAgreement
from les_schemes.models.reports import (
    ActivityRow,
    MonthlyReport,
    PatientDataRefusal,
    ReferralRow,
    ReportRevision,
    ReportUpload,
)
from les_schemes.models.returned_sheets import ReturnedSheet
from les_schemes.models.schemes import Framework, Objective, Scheme, SchemeVersion
from les_schemes.models.sign_ups import (
    NamedGP,
    ShownTerms,
    Signature,
    SignUp,
    SignUpQuery,
)
from les_schemes.models.statements import (
    Declaration,
    DeclaredCategory,
    StatementQuery,
    StatementTerms,
    YearEndStatement,
)
from les_schemes.models.transfers import SignUpTransfer
from les_schemes.models.variations import Acknowledgement, Variation, VariationClause

__all__ = [
    "Acknowledgement",
    "ActivityRow",
    "Agreement",
    "Claim",
    "ClaimRevision",
    "ClaimedItems",
    "Consultation",
    "CostAssumptions",
    "CostShare",
    "CostTrial",
    "Declaration",
    "DeclaredCategory",
    "DryRun",
    "Framework",
    "MonthlyReport",
    "NamedGP",
    "Objective",
    "OfferInvitation",
    "PatientDataRefusal",
    "ProcurementAssessment",
    "ProcurementChallenge",
    "ProcurementDecision",
    "ReadingAmount",
    "ReadingChange",
    "ReadingChoice",
    "ReferralRow",
    "ReportRevision",
    "ReportTemplate",
    "ReportUpload",
    "ReturnedSheet",
    "Scheme",
    "SchemeDesigner",
    "SchemeVersion",
    "ShownTerms",
    "SignUp",
    "SignUpQuery",
    "SignUpTransfer",
    "Signature",
    "StatementQuery",
    "StatementTerms",
    "TemplateAgreement",
    "TestEvidence",
    "Variation",
    "VariationClause",
    "WorkedExample",
    "YearEndStatement",
]
