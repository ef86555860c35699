"""The pages of operating levels: who sees what, the journey of an application, what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from applications import board, levels
from applications.actions import levels as actions
from applications.models import CriterionEvidence, LevelApplication
from governance.models import Matter
from governance.statuses import Outcome
from les_schemes.models import SchemeVersion
from localities.models import Locality, Organisation
from pbc import waiting
from tests import cast as casting
from tests.cast import FIRST_DAY, RECORDED, Cast
from tests.committee import Sitting
from tests.integration.applications.asking import begun, reviewed, submitted, with_criteria
from tests.paper import scan

pytestmark = pytest.mark.django_db


Visit = Callable[..., Any]


@pytest.fixture
def visit(client: Client) -> Visit:
    """``visit(user, "level-start", "LDAC", post={…})``: the response of a page."""

    def visit(user: User, name: str, *args: object, post: Any = None) -> Any:
        casting.sign_in(client, user)
        url = reverse(f"applications:{name}", args=args)
        return client.get(url) if post is None else client.post(url, post)

    return visit


def upload(content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile("board.pdf", content or scan())


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_board_shows_where_each_locality_stands_and_what_it_pays(
    cast: Cast, version: SchemeVersion, visit: Visit
) -> None:
    """Level 1 is flat: 1 session × £300 × 52 weeks = £15,600.00 a year."""
    page = words(visit(cast.officer, "levels"))
    assert "DacCom" in page
    assert "Level 1" in page
    assert "£15,600.00" in page
    assert "The criteria of levels 2 and 3 are not entered yet" in page


@pytest.mark.parametrize(
    "who, seen",
    [
        ("officer", True),
        ("member", True),
        ("secretary", True),
        ("auditor", True),
        ("preparer", True),
        ("lead", True),
        ("riverside_manager", True),
        ("okafor", True),
        ("watford_officer", False),
        ("cassio_manager", False),
        ("millbrook_manager", False),
    ],
)
def test_a_board_shows_only_localities_of_ones_own(
    cast: Cast, version: SchemeVersion, visit: Visit, who: str, seen: bool
) -> None:
    assert ("DacCom" in words(visit(getattr(cast, who), "levels"))) is seen
    status = visit(getattr(cast, who), "level-locality", "LDAC").status_code
    assert status == (200 if seen else 404)


def test_the_lmc_and_the_administrator_are_told_that_levels_are_not_theirs(
    cast: Cast, version: SchemeVersion, visit: Visit
) -> None:
    for who in (cast.lmc_observer, cast.administrator):
        assert visit(who, "levels").status_code == 403


def test_a_board_costs_as_many_queries_for_many_localities_as_for_one(
    cast: Cast, version: SchemeVersion
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            board.standings(board.localities_read_by(cast.officer), cast.officer)
        return len(asked)

    queries()  # the rights of the actor are read once
    for_one = queries()
    Organisation.objects.bulk_create(
        Locality(
            code=f"LX{number:02}",
            name=f"Locality {number}",
            legal_form="informal",
            opened=FIRST_DAY,
            commissioner=cast.dacorum,
            recorded_at=RECORDED,
        )
        for number in range(5)
    )
    assert queries() == for_one


def test_the_board_can_be_taken_away_with_its_history(
    cast: Cast, version: SchemeVersion, client: Client
) -> None:
    casting.sign_in(client, cast.auditor)
    sheet = client.get(reverse("applications:levels") + "?export=csv")
    text = b"".join(sheet).decode("utf-8-sig")
    assert "Level 1 from 1 April 2007" in text
    assert "15600.00" in text


def test_a_locality_reads_what_the_next_level_would_pay_and_what_is_missing(
    cast: Cast, version: SchemeVersion, visit: Visit
) -> None:
    """Decided on 16 April, level 2 pays from May: 1 month of £15,600 and 11 of £62,400 a year:
    1,300 + 57,200 = £58,500, which is £42,900 more than £15,600."""
    application = begun(cast, version)
    first = levels.criteria(version, 2)[0]
    actions.give_evidence(
        application=application,
        case="",
        evidence={first.pk: actions.Shown("Minutes")},
        by=cast.lead,
    )
    page = words(visit(cast.lead, "level-locality", "LDAC"))
    assert "£42,900.00" in page
    assert "Evidence is missing for 1 of 2 criteria" in page


def test_a_lead_applies_from_the_start_to_the_submission(
    cast: Cast, version: SchemeVersion, visit: Visit
) -> None:
    with_criteria(cast, version)
    assert "£58,500.00 instead of £15,600.00" in words(visit(cast.lead, "level-start", "LDAC"))
    visit(cast.lead, "level-start", "LDAC", post={"level": "2"})
    application = LevelApplication.objects.get()
    page = words(visit(cast.lead, "level-application", application.pk))
    assert "Cannot start yet" in page
    assert "Waiting on" in page
    visit(cast.lead, "level-case", application.pk, post={"case": "We meet each month."})
    first, second = levels.criteria(version, 2)
    visit(cast.lead, "level-give-evidence", application.pk, first.pk, post={"text": "Minutes."})
    answer = visit(
        cast.lead, "level-give-evidence", application.pk, second.pk, post={"file": upload()}
    )
    assert answer.status_code == 302
    check = words(visit(cast.lead, "level-submit", application.pk))
    assert "We meet each month." in check
    assert "Minutes." in check
    assert ".pdf" in check
    visit(cast.lead, "level-submit", application.pk, post={})
    application.refresh_from_db()
    assert application.status == "submitted"
    titles = [item.title for item in waiting.items_for(cast.officer)]
    assert "Review DacCom for level 2" in titles


def test_evidence_needs_words_or_a_file_and_keeps_what_was_typed(
    cast: Cast, version: SchemeVersion, visit: Visit
) -> None:
    application = begun(cast, version)
    first = levels.criteria(version, 2)[0]
    answer = visit(cast.lead, "level-give-evidence", application.pk, first.pk, post={"text": " "})
    assert answer.status_code == 422
    assert "Say what shows it, or choose a file" in words(answer)
    web_page = upload(b"<html>")
    answer = visit(
        cast.lead,
        "level-give-evidence",
        application.pk,
        first.pk,
        post={"text": "Typed already", "file": web_page},
    )
    assert answer.status_code == 422
    assert "Typed already" in words(answer)
    assert not CriterionEvidence.objects.filter(text="Typed already").exists()


def test_a_file_stays_until_it_is_taken_away_and_only_those_who_see_it_read_it(
    cast: Cast, version: SchemeVersion, visit: Visit, client: Client
) -> None:
    application = begun(cast, version)
    first = levels.criteria(version, 2)[0]
    of_first = ("level-give-evidence", application.pk, first.pk)
    visit(cast.lead, *of_first, post={"text": "One", "file": upload()})
    visit(cast.lead, *of_first, post={"text": "Two"})
    row = CriterionEvidence.objects.get()
    assert row.text == "Two"
    assert row.file is not None
    address = reverse("documents:file", args=[row.file_id])
    for user, status in ((cast.lead, 200), (cast.officer, 404), (cast.watford_officer, 404)):
        casting.sign_in(client, user)
        assert client.get(address).status_code == status
    visit(cast.lead, *of_first, post={"text": "Two", "without_file": "on"})
    row.refresh_from_db()
    assert row.file is None


def test_a_draft_is_the_localitys_own_until_it_is_submitted(
    cast: Cast, version: SchemeVersion, visit: Visit
) -> None:
    application = begun(cast, version)
    for who in (cast.officer, cast.member, cast.auditor, cast.riverside_manager):
        assert visit(who, "level-application", application.pk).status_code == 404


def test_what_is_submitted_is_seen_by_those_concerned_and_changed_by_none_of_them(
    cast: Cast, version: SchemeVersion, visit: Visit
) -> None:
    application = submitted(cast, version)
    for who in (cast.lead, cast.officer, cast.member, cast.auditor, cast.riverside_manager):
        assert visit(who, "level-application", application.pk).status_code == 200
    for who in (cast.watford_officer, cast.cassio_manager):
        assert visit(who, "level-application", application.pk).status_code == 404
    for who in (cast.lead, cast.member, cast.auditor, cast.riverside_manager):
        assert visit(who, "level-review", application.pk).status_code == 403
    for who in (cast.officer, cast.riverside_manager):
        assert visit(who, "level-withdraw", application.pk).status_code == 403
        assert visit(who, "level-start", "LDAC").status_code == 403
    late = visit(cast.lead, "level-case", application.pk)
    assert late.status_code == 302


def test_an_officer_reads_each_criterion_and_puts_it_before_the_committee(
    cast: Cast, version: SchemeVersion, visit: Visit, committee: Sitting
) -> None:
    application = submitted(cast, version)
    first, second = levels.criteria(version, 2)
    incomplete = visit(
        cast.officer, "level-review", application.pk, post={f"met_{first.pk}": "yes"}
    )
    assert incomplete.status_code == 422
    assert "Say whether criterion 2 is met" in words(incomplete)
    visit(
        cast.officer,
        "level-review",
        application.pk,
        post={
            f"met_{first.pk}": "yes",
            f"met_{second.pk}": "no",
            f"note_{second.pk}": "No patient yet.",
            "notes": "Nearly there.",
            "recommends": "no",
        },
    )
    matter = Matter.objects.get()
    assert matter.title == "Award level 2 to DacCom"
    page = words(visit(cast.lead, "level-application", application.pk))
    assert "the Governance Committee" in page
    assert "No patient yet." in page
    assert "does not recommend" in page


def test_without_a_committee_an_officer_is_told_what_is_missing(
    cast: Cast, version: SchemeVersion, visit: Visit
) -> None:
    application = submitted(cast, version)
    answers = {f"met_{criterion.pk}": "yes" for criterion in levels.criteria(version, 2)}
    refused = visit(
        cast.officer, "level-review", application.pk, post={**answers, "recommends": "yes"}
    )
    assert refused.status_code == 422
    assert "has no Governance Committee yet" in words(refused)
    application.refresh_from_db()
    assert application.status == "submitted"


def test_a_deferred_application_comes_back_to_its_lead(
    cast: Cast, version: SchemeVersion, visit: Visit, committee: Sitting
) -> None:
    committee.rule(committee.hear(reviewed(cast, version)), Outcome.DEFERRED)
    application = LevelApplication.objects.get()
    page = words(visit(cast.lead, "level-application", application.pk))
    assert "Deferred: more evidence" in page
    assert "Check your answers and submit" in page
    titles = [item.title for item in waiting.items_for(cast.lead)]
    assert "Show more for level 2" in titles


def test_an_awarded_level_stands_on_the_board_with_its_decision(
    cast: Cast, version: SchemeVersion, visit: Visit, committee: Sitting
) -> None:
    decision = committee.rule(committee.hear(reviewed(cast, version)), Outcome.AGREED)
    page = words(visit(cast.officer, "levels"))
    assert "Level 2" in page
    assert "1 May 2007" in page
    assert "£58,500.00" in page
    assert decision.get_absolute_url() in page
    locality = words(visit(cast.lead, "level-locality", "LDAC"))
    assert "DacCom: level 2" in locality
    assert "What level 3 would pay" in locality


def test_only_an_officer_proposes_a_lower_level_and_says_why(
    cast: Cast, version: SchemeVersion, visit: Visit, committee: Sitting
) -> None:
    committee.rule(committee.hear(reviewed(cast, version)), Outcome.AGREED)
    for who, status in ((cast.lead, 403), (cast.auditor, 403), (cast.watford_officer, 404)):
        assert visit(who, "level-propose-lower", "LDAC").status_code == status
    unsaid = visit(cast.officer, "level-propose-lower", "LDAC", post={"level": "1"})
    assert unsaid.status_code == 422
    visit(
        cast.officer, "level-propose-lower", "LDAC", post={"level": "1", "case": "It met no more."}
    )
    lower = LevelApplication.objects.get(direction="down")
    page = words(visit(cast.lead, "level-application", lower.pk))
    assert "Proposal to go down to level 1" in page
    assert "It met no more." in page


def test_whoever_applied_withdraws_with_a_reason(
    cast: Cast, version: SchemeVersion, visit: Visit
) -> None:
    application = submitted(cast, version)
    assert visit(cast.lead, "level-withdraw", application.pk, post={}).status_code == 422
    visit(cast.lead, "level-withdraw", application.pk, post={"reason": "Too early"})
    application.refresh_from_db()
    assert application.status == "withdrawn"


def test_the_commissioner_that_leads_enters_criteria_row_by_row(
    cast: Cast, version: SchemeVersion, visit: Visit
) -> None:
    page = ("level-criteria-enter", version.pk, 2)
    more = visit(
        cast.officer, *page, post={"row_1": "One", "row_2": "", "row_3": "Three", "more": "more"}
    )
    assert more.url == reverse("applications:level-criteria-enter", args=page[1:])
    held = levels.criteria(version, 2)
    assert [(criterion.number, criterion.text) for criterion in held] == [(1, "One"), (2, "Three")]
    assert "Three" in words(visit(cast.lead, "level-criteria", version.pk))
    for who, status in ((cast.lead, 403), (cast.member, 403), (cast.second_officer, 200)):
        assert visit(who, *page).status_code == status
    assert visit(cast.officer, "level-criteria-enter", version.pk, 1).status_code == 404


def test_a_criterion_that_reads_as_before_keeps_the_evidence_given_for_it(
    cast: Cast, version: SchemeVersion
) -> None:
    application = begun(cast, version)
    first, second = levels.criteria(version, 2)
    actions.give_evidence(
        application=application,
        case="We are ready.",
        evidence={pk: actions.Shown("Minutes") for pk in (first.pk, second.pk)},
        by=cast.lead,
    )
    actions.set_criteria(
        version=version, level=2, texts=[first.text, "Two patients sit on it"], by=cast.officer
    )
    assert [str(criterion) for criterion in levels.unanswered(application)] == [
        "Level 2, criterion 2"
    ]


def test_nobody_is_led_to_apply_before_the_criteria_are_entered(
    cast: Cast, version: SchemeVersion, visit: Visit
) -> None:
    start = reverse("applications:level-start", args=["LDAC"])
    page = words(visit(cast.lead, "level-locality", "LDAC"))
    assert "Nobody can apply until Dacorum Primary Care Trust enters the criteria" in page
    assert start not in page
    titles = [item.title for item in waiting.items_for(cast.officer)]
    assert "Enter the criteria of levels 2 and 3" in titles

    with_criteria(cast, version)
    assert start in words(visit(cast.lead, "level-locality", "LDAC"))
    titles = [item.title for item in waiting.items_for(cast.officer)]
    assert not any(title.startswith("Enter the criteria") for title in titles)


def test_what_is_missing_greys_the_button_that_submits(
    cast: Cast, version: SchemeVersion, visit: Visit
) -> None:
    application = begun(cast, version)
    page = words(visit(cast.lead, "level-submit", application.pk))
    missing = "First give the case, something for criterion 1 and something for criterion 2."
    assert missing in page
    assert 'type="submit"' not in page.partition("<main")[2].partition("</main>")[0]


def test_an_application_says_what_comes_next(
    cast: Cast, version: SchemeVersion, visit: Visit
) -> None:
    """For who waits, what comes next; a button that is not theirs is not shown to them."""
    application = submitted(cast, version)
    page = words(visit(cast.lead, "level-application", application.pk))
    assert "An officer reads the evidence and puts it before the Governance Committee." in page
    assert "Review the evidence" not in page
    assert "Withdraw the application" in page


def test_the_faults_of_a_review_are_listed_in_the_order_of_the_page(
    cast: Cast, version: SchemeVersion, visit: Visit
) -> None:
    application = submitted(cast, version)
    page = words(visit(cast.officer, "level-review", application.pk, post={}))
    said = [
        page.index(fault)
        for fault in (
            "Say whether criterion 1 is met",
            "Say whether criterion 2 is met",
            "Say whether you recommend the level",
        )
    ]
    assert said == sorted(said)
