"""Who may provide a scheme version, and who besides the practices is invited to (R4-002..004)."""

from dataclasses import asdict, dataclass

from les_schemes.design import drafts
from les_schemes.models import OfferInvitation, ProcurementDecision, SchemeVersion
from les_schemes.offered import commissioner_offering, needing_a_list
from les_schemes.procurement import invitations, permissions
from les_schemes.procurement.statuses import (
    InvitationAnswer,
    SchemeKind,
    WhoMayProvide,
    tests_are_required,
)
from les_schemes.statuses import BEING_DESIGNED, SchemeStatus
from localities.models import Organisation
from localities.statuses import OrganisationKind
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@dataclass(frozen=True)
class Offer:
    """What a version is badged as, who may provide it, and why."""

    kind: str
    who_may_provide: str
    provider_reason: str
    requires_registered_list: bool
    registered_list_reason: str
    kind_label: str = ""
    four_tests_required: bool = False

    @classmethod
    def of(cls, version: SchemeVersion) -> "Offer":
        return cls(**{name: getattr(version, name) for name in cls.__dataclass_fields__})


@action
def say_who_may_provide(*, version: SchemeVersion, offer: Offer, by: Actor) -> SchemeVersion:
    """Say it of a draft. A kind that needs the four tests requires them whatever is asked."""
    version = SchemeVersion.objects.select_for_update().get(pk=version.pk)
    permissions.check_can_say_who_may_provide(by, version)
    if version.status not in BEING_DESIGNED:
        raise NotNow(f"{version} is no draft any more: who may provide it does not change.")
    _check(version, offer)
    _refuse_decided(version, offer)
    before = asdict(Offer.of(version))
    for name, value in asdict(offer).items():
        setattr(version, name, value.strip() if isinstance(value, str) else value)
    version.four_tests_required = offer.four_tests_required or tests_are_required(
        offer.kind, version.financial_year_starts_in
    )
    version.save(update_fields=list(before))
    drafts.changed(version, by)
    audit.record(
        event="scheme.offer_said",
        by=by,
        subject=version,
        chain=version.commissioner.audit_chain,
        before=before,
        after=asdict(Offer.of(version)),
    )
    return version


@action
def invite(*, version: SchemeVersion, provider: Organisation, by: Actor) -> OfferInvitation:
    """Invite a listed provider, no practice. It is told at once of an open scheme, of a draft when
    it opens; the practices hear of every scheme that is open to them without this."""
    version = SchemeVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    permissions.check_can_invite_provider(by, version)
    _check_invitable(version, provider)
    invitation = OfferInvitation.objects.create(
        version=version,
        provider=provider,
        invited_at=clock.now(),
        invited_by=by.person_id,  # type: ignore[misc]
    )
    if version.status == SchemeStatus.OPEN:
        invitations.tell(invitation)
    invitations.recorded(invitation, "scheme.provider_invited", by, {"provider": provider.code})
    return invitation


@action
def answer(
    *, invitation: OfferInvitation, answer: InvitationAnswer, note: str = "", by: Actor
) -> OfferInvitation:
    """The provider says whether it means to sign up, or an officer records that it said so."""
    invitation = (
        OfferInvitation.objects.select_for_update(of=("self",))
        .select_related("version__commissioner", "provider")
        .get(pk=invitation.pk)
    )
    permissions.check_can_answer_invitation(by, invitation)
    if answer not in (InvitationAnswer.WILL_SIGN_UP, InvitationAnswer.DECLINES):
        raise BadInput({"answer": "Say whether the provider means to sign up"})
    invitations.note_answer(invitation, InvitationAnswer(answer), note=note, by=by)
    return invitation


def _check_invitable(version: SchemeVersion, provider: Organisation) -> None:
    if version.is_for_practices_only:
        raise NotNow(f"{version} is for practices only, so no other provider is invited to it.")
    if version.status == SchemeStatus.WITHDRAWN:
        raise NotNow(f"{version} is withdrawn.")
    if provider.kind != OrganisationKind.PROVIDER:
        raise BadInput({"provider": "Practices hear of the scheme when it opens. Choose another"})
    if commissioner_offering(version, provider) is None:
        raise BadInput(
            {"provider": f"{provider} is not on the list of providers. Put it there first"}
        )
    if OfferInvitation.objects.filter(version=version, provider=provider).exists():
        raise BadInput({"provider": f"{provider} is invited already"})


def _refuse_decided(version: SchemeVersion, offer: Offer) -> None:
    """How providers are found was decided for those who may provide it: both change or neither."""
    said = (offer.who_may_provide, offer.requires_registered_list)
    if said == (version.who_may_provide, version.requires_registered_list):
        return
    decisions = ProcurementDecision.objects.filter(
        assessment__version=version, set_aside_at__isnull=True
    )
    if decisions.exists():
        raise NotNow(
            "The procurement route was chosen for those who may provide it now, so this stays as "
            "it is. Make a new version to change it."
        )


def _check(version: SchemeVersion, offer: Offer) -> None:
    errors = {}
    if offer.kind not in SchemeKind.values:
        errors["kind"] = "Choose what the scheme is"
    if offer.who_may_provide not in WhoMayProvide.values:
        errors["who_may_provide"] = "Choose who may provide it"
    if not offer.provider_reason.strip():
        errors["provider_reason"] = "Say why these may provide it"
    if not offer.registered_list_reason.strip():
        errors["registered_list_reason"] = "Say why it needs a registered list, or why not"
    if offer.who_may_provide != WhoMayProvide.PRACTICES:
        errors.update(_faults_for_others(version, offer))
    if errors:
        raise BadInput(errors)


def _faults_for_others(version: SchemeVersion, offer: Offer) -> dict[str, str]:
    """What keeps providers without a list from being paid anything (AMB-106)."""
    if offer.requires_registered_list:
        return {
            "requires_registered_list": "A provider that is no practice holds no registered list. "
            "Say that the scheme needs none, or that it is for practices only"
        }
    bound = needing_a_list(version)
    named = ", ".join(map(str, bound))
    if bound and len(bound) == version.objectives.count():
        return {
            "who_may_provide": f"Every objective ({named}) pays by registered patients, so a "
            "provider that is no practice could be paid nothing"
        }
    if offer.who_may_provide == WhoMayProvide.OTHERS and bound:
        return {
            "who_may_provide": f"Objective {named} pays by registered patients, which only "
            "practices have"
        }
    return {}
