"""Templates of reports: all of a scheme, one with who agreed, and the steps on it (O2-07)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from les_schemes import permissions
from les_schemes.actions import report_templates
from les_schemes.forms import EmptyForm
from les_schemes.models import ReportTemplate, SchemeVersion
from les_schemes.reports import months
from les_schemes.reports.columns import Standard
from les_schemes.reports.forms import (
    ProposeTemplateForm,
    RefuseTemplateForm,
    WithdrawTemplateForm,
)
from les_schemes.reports.identifiable import NOT_KEPT
from les_schemes.reports.statuses import TemplateStatus
from les_schemes.reports.templates import asked_columns, localities_to_ask
from les_schemes.reports.workflow import TEMPLATE
from les_schemes.views.schemes import versions_visible_to
from localities.models import Person
from pbc import nhs_numbers, tables
from pbc.guards import SignedIn
from pbc.pages import ActionPage, Page
from pbc.roles import Role


class TemplateTable(tables.Table):
    caption = "Report templates"
    columns = [
        tables.Column(
            lambda row: f"Template {row.number}",
            "Template",
            sort="number",
            href=lambda row: row.get_absolute_url(),
            header=True,
        ),
        tables.StatusColumn("status", "Status"),
        tables.DateColumn("proposed_at", "Proposed", sort=True),
        tables.DateColumn("agreed_at", "Agreed", sort=True),
        tables.DateColumn("applies_from", "In use from", sort=True),
    ]
    default_sort = "-number"
    empty = "No template is proposed yet. Practices can report once one is agreed."


class _VersionPage(Page):
    guard = SignedIn()
    version: SchemeVersion

    def load(self) -> None:
        self.version = self.find(versions_visible_to(self.actor), pk=self.kwargs["pk"])

    def context(self) -> dict[str, Any]:
        return {"version": self.version}


class ReportTemplates(_VersionPage):
    """Every template of a scheme's reports."""

    template_name = "les_schemes/report/templates.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        table = TemplateTable(request, self.version.report_templates.all())
        return table.export() if table.export_format else self.show(table=table)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "may_propose": permissions.can_propose_template(self.actor, self.version),
            "asks": months.asks_for_reports(self.version),
        }


@method_decorator(sensitive_post_parameters(), name="dispatch")
class _TextPage(ActionPage):
    """What looks like an NHS number is not taken in templates either (EXC-13)."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        holding = [
            name for name, texts in request.POST.lists() if any(map(nhs_numbers.holds, texts))
        ]
        if not holding:
            return super().post(request, *args, **kwargs)
        return self._without_patient_data(holding)

    def _without_patient_data(self, names: list[str]) -> HttpResponse:
        data = self.request.POST.copy()
        for name in names:
            del data[name]
        form = self.form_class(data, **self.form_arguments())
        form.is_valid()
        for name in names:
            form.errors.pop(name, None)
            form.add_error(name if name in form.fields else None, NOT_KEPT)
        return self.show(form=form, status=422)


class ReportTemplatePropose(_VersionPage, _TextPage):
    """The commissioner sets a template; the leads of the localities are asked to agree."""

    template_name = "les_schemes/report/template_propose.html"
    form_class = ProposeTemplateForm
    done_message = "The template is proposed. The leads of the localities have been asked to agree."

    def load(self) -> None:
        super().load()
        permissions.check_can_propose_template(self.actor, self.version)

    def form_arguments(self) -> dict[str, Any]:
        latest = self.version.report_templates.agreed().first()
        return {
            "standard": latest.asks if latest else Standard(),
            "cancel": reverse("les_schemes:report-templates", args=[self.version.pk]),
        }

    def context(self) -> dict[str, Any]:
        return {**super().context(), "asked": localities_to_ask(self.version)}

    def act(self, form: ProposeTemplateForm) -> ReportTemplate:
        return report_templates.propose(
            version=self.version,
            standard=form.standard(),
            standards_in_words=form.cleaned_data["standards_in_words"],
            by=self.actor,
        )

    def done(self, result: ReportTemplate) -> ReportTemplate:
        return result


class _TemplatePage(_VersionPage):
    template: ReportTemplate

    def load(self) -> None:
        super().load()
        self.template = self.find(
            self.version.report_templates.select_related("version__scheme"),
            number=self.kwargs["number"],
        )

    def context(self) -> dict[str, Any]:
        return {**super().context(), "template": self.template}


class ReportTemplateView(_TemplatePage):
    """What a template asks, and which localities have agreed."""

    template_name = "les_schemes/report/template.html"

    def context(self) -> dict[str, Any]:
        template = self.template
        agreements = list(template.agreements.select_related("locality"))
        people = Person.objects.in_bulk(
            [
                pk
                for pk in (
                    template.proposed_by,
                    template.ended_by,
                    *(agreement.agreed_by for agreement in agreements),
                )
                if pk is not None
            ]
        )
        proposed = template.status == TemplateStatus.PROPOSED
        waits = template.agreements.filter(
            locality__in=self.actor.organisations(Role.LOCALITY_LEAD), agreed_at__isnull=True
        )
        return {
            **super().context(),
            "columns": asked_columns(template),
            "agreements": [
                (agreement, people.get(agreement.agreed_by)) for agreement in agreements
            ],
            "proposed_by": people.get(template.proposed_by),
            "ended_by": people.get(template.ended_by),
            "may_answer": proposed and waits.exists(),
            "may_withdraw": proposed and permissions.can_propose_template(self.actor, self.version),
        }


class _TemplateActionPage(_TemplatePage, _TextPage):
    step: str

    def check(self) -> None:
        raise NotImplementedError

    def load(self) -> None:
        super().load()
        self.check()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not TEMPLATE.allows(self.template.status, self.step):
            label = self.template.get_status_display().lower()
            messages.warning(request, f"That cannot be done now: the template is {label}.")
            return redirect(self.template)
        return super().get(request, *args, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        return {"cancel": self.template.get_absolute_url()}

    def done(self, result: ReportTemplate) -> ReportTemplate:
        return result


class ReportTemplateAgree(_TemplateActionPage):
    """A lead agrees for the locality; with the last one the template is in use."""

    template_name = "les_schemes/report/template_agree.html"
    form_class = EmptyForm
    step = "agree"
    done_message = "Agreed for your locality."

    def check(self) -> None:
        permissions.check_can_agree_template(self.actor, self.template)

    def form_arguments(self) -> dict[str, Any]:
        return {**super().form_arguments(), "submit_text": "Agree for the locality"}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "columns": asked_columns(self.template)}

    def act(self, form: Any) -> ReportTemplate:
        return report_templates.agree(template=self.template, by=self.actor)


class ReportTemplateRefuse(_TemplateActionPage):
    """A lead does not agree, and says what has to change."""

    template_name = "les_schemes/report/template_refuse.html"
    form_class = RefuseTemplateForm
    step = "refuse"
    done_message = "The commissioner has been told what has to change."

    def check(self) -> None:
        permissions.check_can_agree_template(self.actor, self.template)

    def act(self, form: RefuseTemplateForm) -> ReportTemplate:
        return report_templates.refuse(
            template=self.template, reason=form.cleaned_data["reason"], by=self.actor
        )


class ReportTemplateWithdraw(_TemplateActionPage):
    """The commissioner takes a proposed template back."""

    template_name = "les_schemes/report/template_withdraw.html"
    form_class = WithdrawTemplateForm
    step = "withdraw"
    done_message = "The template is withdrawn."

    def check(self) -> None:
        permissions.check_can_propose_template(self.actor, self.version)

    def act(self, form: WithdrawTemplateForm) -> ReportTemplate:
        return report_templates.withdraw(
            template=self.template, reason=form.cleaned_data["reason"], by=self.actor
        )
