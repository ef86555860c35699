"""Commissioners: the list, one commissioner, and the name of one known by its code only."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from localities import permissions
from localities.actions import commissioners
from localities.forms import organisations as forms
from localities.forms.filters import CommissionerFilter
from localities.models import Commissioner, Locality, Practice
from localities.querysets import in_force
from localities.statuses import CommissionerType
from localities.views.practices import successions_of
from pbc import audit_trail, clock, tables
from pbc.guards import SignedIn, holders_of
from pbc.pages import ActionPage, Page
from pbc.roles import Role


def _address_of(row: Commissioner) -> str:
    return reverse("localities:commissioner", args=[row.code])


class CommissionerTable(tables.Table):
    caption = "Commissioners"
    columns = [
        tables.Column("name", "Commissioner", sort="name", header=True, href=_address_of),
        tables.Column("code", "Code", sort="code"),
        tables.Column("get_commissioner_type_display", "Type", sort="commissioner_type"),
        tables.DateColumn("opened", "From", sort="opened"),
        tables.DateColumn("closed", "Closed", sort="closed"),
        tables.NumberColumn("practices_today", "Practices today", sort="practices_today"),
        tables.StatusColumn(lambda row: "Provisional" if row.provisional else "Named", "Status"),
    ]
    filters = CommissionerFilter
    default_sort = "name"
    empty = "There is no commissioner you may see yet."


class Commissioners(Page):
    """The commissioners a person sees."""

    guard = SignedIn()
    template_name = "localities/commissioners.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        today = clock.today()
        rows = Commissioner.objects.commissioners_visible_to(self.actor).annotate(
            practices_today=Count(
                "commissioned_practices", filter=Q(in_force(today, "commissioned_practices__"))
            )
        )
        table = CommissionerTable(request, rows)
        if table.export_format:
            return table.export()
        return self.show(table=table)


class _OnCommissioner:
    """Finds the commissioner that the address names, among those the person sees."""

    def load(self) -> None:
        visible = Commissioner.objects.commissioners_visible_to(self.actor)  # type: ignore[attr-defined]
        self.commissioner = self.find(visible, code=self.kwargs["code"])  # type: ignore[attr-defined]
        self.check()

    def check(self) -> None:
        """Whether the person may do what the page is for."""


class CommissionerPage(_OnCommissioner, Page):
    """Everything known of a commissioner."""

    guard = SignedIn()
    template_name = "localities/commissioner/commissioner.html"

    def context(self) -> dict[str, Any]:
        commissioner, actor, today = self.commissioner, self.actor, clock.today()
        visible = Practice.objects.practices_visible_to(actor, today)
        localities = Locality.objects.localities_visible_to(actor, today)
        return {
            "commissioner": commissioner,
            "localities": localities.filter(commissioner=commissioner),
            "practices_today": commissioner.commissioned_practices.on(today).count(),
            "practices_ever": commissioner.commissioned_practices.values("practice")
            .distinct()
            .count(),
            "sees_practices": visible.commissioned_by([commissioner.pk], today).exists(),
            **successions_of(commissioner),
            "may_name": commissioner.provisional
            and permissions.can_name_commissioner(actor, commissioner),
            "may_succeed": permissions.can_record_succession(actor, commissioner),
            "history": audit_trail.history_of(commissioner, actor),
        }


class CommissionerName(_OnCommissioner, ActionPage):
    guard = holders_of(Role.ADMINISTRATOR)
    template_name = "localities/commissioner/name.html"
    form_class = forms.CommissionerNameForm
    done_message = "The commissioner is named."

    def check(self) -> None:
        permissions.check_can_name_commissioner(self.actor, self.commissioner)

    def context(self) -> dict[str, Any]:
        return {"commissioner": self.commissioner}

    def act(self, form: forms.CommissionerNameForm) -> Commissioner:
        return commissioners.name(
            commissioner=self.commissioner,
            name=form.cleaned_data["name"],
            commissioner_type=CommissionerType(form.cleaned_data["commissioner_type"]),
            by=self.actor,
        )

    def done(self, result: Commissioner) -> str:
        return _address_of(self.commissioner)
