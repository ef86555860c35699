"""Who may do what for the Committee (requirements section L, "Decide"): record is the secretary's,
deciding is the members', never a conflicted one's."""

from datetime import timedelta

from governance import kinds
from governance.models import ActionPoint, Appeal, Committee, Condition, Matter
from governance.querysets import SITS_OR_SERVES
from governance.statuses import AppealStatus, Capacity
from localities.models import Commissioner, Person
from pbc import clock
from pbc.actor import Actor
from pbc.permissions import allowed, refuse_interest, require
from pbc.refusals import NotPermitted
from pbc.roles import Role

# As long as a letter gives to appeal; the source is silent.
DAYS_TO_GO_FURTHER = 28


def check_can_serve(actor: Actor, committee: Committee) -> None:
    """Keep the Committee's meetings, record and letters: its secretary."""
    require(
        actor,
        Role.COMMITTEE_SECRETARY,
        in_organisation=committee.commissioner_id,
        to="keep the Committee's record",
    )


can_serve = allowed(check_can_serve)


def check_can_propose(actor: Actor, committee: Committee) -> None:
    """Put a matter before the Committee: a commissioning officer, or its secretary."""
    require(
        actor,
        Role.COMMISSIONER,
        Role.COMMITTEE_SECRETARY,
        in_organisation=committee.commissioner_id,
        to="put a matter before the Committee",
    )


can_propose = allowed(check_can_propose)


def check_can_withdraw(actor: Actor, matter: Matter) -> None:
    """Withdraw a matter: who may put one before the Committee, unless its kind leaves that to
    whoever asked for it."""
    check_can_propose(actor, matter.committee)
    kinds.kind_of(matter).check_withdrawal(matter)


can_withdraw = allowed(check_can_withdraw)


def check_can_decide_alone(actor: Actor, committee: Committee) -> None:
    """Take a chair's action (AMB-94): the chair or a deputy, with the role to sit."""
    require(
        actor,
        Role.COMMITTEE_MEMBER,
        in_organisation=committee.commissioner_id,
        to="take a chair's action",
    )
    chairs = committee.memberships.on(clock.today()).filter(
        capacity__in=(Capacity.CHAIR, Capacity.DEPUTY)
    )
    if actor.person_id not in set(chairs.values_list("person_id", flat=True)):
        raise NotPermitted("Only the chair or a deputy may act for the Committee alone.")


can_decide_alone = allowed(check_can_decide_alone)


def check_can_read_private(actor: Actor, committee: Committee) -> None:
    """Read the private part of agenda, pack and minutes (GOV-10)."""
    require(
        actor,
        *SITS_OR_SERVES,
        in_organisation=committee.commissioner_id,
        to="read the private part of the Committee's papers",
    )


can_read_private = allowed(check_can_read_private)


def check_can_send_apologies(actor: Actor, committee: Committee, person: Person) -> None:
    """A member for himself or herself; the secretary for anyone."""
    if person.pk == actor.person_id and actor.holds(
        Role.COMMITTEE_MEMBER, in_organisation=committee.commissioner_id
    ):
        return
    check_can_serve(actor, committee)


can_send_apologies = allowed(check_can_send_apologies)


def check_can_finish(actor: Actor, point: ActionPoint) -> None:
    """Say that an action point is done: its owner, or the secretary."""
    if actor.person_id is not None and point.owner_id == actor.person_id:
        return
    check_can_serve(actor, point.committee)


can_finish = allowed(check_can_finish)


def check_can_discharge(actor: Actor, condition: Condition) -> None:
    """Find a condition met, which frees payments: an officer or the secretary, without an interest
    in the payee, and never whoever sees to it."""
    committee = condition.decision.matter.committee
    require(
        actor,
        Role.COMMISSIONER,
        Role.COMMITTEE_SECRETARY,
        in_organisation=committee.commissioner_id,
        to="find a condition met",
    )
    refuse_interest(actor, condition.organisation_id, "find this condition met")
    if actor.person_id == condition.owner_id:
        raise NotPermitted("Whoever sees to a condition does not find it met: ask a colleague.")


can_discharge = allowed(check_can_discharge)


def check_can_establish(actor: Actor, commissioner: Commissioner) -> None:
    """Set a commissioner's Committee up: its secretary to be."""
    require(
        actor,
        Role.COMMITTEE_SECRETARY,
        in_organisation=commissioner.pk,
        to="set up the Committee",
    )


can_establish = allowed(check_can_establish)


def check_can_pursue_appeal(actor: Actor, organisation_id: int) -> None:
    """Raise an appeal, or take it further: whoever speaks for the organisation concerned."""
    require(
        actor,
        Role.PRACTICE_MANAGER,
        Role.LOCALITY_LEAD,
        in_organisation=organisation_id,
        to="appeal for it",
    )


can_pursue_appeal = allowed(check_can_pursue_appeal)


def check_can_answer_appeal(actor: Actor, appeal: Appeal) -> None:
    """Acknowledge and answer: the commissioner's officers or the secretary, without an interest."""
    require(
        actor,
        Role.COMMISSIONER,
        Role.COMMITTEE_SECRETARY,
        in_organisation=appeal.commissioner_id,
        to="answer this appeal",
    )
    refuse_interest(actor, appeal.organisation_id, "answer its appeal")


can_answer_appeal = allowed(check_can_answer_appeal)


def check_can_close_appeal(actor: Actor, appeal: Appeal) -> None:
    """Close an appeal: whoever raised it, or once they let it rest after an answer the other side.

    Else the commissioner could end an appeal against itself before the Committee hears of it.
    """
    if can_pursue_appeal(actor, appeal.organisation_id):
        return
    check_can_answer_appeal(actor, appeal)
    last = appeal.steps.last()
    rests = timedelta(days=DAYS_TO_GO_FURTHER)
    if (
        last is None
        or appeal.status not in (AppealStatus.ANSWERED, AppealStatus.DECIDED, AppealStatus.EXTERNAL)
        or (appeal.status != AppealStatus.EXTERNAL and clock.now() < last.at + rests)
    ):
        raise NotPermitted(
            "Only whoever raised the appeal closes it until it has been answered and they have let "
            f"it rest for {DAYS_TO_GO_FURTHER} days."
        )


can_close_appeal = allowed(check_can_close_appeal)
