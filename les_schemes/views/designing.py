"""Designing a scheme: its draft as a list of tasks, and a page for each."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from les_schemes import definitions, permissions
from les_schemes.actions import designing
from les_schemes.actions.designing.objectives import Written
from les_schemes.design import drafts, opening, steps, tasks
from les_schemes.design.draft_forms import (
    AboutForm,
    ConsultationForm,
    MoveForm,
    ReadingsForm,
    SharesForm,
    StartForm,
)
from les_schemes.design.objective_forms import KindForm, ObjectiveForm
from les_schemes.design.objectives import digest, why_not_another
from les_schemes.forms import EmptyForm
from les_schemes.models import Objective, SchemeVersion
from les_schemes.rules import KINDS
from les_schemes.statuses import NOT_OPENED
from localities.models import Commissioner
from pbc import clock
from pbc.financial_year import FinancialYear
from pbc.guards import SignedIn, holders_of
from pbc.pages import ActionPage, Page
from pbc.roles import Role


def drafts_visible_to(actor: Any) -> "QuerySet[SchemeVersion]":
    return SchemeVersion.objects.visible_to(actor).select_related(
        "scheme", "commissioner", "framework__file"
    )


def sentence_of(objective: Objective) -> str:
    """What an objective will pay, by the rules themselves."""
    return definitions.objective_of(objective).sentence


class SchemeStart(ActionPage):
    """An officer begins a new scheme: a draft without objectives."""

    guard = holders_of(Role.COMMISSIONER)
    template_name = "les_schemes/design/start.html"
    form_class = StartForm

    def form_arguments(self) -> dict[str, Any]:
        own = Commissioner.objects.filter(pk__in=self.actor.organisations(Role.COMMISSIONER))
        return {
            "commissioners": own.order_by("name"),
            "this_year": FinancialYear.of(clock.today()),
            "cancel": reverse("les_schemes:schemes"),
        }

    def act(self, form: StartForm) -> SchemeVersion:
        answers = form.cleaned_data
        return designing.start(
            commissioner=answers["commissioner"],
            code=answers["code"],
            title=answers["title"],
            financial_year=FinancialYear(answers["financial_year"]),
            last_day=answers["last_day"],
            framework=form.framework,
            return_address=answers["return_address"],
            return_email=answers["return_email"],
            by=self.actor,
        )

    def done(self, result: SchemeVersion) -> str:
        return reverse("les_schemes:scheme-design", args=[result.pk])


class SchemeDesign(Page):
    """What is left to do before a draft can be offered, and its objectives."""

    guard = SignedIn()
    template_name = "les_schemes/design/tasks.html"

    def load(self) -> None:
        self.version: SchemeVersion = self.find(drafts_visible_to(self.actor), pk=self.kwargs["pk"])
        permissions.check_can_design(self.actor, self.version)

    def context(self) -> dict[str, Any]:
        objectives = list(self.version.objectives.order_by("number"))
        return {
            "version": self.version,
            "tasks": tasks.of(self.version),
            "missing": opening.missing(self.version) if self.version.status in NOT_OPENED else [],
            "steps": steps.of(self.version, self.actor),
            "objectives": [
                {
                    "objective": objective,
                    "kind": KINDS[objective.kind],
                    "sentence": sentence_of(objective),
                }
                for objective in objectives
                if objective.kind
            ],
            "may_move": len(objectives) > 1,
            "is_designed": not self.version.rules,
        }


class DraftPage(ActionPage):
    """A page with one form about a draft; it leads back to the list of tasks."""

    guard = SignedIn()
    done_message = "Saved."

    def load(self) -> None:
        self.version: SchemeVersion = self.find(drafts_visible_to(self.actor), pk=self.kwargs["pk"])
        permissions.check_can_design(self.actor, self.version)

    @property
    def tasks_url(self) -> str:
        return reverse("les_schemes:scheme-design", args=[self.version.pk])

    def form_arguments(self) -> dict[str, Any]:
        return {"cancel": self.tasks_url}

    def context(self) -> dict[str, Any]:
        return {"version": self.version, "tasks_url": self.tasks_url}

    def done(self, result: Any) -> str:
        return self.tasks_url


class SchemeDescribe(DraftPage):
    """What the draft says of itself."""

    template_name = "les_schemes/design/describe.html"
    form_class = AboutForm

    def form_arguments(self) -> dict[str, Any]:
        return {"version": self.version, "cancel": self.tasks_url}

    def act(self, form: AboutForm) -> SchemeVersion:
        return designing.describe(version=self.version, about=form.about, by=self.actor)


class SchemeConsultation(DraftPage):
    """The consultation log, and a form for a further entry."""

    template_name = "les_schemes/design/consultation.html"
    form_class = ConsultationForm
    done_message = "Added to the consultation log."

    def context(self) -> dict[str, Any]:
        return {**super().context(), "entries": self.version.consultations.select_related("file")}

    def act(self, form: ConsultationForm) -> Any:
        return designing.consult(version=self.version, asked=form.asked, by=self.actor)

    def done(self, result: Any) -> str:
        return reverse("les_schemes:scheme-consultation", args=[self.version.pk])


class SchemeReadings(DraftPage):
    """How what the words leave open is read for the whole scheme."""

    template_name = "les_schemes/design/readings.html"
    form_class = ReadingsForm

    def form_arguments(self) -> dict[str, Any]:
        return {"held": self.version.readings, "cancel": self.tasks_url}

    def act(self, form: ReadingsForm) -> SchemeVersion:
        return designing.choose_readings(
            version=self.version,
            readings=form.readings,
            why=form.cleaned_data["why"],
            by=self.actor,
        )


class SchemeShares(DraftPage):
    """What part of the cost each commissioner bears."""

    template_name = "les_schemes/design/shares.html"
    form_class = SharesForm

    def form_arguments(self) -> dict[str, Any]:
        held = dict(self.version.cost_shares.values_list("commissioner_id", "hundredths"))
        return {
            "commissioners": Commissioner.objects.on(clock.today()).order_by("name"),
            "held": held or {self.version.commissioner_id: 100_00},
            "cancel": self.tasks_url,
        }

    def act(self, form: SharesForm) -> SchemeVersion:
        return designing.share_costs(version=self.version, shares=form.shares, by=self.actor)


class ObjectiveChooseKind(DraftPage):
    """Which kind of rule a further objective is."""

    template_name = "les_schemes/design/objective_kind.html"
    form_class = KindForm
    done_message = ""

    def form_arguments(self) -> dict[str, Any]:
        return {"refused": why_not_another(self.version), "cancel": self.tasks_url}

    def context(self) -> dict[str, Any]:
        refused = why_not_another(self.version)
        return {
            **super().context(),
            "refused": [(KINDS[kind].title, reason) for kind, reason in refused.items()],
        }

    def act(self, form: KindForm) -> str:
        drafts.check_is_designed(self.version)
        return str(form.cleaned_data["kind"])

    def done(self, result: str) -> str:
        return reverse("les_schemes:objective-add", args=[self.version.pk, result])


class ObjectiveAdd(DraftPage):
    """The words, terms and readings of a further objective of the kind chosen."""

    template_name = "les_schemes/design/objective.html"
    form_class = ObjectiveForm
    done_message = "Objective added."

    def load(self) -> None:
        super().load()
        if self.kwargs["kind"] not in KINDS:
            raise Http404("There is no such kind of objective.")
        self.kind = KINDS[self.kwargs["kind"]]

    def form_arguments(self) -> dict[str, Any]:
        return {"kind": self.kind, "terms": {}, "readings": {}, "cancel": self.tasks_url}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "kind": self.kind}

    def act(self, form: ObjectiveForm) -> Objective:
        return designing.add_objective(
            version=self.version, kind=self.kind.name, written=written(form), by=self.actor
        )


class ObjectivePage(DraftPage):
    """A page about one objective of a draft, by its number."""

    def load(self) -> None:
        super().load()
        self.objective: Objective = self.find(
            self.version.objectives.exclude(kind=""), number=self.kwargs["number"]
        )
        self.kind = KINDS[self.objective.kind]

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "objective": self.objective,
            "kind": self.kind,
            "sentence": sentence_of(self.objective),
        }


class ObjectiveChange(ObjectivePage):
    """An objective's words, terms and readings, as they are and to be changed."""

    template_name = "les_schemes/design/objective.html"
    form_class = ObjectiveForm

    def form_arguments(self) -> dict[str, Any]:
        objective = self.objective
        return {
            "kind": self.kind,
            "terms": objective.terms,
            "readings": objective.readings,
            "seen": digest(objective),
            "cancel": self.tasks_url,
            "initial": {
                "title": objective.title,
                "level": objective.level,
                "rationale": objective.rationale,
                "measure": "\n".join(objective.measure),
                "additional": "\n".join(objective.additional),
            },
        }

    def act(self, form: ObjectiveForm) -> Objective:
        return designing.change_objective(
            objective=self.objective,
            written=written(form),
            seen=form.cleaned_data["seen"],
            by=self.actor,
        )


class ObjectiveRemove(ObjectivePage):
    """Whether an objective is really to be taken out."""

    template_name = "les_schemes/design/objective_remove.html"
    form_class = EmptyForm
    done_message = "Objective removed."

    def form_arguments(self) -> dict[str, Any]:
        return {"submit_text": "Remove the objective", "cancel": self.tasks_url}

    def act(self, form: EmptyForm) -> SchemeVersion:
        return designing.remove_objective(objective=self.objective, by=self.actor)


class ObjectiveMove(ObjectivePage):
    """In which place an objective stands."""

    template_name = "les_schemes/design/objective_move.html"
    form_class = MoveForm

    def form_arguments(self) -> dict[str, Any]:
        return {
            "places": self.version.objectives.count(),
            "held": self.objective.number,
            "cancel": self.tasks_url,
        }

    def act(self, form: MoveForm) -> SchemeVersion:
        return designing.move_objective(
            objective=self.objective, to=form.cleaned_data["to"], by=self.actor
        )


def written(form: ObjectiveForm) -> Written:
    """What was typed about an objective, as the action takes it."""
    return Written(terms=form.terms, readings=form.readings, **form.texts)
