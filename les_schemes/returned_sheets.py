"""What actions and pages ask of a sheet that came on paper: who may be on it, what to check."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accounts.models import RoleHolding
from les_schemes import offered
from les_schemes.models import ReturnedSheet, SchemeVersion, SignUp
from les_schemes.rules.wording import on_day
from les_schemes.sheet import under_way, why_not_required
from les_schemes.statuses import SignUpStatus
from localities.models import Locality, Organisation, Person, Post
from pbc import clock, files
from pbc.actor import Actor
from pbc.models import StoredFile
from pbc.refusals import BadInput
from pbc.roles import MANAGES_A_PROVIDER, Role

FILE_KIND = "returned sheet"
LARGEST_SCAN = 10 * files.MEGABYTE
NO_DATE = "no date"
TITLES = {"dr", "mr", "mrs", "miss", "ms", "mx", "prof", "professor"}
NOT_RETURNED = (SignUpStatus.DRAFT, SignUpStatus.SIGNING)
# With the practice still: a verified sheet says what the sign-up is to hold.
OPEN_TO_ENTRIES = (*NOT_RETURNED, SignUpStatus.QUERIED)


@dataclass(frozen=True)
class Line:
    """One entry that the verifier finds on the scan: its key, what it is, what was entered."""

    key: str
    label: str
    value: str


@dataclass(frozen=True)
class Signatory:
    """Someone known who may have signed for the practice, and as what."""

    person: Person
    known_as: str


def posts_on(practice: Organisation, day: date) -> list[Post]:
    """The GPs in post at the practice on a day (F-SIGN-13)."""
    return list(
        Post.objects.on(day)
        .filter(practice=practice.pk)
        .select_related("person", "practice")
        .order_by("person__family_name", "person__given_name")
    )


def signatories(provider: Organisation, day: date) -> list[Signatory]:
    """The managers of that day or of today, then, of a practice, its GPs of that day."""
    found: dict[object, Signatory] = {}
    for on in (day, clock.today()):
        holdings = (
            RoleHolding.objects.on(on)
            .of(*MANAGES_A_PROVIDER)
            .filter(organisation_id=provider.pk)
            .select_related("user__person")
        )
        for holding in holdings:
            person = holding.user.person
            found.setdefault(person.pk, Signatory(person, holding.get_role_display()))
    for post in posts_on(provider, day):
        found.setdefault(post.person_id, Signatory(post.person, post.get_capacity_display()))
    return list(found.values())


def localities_on(commissioner_id: int, day: date) -> list[Locality]:
    """The localities a practice could join on a day: open ones of its commissioner."""
    return list(Locality.objects.on(day).filter(commissioner_id=commissioner_id))


def providers_of(version: SchemeVersion, actor: Actor) -> list[Organisation]:
    """Those for whom the actor records sheets: the own commissioner's, who are offered this."""
    own = actor.organisations(Role.COMMISSIONER)
    return [
        *offered.practices_offered(version, own).order_by("name", "code"),
        *offered.others_offered(version, own).order_by("name", "code"),
    ]


def live_sign_up(version: SchemeVersion, practice: Organisation) -> SignUp | None:
    return under_way(version, practice)


def lines(sheet: ReturnedSheet) -> list[Line]:
    """Everything that was read on the paper, in the order of the sheet."""
    return list(_lines(sheet))


def _lines(sheet: ReturnedSheet) -> Iterator[Line]:
    practice = sheet.sign_up.provider
    yield Line(
        "words",
        "Words of the sheet",
        f"The undertaking of {sheet.sign_up.version}, with all its commitments",
    )
    is_practice = sheet.sign_up.is_of_practice
    named = "Practice name" if is_practice else "Provider name"
    yield Line("practice", named, f"{practice.name} ({practice.code})")
    if is_practice:
        yield Line("locality", "PBC Locality joined", sheet.locality_joined or "empty on the sheet")
    signed_for = "Signed for the practice" if is_practice else "Signed for the provider"
    yield Line("practice_signature", signed_for, _for_practice(sheet))
    for post in sheet.signed_posts.select_related("person"):
        yield Line(f"gp-{post.pk}", "Signature of a GP", str(post.person))
    yield Line("contact_number", "Contact number", sheet.contact_number or "empty on the sheet")
    yield Line("signed_on", "Date", on_day(sheet.signed_on) if sheet.signed_on else NO_DATE)


def _for_practice(sheet: ReturnedSheet) -> str:
    if not sheet.practice_signatory:
        return "nobody has signed"
    return f"{sheet.practice_signatory}, {sheet.get_practice_capacity_display()}"


def unsigned_on(sheet: ReturnedSheet) -> list[Post]:
    """The GPs of that day who must sign and whose signature is not on the paper."""
    signed = set(sheet.signed_posts.values_list("pk", flat=True))
    posts = posts_on(sheet.sign_up.provider, sheet.received_on)
    return [post for post in posts if not why_not_required(post) and post.pk not in signed]


def missing_from(sign_up: SignUp) -> list[str]:
    """What a returned sheet lacks besides the GPs' signatures, in words (EXC-24)."""
    missing = []
    if not sign_up.signatures.filter(named_gp__isnull=True).exists():
        missing.append(
            "the signature of the practice manager or the practice PBC lead"
            if sign_up.is_of_practice
            else "the signature of the authorised signatory"
        )
    if not sign_up.has_chosen_locality:
        missing.append("the PBC Locality the practice has joined")
    if not sign_up.contact_number:
        missing.append("the contact number")
    return missing


def may_read_file(actor: Actor, stored: StoredFile) -> bool:
    """A scan is shown to whoever may see the sheet it is of."""
    return ReturnedSheet.objects.visible_to(actor).filter(file=stored).exists()


def check_locality_shown(sign_up: SignUp, sheet: ReturnedSheet) -> None:
    """Where people signed before, the paper may not say another locality than they were shown."""
    if not (sheet.says_locality and sign_up.has_chosen_locality):
        return
    same = (sheet.locality_id, sheet.alone) == (sign_up.locality_id, sign_up.alone)
    is_fixed = sign_up.status not in OPEN_TO_ENTRIES or sign_up.signatures.exists()
    if is_fixed and not same:
        raise BadInput(
            {
                "locality": f"The paper says “{sheet.locality_joined}”, but those who signed "
                f"before were shown “{sign_up.locality_joined}”. Ask the practice which it is"
            }
        )


def without_title(name: str) -> list[str]:
    """The words of a name without titles before it."""
    return [word for word in name.split() if word.strip(".").lower() not in TITLES]
