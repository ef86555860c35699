"""Localities: the list, one locality with members, officers and payee, and who is paid for it."""

from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from localities import list_sizes, permissions
from localities.actions import localities, payees
from localities.forms import organisations as forms
from localities.models import Commissioner, ListSize, Locality, LocalityMembership, Practice
from localities.querysets import in_force
from localities.statuses import LegalForm
from localities.views.practices import successions_of
from pbc import audit_trail, clock, tables
from pbc.charts import Bar, BarChart
from pbc.financial_year import FinancialYear
from pbc.guards import SignedIn, holders_of
from pbc.pages import ActionPage, Page
from pbc.permissions import why_not
from pbc.roles import Role


def _address_of(row: Locality) -> str:
    return reverse("localities:locality", args=[row.code])


class LocalityTable(tables.Table):
    caption = "Localities"
    columns = [
        tables.Column("name", "Locality", sort="name", header=True, href=_address_of),
        tables.Column("code", "Code", sort="code"),
        tables.Column("commissioner.name", "Commissioner", sort="commissioner.name"),
        tables.Column("get_legal_form_display", "Legal form", sort="legal_form"),
        tables.NumberColumn("members", "Practices", sort="members", total="members"),
        tables.DateColumn("opened", "Formed", sort="opened"),
        tables.Column("payee.name", "Payee"),
    ]
    default_sort = "name"
    empty = "There is no locality you may see yet."


class Localities(Page):
    """The localities a person sees."""

    guard = SignedIn()
    template_name = "localities/localities.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        today = clock.today()
        visible = Locality.objects.localities_visible_to(self.actor, today)
        rows = visible.select_related("commissioner", "payee").annotate(
            members=Count("member_practices", filter=Q(in_force(today, "member_practices__")))
        )
        table = LocalityTable(request, rows)
        if table.export_format:
            return table.export()
        return self.show(table=table, may_form=self.actor.holds(Role.COMMISSIONER))


class LocalityForm(ActionPage):
    """An officer forms a locality of the commissioner."""

    guard = holders_of(Role.COMMISSIONER)
    template_name = "localities/locality/form.html"
    form_class = forms.LocalityForm
    done_message = (
        "The locality is formed. Practices join it when their sign-up is accepted, or from their "
        "own page."
    )

    def form_arguments(self) -> dict[str, Any]:
        own = Commissioner.objects.filter(pk__in=self.actor.organisations(Role.COMMISSIONER))
        return {"commissioners": list(own)}

    def act(self, form: forms.LocalityForm) -> Locality:
        return localities.form(by=self.actor, **form.cleaned_data)

    def done(self, result: Locality) -> Locality:
        return result


class MemberTable(tables.Table):
    caption = "Member practices today"
    columns = [
        tables.Column(
            "practice.name",
            "Practice",
            header=True,
            sort="practice.name",
            href=lambda row: reverse("localities:practice", args=[row.practice.code]),
        ),
        tables.Column("practice.code", "Code", sort="practice.code"),
        tables.DateColumn("starts", "Member since", sort="starts"),
        tables.NumberColumn("patients", "Patients on 1 April", sort="patients", total="patients"),
    ]
    default_sort = "practice__name"
    empty = "No practice belongs to this locality today."


class LocalityPage(Page):
    """Everything known of a locality."""

    guard = SignedIn()
    template_name = "localities/locality/locality.html"

    def load(self) -> None:
        visible = Locality.objects.localities_visible_to(self.actor, clock.today())
        self.locality = self.find(
            visible.select_related("commissioner", "host_practice", "payee"),
            code=self.kwargs["code"],
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        today = clock.today()
        year = FinancialYear.of(today)
        members = LocalityMembership.objects.on(today).filter(locality=self.locality)
        april = ListSize.objects.held().filter(practice=OuterRef("practice"), as_at=year.first_day)
        table = MemberTable(
            request,
            members.select_related("practice").annotate(
                patients=Subquery(april.values("registered")[:1])
            ),
        )
        if table.export_format:
            return table.export()
        return self.show(table=table, **self._shown(members, year))

    def _shown(self, members: Any, year: FinancialYear) -> dict[str, Any]:
        locality, actor, today = self.locality, self.actor, clock.today()
        practices = Practice.objects.filter(pk__in=members.values("practice"))
        counting = list_sizes.for_financial_year(practices, year, clock.known_until())
        names = dict(practices.values_list("pk", "name"))
        bars = sorted(
            (Bar(names[pk], list_size.registered) for pk, list_size in counting.items()),
            key=lambda bar: -bar.value,
        )
        return {
            "locality": locality,
            "year": year,
            "population": sum(list_size.registered for list_size in counting.values()),
            "without_a_list": len(names) - len(counting),
            "chart": BarChart(
                title=f"Registered patients that count for {year}",
                bars=bars,
                label_heading="Practice",
                value_heading="Patients",
            )
            if bars
            else None,
            "officers": locality.officers.on(today).select_related("person"),
            "former_members": locality.member_practices.filter(ends__lte=today)
            .select_related("practice")
            .order_by("-ends"),
            **successions_of(locality),
            "may_nominate": permissions.can_nominate_payee(actor, locality),
            "why_not_nominate": why_not(permissions.check_can_nominate_payee, actor, locality),
            "may_succeed": permissions.can_record_succession(actor, locality),
            "is_commissioner": actor.holds(Role.COMMISSIONER),
            "history": audit_trail.history_of(locality, actor),
        }


class PayeeNominate(ActionPage):
    guard = holders_of(Role.COMMISSIONER)
    template_name = "localities/payee/nominate.html"
    form_class = forms.PayeeForm
    done_message = "The payee is nominated."

    def load(self) -> None:
        visible = Locality.objects.localities_visible_to(self.actor, clock.today())
        self.locality = self.find(visible.select_related("payee"), code=self.kwargs["code"])
        permissions.check_can_nominate_payee(self.actor, self.locality)

    def context(self) -> dict[str, Any]:
        return {"locality": self.locality}

    def form_arguments(self) -> dict[str, Any]:
        members = self.locality.member_practices.on(clock.today()).select_related("practice")
        choices: list[Any] = [member.practice for member in members.order_by("practice__name")]
        if self.locality.legal_form not in ("", LegalForm.INFORMAL):
            choices.insert(0, self.locality)
        current = self.locality.payee
        return {
            "payees": choices,
            "initial": {"payee": current.code if current is not None else None},
        }

    def act(self, form: forms.PayeeForm) -> Locality:
        return payees.nominate(
            locality=self.locality,
            payee=form.chosen,
            reason=form.cleaned_data["reason"],
            by=self.actor,
        )

    def done(self, result: Locality) -> str:
        return _address_of(self.locality)
