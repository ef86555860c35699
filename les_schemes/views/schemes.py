"""The list of schemes, a scheme's page, its Framework, its uptake and who has not signed."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from les_schemes import objectives_table, permissions, terms_shown, uptake, worth
from les_schemes.actions import schemes, sign_ups
from les_schemes.forms import EmptyForm
from les_schemes.models import SchemeVersion, SignUp
from les_schemes.statuses import LIVE, SchemeStatus
from localities.models import Practice
from pbc import clock, files, tables
from pbc.guards import SignedIn
from pbc.pages import ActionPage, Page
from pbc.roles import Role


def versions_visible_to(actor: Any) -> "QuerySet[SchemeVersion]":
    return SchemeVersion.objects.visible_to(actor).select_related(
        "scheme", "commissioner", "framework__file"
    )


class Schemes(Page):
    """The schemes a person may see: open ones, and the drafts of their own commissioner."""

    guard = SignedIn()
    template_name = "les_schemes/schemes.html"

    def context(self) -> dict[str, Any]:
        return {"versions": versions_visible_to(self.actor)}


class Scheme(Page):
    """What a scheme says: its texts, what it pays, how it is read, and the Framework."""

    guard = SignedIn()
    template_name = "les_schemes/scheme.html"

    def load(self) -> None:
        self.version: SchemeVersion = self.find(
            versions_visible_to(self.actor), pk=self.kwargs["pk"]
        )

    def context(self) -> dict[str, Any]:
        version = self.version
        covered = objectives_table.extent(version)
        is_draft = version.status == SchemeStatus.DRAFT
        return {
            "version": version,
            "texts": version.texts,
            "covered": covered,
            "rows": objectives_table.rows(version, covered),
            "readings": terms_shown.readings_in_force(version),
            "term_pairs": terms_shown.term_pairs(version),
            "days_left": (version.last_day - clock.today()).days,
            "practices": self._own_practices(),
            "may_open": is_draft and permissions.can_open(self.actor, version),
            "may_see_uptake": permissions.can_see_uptake(self.actor, version),
        }

    def _own_practices(self) -> list[dict[str, Any]]:
        """Each practice the person manages: its sign-up, or what one would be worth."""
        if self.version.status != SchemeStatus.OPEN:
            return []
        managed = Practice.objects.filter(
            pk__in=self.actor.organisations(Role.PRACTICE_MANAGER)
        ).order_by("name")
        under_way = {
            sign_up.practice_id: sign_up
            for sign_up in SignUp.objects.visible_to(self.actor).filter(
                version=self.version, status__in=LIVE
            )
        }
        offered = set(uptake.practices_offered(self.version).values_list("pk", flat=True))
        return [
            {
                "practice": practice,
                "sign_up": under_way.get(practice.pk),
                "worth": worth.if_signed_now(self.version, practice),
            }
            for practice in managed
            if practice.pk in offered
        ]


class SchemeFramework(Page):
    """The Framework document, exactly as stored: what signing the scheme accepts (R1-006)."""

    guard = SignedIn()

    def load(self) -> None:
        self.version: SchemeVersion = self.find(
            versions_visible_to(self.actor), pk=self.kwargs["pk"]
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return files.response(self.version.framework.file)


class SchemeOpen(ActionPage):
    """The commissioner opens a draft for sign-up; from then on it does not change."""

    guard = SignedIn(step_up=True)
    template_name = "les_schemes/scheme/open.html"
    form_class = EmptyForm

    def load(self) -> None:
        self.version: SchemeVersion = self.find(
            versions_visible_to(self.actor), pk=self.kwargs["pk"]
        )
        permissions.check_can_open(self.actor, self.version)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.version.status != SchemeStatus.DRAFT:
            return redirect(self.version)
        return super().get(request, *args, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        return {
            "submit_text": "Open for sign-up",
            "cancel": self.version.get_absolute_url(),
        }

    def context(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "readings": terms_shown.readings_in_force(self.version),
            "term_pairs": terms_shown.term_pairs(self.version),
            "covered": objectives_table.extent(self.version),
        }

    def act(self, form: Any) -> SchemeVersion:
        return schemes.open(version=self.version, by=self.actor)

    def done(self, result: SchemeVersion) -> SchemeVersion:
        return result


class UptakeFilter(forms.Form):
    standing = forms.ChoiceField(
        label="Sign-up",
        required=False,
        choices=[("", "All"), *uptake.STANDINGS.items()],
    )
    locality = forms.CharField(label="Locality", required=False)

    def narrow(self, rows: list[uptake.PracticeUptake]) -> list[uptake.PracticeUptake]:
        standing = self.cleaned_data["standing"]
        locality = self.cleaned_data["locality"].casefold()
        return [
            row
            for row in rows
            if (not standing or row.standing == standing)
            and (not locality or locality in row.locality.casefold())
        ]


class UptakeTable(tables.Table):
    caption = "Every practice the scheme is offered to"
    columns = [
        tables.Column("name", "Practice", sort=True, href=lambda row: row.url, header=True),
        tables.Column("code", "Code", sort=True),
        tables.Column("locality", "Locality", sort=True),
        tables.NumberColumn("patients", "Patients on 1 April", sort=True, total=True),
        tables.Column("standing_label", "Sign-up", sort=True),
        tables.Column("signatures", "GPs"),
        tables.DateColumn("received_at", "Received", sort=True),
    ]
    filters = UptakeFilter
    default_sort = "name"
    empty = "The scheme is offered to no practice."


class SchemeUptake(Page):
    """How many practices, and how many patients, have signed up by when (REP-01)."""

    guard = SignedIn()
    template_name = "les_schemes/scheme/uptake.html"

    def load(self) -> None:
        self.version: SchemeVersion = self.find(
            versions_visible_to(self.actor), pk=self.kwargs["pk"]
        )
        permissions.check_can_see_uptake(self.actor, self.version)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        table = UptakeTable(request, uptake.of(self.version, self.actor))
        return table.export() if table.export_format else self.show(table=table)

    def context(self) -> dict[str, Any]:
        practices = uptake.of(self.version, self.actor)
        return {
            "version": self.version,
            "by_practices": uptake.chart_of_practices(practices),
            "by_patients": uptake.chart_of_patients(practices),
            "over_time": uptake.chart_over_time(self.version, practices),
            "days_left": (self.version.last_day - clock.today()).days,
        }


class UnsignedTable(tables.Table):
    caption = "GPs asked to sign who have not"
    columns = [
        tables.Column("post.person.name", "GP", sort="post__person__family_name", header=True),
        tables.Column(
            "sign_up.practice.name",
            "Practice",
            sort="sign_up__practice__name",
            href=lambda row: row.sign_up.get_absolute_url(),
        ),
        tables.Column("sign_up.locality.name", "Locality", sort="sign_up__locality__name"),
        tables.DateColumn("asked_at", "Asked", sort=True),
        tables.Column(lambda row: "Declines" if row.declined_at else "Waiting", "Standing"),
        tables.Column("sign_up.contact_number", "Contact number"),
    ]
    default_sort = "asked_at"
    empty = "Everyone who was asked has signed."


class SchemeUnsigned(Page):
    """The chase list: GPs who were asked to sign and have not (REP-02)."""

    guard = SignedIn()
    template_name = "les_schemes/scheme/unsigned.html"

    def load(self) -> None:
        self.version: SchemeVersion = self.find(
            versions_visible_to(self.actor), pk=self.kwargs["pk"]
        )
        permissions.check_can_see_uptake(self.actor, self.version)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        table = UnsignedTable(request, uptake.unsigned_gps(self.version, self.actor))
        return table.export() if table.export_format else self.show(table=table)

    def context(self) -> dict[str, Any]:
        return {"version": self.version}


class SignUpStart(ActionPage):
    """A practice manager begins the practice's sheet."""

    guard = SignedIn()
    template_name = "les_schemes/sign_up/start.html"
    form_class = EmptyForm

    def load(self) -> None:
        self.version: SchemeVersion = self.find(
            versions_visible_to(self.actor), pk=self.kwargs["pk"]
        )
        own = Q(pk__in=self.actor.organisations(Role.PRACTICE_MANAGER, Role.GP))
        visible = Practice.objects.practices_visible_to(self.actor, clock.today())
        self.practice: Practice = self.find(
            Practice.objects.filter(own | Q(pk__in=visible.values("pk"))),
            code=self.kwargs["practice"],
        )
        permissions.check_can_start(self.actor, self.practice)

    def form_arguments(self) -> dict[str, Any]:
        return {"submit_text": "Start now", "cancel": self.version.get_absolute_url()}

    def context(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "practice": self.practice,
            "worth": worth.if_signed_now(self.version, self.practice),
            "pay_date": worth.next_pay_date(),
            "days_left": (self.version.last_day - clock.today()).days,
        }

    def _under_way(self) -> SignUp | None:
        return SignUp.objects.filter(
            version=self.version, practice=self.practice, status__in=LIVE
        ).first()

    def act(self, form: Any) -> SignUp:
        held = self._under_way()
        if held is not None:
            return held
        return sign_ups.start(version=self.version, practice=self.practice, by=self.actor)

    def done(self, result: SignUp) -> str:
        return reverse("les_schemes:sign-up", args=[result.pk])
