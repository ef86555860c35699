"""The tables of runs: the runs themselves, lines, changes by payee, who is left out."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from payments.components import Wordings
from payments.forms import LineFilter
from pbc import tables


class RunTable(tables.Table):
    caption = "Runs"
    columns = [
        tables.Column(
            lambda run: f"Run {run.number}",
            "Run",
            sort="number",
            href=lambda run: run.get_absolute_url(),
            header=True,
        ),
        tables.Column("commissioner.name", "Commissioner", sort="commissioner__name"),
        tables.DateColumn("pay_date", "Pay date", sort="pay_date"),
        tables.MoneyColumn("payments_pence", "Paid out"),
        tables.MoneyColumn("allocations_pence", "Credited to funds"),
        tables.MoneyColumn("held_pence", "Held"),
        tables.StatusColumn("status", "Status", sort="status"),
    ]
    default_sort = "-pay_date"
    empty = "No run has been prepared yet."


def _line_columns(wordings: Wordings) -> list[tables.Column]:
    """The columns of lines; which scheme each is of is on the screen where there are several."""
    several = len(wordings.by_calculation) > 1
    return [
        tables.NumberColumn("number", "Line", sort="number"),
        tables.Column("payee.name", "Payee", sort="payee__name", header=True),
        tables.Column("payee.code", "Payee code", screen=False),
        tables.Column("locality.name", "Locality", sort="locality__name", screen=False),
        tables.Column(
            lambda line: str(wordings.of(line).version),
            "Scheme",
            sort="calculation__version__scheme__title",
            screen=several,
        ),
        tables.Column(wordings.title, "Objective", sort="objective"),
        tables.Column(
            lambda line: "Payment" if line.kind == "payment" else "Fund", "Kind", sort="kind"
        ),
        tables.MoneyColumn("entitlement_pence", "Earned", sort="entitlement_pence", total=True),
        tables.MoneyColumn("paid_pence", "Paid before", sort="paid_pence", total=True),
        tables.MoneyColumn(
            "due_pence",
            "Due",
            sort="due_pence",
            why=lambda line: line.get_absolute_url(),
            total=True,
        ),
        tables.Column("held_reason", "Held because", screen=False),
        tables.Column(lambda line: "Held" if line.held_reason else "", "Held", export=False),
    ]


class LineTable(tables.Table):
    caption = "Lines"
    filters = LineFilter
    default_sort = "number"
    empty = "The run has no lines."

    def __init__(self, request: HttpRequest, rows: Any, *, wordings: Wordings, **more: Any) -> None:
        super().__init__(request, rows, wordings=wordings, **more)
        self.columns = _line_columns(wordings)  # type: ignore[misc]

    def make_filters(self) -> forms.Form:
        return LineFilter(self.request.GET, **self.context)


def localities_of(lines: Any) -> list[tuple[str, str]]:
    """The localities among lines as choices; who is in none under ``none``."""
    found = (
        lines.order_by("locality__name").values_list("locality__code", "locality__name").distinct()
    )
    return [(code or "none", name or "In no locality") for code, name in found]


class PayeeChangeTable(tables.Table):
    caption = "Change from last run, by payee"
    columns = [
        tables.Column("name", "Payee", sort="name", header=True, href=lambda row: row["href"]),
        tables.Column("code", "Payee code", screen=False),
        tables.MoneyColumn("payments_before", "Paid last run", sort="payments_before", total=True),
        tables.MoneyColumn("payments_now", "Paid now", sort="payments_now", total=True),
        tables.MoneyColumn("payments_change", "Change", sort="payments_change", total=True),
        tables.MoneyColumn(
            "allocations_change", "Change of funds", sort="allocations_change", total=True
        ),
    ]
    empty = "No payee has a line in this run or the last."


class FactChangeTable(tables.Table):
    caption = "Facts that changed"
    prefix = "facts"
    columns = [
        tables.Column("scheme", "Scheme", sort="scheme"),
        tables.Column("kind", "What", sort="kind"),
        tables.Column("code", "Of", sort="code", header=True),
        tables.Column("before", "Before"),
        tables.Column("after", "Now"),
    ]
    empty = "Nothing changed."


class LeftOutTable(tables.Table):
    caption = "Left out, wholly or in part"
    columns = [
        tables.Column(
            "name",
            "Provider",
            sort="name",
            header=True,
            href=lambda row: (
                reverse("les_schemes:sign-up", args=[row["sign_up"]]) if row["sign_up"] else None
            ),
        ),
        tables.Column("code", "Code", sort="code"),
        tables.Column("scheme", "Scheme", sort="scheme"),
        tables.StatusColumn("status", "Why", sort="why"),
        tables.Column("reason", "In words"),
        tables.DateColumn("since", "Since", sort="since"),
        tables.NumberColumn("list_size", "Patients", sort="list_size"),
        tables.MoneyColumn("paid_pence", "Paid before", sort="paid_pence"),
    ]
    empty = "Nobody is left out."


class ReviewCaseTable(tables.Table):
    caption = "For review"
    columns = [
        tables.Column(
            "provider.name",
            "Provider",
            sort="provider__name",
            header=True,
            href=lambda case: reverse("payments:statements", args=[case.provider.code]),
        ),
        tables.Column("provider.code", "Code", screen=False),
        tables.Column("calculation.version", "Scheme", sort="calculation__version__scheme__title"),
        tables.StatusColumn("kind", "Why", sort="kind"),
        tables.MoneyColumn("exposure_pence", "In question", sort="exposure_pence", total=True),
        tables.Column("what_to_do", "What to do"),
    ]
    empty = "Nothing is for review."


class StatementTable(tables.Table):
    caption = "Statements"
    columns = [
        tables.DateColumn("pay_date", "Pay date", sort="pay_date"),
        tables.Column("title", "Statement", header=True, href=lambda row: row["href"]),
        tables.MoneyColumn("paid", "Paid out", sort="paid", total=True),
        tables.MoneyColumn("credited", "Credited to the fund", sort="credited", total=True),
        tables.MoneyColumn("held", "Held", sort="held"),
        tables.StatusColumn("status_label", "Status"),
    ]
    empty = "Nothing has been paid yet."


def shown_lines(lines: Any) -> Any:
    """Lines with all that the table reads."""
    return lines.select_related("payee", "locality").defer("inputs")
