"""A run for a locality: asked for, prepared, approved by another, and read line by line."""

from payments.models import Run
from tests.browser.governance.month.people import People
from tests.browser.steps import approve_the_run, ask_for_a_run
from tests.browser.visitor import PATIENCE, Visitor


def pay(people: People, number: int, pay_date: str, *, lines: int, amount: str) -> None:
    """The next run, for the day that is offered, as soon as the worker has prepared it."""
    preparer = people.preparer
    ask_for_a_run(preparer)
    preparer.sees(pay_date)
    preparer.press("Prepare the run")
    preparer.page.get_by_text(f"All {lines} lines").wait_for(timeout=PATIENCE)
    run = Run.objects.get(number=number)
    why_not = "Only a person who is Finance: approves there may approve a payment run."
    approve_the_run(preparer, people.approver, run, amount, why_not=why_not)


def open_run(reader: Visitor, number: int) -> None:
    reader.menu("Payments")
    reader.page.get_by_role("link", name=f"Run {number}", exact=True).click()
    reader.heading(f"Run {number} for")


def lines_of(reader: Visitor, number: int, payee: str) -> dict[str, tuple[str, ...]]:
    """By objective what a payee has earned, was paid before and is due, as the page shows it."""
    open_run(reader, number)
    reader.link("Lines")
    reader.fill(Payee=payee)
    reader.press("Apply filters")
    shown = {}
    for row in reader.page.locator("tbody tr").all():
        _, _, objective, _, *amounts, _ = row.locator("th, td").all_inner_texts()
        shown[objective or "Total"] = tuple(amount.split()[0] for amount in amounts)
    return shown


def sees_held(reader: Visitor, number: int, amount: str, why: str) -> None:
    """What a run holds back, and why it waits."""
    open_run(reader, number)
    reader.sees("What is held, and why", amount, why)
