"""The county as it stood on 1 April 2007: organisations, memberships, lists, people and posts."""

import random
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from demonstration.names import fictional_names
from localities.models import (
    Commissioner,
    CommissionerMembership,
    ListSize,
    Locality,
    LocalityMembership,
    LocalityOfficer,
    Person,
    Post,
    Practice,
)
from localities.statuses import (
    Capacity,
    CommissionerType,
    ContractType,
    OdsStatus,
    OfficerPosition,
)
from pbc.clock import LONDON
from pbc.money import share

COUNTY_FILE = Path(__file__).with_name("county.toml")
COMMISSIONERS_OPENED = date(2006, 10, 1)
FORMED = date(2007, 4, 1)
RECORDED = datetime.combine(date(2007, 4, 3), time(9), tzinfo=LONDON)
PATIENTS_TO_A_GP = 1900
RUN_BY_THE_PCT = "Newberries"


@dataclass
class County:
    """What was made, for the loaders that come after."""

    commissioners: dict[str, Commissioner] = field(default_factory=dict)
    localities: dict[str, Locality] = field(default_factory=dict)
    practices: dict[str, Practice] = field(default_factory=dict)
    gps: dict[str, list[Post]] = field(default_factory=dict)
    managers: dict[str, Person] = field(default_factory=dict)

    def practices_of(self, locality_code: str) -> list[Practice]:
        prefix = f"{locality_code}-"
        return [practice for code, practice in self.practices.items() if code.startswith(prefix)]


class CountyLoader:
    """Reads the county file and writes the county; ``self.people`` gives people who are not."""

    def __init__(self) -> None:
        self.plan: dict[str, Any] = tomllib.loads(COUNTY_FILE.read_text(encoding="utf-8"))
        self.county = County()
        self.names = fictional_names()
        self.chance = random.Random(30042007)  # noqa: S311 - a story, not secrets

    def load(self) -> County:
        for row in self.plan["commissioners"]:
            self._commissioner(row)
        for row in self.plan["localities"]:
            self._locality(row)
        return self.county

    def person(self, *, title: str = "", domain: str) -> Person:
        """A new person who does not exist, with an address that cannot."""
        given, family = next(self.names)
        return Person.objects.create(
            title=title,
            given_name=given,
            family_name=family,
            email=f"{given}.{family}@{domain}.example".lower(),
        )

    def _commissioner(self, row: dict[str, Any]) -> None:
        self.county.commissioners[row["code"]] = Commissioner.objects.create(
            code=row["code"],
            name=row["name"],
            address=row["address"],
            email=row["email"],
            commissioner_type=CommissionerType.PCT,
            opened=COMMISSIONERS_OPENED,
            recorded_at=RECORDED,
        )

    def _locality(self, row: dict[str, Any]) -> None:
        locality = Locality.objects.create(
            code=row["code"],
            name=row["name"],
            legal_form=row["legal_form"],
            company_number=row.get("company_number", ""),
            commissioner=self.county.commissioners[row["commissioner"]],
            opened=FORMED,
            recorded_at=RECORDED,
        )
        self.county.localities[locality.code] = locality
        for number, (name, patients) in enumerate(self._practices_in(row), start=1):
            self._practice(
                locality,
                self.county.commissioners[row["commissioner"]],
                f"{row['code']}-{number:02d}",
                name,
                patients,
            )
        self._payee(locality, row["paid_as"])
        self._officers(locality)

    def _practices_in(self, row: dict[str, Any]) -> list[tuple[str, int]]:
        if "practices" in row:
            return [(name, patients) for name, patients in row["practices"]]
        kinds = ("Surgery", "Medical Centre", "Health Centre", "Practice")
        names = [f"{place} {self.chance.choice(kinds)}" for place in row["places"]]
        weights = {name: self.chance.randint(35, 150) for name in names}
        return list(share(row["population"], weights).items())

    def _practice(
        self,
        locality: Locality,
        commissioner: Commissioner,
        code: str,
        name: str,
        patients: int,
    ) -> None:
        run_by_the_pct = name.startswith(RUN_BY_THE_PCT)
        contract = ContractType.PCTMS if run_by_the_pct else self._contract()
        practice = Practice.objects.create(
            code=code,
            name=name,
            address=f"{self.chance.randint(1, 120)} {name.split(' ', maxsplit=1)[0]} Road",
            telephone=f"01632 960{self.chance.randint(0, 999):03d}",
            contract_type=contract,
            ods_status=OdsStatus.ACTIVE,
            opened=date(1974, 4, 1),
            recorded_at=RECORDED,
        )
        self.county.practices[code] = practice
        CommissionerMembership.objects.create(
            practice=practice,
            commissioner=commissioner,
            starts=COMMISSIONERS_OPENED,
            source="Demonstration",
            recorded_at=RECORDED,
        )
        LocalityMembership.objects.create(
            practice=practice,
            locality=locality,
            starts=FORMED,
            reason="Membership agreed before the scheme opened",
            source="Demonstration",
            recorded_at=RECORDED,
        )
        self._lists(practice, patients)
        self._people_of(practice, patients, employed_by_commissioner=run_by_the_pct)

    def _contract(self) -> ContractType:
        return self.chance.choices((ContractType.GMS, ContractType.PMS), weights=(2, 1))[0]

    def _lists(self, practice: Practice, patients: int) -> None:
        figures = (
            (self.plan["lists_as_at"], patients, self.plan["lists_source"]),
            (
                self.plan["earlier_lists_as_at"],
                patients - self.chance.randint(-40, 160),
                self.plan["earlier_lists_source"],
            ),
        )
        for as_at, registered, source in figures:
            ListSize.objects.create(
                practice=practice,
                as_at=as_at,
                registered=registered,
                source=source,
                recorded_at=RECORDED,
            )

    def _people_of(
        self, practice: Practice, patients: int, *, employed_by_commissioner: bool
    ) -> None:
        domain = slugify(practice.name)
        self.county.managers[practice.code] = self.person(
            title=self.chance.choice(("Mr", "Mrs", "Ms")), domain=domain
        )
        posts = []
        for number in range(max(1, round(patients / PATIENTS_TO_A_GP))):
            capacity = Capacity.SALARIED if number and number % 4 == 3 else Capacity.PARTNER
            posts.append(self._post(practice, capacity, employed_by_commissioner))
        if patients > 12_000:
            self._post(practice, Capacity.REGISTRAR, employed_by_commissioner)
        self.county.gps[practice.code] = posts

    def _post(self, practice: Practice, capacity: Capacity, by_commissioner: bool) -> Post:
        return Post.objects.create(
            person=self.person(title="Dr", domain=slugify(practice.name)),
            practice=practice,
            capacity=capacity,
            employed_by_commissioner=by_commissioner,
            starts=date(self.chance.randint(1982, 2006), 9, 1),
        )

    def _payee(self, locality: Locality, paid_as: str) -> None:
        host = self.county.practices_of(locality.code)[0]
        if paid_as == "host":
            locality.host_practice, locality.payee = host, host
        elif paid_as == "itself":
            locality.payee = locality
        locality.save()

    def _officers(self, locality: Locality) -> None:
        practices = self.county.practices_of(locality.code)
        gps = [self.county.gps[practice.code][0].person for practice in practices]
        positions = (
            (OfficerPosition.CHAIR, gps[0], "GP"),
            (OfficerPosition.CLINICAL_LEAD, gps[1], "GP"),
            (OfficerPosition.EXECUTIVE_MEMBER, gps[2], "GP"),
            (
                OfficerPosition.MANAGERIAL_LEAD,
                self.county.managers[practices[0].code],
                "Practice manager",
            ),
        )
        for position, person, discipline in positions:
            LocalityOfficer.objects.create(
                locality=locality,
                person=person,
                position=position,
                discipline=discipline,
                starts=FORMED,
            )
