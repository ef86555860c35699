"""Who may change what is known of organisations. Each check has a bool twin for the page."""

from datetime import date

from localities.models import (
    Commissioner,
    Import,
    Locality,
    Organisation,
    Practice,
    Provider,
    ProviderListing,
)
from localities.statuses import ImportKind, OrganisationKind
from pbc import clock
from pbc.actor import Actor, SystemActor
from pbc.permissions import allowed, refuse_interest, require
from pbc.refusals import NotPermitted
from pbc.roles import Role

# National files tell of every organisation: only who administers the whole may write them. Lists
# may also come from a commissioner, for the practices of that commissioner.
OF_ONES_OWN_PRACTICES = (ImportKind.LIST_SIZES, ImportKind.PAYMENTS)


def commissioner_of(practice: Organisation, day: date | None = None) -> Commissioner | None:
    """The commissioner of a practice on a day (today if not given), else its latest one."""
    day = day or clock.today()
    memberships = practice.commissioner_memberships.select_related("commissioner")
    current = memberships.on(day).first() or memberships.order_by("-starts").first()
    return current.commissioner if current is not None else None


def chain_of(commissioner: Organisation | None) -> str:
    """The audit chain of a commissioner; the system's where there is none."""
    return commissioner.code if commissioner is not None else "system"


def check_can_import(actor: Actor, kind: str) -> None:
    """An administrator imports any file; a commissioner the lists of the own practices."""
    if isinstance(actor, SystemActor) or actor.holds(Role.ADMINISTRATOR):
        return
    if kind not in OF_ONES_OWN_PRACTICES:
        raise NotPermitted(
            "Only an administrator may import this kind of file: it tells of organisations of "
            "every commissioner."
        )
    if not actor.holds(Role.COMMISSIONER):
        raise NotPermitted("Only an administrator or a commissioner may import lists.")


def check_can_decide_on_import(actor: Actor, imported: Import) -> None:
    """Who may import the kind; of another person's file only an administrator decides."""
    check_can_import(actor, imported.kind)
    if isinstance(actor, SystemActor) or actor.holds(Role.ADMINISTRATOR):
        return
    if imported.uploaded_by != actor.person_id:
        raise NotPermitted("Only the person who uploaded this file, or an administrator, decides.")


def check_can_correct_list_size(actor: Actor, practice: Practice) -> None:
    """The practice's commissioner corrects a list, without an interest in the practice."""
    _require_commissioner(actor, practice, to="correct its list size")
    refuse_interest(actor, practice.pk, "correct its list size")


def check_can_move_practice(actor: Actor, practice: Practice) -> None:
    """The practice's commissioner moves it, without an interest in the practice."""
    _require_commissioner(actor, practice, to="move it between localities")
    refuse_interest(actor, practice.pk, "move it between localities")


def check_can_record_succession(actor: Actor, organisation: Organisation) -> None:
    """The commissioner of a practice or locality; of a commissioner its own administrator."""
    if isinstance(actor, SystemActor):
        return
    if organisation.kind == OrganisationKind.COMMISSIONER and actor.holds(
        Role.ADMINISTRATOR, in_organisation=organisation.pk
    ):
        return
    _require_commissioner(actor, organisation, to="record what took its place")
    refuse_interest(actor, organisation.pk, "record what took its place")


def check_can_keep_posts(actor: Actor, practice: Practice) -> None:
    """The practice manager for the own practice, or its commissioner."""
    if actor.holds(Role.PRACTICE_MANAGER, in_organisation=practice.pk):
        return
    commissioner = commissioner_of(practice)
    if commissioner is not None and actor.holds(Role.COMMISSIONER, in_organisation=commissioner.pk):
        return
    raise NotPermitted(
        "Only the practice manager, or a commissioner of this practice, may start or end posts "
        "of its GPs."
    )


def check_can_establish_commissioner(actor: Actor) -> None:
    """The commissioner of a new installation: the installation itself, at its command line."""
    if not isinstance(actor, SystemActor):
        raise NotPermitted("The first commissioner is made at the command line.")


def check_can_form_locality(actor: Actor, commissioner: Commissioner) -> None:
    """An officer of the commissioner in which the locality is formed."""
    require(actor, Role.COMMISSIONER, in_organisation=commissioner.pk, to="form localities there")


def check_can_name_commissioner(actor: Actor, commissioner: Commissioner) -> None:
    if not actor.holds(Role.ADMINISTRATOR):
        raise NotPermitted("Only an administrator may name a provisional commissioner.")


def check_can_list_provider(actor: Actor, commissioner: Organisation) -> None:
    """Put a provider on the commissioner's list: an officer of it."""
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=commissioner.pk,
        to="put providers on its list",
    )


def check_can_delist_provider(actor: Actor, listing: ProviderListing) -> None:
    """Take it off again: an officer of that commissioner, without an interest in the provider."""
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=listing.commissioner_id,
        to="take providers off its list",
    )
    refuse_interest(actor, listing.provider_id, "take it off the list")


def check_can_change_provider(actor: Actor, provider: Provider) -> None:
    """Where it is and whom to ask for: its manager, or an officer who lists it."""
    if actor.holds(Role.PROVIDER_MANAGER, in_organisation=provider.pk):
        return
    check_can_name_provider(actor, provider)


def check_can_name_provider(actor: Actor, provider: Provider) -> None:
    """Its name and type: an officer of a commissioner that lists it today."""
    listing = provider.listings.on(clock.today()).values_list("commissioner_id", flat=True)
    if not actor.organisations(Role.COMMISSIONER) & set(listing):
        raise NotPermitted(
            "Only an officer of a commissioner on whose list this provider stands may say what it "
            "is called; its manager keeps its address and contact."
        )


def check_can_nominate_payee(actor: Actor, locality: Locality) -> None:
    """The locality's commissioner, without an interest in the locality."""
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=locality.commissioner_id or 0,
        to="say to whom its payments go",
    )
    refuse_interest(actor, locality.pk, "say to whom its payments go")


can_import = allowed(check_can_import)
can_decide_on_import = allowed(check_can_decide_on_import)
can_correct_list_size = allowed(check_can_correct_list_size)
can_move_practice = allowed(check_can_move_practice)
can_record_succession = allowed(check_can_record_succession)
can_keep_posts = allowed(check_can_keep_posts)
can_name_commissioner = allowed(check_can_name_commissioner)
can_establish_commissioner = allowed(check_can_establish_commissioner)
can_form_locality = allowed(check_can_form_locality)
can_nominate_payee = allowed(check_can_nominate_payee)
can_list_provider = allowed(check_can_list_provider)
can_delist_provider = allowed(check_can_delist_provider)
can_change_provider = allowed(check_can_change_provider)
can_name_provider = allowed(check_can_name_provider)


def _require_commissioner(actor: Actor, organisation: Organisation, *, to: str) -> None:
    commissioner_id: int | None
    if organisation.kind == "locality":
        commissioner_id = organisation.commissioner_id
    elif organisation.kind == "practice":
        commissioner = commissioner_of(organisation)
        commissioner_id = commissioner.pk if commissioner is not None else None
    else:
        commissioner_id = None
    if commissioner_id is None:
        raise NotPermitted(f"No commissioner of this organisation is known who may {to}.")
    require(actor, Role.COMMISSIONER, in_organisation=commissioner_id, to=to)
