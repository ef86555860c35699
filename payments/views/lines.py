"""Lines of a run: the table of them, and why each amount."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from payments import components, disputes, explanations, tables
from payments.models import Line
from payments.views.runs import OfRun
from pbc.guards import SignedIn
from pbc.pages import Page
from pbc.roles import READS_ALL_MONEY


class Lines(OfRun):
    """Every line of a run, to filter, sort and take away as a file."""

    template_name = "payments/line/list.html"

    def load(self) -> None:
        super().load()
        self.table = tables.LineTable(
            self.request,
            tables.shown_lines(self.run.lines.all()),
            wordings=components.wordings(self.run),
            localities=tables.localities_of(self.run.lines),
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.table.export() if self.table.export_format else self.show()

    def context(self) -> dict[str, Any]:
        return {**super().context(), "table": self.table}


class LineDetail(Page):
    """Why this amount."""

    guard = SignedIn()
    template_name = "payments/line/detail.html"

    def load(self) -> None:
        self.visible = Line.objects.visible_to(self.actor)
        self.line = self.find(
            self.visible.select_related(
                "run__commissioner", "payee", "locality", "calculation__version__scheme"
            ),
            run_id=self.kwargs["pk"],
            number=self.kwargs["number"],
        )

    def context(self) -> dict[str, Any]:
        before, after = explanations.neighbours(self.line, self.visible)
        run = self.line.run
        return {
            "line": self.line,
            "run": run,
            "explanation": explanations.explain(self.line, actor=self.actor),
            "previous": _page(before),
            "next": _page(after),
            "statement": reverse("payments:statement", args=[run.pk, self.line.payee.code]),
            "reads_run": self.actor.holds(*READS_ALL_MONEY, in_organisation=run.commissioner_id),
            "dispute": disputes.subject_id(self.line)
            if disputes.may_dispute(self.actor, self.line)
            else "",
        }


def _page(line: Line | None) -> dict[str, str] | None:
    """A neighbouring line, for the pagination component."""
    if line is None:
        return None
    return {"href": line.get_absolute_url(), "label_text": f"Line {line.number}: {line.payee}"}
