"""People and what they are: for administrators, and managers for their own practice or provider."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from accounts import permissions
from accounts.actions import people
from accounts.forms import people as forms
from accounts.models import Invitation, RoleHolding, User
from pbc import audit_trail, clock, tables
from pbc import permissions as reasons
from pbc.guards import holders_of
from pbc.pages import ActionPage, Page
from pbc.roles import Role

SEES = holders_of(*permissions.MAY_INVITE, Role.AUDITOR)
CHANGES = holders_of(Role.ADMINISTRATOR, step_up=True)
ENDS_ROLES = holders_of(*permissions.MAY_INVITE, step_up=True)


def _roles_today(user: Any) -> str:
    held = [holding for holding in user.roles_seen if holding.is_held_on(clock.today())]
    return "; ".join(f"{h.get_role_display()}, {h.organisation}" for h in held)


def _second_step(user: Any) -> str:
    if user.second_factor_set_up:
        return "Set up"
    return "Needed, not set up" if user.needs_second_factor else "Not needed"


class PeopleTable(tables.Table):
    caption = "People who can sign in"
    columns = [
        tables.Column(
            "person.name",
            "Name",
            sort="person.family_name",
            header=True,
            href=lambda user: user.get_absolute_url(),
        ),
        tables.Column("email", "E-mail address", sort="email"),
        tables.Column(_roles_today, "Roles today"),
        tables.Column(_second_step, "Second step"),
        tables.StatusColumn(lambda user: "Enabled" if user.is_active else "Disabled", "Sign-in"),
        tables.DateColumn("last_login", "Last signed in", sort="last_login"),
    ]
    filters = forms.PeopleFilter
    default_sort = "person__family_name"
    empty = "Nobody you may see has a sign-in yet."


class People(Page):
    """Everybody whose roles this person sees."""

    guard = SEES
    template_name = "accounts/people.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        users = User.objects.visible_to(self.actor).with_second_factor_state()
        # What somebody holds under another commissioner is not told here.
        seen = RoleHolding.objects.visible_to(self.actor).select_related("organisation")
        roles = Prefetch("role_holdings", queryset=seen, to_attr="roles_seen")
        users = users.select_related("person").prefetch_related(roles)
        table = PeopleTable(request, users)
        if table.export_format:
            return table.export()
        open_invitations = Invitation.objects.visible_to(self.actor).open_at(timezone.now()).count()
        may_invite = self.actor.holds(*permissions.MAY_INVITE)
        return self.show(table=table, open_invitations=open_invitations, may_invite=may_invite)


class PersonPage(Page):
    """One person: roles with dates, second step, state of the sign-in, what was done to it."""

    guard = SEES
    template_name = "accounts/person.html"

    def load(self) -> None:
        users = User.objects.visible_to(self.actor).with_second_factor_state()
        self.subject = self.find(users.select_related("person"), pk=self.kwargs["pk"])

    def context(self) -> dict[str, Any]:
        holdings = RoleHolding.objects.visible_to(self.actor).filter(user=self.subject)
        rows = [
            {
                "holding": holding,
                "held": holding.is_held_on(clock.today()),
                "may_end": holding.ends is None and permissions.can_end_role(self.actor, holding),
            }
            for holding in holdings.select_related("organisation").order_by("-starts")
        ]
        is_administrator = self.actor.holds(Role.ADMINISTRATOR)
        return {
            "subject": self.subject,
            "roles": rows,
            "second_step": _second_step(self.subject),
            "may_administer": permissions.can_administer(self.actor, self.subject),
            "why_not": reasons.why_not(permissions.check_can_administer, self.actor, self.subject)
            if is_administrator
            else None,
            "history": audit_trail.history_of(self.subject, self.actor),
        }


class _OnPerson(ActionPage):
    """An act of an administrator on another person's sign-in."""

    guard = CHANGES

    def load(self) -> None:
        users = User.objects.visible_to(self.actor).select_related("person")
        self.subject = self.find(users, pk=self.kwargs["pk"])
        permissions.check_can_administer(self.actor, self.subject)

    def context(self) -> dict[str, Any]:
        return {"subject": self.subject}

    def done(self, result: User) -> User:
        return result


class PersonDisable(_OnPerson):
    template_name = "accounts/person/disable.html"
    form_class = forms.DisableForm
    done_message = "The sign-in is disabled. Open sessions have ended."

    def act(self, form: forms.DisableForm) -> User:
        return people.disable(user=self.subject, reason=form.cleaned_data["reason"], by=self.actor)


class PersonEnable(_OnPerson):
    template_name = "accounts/person/enable.html"
    form_class = forms.EnableForm
    done_message = "The sign-in is enabled again."

    def act(self, form: forms.EnableForm) -> User:
        return people.enable(user=self.subject, reason=form.cleaned_data["reason"], by=self.actor)


class PersonResetSecondFactor(_OnPerson):
    template_name = "accounts/person/reset_second_factor.html"
    form_class = forms.ResetSecondFactorForm
    done_message = "The second step is reset. The person sets up a new one after signing in."

    def act(self, form: forms.ResetSecondFactorForm) -> User:
        return people.reset_second_factor(
            user=self.subject, reason=form.cleaned_data["reason"], by=self.actor
        )


class PersonChangeAddress(_OnPerson):
    template_name = "accounts/person/change_address.html"
    form_class = forms.ChangeAddressForm
    done_message = "The address is changed. Both the old and the new one were told."

    def act(self, form: forms.ChangeAddressForm) -> User:
        return people.change_address(
            user=self.subject,
            email=form.cleaned_data["email"],
            reason=form.cleaned_data["reason"],
            by=self.actor,
        )


class PersonEndRole(ActionPage):
    """End a role that somebody holds."""

    guard = ENDS_ROLES
    template_name = "accounts/person/end_role.html"
    form_class = forms.EndRoleForm
    done_message = "The role has ended. It no longer counts, from the next page they open."

    def load(self) -> None:
        holdings = RoleHolding.objects.visible_to(self.actor)
        holdings = holdings.select_related("user__person", "organisation")
        self.holding = self.find(holdings, user_id=self.kwargs["pk"], pk=self.kwargs["holding"])
        permissions.check_can_end_role(self.actor, self.holding)

    def context(self) -> dict[str, Any]:
        return {"holding": self.holding, "subject": self.holding.user}

    def act(self, form: forms.EndRoleForm) -> RoleHolding:
        return people.end_role(
            holding=self.holding, reason=form.cleaned_data["reason"], by=self.actor
        )

    def done(self, result: RoleHolding) -> User:
        return result.user
