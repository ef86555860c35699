"""A scheme that others than practices may provide, and its procurement brought to a status."""

from datetime import date, timedelta

from django.utils.text import slugify

from accounts.models import User
from les_schemes import loading
from les_schemes.actions import procurement
from les_schemes.models import ProcurementAssessment, ProcurementDecision, SchemeVersion
from les_schemes.procurement.assessment import decision_in_force
from les_schemes.procurement.statuses import FourTests, ProcurementStatus, Route
from les_schemes.statuses import SchemeStatus
from pbc.actor import SYSTEM
from tests import factories, paper
from tests.cast import TODAY, Cast, stand_on

# Monday 16 April 2007: the standstill begins on Tuesday 17; Wednesday 18 is 1, Friday 27 is 8.
NOTICED_ON = TODAY
STANDSTILL_ENDS = date(2007, 4, 27)


def draft_for_anyone(cast: Cast, *, title: str = "", **changed: object) -> SchemeVersion:
    """A draft that pharmacies may provide, too, and that needs the four tests.

    It is the shipped LES, or where a title is given another scheme that says the same.
    """
    version = (
        draft_of(cast, title=title) if title else factories.scheme_at(SchemeStatus.DRAFT, cast)
    )
    values = {
        "kind": "lcs",
        "who_may_provide": "contestable",
        "provider_reason": "Pharmacies can do it as well.",
        "requires_registered_list": False,
        "registered_list_reason": "Anybody may walk in.",
        "four_tests_required": True,
        **changed,
    }
    SchemeVersion.objects.filter(pk=version.pk).update(**values)
    return SchemeVersion.objects.get(pk=version.pk)


def draft_of(cast: Cast, *, title: str, consulted: bool = False) -> SchemeVersion:
    """Another scheme that says the same as the shipped LES, consulted on or not."""
    scheme_file = loading.read(factories.SHIPPED)
    if not consulted:
        del scheme_file.content["consultation"]
    scheme_file.content.update(title=title, code=slugify(title))
    return loading.load(
        scheme_file, commissioner=cast.dacorum, partners=[cast.watford], by=SYSTEM
    ).version


def evidence(version: SchemeVersion, test: FourTests, by: object, words: str = "Shown") -> None:
    procurement.evidence(
        version=version, test=test, text=words, content=paper.scan(test), name="paper.pdf", by=by
    )


def procurement_at(
    status: ProcurementStatus,
    cast: Cast,
    *,
    version: SchemeVersion | None = None,
    route: Route = Route.COMPETITIVE,
    by: User | None = None,
) -> ProcurementAssessment:
    """The procurement of the version (a draft for anyone if none is given), by its actions.

    The officer (or whoever is named) evidences, chooses and notices; the second officer confirms,
    the day after the standstill, on which the clock then stands.
    """
    version = version or draft_for_anyone(cast)
    by = by or cast.officer
    for test in FourTests:
        evidence(version, test, by)
        if status == ProcurementStatus.DRAFTING:
            break
    assessment = ProcurementAssessment.objects.get(version=version)
    if status in (ProcurementStatus.DRAFTING, ProcurementStatus.EVIDENCED):
        return assessment
    procurement.choose_route(
        assessment=assessment, route=route, reason="It is a new service.", by=by
    )
    if status != ProcurementStatus.ROUTE_CHOSEN:
        procurement.publish_notice(
            assessment=assessment,
            reference="2007-S-0416",
            place="https://notices.example.test/2007-S-0416",
            noticed_on=NOTICED_ON,
            by=by,
        )
    if status == ProcurementStatus.CHALLENGED:
        challenge(assessment, cast)
    if status == ProcurementStatus.CONFIRMED:
        decision = in_force(assessment)
        if decision.standstill_ends is not None:
            stand_on(decision.standstill_ends + timedelta(days=1))
        procurement.confirm(
            assessment=assessment,
            deciding_body="Governance Committee, item 6",
            by=cast.officer if by == cast.second_officer else cast.second_officer,
        )
    return ProcurementAssessment.objects.get(pk=assessment.pk)


def challenge(assessment: ProcurementAssessment, cast: Cast, who: str = "Beacon Health") -> object:
    return procurement.receive_challenge(
        assessment=assessment,
        challenger=who,
        grounds="We were not asked.",
        received_on=NOTICED_ON,
        by=cast.officer,
    )


def in_force(assessment: ProcurementAssessment) -> ProcurementDecision:
    decision = decision_in_force(assessment)
    assert decision is not None
    return decision
