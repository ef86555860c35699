"""What a scheme would cost before it opens: other terms tried out, and dry runs."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.text import slugify

from les_schemes import costing
from les_schemes.actions import costing as actions
from les_schemes.costing import dry_runs, permissions
from les_schemes.costing import tables as costing_tables
from les_schemes.costing.assumption_questions import in_words
from les_schemes.costing.changes import changes, changes_readings
from les_schemes.costing.differences import in_place_of, reading_costs
from les_schemes.costing.forms import AcceptForm, CostForm, KeepForm
from les_schemes.costing.runs_shown import RunTable, lines_of, run_table
from les_schemes.costing.stored import earlier, tried_by
from les_schemes.definitions import definition_of
from les_schemes.design.digest import digest_of
from les_schemes.forms import EmptyForm
from les_schemes.models import DryRun, SchemeVersion
from les_schemes.rules import SchemeDefinition, parse
from les_schemes.views.designing import drafts_visible_to
from pbc.audit_trail import names_of
from pbc.guards import SignedIn
from pbc.pages import ActionPage, Page

BEFORE = "before"
MOST_AT_ONCE = 500
"""Of so many who may take part the readings are priced with the page; of more when asked for."""


class _OfVersion:
    """What the pages of one version have in common."""

    version: SchemeVersion

    @property
    def costs_url(self) -> str:
        return reverse("les_schemes:scheme-costs", args=[self.version.pk])

    @property
    def runs_url(self) -> str:
        return reverse("les_schemes:dry-runs", args=[self.version.pk])


class _CostPage(_OfVersion, ActionPage):
    """A page on which an officer tries terms out."""

    guard = SignedIn()

    def load(self) -> None:
        self.version = self.find(drafts_visible_to(self.actor), pk=self.kwargs["pk"])
        permissions.check_can_cost(self.actor, self.version)

    @cached_property
    def as_it_stands(self) -> SchemeDefinition:
        return definition_of(self.version)

    @cached_property
    def tried(self) -> SchemeDefinition | None:
        return tried_by(self.actor, self.version)

    def done(self, result: Any) -> str:
        return self.costs_url


class SchemeCosts(_CostPage):
    """What the draft would cost, or other terms that are tried out on it without changing it."""

    template_name = "les_schemes/costing/costs.html"
    form_class = CostForm

    @cached_property
    def assumed(self) -> costing.Assumptions:
        return costing.assumptions_of(self.version)

    @cached_property
    def eligible(self) -> costing.Eligible:
        return costing.eligible(self.version)

    @cached_property
    def shown(self) -> costing.Costed:
        return costing.cost(self.eligible, self.assumed, self.tried or self.as_it_stands)

    @cached_property
    def earlier(self) -> SchemeVersion | None:
        return earlier(self.version)

    @cached_property
    def is_against_earlier(self) -> bool:
        return self.request.GET.get("against") == BEFORE and self.earlier is not None

    @cached_property
    def base(self) -> costing.Costed | None:
        """What it is compared with: the version before it if asked for, else the draft."""
        if self.is_against_earlier:
            before = in_place_of(definition_of(self.earlier), self.as_it_stands)  # type: ignore[arg-type]
            return costing.cost(self.eligible, self.assumed, before)
        if self.tried is not None:
            return costing.cost(self.eligible, self.assumed, self.as_it_stands)
        return None

    @cached_property
    def has_objectives(self) -> bool:
        return bool(self.as_it_stands.objectives)

    def form_arguments(self) -> dict[str, Any]:
        return {
            "definition": self.tried or self.as_it_stands,
            "assumed": self.assumed,
            "others_may_take_part": not self.version.is_for_practices_only,
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.has_objectives:
            for table in self._tables.values():
                if table.export_format:
                    return table.export()
        return super().get(request, *args, **kwargs)

    @cached_property
    def _tables(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "payees": costing_tables.payee_table(self.request, self.shown, self.base)
        }
        if len(self.eligible.providers) <= MOST_AT_ONCE or "readings" in self.request.GET:
            priced = reading_costs(self.shown)
            found["readings"] = costing_tables.reading_table(self.request, priced)
        return found

    def context(self) -> dict[str, Any]:
        told = {"version": self.version, "has_objectives": self.has_objectives}
        if not self.has_objectives:
            return told
        base = self.base
        return {
            **told,
            **self._tables,
            "tried": self.tried is not None,
            "shown": self.shown,
            "base": base,
            "base_words": (
                f"By {self.earlier}, version {self.earlier.number}"
                if self.is_against_earlier and self.earlier
                else "As the draft stands"
            ),
            "difference_pence": base and self.shown.total_pence - base.total_pence,
            "earlier": self.earlier,
            "is_against_earlier": self.is_against_earlier,
            "shares": self._shares(),
            "chart": costing_tables.chart_of_differences(base, self.shown) if base else None,
            "objectives": costing_tables.chart_of_objectives(
                self.shown, None if self.is_against_earlier else base
            ),
            "localities": costing_tables.chart_of_localities(self.shown),
        }

    def _shares(self) -> list[dict[str, Any]]:
        shares = list(self.version.cost_shares.select_related("commissioner"))
        if len(shares) < 2:
            return []
        weights = [(share.commissioner.code, share.hundredths) for share in shares]
        borne = costing.shared(self.shown.total_pence, weights)
        return [{"share": share, "borne_pence": borne[share.commissioner.code]} for share in shares]

    def act(self, form: CostForm) -> SchemeVersion:
        return actions.try_out(
            version=self.version, tried=form.tried, assumptions=form.assumptions, by=self.actor
        )


class SchemeCostsKeep(_CostPage):
    """What was tried out, term by term, before it is written into the draft."""

    template_name = "les_schemes/costing/keep.html"
    form_class = KeepForm
    done_message = "The draft has these terms now."

    def form_arguments(self) -> dict[str, Any]:
        tried = self.tried
        asks_why = tried is not None and changes_readings(self.as_it_stands, tried)
        return {"asks_why": asks_why, "cancel": self.costs_url}

    def context(self) -> dict[str, Any]:
        tried = self.tried
        return {
            "version": self.version,
            "costs_url": self.costs_url,
            "changes": changes(self.as_it_stands, tried) if tried is not None else [],
        }

    def act(self, form: KeepForm) -> SchemeVersion:
        return actions.keep_trial(version=self.version, why=form.reason, by=self.actor)


class SchemeCostsDrop(_CostPage):
    """What was tried out is put aside."""

    template_name = "les_schemes/costing/drop.html"
    form_class = EmptyForm
    done_message = "Put aside. The page shows the draft as it stands."

    def form_arguments(self) -> dict[str, Any]:
        return {"submit_text": "Put them aside", "cancel": self.costs_url}

    def context(self) -> dict[str, Any]:
        return {"version": self.version, "costs_url": self.costs_url}

    def act(self, form: EmptyForm) -> SchemeVersion:
        return actions.drop_trial(version=self.version, by=self.actor)


class DryRuns(_OfVersion, ActionPage):
    """The dry runs of a version, and a button that makes another."""

    guard = SignedIn()
    template_name = "les_schemes/costing/dry_runs.html"
    form_class = EmptyForm
    done_message = "The dry run is made. Look through it, then accept it."

    def load(self) -> None:
        self.version = self.find(drafts_visible_to(self.actor), pk=self.kwargs["pk"])
        permissions.check_can_see_costs(self.actor, self.version)

    def form_arguments(self) -> dict[str, Any]:
        return {"submit_text": "Make a dry run"}

    def context(self) -> dict[str, Any]:
        runs = list(dry_runs.of_version(self.version))
        names = names_of([person for run in runs for person in (run.made_by, run.accepted_by)])
        digest = digest_of(self.version)
        return {
            "version": self.version,
            "may_make": permissions.can_cost(self.actor, self.version)
            and self.version.opened_at is None,
            "why_not": dry_runs.why_not(self.version),
            "assumed": in_words(definition_of(self.version), costing.assumptions_of(self.version)),
            "runs": [
                {
                    "run": run,
                    "is_of_now": run.digest == digest,
                    "made_by": names.get(run.made_by, ""),
                    "accepted_by": names.get(run.accepted_by, ""),
                }
                for run in runs
            ],
        }

    def act(self, form: EmptyForm) -> DryRun:
        return actions.make_dry_run(version=self.version, by=self.actor)

    def done(self, result: DryRun) -> DryRun:
        return result


class _RunPage(_OfVersion, Page):
    """A page about one dry run, by its number."""

    guard = SignedIn()

    def load(self) -> None:
        self.version = self.find(drafts_visible_to(self.actor), pk=self.kwargs["pk"])
        permissions.check_can_see_costs(self.actor, self.version)
        self.run: DryRun = self.find(self.version.dry_runs.all(), number=self.kwargs["number"])


class DryRunPage(_RunPage):
    """Every payee of a dry run with what it would get, and whether it is accepted."""

    template_name = "les_schemes/costing/dry_run.html"

    @cached_property
    def table(self) -> RunTable:
        return run_table(self.request, self.run)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.table.export_format:
            return self.table.export()
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        run = self.run
        is_of_now = run.digest == digest_of(self.version)
        names = names_of([run.made_by, run.accepted_by])
        definition = parse(run.facts).definition
        return {
            "version": self.version,
            "run": run,
            "runs_url": self.runs_url,
            "table": self.table,
            "lines": lines_of(run, definition),
            "assumed": in_words(definition, costing.Assumptions.from_data(run.assumed)),
            "is_of_now": is_of_now,
            "made_by": names.get(run.made_by, ""),
            "accepted_by": names.get(run.accepted_by, ""),
            "may_accept": is_of_now
            and run.accepted_at is None
            and self.version.opened_at is None
            and permissions.can_cost(self.actor, self.version),
        }


class DryRunAccept(_RunPage, ActionPage):
    """Whoever looked through a dry run says what was looked at, and accepts it."""

    template_name = "les_schemes/costing/dry_run_accept.html"
    form_class = AcceptForm
    done_message = "The dry run is accepted."

    def load(self) -> None:
        super().load()
        permissions.check_can_cost(self.actor, self.version)

    def form_arguments(self) -> dict[str, Any]:
        return {"cancel": self.run.get_absolute_url()}

    def context(self) -> dict[str, Any]:
        return {"version": self.version, "run": self.run}

    def act(self, form: AcceptForm) -> DryRun:
        return actions.accept_dry_run(
            run=self.run, looked_at=form.cleaned_data["looked_at"], by=self.actor
        )

    def done(self, result: DryRun) -> DryRun:
        return result


class DryRunPayee(_RunPage):
    """Why a payee would get what it gets: the working of each of its lines."""

    template_name = "les_schemes/costing/dry_run_payee.html"

    def load(self) -> None:
        super().load()
        held = {payee.cost.code: payee for payee in dry_runs.payees(self.run)}
        if self.kwargs["code"] not in held:
            raise Http404("The dry run has nobody of this code.")
        self.payee = held[self.kwargs["code"]]

    def context(self) -> dict[str, Any]:
        definition = parse(self.run.facts).definition
        return {
            "version": self.version,
            "run": self.run,
            "payee": self.payee,
            "lines": [
                {
                    "line": line,
                    "title": definition.payables[line.objective, line.component].title,
                    "objective": definition.objective(line.objective).shown_title,
                }
                for line in dry_runs.lines_with_working(self.run, self.payee.cost.code)
            ],
        }


class DryRunFacts(_RunPage):
    """The document of the calculation contract from which ``manage.py calculate`` re-performs."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = slugify(f"{self.version} dry run {self.run.number} facts")
        response = JsonResponse(self.run.facts, json_dumps_params={"indent": 1})
        response["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return response
