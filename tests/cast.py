"""The one fictional cast of the tests: who there is in two small commissioners.

``gather()`` writes everyone in a dozen statements and gives a ``Cast``: organisations by their
names, people by what they do. The clock of the tests stands where ``stand_on`` puts it. Practice
codes are ones that ODS could not issue; nobody and no practice here exists.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time

from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import RoleHolding, User
from localities.models import (
    Commissioner,
    CommissionerMembership,
    ListSize,
    Locality,
    LocalityMembership,
    LocalityOfficer,
    Organisation,
    Person,
    Post,
    Practice,
    Provider,
    ProviderListing,
)
from localities.statuses import Capacity, ContractType, OfficerPosition
from pbc import clock
from pbc.models import DemonstrationClock
from pbc.roles import NEEDS_SECOND_FACTOR, Role

TODAY = date(2007, 4, 16)
FIRST_DAY = date(2007, 4, 1)
LONG_AGO = date(2000, 1, 1)
RECORDED = datetime.combine(date(2007, 3, 1), time(9), tzinfo=clock.LONDON)
LISTS_RECORDED = datetime.combine(date(2007, 4, 2), time(9), tzinfo=clock.LONDON)

_NAMESPACE = uuid.UUID("5b2a3a5e-97f2-4f0e-9a7c-6d1e2f3a4b5c")

# attribute: code, name, commissioner, locality joined on 1 April, patients, contract
_PRACTICES = {
    "riverside": ("QQ001", "Riverside Surgery", "dacorum", "daccom", 8_205, ContractType.GMS),
    "millbrook": ("QQ002", "Millbrook Practice", "dacorum", None, 7_431, ContractType.GMS),
    "highfield": ("QQ003", "Highfield Medical Centre", "dacorum", None, 6_913, ContractType.PMS),
    "northgate": (
        "QQ004",
        "Northgate Health Centre",
        "dacorum",
        "daccom",
        6_000,
        ContractType.PCTMS,
    ),
    "cassio": ("QQ005", "Cassio House", "watford", "watcom", 8_000, ContractType.GMS),
}

# attribute: title, given name, family name, role and where it is held
_PEOPLE = {
    "riverside_manager": ("Mrs", "Morag", "Bell", Role.PRACTICE_MANAGER, "riverside"),
    "millbrook_manager": ("Mr", "Tomas", "Hruska", Role.PRACTICE_MANAGER, "millbrook"),
    "highfield_manager": ("Ms", "Grace", "Adeyemi", Role.PRACTICE_MANAGER, "highfield"),
    "northgate_manager": ("Mr", "Colin", "Strand", Role.PRACTICE_MANAGER, "northgate"),
    "cassio_manager": ("Mrs", "Leila", "Haddad", Role.PRACTICE_MANAGER, "cassio"),
    "okafor": ("Dr", "Ada", "Okafor", Role.GP, "riverside"),
    "lindqvist": ("Dr", "Ben", "Lindqvist", Role.GP, "riverside"),
    "pugh": ("Dr", "Carys", "Pugh", Role.GP, "riverside"),
    "raman": ("Dr", "Deepa", "Raman", Role.GP, "riverside"),
    "frost": ("Dr", "Ewan", "Frost", Role.GP, "millbrook"),
    "noor": ("Dr", "Fatima", "Noor", Role.GP, "highfield"),
    "tierney": ("Dr", "Grainne", "Tierney", Role.GP, "northgate"),
    "abara": ("Dr", "Hugo", "Abara", Role.GP, "cassio"),
    "bright": ("Dr", "Ines", "Bright", Role.GP, "cassio"),
    "cole": ("Dr", "Jonah", "Cole", Role.GP, "cassio"),
    "dunmore": ("Dr", "Kezia", "Dunmore", Role.GP, "cassio"),
    "estrada": ("Dr", "Luis", "Estrada", Role.GP, "cassio"),
    "lead": ("Dr", "Mina", "Sandoval", Role.LOCALITY_LEAD, "daccom"),
    "officer": ("Ms", "Nora", "Whitlock", Role.COMMISSIONER, "dacorum"),
    "second_officer": ("Mr", "Owen", "Castellan", Role.COMMISSIONER, "dacorum"),
    "watford_officer": ("Ms", "Priya", "Vance", Role.COMMISSIONER, "watford"),
    "preparer": ("Mr", "Quentin", "Marsh", Role.FINANCE_PREPARER, "dacorum"),
    "approver": ("Ms", "Rosa", "Delgado", Role.FINANCE_APPROVER, "dacorum"),
    "secretary": ("Mr", "Samir", "Kaplan", Role.COMMITTEE_SECRETARY, "dacorum"),
    "member": ("Mrs", "Thea", "Lonsdale", Role.COMMITTEE_MEMBER, "dacorum"),
    "lmc_observer": ("Dr", "Una", "Prescott", Role.LMC_OBSERVER, "dacorum"),
    "auditor": ("Mr", "Victor", "Ames", Role.AUDITOR, "dacorum"),
    "administrator": ("Ms", "Wanda", "Ferris", Role.ADMINISTRATOR, "dacorum"),
}

# person: practice, capacity, employed by the PCT
_POSTS = [
    ("okafor", "riverside", Capacity.PARTNER, False),
    ("lindqvist", "riverside", Capacity.PARTNER, False),
    ("pugh", "riverside", Capacity.SALARIED, False),
    ("raman", "riverside", Capacity.REGISTRAR, False),
    ("okafor", "millbrook", Capacity.PARTNER, False),
    ("frost", "millbrook", Capacity.PARTNER, False),
    ("noor", "highfield", Capacity.PARTNER, False),
    ("tierney", "northgate", Capacity.SALARIED, True),
    *(
        (name, "cassio", Capacity.PARTNER, False)
        for name in ("abara", "bright", "cole", "dunmore", "estrada")
    ),
]


@dataclass
class Cast:
    """Everyone, by the names used above: ``cast.riverside``, ``cast.officer``."""

    dacorum: Commissioner
    watford: Commissioner
    daccom: Locality
    watcom: Locality
    practices: dict[str, Practice]
    people: dict[str, User]
    posts: dict[tuple[str, str], Post] = field(default_factory=dict)

    def __getattr__(self, name: str) -> object:
        for group in ("practices", "people"):
            held = self.__dict__.get(group, {})
            if name in held:
                return held[name]
        raise AttributeError(name)

    def manager_of(self, practice: Practice) -> User:
        return self.people[f"{self._name_of(practice)}_manager"]

    def gps_of(self, practice: Practice) -> list[User]:
        """The GPs in post there, in the order they are listed above."""
        name = self._name_of(practice)
        return [self.people[person] for person, at, _, _ in _POSTS if at == name]

    def _name_of(self, practice: Practice) -> str:
        return next(name for name, held in self.practices.items() if held.pk == practice.pk)


def stand_on(day: date) -> None:
    """Move the demonstration's clock to a day; the time of day stays the real one."""
    DemonstrationClock.objects.update_or_create(pk=1, defaults={"stands_on": day})
    clock.forget()


def gather(today: date | None = TODAY) -> Cast:
    """Write the whole cast; the clock then stands on ``today``, or is the real one for None."""
    if today is not None:
        stand_on(today)
    commissioners = _commissioners()
    practices = _practices()
    localities = _localities(commissioners, practices)
    organisations = {**commissioners, **practices, **localities}
    people = _people(organisations)
    cast = Cast(
        dacorum=commissioners["dacorum"],
        watford=commissioners["watford"],
        daccom=localities["daccom"],
        watcom=localities["watcom"],
        practices=practices,
        people=people,
    )
    cast.posts = _posts(people, practices)
    _memberships(commissioners, localities, practices)
    return cast


def sign_in(client: Client, user: User) -> Client:
    """Sign a person in, just now and with the second factor where one is needed."""
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    session = client.session
    methods = ["password", "mfa"] if user.has_second_factor else ["password"]
    session["account_authentication_methods"] = [
        {"method": method, "at": timezone.now().timestamp()} for method in methods
    ]
    session["account_authentication_methods_user"] = user_id_to_str(user)
    session.save()
    return client


def a_person(given: str, family: str, *, role: Role | None = None, at: object = None) -> User:
    """One more person with a sign-in, holding a role if one is given."""
    person = Person.objects.create(
        given_name=given, family_name=family, email=_email(given, family)
    )
    user = User.objects.create(person=person, email=person.email, password="!")
    if role is not None:
        RoleHolding.objects.create(
            user=user, role=role, organisation_id=at.pk, starts=LONG_AGO, granted_at=RECORDED
        )
    if role in NEEDS_SECOND_FACTOR:
        Authenticator.objects.create(user=user, type="totp", data={"secret": "-"})
    return user


def a_pharmacy(
    commissioner: Commissioner,
    *,
    code: str = "FQQ01",
    name: str = "Lantern Pharmacy",
    manager: tuple[str, str] = ("Odile", "Grantham"),
) -> tuple[Provider, User]:
    """A pharmacy on a commissioner's list, and who acts for it."""
    provider = Provider(
        code=code,
        name=name,
        provider_type="pharmacy",
        telephone="01442 255901",
        recorded_at=RECORDED,
    )
    Organisation.objects.bulk_create([provider])
    provider = Provider.objects.get(code=code)
    ProviderListing.objects.create(
        provider=provider, commissioner=commissioner, starts=LONG_AGO, recorded_at=RECORDED
    )
    return provider, a_person(*manager, role=Role.PROVIDER_MANAGER, at=provider)


def a_gp(given: str, family: str, practice: Practice, *, starts: date, **post: object) -> User:
    """One more GP, in post at a practice from a day on."""
    user = a_person(given, family, role=Role.GP, at=practice)
    Post.objects.create(
        person=user.person,
        practice=practice,
        starts=starts,
        **{"capacity": Capacity.PARTNER, **post},
    )
    return user


def _commissioners() -> dict[str, Commissioner]:
    rows = {
        "dacorum": Commissioner(
            code="XDA",
            name="Dacorum Primary Care Trust",
            commissioner_type="pct",
            recorded_at=RECORDED,
        ),
        "watford": Commissioner(
            code="XWA",
            name="Watford and Three Rivers Primary Care Trust",
            commissioner_type="pct",
            recorded_at=RECORDED,
        ),
    }
    Organisation.objects.bulk_create(rows.values())
    return rows


def _practices() -> dict[str, Practice]:
    rows = {
        attribute: Practice(
            code=code,
            name=name,
            contract_type=contract,
            ods_status="A",
            telephone=f"01442 255{code[-3:]}",
            recorded_at=RECORDED,
        )
        for attribute, (code, name, _, _, _, contract) in _PRACTICES.items()
    }
    Organisation.objects.bulk_create(rows.values())
    return rows


def _localities(
    commissioners: dict[str, Commissioner], practices: dict[str, Practice]
) -> dict[str, Locality]:
    rows = {
        "daccom": Locality(
            code="LDAC",
            name="DacCom",
            legal_form="company",
            opened=FIRST_DAY,
            commissioner=commissioners["dacorum"],
            host_practice=practices["riverside"],
            payee=practices["riverside"],
            recorded_at=RECORDED,
        ),
        "watcom": Locality(
            code="LWAT",
            name="Watford Locality",
            legal_form="informal",
            opened=FIRST_DAY,
            commissioner=commissioners["watford"],
            recorded_at=RECORDED,
        ),
    }
    Organisation.objects.bulk_create(rows.values())
    return rows


def _people(organisations: dict[str, Organisation]) -> dict[str, User]:
    persons = {
        name: Person(
            pk=uuid.uuid5(_NAMESPACE, name),
            title=title,
            given_name=given,
            family_name=family,
            email=_email(given, family),
        )
        for name, (title, given, family, _, _) in _PEOPLE.items()
    }
    Person.objects.bulk_create(persons.values())
    users = {
        name: User(
            pk=uuid.uuid5(_NAMESPACE, f"user {name}"),
            person=person,
            email=person.email,
            password="!",
        )
        for name, person in persons.items()
    }
    User.objects.bulk_create(users.values())
    holdings = [(name, role, at) for name, (_, _, _, role, at) in _PEOPLE.items()]
    holdings.append(("okafor", Role.GP, "millbrook"))
    RoleHolding.objects.bulk_create(
        RoleHolding(
            user=users[name],
            role=role,
            organisation_id=organisations[at].pk,
            starts=LONG_AGO,
            granted_at=RECORDED,
        )
        for name, role, at in holdings
    )
    Authenticator.objects.bulk_create(
        Authenticator(user=users[name], type="totp", data={"secret": "-"})
        for name, role, _ in holdings
        if role in NEEDS_SECOND_FACTOR
    )
    LocalityOfficer.objects.create(
        locality=organisations["daccom"],
        person=persons["lead"],
        position=OfficerPosition.CLINICAL_LEAD,
        starts=FIRST_DAY,
    )
    return users


def _posts(people: dict[str, User], practices: dict[str, Practice]) -> dict[tuple[str, str], Post]:
    rows = {
        (person, practice): Post(
            person=people[person].person,
            practice=practices[practice],
            capacity=capacity,
            employed_by_commissioner=employed,
            starts=LONG_AGO,
        )
        for person, practice, capacity, employed in _POSTS
    }
    Post.objects.bulk_create(rows.values())
    return rows


def _memberships(
    commissioners: dict[str, Commissioner],
    localities: dict[str, Locality],
    practices: dict[str, Practice],
) -> None:
    CommissionerMembership.objects.bulk_create(
        CommissionerMembership(
            practice=practices[name],
            commissioner=commissioners[commissioner],
            starts=LONG_AGO,
            source="the cast",
            recorded_at=RECORDED,
        )
        for name, (_, _, commissioner, _, _, _) in _PRACTICES.items()
    )
    LocalityMembership.objects.bulk_create(
        LocalityMembership(
            practice=practices[name],
            locality=localities[locality],
            starts=FIRST_DAY,
            source="the cast",
            recorded_at=RECORDED,
        )
        for name, (_, _, _, locality, _, _) in _PRACTICES.items()
        if locality
    )
    ListSize.objects.bulk_create(
        ListSize(
            practice=practices[name],
            as_at=FIRST_DAY,
            registered=registered,
            source="the cast",
            recorded_at=LISTS_RECORDED,
        )
        for name, (_, _, _, _, registered, _) in _PRACTICES.items()
    )


def _email(given: str, family: str) -> str:
    return f"{given}.{family}@example.test".lower()
