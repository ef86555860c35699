"""What the database refuses of what is offered and agreed."""

from les_schemes.models import (
    Agreement,
    Objective,
    SchemeVersion,
    ShownTerms,
    Signature,
    SignUp,
)
from pbc import database_guards

database_guards.append_only(Signature)
database_guards.append_only(ShownTerms)
database_guards.append_only(Agreement)
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
        "framework_id",
        "financial_year_starts_in",
        "scheme_id",
        "commissioner_id",
    ),
    when="{row}.status <> 'draft'",
    message="an open scheme does not change: make a new version",
)
database_guards.refused(
    Objective,
    name="agreed_terms",
    operations=["UPDATE", "DELETE"],
    when="EXISTS (SELECT 1 FROM les_schemes_schemeversion v"
    " WHERE v.id = {row}.version_id AND v.status <> 'draft')",
    message="an open scheme does not change: make a new version",
)
database_guards.refused(
    SignUp,
    name="returned_sheet",
    operations=["DELETE"],
    when="{row}.status NOT IN ('draft', 'signing')",
    message="a returned sign-up is never deleted",
)
