"""The forms of sheets on paper: whose and when, what the paper says, what the scan shows."""

from datetime import date
from typing import Any

from django import forms

from les_schemes.actions.returned_sheets import Entries
from les_schemes.models import ReturnedSheet, SchemeVersion, SignUp
from les_schemes.offered import is_practice
from les_schemes.returned_sheets import (
    LARGEST_SCAN,
    lines,
    localities_on,
    posts_on,
    signatories,
)
from les_schemes.rules.wording import on_day
from les_schemes.sheet import why_not_required
from les_schemes.statuses import SIGNS_FOR_A_PRACTICE, Channel, SigningCapacity
from localities.models import Organisation
from pbc import clock, files
from pbc.nhsuk.fields import SplitDateField
from pbc.nhsuk.layout import Fieldset, FormHelper, Layout, Question

ALONE, EMPTY, OTHER = "alone", "empty", "other"
CHANNELS = [(Channel.POST.value, Channel.POST.label), (Channel.EMAIL.value, Channel.EMAIL.label)]
FOR_THE_PRACTICE = [(capacity.value, capacity.label) for capacity in SIGNS_FOR_A_PRACTICE]


class PracticeForm(forms.Form):
    """Of which practice a blank is to bear the name."""

    practice = forms.ChoiceField(label="Practice", required=False)

    def __init__(self, *args: Any, practices: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["practice"].choices = [  # type: ignore[attr-defined]
            ("", "None: an empty sheet"),
            *((practice.code, f"{practice.name} ({practice.code})") for practice in practices),
        ]

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, Layout("practice"), submit="Fill in the sheet", method="get")


class StartForm(forms.Form):
    """Whose sheet came, when and how: the GPs to choose from follow from these."""

    practice = forms.ChoiceField(
        label="Whose sheet is it?", error_messages={"required": "Choose the practice"}
    )
    received_on = SplitDateField(
        label="When did it arrive?",
        help_text="The day counts, not the hour. For example, 12 4 2007",
        error_messages={"required": "Enter the day it arrived"},
    )
    channel = forms.ChoiceField(
        label="How did it come?",
        choices=CHANNELS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the sheet came by post or by e-mail"},
    )

    def __init__(
        self,
        *args: Any,
        version: SchemeVersion,
        practices: list[Organisation],
        cancel: str,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.version, self.cancel = version, cancel
        self.fields["practice"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a practice"),
            *((practice.code, f"{practice.name} ({practice.code})") for practice in practices),
        ]

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        opened = self.version.opened_at
        first = opened.astimezone(clock.LONDON).date() if opened else None
        if day > clock.today():
            raise forms.ValidationError("The date it arrived must be today or in the past")
        if first and day < first:
            raise forms.ValidationError(
                f"The date it arrived must be on or after {on_day(first)}, when sign-up opened"
            )
        return day

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout("practice", "received_on", Question("channel", inline=True)),
            submit="Continue",
            cancel=self.cancel,
        )


class UploadForm(forms.Form):
    """What stands on the paper, line by line, and its scan."""

    scan = forms.FileField(
        label="The scan",
        help_text=(
            "All pages in one file: PDF, PNG or JPEG, smaller than "
            f"{LARGEST_SCAN // files.MEGABYTE} MB"
        ),
        error_messages={
            "required": "Choose the file of the scan",
            "empty": "The selected file is empty.",
        },
    )
    locality = forms.ChoiceField(
        label="PBC Locality practice has joined",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the sheet says of the PBC Locality"},
    )
    signatory = forms.ChoiceField(
        label="Who signed for the practice?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who signed for the practice, or that nobody did"},
    )
    practice_signatory = forms.CharField(
        label="Name in full", help_text="As on the sheet, like Mrs Morag Bell", required=False
    )
    practice_capacity = forms.ChoiceField(
        label="In which capacity?",
        choices=FOR_THE_PRACTICE,
        help_text="If nobody signed for the practice, leave this.",
        widget=forms.RadioSelect,
        required=False,
    )
    signed_posts = forms.TypedMultipleChoiceField(
        label="Which GPs signed?",
        help_text="Tick only those whose signature is on the paper.",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    contact_number = forms.CharField(
        label="Contact number",
        help_text="Leave it empty if the sheet does.",
        max_length=40,
        required=False,
    )
    signed_on = SplitDateField(
        label="Date on the sheet",
        help_text="Leave it empty if the sheet does. For example, 10 4 2007",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        practice: Organisation,
        commissioner_id: int,
        received_on: date,
        channel: str,
        held: SignUp | None,
        cancel: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.received_on, self.channel, self.cancel = received_on, channel, cancel
        self.localities = {
            str(locality.pk): locality for locality in localities_on(commissioner_id, received_on)
        }
        self.people = {
            str(signatory.person.pk): signatory.person
            for signatory in signatories(practice, received_on)
        }
        self._offer("locality", self._locality_choices())
        self._offer("signatory", self._signatory_choices(practice))
        posts = [post for post in posts_on(practice, received_on) if not why_not_required(post)]
        self._offer("signed_posts", [(post.pk, str(post.person)) for post in posts])
        self.hints = _signed_on_the_page(held)
        self.is_practice = is_practice(practice)
        if not self.is_practice:
            # Neither GPs nor a PBC Locality, and one capacity to sign in.
            for name in ("locality", "signed_posts", "practice_capacity"):
                del self.fields[name]
            self.fields["signatory"].label = "Who signed for the provider?"

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _locality_choices(self) -> list[tuple[str, str]]:
        return [
            *((pk, locality.name) for pk, locality in self.localities.items()),
            (ALONE, "None: the practice commissions alone"),
            (EMPTY, "The sheet leaves it empty"),
        ]

    def _signatory_choices(self, practice: Organisation) -> list[tuple[str, str]]:
        return [
            *(
                (str(known.person.pk), f"{known.person} ({known.known_as})")
                for known in signatories(practice, self.received_on)
            ),
            (OTHER, "Somebody else"),
            (EMPTY, "Nobody has signed for it"),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        signatory = cleaned.get("signatory")
        if signatory == OTHER and not cleaned.get("practice_signatory"):
            self.add_error("practice_signatory", "Enter the name in full, like Morag Bell")
        if (
            self.is_practice
            and signatory not in (None, EMPTY)
            and not cleaned.get("practice_capacity")
        ):
            self.add_error(
                "practice_capacity", "Choose the capacity in which the practice was signed for"
            )
        return cleaned

    def _capacity(self) -> str:
        if not self.is_practice:
            return SigningCapacity.SIGNATORY
        return str(self.cleaned_data["practice_capacity"])

    def entries(self) -> Entries:
        """What was read on the paper, as the action takes it."""
        said = self.cleaned_data
        signatory = said["signatory"]
        return Entries(
            channel=self.channel,
            received_on=self.received_on,
            signed_on=said["signed_on"],
            locality=self.localities.get(said.get("locality", "")),
            alone=said.get("locality") == ALONE,
            contact_number=said["contact_number"],
            signed_posts=said.get("signed_posts", ()),
            practice_person=self.people.get(signatory),
            practice_signatory=said["practice_signatory"] if signatory == OTHER else "",
            practice_capacity="" if signatory == EMPTY else self._capacity(),
        )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                Question("scan", size="m"),
                *(self._of_practice() if self.is_practice else self._of_provider()),
                Question("contact_number", size="m", width=20),
                Question("signed_on", size="m"),
            ),
            submit="Upload the sheet",
            cancel=self.cancel,
        )

    def _of_practice(self) -> list[Any]:
        return [
            Question("locality", size="m"),
            Fieldset(
                "Practice Manager or Practice PBC Lead",
                Question("signatory", reveals={OTHER: "practice_signatory"}),
                Question("practice_capacity", inline=True, mark_optional=False),
            ),
            Question("signed_posts", size="m", hints=self.hints, mark_optional=False),
        ]

    def _of_provider(self) -> list[Any]:
        signatory = Question("signatory", reveals={OTHER: "practice_signatory"})
        return [Fieldset("Authorised signatory", signatory)]


class VerifyForm(forms.Form):
    """A tick for each line that the verifier found on the scan."""

    agreed = forms.MultipleChoiceField(
        label="What do you see on the scan?",
        help_text="Tick each line that says the same on the scan. If one does not, reject it.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick every line that agrees with the scan. If one does not, reject it."
        },
    )

    def __init__(self, *args: Any, sheet: ReturnedSheet, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.lines = lines(sheet)
        self.fields["agreed"].choices = [  # type: ignore[attr-defined]
            (line.key, f"{line.label}: {line.value}") for line in self.lines
        ]

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self, Layout(Question("agreed", size="m")), submit="Verify", cancel=self.cancel
        )


class RejectForm(forms.Form):
    reason = forms.CharField(
        label="Why is the sheet rejected?",
        help_text="The practice is told it. Say what does not agree, or what to send instead.",
        widget=forms.Textarea,
        max_length=2_000,
        error_messages={"required": "Say why the sheet is rejected: the practice is told it"},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self, Layout(Question("reason", rows=4)), submit="Reject the sheet", cancel=self.cancel
        )


def _signed_on_the_page(held: SignUp | None) -> dict[int, str]:
    """A hint for each GP whose signature is held already."""
    if held is None:
        return {}
    signed = held.named_gps.filter(signature__isnull=False).select_related("signature")
    return {
        named.post_id: f"Has signed: {named.signature.get_method_display().lower()}"
        for named in signed
    }
