"""What the system itself checks of a returned sheet, for the officer who reviews it."""

from dataclasses import dataclass

from les_schemes import definitions, offered, worth
from les_schemes.models import SignUp
from les_schemes.progress import Progress, listed
from les_schemes.rules.wording import on_day, patients
from les_schemes.sheet import posts_today
from les_schemes.statuses import SigningMethod
from localities.models import LocalityMembership
from pbc import clock


@dataclass(frozen=True)
class Check:
    """One thing checked: whether it holds, and in words what was found."""

    title: str
    holds: bool
    finding: str


def of(sign_up: SignUp, progress: Progress) -> list[Check]:
    """Every check, in the order of the sheet; none of them decides for the officer."""
    if not sign_up.is_of_practice:
        return [
            _signed_for_practice(progress, "provider"),
            _same_terms(sign_up),
            _on_time(sign_up),
            _offered(sign_up),
        ]
    return [
        _gps_in_post(sign_up, progress),
        _all_signed(sign_up, progress),
        _signed_for_practice(progress),
        _same_terms(sign_up),
        _on_time(sign_up),
        _list_held(sign_up),
        *_locality(sign_up),
    ]


def _gps_in_post(sign_up: SignUp, progress: Progress) -> Check:
    posts = {post.pk: str(post.person) for post in posts_today(sign_up.provider)}
    named = {gp.post_id: str(gp.post.person) for gp in progress.named}
    joined = [name for pk, name in posts.items() if pk not in named]
    left = [name for pk, name in named.items() if pk not in posts]
    parts = [f"{len(named)} named, {len(posts)} in post today."]
    if joined:
        parts.append(f"In post and not on the sheet: {listed(joined)}.")
    if left:
        parts.append(f"On the sheet and no longer in post: {listed(left)}.")
    return Check("GPs named are the GPs in post", not joined and not left, " ".join(parts))


def _all_signed(sign_up: SignUp, progress: Progress) -> Check:
    finding = f"{progress.in_short}."
    if missing := progress.unsigned:
        effect = _effect_of_missing(sign_up)
        finding += f" Missing: {listed([str(gp.post.person) for gp in missing])}. {effect}"
    elif not progress.required:
        finding = "No GP of this practice has to sign, so objective 1 pays nothing."
    return Check("Every GP who must has signed", progress.all_signed, finding)


def _effect_of_missing(sign_up: SignUp) -> str:
    return EFFECT_OF_MISSING[definitions.gp_signatures(sign_up.version)]


EFFECT_OF_MISSING = {
    "all_required": "Objective 1 pays nothing until every one of them has signed.",
    "pro_rata": "Objective 1 pays the part that those who signed are of all.",
    "any": "Objective 1 is paid in full all the same, since one GP has signed.",
}


def _signed_for_practice(progress: Progress, whom: str = "practice") -> Check:
    signature = progress.for_practice
    if signature is None:
        return Check(f"Signed for the {whom}", False, f"Nobody has signed for the {whom}.")
    return Check(f"Signed for the {whom}", True, f"{signature}.")


def _offered(sign_up: SignUp) -> Check:
    """Whether a provider that is no practice may still provide it (R4-003)."""
    why_not = offered.why_not(sign_up.version, sign_up.provider)
    finding = why_not or f"On the list of {sign_up.commissioner}; the scheme needs no list."
    return Check("The scheme is offered to it", not why_not, finding)


def _same_terms(sign_up: SignUp) -> Check:
    """On paper that is the text printed on the sheet, which names no practice."""
    shown = set(sign_up.signatures.values_list("shown_id", "method"))
    papers = len({text for text, method in shown if method == SigningMethod.SHEET})
    pages = len({text for text, method in shown if method != SigningMethod.SHEET})
    if papers and pages == papers == 1:
        finding = "Those who signed here were shown one text, those on paper the printed sheet."
    elif pages + papers == 1:
        finding = "Everyone who signed was shown the same text."
    else:
        finding = f"{pages + papers} different texts were shown: open each signature to read it."
    return Check("All signed the same terms", pages <= 1 and papers <= 1 and bool(shown), finding)


def _on_time(sign_up: SignUp) -> Check:
    deadline = on_day(sign_up.version.last_day)
    if sign_up.is_late:
        finding = f"Received after {deadline}: only a decision of the Committee lets it in."
    else:
        finding = f"Received by the deadline, {deadline}."
    return Check("Received on time", not sign_up.is_late, finding)


def _list_held(sign_up: SignUp) -> Check:
    held = worth.list_held(sign_up.version, sign_up.provider)
    if held is None:
        day = on_day(sign_up.version.financial_year.first_day)
        return Check(
            "List size held", False, f"No list of {day} is recorded: payment waits for it."
        )
    return Check(
        "List size held",
        True,
        f"{patients(held.registered)} on {on_day(held.as_at)} ({held.source}).",
    )


def _locality(sign_up: SignUp) -> list[Check]:
    held = (
        LocalityMembership.objects.on(clock.today())
        .filter(practice=sign_up.provider_id)
        .select_related("locality")
        .first()
    )
    agrees = held is None or held.locality_id == sign_up.locality_id
    if held is None:
        finding = "The practice is in no locality; acceptance records the one it joined."
        if sign_up.alone:
            finding = "The practice is in no locality, and its sheet says so."
    else:
        finding = f"Recorded as a member of {held.locality} from {on_day(held.starts)}."
        if not agrees:
            finding += " Its sheet says otherwise: end the membership, or query the sheet."
    checks = [Check("Locality agrees with the record", agrees, finding)]
    if sign_up.locality is not None:
        payee = sign_up.locality.payee
        checks.append(
            Check(
                "The locality has a payee",
                payee is not None,
                f"Objective 3 of {sign_up.locality} is paid to {payee}."
                if payee
                else f"{sign_up.locality} has no payee yet: its lines will be held.",
            )
        )
    return checks
