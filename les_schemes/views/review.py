"""The commissioner's side: the queue of sheets, the review of one, and the sealed agreement."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from les_schemes import checks, late_sheets, permissions, progress, terms_shown, worth
from les_schemes.actions import sign_ups
from les_schemes.forms import AcceptForm, PutBeforeCommitteeForm, QueryForm, RefuseForm
from les_schemes.models import Agreement, SignUp, SignUpQuery
from les_schemes.statuses import SignUpStatus
from les_schemes.views.sheet import SignUpActionPage, SignUpPage, sign_ups_visible_to
from les_schemes.workflow import SIGN_UP
from pbc import audit, clock, files, tables
from pbc.financial_year import add_working_days
from pbc.guards import SignedIn
from pbc.pages import Page
from pbc.permissions import why_not
from pbc.roles import Role


class SignUpFilter(forms.Form):
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "All"), *SignUpStatus.choices],
    )
    practice = forms.CharField(label="Practice name or code", required=False)
    late = forms.ChoiceField(
        label="Received",
        required=False,
        choices=[("", "At any time"), ("on_time", "On time"), ("late", "Late")],
    )

    def narrow(self, rows: "QuerySet[SignUp]") -> "QuerySet[SignUp]":
        status, practice = self.cleaned_data["status"], self.cleaned_data["practice"]
        if status:
            rows = rows.filter(status=status)
        if practice:
            rows = rows.named_like(practice)  # type: ignore[attr-defined]
        if self.cleaned_data["late"]:
            rows = rows.received_late(self.cleaned_data["late"] == "late")  # type: ignore[attr-defined]
        return rows


def _gps_signed(row: Any) -> str:
    return f"{row.signed_gps} of {row.required_gps}" if row.is_of_practice else ""


class _SheetTable(tables.Table):
    """Sign-ups with how far each has come."""

    columns = [
        tables.Column(
            "provider.name",
            "Provider",
            sort=True,
            href=lambda row: row.get_absolute_url(),
            header=True,
        ),
        tables.Column("provider.code", "Code", sort=True),
        tables.Column(lambda row: str(row.version), "Scheme"),
        tables.Column("locality_joined", "PBC Locality"),
        tables.StatusColumn("status", "Status"),
        tables.Column(_gps_signed, "GPs signed"),
        tables.DateColumn("received_at", "Received", sort=True),
        tables.Column(lambda row: "Late" if row.is_late else "", "Late"),
        tables.DateColumn("submitted_at", "Waiting since", sort=True),
    ]


class SignUpTable(_SheetTable):
    caption = "All sign-ups"
    filters = SignUpFilter
    default_sort = "provider__name"
    empty = "There is no sign-up here yet."


class WaitingTable(_SheetTable):
    """The officer's queue: what waits longest comes first."""

    caption = "Waiting for your review"
    prefix = "waiting"
    default_sort = "submitted_at"
    empty = "No sheet waits for review."


class SignUps(Page):
    """The sheets that wait for an officer, longest first, and all that a person may see."""

    guard = SignedIn()
    template_name = "les_schemes/sign_ups.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = sign_ups_visible_to(self.actor).with_progress()  # type: ignore[attr-defined]
        reviewed = self.actor.organisations(Role.COMMISSIONER)
        waiting = rows.filter(commissioner__in=reviewed).awaiting_review()
        everything = SignUpTable(request, rows)
        queue = WaitingTable(request, waiting) if reviewed else None
        for table in filter(None, (everything, queue)):
            if table.export_format:
                return table.export()
        return self.show(table=everything, waiting=queue, oldest=waiting.first())


class SignUpReview(SignUpPage):
    """Everything on the sheet, what was shown to whom, and what the system checked."""

    template_name = "les_schemes/sign_up/review.html"

    def load(self) -> None:
        super().load()
        permissions.check_can_review(self.actor, self.sign_up)

    def context(self) -> dict[str, Any]:
        signatures = progress.of(self.sign_up)
        allows = {name: SIGN_UP.allows(self.sign_up.status, name) for name in _REVIEWS}
        return {
            **self.common(),
            "progress": signatures,
            "checks": checks.of(self.sign_up, signatures),
            "worth": worth.of_sign_up(self.sign_up),
            "worth_unknown": worth.why_unknown(self.sign_up),
            "allows": allows,
            "why_not_accept": why_not(permissions.check_can_accept, self.actor, self.sign_up),
            "queries": self.sign_up.queries.all(),
            "terms": terms_shown.terms_of(self.sign_up),
            **self._before_the_committee(),
        }

    def _before_the_committee(self) -> dict[str, Any]:
        """What stands between a late sheet and its acceptance."""
        if not self.sign_up.is_late or late_sheets.committee_of(self.sign_up) is None:
            return {}
        return {
            "late_needs_committee": True,
            "late_matter": late_sheets.matter_pending(self.sign_up),
            "late_decision": late_sheets.decision_on(self.sign_up),
        }


_REVIEWS = ("accept", "query", "refuse")


class _ReviewActionPage(SignUpActionPage):
    check = staticmethod(permissions.check_can_review)

    def form_arguments(self) -> dict[str, Any]:
        return {"cancel": reverse("les_schemes:sign-up-review", args=[self.sign_up.pk])}


class SignUpAccept(_ReviewActionPage):
    """The officer accepts the sheet; the agreement is sealed in the same moment."""

    guard = SignedIn(step_up=True)
    template_name = "les_schemes/sign_up/accept.html"
    form_class = AcceptForm
    step = "accept"
    check = staticmethod(permissions.check_can_accept)
    done_message = "The sign-up is accepted and the agreement is sealed."

    def form_arguments(self) -> dict[str, Any]:
        quoted = self.sign_up.is_late and late_sheets.committee_of(self.sign_up) is None
        return {**super().form_arguments(), "is_late": quoted}

    def context(self) -> dict[str, Any]:
        signatures = progress.of(self.sign_up)
        return {
            **self.common(),
            "progress": signatures,
            "failing": [check for check in checks.of(self.sign_up, signatures) if not check.holds],
            "expected": worth.in_words(self.sign_up),
        }

    def act(self, form: AcceptForm) -> SignUp:
        return sign_ups.accept(
            sign_up=self.sign_up,
            by=self.actor,
            late_decision=form.cleaned_data.get("late_decision", ""),
            late_reason=form.cleaned_data.get("late_reason", ""),
        )


class SignUpQueryView(_ReviewActionPage):
    """The officer asks the practice to put something right."""

    template_name = "les_schemes/sign_up/query.html"
    form_class = QueryForm
    step = "query"
    done_message = "The practice has been asked."

    def context(self) -> dict[str, Any]:
        cure_by = add_working_days(clock.today(), sign_ups.WORKING_DAYS_TO_CURE)
        return {**self.common(), "cure_by": cure_by}

    def act(self, form: QueryForm) -> SignUpQuery:
        return sign_ups.query(
            sign_up=self.sign_up, reason=form.cleaned_data["reason"], by=self.actor
        )


class SignUpRefuse(_ReviewActionPage):
    """The officer refuses the sheet, with a reason the practice is told."""

    template_name = "les_schemes/sign_up/refuse.html"
    form_class = RefuseForm
    step = "refuse"
    done_message = "The sign-up is refused and the practice told why."

    def act(self, form: RefuseForm) -> SignUp:
        return sign_ups.refuse(
            sign_up=self.sign_up, reason=form.cleaned_data["reason"], by=self.actor
        )


class SignUpPutBeforeCommittee(_ReviewActionPage):
    """The officer asks the Committee whether a late sheet is let in (AMB-01)."""

    template_name = "les_schemes/sign_up/put_before_committee.html"
    form_class = PutBeforeCommitteeForm
    step = "put_before_committee"
    done_message = "The late sheet waits for the Committee."

    def act(self, form: PutBeforeCommitteeForm) -> SignUp:
        sign_ups.put_before_committee(
            sign_up=self.sign_up, account=form.cleaned_data["reason"], by=self.actor
        )
        return self.sign_up


class AgreementDownload(Page):
    """The sealed bytes of an agreement, for those who may see its sign-up; each is recorded."""

    guard = SignedIn()

    def load(self) -> None:
        self.agreement: Agreement = self.find(
            Agreement.objects.filter(
                sign_up__in=SignUp.objects.visible_to(self.actor).values("pk")
            ).select_related("document__file", "sign_up__commissioner"),
            pk=self.kwargs["pk"],
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = files.response(self.agreement.document.file)
        audit.record(
            event="agreement.downloaded",
            by=self.actor,
            subject=self.agreement,
            chain=self.agreement.sign_up.commissioner.audit_chain,
            after={"sha256": self.agreement.document.sha256},
        )
        return response
