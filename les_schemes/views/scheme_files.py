"""A scheme file goes out of the product, and comes in: chosen, looked through, loaded."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from les_schemes import loading, permissions
from les_schemes.actions import designing
from les_schemes.actions.designing.scheme_files import SCHEME_FILE
from les_schemes.design.file_forms import SchemeFileForm, SeenForm
from les_schemes.design.texts import PARAGRAPHS, REQUIRED, SENTENCES
from les_schemes.models import SchemeVersion
from les_schemes.procurement.statuses import SchemeKind, WhoMayProvide
from les_schemes.views.schemes import versions_visible_to
from localities.models import Commissioner
from pbc import files
from pbc.financial_year import FinancialYear
from pbc.guards import SignedIn, holders_of
from pbc.models import StoredFile
from pbc.pages import ActionPage, Page
from pbc.refusals import BadInput
from pbc.roles import Role

MOST_FAULTS_SHOWN = 40


def own_commissioners(actor: Any) -> Any:
    """Those for whom the person may design schemes."""
    own = Commissioner.objects.filter(pk__in=actor.organisations(Role.COMMISSIONER))
    return own.order_by("name")


class SchemeFileDownload(Page):
    """A version as a scheme file, with its framework document, in a ZIP."""

    guard = SignedIn()

    def load(self) -> None:
        self.version: SchemeVersion = self.find(
            versions_visible_to(self.actor), pk=self.kwargs["pk"]
        )
        permissions.check_can_take_scheme_file(self.actor, self.version)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        version = self.version
        name = f"{version.scheme.code}-{version.financial_year_starts_in}-v{version.number}.zip"
        response = HttpResponse(
            loading.packed(version), content_type=files.FileType.ZIP.content_type
        )
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response


class SchemeFileUpload(ActionPage):
    """An officer chooses a scheme file; what is wrong with it is said at once, all of it."""

    guard = holders_of(Role.COMMISSIONER)
    template_name = "les_schemes/design/file_upload.html"
    form_class = SchemeFileForm

    def form_arguments(self) -> dict[str, Any]:
        return {
            "commissioners": own_commissioners(self.actor),
            "cancel": reverse("les_schemes:schemes"),
        }

    def act(self, form: SchemeFileForm) -> tuple[StoredFile, Commissioner]:
        answers = form.cleaned_data
        try:
            stored = designing.upload_scheme_file(
                commissioner=answers["commissioner"],
                file=answers["file"],
                framework=answers["framework_file"],
                by=self.actor,
            )
        except loading.UnreadableScheme as unreadable:
            for fault in _shown(unreadable.faults):
                form.add_error("file", fault)
            raise BadInput({}) from unreadable
        return stored, answers["commissioner"]

    def done(self, result: tuple[StoredFile, Commissioner]) -> str:
        stored, commissioner = result
        return reverse("les_schemes:scheme-file", args=[stored.pk, commissioner.code])


class SchemeFilePreview(ActionPage):
    """What loading an uploaded scheme file would make, before it is made."""

    guard = SignedIn()
    template_name = "les_schemes/design/file_preview.html"
    form_class = SeenForm
    done_message = "The scheme file is loaded."

    def load(self) -> None:
        self.stored: StoredFile = self.find(
            StoredFile.objects.filter(kind=SCHEME_FILE, by_id=str(self.actor.person_id or "")),
            pk=self.kwargs["file"],
        )
        self.commissioner: Commissioner = self.find(
            own_commissioners(self.actor), code=self.kwargs["commissioner"]
        )
        self.scheme_file = loading.opened(files.open_verified(self.stored))
        self.faults: list[str] = []
        self.plan: loading.Planned | None = None
        try:
            self.plan = loading.planned(
                self.scheme_file, commissioner=self.commissioner, partners=[]
            )
        except loading.UnreadableScheme as unreadable:
            self.faults = _shown(unreadable.faults)

    def form_arguments(self) -> dict[str, Any]:
        updates = self.plan is not None and self.plan.updated is not None
        return {
            "seen": self.plan.seen if self.plan else "",
            "submit": "Bring the draft up to date" if updates else "Make the draft",
            "cancel": reverse("les_schemes:scheme-file-upload"),
        }

    def context(self) -> dict[str, Any]:
        content = self.scheme_file.content
        failing = self.scheme_file.failing
        definition = self.scheme_file.definition
        return {
            "title": f"{content['title']} {FinancialYear(content['financial_year_starts_in'])}",
            "commissioner": self.commissioner,
            "content": content,
            "plan": self.plan,
            "faults": self.faults,
            "kind": content.get("kind_label") or SchemeKind(content.get("kind", "les")).label,
            "providers": WhoMayProvide(content.get("who_may_provide", "practices")).label,
            "objectives": definition.objectives if definition else (),
            "examples": [
                {"title": example.title, "why_not": failing.get(position, "")}
                for position, example in enumerate(self.scheme_file.examples)
            ],
            "to_write": [
                {**SENTENCES, **PARAGRAPHS}[name]
                for name in (*SENTENCES, *PARAGRAPHS)
                if name in REQUIRED and not content["texts"].get(name)
            ],
        }

    def act(self, form: SeenForm) -> SchemeVersion:
        return designing.load_scheme_file(
            stored=self.stored,
            commissioner=self.commissioner,
            seen=form.cleaned_data["seen"],
            by=self.actor,
        )

    def done(self, result: SchemeVersion) -> SchemeVersion:
        return result


def _shown(faults: list[str]) -> list[str]:
    """The faults a page tells: all, unless there are very many."""
    if len(faults) <= MOST_FAULTS_SHOWN:
        return faults
    left = len(faults) - MOST_FAULTS_SHOWN
    return [*faults[:MOST_FAULTS_SHOWN], f"And {left} more like these."]
