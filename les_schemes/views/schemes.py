"""The list of schemes, a scheme's page, its Framework, its uptake and who has not signed."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from les_schemes import (
    objectives_table,
    offered,
    permissions,
    terms_shown,
    uptake,
    variations,
    worth,
)
from les_schemes.actions import schemes, sign_ups
from les_schemes.design import opening, steps
from les_schemes.forms import EmptyForm
from les_schemes.models import NamedGP, OfferInvitation, SchemeVersion, SignUp, Variation
from les_schemes.readings.permissions import can_read_register
from les_schemes.sheet import under_way
from les_schemes.statuses import (
    BEING_DESIGNED,
    NOT_OPENED,
    OFFERED,
    SchemePhase,
    SchemeStatus,
    VariationStatus,
)
from localities.models import Organisation
from localities.querysets import WORKS_FOR_A_PROVIDER
from pbc import clock, files, tables
from pbc.guards import SignedIn
from pbc.pages import ActionPage, Page
from pbc.roles import MANAGES_A_PROVIDER, Role


def versions_visible_to(actor: Any) -> "QuerySet[SchemeVersion]":
    return SchemeVersion.objects.visible_to(actor).select_related(
        "scheme", "commissioner", "framework__file"
    )


class SchemesFilter(forms.Form):
    phase = forms.ChoiceField(
        label="Standing", required=False, choices=[("", "All"), *SchemePhase.choices]
    )
    scheme = forms.CharField(label="Scheme, or short name", required=False)

    def narrow(self, rows: "QuerySet[SchemeVersion]") -> "QuerySet[SchemeVersion]":
        asked = self.cleaned_data
        if asked["phase"]:
            rows = rows.in_phase(SchemePhase(asked["phase"]))  # type: ignore[attr-defined]
        if asked["scheme"]:
            rows = rows.named_like(asked["scheme"])  # type: ignore[attr-defined]
        return rows


class SchemesTable(tables.Table):
    caption = "Schemes and their versions"
    columns = [
        tables.Column(
            "scheme.title",
            "Scheme",
            sort="scheme__title",
            href=lambda row: row.get_absolute_url(),
            text=lambda row: f"{row.scheme} {row.financial_year}, version {row.number}",
            header=True,
        ),
        tables.Column("financial_year", "Year", sort="financial_year_starts_in"),
        tables.Column("commissioner.name", "Offered by", sort="commissioner__name"),
        tables.StatusColumn("phase", "Standing"),
        tables.DateColumn("last_day", "Sign up by", sort="sign_up_deadline"),
    ]
    filters = SchemesFilter
    default_sort = "-financial_year_starts_in"
    empty = "No scheme is open for sign-up yet."


class Schemes(Page):
    """The schemes a person may see: those that were opened, and all of their own commissioner."""

    guard = SignedIn()
    template_name = "les_schemes/schemes.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        table = SchemesTable(request, versions_visible_to(self.actor))
        return table.export() if table.export_format else self.show(table=table)

    def context(self) -> dict[str, Any]:
        return {
            "may_start": self.actor.holds(Role.COMMISSIONER),
        }


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
        is_draft = version.status in BEING_DESIGNED
        may_design = permissions.can_design(self.actor, version)
        return {
            "version": version,
            "texts": version.texts,
            "covered": covered,
            "rows": objectives_table.rows(version, covered, own=self._offered_to()),
            "readings": terms_shown.readings_in_force(version),
            "may_read_register": can_read_register(self.actor),
            "term_pairs": terms_shown.term_pairs(version),
            "days_left": (version.last_day - clock.today()).days,
            **self._variations(is_draft=is_draft),
            "own": self._own(),
            "may_design": is_draft and may_design,
            "may_open": is_draft and permissions.can_open(self.actor, version),
            "missing": opening.missing(version)
            if may_design and version.status in NOT_OPENED
            else [],
            "steps": steps.of(version, self.actor),
            "may_see_uptake": permissions.can_see_uptake(self.actor, version),
            "may_take_scheme_file": permissions.can_take_scheme_file(self.actor, version),
        }

    def _managed(self) -> "QuerySet[Organisation]":
        own = self.actor.organisations(*MANAGES_A_PROVIDER)
        return Organisation.objects.filter(pk__in=own).order_by("name")

    def _offered_to(self) -> list[Organisation]:
        """The practices and providers that the person manages and that may sign up."""
        return [one for one in self._managed() if not offered.why_not(self.version, one)]

    def _variations(self, *, is_draft: bool) -> dict[str, Any]:
        """How the version was varied, what it varies, and the open one that a draft may vary."""
        may_open = is_draft and permissions.can_open(self.actor, self.version)
        in_force = Variation.objects.filter(status=VariationStatus.IN_FORCE)
        return {
            "variations": in_force.filter(varied=self.version).select_related("varied__scheme"),
            "varies": in_force.filter(by_version=self.version).select_related("varied__scheme"),
            "may_vary": variations.may_vary(self.version) if may_open else None,
        }

    def _own(self) -> list[dict[str, Any]]:
        """Each practice or provider the person manages: its sign-up, what one would be worth, or
        why it may not sign up."""
        if self.version.status not in OFFERED:
            return []
        invitations = {
            invitation.provider_id: invitation
            for invitation in OfferInvitation.objects.visible_to(self.actor).filter(
                version=self.version
            )
        }
        return [
            {
                "provider": provider,
                "sign_up": under_way(self.version, provider),
                "invitation": invitations.get(provider.pk),
                "worth": worth.if_signed_now(self.version, provider),
                "why_not": why_not,
            }
            for provider in self._managed()
            for why_not in [offered.why_not(self.version, provider)]
            # A practice of a commissioner that takes no part is not told so on every scheme.
            if not (why_not and offered.is_practice(provider))
            and (self.version.status == SchemeStatus.OPEN or under_way(self.version, provider))
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
    """The commissioner opens an approved version for sign-up."""

    guard = SignedIn(step_up=True)
    template_name = "les_schemes/scheme/open.html"
    form_class = EmptyForm

    def load(self) -> None:
        self.version: SchemeVersion = self.find(
            versions_visible_to(self.actor), pk=self.kwargs["pk"]
        )
        permissions.check_can_open(self.actor, self.version)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.version.status != SchemeStatus.APPROVED:
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
    caption = "Everyone the scheme is offered to"
    columns = [
        tables.Column("name", "Provider", sort=True, href=lambda row: row.url, header=True),
        tables.Column("code", "Code", sort=True),
        tables.Column("locality", "Locality", sort=True),
        tables.NumberColumn("patients", "Patients on 1 April", sort=True, total=True),
        tables.Column("standing_label", "Sign-up", sort=True),
        tables.Column("signatures", "GPs"),
        tables.DateColumn("received_at", "Received", sort=True),
    ]
    filters = UptakeFilter
    default_sort = "name"
    empty = "The scheme is offered to nobody."


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
            "by_practices": uptake.chart_of_practices(self.version, practices),
            "by_patients": uptake.chart_of_patients(practices),
            "over_time": uptake.chart_over_time(self.version, practices),
            "patients_over_time": uptake.chart_of_patients_over_time(self.version, practices),
            "days_left": (self.version.last_day - clock.today()).days,
        }


class UnsignedFilter(forms.Form):
    standing = forms.ChoiceField(
        label="Standing",
        required=False,
        choices=[("", "All"), ("waiting", "Waiting"), ("declined", "Declines")],
    )
    who = forms.CharField(label="GP, or practice name or code", required=False)
    locality = forms.CharField(label="Locality", required=False)

    def narrow(self, rows: "QuerySet[NamedGP]") -> "QuerySet[NamedGP]":
        asked = self.cleaned_data
        if asked["standing"]:
            rows = rows.filter(declined_at__isnull=asked["standing"] == "waiting")
        if asked["who"]:
            rows = rows.named_like(asked["who"])  # type: ignore[attr-defined]
        if asked["locality"]:
            rows = rows.filter(sign_up__locality__name__icontains=asked["locality"])
        return rows


class UnsignedTable(tables.Table):
    caption = "GPs asked to sign who have not"
    filters = UnsignedFilter
    columns = [
        tables.Column("post.person.name", "GP", sort="post__person__family_name", header=True),
        tables.Column(
            "sign_up.provider.name",
            "Practice",
            sort="sign_up__provider__name",
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
        waiting = uptake.unsigned_gps(self.version, self.actor).filter(declined_at__isnull=True)
        return {
            "version": self.version,
            "may_remind": permissions.can_chase(self.actor, self.version),
            "to_remind": waiting.count(),
        }


class SchemeUnsignedRemind(ActionPage):
    """An officer reminds every GP of the own commissioner who was asked and has not signed."""

    guard = SignedIn()
    template_name = "les_schemes/scheme/unsigned_remind.html"
    form_class = EmptyForm
    done_message = "The GPs who have not signed have been reminded."

    def load(self) -> None:
        self.version: SchemeVersion = self.find(
            versions_visible_to(self.actor), pk=self.kwargs["pk"]
        )
        permissions.check_can_chase(self.actor, self.version)

    def form_arguments(self) -> dict[str, Any]:
        return {"submit_text": "Remind them", "cancel": self._address}

    @property
    def _address(self) -> str:
        return reverse("les_schemes:scheme-unsigned", args=[self.version.pk])

    def _waiting(self) -> "QuerySet[NamedGP]":
        return uptake.unsigned_gps(self.version, self.actor).filter(
            declined_at__isnull=True,
            sign_up__commissioner__in=self.actor.organisations(Role.COMMISSIONER),
        )

    def context(self) -> dict[str, Any]:
        return {"version": self.version, "to_remind": self._waiting().count()}

    def act(self, form: Any) -> int:
        return sign_ups.remind_all(named=self._waiting(), by=self.actor)

    def done(self, result: int) -> str:
        return self._address


class SignUpStart(ActionPage):
    """Who manages a practice or another provider begins its sheet."""

    guard = SignedIn()
    template_name = "les_schemes/sign_up/start.html"
    form_class = EmptyForm

    def load(self) -> None:
        self.version: SchemeVersion = self.find(
            versions_visible_to(self.actor), pk=self.kwargs["pk"]
        )
        today = clock.today()
        own = Q(pk__in=self.actor.organisations(*WORKS_FOR_A_PROVIDER))
        practices = Organisation.objects.practices_visible_to(self.actor, today).values("pk")
        others = Organisation.objects.providers_visible_to(self.actor).values("pk")
        self.provider: Organisation = self.find(
            Organisation.objects.filter(own | Q(pk__in=practices) | Q(pk__in=others)),
            code=self.kwargs["practice"],
        )
        permissions.check_can_start(self.actor, self.provider)

    def form_arguments(self) -> dict[str, Any]:
        return {"submit_text": "Start now", "cancel": self.version.get_absolute_url()}

    def context(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "practice": self.provider,
            "is_practice": offered.is_practice(self.provider),
            "why_not": offered.why_not(self.version, self.provider),
            "worth": worth.if_signed_now(self.version, self.provider),
            "pay_date": worth.next_pay_date(),
            "days_left": (self.version.last_day - clock.today()).days,
        }

    def _under_way(self) -> SignUp | None:
        return under_way(self.version, self.provider)

    def act(self, form: Any) -> SignUp:
        held = self._under_way()
        if held is not None:
            return held
        return sign_ups.start(version=self.version, provider=self.provider, by=self.actor)

    def done(self, result: SignUp) -> str:
        return reverse("les_schemes:sign-up", args=[result.pk])
