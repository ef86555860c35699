"""Steps that more than one journey takes: the date is moved, a run is asked for and approved."""

from payments.models import Run
from tests.browser.visitor import Visitor


def move_the_date(administrator: Visitor, day: int, month: int, year: int) -> None:
    administrator.open("/")
    administrator.link("Move the date")
    administrator.give_date("to", day, month, year)
    administrator.press("Move the date")
    administrator.sees("The date is moved")


def ask_for_a_run(preparer: Visitor) -> None:
    """Up to the page that shows what the run will hold."""
    preparer.menu("Payments")
    preparer.press("Prepare a run")
    preparer.press("Continue")


def approve_the_run(
    preparer: Visitor, approver: Visitor, run: Run, amount: str, *, why_not: str
) -> None:
    """Whoever prepared it may not approve it and reads why; another person may."""
    preparer.sees(why_not)
    preparer.is_refused(f"{run.get_absolute_url()}approve/", 403)
    approver.open(approver.letter("waits for your approval"))
    approver.sees(amount)
    approver.press("Approve")
    approver.press(f"Approve {amount}")
    approver.sees("The run is approved")
