"""Whom a variation touches, what they are shown, and how far it has come (SM-01, NOT-15)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from governance.models import Committee, Decision, Matter
from governance.statuses import PENDING
from les_schemes.models import (
    Acknowledgement,
    NamedGP,
    SchemeVersion,
    SignUp,
    Variation,
)
from les_schemes.statuses import BEING_DESIGNED, Touches
from les_schemes.terms_shown import Block, Terms
from pbc import clock
from pbc.charts import Bar, BarChart
from pbc.clock import LONDON

KIND = "scheme_variation"
SUBJECT = "les_schemes.variation"


@dataclass(frozen=True)
class Asked:
    """One who is asked: a GP on a sheet, or whoever speaks for the practice."""

    sign_up: SignUp
    named_gp: NamedGP | None
    acknowledgement: Acknowledgement | None
    since: date

    @property
    def who(self) -> str:
        return str(self.named_gp.post.person) if self.named_gp else "For the practice"

    @property
    def acknowledged_on(self) -> date | None:
        return self.acknowledgement.signed_on if self.acknowledgement else None


def may_vary(draft: SchemeVersion) -> SchemeVersion | None:
    """The open version that a draft would vary: of the same scheme, year and commissioner."""
    if draft.status not in BEING_DESIGNED:
        return None
    return (
        SchemeVersion.objects.open()
        .filter(
            scheme=draft.scheme_id,
            financial_year_starts_in=draft.financial_year_starts_in,
            commissioner=draft.commissioner_id,
        )
        .select_related("scheme", "commissioner", "framework__file")
        .first()
    )


def touches(variation: Variation) -> set[str]:
    return set(variation.clauses.values_list("touches", flat=True))


def gps(variation: Variation) -> QuerySet[NamedGP]:
    """The GPs whom it touches: who signed before it and is still there."""
    lines = NamedGP.objects.with_presence(clock.today()).present()
    if Touches.EACH_GP not in touches(variation) or variation.settled_at is None:
        return lines.none()
    return lines.filter(
        sign_up__in=_sheets(variation).values("pk"),
        signature__signed_at__lte=variation.settled_at,
    ).select_related("post__person", "sign_up__provider", "sign_up__commissioner")


def sheets(variation: Variation) -> QuerySet[SignUp]:
    """The sign-ups of the practices that it touches."""
    held = _sheets(variation)
    if Touches.PRACTICE not in touches(variation):
        return held.none()
    return held.select_related("provider", "commissioner", "version__scheme")


def asked(variation: Variation, commissioners: Iterable[int] | None = None) -> list[Asked]:
    """Everyone who is asked, by practice; of these commissioners' practices if some are named."""
    if variation.settled_at is None:
        return []
    since = variation.settled_at.astimezone(LONDON).date()
    given = {(one.sign_up_id, one.named_gp_id): one for one in variation.acknowledgements.all()}
    found = [
        Asked(line.sign_up, line, given.get((line.sign_up_id, line.pk)), since)
        for line in gps(variation)
    ]
    found += [
        Asked(sign_up, None, given.get((sign_up.pk, None)), since) for sign_up in sheets(variation)
    ]
    if commissioners is not None:
        own = set(commissioners)
        found = [one for one in found if one.sign_up.commissioner_id in own]
    return sorted(found, key=lambda one: (one.sign_up.provider.name, one.who))


def in_short(those: list[Asked]) -> str:
    """``3 of 5 acknowledged``."""
    return f"{sum(one.acknowledgement is not None for one in those)} of {len(those)} acknowledged"


def chart(those: list[Asked]) -> BarChart:
    """Acknowledged, of those asked, by practice and all together."""
    practices = sorted({one.sign_up.provider.name for one in those})
    return BarChart(
        title="Acknowledged, by practice",
        caption="Of those it touches",
        label_heading="Practice",
        value_heading="Acknowledged",
        bars=[
            Bar(
                name,
                sum(
                    one.acknowledgement is not None
                    for one in those
                    if one.sign_up.provider.name == name
                ),
                of=sum(one.sign_up.provider.name == name for one in those),
            )
            for name in practices
        ],
        total=True,
    )


def shown_to(variation: Variation, sign_up: SignUp, named: NamedGP | None) -> Terms:
    """What is shown to one who acknowledges: the clauses that touch him or her, before and now."""
    mine = Touches.EACH_GP if named is not None else Touches.PRACTICE
    by_version = variation.by_version
    return Terms(
        [
            Block(
                "Variation",
                pairs=[
                    ("Scheme", f"{variation.varied}, version {variation.varied.number}"),
                    ("Worded by", f"version {by_version.number}"),
                    ("In force from", f"{variation.in_force_from:%-d %B %Y}"),
                    ("Practice", f"{sign_up.provider.name} ({sign_up.provider.code})"),
                    ("Who", str(named.post.person) if named is not None else "for the practice"),
                ],
                paragraphs=[variation.reason],
            ),
            *(
                Block(
                    clause.title,
                    paragraphs=[
                        "Until now:",
                        *(clause.before or "Nothing").splitlines(),
                        "From now on:",
                        *(clause.after or "Nothing").splitlines(),
                    ],
                )
                for clause in variation.clauses.filter(touches=mine)
            ),
            Block(
                "Acknowledgement",
                paragraphs=[
                    "I acknowledge these clauses as they read from now on. What was signed before "
                    "stands, and no payment changes."
                ],
            ),
        ]
    )


def committee_of(version: SchemeVersion) -> Committee | None:
    return Committee.objects.filter(commissioner_id=version.commissioner_id).first()


def matter_pending(variation: Variation) -> Matter | None:
    return Matter.objects.filter(
        kind=KIND, subject_type=SUBJECT, subject_id=str(variation.pk), status__in=PENDING
    ).first()


def in_words(decision: Decision) -> str:
    """How the variation names the decision that approved it."""
    day = decision.decided_at.astimezone(LONDON)
    name = decision.matter.committee.name
    return f"{name}, {day:%-d %B %Y}, decision {decision.number}"


def _sheets(variation: Variation) -> QuerySet[SignUp]:
    return (
        SignUp.objects.standing()
        .filter(version=variation.varied_id, accepted_at__lte=variation.settled_at)
        .order_by("provider__name")
    )
