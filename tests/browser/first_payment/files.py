"""The nation's files, brought in through the pages: looked at first, then confirmed."""

from pathlib import Path

from localities.models import Commissioner, ListSize
from tests.browser.first_payment.stranger import Stranger
from tests.browser.visitor import PATIENCE

DATA = Path(__file__).parents[3].parent / "shared" / "data"
LISTS = "Patients registered at a GP practice"
BROKEN = """Practice code,Registered patients
E82001,19500
E82009,-5
E82022,16592
E82022,16600
E82032,seventeen
QQ999,1200
E82076,5561.5
"""


def bring_in_the_nation(administrator: Stranger) -> None:
    """Practices, a broken list, memberships, names, lists: each looked at, then confirmed."""
    administrator.sees("Import the practices", "Begin with the ODS practices (epraccur)")
    upload(administrator, "ODS practices", DATA / "epraccur_2015-11-27.csv")
    confirm(administrator)
    bring_in_a_broken_list(administrator)
    upload(administrator, "ODS memberships", DATA / "epcmem_2019-08-30.csv")
    administrator.sees("Unknown code")
    confirm(administrator)
    assert not Commissioner.objects.get(code="5P4").provisional
    upload(administrator, "ODS commissioners", DATA / "eccg_2025.csv")
    confirm(administrator)
    # No list of 2007 is public any more: those of 2016/17 stand in, as the person states.
    upload(administrator, LISTS, DATA / "payments-16-17.csv", stated=True)
    administrator.sees("19,500", "19,515")
    confirm(administrator)
    held = ListSize.objects.filter(practice__code="E82001").order_by("pk")
    assert [(each.registered, each.superseded_at is None) for each in held] == [
        (19_500, False),
        (19_515, True),
    ]


def bring_in_a_broken_list(administrator: Stranger) -> None:
    """Each bad row is named with what to do; the one good row is taken."""
    file = {"name": "lists-typed-by-hand.csv", "mimeType": "text/csv", "buffer": BROKEN.encode()}
    upload(administrator, LISTS, file, stated=True)
    for problem, number in (
        ("Negative number", 1),
        ("Duplicate", 2),
        ("Unknown code", 1),
        ("Not a whole number", 2),
    ):
        administrator.sees(f"{problem}: {number}")
    report = administrator.download(administrator.address_of("Download the refused rows"))
    rows = report.decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + 6
    assert "E82009,-5" in "".join(rows)
    administrator.link("See every finding")
    administrator.heading("Findings in lists-typed-by-hand.csv")
    administrator.sees("seventeen", "No practice with this code is held.")
    administrator.page.go_back()
    confirm(administrator)
    assert ListSize.objects.count() == 1


def upload(person: Stranger, kind: str, file: Path | dict, *, stated: bool = False) -> None:
    """Choose the file, and wait with the page for what it would change."""
    person.menu("Imports")
    person.press("Import a file")
    person.choose(kind)
    if stated:
        person.give_date("as_at", 1, 4, 2007)
    person.page.locator("input[type=file]").set_input_files(file)
    person.press("Upload and check")
    person.page.get_by_role("button", name="Confirm and write").wait_for(timeout=PATIENCE)


def confirm(person: Stranger) -> None:
    """Confirm, and wait with the page until it is written."""
    person.press("Confirm and write")
    person.page.locator(".nhsuk-panel").wait_for(timeout=PATIENCE)
    person.sees("Written")
