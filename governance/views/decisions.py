"""Decisions: the register, one decision with its letters and conditions, its correction."""

from datetime import date
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.http import HttpRequest, HttpResponseBase

from governance import kinds, letters, matter_forms, money_shown, people, permissions
from governance.actions import conditions, decisions
from governance.decision_forms import RulingForm, WordsForm
from governance.models import AgendaItem, Condition, Decision, Meeting, TakingPart
from governance.querysets import SITS_OR_SERVES, own_organisations
from governance.statuses import Capacity, Choice, ItemStatus, Manner, Outcome
from pbc import clock, tables
from pbc.actor import Actor
from pbc.guards import SignedIn, holders_of
from pbc.pages import ActionPage, Page
from pbc.refusals import NotNow
from pbc.roles import Role


def worth_of(decision: Decision) -> int | None:
    """What it changed for the year in all, in whole pence; None where nothing was worked out."""
    effects = decision.money_effect
    if not effects:
        return None
    return sum(effect["after_pence"] - effect["before_pence"] for effect in effects)


def _decided_on(decision: Decision) -> date:
    """The day, which is what a register tells."""
    return decision.decided_at.astimezone(clock.LONDON).date()


class DecisionTable(tables.Table):
    caption = "Decisions"
    filters = matter_forms.DecisionFilter
    default_sort = "-number"
    empty = "The Committee has decided nothing yet."
    columns = (
        tables.NumberColumn("number", "No.", sort=True),
        tables.Column(
            "matter.title",
            "Matter",
            sort="matter__title",
            header=True,
            href=lambda row: row.get_absolute_url(),
        ),
        tables.Column(
            lambda row: kinds.label_of(row.matter), "Kind", sort="matter__kind", screen=False
        ),
        tables.Column(
            lambda row: ", ".join(one.name for one in row.matter.concerned.all()), "Concerns"
        ),
        tables.StatusColumn("outcome", "Outcome", sort="outcome"),
        tables.Column("get_manner_display", "How", sort="manner", screen=False),
        tables.DateColumn(_decided_on, "Decided", sort="decided_at"),
        tables.DateColumn("effective", "Takes effect", sort="effective"),
        tables.DateColumn("pays_from", "Pays from", screen=False),
        tables.MoneyColumn(worth_of, "Worth in the year"),
        tables.Column(
            lambda row: f"Corrects {row.corrects.number}" if row.corrects else "",
            "Correction",
            screen=False,
        ),
        tables.Column("reasons", "Reasons", screen=False),
    )


class Decisions(Page):
    """Every decision this person may read (REP-11)."""

    guard = SignedIn()
    template_name = "governance/decision/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = (
            Decision.objects.visible_to(self.actor)
            .select_related("matter", "corrects")
            .prefetch_related("matter__concerned")
        )
        table = DecisionTable(request, rows)
        return table.export() if table.export_format else self.show(table=table)

    def context(self) -> dict[str, Any]:
        return {"sits": self.actor.holds(*SITS_OR_SERVES)}


def _label(choices: type[TextChoices], value: str) -> str:
    return str(choices(value).label) if value else ""


class TakingPartTable(tables.Table):
    caption = "Members and decisions"
    filters = matter_forms.TakingPartFilter
    default_sort = "-decision__number"
    empty = "Nobody has taken part in a decision yet."
    columns = (
        tables.Column("person.name", "Person", sort="person__family_name", header=True),
        tables.Column(lambda row: _label(Capacity, row.capacity), "Sat as", sort="capacity"),
        tables.NumberColumn("decision.number", "Decision", sort="decision__number"),
        tables.Column(
            "decision.matter.title",
            "Matter",
            sort="decision__matter__title",
            href=lambda row: row.decision.get_absolute_url(),
        ),
        tables.Column(
            lambda row: ", ".join(one.name for one in row.decision.matter.concerned.all()),
            "Concerned",
            screen=False,
        ),
        tables.DateColumn(
            lambda row: _decided_on(row.decision), "Decided", sort="decision__decided_at"
        ),
        tables.Column("took_part", "Took part", sort="took_part"),
        tables.Column("why_not", "Why not"),
        tables.Column(lambda row: _label(Choice, row.choice), "Vote", sort="choice"),
        tables.StatusColumn("decision.outcome", "Outcome", sort="decision__outcome", screen=False),
    )


class TookPart(Page):
    """Who sat on what, who was out of it and why (REP-18)."""

    guard = holders_of(*SITS_OR_SERVES)
    template_name = "governance/decision/took_part.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        seen = self.actor.organisations(*SITS_OR_SERVES)
        rows = (
            TakingPart.objects.filter(decision__matter__committee__commissioner_id__in=seen)
            .select_related("person", "decision__matter")
            .prefetch_related("decision__matter__concerned")
        )
        table = TakingPartTable(request, rows)
        return table.export() if table.export_format else self.show(table=table)


class OfDecision(Page):
    """A page about one decision that this person may read."""

    guard = SignedIn()
    decision: Decision

    def load(self) -> None:
        visible = Decision.objects.visible_to(self.actor).select_related(
            "matter__committee__commissioner", "item__meeting__committee", "corrects"
        )
        self.decision = self.find(visible, pk=self.kwargs["pk"])
        self.check()

    def check(self) -> None:
        """The permission of the page."""

    @property
    def reads_private(self) -> bool:
        return permissions.can_read_private(self.actor, self.decision.matter.committee)

    @property
    def serves(self) -> bool:
        return permissions.can_serve(self.actor, self.decision.matter.committee)

    @property
    def item_heard(self) -> AgendaItem | None:
        """The standing item being heard now, under which a decision can be corrected."""
        return AgendaItem.objects.filter(
            meeting__committee_id=self.decision.matter.committee_id,
            status=ItemStatus.OPEN,
            matter__isnull=True,
        ).first()

    def context(self) -> dict[str, Any]:
        return {
            "decision": self.decision,
            "matter": self.decision.matter,
            "kind_label": kinds.label_of(self.decision.matter),
            "reads_private": self.reads_private,
            "serves": self.serves,
        }


class DecisionDetail(OfDecision):
    """Everything of a decision; an organisation concerned sees what its letter told it."""

    template_name = "governance/decision/detail.html"

    def context(self) -> dict[str, Any]:
        decision, common = self.decision, super().context()
        sent = decision.letters.select_related("organisation", "document")
        asked = decision.conditions.select_related(
            "owner", "organisation", "decision__matter__committee"
        )
        own = own_organisations(self.actor)
        if not self.reads_private:
            sent, asked = sent.filter(organisation__in=own), asked.filter(organisation__in=own)
        correction = Decision.objects.filter(corrects=decision).first()
        common |= {
            "letters": sent,
            "conditions": asked,
            "corrected_by": correction,
            "unmet": [one for one in asked if one.discharged_at is None and correction is None],
            "may_appeal": self._may_appeal(own),
        }
        if not self.reads_private:
            return common
        may_correct = self.serves and correction is None and decision.outcome != Outcome.DEFERRED
        return {
            **common,
            "taking_part": decision.taking_part.select_related("person"),
            "drafts": list(letters.drafts(decision)) if correction is None else [],
            "letters_due": letters.due(decision),
            "today": clock.today(),
            "ratification": getattr(decision, "ratification", None),
            "needs_ratifying": decision.manner == Manner.CHAIRS_ACTION,
            "following": _next_meeting(decision),
            "may_correct": may_correct,
            "item_heard": self.item_heard if may_correct else None,
            "may_discharge": [one for one in asked if permissions.can_discharge(self.actor, one)],
            "appeals": decision.appeals.select_related("organisation"),
        }

    def _may_appeal(self, own: frozenset[int]) -> bool:
        pursued = own & set(self.decision.matter.concerned.values_list("pk", flat=True))
        return any(permissions.can_pursue_appeal(self.actor, one) for one in pursued)


def _next_meeting(decision: Decision) -> Meeting | None:
    """The one that ratifies what the chair decides alone."""
    return (
        Meeting.objects.to_come(clock.now())
        .filter(committee_id=decision.matter.committee_id)
        .order_by("starts_at")
        .first()
    )


class DecisionCorrect(OfDecision, ActionPage):
    """A new decision that names this one."""

    guard = holders_of(Role.COMMITTEE_SECRETARY, step_up=True)
    template_name = "governance/decision/correct.html"
    form_class = RulingForm
    done_message = "The correction is recorded. The decision before stays in the register."

    def check(self) -> None:
        permissions.check_can_serve(self.actor, self.decision.matter.committee)

    def form_arguments(self) -> dict[str, Any]:
        decision = self.decision
        kind = kinds.kind_of(decision.matter)
        return {
            "kind": kind,
            "owners": people.who_may_own(decision.matter),
            "outcomes": [
                one
                for one in kind.outcomes
                if one != Outcome.DEFERRED and not kind.why_not_corrected_to(decision, one)
            ],
            "asks": kind.correction_form(decision),
            "shows_worth": True,
            "button": "Record the correction",
            "cancel": decision.get_absolute_url(),
            "initial": {
                "outcome": decision.outcome,
                "reasons": decision.reasons,
                "would_resolve": decision.would_resolve,
                "effective": decision.effective,
                "manner": Manner.CONSENSUS,
                **{
                    f"answers-{name}": value for name, value in kind.answers_given(decision).items()
                },
            },
        }

    def context(self) -> dict[str, Any]:
        kind = kinds.kind_of(self.decision.matter)
        closed = [
            (outcome.label, kind.why_not_corrected_to(self.decision, outcome))
            for outcome in kind.outcomes
            if outcome != Outcome.DEFERRED
        ]
        return {
            **super().context(),
            "item": self.item_heard,
            "about": kind.about_correction(self.decision),
            "closed": [(label, why) for label, why in closed if why],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "show" in request.POST:
            form, worth = money_shown.as_corrected(self, request, self.decision)
            return self.show(form=form, shown=True, **worth.context())
        return super().post(request, *args, **kwargs)

    def act(self, form: RulingForm) -> Decision:
        return decisions.correct(
            decision=self.decision,
            item=self._item(),
            ruling=form.ruling,
            manner=Manner(form.cleaned_data["manner"]),
            by=self.actor,
        )

    def _item(self) -> AgendaItem:
        item = self.item_heard
        if item is None:
            raise NotNow("Hear a standing item of a meeting first, such as matters arising.")
        return item

    def done(self, result: Decision) -> Decision:
        return result


def conditions_visible_to(actor: Actor) -> "QuerySet[Condition]":
    """Those of the Committees a person follows, and those that hold payments to the own."""
    own = own_organisations(actor)
    of_own = Condition.objects.filter(
        organisation__in=own, decision__letters__organisation__in=own
    ).values("pk")
    of_committee = Condition.objects.filter(
        decision__matter__committee__commissioner_id__in=actor.organisations(*SITS_OR_SERVES)
    ).values("pk")
    both = Condition.objects.filter(pk__in=of_own) | Condition.objects.filter(pk__in=of_committee)
    return both.select_related("owner", "organisation", "decision__matter__committee")


def state_of(condition: Condition) -> str:
    if condition.discharged_at is not None:
        return "met"
    return "overdue" if condition.due < clock.today() else "to_do"


class ConditionTable(tables.Table):
    caption = "Conditions"
    filters = matter_forms.ConditionFilter
    default_sort = "due"
    empty = "No decision has set a condition yet."
    columns = (
        tables.Column(
            "text",
            "Condition",
            header=True,
            href=lambda row: row.decision.get_absolute_url(),
        ),
        tables.Column("organisation.name", "Holds payments to", sort="organisation__name"),
        tables.Column(
            lambda row: f"Objective {row.objective}" if row.objective else "All objectives",
            "For",
            sort="objective",
        ),
        tables.Column("owner.name", "Who sees to it", sort="owner__family_name"),
        tables.DateColumn("due", "By", sort=True),
        tables.StatusColumn(state_of, "State"),
        tables.Column("discharge_note", "What shows it"),
    )


class Conditions(Page):
    """Conditions, and the payments that wait on them."""

    guard = SignedIn()
    template_name = "governance/decision/conditions.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        table = ConditionTable(request, conditions_visible_to(self.actor))
        return table.export() if table.export_format else self.show(table=table)


class ConditionDischarge(ActionPage):
    """A condition is found met."""

    guard = holders_of(Role.COMMISSIONER, Role.COMMITTEE_SECRETARY, step_up=True)
    template_name = "governance/decision/discharge.html"
    form_class = WordsForm
    done_message = "The condition is met. The next run pays what it held."

    def load(self) -> None:
        self.condition: Condition = self.find(
            conditions_visible_to(self.actor), pk=self.kwargs["pk"]
        )
        permissions.check_can_discharge(self.actor, self.condition)

    def form_arguments(self) -> dict[str, Any]:
        return {
            "name": "note",
            "label": "What shows that it is met?",
            "missing": "Say what shows that it is met",
            "button": "Record that it is met",
            "cancel": self.condition.decision.get_absolute_url(),
        }

    def context(self) -> dict[str, Any]:
        return {"condition": self.condition}

    def act(self, form: WordsForm) -> Condition:
        return conditions.discharge(condition=self.condition, note=form.words, by=self.actor)

    def done(self, result: Condition) -> str:
        return f"{self.condition.decision.get_absolute_url()}#conditions"
