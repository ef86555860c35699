"""Form a locality: a group of practices that commissions care together (ENT-07)."""

from datetime import date

from localities.actions.commissioners import CODE
from localities.models import Commissioner, Locality, Organisation
from localities.permissions import chain_of, check_can_form_locality
from localities.statuses import LegalForm
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput

# The calculation contract calls the commissioner so, among the codes of practices and localities.
RESERVED = frozenset({"PCT"})


@action
def form(
    *,
    commissioner: Commissioner,
    code: str,
    name: str,
    legal_form: LegalForm,
    company_number: str = "",
    opened: date,
    by: Actor,
) -> Locality:
    """A new locality of the commissioner, formed on ``opened``; practices join it afterwards.

    Its code is one that no organisation has or ever had. To whom its payments go is nominated
    once it has members.
    """
    commissioner = Commissioner.objects.select_for_update().get(pk=commissioner.pk)
    check_can_form_locality(by, commissioner)
    code, name, company_number = code.strip().upper(), name.strip(), company_number.strip()
    _check(commissioner, code, name, legal_form, company_number, opened)
    locality = Locality.objects.create(
        code=code,
        name=name,
        legal_form=legal_form,
        company_number=company_number,
        commissioner=commissioner,
        opened=opened,
        recorded_at=clock.now(),
    )
    audit.record(
        event="locality.formed",
        by=by,
        subject=locality,
        chain=chain_of(commissioner),
        after={
            "code": code,
            "name": name,
            "legal_form": legal_form,
            "company_number": company_number,
            "opened": opened,
        },
    )
    return locality


def _check(
    commissioner: Commissioner,
    code: str,
    name: str,
    legal_form: LegalForm,
    company_number: str,
    opened: date,
) -> None:
    errors: dict[str, str] = {}
    held = Organisation.objects.filter(code__iexact=code).first()
    if not CODE.fullmatch(code):
        errors["code"] = "Enter a code of 2 to 20 letters, digits and hyphens, like DACCOM."
    elif held is not None:
        errors["code"] = f"{code} is the code of {held}. Choose another."
    elif code in RESERVED:
        errors["code"] = f"{code} means the commissioner itself. Choose another."
    if not name:
        errors["name"] = "Enter the name of the locality."
    elif Locality.objects.filter(commissioner=commissioner, name__iexact=name).exists():
        errors["name"] = f"{commissioner} has a locality of this name already."
    if company_number and legal_form != LegalForm.COMPANY:
        errors["company_number"] = "Only a limited company has a company number."
    if commissioner.opened is not None and opened < commissioner.opened:
        errors["opened"] = f"{commissioner} exists only since {commissioner.opened:%-d %B %Y}."
    if errors:
        raise BadInput(errors)
