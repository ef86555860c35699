"""Who may provide a scheme, and who besides the practices is invited to."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from les_schemes import offered
from les_schemes.actions import offers
from les_schemes.models import OfferInvitation, SchemeVersion, SignUp
from les_schemes.procurement import forms, opening, permissions
from les_schemes.procurement.statuses import InvitationAnswer
from les_schemes.procurement.tables import InvitationTable
from les_schemes.statuses import BEING_DESIGNED, LIVE, NOT_OPENED
from les_schemes.views.schemes import versions_visible_to
from localities.models import Provider
from pbc import clock
from pbc.guards import SignedIn
from pbc.pages import ActionPage, Page
from pbc.permissions import why_not
from pbc.roles import Role


class OfVersion(Page):
    """The base of pages about who provides one scheme version."""

    guard = SignedIn()
    version: SchemeVersion
    check: ClassVar[Any] = None

    def load(self) -> None:
        self.version = self.find(versions_visible_to(self.actor), pk=self.kwargs["pk"])
        if type(self).check is not None:
            type(self).check(self.actor, self.version)

    def context(self) -> dict[str, Any]:
        return {"version": self.version}

    @property
    def url(self) -> str:
        return reverse("les_schemes:scheme-providers", args=[self.version.pk])


class SchemeProviders(OfVersion):
    """Who may provide the scheme and why, and the invitation list."""

    template_name = "les_schemes/offer/providers.html"

    def invitations(self) -> "QuerySet[OfferInvitation]":
        visible = OfferInvitation.objects.visible_to(self.actor).filter(version=self.version)
        return visible.select_related("provider")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        table = InvitationTable(request, self._rows())
        return table.export() if table.export_format else self.show(table=table)

    def _rows(self) -> list[dict[str, Any]]:
        sign_ups = {
            sign_up.provider_id: sign_up
            for sign_up in SignUp.objects.visible_to(self.actor).filter(
                version=self.version, status__in=LIVE
            )
        }
        return [
            {
                "provider": invitation.provider,
                "provider__name": invitation.provider.name,
                "provider_type": invitation.provider.get_provider_type_display(),
                "invited_at": invitation.invited_at,
                "told_at": invitation.told_at,
                "answer": InvitationAnswer(invitation.answer),
                "answer_note": invitation.answer_note,
                "answered_at": invitation.answered_at,
                "answer_url": self._answer_url(invitation),
                "standing": held.get_status_display() if held else "Not begun",
                "sign_up_url": held.get_absolute_url() if held else None,
            }
            for invitation in self.invitations()
            for held in [sign_ups.get(invitation.provider_id)]
        ]

    def _answer_url(self, invitation: OfferInvitation) -> str:
        return reverse(
            "les_schemes:scheme-provider-answer",
            args=[self.version.pk, invitation.provider.code],
        )

    def context(self) -> dict[str, Any]:
        version, actor = self.version, self.actor
        is_draft = version.status in BEING_DESIGNED
        may_invite = permissions.can_invite_provider(actor, version)
        return {
            **super().context(),
            "is_draft": is_draft,
            "may_say": is_draft and permissions.can_say_who_may_provide(actor, version),
            "why_not_say": why_not(permissions.check_can_say_who_may_provide, actor, version),
            "is_officer": actor.holds(Role.COMMISSIONER),
            "may_invite": may_invite and not version.is_for_practices_only,
            "sees_list": not version.is_for_practices_only
            and (may_invite or self.invitations().exists()),
            "practices": offered.practices_offered(version).count(),
            "needing_a_list": offered.needing_a_list(version),
            "may_see_procurement": permissions.can_see_procurement(actor, version),
            "why_not_open": opening.why_not_open(version) if version.status in NOT_OPENED else "",
        }


class SchemeProvidersChange(OfVersion, ActionPage):
    """Say what a draft is badged as, who may provide it, and why."""

    template_name = "les_schemes/offer/change.html"
    form_class = forms.OfferForm
    done_message = "Who may provide the scheme is saved."
    check = staticmethod(permissions.check_can_say_who_may_provide)

    def form_arguments(self) -> dict[str, Any]:
        return {"version": self.version, "cancel": self.url}

    def act(self, form: forms.OfferForm) -> SchemeVersion:
        return offers.say_who_may_provide(version=self.version, offer=form.offer(), by=self.actor)

    def done(self, result: SchemeVersion) -> str:
        return self.url


class SchemeProviderInvite(OfVersion, ActionPage):
    """Invite a provider on the list that was not invited yet."""

    template_name = "les_schemes/offer/invite.html"
    form_class = forms.InviteForm
    done_message = "The provider is on the invitation list."
    check = staticmethod(permissions.check_can_invite_provider)

    def providers(self) -> "QuerySet[Provider]":
        listed = Provider.objects.listed_by(list(offered.offering(self.version)), clock.today())
        invited = OfferInvitation.objects.filter(version=self.version).values("provider")
        return listed.on(clock.today()).exclude(pk__in=invited).order_by("name")

    def form_arguments(self) -> dict[str, Any]:
        return {"providers": self.providers(), "cancel": self.url}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "any_left": self.providers().exists()}

    def act(self, form: forms.InviteForm) -> OfferInvitation:
        return offers.invite(
            version=self.version, provider=form.cleaned_data["provider"], by=self.actor
        )

    def done(self, result: OfferInvitation) -> str:
        return self.url


class SchemeProviderAnswer(OfVersion, ActionPage):
    """A provider answers its invitation, or an officer records that it did."""

    template_name = "les_schemes/offer/answer.html"
    form_class = forms.AnswerInvitationForm
    done_message = "The answer is kept."

    def load(self) -> None:
        super().load()
        visible = OfferInvitation.objects.visible_to(self.actor).filter(version=self.version)
        self.invitation: OfferInvitation = self.find(
            visible.select_related("provider", "version__scheme"),
            provider__code=self.kwargs["code"],
        )
        permissions.check_can_answer_invitation(self.actor, self.invitation)

    def form_arguments(self) -> dict[str, Any]:
        return {"cancel": self.version.get_absolute_url()}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "invitation": self.invitation}

    def act(self, form: forms.AnswerInvitationForm) -> OfferInvitation:
        return offers.answer(
            invitation=self.invitation,
            answer=InvitationAnswer(form.cleaned_data["answer"]),
            note=form.cleaned_data["note"],
            by=self.actor,
        )

    def done(self, result: OfferInvitation) -> str:
        if self.actor.holds(Role.COMMISSIONER):
            return self.url
        return self.version.get_absolute_url()
