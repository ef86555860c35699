"""The provider enters how many items it claims for a month, and submits the claim."""

from collections.abc import Mapping
from datetime import date

from les_schemes import permissions
from les_schemes.claims import history, months
from les_schemes.definitions import definition_of
from les_schemes.models import Claim, ClaimRevision, SignUp
from les_schemes.reports import held, identifiable, telling
from les_schemes.reports.months import due_on, following
from les_schemes.reports.workflow import CLAIM
from les_schemes.sheet import locked
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow

LARGEST_COUNT = 100_000
LONGEST_NOTE = 2_000


@action
def enter(*, sign_up: SignUp, month: date, counts: Mapping[int, int], by: Actor) -> Claim:
    """Put the number of items under each objective in place of what was entered before.

    Every objective that pays by item has a number; 0 says that there were none. ``BadInput`` is
    by ``objective-N``.
    """
    sign_up, claim = _locked_month(sign_up, month)
    permissions.check_can_claim(by, sign_up)
    claim = claim or _new(sign_up, month, by)
    step = CLAIM.step(claim.status, "enter")
    wanted = [one.number for one in months.objectives(definition_of(sign_up.version))]
    errors = {
        f"objective-{number}": "Enter how many items, 0 if there were none"
        for number in wanted
        if number not in counts
    }
    errors |= {
        f"objective-{number}": f"Enter a whole number from 0 to {LARGEST_COUNT:,}"
        for number, count in counts.items()
        if not 0 <= count <= LARGEST_COUNT
    }
    if errors:
        raise BadInput(errors)
    claim.save()
    revision = _in_hand(claim)
    held.put_items(revision, {number: counts[number] for number in wanted})
    held.recorded(claim, step, by=by, after={"items": {str(n): counts[n] for n in wanted}})
    return claim


@action
def submit(
    *, sign_up: SignUp, month: date, note: str, unusual_because: str = "", by: Actor
) -> Claim:
    """Send the claim to the locality, or to the commissioner where there is none.

    Where a count is far from the provider's own history it says why (``unusual_because``): those
    who receive the claim read it.
    """
    sign_up, claim = _locked_month(sign_up, month)
    permissions.check_can_claim(by, sign_up)
    if claim is None:
        raise NotNow(f"Nothing is entered for {month:%B %Y} yet.")
    alone = sign_up.locality_id is None
    step = CLAIM.step(claim.status, "submit_alone" if alone else "submit")
    if clock.today() < following(month):
        raise NotNow(f"{month:%B %Y} is not over. Submit its claim from the first of next month.")
    identifiable.refuse([("note", note), ("unusual_because", unusual_because)])
    revision = _in_hand(claim)
    counts = dict(revision.items.values_list("objective", "count"))
    found = history.unusual_in(claim, counts)
    if found and not unusual_because.strip():
        raise BadInput({"unusual_because": f"Say why: {'; '.join(str(one) for one in found)}"})
    for name, text in (("note", note), ("unusual_because", unusual_because)):
        if len(text) > LONGEST_NOTE:
            raise BadInput({name: f"Enter {LONGEST_NOTE:,} characters or fewer"})
    now = clock.now()
    revision.note = note.strip()
    revision.unusual_because = unusual_because.strip() if found else ""
    revision.submitted_at, revision.submitted_by = now, by.person_id
    revision.save(update_fields=["note", "unusual_because", "submitted_at", "submitted_by"])
    before = {"status": claim.status}
    claim.status = step.to
    claim.locality = sign_up.locality
    claim.submitted_at, claim.submitted_by = now, by.person_id
    claim.received_at = claim.received_at or now
    claim.locality_accepted_at = claim.locality_accepted_by = None
    claim.locality_passed_because = ""
    claim.save()
    held.recorded(
        claim,
        step,
        by=by,
        before=before,
        after={
            "revision": revision.number,
            "late": claim.is_late,
            "items": {str(number): count for number, count in counts.items()},
            "unusual": [str(one) for one in found],
        },
    )
    telling.tell_of_submission(claim, revision)
    return claim


def _locked_month(sign_up: SignUp, month: date) -> tuple[SignUp, Claim | None]:
    """The sign-up, whose lock stands for the month, and the live claim of its claimant."""
    sign_up = locked(sign_up)
    claim = (
        Claim.objects.live()
        .select_for_update(of=("self",))
        .filter(
            version=sign_up.version_id, provider=months.claimant(sign_up, month).pk, month=month
        )
        .first()
    )
    return sign_up, claim


def _new(sign_up: SignUp, month: date, by: Actor) -> Claim:
    """A claim of a month for which items count; not saved yet."""
    if month not in {slot.month for slot in months.slots_of([sign_up])}:
        raise NotNow(f"{sign_up.holder} has nothing to claim for {month:%B %Y}.")
    if clock.today() < month:
        raise NotNow(f"{month:%B %Y} has not begun.")
    claim = Claim(
        version=sign_up.version,
        provider=months.claimant(sign_up, month),
        commissioner=sign_up.commissioner,
        locality=sign_up.locality,
        month=month,
        due_on=due_on(month),
        created_at=clock.now(),
    )
    claim.created_by = by.person_id  # type: ignore[assignment]  # who may do this is a person
    return claim


def _in_hand(claim: Claim) -> ClaimRevision:
    """The revision that is being prepared; begun now if there is none."""
    revision = claim.revisions.filter(submitted_at__isnull=True).first()
    if revision is not None:
        return revision
    return ClaimRevision.objects.create(
        claim=claim, number=claim.revisions.count() + 1, begun_at=clock.now()
    )
