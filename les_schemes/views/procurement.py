"""How it is decided who provides a scheme, step by step, and the register of such decisions."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from les_schemes.actions import procurement
from les_schemes.models import (
    ProcurementAssessment,
    ProcurementChallenge,
    ProcurementDecision,
    TestEvidence,
)
from les_schemes.procurement import forms, permissions, standstill, tables
from les_schemes.procurement.assessment import (
    decision_in_force,
    evidence_in_force,
    why_not_confirm,
)
from les_schemes.procurement.statuses import ChallengeOutcome, FourTests, ProcurementStatus, Route
from les_schemes.views.offers import OfVersion
from les_schemes.workflow import PROCUREMENT
from localities.models import Commissioner, Person
from pbc import audit_trail
from pbc.financial_year import FinancialYear
from pbc.guards import SignedIn
from pbc.pages import ActionPage, Page
from pbc.permissions import why_not


def names_of(*people: Any) -> dict[Any, str]:
    """The names behind ids of people, in one query."""
    found = Person.objects.filter(pk__in=[person for person in people if person])
    return {person.pk: person.name for person in found}


class OfProcurement(OfVersion):
    """The base of the working pages of a procurement."""

    check: ClassVar[Any] = staticmethod(permissions.check_can_see_procurement)
    assessment: ProcurementAssessment | None

    def load(self) -> None:
        super().load()
        self.assessment = (
            ProcurementAssessment.objects.select_related("version__commissioner")
            .filter(version=self.version)
            .first()
        )

    @property
    def begun(self) -> ProcurementAssessment:
        """The assessment; there is none before the first evidence."""
        if self.assessment is None:
            raise Http404
        return self.assessment

    @property
    def status(self) -> str:
        return self.assessment.status if self.assessment else ProcurementStatus.DRAFTING

    @property
    def url(self) -> str:
        return reverse("les_schemes:procurement", args=[self.version.pk])

    def context(self) -> dict[str, Any]:
        return {**super().context(), "assessment": self.assessment, "url": self.url}


class Procurement(OfProcurement):
    """The four tests, the route, the notice, the challenges and the confirmation of a scheme."""

    template_name = "les_schemes/procurement/procurement.html"

    def context(self) -> dict[str, Any]:
        assessment, actor = self.assessment, self.actor
        decision = decision_in_force(assessment) if assessment else None
        challenges = _challenges(decision)
        evidence = evidence_in_force(assessment)
        names = names_of(
            *(given.given_by for given in evidence.values()),
            *((decision.route_chosen_by, decision.confirmed_by) if decision else ()),
        )
        return {
            **super().context(),
            "status": ProcurementStatus(self.status),
            "tests": [
                {"test": test, "given": held, "who": names.get(held.given_by) if held else None}
                for test in FourTests
                for held in [evidence.get(test)]
            ],
            "decision": decision,
            "chosen_by": names.get(decision.route_chosen_by) if decision else "",
            "confirmed_by": names.get(decision.confirmed_by) if decision else "",
            "begins": standstill.begins(decision.noticed_on)
            if decision and decision.noticed_on and decision.standstill_ends
            else None,
            "challenges": challenges,
            "earlier": assessment.decisions.exclude(set_aside_at=None) if assessment else [],
            "allows": {step: PROCUREMENT.allows(self.status, step) for step in STEPS},
            "may_assess": permissions.can_assess(actor, self.version),
            "may_decide": assessment is not None
            and permissions.can_choose_route(actor, assessment),
            "why_not_decide": why_not(permissions.check_can_choose_route, actor, assessment)
            if assessment
            else None,
            "why_not_confirm": self._why_not_confirm(decision),
            "history": audit_trail.history_of(assessment, actor) if assessment else [],
        }

    def _why_not_confirm(self, decision: ProcurementDecision | None) -> str | None:
        if decision is None:
            return None
        refused = why_not(permissions.check_can_confirm, self.actor, decision)
        return refused or why_not_confirm(decision) or None


STEPS = ("evidence", "choose_route", "publish_notice", "receive_challenge", "confirm")


def _challenges(decision: ProcurementDecision | None) -> list[ProcurementChallenge]:
    return list(decision.challenges.all()) if decision is not None else []


class _Step(OfProcurement, ActionPage):
    """A page with one step of the workflow; out of its time it leads back."""

    step: ClassVar[str]
    check = staticmethod(permissions.check_can_assess)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_allowed():
            messages.warning(
                request,
                "That cannot be done now: the procurement stands at "
                f"“{ProcurementStatus(self.status).label}”.",
            )
            return redirect(self.url)
        return super().get(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        return PROCUREMENT.allows(self.status, self.step)

    def form_arguments(self) -> dict[str, Any]:
        return {"cancel": self.url}

    def done(self, result: Any) -> str:
        return self.url


class ProcurementEvidence(_Step):
    """What shows that one of the four tests is passed."""

    template_name = "les_schemes/procurement/evidence.html"
    form_class = forms.EvidenceForm
    step = "evidence"
    done_message = "The evidence is kept, with your name and the time."

    def load(self) -> None:
        if self.kwargs["test"] not in FourTests.values:
            raise Http404
        super().load()
        self.test = FourTests(self.kwargs["test"])

    def context(self) -> dict[str, Any]:
        held = evidence_in_force(self.assessment).get(self.test)
        return {**super().context(), "test": self.test, "held": held}

    def act(self, form: forms.EvidenceForm) -> TestEvidence:
        uploaded = form.cleaned_data["file"]
        return procurement.evidence(
            version=self.version,
            test=self.test,
            text=form.cleaned_data["text"],
            content=uploaded,
            name=uploaded.name,
            by=self.actor,
        )


class _Decides(_Step):
    """A step of whoever has no interest in who may provide the scheme."""

    def load(self) -> None:
        super().load()
        permissions.check_can_choose_route(self.actor, self.begun)


class ProcurementRoute(_Decides):
    """How providers are found, and why so."""

    template_name = "les_schemes/procurement/route.html"
    form_class = forms.RouteForm
    step = "choose_route"
    done_message = "The route is chosen. Publish the notice, then record it here."

    def act(self, form: forms.RouteForm) -> ProcurementDecision:
        return procurement.choose_route(
            assessment=self.begun,
            route=Route(form.cleaned_data["route"]),
            reason=form.cleaned_data["reason"],
            by=self.actor,
        )


class ProcurementNotice(_Step):
    """The notice as it was published."""

    template_name = "les_schemes/procurement/notice.html"
    form_class = forms.NoticeForm
    step = "publish_notice"
    done_message = "The notice is recorded. The register of procurement decisions shows it."

    def context(self) -> dict[str, Any]:
        decision = decision_in_force(self.assessment) if self.assessment else None
        return {**super().context(), "decision": decision}

    def act(self, form: forms.NoticeForm) -> ProcurementDecision:
        return procurement.publish_notice(assessment=self.begun, by=self.actor, **form.cleaned_data)


class ProcurementChallenged(_Step):
    """Representations that came within the standstill."""

    template_name = "les_schemes/procurement/challenge.html"
    form_class = forms.ChallengeForm
    step = "receive_challenge"
    done_message = "The challenge is recorded. Nothing can be confirmed before it is answered."

    def act(self, form: forms.ChallengeForm) -> ProcurementChallenge:
        return procurement.receive_challenge(
            assessment=self.begun, by=self.actor, **form.cleaned_data
        )


class ProcurementAnswer(_Decides):
    """What came of a challenge."""

    template_name = "les_schemes/procurement/answer.html"
    form_class = forms.AnswerChallengeForm
    step = "answer_challenge"
    done_message = "The answer is kept."

    def load(self) -> None:
        super().load()
        of_version = ProcurementChallenge.objects.filter(decision__assessment=self.begun)
        self.challenge: ProcurementChallenge = self.find(
            of_version.select_related("decision__assessment"), pk=self.kwargs["challenge"]
        )

    def is_allowed(self) -> bool:
        return super().is_allowed() and self.challenge.answered_at is None

    def context(self) -> dict[str, Any]:
        return {**super().context(), "challenge": self.challenge}

    def act(self, form: forms.AnswerChallengeForm) -> ProcurementChallenge:
        return procurement.answer_challenge(
            challenge=self.challenge,
            outcome=ChallengeOutcome(form.cleaned_data["outcome"]),
            answer=form.cleaned_data["answer"],
            answered_on=form.cleaned_data["answered_on"],
            by=self.actor,
        )


class ProcurementConfirm(_Step):
    """Another officer without an interest confirms the decision after the standstill."""

    template_name = "les_schemes/procurement/confirm.html"
    form_class = forms.ConfirmForm
    guard = SignedIn(step_up=True)
    step = "confirm"
    done_message = "The decision is confirmed. As far as its procurement goes the scheme may open."

    def load(self) -> None:
        super().load()
        self.decision = decision_in_force(self.assessment) if self.assessment else None
        if self.decision is None:
            raise Http404
        permissions.check_can_confirm(self.actor, self.decision)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "decision": self.decision,
            "why_not": why_not_confirm(self.decision) if self.decision else "",
            "evidence": evidence_in_force(self.assessment),
        }

    def act(self, form: forms.ConfirmForm) -> ProcurementDecision:
        return procurement.confirm(
            assessment=self.begun,
            deciding_body=form.cleaned_data["deciding_body"],
            by=self.actor,
        )


class ProcurementRegister(Page):
    """The register of procurement decisions, for whoever is signed in (REP-11, EXP-06, E-12)."""

    guard = SignedIn()
    template_name = "les_schemes/procurement/register.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        public = ProcurementDecision.objects.public()
        years = tables.years_of(public)
        register = tables.RegisterTable(
            request,
            tables.with_challenges(public),
            commissioners=Commissioner.objects.filter(
                pk__in=public.values("assessment__version__commissioner")
            ),
            years=years,
        )
        if register.export_format:
            return register.export()
        year = self._year(years)
        counts = tables.SummaryTable(
            request, tables.summary(public, year.first_day, year.last_day) if year else []
        )
        if counts.export_format:
            return counts.export()
        return self.show(table=register, counts=counts, year=year, years=years)

    def _year(self, years: list[FinancialYear]) -> FinancialYear | None:
        """The year that is counted: the one asked for, else the latest with a notice."""
        asked = self.request.GET.get("year", "")
        chosen = [year for year in years if str(year.starts_in) == asked]
        return next(iter([*chosen, *years]), None)


class ProcurementDecisionPage(Page):
    """One decision as the register shows it (regulation 24 of SI 2023/1348)."""

    guard = SignedIn()
    template_name = "les_schemes/procurement/decision.html"

    def load(self) -> None:
        self.decision: ProcurementDecision = self.find(
            ProcurementDecision.objects.public().select_related(
                "assessment__version__scheme", "assessment__version__commissioner"
            ),
            pk=self.kwargs["pk"],
        )

    def context(self) -> dict[str, Any]:
        decision, version = self.decision, self.decision.assessment.version
        evidence = evidence_in_force(decision.assessment)
        names = names_of(
            decision.route_chosen_by,
            decision.confirmed_by,
            *(given.given_by for given in evidence.values()),
        )
        return {
            "decision": decision,
            "version": version,
            "tests": [
                {"test": test, "given": given, "who": names.get(given.given_by)}
                for test, given in evidence.items()
            ],
            "chosen_by": names.get(decision.route_chosen_by, ""),
            "confirmed_by": names.get(decision.confirmed_by, ""),
            "challenges": _challenges(decision),
            "may_see_procurement": permissions.can_see_procurement(self.actor, version),
        }
