"""Many practices at once, in a dozen statements: for what must hold, or be fast, at scale."""

from datetime import date

from les_schemes.models import NamedGP, SchemeVersion, ShownTerms, Signature, SignUp
from les_schemes.statuses import SigningCapacity, SigningMethod, SignUpStatus
from localities.models import (
    Commissioner,
    CommissionerMembership,
    ListSize,
    Locality,
    LocalityMembership,
    Organisation,
    Person,
    Post,
)
from localities.statuses import Capacity, ContractType, LegalForm, OrganisationKind
from tests.integration.payments.county import FIRST_OF_APRIL, RECORDED, at


def add_practices(
    commissioner: Commissioner,
    version: SchemeVersion,
    lists: list[int],
    *,
    code: str = "H-MANY",
    practices_a_locality: int = 40,
) -> None:
    """Practices with these list sizes, in localities of their own, each signed up by one GP."""
    practices = Organisation.objects.bulk_create(
        Organisation(
            code=f"{code}-{number}",
            name=f"Practice {code}-{number}",
            kind=OrganisationKind.PRACTICE,
            contract_type=ContractType.GMS,
            recorded_at=RECORDED,
        )
        for number in range(len(lists))
    )
    localities = Organisation.objects.bulk_create(
        Organisation(
            code=f"{code}-L{number}",
            name=f"Locality {code}-{number}",
            kind=OrganisationKind.LOCALITY,
            legal_form=LegalForm.INFORMAL,
            commissioner_id=commissioner.pk,
            payee=practices[number * practices_a_locality],
            opened=FIRST_OF_APRIL,
            recorded_at=RECORDED,
        )
        for number in range(-(-len(lists) // practices_a_locality))
    )

    def locality_of(number: int) -> Locality:
        return localities[number // practices_a_locality]

    dated = {"starts": date(2006, 10, 1), "source": "test", "recorded_at": RECORDED}
    CommissionerMembership.objects.bulk_create(
        CommissionerMembership(practice_id=practice.pk, commissioner_id=commissioner.pk, **dated)
        for practice in practices
    )
    LocalityMembership.objects.bulk_create(
        LocalityMembership(
            practice_id=practice.pk,
            locality_id=locality_of(number).pk,
            **{**dated, "starts": FIRST_OF_APRIL},
        )
        for number, practice in enumerate(practices)
    )
    ListSize.objects.bulk_create(
        ListSize(
            practice_id=practice.pk,
            as_at=FIRST_OF_APRIL,
            registered=size,
            source="Exeter system",
            recorded_at=RECORDED,
        )
        for practice, size in zip(practices, lists, strict=True)
    )
    sheets = SignUp.objects.bulk_create(
        SignUp(
            version=version,
            provider_id=practice.pk,
            commissioner_id=commissioner.pk,
            locality_id=locality_of(number).pk,
            status=SignUpStatus.ACCEPTED,
            created_at=at(date(2007, 4, 2)),
            submitted_at=at(date(2007, 4, 11)),
            received_at=at(date(2007, 4, 11)),
            accepted_at=at(date(2007, 4, 13)),
            accepted_by=version.pk,
        )
        for number, practice in enumerate(practices)
    )
    people = Person.objects.bulk_create(
        Person(given_name="Gita", family_name=f"Person-{number}") for number in range(len(lists))
    )
    posts = Post.objects.bulk_create(
        Post(
            person=person,
            practice_id=practice.pk,
            capacity=Capacity.PARTNER,
            starts=date(2000, 1, 1),
        )
        for person, practice in zip(people, practices, strict=True)
    )
    named = NamedGP.objects.bulk_create(
        NamedGP(sign_up=sheet, post=post, required=True)
        for sheet, post in zip(sheets, posts, strict=True)
    )
    shown, _ = ShownTerms.objects.get_or_create(sha256="1" * 64, defaults={"text": "terms"})
    Signature.objects.bulk_create(
        Signature(
            sign_up=gp.sign_up,
            named_gp=gp,
            person=gp.post.person,
            capacity=SigningCapacity.GP,
            method=SigningMethod.TYPED,
            name_as_signed=gp.post.person.name,
            shown=shown,
            signed_at=at(date(2007, 4, 5)),
            real_at=at(date(2007, 4, 5)),
        )
        for gp in named
    )
