"""The register of interests."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from accounts import areas, permissions
from accounts.actions import interests
from accounts.forms import interests as forms
from accounts.models import Interest, RoleHolding
from accounts.querysets import area_of
from localities.models import Person
from pbc import clock, tables
from pbc.guards import SignedIn
from pbc.pages import ActionPage, Page


class InterestTable(tables.Table):
    caption = "Interests"
    filters = forms.InterestFilter
    default_sort = "person__family_name"
    empty = "No interest has been entered yet."

    @property
    def columns(self) -> list[tables.Column]:  # type: ignore[override]
        return [
            tables.Column("person.name", "Person", sort="person.family_name", header=True),
            tables.Column("organisation.name", "Organisation", sort="organisation.name"),
            tables.Column("get_kind_display", "Kind", sort="kind"),
            tables.Column("description", "Interest"),
            tables.Column("mitigation", "What is done about it"),
            tables.DateColumn("starts", "Since", sort="starts"),
            tables.DateColumn("last_day", "Until", sort="ends"),
            tables.Column(
                lambda interest: "End it" if self.may_end(interest) else "",
                "Action",
                export=False,
                href=lambda interest: interest.end_address if self.may_end(interest) else None,
            ),
        ]

    def may_end(self, interest: Interest) -> bool:
        may_end: bool = self.context["may_end"](interest)
        return may_end


class Interests(Page):
    guard = SignedIn()
    template_name = "accounts/interests.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        held = Interest.objects.visible_to(self.actor).select_related("person", "organisation")
        kept = self.actor.organisations(*areas.KEEPS_REGISTER)
        within = frozenset(area_of(kept).values_list("pk", flat=True)) if kept else frozenset()

        def may_end(interest: Interest) -> bool:
            own = interest.person_id == self.actor.person_id
            return interest.ends is None and (own or interest.organisation_id in within)

        table = InterestTable(request, held, may_end=may_end)
        return table.export() if table.export_format else self.show(table=table)


class InterestDeclare(ActionPage):
    """One's own; those who keep the register also enter those of people in their area."""

    guard = SignedIn()
    template_name = "accounts/interest/declare.html"
    form_class = forms.DeclareInterestForm
    done_message = "The interest is in the register."

    def form_arguments(self) -> dict[str, Any]:
        around = areas.commissioners_around(self.actor)
        people = None
        if kept := self.actor.organisations(*areas.KEEPS_REGISTER):
            holdings = RoleHolding.objects.current().filter(
                organisation__in=area_of(kept).values("pk")
            )
            people = Person.objects.filter(user__role_holdings__in=holdings).distinct()
        return {
            "people": people,
            "organisations": area_of(around).on(clock.today()).distinct().order_by("name"),
            "initial": {"person": self.actor.person_id},
        }

    def act(self, form: forms.DeclareInterestForm) -> Interest:
        given = form.cleaned_data
        person = given.get("person") or self.request.user.person  # type: ignore[union-attr]
        return interests.declare(
            person=person,
            organisation=given["organisation"],
            kind=given["kind"],
            description=given["description"],
            mitigation=given["mitigation"],
            starts=given["starts"],
            by=self.actor,
        )

    def done(self, result: Interest) -> str:
        return "accounts:interests"


class InterestEnd(ActionPage):
    guard = SignedIn()
    template_name = "accounts/interest/end.html"
    form_class = forms.EndInterestForm
    done_message = "The interest has ended. It stays in the register with its dates."

    def load(self) -> None:
        visible = Interest.objects.visible_to(self.actor).select_related("person", "organisation")
        self.interest = self.find(visible, pk=self.kwargs["pk"])
        permissions.check_can_end_interest(self.actor, self.interest)

    def context(self) -> dict[str, Any]:
        return {"interest": self.interest}

    def act(self, form: forms.EndInterestForm) -> Interest:
        return interests.end(
            interest=self.interest,
            last_day=form.cleaned_data["last_day"],
            reason=form.cleaned_data["reason"],
            by=self.actor,
        )

    def done(self, result: Interest) -> str:
        return "accounts:interests"
