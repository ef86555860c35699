"""Imports: upload, look at what would change, confirm, see what was written."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from localities import jobs_of_imports, permissions
from localities.actions import imports
from localities.forms.filters import FindingFilter, ImportFilter
from localities.forms.imports import ConfirmForm, UploadForm
from localities.importers import report
from localities.models import Import, ImportFinding
from localities.statuses import FindingProblem, ImportStatus
from pbc import audit_trail, exports, tables
from pbc.guards import holders_of
from pbc.pages import ActionPage, Page
from pbc.permissions import why_not
from pbc.roles import Role

SEES = holders_of(Role.ADMINISTRATOR, Role.COMMISSIONER, Role.AUDITOR)
IMPORTS = holders_of(Role.ADMINISTRATOR, Role.COMMISSIONER)


class ImportTable(tables.Table):
    caption = "Files imported"
    columns = [
        tables.Column(
            "file.original_name",
            "File",
            header=True,
            sort="file.original_name",
            href=lambda imported: imported.get_absolute_url(),
        ),
        tables.Column("get_kind_display", "Kind", sort="kind"),
        tables.StatusColumn("status", "Status", sort="status"),
        tables.NumberColumn(lambda imported: imported.preview.get("rows"), "Rows"),
        tables.NumberColumn(lambda imported: imported.preview.get("refused"), "Refused"),
        tables.Column("file.by_label", "Uploaded by"),
        tables.DateColumn("uploaded_at", "Uploaded", sort="uploaded_at"),
        tables.DateColumn("written_at", "Written", sort="written_at"),
    ]
    filters = ImportFilter
    default_sort = "-uploaded_at"
    empty = "No file has been imported yet."


class ImportList(Page):
    guard = SEES
    template_name = "localities/import/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        table = ImportTable(request, Import.objects.visible_to(self.actor).select_related("file"))
        if table.export_format:
            return table.export()
        return self.show(
            table=table, may_import=self.actor.holds(Role.ADMINISTRATOR, Role.COMMISSIONER)
        )


class ImportUpload(ActionPage):
    guard = IMPORTS
    template_name = "localities/import/upload.html"
    form_class = UploadForm

    def form_arguments(self) -> dict[str, Any]:
        return {"actor": self.actor}

    def act(self, form: UploadForm) -> Import:
        upload = form.cleaned_data["file"]
        return imports.upload(
            kind=form.cleaned_data["kind"],
            content=upload.file,
            name=upload.name,
            stated_date=form.stated_date,
            by=self.actor,
        )

    def done(self, result: Import) -> Import:
        return result


class _OnImport(Page):
    """A page about one import."""

    guard = SEES

    def load(self) -> None:
        visible = Import.objects.visible_to(self.actor).select_related("file")
        self.imported = self.find(visible, pk=self.kwargs["pk"])

    def context(self) -> dict[str, Any]:
        return {"imported": self.imported}


class ImportPage(_OnImport):
    """What is to be seen of an import follows its status: progress, preview, result or fault."""

    template_name = "localities/import/import.html"

    def context(self) -> dict[str, Any]:
        return {**super().context(), **context_of(self)}


def context_of(page: Any) -> dict[str, Any]:
    """What the page of an import shows, whoever opened it."""
    imported: Import = page.imported
    job = jobs_of_imports.latest(imported)
    problems = [
        (FindingProblem(problem).label, problem, number)
        for problem, number in imported.preview.get("problems", {}).items()
    ]
    is_waiting = imported.status in (ImportStatus.UPLOADED, ImportStatus.CONFIRMED)
    return {
        "preview": imported.preview,
        "problems": problems,
        "job": job,
        "is_waiting": is_waiting and job is not None and job.is_live,
        "is_stuck": is_waiting and (job is None or not job.is_live),
        "is_checked": imported.status == ImportStatus.CHECKED,
        "is_written": imported.status == ImportStatus.WRITTEN,
        "is_unreadable": imported.status == ImportStatus.UNREADABLE,
        "is_abandoned": imported.status == ImportStatus.ABANDONED,
        "may_decide": permissions.can_decide_on_import(page.actor, imported),
        "why_not": why_not(permissions.check_can_decide_on_import, page.actor, imported),
        "history": audit_trail.history_of(imported, page.actor),
    }


class _DecideOnImport(ActionPage):
    """Something that is done to an import at the press of a button on its page."""

    guard = IMPORTS
    template_name = "localities/import/import.html"

    def load(self) -> None:
        visible = Import.objects.visible_to(self.actor).select_related("file")
        self.imported = self.find(visible, pk=self.kwargs["pk"])
        permissions.check_can_decide_on_import(self.actor, self.imported)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.imported)  # the button stands on its page

    def context(self) -> dict[str, Any]:
        return {"imported": self.imported, **context_of(self)}

    def done(self, result: Import) -> Import:
        return result


class ImportConfirm(_DecideOnImport):
    form_class = ConfirmForm

    def act(self, form: ConfirmForm) -> Import:
        return imports.confirm(
            imported=self.imported, fingerprint=form.cleaned_data["fingerprint"], by=self.actor
        )


class ImportAbandon(_DecideOnImport):
    done_message = "The file was put away. Nothing was written."

    def act(self, form: Any) -> Import:
        return imports.abandon(imported=self.imported, by=self.actor)


class ImportCheckAgain(_DecideOnImport):
    def act(self, form: Any) -> Import:
        return imports.check_again(imported=self.imported, by=self.actor)


class FindingTable(tables.Table):
    caption = "What was found, row by row"
    columns = [
        tables.NumberColumn("row", "Row", sort="row"),
        tables.Column("column", "Column"),
        tables.Column("value", "Value"),
        tables.Column("get_problem_display", "Problem", sort="problem"),
        tables.Column("explanation", "Explanation"),
        tables.Column("remedy", "What to do"),
        tables.StatusColumn(lambda finding: "Refused" if finding.refused else "Taken", "Row is"),
        tables.Column("line", "Original row", screen=False),
    ]
    filters = FindingFilter
    default_sort = "row"
    empty = "Nothing was found to be wrong."


class ImportFindings(_OnImport):
    """Every finding about the rows of a file, page by page."""

    template_name = "localities/import/findings.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        table = FindingTable(request, ImportFinding.objects.filter(imported=self.imported))
        if table.export_format:
            return table.export()
        return self.show(table=table)


class ImportReport(_OnImport):
    """The refused rows as a CSV file, each with its original line."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refused = ImportFinding.objects.filter(imported=self.imported, refused=True)
        name = self.imported.file.original_name.rpartition(".")[0]
        return exports.csv_response(
            f"refused-rows-{name}", report.HEADER, report.rows(refused.iterator(chunk_size=2000))
        )
