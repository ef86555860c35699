"""Things made for tests by the product's own actions: a scheme, and a sign-up at a status.

Plain functions; each takes the ``Cast`` and gives what it made, as it stands in the database.
"""

from collections.abc import Iterable
from datetime import date

from accounts.models import User
from les_schemes import loading, terms_shown
from les_schemes.actions import designing, schemes, sign_ups
from les_schemes.actions.sign_ups.signing import Given
from les_schemes.costing import dry_runs
from les_schemes.design import digest, readiness
from les_schemes.design.statuses import Body
from les_schemes.examples import outcomes
from les_schemes.models import NamedGP, SchemeVersion, SignUp
from les_schemes.statuses import BEING_DESIGNED, SchemeStatus, SigningCapacity, SignUpStatus
from localities.actions import successions
from localities.models import Locality, Practice
from localities.statuses import SuccessionKind
from pbc import clock
from pbc.actor import SYSTEM
from tests import designs
from tests.cast import Cast

SHIPPED = loading.SHIPPED / "pbc_les_2007_08.toml"

# The steps that lead to a status, each done after those before it.
_STEPS = {
    SignUpStatus.DRAFT: ["start"],
    SignUpStatus.SIGNING: ["start", "prepare", "request"],
    SignUpStatus.SUBMITTED: ["start", "prepare", "request", "sign", "submit"],
    SignUpStatus.QUERIED: ["start", "prepare", "request", "sign", "submit", "query"],
    SignUpStatus.ACCEPTED: ["start", "prepare", "request", "sign", "submit", "accept"],
    SignUpStatus.REFUSED: ["start", "prepare", "request", "sign", "submit", "refuse"],
    SignUpStatus.WITHDRAWN: ["start", "withdraw"],
    SignUpStatus.WITHDRAWING: ["start", "prepare", "request", "sign", "submit", "accept", "notice"],
    SignUpStatus.TRANSFERRED: ["start", "prepare", "request", "sign", "submit", "accept", "merge"],
}


def scheme_at(status: SchemeStatus, cast: Cast, **changed_readings: str) -> SchemeVersion:
    """The shipped PBC LES 2007/08, led by Dacorum and shared by Watford; readings may differ.

    Its file says what the LMC was asked, so that it is consulted on unless a draft is wanted.
    """
    scheme_file = loading.read(SHIPPED)
    if status == SchemeStatus.DRAFT:
        del scheme_file.content["consultation"]
    if changed_readings:
        # Its examples are worked out by the readings it ships with.
        scheme_file.content["readings"].update(changed_readings)
        del scheme_file.content["examples"]
    version = loading.load(
        scheme_file, commissioner=cast.dacorum, partners=[cast.watford], by=SYSTEM
    ).version
    return opened(version, cast) if status == SchemeStatus.OPEN else version


def approved(version: SchemeVersion, cast: Cast) -> SchemeVersion:
    """A draft, or one consulted on, brought to approval: the officer designs, another approves."""
    version = SchemeVersion.objects.get(pk=version.pk)
    officer = _officers(version, cast)[0]
    if not version.rules and not readiness.is_described(version):
        designing.describe(version=version, about=designs.ABOUT, by=officer)
    if not version.rules and outcomes.why_not(version):
        designs.prove_whole(version, officer)
    if version.status == SchemeStatus.DRAFT:
        if not version.consultations.filter(body=Body.LMC).exists():
            designing.consult(version=version, asked=designs.LMC_ASKED, by=officer)
        version = schemes.record_consultation(version=version, by=officer)
    version = SchemeVersion.objects.get(pk=version.pk)
    return schemes.approve(
        version=version, seen=digest.seen(version), by=approver_of(version, cast)
    )


def opened(version: SchemeVersion, cast: Cast) -> SchemeVersion:
    """A draft, or one consulted on or approved, brought the whole way to open."""
    version = SchemeVersion.objects.get(pk=version.pk)
    if version.status in BEING_DESIGNED:
        version = approved(version, cast)
    if not version.rules and dry_runs.why_not(version):
        designs.dry_run(version, _officers(version, cast)[0])
    return schemes.open(version=version, by=_officers(version, cast)[0])


def approver_of(version: SchemeVersion, cast: Cast) -> User:
    """An officer of its commissioner who took no part in designing it."""
    designers = set(version.designers.values_list("person", flat=True))
    return next(
        officer
        for officer in reversed(_officers(version, cast))
        if officer.person_id not in designers
    )


def _officers(version: SchemeVersion, cast: Cast) -> list[User]:
    if version.commissioner_id == cast.watford.pk:
        return [cast.watford_officer]
    return [cast.officer, cast.second_officer]


def sign_up_at(
    status: SignUpStatus,
    cast: Cast,
    *,
    practice: Practice | None = None,
    version: SchemeVersion | None = None,
    unsigned: Iterable[User] = (),
    locality: Locality | None = None,
    alone: bool = False,
) -> SignUp:
    """A practice's sign-up (Riverside's if none is named), brought to a status by its actions.

    Everyone who must sign has signed but those in ``unsigned``. The practice joins the locality
    given, or that of its commissioner unless it is ``alone``.
    """
    practice = practice or cast.riverside
    version = version or open_version(cast)
    journey = _Journey(cast, practice, version, list(unsigned), locality, alone)
    for step in _STEPS[SignUpStatus(status)]:
        getattr(journey, step)()
    return SignUp.objects.get(pk=journey.sign_up.pk)


def given_by(user: User, sign_up: SignUp, **more: object) -> Given:
    """A typed signature of a person's own, on the sheet as it is now."""
    return Given(
        **{
            "typed_name": f"{user.person.given_name} {user.person.family_name}",
            "shown_sha256": terms_shown.terms_of(sign_up).sha256,
            "address": "192.0.2.7",
            **more,
        }
    )


def named(sign_up: SignUp, user: User) -> NamedGP:
    """The line of the sheet on which a GP is named."""
    return sign_up.named_gps.get(post__person=user.person)


def sign(sign_up: SignUp, user: User, **more: object) -> None:
    """A GP signs the sheet."""
    sign_ups.sign_as_gp(named=named(sign_up, user), given=given_by(user, sign_up, **more), by=user)


def open_version(cast: Cast) -> SchemeVersion:
    """Dacorum's open scheme, opened today if none is."""
    held = SchemeVersion.objects.open().filter(commissioner=cast.dacorum).first()
    return held or scheme_at(SchemeStatus.OPEN, cast)


def merged(cast: Cast, practice: Practice, *, into: Practice) -> None:
    """A practice merges into another today, and what it had signed passes on."""
    successions.record(
        predecessor=practice,
        successor=into,
        kind=SuccessionKind.MERGED,
        on=clock.today(),
        reason="The partners retire.",
        by=cast.officer,
    )
    sign_ups.transfer_due(by=SYSTEM)


class _Journey:
    """The way of one sheet, a method a step."""

    sign_up: SignUp

    def __init__(
        self,
        cast: Cast,
        practice: Practice,
        version: SchemeVersion,
        unsigned: list[User],
        locality: Locality | None,
        alone: bool,
    ) -> None:
        self.cast = cast
        self.practice = practice
        self.version = version
        self.unsigned = {user.person_id for user in unsigned}
        self.locality = locality
        self.alone = alone
        self.manager = cast.manager_of(practice)

    @property
    def officer(self) -> User:
        is_watford = self.sign_up.commissioner_id == self.cast.watford.pk
        return self.cast.watford_officer if is_watford else self.cast.officer

    def start(self) -> None:
        self.sign_up = sign_ups.start(version=self.version, provider=self.practice, by=self.manager)

    def prepare(self) -> None:
        sign_ups.confirm_gps(sign_up=self.sign_up, by=self.manager)
        locality = self.locality
        if locality is None and not self.alone:
            locality = Locality.objects.get(commissioner_id=self.sign_up.commissioner_id)
        sign_ups.choose_locality(
            sign_up=self.sign_up,
            locality=locality,
            alone=self.alone,
            contact_number="01442 255 123",
            by=self.manager,
        )
        self.sign_up = sign_ups.accept_undertaking(
            sign_up=self.sign_up,
            commitments=range(1, len(self.version.texts["commitments"]) + 1),
            by=self.manager,
        )

    def request(self) -> None:
        self.sign_up = sign_ups.request_signatures(sign_up=self.sign_up, by=self.manager)

    def sign(self) -> None:
        for gp in self.cast.gps_of(self.practice):
            line = named(self.sign_up, gp)
            if line.required and gp.person_id not in self.unsigned:
                sign(self.sign_up, gp)
        sign_ups.sign_for_practice(
            sign_up=self.sign_up,
            capacity=SigningCapacity.PRACTICE_MANAGER,
            given=given_by(self.manager, self.sign_up),
            by=self.manager,
        )

    def submit(self) -> None:
        missing = self.sign_up.named_gps.filter(required=True, signature__isnull=True)
        self.sign_up = sign_ups.submit(
            sign_up=self.sign_up,
            unsigned_gps=list(missing.values_list("pk", flat=True)),
            by=self.manager,
        )

    def query(self) -> None:
        sign_ups.query(
            sign_up=self.sign_up, reason="The contact number does not answer.", by=self.officer
        )

    def accept(self) -> None:
        sign_ups.accept(sign_up=self.sign_up, by=self.officer)

    def refuse(self) -> None:
        sign_ups.refuse(sign_up=self.sign_up, reason="Another sheet replaces it.", by=self.officer)

    def withdraw(self) -> None:
        sign_ups.withdraw(sign_up=self.sign_up, reason="", by=self.manager)

    def notice(self) -> None:
        """To leave on the last day of the calendar year."""
        sign_ups.give_notice(
            sign_up=self.sign_up,
            withdrawn_from=date(2008, 1, 1),
            reason="The partners think again.",
            by=self.manager,
        )

    def merge(self) -> None:
        merged(self.cast, self.practice, into=self.cast.millbrook)
