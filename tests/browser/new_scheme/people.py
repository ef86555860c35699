"""Who there is: two officers, two of finance, a practice with its GPs and a pharmacy."""

from collections.abc import Callable
from dataclasses import dataclass

from localities.models import Practice
from tests.browser.first_payment.people import Surgery, invite, record_gps
from tests.browser.first_payment.stranger import Stranger

TRUST = "West Hertfordshire Primary Care Trust (5P4)"
PHARMACY = "Boxmoor Pharmacy"


@dataclass
class Cast:
    """The people of one new scheme."""

    administrator: Stranger
    designer: Stranger
    approver: Stranger
    finance_prepares: Stranger
    finance_approves: Stranger
    surgery: Surgery
    pharmacist: Stranger


def gather(administrator: Stranger, somebody: Callable[[str], Stranger]) -> Cast:
    """Everyone takes up an invitation; the designer puts the pharmacy on the list."""
    cast = Cast(
        administrator,
        *map(
            somebody,
            ("Ms Nora Whitlock", "Mr Idris Vale", "Mr Quentin Marsh", "Ms Rosa Delgado"),
        ),
        Surgery(
            "E82009",
            somebody("Mr Tomas Hruska"),
            [somebody("Dr Ewan Frost"), somebody("Dr Fatima Noor")],
        ),
        somebody("Mrs Aisha Rahman"),
    )
    for person, role in (
        (cast.designer, "Commissioner"),
        (cast.approver, "Commissioner"),
        (cast.finance_prepares, "Finance: prepares"),
        (cast.finance_approves, "Finance: approves"),
    ):
        invite(administrator, person, role, TRUST)
        person.accept_invitation()
    practice = Practice.objects.get(code=cast.surgery.code)
    invite(
        administrator,
        cast.surgery.manager,
        "Practice manager",
        f"{practice.name} ({practice.code})",
    )
    cast.surgery.manager.accept_invitation()
    record_gps(cast.surgery)
    put_on_the_list(cast.designer)
    invite(administrator, cast.pharmacist, "Provider manager", f"{PHARMACY} (FX123)")
    cast.pharmacist.accept_invitation()
    return cast


def put_on_the_list(officer: Stranger) -> None:
    officer.open("/providers/")
    officer.press("Put a provider on the list")
    officer.fill(ODS_code="FX123", Name=PHARMACY)
    officer.choose("Pharmacy")
    officer.give_date("starts", 1, 4, 2007)
    officer.press("Put it on the list")
    officer.sees(PHARMACY)
