"""A practice withdraws from a scheme with notice, or takes its notice back."""

from typing import Any

from les_schemes import changes, permissions
from les_schemes.actions import sign_ups
from les_schemes.leaving_forms import GiveNoticeForm, TakeBackNoticeForm
from les_schemes.models import SignUp
from les_schemes.sheet import earliest_end
from les_schemes.views.sheet import SignUpActionPage


class SignUpGiveNotice(SignUpActionPage):
    """From which day, and why; what follows for the year's payments is said before (AMB-69)."""

    template_name = "les_schemes/sign_up/give_notice.html"
    form_class = GiveNoticeForm
    step = "give_notice"
    check = staticmethod(permissions.check_can_withdraw)
    done_message = "The notice is given, and the commissioner told."

    def form_arguments(self) -> dict[str, Any]:
        return {
            "earliest": earliest_end(self.sign_up),
            "cancel": self.sign_up.get_absolute_url(),
        }

    def context(self) -> dict[str, Any]:
        return {
            **self.common(),
            "effect": changes.effect_of_withdrawal(self.sign_up.version),
            "earliest": earliest_end(self.sign_up),
        }

    def act(self, form: GiveNoticeForm) -> SignUp:
        return sign_ups.give_notice(sign_up=self.sign_up, by=self.actor, **form.cleaned_data)


class SignUpTakeBackNotice(SignUpActionPage):
    """Before its day the practice takes its notice back."""

    template_name = "les_schemes/sign_up/take_back_notice.html"
    form_class = TakeBackNoticeForm
    step = "take_back_notice"
    check = staticmethod(permissions.check_can_withdraw)
    done_message = "The notice is taken back, and the commissioner told."

    def form_arguments(self) -> dict[str, Any]:
        return {"cancel": self.sign_up.get_absolute_url()}

    def act(self, form: TakeBackNoticeForm) -> SignUp:
        return sign_ups.take_back_notice(
            sign_up=self.sign_up, reason=form.cleaned_data["reason"], by=self.actor
        )
