"""The register of readings, what another choice would come to, and the change of one."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from les_schemes import costing
from les_schemes.actions import readings as actions
from les_schemes.actions.costing import try_out
from les_schemes.costing.assumption_questions import in_words
from les_schemes.costing.permissions import can_cost, check_can_cost
from les_schemes.definitions import definition_of
from les_schemes.models import ReadingAmount, ReadingChange, SchemeVersion
from les_schemes.readings import assumed, changes, effects, permissions, register
from les_schemes.readings.effects import Amount, Effects
from les_schemes.readings.forms import AssumeForm, ProposeForm
from les_schemes.readings.slots import Slot, slot_of, slots_of
from les_schemes.readings.tables import (
    AmountRow,
    AmountsTable,
    AssumedTable,
    ChoicesOfOneTable,
    OtherChoice,
    OtherChoicesTable,
    RegisterTable,
)
from les_schemes.rules import SchemeDefinition
from les_schemes.views.schemes import versions_visible_to
from localities.models import Locality, Organisation, Practice
from pbc import clock
from pbc.actor import Actor
from pbc.guards import SignedIn
from pbc.pages import ActionPage, Page
from pbc.roles import MANAGES_A_PROVIDER, Role
from pbc.tables import Table

SPEAKS_FOR_A_PAYEE = (*MANAGES_A_PROVIDER, Role.LOCALITY_LEAD)


def changes_visible_to(actor: Actor) -> "QuerySet[ReadingChange]":
    """Of the schemes whose register a person reads; a decided one to whoever speaks for a payee."""
    reads = actor.organisations(*permissions.READS_REGISTER)
    own = actor.organisations(*SPEAKS_FOR_A_PAYEE)
    told = ReadingAmount.objects.filter(decision__isnull=False, payee_id__in=own)
    return ReadingChange.objects.filter(
        Q(version__commissioner_id__in=reads)
        | Q(version__partners__in=reads)
        | Q(pk__in=told.values("change"))
    ).distinct()


class _WithTables(Page):
    """A page that shows tables, or one of them as a file."""

    def tables(self) -> dict[str, Table]:
        raise NotImplementedError

    def shown(self, status: int = 200, **more: Any) -> HttpResponse:
        shown = self.tables()
        for table in shown.values():
            if table.export_format:
                return table.export()
        return super().show(status, **{**shown, **more})


class ReadingsRegister(_WithTables):
    """Which reading is in force of every scheme, who chose it, when and why (REP-19)."""

    guard = SignedIn()
    template_name = "les_schemes/reading/register.html"

    def load(self) -> None:
        permissions.check_can_read_register(self.actor)
        reads = self.actor.organisations(*permissions.READS_REGISTER)
        visible = versions_visible_to(self.actor)
        self.versions = list(
            visible.filter(Q(commissioner_id__in=reads) | Q(partners__in=reads)).order_by(
                "scheme__title", "-financial_year_starts_in", "-number"
            )
        )

    def tables(self) -> dict[str, Table]:
        entries = register.entries(self.versions)
        return {"table": RegisterTable(self.request, entries, versions=self.versions)}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.shown()


class _OfVersion(Page):
    guard = SignedIn()

    def load(self) -> None:
        self.version: SchemeVersion = self.find(
            versions_visible_to(self.actor), pk=self.kwargs["pk"]
        )
        permissions.check_can_read_readings(self.actor, self.version)

    def context(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "all_url": reverse("les_schemes:readings-of-scheme", args=[self.version.pk]),
            "assumed_words": in_words(
                definition_of(self.version), costing.assumptions_of(self.version)
            ),
            "may_assume": can_cost(self.actor, self.version),
        }


class SchemeReadings(_OfVersion, _WithTables):
    """What every other choice of a scheme's readings would come to against the one in force."""

    template_name = "les_schemes/reading/scheme.html"
    table_class: ClassVar[type[Table]] = OtherChoicesTable

    def slots(self) -> list[Slot]:
        return slots_of(self.version)

    def tables(self) -> dict[str, Table]:
        choices = other_choices(self.version, self.slots(), self.actor)
        return {"table": self.table_class(self.request, choices)}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.shown()


class Reading(SchemeReadings):
    """One reading: the choice in force, every choice before it, and what others would come to."""

    template_name = "les_schemes/reading/reading.html"
    table_class = ChoicesOfOneTable

    def load(self) -> None:
        super().load()
        self.slot = _slot(self.version, self.kwargs)

    def slots(self) -> list[Slot]:
        return [self.slot]

    def context(self) -> dict[str, Any]:
        [entry] = [one for one in register.entries([self.version]) if one.slot.key == self.slot.key]
        return {
            **super().context(),
            "entry": entry,
            "history": register.history(self.version, self.slot),
            "waits": register.pending_change(self.version),
            "why_not": changes.why_not_change(self.version),
            "may_propose": permissions.can_propose_change(self.actor, self.version),
        }


class ReadingsAssume(_OfVersion, ActionPage):
    """What is assumed of facts that only come later, to see what readings would then come to."""

    template_name = "les_schemes/reading/assume.html"
    form_class = AssumeForm
    done_message = "What other readings would come to is worked out on these assumptions now."

    def load(self) -> None:
        super().load()
        check_can_cost(self.actor, self.version)

    @property
    def url(self) -> str:
        return reverse("les_schemes:readings-of-scheme", args=[self.version.pk])

    def form_arguments(self) -> dict[str, Any]:
        return {
            "definition": definition_of(self.version),
            "assumed": costing.assumptions_of(self.version),
            "others_may_take_part": not self.version.is_for_practices_only,
            "cancel": self.url,
        }

    def act(self, form: AssumeForm) -> SchemeVersion:
        return try_out(
            version=self.version,
            tried=definition_of(self.version),
            assumptions=form.assumptions,
            by=self.actor,
        )

    def done(self, result: SchemeVersion) -> str:
        return self.url


class ReadingPropose(_OfVersion, _WithTables, ActionPage):
    """An officer puts a change of a reading before the Committee, with every payee's amounts."""

    guard = SignedIn(step_up=True)
    template_name = "les_schemes/reading/propose.html"
    form_class = ProposeForm
    done_message = "The change waits for the Committee, with the amounts of every payee."

    def load(self) -> None:
        super().load()
        permissions.check_can_propose_change(self.actor, self.version)
        self.slot = _slot(self.version, self.kwargs)
        self.choice: str = self.kwargs["choice"]
        if self.choice not in self.slot.reading.choices:
            raise Http404
        self.why_not = self._why_not()

    def _why_not(self) -> str:
        if refusal := changes.why_not_change(self.version):
            return refusal
        if self.choice == self.slot.choice:
            return "This reading is in force already."
        worked_out = Effects(self.version)
        self.definition = worked_out.definition
        if refusal := effects.why_not(worked_out.definition, *self.slot.key, self.choice):
            return f"This cannot stand with the other readings: {refusal}."
        self.amounts = worked_out.of_choice(*self.slot.key, self.choice)
        self.assumed = assumed.of_change(self.version, *self.slot.key, self.choice)
        return ""

    @property
    def url(self) -> str:
        return reverse("les_schemes:reading", args=[self.version.pk, *self.slot.key])

    def form_arguments(self) -> dict[str, Any]:
        return {"cancel": self.url}

    def tables(self) -> dict[str, Table]:
        if self.why_not:
            return {}
        return {
            "table": AmountsTable(self.request, amount_rows(self.definition, self.amounts)),
            "assumed_table": AssumedTable(self.request, self.assumed["payees"]),
        }

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        return self.shown(status, **more)

    def context(self) -> dict[str, Any]:
        shown = {
            **super().context(),
            "slot": self.slot,
            "words": self.slot.reading.choices[self.choice],
            "url": self.url,
            "why_not": self.why_not,
        }
        if self.why_not:
            return shown
        return {
            **shown,
            "in_words": effects.in_words(self.amounts),
            "payees": len({one.payee_id for one in self.amounts}),
            "together": effects.together(self.definition, self.amounts),
            "assumed": self.assumed,
        }

    def act(self, form: ProposeForm) -> ReadingChange:
        return actions.propose(
            version=self.version,
            objective=self.slot.objective,
            reading=self.slot.reading.name,
            choice=self.choice,
            why=form.cleaned_data["why"],
            by=self.actor,
        )

    def done(self, result: ReadingChange) -> ReadingChange:
        return result


class ReadingChangeView(_WithTables):
    """A change of a reading: its way through the Committee, old and new amount of every payee."""

    guard = SignedIn()
    template_name = "les_schemes/reading/change.html"

    def load(self) -> None:
        self.change: ReadingChange = self.find(
            changes_visible_to(self.actor).select_related(
                "version__scheme", "version__commissioner"
            ),
            pk=self.kwargs["pk"],
        )
        self.settled = changes.settled(self.change)
        self.reads_all = permissions.can_see_amounts(self.actor, self.change)
        self.amounts = list(self._amounts())

    def _amounts(self) -> "QuerySet[ReadingAmount]":
        """Those of the decision that stands, else of the paper; of others than officers of who
        leads the scheme, their own payees'."""
        decision = self.settled.decision if self.settled else None
        rows = self.change.amounts.filter(decision=decision).select_related("payee")
        reads = self.actor.organisations(*permissions.READS_REGISTER)
        if self.change.version.commissioner_id in reads:
            return rows
        own = self.actor.organisations(*SPEAKS_FOR_A_PAYEE)
        practices = Practice.objects.commissioned_by(reads, clock.today())
        localities = Locality.objects.filter(commissioner_id__in=reads)
        return rows.filter(
            Q(payee_id__in=own | reads)
            | Q(payee__in=practices.values("pk"))
            | Q(payee__in=localities.values("pk"))
        )

    def tables(self) -> dict[str, Table]:
        definition = definition_of(self.change.version)
        shown: dict[str, Table] = {
            "table": AmountsTable(self.request, amount_rows(definition, self.amounts))
        }
        if self._reads_assumed and assumed.changes_anything(self.change.assumed):
            shown["assumed_table"] = AssumedTable(self.request, self.change.assumed["payees"])
        return shown

    @property
    def _reads_assumed(self) -> bool:
        reads = self.actor.organisations(*permissions.READS_REGISTER)
        return self.change.version.commissioner_id in reads

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.shown()

    def context(self) -> dict[str, Any]:
        change = self.change
        slot = changes.slot(change)
        matter = changes.matter_of(change) if self.reads_all else None
        kept = change.assumed if self._reads_assumed else {}
        return {
            "change": change,
            "slot": slot,
            "before": slot.reading.choices[change.before],
            "after": slot.reading.choices[change.after],
            "settled": self.settled,
            "settled_words": slot.reading.choices[self.settled.choice] if self.settled else "",
            "decision": changes.in_words(self.settled.decision)
            if self.settled and self.settled.decision
            else "",
            "matter": matter,
            "reads_all": self.reads_all,
            "assumed": kept,
            "in_words": effects.in_words(self.amounts),
            "payees": len({one.payee_id for one in self.amounts}),
            "together": effects.together(definition_of(change.version), self.amounts),
        }


def other_choices(version: SchemeVersion, slots: Iterable[Slot], actor: Actor) -> list[OtherChoice]:
    """Every other choice of some readings, worked out on the facts held and on assumptions.

    A choice leads to its proposal for whoever may put it forward.
    """
    leads_on = permissions.can_propose_change(actor, version) and version.opened_at is not None
    worked_out = Effects(version) if version.opened_at is not None else None
    costed = costing.work_out(version, costing.assumptions_of(version))
    on_assumptions = {
        (one.objective, one.reading, one.choice): one for one in costing.reading_costs(costed)
    }
    found = []
    for slot in slots:
        for choice in slot.others:
            cost = on_assumptions.get((*slot.key, choice))
            why_not = cost.why_not if cost is not None else ""
            url = reverse("les_schemes:reading-propose", args=[version.pk, *slot.key, choice])
            paid = so_far = set_aside = None
            if worked_out is not None and not why_not:
                amounts = worked_out.of_choice(*slot.key, choice)
                held = {one.what: one for one in effects.together(worked_out.definition, amounts)}
                paid, so_far, set_aside = (
                    held[effects.PAID].difference_pence if effects.PAID in held else 0,
                    held[effects.PAID].so_far_pence if effects.PAID in held else 0,
                    held[effects.SET_ASIDE].difference_pence if effects.SET_ASIDE in held else 0,
                )
            found.append(
                OtherChoice(
                    slot,
                    choice,
                    url if leads_on else "",
                    paid,
                    so_far,
                    set_aside,
                    cost.paid_difference_pence if cost is not None else None,
                    cost.set_aside_difference_pence if cost is not None else None,
                    why_not,
                )
            )
    return found


def amount_rows(
    definition: SchemeDefinition, amounts: Sequence[Amount] | Sequence[ReadingAmount]
) -> list[AmountRow]:
    """Amounts by the payee's name, each with what it is for."""
    payees = Organisation.objects.in_bulk({one.payee_id for one in amounts})
    titles = {
        key: effects.title_of(definition, *key)
        for key in {(one.objective, one.component) for one in amounts}
    }
    rows = [
        AmountRow(
            payees[one.payee_id].name,
            payees[one.payee_id].code,
            payees[one.payee_id].get_absolute_url(),
            titles[one.objective, one.component],
            effects.kind_of(definition, one.objective, one.component),
            one,
        )
        for one in amounts
    ]
    return sorted(rows, key=lambda row: (row.name, row.code, row.what))


def _slot(version: SchemeVersion, address: dict[str, Any]) -> Slot:
    try:
        return slot_of(version, address["objective"], address["reading"])
    except LookupError:
        raise Http404 from None
