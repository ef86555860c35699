"""What the database refuses of what is offered and agreed."""

from les_schemes.models import (
    Acknowledgement,
    Agreement,
    Consultation,
    CostShare,
    Declaration,
    DeclaredCategory,
    DryRun,
    Objective,
    ProcurementChallenge,
    ProcurementDecision,
    ReadingAmount,
    ReadingChange,
    ReadingChoice,
    ReturnedSheet,
    SchemeDesigner,
    SchemeVersion,
    ShownTerms,
    Signature,
    SignUp,
    SignUpTransfer,
    StatementTerms,
    TestEvidence,
    Variation,
    VariationClause,
    WorkedExample,
    YearEndStatement,
)
from pbc import database_guards

database_guards.append_only(Signature)
database_guards.append_only(ShownTerms)
database_guards.append_only(Agreement)
database_guards.append_only(SignUpTransfer)
database_guards.append_only(Acknowledgement)
database_guards.append_only(VariationClause)
database_guards.never_deleted(Variation)
database_guards.never_deleted(SchemeVersion)
database_guards.refused(
    SchemeVersion,
    name="agreed_terms",
    operations=["UPDATE"],
    columns=(
        "terms",
        "readings",
        "rules",
        "texts",
        "sign_up_deadline",
        "withdrawal_notice_days",
        "framework_id",
        "financial_year_starts_in",
        "scheme_id",
        "commissioner_id",
        "kind",
        "kind_label",
        "who_may_provide",
        "provider_reason",
        "requires_registered_list",
        "registered_list_reason",
        "four_tests_required",
        "follows_id",
    ),
    when="{row}.status NOT IN ('draft', 'consulted')",
    message="an approved or open scheme does not change: make a new version",
)
database_guards.refused(
    SchemeVersion,
    name="approval",
    operations=["UPDATE"],
    columns=("consulted_at", "consulted_by", "approved_at", "approved_by", "approved_digest"),
    when="{row}.status NOT IN ('draft', 'consulted', 'approved')",
    message="who approved an open scheme, when and what does not change",
)
# NEW, whatever the row was: who approves it now.
database_guards.refused(
    SchemeVersion,
    name="approved_by_another",
    operations=["UPDATE"],
    columns=("approved_by",),
    when="EXISTS (SELECT 1 FROM les_schemes_schemedesigner d"
    " WHERE d.version_id = NEW.id AND d.person = NEW.approved_by)",
    message="whoever took part in designing a scheme does not approve it",
)
database_guards.append_only(SchemeDesigner)
database_guards.refused(
    Objective,
    name="agreed_terms",
    operations=["INSERT", "UPDATE", "DELETE"],
    when="EXISTS (SELECT 1 FROM les_schemes_schemeversion v"
    " WHERE v.id = {row}.version_id AND v.status NOT IN ('draft', 'consulted'))",
    message="an approved or open scheme does not change: make a new version",
)
database_guards.refused(
    SignUp,
    name="returned_sheet",
    operations=["DELETE"],
    when="{row}.status NOT IN ('draft', 'signing')",
    message="a returned sign-up is never deleted",
)
database_guards.never_deleted(ReturnedSheet)
database_guards.refused(
    ReturnedSheet,
    name="entries",
    operations=["UPDATE"],
    columns=(
        "sign_up_id",
        "file_id",
        "channel",
        "received_on",
        "signed_on",
        "locality_id",
        "alone",
        "contact_number",
        "practice_signatory",
        "practice_capacity",
        "uploaded_at",
        "uploaded_by",
    ),
    when="1 = 1",
    message="what was read on a paper sheet does not change: reject it and upload it again",
)
database_guards.refused(
    ReturnedSheet,
    name="settled",
    operations=["UPDATE"],
    when="{row}.verified_at IS NOT NULL OR {row}.rejected_at IS NOT NULL",
    message="a verified or rejected sheet does not change",
)
_SIGNED_POSTS = ReturnedSheet.signed_posts.through
database_guards.append_only(_SIGNED_POSTS)
database_guards.refused(
    _SIGNED_POSTS,
    name="settled",
    operations=["INSERT"],
    when="EXISTS (SELECT 1 FROM les_schemes_returnedsheet s WHERE s.id = {row}.returnedsheet_id"
    " AND (s.verified_at IS NOT NULL OR s.rejected_at IS NOT NULL))",
    message="a verified or rejected sheet does not change",
)

database_guards.append_only(Declaration)
database_guards.append_only(DeclaredCategory)
database_guards.never_deleted(YearEndStatement)
database_guards.refused(
    StatementTerms,
    name="agreed_terms",
    operations=["UPDATE", "DELETE"],
    when="EXISTS (SELECT 1 FROM les_schemes_schemeversion v"
    " WHERE v.id = {row}.version_id AND v.status NOT IN ('draft', 'consulted'))",
    message="an approved or open scheme does not change: make a new version",
)
database_guards.append_only(TestEvidence)
database_guards.never_deleted(ProcurementDecision)
database_guards.refused(
    ProcurementDecision,
    name="published",
    operations=["UPDATE"],
    columns=(
        "assessment_id",
        "number",
        "route",
        "reason",
        "notice_reference",
        "noticed_on",
        "route_chosen_by",
    ),
    when="{row}.noticed_on IS NOT NULL",
    message="a procurement decision does not change once its notice is published",
)
database_guards.refused(
    ProcurementDecision,
    name="confirmed",
    operations=["UPDATE"],
    when="{row}.confirmed_at IS NOT NULL OR {row}.set_aside_at IS NOT NULL",
    message="a confirmed procurement decision, or one set aside, does not change",
)
database_guards.never_deleted(ProcurementChallenge)
database_guards.refused(
    ProcurementChallenge,
    name="answered",
    operations=["UPDATE"],
    when="{row}.answered_at IS NOT NULL",
    message="an answered challenge does not change",
)
database_guards.append_only(Consultation)
database_guards.refused(
    Consultation,
    name="agreed_terms",
    operations=["INSERT"],
    when="EXISTS (SELECT 1 FROM les_schemes_schemeversion v"
    " WHERE v.id = {row}.version_id AND v.status NOT IN ('draft', 'consulted'))",
    message="the consultation on an approved scheme is over",
)
database_guards.append_only(ReadingChoice)
database_guards.append_only(ReadingChange)
database_guards.append_only(ReadingAmount)
database_guards.refused(
    ReadingChoice,
    name="decided",
    operations=["INSERT"],
    when="EXISTS (SELECT 1 FROM les_schemes_schemeversion v"
    " WHERE v.id = {row}.version_id AND v.opened_at IS NOT NULL"
    " AND (NOT v.readings_decided OR NOT EXISTS (SELECT 1 FROM governance_decision d"
    " JOIN governance_matter m ON m.id = d.matter_id"
    " WHERE d.id = {row}.decision_id AND m.kind = 'reading_change')))",
    message="a reading of an open scheme is changed only by a decision of the Committee",
)
database_guards.refused(
    SchemeVersion,
    name="decided_readings",
    operations=["UPDATE"],
    columns=("readings_decided",),
    when="{row}.readings_decided",
    message="the readings that the Committee decided stay in force",
)
database_guards.refused(
    CostShare,
    name="agreed_shares",
    operations=["INSERT", "UPDATE", "DELETE"],
    when="EXISTS (SELECT 1 FROM les_schemes_schemeversion v"
    " WHERE v.id = {row}.version_id AND v.status NOT IN ('draft', 'consulted'))",
    message="an approved or open scheme does not change: make a new version",
)
database_guards.refused(
    WorkedExample,
    name="proved",
    operations=["INSERT", "UPDATE", "DELETE"],
    when="EXISTS (SELECT 1 FROM les_schemes_schemeversion v"
    " WHERE v.id = {row}.version_id AND v.status NOT IN ('draft', 'consulted'))",
    message="the worked examples of a scheme are those by which it was opened",
)
database_guards.never_deleted(DryRun)
database_guards.refused(
    DryRun,
    name="worked_out",
    operations=["UPDATE"],
    columns=(
        "version_id",
        "number",
        "digest",
        "assumed",
        "facts",
        "payees",
        "left_out",
        "providers",
        "total_pence",
        "set_aside_pence",
        "made_at",
        "made_by",
    ),
    when="1 = 1",
    message="a dry run does not change: make another",
)
database_guards.refused(
    DryRun,
    name="accepted",
    operations=["UPDATE"],
    when="{row}.accepted_at IS NOT NULL",
    message="an accepted dry run does not change",
)
