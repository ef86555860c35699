"""Who signs in to the demonstration, and as what."""

import secrets
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import make_password

from accounts import demonstration as second_factors
from accounts.models import Interest, InterestKind, RoleHolding, User
from demonstration.county import RECORDED, County, CountyLoader
from demonstration.names import WORDS
from localities.actions.providers import Details, list_provider
from localities.models import Organisation, Person
from localities.statuses import OfficerPosition, ProviderType
from pbc.roles import NEEDS_SECOND_FACTOR, Role

SINCE = date(2006, 10, 1)
# The practice whose story the visitor plays: nothing of its sign-up has been begun.
VISITORS_PRACTICE = "H-DAC-01"
VISITORS_COMMISSIONER = "H-WEST"
PHARMACY = "H-PHA-01"
# A GP of this practice sits on the Committee, so that there is a conflict to be found.
PRACTICE_OF_A_MEMBER = "H-WAT-01"
OFFICE = (
    (Role.COMMISSIONER, 2),
    (Role.FINANCE_PREPARER, 2),
    (Role.FINANCE_APPROVER, 2),
    (Role.COMMITTEE_SECRETARY, 1),
    (Role.COMMITTEE_MEMBER, 6),
    (Role.LMC_OBSERVER, 1),
    (Role.AUDITOR, 1),
    (Role.ADMINISTRATOR, 1),
)


def password() -> str:
    """The one password of the demonstration's people, made on the first start."""
    return settings.PBC_ENVIRONMENT.made_once(
        "demonstration_password", make=lambda: "-".join(secrets.choice(WORDS) for _ in range(4))
    )


@dataclass(frozen=True)
class SignIn:
    """One sign-in to show to a visitor."""

    role: Role
    name: str
    organisation: str
    email: str
    second_factor: bool


class CastLoader:
    """Gives everybody in the county a sign-in, and the offices their people."""

    def __init__(self, loader: CountyLoader) -> None:
        self.loader = loader
        self.county: County = loader.county
        self.encoded_password = make_password(password())

    def load(self) -> None:
        for code, practice in self.county.practices.items():
            self._give(self.county.managers[code], Role.PRACTICE_MANAGER, practice)
            for post in practice.posts.all():
                self._give(post.person, Role.GP, practice)
        for locality in self.county.localities.values():
            leads = locality.officers.filter(
                position__in=(OfficerPosition.CHAIR, OfficerPosition.CLINICAL_LEAD)
            )
            for officer in leads:
                self._give(officer.person, Role.LOCALITY_LEAD, locality)
        for commissioner in self.county.commissioners.values():
            domain = commissioner.email.split("@")[1].removesuffix(".example")
            for role, number in OFFICE:
                for _ in range(number):
                    self._give(self.loader.person(domain=domain), role, commissioner)
        self._give(
            self.county.gps[PRACTICE_OF_A_MEMBER][0].person,
            Role.COMMITTEE_MEMBER,
            self.county.commissioners[VISITORS_COMMISSIONER],
        )
        self._interests()
        self._pharmacy()

    def _give(self, person: Person, role: Role, organisation: Organisation) -> None:
        user, _ = User.objects.get_or_create(
            person=person, defaults={"email": person.email, "password": self.encoded_password}
        )
        if role in NEEDS_SECOND_FACTOR and not user.has_second_factor:
            second_factors.give_second_factor(user)
        RoleHolding.objects.create(
            user=user, role=role, organisation=organisation, starts=SINCE, granted_at=RECORDED
        )

    def _interests(self) -> None:
        """A Committee member is partner of a practice's supplier: there is something to find."""
        commissioner = self.county.commissioners[VISITORS_COMMISSIONER]
        member = RoleHolding.objects.filter(
            role=Role.COMMITTEE_MEMBER, organisation=commissioner
        ).earliest("pk")
        Interest.objects.create(
            person=member.user.person,
            organisation=self.county.practices["H-DAC-04"],
            kind=InterestKind.INDIRECT,
            description="Married to a partner of the practice",
            starts=SINCE,
            declared_at=RECORDED,
        )

    def _pharmacy(self) -> None:
        """A provider that is no practice, on the commissioner's list."""
        commissioner = self.county.commissioners[VISITORS_COMMISSIONER]
        officer = RoleHolding.objects.filter(
            role=Role.COMMISSIONER, organisation=commissioner
        ).earliest("pk")
        pharmacy = list_provider(
            commissioner=commissioner,
            code=PHARMACY,
            details=Details(
                name="Market Square Pharmacy",
                provider_type=ProviderType.PHARMACY,
                contact_name="The pharmacist in charge",
                address="4 Market Square, Hemel Hempstead",
                email="pharmacy@market-square.example",
            ),
            starts=SINCE,
            by=officer.user,
        )
        self._give(self.loader.person(domain="market-square"), Role.PROVIDER_MANAGER, pharmacy)


def sign_ins() -> list[SignIn]:
    """One sign-in per role, those whose story the visitor plays."""
    practice = Organisation.objects.get(code=VISITORS_PRACTICE)
    locality = Organisation.objects.get(code="H-DAC")
    commissioner = Organisation.objects.get(code=VISITORS_COMMISSIONER)
    where = {
        Role.GP: practice,
        Role.PRACTICE_MANAGER: practice,
        Role.PROVIDER_MANAGER: Organisation.objects.get(code=PHARMACY),
        Role.LOCALITY_LEAD: locality,
    }
    found = []
    for role in (*where, *(role for role, _ in OFFICE)):
        holding = (
            RoleHolding.objects.filter(role=role, organisation=where.get(role, commissioner))
            .select_related("user__person", "organisation")
            .order_by("pk")
            .first()
        )
        if holding is not None:
            found.append(
                SignIn(
                    role=role,
                    name=holding.user.name,
                    organisation=holding.organisation.name,
                    email=holding.user.email,
                    second_factor=role in NEEDS_SECOND_FACTOR,
                )
            )
    return found
