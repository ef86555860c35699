"""One month's claim: its page, its items, its submission, and the side of those who receive it."""

from datetime import date
from typing import Any

from django.http import Http404

from les_schemes import permissions
from les_schemes.actions import claims
from les_schemes.claims import shown
from les_schemes.claims.forms import AcceptClaimForm, ItemsForm, SubmitClaimForm
from les_schemes.claims.months import ClaimSlot, objectives
from les_schemes.definitions import definition_of
from les_schemes.models import Claim, SignUp
from les_schemes.models.monthly_returns import MonthlyReturn
from les_schemes.reports import held
from les_schemes.reports.forms import (
    AcceptForLocalityForm,
    PassLocalityForm,
    SendBackForm,
    VoidForm,
)
from les_schemes.reports.workflow import CLAIM
from les_schemes.views.claims.listing import of_provider
from les_schemes.views.reports.month import MONTH, WithoutPatientData
from les_schemes.views.sheet import sign_ups_visible_to
from pbc.guards import SignedIn
from pbc.pages import Page
from pbc.refusals import NotNow, NotPermitted


class ClaimPage(Page):
    """The base of pages about one month of a provider."""

    guard = SignedIn()
    slot: ClaimSlot

    def load(self) -> None:
        if not MONTH.fullmatch(self.kwargs["month"]):
            raise Http404
        month = date.fromisoformat(f"{self.kwargs['month']}-01")
        sign_ups = sign_ups_visible_to(self.actor).filter(
            version=self.kwargs["pk"], accepted_at__isnull=False
        )
        found = of_provider(list(sign_ups), self.kwargs["provider"])
        slots = [slot for slot in found if slot.month == month]
        if not slots:
            raise Http404
        self.slot = slots[0]

    @property
    def sign_up(self) -> SignUp:
        return self.slot.sign_up

    @property
    def claim(self) -> Claim | None:
        return self.slot.claim

    def context(self) -> dict[str, Any]:
        revision = shown.latest(self.claim)
        return {
            "slot": self.slot,
            "sign_up": self.sign_up,
            "version": self.sign_up.version,
            "practice": self.slot.provider,
            "report": self.claim,
            "revision": revision,
            "items": shown.items(self.slot, revision),
        }


class ClaimView(ClaimPage):
    """What the provider claims, whom it waits on, and what each may do next."""

    template_name = "les_schemes/claim.html"

    def context(self) -> dict[str, Any]:
        context = super().context()
        return {
            **context,
            "events": shown.events(self.claim) if self.claim else [],
            "may": shown.steps(self.actor, self.slot, context["revision"]),
        }


class ClaimActionPage(WithoutPatientData, ClaimPage):
    """The base of pages with one step on a claim; out of its time it leads back."""

    noun = "claim"

    def is_time(self) -> bool:
        return self.claim is not None and CLAIM.allows(self.claim.status, self.step)

    def form_arguments(self) -> dict[str, Any]:
        return {"cancel": self.slot.get_absolute_url()}


class ClaimItems(ClaimActionPage):
    """How many items are claimed under each objective."""

    template_name = "les_schemes/claim/items.html"
    form_class = ItemsForm
    step = "enter"
    done_message = "Saved. Nothing is submitted yet."

    def check(self) -> None:
        permissions.check_can_claim(self.actor, self.sign_up)

    def is_time(self) -> bool:
        return self.claim is None or super().is_time()

    def form_arguments(self) -> dict[str, Any]:
        revision = shown.latest(self.claim)
        return {
            **super().form_arguments(),
            "objectives": objectives(definition_of(self.sign_up.version)),
            "held": dict(revision.items.values_list("objective", "count")) if revision else {},
        }

    def act(self, form: ItemsForm) -> Claim:
        return claims.enter(
            sign_up=self.sign_up, month=self.slot.month, counts=form.counts(), by=self.actor
        )


class ClaimSubmit(ClaimActionPage):
    """Check what is entered, and send it."""

    template_name = "les_schemes/claim/submit.html"
    form_class = SubmitClaimForm
    step = "submit"
    done_message = "The claim is submitted."

    def check(self) -> None:
        permissions.check_can_claim(self.actor, self.sign_up)

    def form_arguments(self) -> dict[str, Any]:
        found = shown.items(self.slot, shown.latest(self.claim))
        return {
            **super().form_arguments(),
            "is_unusual": any(item.unusual for item in found),
        }

    def context(self) -> dict[str, Any]:
        context = super().context()
        may = shown.steps(self.actor, self.slot, context["revision"])
        return {
            **context,
            "why_not": may[-1].why if may else None,
            "receiver": self.sign_up.locality or self.sign_up.commissioner,
        }

    def act(self, form: SubmitClaimForm) -> Claim:
        return claims.submit(
            sign_up=self.sign_up,
            month=self.slot.month,
            note=form.cleaned_data["note"],
            unusual_because=form.cleaned_data.get("unusual_because", ""),
            by=self.actor,
        )


class _ReviewPage(ClaimActionPage):
    """A step of those who receive the claim."""

    @property
    def looked_at(self) -> Claim:
        if self.claim is None:
            raise NotNow(f"Nothing is claimed for {self.slot.name} yet.")
        return self.claim

    def check(self) -> None:
        if self.claim is None:
            raise NotPermitted(f"Nothing is claimed for {self.slot.name} yet.")
        self.check_claim(self.claim)

    def check_claim(self, claim: MonthlyReturn) -> None:
        permissions.check_can_review_report(self.actor, claim)

    def form_arguments(self) -> dict[str, Any]:
        arguments = super().form_arguments()
        if "revision" in self.form_class.base_fields:  # type: ignore[attr-defined]
            revision = held.last_submitted(self.claim) if self.claim else None
            arguments["looked_at"] = revision.number if revision else 0
        return arguments

    def said(self, form: Any) -> dict[str, Any]:
        """What goes to the action beside the claim."""
        names = ("revision", "reason")
        return {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}


class ClaimAcceptForLocality(_ReviewPage):
    """A lead accepts the claim for the locality."""

    template_name = "les_schemes/claim/accept_for_locality.html"
    form_class = AcceptForLocalityForm
    step = "accept_for_locality"
    done_message = "Accepted for the locality. It is with the commissioner now."

    def check_claim(self, claim: MonthlyReturn) -> None:
        permissions.check_can_accept_report_for_locality(self.actor, claim)

    def act(self, form: Any) -> Claim:
        return claims.accept_for_locality(report=self.looked_at, **self.said(form), by=self.actor)


class ClaimPassLocality(_ReviewPage):
    """An officer stands in where no lead may accept the claim."""

    template_name = "les_schemes/claim/pass_locality.html"
    form_class = PassLocalityForm
    step = "pass_locality"
    done_message = "Passed on. Another officer accepts it for the commissioner."

    def check_claim(self, claim: MonthlyReturn) -> None:
        permissions.check_can_pass_report_for_locality(self.actor, claim)

    def act(self, form: Any) -> Claim:
        return claims.pass_locality(report=self.looked_at, **self.said(form), by=self.actor)


class ClaimAccept(_ReviewPage):
    """The commissioner accepts the claim: its items are paid with the next payments."""

    guard = SignedIn(step_up=True)
    template_name = "les_schemes/claim/accept.html"
    form_class = AcceptClaimForm
    step = "accept"
    done_message = "The claim is accepted. Its items are in the next payments."

    def check_claim(self, claim: MonthlyReturn) -> None:
        permissions.check_can_accept_report(self.actor, claim)

    def act(self, form: Any) -> Claim:
        return claims.accept(report=self.looked_at, **self.said(form), by=self.actor)


class ClaimSendBack(_ReviewPage):
    """Back to the provider, with what it has to mend."""

    template_name = "les_schemes/claim/send_back.html"
    form_class = SendBackForm
    step = "send_back"
    done_message = "The provider has been told what to mend."

    def check_claim(self, claim: MonthlyReturn) -> None:
        permissions.check_can_send_back_report(self.actor, claim)

    def act(self, form: Any) -> Claim:
        return claims.send_back(report=self.looked_at, **self.said(form), by=self.actor)


class ClaimVoid(_ReviewPage):
    """The claim no longer counts, and the month may be claimed again."""

    guard = SignedIn(step_up=True)
    template_name = "les_schemes/claim/void.html"
    form_class = VoidForm
    step = "void"
    done_message = "The claim is void."

    def act(self, form: Any) -> Claim:
        return claims.void(report=self.looked_at, **self.said(form), by=self.actor)
