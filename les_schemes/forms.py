"""The forms of the sign-up journey and its review."""

import base64
import binascii
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from les_schemes.models import NamedGP, SignUp
from les_schemes.sheet import joinable
from les_schemes.statuses import SigningCapacity
from pbc.nhsuk.layout import HTML, Fieldset, FormHelper, Layout, Question

ALONE = "alone"
_DRAWING_PREFIX = "data:image/png;base64,"


class ConfirmGPsForm(forms.Form):
    """One tick: these are all the GPs of the practice (F-SIGN-13)."""

    complete = forms.BooleanField(
        label="These are all the GPs of the practice",
        error_messages={"required": "Tick the box if the list is complete"},
    )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Confirm and continue")


class ContactNumberForm(forms.Form):
    """Whom to call about the sheet of a provider that is no practice (F-SIGN-15)."""

    contact_number = forms.CharField(
        label="Contact number",
        help_text="For questions about this sheet, like 01442 255 123 or 01442 255123 ext 4",
        max_length=40,
        error_messages={"required": "Enter a telephone number"},
    )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self, Layout(Question("contact_number", width=20)), submit="Save and continue"
        )


class LocalityForm(forms.Form):
    """The PBC Locality joined, or none, and the contact number (F-SIGN-11, F-SIGN-15)."""

    locality = forms.ChoiceField(
        label="Which PBC Locality has the practice joined?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the PBC Locality, or that the practice is alone"},
    )
    contact_number = forms.CharField(
        label="Contact number",
        help_text="For questions about this sheet, like 01442 255 123 or 01442 255123 ext 4",
        max_length=40,
        error_messages={"required": "Enter a telephone number"},
    )

    def __init__(self, *args: Any, sign_up: SignUp, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.localities = {str(locality.pk): locality for locality in joinable(sign_up)}
        self.fields["locality"].choices = [  # type: ignore[attr-defined]
            *((pk, locality.name) for pk, locality in self.localities.items()),
            (ALONE, "None: the practice commissions alone"),
        ]
        if not self.is_bound:
            held = ALONE if sign_up.alone else sign_up.locality_id
            self.initial = {"locality": held, "contact_number": sign_up.contact_number}

    @property
    def is_alone(self) -> bool:
        return bool(self.cleaned_data["locality"] == ALONE)

    @property
    def chosen(self) -> Any:
        return self.localities.get(self.cleaned_data["locality"])

    @property
    def helper(self) -> FormHelper:
        hints = {ALONE: "It is then paid under objectives 1 and 2, and no locality is paid for it."}
        return FormHelper.of(
            self,
            Layout(
                Question("locality", size="m", hints=hints),
                Question("contact_number", width=20, autocomplete="tel"),
            ),
            submit="Save and continue",
        )


class UndertakingForm(forms.Form):
    """Each commitment is ticked (F-SIGN-03 to F-SIGN-08)."""

    commitments = forms.TypedMultipleChoiceField(
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick every commitment to accept the undertaking"},
    )

    def __init__(self, *args: Any, sign_up: SignUp, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = sign_up.version.texts_in_force
        field = self.fields["commitments"]
        field.label = texts["undertaking"]
        field.help_text = "Tick all of them."
        field.choices = list(enumerate(texts["commitments"], start=1))  # type: ignore[attr-defined]
        if sign_up.undertaking_accepted_at and not self.is_bound:
            self.initial = {"commitments": list(range(1, len(texts["commitments"]) + 1))}

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Accept and continue")


class ReasonForm(forms.Form):
    """One reason in words."""

    reason_label = "Reason"
    reason_hint = ""
    submit_text = "Send"
    required_message = "Give the reason"
    warning = False
    is_required = True

    reason = forms.CharField(widget=forms.Textarea, max_length=2_000)

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        field = self.fields["reason"]
        field.label = self.reason_label
        field.help_text = self.reason_hint
        field.required = self.is_required
        field.error_messages["required"] = self.required_message

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(Question("reason", rows=5)),
            submit=self.submit_text,
            cancel=self.cancel,
        )


class QueryForm(ReasonForm):
    reason_label = "What does the practice have to put right?"
    reason_hint = "The practice reads this. Say what is missing or wrong and how to mend it."
    submit_text = "Send the query"
    required_message = "Say what the practice has to put right"


class RefuseForm(ReasonForm):
    reason_label = "Why is the sheet refused?"
    reason_hint = "The practice is told this reason."
    submit_text = "Refuse the sign-up"
    required_message = "Give the reason: the practice is told it"


class PutBeforeCommitteeForm(ReasonForm):
    reason_label = "Why is the sheet late, and what do you recommend?"
    reason_hint = "The Committee reads this with the sheet."
    submit_text = "Put it before the Committee"
    required_message = "Say why the sheet is late, and what you recommend"


class WithdrawForm(ReasonForm):
    reason_label = "Why does the practice withdraw?"
    submit_text = "Withdraw the sign-up"
    is_required = False
    required_message = "Give the reason for withdrawing"

    def __init__(self, *args: Any, was_received: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if was_received:
            self.fields["reason"].required = True
            self.fields["reason"].help_text = "Your commissioner is told this reason."


class DeclineForm(ReasonForm):
    reason_label = "Reason, if the GP gave one"
    submit_text = "Record that the GP declines"
    is_required = False
    reason = forms.CharField(widget=forms.Textarea, max_length=300)


class SignForm(forms.Form):
    """One signature: a typed name always, a drawing of it if the person likes.

    ``shown`` carries the SHA-256 of the text on the page the person read; after a refusal the page
    shows the text as it is now, and so does the field.
    """

    typed_name = forms.CharField(
        label="Type your full name",
        max_length=200,
        error_messages={"required": "Type your name to sign"},
    )
    drawing = forms.CharField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, shown_sha256: str, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_shown = ""
        self.fields["typed_name"].help_text = f"You are signed in as {name}. Typing it signs."
        if self.is_bound:
            self.was_shown = self.data.get("shown", "")
            self.data = {**self.data.dict(), "shown": shown_sha256}  # type: ignore[attr-defined]
        else:
            self.initial = {**self.initial, "shown": shown_sha256}

    def clean_drawing(self) -> bytes | None:
        """The PNG that was drawn; ``pbc.files`` judges its content."""
        value = self.cleaned_data["drawing"]
        if not value:
            return None
        if not value.startswith(_DRAWING_PREFIX):
            raise ValidationError("The drawing could not be read. Clear it and draw again.")
        try:
            return base64.b64decode(value.removeprefix(_DRAWING_PREFIX), validate=True)
        except binascii.Error:
            raise ValidationError("The drawing could not be read. Clear it and draw again.")

    def parts(self) -> list[Any]:
        return [
            Question("typed_name", width=20, autocomplete="name"),
            "drawing",
            HTML('{% include "les_schemes/_drawing.html" %}'),
        ]


class SignAsGPForm(SignForm):
    accepts = forms.BooleanField(
        label=(
            "I have read the terms above. I give the undertaking for myself alone and accept the "
            "governance arrangements of the Framework"
        ),
        error_messages={"required": "Tick the box to accept the undertaking"},
    )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, Layout(Question("accepts"), *self.parts()), submit="Sign")


class SignForProviderForm(SignForm):
    accepts = forms.BooleanField(
        label=(
            "I have read the terms above. I am authorised to sign for the provider, give the "
            "undertaking for it and accept the governance arrangements of the Framework"
        ),
        error_messages={"required": "Tick the box if you are authorised to sign for the provider"},
    )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self, Layout(Question("accepts"), *self.parts()), submit="Sign for the provider"
        )


class SignForPracticeForm(SignForm):
    capacity = forms.ChoiceField(
        label="In which capacity do you sign?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the capacity in which you sign"},
    )

    def __init__(self, *args: Any, capacities: list[SigningCapacity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capacity"].choices = [  # type: ignore[attr-defined]
            (capacity.value, capacity.label) for capacity in capacities
        ]
        if len(capacities) == 1 and not self.is_bound:
            self.initial["capacity"] = capacities[0].value

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(Question("capacity", size="m"), *self.parts()),
            submit="Sign for the practice",
        )


class SubmitForm(forms.Form):
    """The last step before the sheet binds: the GPs who have not signed are confirmed by name."""

    unsigned_gps = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Return the sheet without these signatures?",
        help_text="Tick each GP whose signature is missing, or wait until they have signed.",
    )
    submit_text = "Return the sheet"

    def __init__(self, *args: Any, unsigned: list[NamedGP], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unsigned = unsigned
        field = self.fields["unsigned_gps"]
        field.choices = [  # type: ignore[attr-defined]
            (str(gp.pk), f"{gp.post.person} has not signed") for gp in unsigned
        ]

    def confirmed(self) -> list[Any]:
        """The ids ticked, as the action takes them."""
        ticked = set(self.cleaned_data["unsigned_gps"])
        return [gp.pk for gp in self.unsigned if str(gp.pk) in ticked]

    @property
    def helper(self) -> FormHelper:
        parts = [Question("unsigned_gps")] if self.unsigned else []
        return FormHelper.of(self, Layout(*parts), submit=self.submit_text)


class AnswerForm(SubmitForm):
    answer = forms.CharField(
        label="Your answer",
        help_text="Say what you have put right, or answer the question.",
        widget=forms.Textarea,
        max_length=2_000,
        error_messages={"required": "Say what you have put right, or answer the question"},
    )
    submit_text = "Answer and return the sheet"

    @property
    def helper(self) -> FormHelper:
        parts = [Question("unsigned_gps")] if self.unsigned else []
        return FormHelper.of(
            self, Layout(Question("answer", rows=5), *parts), submit=self.submit_text
        )


class AcceptForm(forms.Form):
    """Nothing to fill in for a sheet on time; the Committee's decision for a late one."""

    late_decision = forms.CharField(
        label="The Committee's decision",
        help_text="Meeting and item, like PBC Governance Committee, 24 May 2007, item 6",
        max_length=300,
        error_messages={"required": "Name the Committee's decision that lets the late sheet in"},
    )
    late_reason = forms.CharField(
        label="The Committee's reason",
        widget=forms.Textarea,
        max_length=2_000,
        error_messages={"required": "Give the Committee's reason for letting a late sheet in"},
    )

    def __init__(self, *args: Any, is_late: bool, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        if not is_late:
            del self.fields["late_decision"], self.fields["late_reason"]

    @property
    def helper(self) -> FormHelper:
        parts: list[Any] = []
        if self.fields:
            parts = [
                Fieldset(
                    "This sheet is late",
                    "late_decision",
                    Question("late_reason", rows=4),
                    hint="A late sheet is let in only by a decision of the Governance Committee.",
                )
            ]
        return FormHelper.of(self, Layout(*parts), submit="Accept the sign-up", cancel=self.cancel)


class EmptyForm(forms.Form):
    """A page whose only question is whether to go on."""

    def __init__(self, *args: Any, submit_text: str, cancel: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_text, self.cancel = submit_text, cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, Layout(), submit=self.submit_text, cancel=self.cancel)
