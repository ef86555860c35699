"""Who is conflicted in a matter, worked out from what is held: own practice or locality, a rival,
a partner of the person concerned, a registered interest, a part in the decision appealed against
(GOV-04, AMB-95). In a fixed number of queries however many sit on the Committee."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.models import Interest, RoleHolding
from governance import kinds
from governance.models import Matter, TakingPart
from governance.statuses import ConflictSource, Outcome
from localities.models import LocalityMembership, LocalityOfficer, Organisation, Post
from pbc.roles import HELD_IN_A_LOCALITY, HELD_IN_A_PRACTICE


@dataclass(frozen=True)
class Found:
    """A reason for which a person is out of a matter."""

    person_id: UUID
    source: ConflictSource
    organisation_id: int | None
    reason: str


@dataclass(frozen=True)
class _Belonging:
    """To which organisations people belong on the day, and how."""

    own: dict[UUID, dict[int, str]]

    def of(self, person_id: UUID) -> dict[int, str]:
        return self.own.get(person_id, {})


def find(matter: Matter, people: Iterable[UUID], on: date) -> list[Found]:
    """Every conflict of these people in a matter on a day, people in the order given."""
    asked = list(dict.fromkeys(people))
    kind = kinds.kind_of(matter)
    concerned = set(matter.concerned.values_list("pk", flat=True))
    rivals = set(kind.rivals(matter)) - concerned
    people_concerned = {
        *kind.people_concerned(matter),
        *matter.people_concerned.values_list("pk", flat=True),
    }
    belonging = _belonging([*asked, *people_concerned], on)
    names = dict(Organisation.objects.filter(pk__in=concerned | rivals).values_list("pk", "name"))
    interests = _interests(asked, concerned | rivals, on)
    decided_before = _decided_before(matter)
    found: list[Found] = []
    for person_id in asked:
        own = belonging.of(person_id)
        found += _own(person_id, own, concerned, names)
        found += _rival(person_id, own, rivals, names)
        found += _partner(person_id, own, belonging, people_concerned)
        found += interests.get(person_id, [])
        if person_id in decided_before:
            found.append(
                Found(
                    person_id,
                    ConflictSource.DECIDED_BEFORE,
                    None,
                    "Took part in the decision that is appealed against",
                )
            )
    return found


def _own(
    person_id: UUID, own: dict[int, str], concerned: set[int], names: dict[int, str]
) -> Iterator[Found]:
    for organisation_id in sorted(own.keys() & concerned):
        yield Found(
            person_id,
            ConflictSource.OWN_ORGANISATION,
            organisation_id,
            f"{own[organisation_id]} {names[organisation_id]}, which the matter concerns",
        )


def _rival(
    person_id: UUID, own: dict[int, str], rivals: set[int], names: dict[int, str]
) -> Iterator[Found]:
    for organisation_id in sorted(own.keys() & rivals):
        yield Found(
            person_id,
            ConflictSource.RIVAL,
            organisation_id,
            f"{own[organisation_id]} {names[organisation_id]}, a rival in this matter",
        )


def _partner(
    person_id: UUID, own: dict[int, str], belonging: _Belonging, people_concerned: set[UUID]
) -> Iterator[Found]:
    if person_id in people_concerned:
        yield Found(
            person_id, ConflictSource.OWN_ORGANISATION, None, "Is the person the matter concerns"
        )
        return
    for other in sorted(people_concerned, key=str):
        shared = [
            organisation_id
            for organisation_id, how in own.items()
            if how == WORKS_AT and belonging.of(other).get(organisation_id) == WORKS_AT
        ]
        if shared:
            yield Found(
                person_id,
                ConflictSource.PARTNER,
                shared[0],
                "Works at the same practice as the person the matter concerns",
            )
            return


WORKS_AT = "Works at"
SPEAKS_FOR = "Speaks for"
MEMBER_OF = "Works at a practice of"


def _belonging(people: list[UUID], on: date) -> _Belonging:
    own: dict[UUID, dict[int, str]] = {person_id: {} for person_id in people}
    posts = Post.objects.on(on).filter(person_id__in=people)
    for person_id, practice_id in posts.values_list("person_id", "practice_id"):
        own[person_id][practice_id] = WORKS_AT
    holdings = RoleHolding.objects.on(on).filter(
        user__person_id__in=people, role__in=[*HELD_IN_A_PRACTICE, *HELD_IN_A_LOCALITY]
    )
    for person_id, organisation_id, role in holdings.values_list(
        "user__person_id", "organisation_id", "role"
    ):
        how = WORKS_AT if role in HELD_IN_A_PRACTICE else SPEAKS_FOR
        own[person_id].setdefault(organisation_id, how)
    officers = LocalityOfficer.objects.on(on).filter(person_id__in=people)
    for person_id, locality_id in officers.values_list("person_id", "locality_id"):
        own[person_id].setdefault(locality_id, SPEAKS_FOR)
    practices = {practice for held in own.values() for practice in held}
    localities = dict(
        LocalityMembership.objects.on(on)
        .filter(practice_id__in=practices)
        .order_by()
        .values_list("practice_id", "locality_id")
    )
    for held in own.values():
        for practice_id in list(held):
            if practice_id in localities:
                held.setdefault(localities[practice_id], MEMBER_OF)
    return _Belonging(own)


def _interests(people: list[UUID], organisations: set[int], on: date) -> dict[UUID, list[Found]]:
    found: dict[UUID, list[Found]] = {}
    held = (
        Interest.objects.on(on)
        .filter(person_id__in=people, organisation_id__in=organisations)
        .select_related("organisation")
        .order_by("starts", "pk")
    )
    for interest in held:
        found.setdefault(interest.person_id, []).append(
            Found(
                interest.person_id,
                ConflictSource.REGISTERED,
                interest.organisation_id,
                f"{interest.get_kind_display()} interest in {interest.organisation}: "
                f"{interest.description}"[:300],
            )
        )
    return found


def _decided_before(matter: Matter) -> set[UUID]:
    """Who decided what is appealed against, corrected it, or heard an earlier appeal on it."""
    appeal = kinds.kind_of(matter).appeal_of(matter)
    if appeal is None or appeal.decision is None:
        return set()
    before = appeal.decision.matter
    took_part = TakingPart.objects.filter(decision__matter=before, took_part=True).exclude(
        decision__outcome=Outcome.DEFERRED
    )
    return {*took_part.values_list("person_id", flat=True), *_decided_before(before)}
