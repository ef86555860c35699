"""The forms of who may provide a scheme, and of its procurement."""

from typing import Any

from django import forms

from les_schemes.actions.offers import Offer
from les_schemes.models import SchemeVersion
from les_schemes.procurement.statuses import (
    WITH_STANDSTILL,
    ChallengeOutcome,
    InvitationAnswer,
    Route,
    SchemeKind,
    WhoMayProvide,
)
from localities.models import Provider
from pbc.nhsuk.fields import SplitDateField
from pbc.nhsuk.layout import FormHelper, Layout, Question

_WHY = {"required": "Give the reason: everybody who sees the scheme reads it"}


class OfferForm(forms.Form):
    """What the scheme is badged as, and who may provide it, with reasons (R4-002 to R4-004)."""

    kind = forms.ChoiceField(
        label="What is the scheme?",
        choices=SchemeKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the scheme is"},
    )
    kind_label = forms.CharField(
        label="What do you call it?",
        help_text="Only if you use another name than the one above",
        max_length=80,
        required=False,
    )
    who_may_provide = forms.ChoiceField(
        label="Who may provide it?",
        choices=WhoMayProvide.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may provide it"},
    )
    provider_reason = forms.CharField(
        label="Why these?",
        help_text="Where others than list holders could provide a service, they ought to be given "
        "the opportunity, particularly if it is new",
        widget=forms.Textarea,
        max_length=2_000,
        error_messages=_WHY,
    )
    requires_registered_list = forms.TypedChoiceField(
        label="Does it need a registered list of patients?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it needs a registered list"},
    )
    registered_list_reason = forms.CharField(
        label="Why does it need one, or why not?",
        widget=forms.Textarea,
        max_length=2_000,
        error_messages=_WHY,
    )
    four_tests_required = forms.BooleanField(
        label="The four tests must be passed before it opens",
        help_text="For a service that is no enhanced service of before April 2013 they always are",
        required=False,
    )

    def __init__(self, *args: Any, version: SchemeVersion, cancel: str, **kwargs: Any) -> None:
        held = {name: getattr(version, name) for name in Offer.__dataclass_fields__}
        held["requires_registered_list"] = "yes" if version.requires_registered_list else "no"
        kwargs["initial"] = held
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    def offer(self) -> Offer:
        """What was said, as the action takes it."""
        return Offer(**self.cleaned_data)

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                "kind",
                Question("kind_label", width=20),
                "who_may_provide",
                Question("provider_reason", rows=4),
                Question("requires_registered_list", inline=True),
                Question("registered_list_reason", rows=4),
                "four_tests_required",
            ),
            submit="Save",
            cancel=self.cancel,
        )


class InviteForm(forms.Form):
    """A provider on the list that was not invited yet."""

    provider = forms.ModelChoiceField(
        Provider.objects.none(),
        to_field_name="code",
        label="Which provider?",
        empty_label="Choose a provider",
        error_messages={"required": "Choose the provider to invite"},
    )

    def __init__(self, *args: Any, providers: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = providers  # type: ignore[attr-defined]
        self.cancel = cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, Layout("provider"), submit="Invite it", cancel=self.cancel)


class AnswerInvitationForm(forms.Form):
    """Whether the provider means to sign up."""

    answer = forms.ChoiceField(
        label="Does the provider mean to sign up?",
        choices=[
            (InvitationAnswer.WILL_SIGN_UP.value, "Yes, it means to sign up"),
            (InvitationAnswer.DECLINES.value, "No, it declines"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the provider means to sign up"},
    )
    note = forms.CharField(
        label="Anything to add", max_length=300, required=False, widget=forms.Textarea
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self, Layout("answer", Question("note", rows=3)), submit="Answer", cancel=self.cancel
        )


class EvidenceForm(forms.Form):
    """What shows that one of the four tests is passed."""

    text = forms.CharField(
        label="What shows it?",
        help_text="The register shows these words once the notice is published; the file stays "
        "with the commissioner",
        widget=forms.Textarea,
        max_length=10_000,
        error_messages={"required": "Say what shows that this test is passed"},
    )
    file = forms.FileField(
        label="The file that shows it",
        help_text="PDF, PNG or JPEG, smaller than 10 MB",
        error_messages={
            "required": "Choose the file that shows it",
            "empty": "The selected file is empty.",
        },
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self, Layout(Question("text", rows=6), "file"), submit="Save", cancel=self.cancel
        )


class RouteForm(forms.Form):
    """How providers are found, and why so."""

    route = forms.ChoiceField(
        label="Which route?",
        choices=Route.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the route"},
    )
    reason = forms.CharField(
        label="Why this route?",
        widget=forms.Textarea,
        max_length=5_000,
        error_messages={"required": "Give the reason for this route: the register shows it"},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self) -> FormHelper:
        hints = {
            route.value: "A standstill of eight working days follows its notice"
            for route in WITH_STANDSTILL
        }
        return FormHelper.of(
            self,
            Layout(Question("route", hints=hints), Question("reason", rows=5)),
            submit="Save",
            cancel=self.cancel,
        )


class NoticeForm(forms.Form):
    """The notice as it was published."""

    reference = forms.CharField(
        label="Reference of the notice",
        max_length=120,
        error_messages={"required": "Enter the reference of the notice"},
    )
    place = forms.CharField(
        label="Where can it be read?",
        help_text="For example, the address of its page",
        max_length=300,
        error_messages={"required": "Say where the notice can be read"},
    )
    noticed_on = SplitDateField(
        label="When was it published?",
        help_text="For example, 8 1 2024",
        error_messages={"required": "Enter the day on which it was published"},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(Question("reference", width=20), "place", "noticed_on"),
            submit="Record the notice",
            cancel=self.cancel,
        )


class ChallengeForm(forms.Form):
    """Representations that came within the standstill."""

    challenger = forms.CharField(
        label="Who made them?",
        max_length=200,
        error_messages={"required": "Enter who made the representations"},
    )
    grounds = forms.CharField(
        label="What do they say?",
        widget=forms.Textarea,
        max_length=10_000,
        error_messages={"required": "Enter what they say"},
    )
    received_on = SplitDateField(
        label="When did they come?",
        help_text="For example, 15 1 2024",
        error_messages={"required": "Enter the day on which they came"},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout("challenger", Question("grounds", rows=6), "received_on"),
            submit="Record the challenge",
            cancel=self.cancel,
        )


class AnswerChallengeForm(forms.Form):
    """What came of a challenge."""

    outcome = forms.ChoiceField(
        label="What comes of it?",
        choices=ChallengeOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what comes of it"},
    )
    answer = forms.CharField(
        label="The answer that was given",
        widget=forms.Textarea,
        max_length=10_000,
        error_messages={"required": "Enter the answer that was given"},
    )
    answered_on = SplitDateField(
        label="When was it given?",
        help_text="For example, 18 1 2024",
        error_messages={"required": "Enter the day on which it was answered"},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self) -> FormHelper:
        hints = {
            ChallengeOutcome.STANDS.value: "The standstill lasts five working days more at least",
            ChallengeOutcome.DECIDED_AGAIN.value: "The route is chosen anew, and noticed anew",
        }
        return FormHelper.of(
            self,
            Layout(Question("outcome", hints=hints), Question("answer", rows=6), "answered_on"),
            submit="Save the answer",
            cancel=self.cancel,
        )


class ConfirmForm(forms.Form):
    """Who decided, as the register names them."""

    deciding_body = forms.CharField(
        label="Who decided?",
        help_text="A committee or the job titles of those who decided, like Governance Committee, "
        "24 May 2007, item 6",
        max_length=200,
        error_messages={"required": "Say who decided, as the register is to name them"},
    )
    no_interest = forms.BooleanField(
        label="I have no interest in anyone who may provide this scheme",
        error_messages={"required": "Tick the box if you have no interest; else ask a colleague"},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout("deciding_body", "no_interest"),
            submit="Confirm the decision",
            cancel=self.cancel,
        )
