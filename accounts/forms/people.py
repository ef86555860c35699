"""Forms by which people are invited, and their sign-ins and roles kept in order."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import RoleHolding
from localities.models import Organisation
from pbc import clock
from pbc.nhsuk.layout import Fieldset, FormHelper, Layout, Question
from pbc.roles import Role


class PeopleFilter(forms.Form):
    """Narrows the list of people."""

    q = forms.CharField(label="Name or e-mail address", required=False)
    role = forms.ChoiceField(
        label="Role today", choices=[("", "Any"), *Role.choices], required=False
    )
    state = forms.ChoiceField(
        label="Sign-in",
        choices=[
            ("", "Any"),
            ("active", "Enabled"),
            ("disabled", "Disabled"),
            ("lacking", "Second step needed, not set up"),
        ],
        required=False,
    )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Show", method="get")

    def narrow(self, users: Any) -> Any:
        asked = self.cleaned_data
        for word in asked["q"].split():
            users = (
                users.filter(person__family_name__icontains=word)
                | users.filter(person__given_name__icontains=word)
                | users.filter(email__icontains=word)
            )
        if asked["role"]:
            held = RoleHolding.objects.on(clock.today()).filter(role=asked["role"])
            users = users.filter(pk__in=held.values("user"))
        if asked["state"] == "lacking":
            users = users.filter(needs_second_factor=True, second_factor_set_up=False)
        elif asked["state"]:
            users = users.filter(is_active=asked["state"] == "active")
        return users


class InvitationFilter(forms.Form):
    q = forms.CharField(label="Name or e-mail address", required=False)
    role = forms.ChoiceField(label="Role", choices=[("", "Any"), *Role.choices], required=False)

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Show", method="get")

    def narrow(self, invitations: Any) -> Any:
        asked = self.cleaned_data
        for word in asked["q"].split():
            invitations = invitations.filter(
                person__family_name__icontains=word
            ) | invitations.filter(email__icontains=word)
        if asked["role"]:
            invitations = invitations.filter(role=asked["role"])
        return invitations


class OrganisationField(forms.ModelChoiceField):
    """An organisation by name and code: there is more than one "The Surgery"."""

    def label_from_instance(self, organisation: Organisation) -> str:
        return f"{organisation.name} ({organisation.code})"


class InviteForm(forms.Form):
    """Whom to invite, to which role, where."""

    title = forms.CharField(label="Title", max_length=20, required=False)
    given_name = forms.CharField(
        label="Given name", max_length=80, error_messages={"required": "Enter the given name"}
    )
    family_name = forms.CharField(
        label="Family name", max_length=80, error_messages={"required": "Enter the family name"}
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="Their own, not one that several people read.",
        error_messages={
            "required": "Enter the person’s e-mail address",
            "invalid": "Enter an e-mail address in the right form, like name@example.nhs.uk",
        },
    )
    role = forms.ChoiceField(
        label="Role", error_messages={"required": "Choose the role the person will hold"}
    )
    organisation = OrganisationField(
        Organisation.objects.none(),
        label="Where",
        empty_label="Choose an organisation",
        error_messages={"required": "Choose the organisation in which the person will hold it"},
    )

    def __init__(
        self,
        *args: Any,
        roles: list[Role],
        organisations: QuerySet[Organisation],
        fixed_person: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        organisation: Any = self.fields["organisation"]
        role.choices = [("", "Choose a role"), *((each.value, each.label) for each in roles)]
        organisation.queryset = organisations
        self.fixed_person = fixed_person
        if fixed_person:
            for name in ("title", "given_name", "family_name"):
                del self.fields[name]

    @property
    def helper(self) -> FormHelper:
        names = (
            []
            if self.fixed_person
            else [
                Question("title", width=5, autocomplete="off"),
                Question("given_name", width=20, autocomplete="off"),
                Question("family_name", width=20, autocomplete="off"),
            ]
        )
        return FormHelper.of(
            self,
            Layout(
                Fieldset("Who", *names, Question("email", autocomplete="off")),
                Fieldset("What they will be", "role", "organisation"),
            ),
            submit="Send the invitation",
        )


class ReasonForm(forms.Form):
    """Why a sensitive act is done: it stands in the audit trail."""

    reason = forms.CharField(
        label="Why?",
        help_text="It is kept in the audit trail.",
        max_length=300,
        error_messages={"required": "Say why, in a few words"},
    )
    submit = "Continue"
    variant: str | None = None

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit=self.submit)


class DisableForm(ReasonForm):
    submit = "Disable this sign-in"


class EnableForm(ReasonForm):
    submit = "Enable this sign-in"


class ResetSecondFactorForm(ReasonForm):
    submit = "Reset the second step"


class EndRoleForm(ReasonForm):
    submit = "End this role"


class ChangeAddressForm(ReasonForm):
    email = forms.EmailField(
        label="New e-mail address",
        error_messages={
            "required": "Enter the new e-mail address",
            "invalid": "Enter an e-mail address in the right form, like name@example.nhs.uk",
        },
    )
    field_order = ["email", "reason"]
    submit = "Change the address"


class AcceptForm(forms.Form):
    """What somebody who is already signed in sends to accept."""

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Accept")


class AcceptAsNewForm(AcceptForm):
    """What somebody new sends to accept: a password of their own."""

    password = forms.CharField(
        label="Choose a password",
        help_text="At least 12 characters. Three words that do not belong together are easy to "
        "remember; you can also paste one from a password manager.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password"},
    )
    password_again = forms.CharField(
        label="The password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter the password again"},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        passwords = (given.get("password"), given.get("password_again"))
        if all(passwords) and passwords[0] != passwords[1]:
            self.add_error("password_again", "The two passwords differ. Enter the same twice.")
        return given
