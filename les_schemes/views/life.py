"""The life of a scheme version: consulted on, approved, taken back, ended, and made anew."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from les_schemes import differences, permissions, terms_shown
from les_schemes.actions import designing, schemes
from les_schemes.definitions import definition_of
from les_schemes.design import digest, ending, readiness
from les_schemes.examples.outcomes import outcomes
from les_schemes.forms import EmptyForm
from les_schemes.life_forms import (
    ApproveForm,
    NextForm,
    ReconcileForm,
    TakeBackForm,
    WithdrawSchemeForm,
)
from les_schemes.models import SchemeVersion
from les_schemes.views.schemes import versions_visible_to
from les_schemes.workflow import SCHEME
from localities.models import Person
from pbc import clock
from pbc.financial_year import FinancialYear
from pbc.guards import SignedIn
from pbc.pages import ActionPage, Page


class _StepPage(ActionPage):
    """A page for one step of a version; in another status it leads to the version."""

    guard = SignedIn()
    step: ClassVar[str]
    check: ClassVar[Any]

    def load(self) -> None:
        self.version: SchemeVersion = self.find(
            versions_visible_to(self.actor), pk=self.kwargs["pk"]
        )
        type(self).check(self.actor, self.version)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not SCHEME.allows(self.version.status, self.step):
            return redirect(self.version)
        return super().get(request, *args, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        return {"cancel": self.version.get_absolute_url()}

    def context(self) -> dict[str, Any]:
        return {"version": self.version}

    def done(self, result: Any) -> str:
        return self.version.get_absolute_url()


class SchemeRecordConsultation(_StepPage):
    """Record that the consultation on a draft is done."""

    step = "record_consultation"
    check = staticmethod(permissions.check_can_design)
    template_name = "les_schemes/scheme/consulted.html"
    form_class = EmptyForm
    done_message = "The consultation is recorded as done. Another officer can approve the scheme."

    def form_arguments(self) -> dict[str, Any]:
        return {**super().form_arguments(), "submit_text": "Record the consultation as done"}

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "entries": self.version.consultations.select_related("file"),
            "why_not": readiness.why_not_consulted(self.version),
        }

    def act(self, form: EmptyForm) -> SchemeVersion:
        return schemes.record_consultation(version=self.version, by=self.actor)


class SchemeApprove(_StepPage):
    """An officer who took no part in the design reads all that is approved, and approves it."""

    guard = SignedIn(step_up=True)
    step = "approve"
    check = staticmethod(permissions.check_can_approve)
    template_name = "les_schemes/scheme/approve.html"
    form_class = ApproveForm
    done_message = "The scheme is approved. It can be opened for sign-up."

    def form_arguments(self) -> dict[str, Any]:
        return {**super().form_arguments(), "seen": digest.seen(self.version)}

    def context(self) -> dict[str, Any]:
        version = self.version
        designers = version.designers.values_list("person", flat=True)
        return {
            **super().context(),
            "texts": version.texts,
            "objectives": definition_of(version).objectives,
            "term_pairs": terms_shown.term_pairs(version),
            "readings": terms_shown.readings_in_force(version),
            "shares": version.cost_shares.select_related("commissioner"),
            "entries": version.consultations.select_related("file"),
            "designers": Person.objects.filter(pk__in=designers),
            "digest": digest.digest_of(version),
            "examples": outcomes(version),
        }

    def act(self, form: ApproveForm) -> SchemeVersion:
        return schemes.approve(version=self.version, seen=form.cleaned_data["seen"], by=self.actor)


class SchemeTakeBack(_StepPage):
    """Make a version that is consulted on or approved a draft again."""

    step = "take_back"
    check = staticmethod(permissions.check_can_design)
    template_name = "les_schemes/scheme/take_back.html"
    form_class = TakeBackForm
    done_message = "The scheme is a draft again."

    def act(self, form: TakeBackForm) -> SchemeVersion:
        return schemes.take_back(
            version=self.version, reason=form.cleaned_data["reason"], by=self.actor
        )


class SchemeWithdraw(_StepPage):
    """Withdraw a version before its year begins."""

    guard = SignedIn(step_up=True)
    step = "withdraw"
    check = staticmethod(permissions.check_can_end)
    template_name = "les_schemes/scheme/withdraw.html"
    form_class = WithdrawSchemeForm
    done_message = "The scheme is withdrawn."

    def context(self) -> dict[str, Any]:
        return {**super().context(), "why_not": ending.why_not_withdraw(self.version)}

    def act(self, form: WithdrawSchemeForm) -> SchemeVersion:
        return schemes.withdraw(
            version=self.version, reason=form.cleaned_data["reason"], by=self.actor
        )


class SchemeReconcile(_StepPage):
    """Close a version after its year."""

    guard = SignedIn(step_up=True)
    step = "reconcile"
    check = staticmethod(permissions.check_can_reconcile)
    template_name = "les_schemes/scheme/reconcile.html"
    form_class = ReconcileForm
    done_message = "The scheme is reconciled: it pays nothing more."

    def context(self) -> dict[str, Any]:
        return {**super().context(), "why_not": ending.why_not_reconcile(self.version)}

    def act(self, form: ReconcileForm) -> SchemeVersion:
        return schemes.reconcile(
            version=self.version, note=form.cleaned_data["reason"], by=self.actor
        )


class SchemeNext(ActionPage):
    """Make a draft of the next version from one that was published."""

    guard = SignedIn()
    template_name = "les_schemes/scheme/next.html"
    form_class = NextForm
    done_message = "The draft is made. It says what the version before it says."

    def load(self) -> None:
        self.version: SchemeVersion = self.find(
            versions_visible_to(self.actor).filter(opened_at__isnull=False), pk=self.kwargs["pk"]
        )
        permissions.check_can_design(self.actor, self.version)

    def form_arguments(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "this_year": FinancialYear.of(clock.today()),
            "cancel": self.version.get_absolute_url(),
        }

    def context(self) -> dict[str, Any]:
        return {"version": self.version, "as_varied": self.version.as_varied}

    def act(self, form: NextForm) -> SchemeVersion:
        return designing.make_next(
            version=self.version,
            financial_year=FinancialYear(form.cleaned_data["financial_year"]),
            last_day=form.cleaned_data["last_day"],
            by=self.actor,
        )

    def done(self, result: SchemeVersion) -> str:
        return reverse("les_schemes:scheme-design", args=[result.pk])


class SchemeChanged(Page):
    """What a version says, pays or asks otherwise than the one it follows."""

    guard = SignedIn()
    template_name = "les_schemes/scheme/changed.html"

    def load(self) -> None:
        self.version: SchemeVersion = self.find(
            versions_visible_to(self.actor)
            .filter(follows__isnull=False)
            .select_related("follows__scheme", "follows__commissioner", "follows__framework__file"),
            pk=self.kwargs["pk"],
        )

    def context(self) -> dict[str, Any]:
        before: Any = self.version.follows
        return {
            "version": self.version,
            "before": before,
            "parts": differences.between(before, self.version),
        }
