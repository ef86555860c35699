"""Statements: what a payee was paid, is paid next, and why; on screen and as a PDF."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from localities.models import Organisation
from payments import statements, tables
from payments.models import Line, Run
from payments.statuses import RunStatus
from pbc.actor import Actor
from pbc.documents.pages import DocumentPage, PdfPage
from pbc.guards import SignedIn
from pbc.pages import Page
from pbc.roles import READS_ALL_MONEY


def own_organisations(actor: Actor) -> "list[Organisation]":
    """The practices and localities whose statements are a person's own."""
    return list(Organisation.objects.filter(pk__in=actor.organisations(*statements.OWN)))


class Payments(Page):
    """Where the word Payments of the menu leads: to the runs, or to one's own statements."""

    guard = SignedIn()
    template_name = "payments/statement/payees.html"

    def load(self) -> None:
        self.payees = own_organisations(self.actor)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.actor.holds(*READS_ALL_MONEY):
            return redirect("payments:runs")
        if len(self.payees) == 1:
            return redirect("payments:statements", self.payees[0].code)
        return self.show()

    def context(self) -> dict[str, Any]:
        return {"payees": self.payees}


class Statements(Page):
    """Every statement of a payee, the newest first."""

    guard = SignedIn()
    template_name = "payments/statement/list.html"

    def load(self) -> None:
        code = self.kwargs["code"]
        self.lines = Line.objects.visible_to(self.actor).filter(payee__code=code)
        payees = Organisation.objects.filter(
            pk__in=[
                *self.actor.organisations(*statements.OWN),
                *self.lines.order_by().values_list("payee_id", flat=True).distinct(),
            ]
        )
        self.payee = self.find(payees, code=code)
        rows = statements.summaries(self.lines)
        for row in rows:
            row["title"] = f"Run {row['run_number']}"
            row["status_label"] = RunStatus(row["status"])
            row["href"] = reverse("payments:statement", args=[row["run_pk"], code])
        self.table = tables.StatementTable(self.request, rows)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.table.export() if self.table.export_format else self.show()

    def context(self) -> dict[str, Any]:
        return {"payee": self.payee, "table": self.table}


class _Statement(DocumentPage):
    """The statement of one payee in one run, of the lines that this person may see."""

    guard = SignedIn()
    body_template = "payments/statement/body.html"

    def load(self) -> None:
        lines = Line.objects.visible_to(self.actor)
        mine = lines.filter(run_id=self.kwargs["pk"], payee__code=self.kwargs["code"])
        payee = self.find(
            Organisation.objects.select_related("payee").filter(
                pk__in=mine.order_by().values("payee_id")
            )
        )
        run = Run.objects.select_related("commissioner").get(pk=self.kwargs["pk"])
        self.statement = statements.statement_of(run, payee, lines, actor=self.actor)

    def document_title(self) -> str:
        return self.statement.title

    def document_context(self) -> dict[str, Any]:
        statement = self.statement
        return {
            "statement": statement,
            "subtitle": statement.subtitle,
            "all_in": statements.ALL_IN,
        }


class StatementDetail(_Statement):
    """On screen, each amount opening onto why (DOC-06, REP-07)."""

    template_name = "payments/statement/detail.html"

    def document_context(self) -> dict[str, Any]:
        commissioner_id = self.statement.run.commissioner_id
        return {
            **super().document_context(),
            "on_screen": True,
            "reads_run": self.actor.holds(*READS_ALL_MONEY, in_organisation=commissioner_id),
        }

    def pdf_address(self) -> str:
        statement = self.statement
        return reverse("payments:statement-pdf", args=[statement.run.pk, statement.payee.code])


class StatementPdf(PdfPage, _Statement):
    """The same as a tagged PDF."""

    def document_title(self) -> str:
        statement = self.statement
        return f"{statement.title} for {statement.payee}"
