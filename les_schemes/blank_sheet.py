"""The signature sheet for paper: the words printed on it, and its lines to fill in (F-SIGN-02)."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from les_schemes.models import SchemeVersion
from les_schemes.offered import is_practice
from les_schemes.returned_sheets import posts_on
from les_schemes.sheet import why_not_required
from les_schemes.terms_shown import Block, Terms
from localities.models import LocalityMembership, Organisation, Post
from pbc import clock
from pbc.actor import Actor

EMPTY_LINES_FOR_GPS = 5


@dataclass(frozen=True)
class Lines:
    """What is already written on the dotted lines, for a practice; nothing on a blank."""

    practice: str = ""
    locality: str = ""
    contact_number: str = ""
    gps: list[str] = field(default_factory=lambda: [""] * EMPTY_LINES_FOR_GPS)
    not_asked: list[str] = field(default_factory=list)
    is_practice: bool = True


def words(version: SchemeVersion) -> Terms:
    """What whoever signs on paper is shown: the same words that the blank prints.

    They bear the scheme and no practice, so that everyone who signs on paper is shown one text.
    """
    texts = version.texts
    return Terms(
        [
            Block(
                texts["sheet_title"],
                pairs=[
                    ("Scheme", f"{version}, version {version.number}"),
                    ("Offered by", version.commissioner.name),
                ],
            ),
            Block(
                "Undertaking",
                paragraphs=[texts["undertaking"]],
                numbered=texts["commitments"],
                after=[texts["expected_time"]],
            ),
            Block(
                "Governance arrangements",
                paragraphs=[texts["governance"]],
                pairs=[
                    ("Framework", str(version.framework)),
                    ("SHA-256 of its file", version.framework.file.sha256),
                ],
            ),
        ]
    )


def fillable_by(actor: Actor) -> QuerySet[Organisation]:
    """The practices and other providers whose names, and GPs, the actor may see on a sheet."""
    practices = Organisation.objects.practices_visible_to(actor, clock.today()).values("pk")
    others = Organisation.objects.providers_visible_to(actor).values("pk")
    return Organisation.objects.filter(Q(pk__in=practices) | Q(pk__in=others))


def lines_for(practice: Organisation, day: date) -> Lines:
    """The lines of a practice on a day: its GPs by name, and who of them is not asked, and why.

    Of a provider that is no practice: its name, and whom to call.
    """
    if not is_practice(practice):
        return Lines(
            practice=f"{practice.name} ({practice.code})",
            contact_number=practice.telephone,
            is_practice=False,
        )
    posts = posts_on(practice, day)
    membership = (
        LocalityMembership.objects.on(day)
        .filter(practice=practice.pk)
        .select_related("locality")
        .first()
    )
    return Lines(
        practice=f"{practice.name} ({practice.code})",
        locality=membership.locality.name if membership else "",
        contact_number=practice.telephone,
        gps=[str(post.person) for post in posts if not why_not_required(post)],
        not_asked=[_not_asked(post) for post in posts if why_not_required(post)],
    )


def _not_asked(post: Post) -> str:
    return f"{post.person}: {why_not_required(post)}"
