"""What has happened by 16 April 2007: told through the same actions as a person's work would be.

The scheme opened on 12 March; practices have begun to sign up; the first sheets are accepted and a
first run has paid them. The visitor's own practice has not begun.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial

from accounts.models import RoleHolding, User
from demonstration import committee, reporting
from demonstration.cast import VISITORS_COMMISSIONER
from demonstration.county import County
from les_schemes import loading, terms_shown
from les_schemes.actions import schemes, sign_ups
from les_schemes.actions.sign_ups.signing import Given
from les_schemes.design import digest
from les_schemes.models import SchemeVersion, SignUp
from les_schemes.statuses import SigningCapacity, SignUpStatus
from localities.models import Organisation
from payments.actions import runs
from payments.models import Run
from pbc import clock, jobs
from pbc.documents import rendering
from pbc.models import DemonstrationClock, Job
from pbc.roles import Role

SCHEME = loading.SHIPPED / "pbc_les_2007_08.toml"
OPENED = date(2007, 3, 12)
STANDS_ON = date(2007, 4, 16)
FIRST_RUN = date(2007, 4, 13)
TEMPLATE_PROPOSED = date(2007, 4, 12)
TEMPLATE_AGREED = date(2007, 4, 13)


@dataclass(frozen=True)
class Chapter:
    """How far the sign-up of one practice has come, and on which days."""

    begun: date
    signatures: str = "all"
    submitted: date | None = None
    reviewed: date | None = None
    outcome: str = ""


ACCEPTED = Chapter(date(2007, 4, 2), "all", date(2007, 4, 5), date(2007, 4, 11), "accept")
ONE_MISSING = Chapter(
    date(2007, 4, 2), "all but one", date(2007, 4, 10), date(2007, 4, 12), "accept"
)
WAITS_FOR_REVIEW = Chapter(date(2007, 4, 10), "all", date(2007, 4, 13))
QUERIED = Chapter(date(2007, 4, 3), "all but one", date(2007, 4, 11), date(2007, 4, 13), "query")
BEING_SIGNED = Chapter(date(2007, 4, 11), "half")
BEGUN = Chapter(date(2007, 4, 12), "not asked")

# By practice; a practice that is not here has not begun.
CHAPTERS = {
    "H-DAC-02": ACCEPTED,
    "H-DAC-03": ACCEPTED,
    "H-DAC-04": WAITS_FOR_REVIEW,
    "H-DAC-05": BEING_SIGNED,
    "H-DAC-06": ONE_MISSING,
    "H-DAC-08": WAITS_FOR_REVIEW,
    "H-DAC-09": BEING_SIGNED,
    "H-DAC-10": ACCEPTED,
    "H-DAC-11": QUERIED,
    "H-DAC-12": BEGUN,
    "H-DAC-14": ACCEPTED,
    "H-DAC-15": WAITS_FOR_REVIEW,
    "H-DAC-16": BEING_SIGNED,
    "H-STA-01": ACCEPTED,
    "H-STA-02": WAITS_FOR_REVIEW,
    "H-STA-03": BEING_SIGNED,
    "H-STA-05": QUERIED,
    "H-STA-08": BEGUN,
    "H-WAT-01": ACCEPTED,
    "H-WAT-02": BEING_SIGNED,
    "H-WAT-04": WAITS_FOR_REVIEW,
    "H-TRV-01": ACCEPTED,
    "H-TRV-03": BEING_SIGNED,
    "H-HMR-01": WAITS_FOR_REVIEW,
    "H-HMR-02": BEGUN,
    "H-BRD-01": ACCEPTED,
    "H-STV-01": ACCEPTED,
    "H-STV-02": WAITS_FOR_REVIEW,
    "H-NHT-01": BEING_SIGNED,
    "H-WHT-01": WAITS_FOR_REVIEW,
    "H-WHT-02": BEING_SIGNED,
    "H-LEA-01": ACCEPTED,
    "H-LEA-05": BEGUN,
    "H-SVV-01": QUERIED,
    "H-HWR-01": BEING_SIGNED,
}
QUERY = "Please confirm that the list of GPs is complete: our record has one more."


@contextmanager
def standing_on(day: date) -> Iterator[None]:
    """What is told within happened on this day."""
    DemonstrationClock.objects.update_or_create(pk=1, defaults={"stands_on": day})
    with clock.read_once():
        yield


def holder(role: Role, organisation: Organisation, *, other_than: User | None = None) -> User:
    """The first person who holds a role there, and is not the one named."""
    return (
        RoleHolding.objects.filter(role=role, organisation=organisation)
        .exclude(user=other_than)
        .select_related("user__person")
        .earliest("pk")
        .user
    )


class Story:
    """Tells what has happened, day by day, so that every clock and chain runs forward."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.version = self._scheme_opens()
        self.sheets: dict[str, SignUp] = {}
        # Agreements are sealed PDFs: without the libraries that make them, nothing is accepted.
        self.can_seal = not rendering.missing()

    def tell(self) -> None:
        events = sorted(self._events(), key=lambda event: event[0])
        for day, happens in events:
            with standing_on(day):
                happens()
        DemonstrationClock.objects.update_or_create(pk=1, defaults={"stands_on": STANDS_ON})

    def summary(self) -> Iterator[str]:
        accepted = SignUp.objects.filter(status=SignUpStatus.ACCEPTED).count()
        yield f"{SignUp.objects.count()} sign-ups begun, {accepted} accepted"
        yield f"{Run.objects.count()} run paid; the demonstration stands on {STANDS_ON:%-d %B %Y}"

    def _scheme_opens(self) -> SchemeVersion:
        with standing_on(OPENED):
            lead, *partners = self.county.commissioners.values()
            officer = holder(Role.COMMISSIONER, lead)
            scheme_file = loading.read(SCHEME)
            loaded = loading.load(scheme_file, commissioner=lead, partners=partners, by=officer)
            approver = holder(Role.COMMISSIONER, lead, other_than=officer)
            approved = schemes.approve(
                version=loaded.version, seen=digest.seen(loaded.version), by=approver
            )
            return schemes.open(version=approved, by=officer)

    def _events(self) -> Iterator[tuple[date, Callable[[], None]]]:
        for code, chapter in CHAPTERS.items():
            yield chapter.begun, partial(self._begin, code, chapter)
            if chapter.submitted:
                yield chapter.submitted, partial(self._submit, code)
            if chapter.reviewed:
                yield chapter.reviewed, partial(self._review, code, chapter.outcome)
        yield committee.ESTABLISHED, partial(committee.establish, self.county)
        yield FIRST_RUN, self._first_run
        # Only localities with members have a voice in what is reported.
        if self.can_seal:
            yield TEMPLATE_PROPOSED, partial(reporting.propose, self.version)
            yield TEMPLATE_AGREED, partial(reporting.agree, self.version)

    def _begin(self, code: str, chapter: Chapter) -> None:
        practice = self.county.practices[code]
        manager = holder(Role.PRACTICE_MANAGER, practice)
        sheet = sign_ups.start(version=self.version, provider=practice, by=manager)
        self.sheets[code] = sheet
        sign_ups.confirm_gps(sign_up=sheet, by=manager)
        sign_ups.choose_locality(
            sign_up=sheet,
            locality=self.county.localities[code[:5]],
            alone=False,
            contact_number=practice.telephone,
            by=manager,
        )
        sign_ups.accept_undertaking(
            sign_up=sheet,
            commitments=range(1, len(self.version.texts["commitments"]) + 1),
            by=manager,
        )
        if chapter.signatures == "not asked":
            return
        sign_ups.request_signatures(sign_up=sheet, by=manager)
        self._gps_sign(sheet, chapter.signatures)

    def _gps_sign(self, sheet: SignUp, how_many: str) -> None:
        asked = list(sheet.named_gps.filter(required=True).select_related("post__person__user"))
        number = {"all": len(asked), "all but one": len(asked) - 1, "half": len(asked) // 2}
        for named in asked[: number[how_many]]:
            person = named.post.person
            sign_ups.sign_as_gp(named=named, given=self._given(sheet, person.name), by=person.user)

    def _submit(self, code: str) -> None:
        sheet = self.sheets[code]
        manager = holder(Role.PRACTICE_MANAGER, sheet.provider)
        sign_ups.sign_for_practice(
            sign_up=sheet,
            capacity=SigningCapacity.PRACTICE_MANAGER,
            given=self._given(sheet, manager.person.name),
            by=manager,
        )
        unsigned = sheet.named_gps.filter(required=True, signature__isnull=True)
        sign_ups.submit(
            sign_up=sheet, unsigned_gps=list(unsigned.values_list("pk", flat=True)), by=manager
        )

    def _review(self, code: str, outcome: str) -> None:
        sheet = self.sheets[code]
        officer = holder(Role.COMMISSIONER, sheet.commissioner)
        if outcome == "query":
            sign_ups.query(sign_up=sheet, reason=QUERY, by=officer)
        elif self.can_seal:
            sign_ups.accept(sign_up=sheet, by=officer)

    def _first_run(self) -> None:
        commissioner = self.county.commissioners[VISITORS_COMMISSIONER]
        preparer = holder(Role.FINANCE_PREPARER, commissioner)
        run = runs.request(commissioner=commissioner, pay_date=FIRST_RUN, by=preparer)
        for job in Job.objects.filter(arguments__run=str(run.pk)):
            jobs.run(job.pk)
        run.refresh_from_db()
        approver = holder(Role.FINANCE_APPROVER, commissioner)
        runs.approve(run=run, digest=run.digest, by=approver)
        runs.mark_paid(run=run, reference="BACS 13 APR 2007", by=preparer)

    def _given(self, sheet: SignUp, name: str) -> Given:
        shown = terms_shown.terms_of(SignUp.objects.get(pk=sheet.pk))
        return Given(typed_name=name, shown_sha256=shown.sha256, address="127.0.0.1")
