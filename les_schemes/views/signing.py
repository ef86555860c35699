"""The page on which a person signs, and the page that shows what was signed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from accounts.lock_out import address_of
from les_schemes import permissions, progress, terms_shown
from les_schemes.actions import sign_ups
from les_schemes.actions.sign_ups.signing import Given
from les_schemes.forms import SignAsGPForm, SignForm, SignForPracticeForm, SignForProviderForm
from les_schemes.models import NamedGP, Signature
from les_schemes.statuses import SIGNS_FOR_A_PRACTICE, SigningCapacity
from les_schemes.views.sheet import SignUpActionPage, SignUpPage
from pbc.refusals import NotPermitted


class _SigningPage(SignUpActionPage):
    """A signature on the sheet: the text is shown, its hash is kept with the signature."""

    def load(self) -> None:
        super().load()
        self.terms = terms_shown.terms_of(self.sign_up)

    def form_arguments(self) -> dict[str, Any]:
        return {"shown_sha256": self.terms.sha256, "name": self.actor.name}

    def context(self) -> dict[str, Any]:
        return {**self.common(), "terms": self.terms}

    def given(self, form: SignForm) -> Given:
        return Given(
            typed_name=form.cleaned_data["typed_name"],
            shown_sha256=form.was_shown,
            drawing=form.cleaned_data["drawing"],
            address=address_of(self.request) or None,
        )


def _check_is_named(actor: Any, sign_up: Any) -> None:
    """Only GPs named on the sheet open the page on which GPs sign; the employed are told why."""
    own = sign_up.named_gps.filter(post__person_id=actor.person_id).select_related("post__person")
    named = own.first()
    if named is None:
        raise NotPermitted(
            "This page is for the GPs named on the sheet. Each GP signs for himself or herself."
        )
    permissions.check_can_sign_as_gp(actor, named)


class SignUpSign(_SigningPage):
    """One link, one page: a GP reads the terms and signs for himself or herself alone."""

    template_name = "les_schemes/sign_up/sign.html"
    form_class = SignAsGPForm
    step = "sign_as_gp"
    check = staticmethod(_check_is_named)
    done_message = "Thank you: your signature is recorded."
    named: NamedGP

    def load(self) -> None:
        super().load()
        self.named = self.sign_up.named_gps.select_related("post__person", "sign_up").get(
            post__person=self.actor.person_id
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if hasattr(self.named, "signature"):
            return redirect(
                "les_schemes:sign-up-signature", self.sign_up.pk, self.named.signature.pk
            )
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "named": self.named,
            "progress": progress.of(self.sign_up),
        }

    def act(self, form: SignAsGPForm) -> Signature:
        return sign_ups.sign_as_gp(named=self.named, given=self.given(form), by=self.actor)

    def done(self, result: Signature) -> str:
        return redirect("les_schemes:sign-up-signature", self.sign_up.pk, result.pk).url


class SignUpSignForProvider(_SigningPage):
    """One person signs for a provider that is no practice, as authorised to."""

    template_name = "les_schemes/sign_up/sign_for_provider.html"
    form_class = SignForProviderForm
    step = "sign_for_provider"
    of_practices = False
    check = staticmethod(
        lambda actor, sign_up: permissions.check_can_sign_for_practice(
            actor, sign_up, SigningCapacity.SIGNATORY
        )
    )
    done_message = "The sheet is signed for the provider."

    def act(self, form: SignForProviderForm) -> Signature:
        return sign_ups.sign_for_provider(
            sign_up=self.sign_up, given=self.given(form), by=self.actor
        )


class SignUpSignForPractice(_SigningPage):
    """The practice manager, or the practice PBC lead, signs for the practice (ACT-02)."""

    template_name = "les_schemes/sign_up/sign_for_practice.html"
    form_class = SignForPracticeForm
    step = "sign_for_practice"
    of_practices = True
    check = staticmethod(
        lambda actor, sign_up: permissions.check_can_sign_for_practice(
            actor, sign_up, SigningCapacity.PBC_LEAD
        )
    )
    done_message = "The sheet is signed for the practice."

    def form_arguments(self) -> dict[str, Any]:
        capacities = [
            capacity
            for capacity in SIGNS_FOR_A_PRACTICE
            if permissions.can_sign_for_practice(self.actor, self.sign_up, capacity)
        ]
        return {**super().form_arguments(), "capacities": capacities}

    def act(self, form: SignForPracticeForm) -> Signature:
        return sign_ups.sign_for_practice(
            sign_up=self.sign_up,
            capacity=SigningCapacity(form.cleaned_data["capacity"]),
            given=self.given(form),
            by=self.actor,
        )


class SignUpSignature(SignUpPage):
    """One signature: who, when, how, and the text that was shown, word for word."""

    template_name = "les_schemes/sign_up/signature.html"

    def load(self) -> None:
        super().load()
        signature = (
            self.sign_up.signatures.select_related("person", "shown", "drawing")
            .filter(pk=self.kwargs["signature"])
            .first()
        )
        if signature is None:
            raise Http404
        self.signature: Signature = signature

    def context(self) -> dict[str, Any]:
        return {
            **self.common(),
            "signature": self.signature,
            "is_own": self.signature.person_id == self.actor.person_id,
        }
