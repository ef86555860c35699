"""Every step of an application: start, case, evidence, submit, review, withdraw; and a proposal
to lower a level."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from applications import forms, levels, permissions
from applications.actions import levels as actions
from applications.models import LEVELS, CriterionEvidence, LevelApplication, LevelCriterion
from applications.statuses import LIVE
from applications.views.levels import SEES, OfLocality, applications_visible_to
from applications.workflow import LEVEL_APPLICATION
from les_schemes.progress import listed
from pbc import clock
from pbc.actor import Actor
from pbc.money import pounds
from pbc.pages import ActionPage


class OnLocality(OfLocality, ActionPage):
    """Something begun for a locality; where nothing can be begun it leads back and says why."""

    def offered(self) -> list[int]:
        """The levels that may be asked for."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        live = LevelApplication.objects.filter(
            version=self.version, locality=self.locality, status__in=LIVE
        )
        why_not = ""
        if live.exists():
            why_not = "An application for this locality’s level is under way already."
        elif not self.offered():
            why_not = f"There is no other level to go to from level {self.standing.level}."
        if not why_not:
            return super().get(request, *args, **kwargs)
        messages.warning(request, why_not)
        return redirect(self._back())

    def _back(self) -> str:
        return reverse("applications:level-locality", args=[self.locality.code])

    def form_arguments(self) -> dict[str, Any]:
        return {"offered": self._said_of(self.offered()), "cancel": self._back()}

    def _said_of(self, wanted: list[int]) -> dict[int, str]:
        """Of each level what it would make of objective 3 this year."""
        said = {}
        for level in wanted:
            effects = levels.money_effect(self.version, self.locality, level, decided=clock.today())
            before = sum(effect.before_pence for effect in effects)
            after = sum(effect.after_pence for effect in effects)
            said[level] = (
                f"Objective 3 this year would be {pounds(after)} instead of {pounds(before)}, "
                "if it is decided today."
            )
        return said

    @cached_property
    def standing(self) -> levels.Standing:
        return levels.standing(self.version, self.locality)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "standing": self.standing}

    def done(self, result: LevelApplication) -> LevelApplication:
        return result


class LevelStart(OnLocality):
    """A lead begins to apply for a higher level."""

    template_name = "applications/level/start.html"
    form_class = forms.StartForm

    def load(self) -> None:
        super().load()
        permissions.check_can_apply(self.actor, self.locality)

    def offered(self) -> list[int]:
        return [level for level in LEVELS if level > self.standing.level]

    def act(self, form: forms.StartForm) -> LevelApplication:
        return actions.start(
            version=self.version,
            locality=self.locality,
            level=form.cleaned_data["level"],
            by=self.actor,
        )


class LevelProposeLower(OnLocality):
    """An officer proposes to the Committee that a locality go down."""

    template_name = "applications/level/propose_lower.html"
    form_class = forms.LowerForm
    done_message = "It is put before the Committee, and the locality is told."

    def load(self) -> None:
        super().load()
        permissions.check_can_propose_lower(self.actor, self.locality)

    def offered(self) -> list[int]:
        return [level for level in LEVELS if level < self.standing.level]

    def act(self, form: forms.LowerForm) -> LevelApplication:
        return actions.propose_lower(
            version=self.version,
            locality=self.locality,
            level=form.cleaned_data["level"],
            case=form.cleaned_data["case"],
            by=self.actor,
        )


def _leads(actor: Actor, application: LevelApplication) -> None:
    permissions.check_can_apply(actor, application.locality)


class ApplicationStep(ActionPage):
    """One step of the workflow on an application; out of its time it leads back."""

    guard = SEES
    step: ClassVar[str]
    check: ClassVar[Any] = staticmethod(_leads)
    application: LevelApplication

    def load(self) -> None:
        self.application = self.find(applications_visible_to(self.actor), pk=self.kwargs["pk"])
        type(self).check(self.actor, self.application)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not LEVEL_APPLICATION.allows(self.application.status, self.step):
            status = self.application.get_status_display().lower()
            messages.warning(
                request, f"That cannot be done now. The application’s status: {status}."
            )
            return redirect(self.application)
        return super().get(request, *args, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        return {"cancel": self.application.get_absolute_url()}

    def context(self) -> dict[str, Any]:
        return {
            "application": self.application,
            "locality": self.application.locality,
            "version": self.application.version,
        }

    def done(self, result: Any) -> LevelApplication:
        return self.application


class LevelCase(ApplicationStep):
    template_name = "applications/level/case.html"
    form_class = forms.CaseForm
    step = "give_evidence"

    def form_arguments(self) -> dict[str, Any]:
        return {**super().form_arguments(), "initial": {"case": self.application.case}}

    def act(self, form: forms.CaseForm) -> LevelApplication:
        return actions.give_evidence(
            application=self.application,
            case=form.cleaned_data["case"],
            evidence={},
            by=self.actor,
        )


class LevelGiveEvidence(ApplicationStep):
    """What the locality shows for one criterion."""

    template_name = "applications/level/give_evidence.html"
    form_class = forms.EvidenceForm
    step = "give_evidence"

    def load(self) -> None:
        super().load()
        asked = LevelCriterion.objects.filter(
            framework=self.application.version.framework,
            level=self.application.level,
            retired_at__isnull=True,
        )
        self.criterion: LevelCriterion = self.find(asked, pk=self.kwargs["criterion"])
        self.held: CriterionEvidence | None = (
            self.application.evidence.select_related("file")
            .filter(criterion=self.criterion)
            .first()
        )

    def form_arguments(self) -> dict[str, Any]:
        return {**super().form_arguments(), "held": self.held}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "criterion": self.criterion, "held": self.held}

    def act(self, form: forms.EvidenceForm) -> LevelApplication:
        return actions.give_evidence(
            application=self.application,
            evidence={self.criterion.pk: form.shown()},
            by=self.actor,
        )


class LevelSubmit(ApplicationStep):
    """Check what will be read, then hand it to the commissioner."""

    template_name = "applications/level/submit.html"
    form_class = forms.SubmitForm
    step = "submit"
    done_message = "The application is submitted. Your commissioner reads the evidence now."

    def context(self) -> dict[str, Any]:
        application = self.application
        given = {
            row.criterion_id: row
            for row in application.evidence.select_related("criterion", "file")
        }
        return {
            **super().context(),
            "answers": [
                (criterion, given.get(criterion.pk))
                for criterion in levels.criteria(application.version, application.level)
            ],
            "effects": levels.money_effect(
                application.version, application.locality, application.level, decided=clock.today()
            ),
            "missing": self._missing(),
        }

    def _missing(self) -> str:
        """What has to be said or shown before it can be submitted; empty where nothing has."""
        lacking = [] if self.application.case else ["the case"]
        lacking += [
            f"something for criterion {criterion.number}"
            for criterion in levels.unanswered(self.application)
        ]
        return f"First give {listed(lacking)}." if lacking else ""

    def act(self, form: forms.SubmitForm) -> LevelApplication:
        return actions.submit(application=self.application, by=self.actor)


class LevelReview(ApplicationStep):
    """An officer reads the evidence and puts the application before the Committee."""

    template_name = "applications/level/review.html"
    form_class = forms.ReviewForm
    step = "put_before_committee"
    check = staticmethod(permissions.check_can_review)
    done_message = "The application is before the Committee."

    def form_arguments(self) -> dict[str, Any]:
        evidence = self.application.evidence.select_related("criterion", "file")
        return {**super().form_arguments(), "evidence": evidence}

    def context(self) -> dict[str, Any]:
        application = self.application
        return {
            **super().context(),
            "evidence": application.evidence.select_related("criterion", "file"),
            "effects": levels.money_effect(
                application.version, application.locality, application.level, decided=clock.today()
            ),
        }

    def act(self, form: forms.ReviewForm) -> Any:
        return actions.review(
            application=self.application,
            findings=form.findings(),
            notes=form.cleaned_data["notes"],
            recommends=form.recommended,
            by=self.actor,
        )


class LevelWithdraw(ApplicationStep):
    template_name = "applications/level/withdraw.html"
    form_class = forms.WithdrawForm
    step = "withdraw"
    check = staticmethod(permissions.check_can_withdraw)
    done_message = "It is withdrawn."

    def form_arguments(self) -> dict[str, Any]:
        return {**super().form_arguments(), "application": self.application}

    def act(self, form: forms.WithdrawForm) -> LevelApplication:
        return actions.withdraw(
            application=self.application, reason=form.cleaned_data["reason"], by=self.actor
        )
