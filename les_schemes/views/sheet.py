"""The practice's journey: from the task list of its sheet to the confirmation that it came back."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import User
from governance import deferrals
from les_schemes import (
    changes,
    definitions,
    journey,
    late_sheets,
    permissions,
    progress,
    record,
    statement_progress,
    terms_shown,
    worth,
)
from les_schemes.actions import sign_ups
from les_schemes.checks import EFFECT_OF_MISSING
from les_schemes.forms import (
    AnswerForm,
    ConfirmGPsForm,
    ContactNumberForm,
    DeclineForm,
    EmptyForm,
    LocalityForm,
    SubmitForm,
    UndertakingForm,
    WithdrawForm,
)
from les_schemes.models import NamedGP, ReturnedSheet, SignUp, YearEndStatement
from les_schemes.sheet import not_on_sheet, posts_today, why_not_required
from les_schemes.statuses import RECEIVED, WITH_THE_PRACTICE, SignUpStatus
from les_schemes.workflow import SIGN_UP
from localities.models import Post
from pbc.actor import Actor
from pbc.guards import SignedIn
from pbc.pages import ActionPage, Page


def sign_ups_visible_to(actor: Actor) -> "QuerySet[SignUp]":
    return SignUp.objects.visible_to(actor).select_related(
        "version__scheme",
        "version__commissioner",
        "version__framework__file",
        "provider",
        "commissioner",
        "locality",
    )


class SignUpPage(Page):
    """The base of pages about one sign-up."""

    guard = SignedIn()
    sign_up: SignUp

    def load(self) -> None:
        self.sign_up = self.find(sign_ups_visible_to(self.actor), pk=self.kwargs["pk"])

    def common(self) -> dict[str, Any]:
        whom = "practice" if self.sign_up.is_of_practice else "provider"
        return {
            "sign_up": self.sign_up,
            "version": self.sign_up.version,
            "texts": self.sign_up.version.texts_in_force,
            "practice": self.sign_up.provider,
            "is_practice": self.sign_up.is_of_practice,
            "signed_label": f"Signed for the {whom}",
            "whom": f"the {whom}",
            "sheets": ReturnedSheet.objects.visible_to(self.actor).filter(sign_up=self.sign_up),
        }

    def context(self) -> dict[str, Any]:
        return self.common()


class SignUpActionPage(SignUpPage, ActionPage):
    """The base of pages with one step of the workflow; out of its time it leads back."""

    step: ClassVar[str]
    check: ClassVar[Any] = staticmethod(permissions.check_can_prepare)
    # Whether the step is one of practices, or of providers that are none; None: of both.
    of_practices: ClassVar[bool | None] = None

    def load(self) -> None:
        super().load()
        type(self).check(self.actor, self.sign_up)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.of_practices not in (None, self.sign_up.is_of_practice):
            messages.warning(
                request,
                "That is a step of practices." if self.of_practices else "Practices do otherwise.",
            )
            return redirect(self.sign_up)
        if not SIGN_UP.allows(self.sign_up.status, self.step):
            messages.warning(
                request, f"That cannot be done now: {journey.in_words(self.sign_up).lower()}."
            )
            return redirect(self.sign_up)
        return super().get(request, *args, **kwargs)

    def done(self, result: Any) -> Any:
        return self.sign_up


class SignUpView(SignUpPage):
    """The sheet: a task list while the practice prepares it, a record for everyone else."""

    template_name = "les_schemes/sign_up.html"

    def context(self) -> dict[str, Any]:
        sign_up = self.sign_up
        signatures = progress.of(sign_up)
        prepares = permissions.can_prepare(self.actor, sign_up)
        return {
            **self.common(),
            "progress": signatures,
            "waits_on": progress.waits_on(sign_up, signatures),
            "events": record.events(sign_up),
            "worth": worth.of_sign_up(sign_up),
            "worth_unknown": worth.why_unknown(sign_up),
            "pay_date": worth.next_pay_date(),
            "is_with_practice": sign_up.status in WITH_THE_PRACTICE,
            "tasks": journey.tasks(sign_up, signatures)
            if prepares and sign_up.status in WITH_THE_PRACTICE
            else None,
            "may_prepare": prepares,
            "may_remind": permissions.can_remind(self.actor, sign_up)
            and SIGN_UP.allows(sign_up.status, "remind")
            and bool(signatures.waiting),
            "may_decline": prepares
            and SIGN_UP.allows(sign_up.status, "decline")
            and bool(signatures.waiting),
            "may_review": permissions.can_review(self.actor, sign_up)
            and sign_up.status in (SignUpStatus.SUBMITTED, SignUpStatus.QUERIED),
            "leaving": self._leaving(),
            "changes": changes.since_acceptance(sign_up),
            "may_name_new": self._new_gps(),
            "own_line": self._own_line(signatures),
            "may_sign_for_practice": self._may_sign_for_practice(signatures),
            "open_query": sign_up.queries.filter(answered_at__isnull=True).first(),
            "agreements": sign_up.agreements.select_related("document"),
            "deferral": deferrals.of_thing(
                self.actor, late_sheets.KIND, late_sheets.SUBJECT, sign_up.pk
            )
            if sign_up.is_late
            else None,
            **self._statements(),
        }

    def _statements(self) -> dict[str, Any]:
        """How many year-end statements were given, for who may see them all; and one's own."""
        seen = list(
            YearEndStatement.objects.visible_to(self.actor)
            .filter(named_gp__sign_up=self.sign_up)
            .with_all()
        )
        own = [one for one in seen if one.person.pk == self.actor.person_id]
        sees_all = permissions.can_see_statements(self.actor, self.sign_up)
        return {
            "statements": statement_progress.in_short(seen) if seen and sees_all else "",
            "own_statement": own[0] if own else None,
        }

    def _leaving(self) -> str:
        """The step by which this person may withdraw the sign-up now, or take that back."""
        sign_up = self.sign_up
        if not permissions.can_withdraw(self.actor, sign_up):
            return ""
        steps = ["take_back_notice"] if sign_up.withdrawn_from else ["give_notice", "withdraw"]
        return next((step for step in steps if SIGN_UP.allows(sign_up.status, step)), "")

    def _own_line(self, signatures: progress.Progress) -> NamedGP | None:
        """The person's own line, if a signature is asked of them and missing."""
        if not SIGN_UP.allows(self.sign_up.status, "sign_as_gp"):
            return None
        for gp in signatures.named:
            if gp.post.person_id == self.actor.person_id and gp.asked_at:
                return gp if gp.required and not hasattr(gp, "signature") else None
        return None

    def _may_sign_for_practice(self, signatures: progress.Progress) -> bool:
        return (
            self.sign_up.is_of_practice
            and signatures.for_practice is None
            and SIGN_UP.allows(self.sign_up.status, "sign_for_practice")
            and permissions.can_sign_for_practice(self.actor, self.sign_up, "pbc_lead")
        )

    def _new_gps(self) -> list[Post]:
        """GPs in post who are not on an accepted sheet, for whoever may ask them to sign."""
        if not SIGN_UP.allows(self.sign_up.status, "name_new_gps"):
            return []
        if not permissions.can_remind(self.actor, self.sign_up):
            return []
        return not_on_sheet(self.sign_up)


class SignUpConfirmGPs(SignUpActionPage):
    template_name = "les_schemes/sign_up/confirm_gps.html"
    form_class = ConfirmGPsForm
    step = "confirm_gps"
    of_practices = True

    def context(self) -> dict[str, Any]:
        posts = posts_today(self.sign_up.provider)
        return {
            **self.common(),
            "must_sign": [post for post in posts if not why_not_required(post)],
            "need_not_sign": [
                (post, why_not_required(post)) for post in posts if why_not_required(post)
            ],
            "gone": [
                gp
                for gp in progress.of(self.sign_up).named
                if gp.post.person_id not in {post.person_id for post in posts}
            ],
        }

    def act(self, form: ConfirmGPsForm) -> SignUp:
        return sign_ups.confirm_gps(sign_up=self.sign_up, by=self.actor)


class SignUpChooseLocality(SignUpActionPage):
    template_name = "les_schemes/sign_up/choose_locality.html"
    form_class = LocalityForm
    step = "choose_locality"
    of_practices = True

    def form_arguments(self) -> dict[str, Any]:
        return {"sign_up": self.sign_up}

    def act(self, form: LocalityForm) -> SignUp:
        return sign_ups.choose_locality(
            sign_up=self.sign_up,
            locality=form.chosen,
            alone=form.is_alone,
            contact_number=form.cleaned_data["contact_number"],
            by=self.actor,
        )


class SignUpGiveContactNumber(SignUpActionPage):
    """The contact number of a provider that is no practice."""

    template_name = "les_schemes/sign_up/give_contact_number.html"
    form_class = ContactNumberForm
    step = "give_contact_number"
    of_practices = False

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": {"contact_number": self.sign_up.contact_number}}

    def act(self, form: ContactNumberForm) -> SignUp:
        return sign_ups.give_contact_number(
            sign_up=self.sign_up, contact_number=form.cleaned_data["contact_number"], by=self.actor
        )


class SignUpAcceptUndertaking(SignUpActionPage):
    template_name = "les_schemes/sign_up/accept_undertaking.html"
    form_class = UndertakingForm
    step = "accept_undertaking"

    def form_arguments(self) -> dict[str, Any]:
        return {"sign_up": self.sign_up}

    def act(self, form: UndertakingForm) -> SignUp:
        return sign_ups.accept_undertaking(
            sign_up=self.sign_up, commitments=form.cleaned_data["commitments"], by=self.actor
        )


class SignUpRequestSignatures(SignUpActionPage):
    template_name = "les_schemes/sign_up/request_signatures.html"
    form_class = EmptyForm
    step = "request_signatures"
    of_practices = True

    def form_arguments(self) -> dict[str, Any]:
        text = "Ask them to sign" if self._to_ask() else "Go on"
        return {"submit_text": text, "cancel": self.sign_up.get_absolute_url()}

    def _to_ask(self) -> list[NamedGP]:
        named = progress.of(self.sign_up).named
        return [gp for gp in named if gp.required and gp.asked_at is None]

    def context(self) -> dict[str, Any]:
        to_ask = self._to_ask()
        people = [gp.post.person_id for gp in to_ask]
        reached = set(User.objects.filter(person__in=people).values_list("person_id", flat=True))
        return {
            **self.common(),
            "to_ask": to_ask,
            "without_sign_in": [gp for gp in to_ask if gp.post.person_id not in reached],
            "not_required": progress.of(self.sign_up).not_required,
        }

    def act(self, form: EmptyForm) -> SignUp:
        return sign_ups.request_signatures(sign_up=self.sign_up, by=self.actor)


class SignUpRemind(SignUpActionPage):
    template_name = "les_schemes/sign_up/remind.html"
    form_class = EmptyForm
    step = "remind"
    check = staticmethod(permissions.check_can_remind)
    done_message = "The GPs who have not signed have been reminded."

    def form_arguments(self) -> dict[str, Any]:
        return {"submit_text": "Remind them", "cancel": self.sign_up.get_absolute_url()}

    def context(self) -> dict[str, Any]:
        return {**self.common(), "progress": progress.of(self.sign_up)}

    def act(self, form: EmptyForm) -> int:
        return sign_ups.remind(sign_up=self.sign_up, by=self.actor)


class SignUpDecline(SignUpActionPage):
    """The manager records that a GP does not want to sign (EXC-05)."""

    template_name = "les_schemes/sign_up/decline.html"
    form_class = DeclineForm
    step = "decline"
    named: NamedGP

    def load(self) -> None:
        super().load()
        self.named = self.find(
            self.sign_up.named_gps.filter(required=True, signature__isnull=True).select_related(
                "post__person", "sign_up"
            ),
            pk=self.kwargs["named"],
        )

    def form_arguments(self) -> dict[str, Any]:
        return {"cancel": self.sign_up.get_absolute_url()}

    def context(self) -> dict[str, Any]:
        reading = definitions.gp_signatures(self.sign_up.version)
        return {**self.common(), "named": self.named, "effect": EFFECT_OF_MISSING[reading]}

    def act(self, form: DeclineForm) -> NamedGP:
        return sign_ups.decline(named=self.named, reason=form.cleaned_data["reason"], by=self.actor)


class SignUpSubmit(SignUpActionPage):
    """Check your answers, then return the sheet."""

    template_name = "les_schemes/sign_up/submit.html"
    form_class = SubmitForm
    step = "submit"

    def form_arguments(self) -> dict[str, Any]:
        return {"unsigned": progress.of(self.sign_up).unsigned}

    def context(self) -> dict[str, Any]:
        signatures = progress.of(self.sign_up)
        missing = journey.first_missing(self.sign_up, signatures)
        return {
            **self.common(),
            "progress": signatures,
            "worth": worth.of_sign_up(self.sign_up),
            "worth_unknown": worth.why_unknown(self.sign_up),
            "effect": EFFECT_OF_MISSING[definitions.gp_signatures(self.sign_up.version)],
            "first_missing": missing,
            "first_missing_url": missing
            and reverse(f"les_schemes:{missing.url_name}", args=[self.sign_up.pk]),
            "terms": terms_shown.terms_of(self.sign_up),
        }

    def act(self, form: SubmitForm) -> SignUp:
        return sign_ups.submit(sign_up=self.sign_up, unsigned_gps=form.confirmed(), by=self.actor)

    def done(self, result: SignUp) -> str:
        return reverse("les_schemes:sign-up-submitted", args=[result.pk])


class SignUpAnswer(SignUpSubmit):
    """The practice answers a query and returns the sheet again."""

    template_name = "les_schemes/sign_up/answer.html"
    form_class = AnswerForm
    step = "answer"

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "query": self.sign_up.queries.filter(answered_at__isnull=True).first(),
        }

    def act(self, form: Any) -> SignUp:
        return sign_ups.answer(
            sign_up=self.sign_up,
            answer=form.cleaned_data["answer"],
            unsigned_gps=form.confirmed(),
            by=self.actor,
        )


class SignUpSubmitted(SignUpPage):
    """The sheet came back: what happens next, what it is worth, and when the money comes."""

    template_name = "les_schemes/sign_up/submitted.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.sign_up.status not in RECEIVED:
            return redirect(self.sign_up)
        return self.show()

    def context(self) -> dict[str, Any]:
        return {
            **self.common(),
            "progress": progress.of(self.sign_up),
            "worth": worth.of_sign_up(self.sign_up),
            "worth_unknown": worth.why_unknown(self.sign_up),
            "pay_date": worth.next_pay_date(),
        }


class SignUpWithdraw(SignUpActionPage):
    template_name = "les_schemes/sign_up/withdraw.html"
    step = "withdraw"
    check = staticmethod(permissions.check_can_withdraw)
    form_class = WithdrawForm
    done_message = "The sign-up is withdrawn."

    def form_arguments(self) -> dict[str, Any]:
        return {
            "cancel": self.sign_up.get_absolute_url(),
            "was_received": self.sign_up.status in RECEIVED,
        }

    def act(self, form: WithdrawForm) -> SignUp:
        return sign_ups.withdraw(
            sign_up=self.sign_up, reason=form.cleaned_data["reason"], by=self.actor
        )


class SignUpNameNewGPs(SignUpActionPage):
    """GPs who joined after acceptance are asked to sign; the payment stays (EXC-06)."""

    template_name = "les_schemes/sign_up/name_new_gps.html"
    form_class = EmptyForm
    step = "name_new_gps"
    check = staticmethod(permissions.check_can_remind)
    done_message = "The new GPs are on the sheet; those who must sign have been asked."

    def form_arguments(self) -> dict[str, Any]:
        return {"submit_text": "Ask them to sign", "cancel": self.sign_up.get_absolute_url()}

    def context(self) -> dict[str, Any]:
        return {
            **self.common(),
            "new_gps": [(post, why_not_required(post)) for post in not_on_sheet(self.sign_up)],
        }

    def act(self, form: EmptyForm) -> list[NamedGP]:
        return sign_ups.name_new_gps(sign_up=self.sign_up, by=self.actor)
