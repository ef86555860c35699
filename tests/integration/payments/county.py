"""A small fictional county for the tests of payments: one commissioner, its people, its practices.

Sign-ups are written as they stand once accepted: how they get there is tested where they belong.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import count

from allauth.mfa.models import Authenticator

from accounts.models import RoleHolding, User
from les_schemes.models import (
    Framework,
    NamedGP,
    Scheme,
    SchemeVersion,
    ShownTerms,
    Signature,
    SignUp,
)
from les_schemes.rules import SCHEMES
from les_schemes.statuses import SchemeStatus, SigningCapacity, SigningMethod, SignUpStatus
from localities.models import (
    Commissioner,
    CommissionerMembership,
    ListSize,
    Locality,
    LocalityMembership,
    Organisation,
    Person,
    Post,
    Practice,
)
from localities.statuses import Capacity, ContractType, LegalForm
from payments.actions import runs
from payments.models import Run
from pbc import clock, jobs
from pbc.clock import LONDON
from pbc.models import DemonstrationClock, Job, StoredFile
from pbc.roles import NEEDS_SECOND_FACTOR, Role

FIRST_OF_APRIL = date(2007, 4, 1)
LES = "pbc-les-2007-08"
_numbers = count(1)


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=LONDON)


RECORDED = at(date(2007, 4, 2))


@contextmanager
def standing_on(day: date) -> Iterator[None]:
    """Within this block the clock stands on a day, for every thread and process."""
    DemonstrationClock.objects.update_or_create(pk=1, defaults={"stands_on": day})
    with clock.read_once():
        yield


def stand_on(day: date) -> None:
    DemonstrationClock.objects.update_or_create(pk=1, defaults={"stands_on": day})


@dataclass
class County:
    """What ``make_county`` made."""

    commissioner: Commissioner
    version: SchemeVersion
    locality: Locality
    practices: list[Practice] = field(default_factory=list)
    preparer: User = None
    approver: User = None
    second_approver: User = None
    officer: User = None
    auditor: User = None


def make_county(code: str = "H-TST", lists: tuple[int, ...] = (8000, 8205)) -> County:
    commissioner = make_commissioner(code)
    county = County(
        commissioner,
        make_version(commissioner),
        make_locality(commissioner, f"{code}-L"),
    )
    for number, size in enumerate(lists, start=1):
        county.practices.append(
            make_practice(f"{code}-{number}", commissioner, county.locality, list_size=size)
        )
    if county.practices:
        set_payee(county.locality, county.practices[0])
    county.preparer = make_user("Petra Preparer", Role.FINANCE_PREPARER, commissioner)
    county.approver = make_user("Abel Approver", Role.FINANCE_APPROVER, commissioner)
    county.second_approver = make_user("Sefa Second", Role.FINANCE_APPROVER, commissioner)
    county.officer = make_user("Olu Officer", Role.COMMISSIONER, commissioner)
    county.auditor = make_user("Aud Auditor", Role.AUDITOR, commissioner)
    return county


def make_commissioner(code: str) -> Commissioner:
    return Commissioner.objects.create(
        code=code, name=f"{code} Primary Care Trust", commissioner_type="pct", recorded_at=RECORDED
    )


def make_locality(
    commissioner: Commissioner, code: str, formed: date | None = FIRST_OF_APRIL
) -> Locality:
    return Locality.objects.create(
        code=code,
        name=f"{code} locality",
        commissioner=commissioner,
        opened=formed,
        legal_form=LegalForm.INFORMAL,
        recorded_at=RECORDED,
    )


def set_payee(locality: Locality, payee: Organisation | None) -> None:
    Organisation.objects.filter(pk=locality.pk).update(payee=payee)


def make_practice(
    code: str,
    commissioner: Commissioner,
    locality: Locality | None,
    *,
    list_size: int | None = 8000,
    contract_type: str = ContractType.GMS,
) -> Practice:
    practice = Practice.objects.create(
        code=code, name=f"Practice {code}", contract_type=contract_type, recorded_at=RECORDED
    )
    CommissionerMembership.objects.create(
        practice=practice,
        commissioner=commissioner,
        starts=date(2006, 10, 1),
        source="ODS",
        recorded_at=RECORDED,
    )
    if locality is not None:
        LocalityMembership.objects.create(
            practice=practice,
            locality=locality,
            starts=FIRST_OF_APRIL,
            source="the locality",
            recorded_at=RECORDED,
        )
    if list_size is not None:
        hold_list(practice, list_size)
    return practice


def hold_list(practice: Practice, registered: int, on: date = FIRST_OF_APRIL) -> ListSize:
    return ListSize.objects.create(
        practice=practice,
        as_at=on,
        registered=registered,
        source="Exeter system",
        recorded_at=RECORDED,
    )


def correct_list(practice: Practice, registered: int, *, reason: str = "recount") -> ListSize:
    """Supersede the 1 April list, now."""
    held = practice.list_sizes.held().get(as_at=FIRST_OF_APRIL)
    now = clock.now()
    ListSize.objects.filter(pk=held.pk).update(superseded_at=now)
    return ListSize.objects.create(
        practice=practice,
        as_at=FIRST_OF_APRIL,
        registered=registered,
        source="Exeter system, corrected",
        reason=reason,
        recorded_at=now,
        supersedes=held,
    )


def make_user(
    name: str, role: Role | None = None, organisation: Organisation | None = None
) -> User:
    given, family = name.split()
    number = next(_numbers)
    person = Person.objects.create(given_name=given, family_name=family)
    user = User.objects.create_user(
        person=person, email=f"{given}.{family}.{number}@county.example".lower(), password="x"
    )
    if role is not None:
        RoleHolding.objects.create(
            user=user,
            role=role,
            organisation=organisation,
            starts=date(2006, 1, 1),
            granted_at=RECORDED,
        )
    if role in NEEDS_SECOND_FACTOR:
        Authenticator.objects.create(user=user, type="totp", data={"secret": "-"})
    return user


def make_version(commissioner: Commissioner, **readings: str) -> SchemeVersion:
    scheme = SCHEMES[LES]
    document = StoredFile.objects.create(
        storage_name=f"framework-{next(_numbers)}",
        original_name="framework.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        kind="framework",
        by_label="the test",
        at=RECORDED,
        real_at=RECORDED,
    )
    framework = Framework.objects.create(title="Framework", agreed="February 2007", file=document)
    les, _ = Scheme.objects.get_or_create(code=LES, defaults={"title": "PBC LES"})
    return SchemeVersion.objects.create(
        scheme=les,
        number=les.versions.count() + 1,
        commissioner=commissioner,
        financial_year_starts_in=2007,
        rules=LES,
        terms={term.name: term.form.write(term.default) for term in scheme.terms},
        readings={item.name: readings.get(item.name, item.default) for item in scheme.readings},
        sign_up_deadline=at(date(2007, 4, 30), 23),
        return_address="1 Fictional Street",
        return_email="les@county.example",
        framework=framework,
        texts={},
        status=SchemeStatus.OPEN,
        opened_at=at(date(2007, 3, 12)),
    )


def sign_up(
    practice: Practice,
    version: SchemeVersion,
    *,
    eligible: int = 5,
    signed: int | None = None,
    received: date = date(2007, 4, 12),
    accepted: date | None = date(2007, 4, 13),
    status: str = SignUpStatus.ACCEPTED,
    locality: Locality | None = None,
    alone: bool = False,
) -> SignUp:
    """A sheet that came back, with its GPs named and the first ``signed`` of them signed."""
    membership = practice.locality_memberships.select_related("locality").first()
    commissioner = practice.commissioner_memberships.get().commissioner
    is_accepted = status == SignUpStatus.ACCEPTED
    sheet = SignUp.objects.create(
        version=version,
        provider=practice,
        commissioner=commissioner,
        locality=None if alone else locality or (membership and membership.locality),
        alone=alone,
        status=status,
        created_at=at(date(2007, 4, 2)),
        signatures_requested_at=at(date(2007, 4, 3)),
        submitted_at=at(received),
        received_at=at(received),
        accepted_at=at(accepted) if is_accepted else None,
        accepted_by=practice_person().pk if is_accepted else None,
    )
    for number in range(eligible):
        named = name_gp(sheet)
        if number < (eligible if signed is None else signed):
            sign(named, at(date(2007, 4, 5)))
    return sheet


def practice_person() -> Person:
    return Person.objects.create(given_name="Gita", family_name=f"Person{next(_numbers)}")


def name_gp(sheet: SignUp, **values: object) -> NamedGP:
    post = Post.objects.create(
        person=practice_person(),
        practice=sheet.provider,
        capacity=Capacity.PARTNER,
        starts=date(2000, 1, 1),
    )
    return NamedGP.objects.create(sign_up=sheet, post=post, **{"required": True, **values})


def sign(named: NamedGP, moment: datetime) -> Signature:
    shown, _ = ShownTerms.objects.get_or_create(sha256="1" * 64, defaults={"text": "terms"})
    return Signature.objects.create(
        sign_up=named.sign_up,
        named_gp=named,
        person=named.post.person,
        capacity=SigningCapacity.GP,
        method=SigningMethod.TYPED,
        name_as_signed=named.post.person.name,
        shown=shown,
        signed_at=moment,
        real_at=moment,
    )


def do_jobs() -> None:
    """What a worker would do: every job that waits."""
    for job_id in Job.objects.filter(status="queued").values_list("pk", flat=True):
        jobs.run(job_id)


def prepared_run(county: County, pay_date: date) -> Run:
    run = runs.request(commissioner=county.commissioner, pay_date=pay_date, by=county.preparer)
    do_jobs()
    run.refresh_from_db()
    return run


def approved_run(county: County, pay_date: date) -> Run:
    run = prepared_run(county, pay_date)
    runs.approve(run=run, digest=run.digest, by=county.approver)
    run.refresh_from_db()
    return run


def due_of(run: Run, payee: Organisation) -> dict[str, int]:
    """What a run pays a payee, in pence by component; what is held is left out."""
    lines = run.lines.filter(payee_id=payee.pk, held_reason="")
    return dict(lines.values_list("component", "due_pence"))
